"""Regulation 26A: consolidations onto an existing site."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.applications import Route
from app.law import Case, LawError, judge
from tests.spec.cases import (
    AS_AT,
    CONSOLIDATION,
    JUDGEMENT,
    MET,
    NO_MATTER,
    NOT_KNOWN,
    NOT_MET,
    ONE_OWNER,
    REVERSE,
    SILENT,
    case,
    finding,
    ledger,
    of,
    verdict,
)

TOGETHER = {"together.applications": 1, "together.coverage.walk-20.lost": 640.0}


def measured(*references: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Rows that say which other consolidations were measured together with this one."""
    return {"together.applications": tuple({"reference": reference} for reference in references)}


UNNAMED = replace(
    CONSOLIDATION,
    applicant="Third Party Ltd",
    continuing=replace(CONSOLIDATION.continuing, contractor=None),
    closing=replace(CONSOLIDATION.closing, contractor=None),
)


def test_26a_1_asks_for_two_listed_premises_in_one_area() -> None:
    """[reg26A(1)]"""
    assert verdict(CONSOLIDATION, "reg26A(1)") is MET
    assert verdict(CONSOLIDATION, "reg26A(1)", hwb__leaving="B") is NOT_MET
    assert verdict(CONSOLIDATION, "reg26A(1)", hwb__leaving=None) is NOT_KNOWN


@pytest.mark.parametrize(
    ("leaving", "staying", "expected", "words"),
    [
        ("lps", "community", NOT_MET, "The closing site (S2) works under"),
        ("lps", "lps", NOT_MET, "The continuing site (S1) works under"),
        ("unknown", "community", SILENT, "shows the closing site (S2) open"),
        ("community", None, SILENT, "shows the continuing site (S1) open"),
    ],
)
def test_26a_1_an_lps_contract_is_no_entry_in_a_list(
    leaving: str, staying: str | None, expected: object, words: str
) -> None:
    """[reg26A(1)]"""
    found = finding(
        CONSOLIDATION,
        "reg26A(1)",
        site__leaving__contract_type=leaving,
        site__staying__contract_type=staying,
        site__leaving__listed_on=None,
        site__staying__listed_on=None,
    )
    assert found.verdict is expected
    assert any(words in reason for reason in found.reasons)


@pytest.mark.parametrize("contract", ["unknown", None])
def test_26a_1_and_5_b_a_list_that_shows_a_site_open_shows_that_it_is_listed(contract: str | None) -> None:
    """[reg26A(1), reg26A(5)(b)] Papers are silent only where no list has the site."""
    unsaid = {"site__leaving__contract_type": contract, "site__staying__contract_type": contract}
    found = finding(CONSOLIDATION, "reg26A(1)", **unsaid)
    assert found.verdict is MET
    assert "a made-up list, as at 1 January 2024 (XA001)" in found.reasons[0]
    assert verdict(CONSOLIDATION, "reg26A(5)(b)", **unsaid) is MET
    unlisted = unsaid | {"site__leaving__listed_on": None}
    assert verdict(CONSOLIDATION, "reg26A(1)", **unlisted) is SILENT
    assert verdict(CONSOLIDATION, "reg26A(5)(b)", **unlisted) is SILENT


