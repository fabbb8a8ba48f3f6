"""Made-up cases for the law alone: papers and evidence in which nothing is wrong, to be changed one thing at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.applications import Consolidation, Notice, Received, Relocation, Route, StatedPremises
from app.domain.evidence import Evidence, Ledger, Row, Scalar
from app.domain.findings import Finding, Verdict
from app.domain.other_applications import Basis, OtherApplication, OtherKind
from app.law import AnyApplication, Case, Judgement, judge
from geodata.model.hours import parse_week
from geodata.model.premises import ContractType
from tests.made_up.gone_through import read

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
JUDGEMENT, SILENT, NO_MATTER = Verdict.NEEDS_JUDGEMENT, Verdict.PAPERS_SILENT, Verdict.DOES_NOT_APPLY
NOT_KNOWN, NOT_ENTERED = Verdict.NOT_KNOWN, Verdict.NOT_ENTERED

AS_AT = date(2024, 3, 1)
WEEKDAYS_NINE_TO_FIVE = parse_week(
    dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:00")
    | dict.fromkeys(("saturday", "sunday"), "closed")
)

OLD = StatedPremises(
    "Old Pharmacy",
    "1 High Street",
    "XT1 1AA",
    contractor="Example Chemists Ltd",
    contract_type=ContractType.COMMUNITY,
    distance_selling=False,
    hours=WEEKDAYS_NINE_TO_FIVE,
    core_hours=WEEKDAYS_NINE_TO_FIVE,
    hours_directed=False,
    services=("New Medicine Service",),
)
NEW = replace(OLD, name="New Pharmacy", address="9 Mill Lane", postcode="XT1 1BB")
NOTICE = Notice(
    "CAS-1",
    date(2024, 2, 20),
    date(2024, 4, 5),
    sent_to_hwb="A",
    received=Received(date(2024, 2, 20), "Primary Care Support England", "e-mail"),
)

RELOCATION = Relocation(
    reference="CAS-1",
    applicant="Example Chemists Limited",
    notice=NOTICE,
    existing=OLD,
    proposed=NEW,
    applied=date(2024, 1, 15),
    same_services=True,
    uninterrupted=True,
    granted_under_retail_area_exemption=False,
    granted_under_one_stop_exemption=False,
)
CONSOLIDATION = Consolidation(
    reference="CAS-2",
    applicant="Staying Chemists Ltd",
    notice=NOTICE,
    continuing=replace(NEW, contractor="Staying Chemists Ltd"),
    closing=replace(OLD, contractor="Leaving Chemists Ltd"),
    applied=date(2024, 1, 15),
    change_of_ownership_included=True,
    ownership_change_consented=True,
    removal_consented_by_continuing=True,
    removal_consented_by_closing=True,
    enhanced_services_uninterrupted=True,
)
ROUTINE = OtherApplication(
    reference="CAS-3",
    applicant="New Chemists Ltd",
    notice=NOTICE,
    kind=OtherKind.ROUTINE_ENTRY,
    premises=NEW,
    applied=date(2024, 1, 15),
    basis=Basis.CURRENT_NEED,
)

EVIDENCE: dict[str, Scalar] = {
    "hwb.relevant": "A",
    "hwb.relevant.name": "Aford Health and Wellbeing Board",
    "hwb.leaving": "A",
    "hwb.staying": "A",
    "hwb.notice": "A",
    "hwb.notice.name": "Aford Health and Wellbeing Board",
    "hwb.within_2km": 0,
    "deadline.given": "2024-02-20",
    "deadline.last_day": "2024-04-05",
    "deadline.plan_to": "2024-04-05",
    "deadline.stated": "2024-04-05",
    "deadline.days_left": 35,
    "deadline.meetings": 1,
    "distance.claimed": 450,
    "distance.straight": 223.0,
    "distance.walk": 447.2,
    "site.leaving.contract_type": "community",
    "site.staying.contract_type": "community",
    "site.leaving.listed_on": "a made-up list, as at 1 January 2024 (XA001)",
    "site.staying.listed_on": "a made-up list, as at 1 January 2024 (XA002)",
    "site.leaving.distance_selling": False,
    "site.staying.distance_selling": False,
    "alternatives.straight": 4,
    "alternatives.walk": 3,
    "coverage.walk-20.lost": 0.0,
    "coverage.walk-20.gained": 0.0,
    "affected.walk-20.people": 812.4,
    "affected.walk-20.change_mean": 210.0,
    "affected.walk-20.change_worst": 447.2,
    "accustomed.walk-20.people": 812.4,
    "accustomed.walk-20.before_mean": 400.0,
    "accustomed.walk-20.new_mean": 820.0,
    "accustomed.walk-20.change_mean": 420.0,
    "accustomed.walk-20.change_worst": 447.2,
    "accustomed.walk-20.nearer": 0,
    "hours.lost": 0.0,
    "services.lost": 0,
    "services.compared": 2,
    "pna.locality": "Aford Central",
    "pna.gaps": 0,
    "pna.own": True,
    "pna.published": "2022-10",
}
WHAT = {
    "coverage.walk-5.lost": "Residents who no longer are within the standard (5 minutes, walk)",
    "coverage.walk-20.lost": "Residents who no longer are within the standard (20 minutes, walk)",
    "together.coverage.walk-20.lost": "All together: residents who no longer are within it (20 minutes, walk)",
}


def ledger(
    rows: dict[str, tuple[Row, ...]] | None = None, units: dict[str, str] | None = None, **changes: Scalar
) -> Ledger:
    """The evidence with changes: "__" in a name stands for ".", "_2km" and the like stay, Ellipsis takes an item out."""
    values = EVIDENCE | {name.replace("__", "."): value for name, value in changes.items()}
    return Ledger(
        tuple(
            Evidence(
                name,
                WHAT.get(name, name),
                value,
                (units or {}).get(name, ""),
                "made up",
                (),
                rows=(rows or {}).get(name, ()),
            )
            for name, value in values.items()
            if value is not ...
        )
    )


def case(application: AnyApplication, as_at: date = AS_AT, **evidence: Any) -> Case:
    """A case on papers that somebody has read and on the evidence, changed as ``ledger`` says."""
    return Case(read(_in_keeping(application, evidence)), as_at, ledger(**evidence))


def _in_keeping(application: Any, evidence: dict[str, Any]) -> AnyApplication:
    """The papers without what the evidence does not know of a site: evidence has what papers or the list say."""
    evidence = {name.replace("__", "."): value for name, value in evidence.items()}
    fields = {"leaving": ("closing", "existing"), "staying": ("continuing", "proposed", "premises")}
    for role, names in fields.items():
        for name in (each for each in names if hasattr(application, each)):
            site = getattr(application, name)
            if evidence.get(f"site.{role}.contract_type", "") in (None, "unknown"):
                site = replace(site, contract_type=ContractType.UNKNOWN)
            if evidence.get(f"site.{role}.distance_selling", "") is None:
                site = replace(site, distance_selling=None)
            application = replace(application, **{name: site})
    return application


def finding(application: AnyApplication, rule: str, as_at: date = AS_AT, **evidence: Any) -> Finding:
    """What one rule finds in a case. Fails where the rule is not among the findings, or is there twice."""
    return of(judge(case(application, as_at, **evidence)), rule)


def of(judgement: Judgement, rule: str) -> Finding:
    """The finding of one rule in a judgement."""
    [found] = [one for one in judgement.findings if one.rule == rule]
    return found


def verdict(application: AnyApplication, rule: str, as_at: date = AS_AT, **evidence: Any) -> Verdict:
    """The verdict alone."""
    return finding(application, rule, as_at, **evidence).verdict


def flag_ids(application: AnyApplication, as_at: date = AS_AT, **evidence: Any) -> list[str]:
    """Ids of the flags raised."""
    return [flag.id for flag in judge(case(application, as_at, **evidence)).flags]


def flag_text(application: AnyApplication, flag: str, as_at: date = AS_AT, **evidence: Any) -> str:
    """The words of one flag. Fails where it was not raised."""
    [found] = [one for one in judge(case(application, as_at, **evidence)).flags if one.id == flag]
    return found.text


ACROSS = {"hwb__leaving": "B", "hwb__staying": "A", "hwb__relevant": "A"}
REVERSE = replace(
    CONSOLIDATION,
    route=Route.CLOSING_CONTRACTOR,
    applicant="Leaving Chemists Ltd",
    continuing_business_carried_on=True,
    same_services_at_continuing=True,
    continuing_uninterrupted=True,
)
ONE_OWNER = replace(
    CONSOLIDATION,
    same_owner=True,
    change_of_ownership_included=None,
    ownership_change_consented=None,
)
