"""Names of services: recognised however they are written, and right only on their dates."""

from datetime import date

import pytest

from app.domain.services import SERVICES, WHO_COMMISSIONS, Tier, in_force, recognise, to_ask


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("MURs", "Medicines Use Review"),
        ("medicines use review (MUR)", "Medicines Use Review"),
        ("Pharmacy NHS service: medicine use review (MUR) service", "Medicines Use Review"),
        ("Medicines Use Review & Prescription Intervention Service", "Medicines Use Review"),
        ("NMS", "New Medicine Service"),
        ("New Medicines Service", "New Medicine Service"),
        ("Pharmacy NHS service: new medicine service", "New Medicine Service"),
        ("needle exchange", "Needle and Syringe Programme"),
        ("Needle & Syringe Exchange", "Needle and Syringe Programme"),
        ("supervised consumption", "Supervised Consumption"),
        ("supervised self-administration", "Supervised Consumption"),
        (
            "Pharmacy NHS service: supervised consumption of prescribed medicines service",
            "Supervised Consumption",
        ),
        ("EHC", "Emergency Hormonal Contraception"),
        ("Morning-After Pill", "Emergency Hormonal Contraception"),
        (
            "Pharmacy NHS service: emergency hormonal contraception (EHC) service",
            "Emergency Hormonal Contraception",
        ),
        ("BP check", "Hypertension Case-Finding"),
        ("Hypertension Case-Finding Service (HCFS)", "Hypertension Case-Finding"),
        ("Pharmacy Collect", "Covid-19 Lateral Flow Device Distribution"),
        ("PCS", "Pharmacy Contraception"),
        ("OC", "Pharmacy Contraception"),
        ("NHS Pharmacy First Service", "Pharmacy First"),
        ("Pharmacy NHS service: weight management service (adults)", "Weight Management"),
        ("Pharmacy chlamydia screening and treatment service", "Chlamydia Screening"),
        ("  dispensing OF medicines ", "Dispensing of Medicines"),
        ("Stop smoking services", "Stop Smoking"),
        ("Children’s flu vaccination", "Childhood Flu Vaccination"),
        ("Smoking Cessation (hospital referral)", "Smoking Cessation (hospital referral)"),
    ],
)
def test_a_service_is_known_by_every_name_it_goes_by(written: str, name: str) -> None:
    found = recognise(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Pharmacy non-NHS service: seasonal influenza vaccination service",
        "Non-NHS flu vaccination",
        "Wheelchair services",
        "Prescribing services",
        "Injection and vaccination services",
        "services",
    ],
)
def test_what_is_no_such_service_is_not_guessed(written: str) -> None:
    assert recognise(written) is None


def test_no_two_services_share_a_name() -> None:
    for service in SERVICES:
        for name in (service.name, *service.aliases):
            assert recognise(name) is service, name


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("MUR", date(2005, 4, 1), date(2021, 3, 31)),
        ("NUMSAS", date(2016, 12, 1), date(2019, 10, 28)),
        ("CPCS", date(2019, 10, 29), date(2024, 1, 30)),
        ("Pharmacy First", date(2024, 1, 31), None),
        ("DMS", date(2021, 1, 1), None),
    ],
)
def test_a_service_exists_from_its_first_to_its_last_day(name: str, first: date, last: date | None) -> None:
    service = recognise(name)
    assert service is not None
    assert not in_force(service, date.fromordinal(first.toordinal() - 1))
    assert in_force(service, first)
    if last is None:
        assert in_force(service, date(2099, 1, 1))
    else:
        assert in_force(service, last)
        assert not in_force(service, date.fromordinal(last.toordinal() + 1))


def test_advanced_services_on_25_september_2019() -> None:
    on = date(2019, 9, 25)
    advanced = {one.name for one in SERVICES if one.tier is Tier.ADVANCED and in_force(one, on)}
    assert advanced == {
        "Medicines Use Review",
        "New Medicine Service",
        "Appliance Use Review",
        "Stoma Appliance Customisation",
        "Flu Vaccination",
        "NHS Urgent Medicine Supply Advanced Service",
    }


@pytest.mark.parametrize("name", ["needle exchange", "supervised consumption", "EHC", "NHS Health Check"])
def test_what_a_council_commissions_is_no_enhanced_service(name: str) -> None:
    service = recognise(name)
    assert service is not None
    assert service.tier is Tier.LOCALLY_COMMISSIONED
    assert in_force(service, date(2013, 4, 1))


@pytest.mark.parametrize("name", ["minor ailments scheme", "palliative stock", "care home support"])
def test_what_either_may_commission_is_asked_and_not_assumed(name: str) -> None:
    service = recognise(name)
    assert service is not None
    assert service.tier is Tier.BY_COMMISSIONER
    assert to_ask(service, date(2019, 9, 25)) == WHO_COMMISSIONS


@pytest.mark.parametrize(("on", "asked"), [(date(2025, 10, 28), False), (date(2025, 10, 29), True)])
def test_emergency_contraception_is_asked_about_since_the_advanced_service_has_it(
    on: date, *, asked: bool
) -> None:
    service = recognise("morning-after pill")
    assert service is not None
    assert ("Pharmacy Contraception Service" in to_ask(service, on)) is asked


def test_nothing_has_to_be_asked_of_services_that_are_one_thing_only() -> None:
    for name in ("New Medicine Service", "needle exchange", "Pharmacy First"):
        service = recognise(name)
        assert service is not None
        assert to_ask(service, date(2026, 1, 1)) == ""


@pytest.mark.parametrize(
    ("name", "last"),
    [("Pharmacy Collect", date(2022, 3, 31)), ("Pandemic Delivery Service", date(2022, 3, 5))],
)
def test_services_of_the_pandemic_ended_on_their_days(name: str, last: date) -> None:
    service = recognise(name)
    assert service is not None
    assert in_force(service, last)
    assert not in_force(service, date.fromordinal(last.toordinal() + 1))


def test_a_service_that_stands_on_an_unread_date_says_so() -> None:
    assert not [one.name for one in SERVICES if "unverified" in one.source and one.verified]