@pytest.mark.parametrize(("included", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_26a_3_the_continuing_contractor_applies_and_takes_the_closing_site_over(
    included: bool | None, expected: object
) -> None:
    """[reg26A(3)]"""
    papers = replace(CONSOLIDATION, change_of_ownership_included=included)
    assert verdict(papers, "reg26A(3)") is expected
    assert verdict(papers, "reg26A(4)") is NO_MATTER


def test_26a_3_one_owner_needs_no_change_of_ownership() -> None:
    """[reg26A(3)]"""
    assert verdict(ONE_OWNER, "reg26A(3)") is MET


def test_26a_3_and_4_who_applies_must_be_in_the_papers() -> None:
    """[reg26A(3), reg26A(4)]"""
    assert verdict(UNNAMED, "reg26A(3)") is SILENT
    assert verdict(UNNAMED, "reg26A(4)") is SILENT
    stated = replace(UNNAMED, route=Route.CONTINUING_CONTRACTOR)
    assert verdict(stated, "reg26A(3)") is SILENT
    assert "same owner" in finding(stated, "reg26A(3)").reasons[0]
    reverse = replace(UNNAMED, route=Route.CLOSING_CONTRACTOR)
    assert "same owner" in finding(reverse, "reg26A(4)").reasons[0]
    assert verdict(reverse, "reg26A(3)") is NO_MATTER


@pytest.mark.parametrize(("included", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_26a_4_the_closing_contractor_may_apply_to_take_the_continuing_site_over(
    included: bool | None, expected: object
) -> None:
    """[reg26A(4)]"""
    papers = replace(REVERSE, change_of_ownership_included=included)
    assert verdict(papers, "reg26A(4)") is expected
    assert verdict(papers, "reg26A(3)") is NO_MATTER


def test_26a_4_is_for_different_owners_only() -> None:
    """[reg26A(4)] The papers contradict themselves."""
    found = finding(replace(REVERSE, same_owner=True), "reg26A(4)")
    assert found.verdict is NOT_MET
    assert "also that one contractor holds both" in found.reasons[0]


def test_26a_4_is_told_by_the_name_of_the_applicant_where_the_route_is_not_stated() -> None:
    """[reg26A(4)]"""
    assert verdict(replace(REVERSE, route=None), "reg26A(4)") is MET


def test_26a_5_a_leaves_the_gap_to_people_with_the_facts_on_both_sides() -> None:
    """[reg26A(5)(a)]"""
    found = finding(
        CONSOLIDATION,
        "reg26A(5)(a)",
        **{"coverage.walk-20.lost": 1204.0, "coverage.walk-20.gained": 1.0, "hours.lost": 4.5},
    )
    assert found.verdict is JUDGEMENT
    assert "The Pharmaceutical Needs Assessment states no gaps in Aford Central." in found.points_for
    assert "One person would newly come within the standard (20 minutes, walk)." in found.points_for
    assert "1,204 people would fall outside the standard (20 minutes, walk)." in found.points_against
    assert (
        "The leaving site is open for 4 hours 30 minutes a week in which the staying site will be closed."
        in found.points_against
    )


def test_26a_5_a_a_stated_gap_speaks_against() -> None:
    """[reg26A(5)(a)] The verdict stays open whatever the facts: NO_MATTER is never given for it."""
    found = finding(CONSOLIDATION, "reg26A(5)(a)", pna__gaps=1, pna__locality=None)
    assert "The Pharmaceutical Needs Assessment states one gap in the locality." in found.points_against
    assert found.verdict is not NO_MATTER


@pytest.mark.parametrize("site", ["leaving", "staying"])
def test_26a_5_b_distance_selling_and_appliance_premises_are_refused(site: str) -> None:
    """[reg26A(5)(b)]"""
    assert verdict(CONSOLIDATION, "reg26A(5)(b)") is MET
    for evidence in (
        {f"site__{site}__distance_selling": True},
        {f"site.{site}.contract_type": "appliance"},
        {"site.leaving.distance_selling": None, "site.staying.contract_type": "appliance"},
    ):
        found = finding(CONSOLIDATION, "reg26A(5)(b)", **evidence)
        assert found.verdict is NOT_MET
        assert found.reasons[-1] == "The application must be refused."
    assert verdict(CONSOLIDATION, "reg26A(5)(b)", **{f"site.{site}.distance_selling": None}) is SILENT
    unknown = {f"site.{site}.contract_type": None, f"site.{site}.listed_on": None}
    assert verdict(CONSOLIDATION, "reg26A(5)(b)", **unknown) is SILENT


@pytest.mark.parametrize(("rule", "papers"), [("reg26A(6)(a)", CONSOLIDATION), ("reg26A(7)(d)", REVERSE)])
def test_26a_6_a_and_7_d_enhanced_services_go_on(rule: str, papers: Any) -> None:
    """[reg26A(6)(a), reg26A(7)(d)]"""
    assert verdict(papers, rule) is MET
    broken = replace(papers, enhanced_services_uninterrupted=False)
    assert verdict(broken, rule) is JUDGEMENT
    unsaid = replace(papers, enhanced_services_uninterrupted=None)
    assert verdict(unsaid, rule, services__compared=None) is SILENT
    assert verdict(unsaid, rule) is NO_MATTER


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("Needle exchange", NO_MATTER),
        ("Medicines Use Review", NO_MATTER),
        ("Palliative care stock", SILENT),
        ("Palliative Care Medicines", SILENT),
        ("Bank Holiday Rota", SILENT),
    ],
)
def test_26a_6_a_a_council_service_is_no_enhanced_service(service: str, expected: object) -> None:
    """[reg26A(6)(a)] The vocabulary trap: needle exchange and the like are commissioned by councils."""
    unsaid = replace(CONSOLIDATION, enhanced_services_uninterrupted=None)
    rows = {"services.compared": ({"service": service, "leaving": True, "staying": False},)}
    assert verdict(unsaid, "reg26A(6)(a)", rows=rows) is expected


@pytest.mark.parametrize(("consents", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
@pytest.mark.parametrize(
    ("rule", "papers"), [("reg26A(6)(b)(i)", CONSOLIDATION), ("reg26A(7)(e)(i)", REVERSE)]
)
def test_26a_6_b_i_and_7_e_i_the_other_contractor_consents_to_the_change_of_ownership(
    rule: str, papers: Any, consents: bool | None, expected: object
) -> None:
    """[reg26A(6)(b)(i), reg26A(7)(e)(i)]"""
    assert verdict(replace(papers, ownership_change_consented=consents), rule) is expected


@pytest.mark.parametrize(
    ("continuing", "closing", "expected"),
    [
        (True, True, MET),
        (True, False, NOT_MET),
        (False, False, NOT_MET),
        (None, False, NOT_MET),
        (True, None, SILENT),
        (None, None, SILENT),
    ],
)
@pytest.mark.parametrize(
    ("rule", "papers"), [("reg26A(6)(b)(ii)", CONSOLIDATION), ("reg26A(7)(e)(ii)", REVERSE)]
)
def test_26a_6_b_ii_and_7_e_ii_both_consent_to_the_closing_site_leaving_the_list(
    rule: str, papers: Any, continuing: bool | None, closing: bool | None, expected: object
) -> None:
    """[reg26A(6)(b)(ii), reg26A(7)(e)(ii)]"""
    changed = replace(
        papers,
        removal_consented_by_continuing=continuing,
        removal_consented_by_closing=closing,
    )
    assert verdict(changed, rule) is expected


@pytest.mark.parametrize(
    ("continuing", "closing", "expected"),
    [
        (True, None, MET),
        (None, True, MET),
        (False, None, NOT_MET),
        (None, None, SILENT),
        (True, False, JUDGEMENT),
    ],
)
def test_26a_6_c_one_owner_consents_alone(
    continuing: bool | None, closing: bool | None, expected: object
) -> None:
    """[reg26A(6)(c)]"""
    papers = replace(
        ONE_OWNER, removal_consented_by_continuing=continuing, removal_consented_by_closing=closing
    )
    assert verdict(papers, "reg26A(6)(c)") is expected


def test_26a_6_b_and_c_follow_who_owns_the_sites() -> None:
    """[reg26A(6)(b)(i), reg26A(6)(b)(ii), reg26A(6)(c)]"""
    assert verdict(ONE_OWNER, "reg26A(6)(b)(i)") is NO_MATTER
    assert verdict(ONE_OWNER, "reg26A(6)(b)(ii)") is NO_MATTER
    assert verdict(CONSOLIDATION, "reg26A(6)(c)") is NO_MATTER
    unowned = replace(UNNAMED, route=Route.CONTINUING_CONTRACTOR)
    assert verdict(unowned, "reg26A(6)(b)(i)") is SILENT


@pytest.mark.parametrize(("said", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_26a_7_a_the_business_at_the_continuing_site_is_carried_on(
    said: bool | None, expected: object
) -> None:
    """[reg26A(7)(a)]"""
    assert verdict(replace(REVERSE, continuing_business_carried_on=said), "reg26A(7)(a)") is expected


@pytest.mark.parametrize(("said", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_26a_7_b_the_same_services_are_undertaken_there(said: bool | None, expected: object) -> None:
    """[reg26A(7)(b)]"""
    assert verdict(replace(REVERSE, same_services_at_continuing=said), "reg26A(7)(b)") is expected


@pytest.mark.parametrize(("said", "expected"), [(True, MET), (False, JUDGEMENT), (None, SILENT)])
def test_26a_7_c_the_continuing_site_is_not_interrupted_but_for_good_cause(
    said: bool | None, expected: object
) -> None:
    """[reg26A(7)(c)]"""
    assert verdict(replace(REVERSE, continuing_uninterrupted=said), "reg26A(7)(c)") is expected


def test_26a_6_and_7_go_with_their_own_route() -> None:
    """[reg26A(6)(a), reg26A(7)(a)]"""
    assert verdict(REVERSE, "reg26A(6)(a)") is NO_MATTER
    assert verdict(CONSOLIDATION, "reg26A(7)(a)") is NO_MATTER
    assert verdict(UNNAMED, "reg26A(6)(a)") is SILENT
    assert verdict(UNNAMED, "reg26A(7)(a)") is SILENT


def test_26a_8_consolidations_considered_together_may_fall_together() -> None:
    """[reg26A(8)]"""
    assert verdict(CONSOLIDATION, "reg26A(8)") is NO_MATTER
    papers = replace(CONSOLIDATION, considered_with=("CAS-8", "CAS-9"))
    alone = finding(papers, "reg26A(8)")
    assert alone.verdict is JUDGEMENT
    assert "CAS-8 and CAS-9" in alone.reasons[0]
    assert "was not measured" in alone.reasons[0]
    together = judge(case(papers, rows=measured("CAS-8", "CAS-9"), **TOGETHER))
    found = of(together, "reg26A(8)")
    assert found.points_against[0] == "640 people would fall outside the standard (20 minutes, walk)."
    assert found.reasons[0].endswith("The points are of all of them granted at once.")
    assert set(found.evidence) == {"together.applications", "together.coverage.walk-20.lost"}
    assert of(together, "reg26A(5)(a)").points_for != ()


def test_26a_8_reads_the_part_of_the_evidence_that_is_of_all_together() -> None:
    """[reg26A(8)] The figures of this application alone stay out of it: NO_MATTER here how they look."""
    part = case(CONSOLIDATION, **TOGETHER).together.ledger
    assert list(part) == ["applications", "coverage.walk-20.lost"]
    assert len(part) == 2
    assert part.value("coverage.walk-20.lost") == 640.0
    assert [item.id for item in part.items_in_order()] == [
        "together.applications",
        "together.coverage.walk-20.lost",
    ]
    assert list(part.by_id()) == list(part)
    assert part.by_id()["coverage.walk-20.lost"].value == 640.0
    assert len(case(CONSOLIDATION).together.ledger) == 0


def test_26a_8_says_which_of_those_considered_together_were_measured() -> None:
    """[reg26A(8)]"""
    papers = replace(CONSOLIDATION, considered_with=("CAS-8",))
    found = of(judge(case(papers, rows=measured("CAS-9"), **TOGETHER)), "reg26A(8)")
    assert "CAS-8 and CAS-9" in found.reasons[0]
    assert "this one and CAS-9 granted at once; CAS-8 was not measured" in found.reasons[0]
    unnamed = of(judge(case(CONSOLIDATION, rows=measured("CAS-9"), **TOGETHER)), "reg26A(8)")
    assert unnamed.verdict is JUDGEMENT


def test_26a_came_in_on_5_december_2016() -> None:
    """[reg26A(1)]"""
    assert verdict(CONSOLIDATION, "reg26A(1)", date(2016, 12, 5)) is MET
    with pytest.raises(LawError, match="5 December 2016"):
        verdict(CONSOLIDATION, "reg26A(1)", date(2016, 12, 4))


def test_an_accustomed_group_test_is_no_part_of_a_consolidation() -> None:
    """[reg26A(5)(a), reg24(1)(a)]"""
    rules = {found.rule for found in judge(Case(CONSOLIDATION, AS_AT, ledger())).findings}
    assert not any(rule.startswith("reg24") for rule in rules)


@pytest.mark.parametrize("lost", [0.0, 3.0])
def test_people_of_whom_it_cannot_be_told_are_no_point_for_a_grant(lost: float) -> None:
    """[reg26A(5)(a)] Nobody is known to lose the standard, and of twelve that is not known: said, and no point."""
    found = finding(
        CONSOLIDATION, "reg26A(5)(a)", **{"coverage.walk-20.may_lose": 12.0, "coverage.walk-20.lost": lost}
    )
    assert any("Of 12 people it cannot be told" in said for said in found.reasons)
    assert not any("No resident falls outside" in said for said in found.points_for)
    assert any("3 people would fall outside" in said for said in found.points_against) is (lost > 0)
    assert not any("Nobody would fall outside" in said for said in found.points_against)
    known = finding(CONSOLIDATION, "reg26A(5)(a)", **{"coverage.walk-20.may_lose": 0.0})
    assert any("No resident falls outside" in said for said in known.points_for)


@pytest.mark.parametrize("near", [0.0, 40.0])
def test_people_near_a_site_who_are_not_measured_leave_it_open_who_loses(near: float) -> None:
    """[reg26A(5)(a)] Of those measured nobody loses the standard; of forty near by that is not known."""
    found = finding(CONSOLIDATION, "reg26A(5)(a)", **{"coverage.walk-20.not_measured_near": near})
    assert any("Whether any of 40 people who live near a site" in said for said in found.reasons) is (
        near > 0
    )
    assert any("No resident falls outside" in said for said in found.points_for) is (near == 0)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ({"hours.others": 2}, "whichever of the pharmacies whose hours are not known are open"),
        ({"week.walk-20.near_end": 40}, "whatever is open where the streets of the data end"),
        ({}, None),
    ],
)
@pytest.mark.parametrize("falls", [0.0, 3.0])
def test_hours_of_the_week_that_are_given_as_bounds_are_for_nobody_and_against_nobody(
    evidence: dict[str, Any], words: str | None, falls: float
) -> None:
    """[reg26A(5)(a)] What of them is certain is a fact; where all hours are known it is a point."""
    found = finding(CONSOLIDATION, "reg26A(5)(a)", **{"week.walk-20.falls": falls}, **evidence)
    sides = [
        said
        for said in (*found.points_for, *found.points_against)
        if "of the week" in said or "a week" in said
    ]
    assert bool(sides) is (words is None)
    assert any(words is not None and words in said for said in found.reasons) is (
        words is not None and falls > 0
    )
