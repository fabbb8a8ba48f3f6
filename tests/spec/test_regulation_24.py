"""Regulation 24(1) and (2): relocations inside one board's area, and into a neighbouring board's."""

from dataclasses import replace

import pytest

from app.domain.findings import Verdict
from app.law import AnyApplication, register
from app.law.points import CHOICE
from app.law.sites import site_field
from tests.spec.cases import (
    ACROSS,
    AS_AT,
    CONSOLIDATION,
    EVIDENCE,
    JUDGEMENT,
    MET,
    NO_MATTER,
    NOT_KNOWN,
    NOT_MET,
    RELOCATION,
    ROUTINE,
    SILENT,
    finding,
    verdict,
)

OF_STANDARD = {
    name.removeprefix("accustomed.walk-20."): value
    for name, value in EVIDENCE.items()
    if name.startswith("accustomed.")
}
PAIRS = [("reg24(1)(a)", {}), ("reg24(2)(b)", ACROSS)]


def test_24_1_is_for_those_on_a_list_who_move_inside_one_area() -> None:
    """[reg24(1)]"""
    assert verdict(RELOCATION, "reg24(1)") is MET
    assert "Aford Health and Wellbeing Board" in finding(RELOCATION, "reg24(1)").reasons[1]
    assert verdict(RELOCATION, "reg24(1)", **ACROSS) is NO_MATTER
    assert verdict(RELOCATION, "reg24(1)", hwb__leaving=None) is NOT_KNOWN


LIST = "the NHS list, as at 1 January 2024 (XA001)"


@pytest.mark.parametrize(
    ("contract", "on_list", "expected"),
    [
        ("lps", None, NOT_MET),
        ("lps", LIST, NOT_MET),
        ("unknown", None, SILENT),
        (None, None, SILENT),
        ("unknown", LIST, MET),
        (None, LIST, MET),
        ("appliance", LIST, MET),
        ("community", None, MET),
    ],
)
def test_24_1_and_2_are_for_premises_that_a_list_shows_and_not_for_lps_contracts(
    contract: str | None, on_list: str | None, expected: object
) -> None:
    """[reg24(1), reg24(2)] Papers are silent only where no list has the premises."""
    evidence = {"site__leaving__contract_type": contract, "site__leaving__listed_on": on_list}
    found = finding(RELOCATION, "reg24(1)", **evidence)
    assert found.verdict is expected
    assert (LIST in found.reasons[0]) is (on_list is not None and contract != "lps")
    across = finding(RELOCATION, "reg24(2)", **evidence, **ACROSS)
    assert across.verdict is (JUDGEMENT if expected is MET else expected)
    assert across.reasons[0] == found.reasons[0]


def test_24_1_a_list_that_does_not_say_the_contract_is_told_so() -> None:
    """[reg24(1)]"""
    unsaid = finding(RELOCATION, "reg24(1)", site__leaving__contract_type=None)
    assert "is not said there" in unsaid.reasons[0]
    assert "is not said there" not in finding(RELOCATION, "reg24(1)").reasons[0]


def test_24_2_is_for_a_move_into_a_neighbouring_area() -> None:
    """[reg24(2)]"""
    assert verdict(RELOCATION, "reg24(2)", **ACROSS) is JUDGEMENT
    assert "border" in finding(RELOCATION, "reg24(2)", **ACROSS).reasons[1]
    assert verdict(RELOCATION, "reg24(2)") is NO_MATTER
    assert verdict(RELOCATION, "reg24(2)", hwb__staying=None) is NO_MATTER


@pytest.mark.parametrize(("rule", "evidence"), PAIRS)
def test_24_1_a_and_2_b_leave_accessibility_to_people_with_the_facts_on_both_sides(
    rule: str, evidence: dict[str, str]
) -> None:
    """[reg24(1)(a), reg24(2)(b)]"""
    found = finding(RELOCATION, rule, **evidence)
    assert found.verdict is JUDGEMENT
    assert "The two sites are around 450 metres apart on foot." in found.reasons
    assert "The papers claim a distance of 450 metres." in found.reasons
    assert found.points_for == ()
    assert found.points_against == (
        (
            "For those whose nearest pharmacy is the existing site (812 people) the trip to the new place is around 420 "
            "metres longer on average than to the old: around 820 metres in place of around 400 metres (on foot)."
        ),
        "For the worst placed of them it is around 450 metres longer (on foot).",
    )
    assert any(
        reason.startswith("Who is accustomed to the existing site is not known here")
        for reason in found.reasons
    )
    assert {"distance.walk", "accustomed.walk-20.change_mean"} <= set(found.evidence)


@pytest.mark.parametrize(("rule", "evidence"), PAIRS)
def test_24_1_a_and_2_b_take_pharmacies_that_remain_and_the_standard_as_choice_and_no_point(
    rule: str, evidence: dict[str, str]
) -> None:
    """[reg24(1)(a), reg24(2)(b)] T5. The opposite: on the gap of a consolidation the same facts are points."""
    found = finding(RELOCATION, rule, **evidence, **{"week.walk-20.falls": 0})
    assert found.verdict is JUDGEMENT
    at = found.reasons.index(CHOICE)
    choice = found.reasons[at + 1 :]
    assert "Within a mile of the leaving site on foot, three pharmacies remain." in choice
    assert "No resident falls outside the standard (20 minutes, walk)." in choice
    assert "At no hour of the week are fewer people within the standard (20 minutes, walk)." in choice
    assert (
        "Those whose nearest pharmacy was the leaving site (812 people) have a trip around 210 metres longer on average, to "
        "the pharmacy that is nearest then (20 minutes, walk)."
    ) in choice
    told = " ".join((*found.points_for, *found.points_against))
    assert not any(word in told for word in ("remain", "standard", "nearest then"))
    gap = finding(CONSOLIDATION, "reg26A(5)(a)")
    assert "Within a mile of the leaving site on foot, three pharmacies remain." in gap.points_for
    assert "No resident falls outside the standard (20 minutes, walk)." in gap.points_for


@pytest.mark.parametrize(
    ("change", "side", "words"),
    [
        (420.0, "points_against", "around 420 metres longer on average than to the old"),
        (-420.0, "points_for", "around 420 metres shorter on average than to the old"),
        (-4.9, "points_for", "about as long as to the old on average"),
        (None, "points_against", "no way to the new place was found"),
    ],
)
def test_24_1_a_puts_the_trip_to_the_new_place_on_the_side_on_which_it_lies(
    change: float | None, side: str, words: str
) -> None:
    """[reg24(1)(a)]"""
    found = finding(
        RELOCATION,
        "reg24(1)(a)",
        **{"accustomed.walk-20.change_mean": change, "accustomed.walk-20.change_worst": None},
    )
    assert any(words in point for point in getattr(found, side))
    other = "points_for" if side == "points_against" else "points_against"
    assert getattr(found, other) == ()


def test_24_1_a_tells_of_those_to_whom_the_new_place_is_nearer() -> None:
    """[reg24(1)(a)]"""
    found = finding(RELOCATION, "reg24(1)(a)", **{"accustomed.walk-20.nearer": 40})
    assert found.points_for == (
        "The new place is nearer for 40 people whose nearest pharmacy is the existing site (on foot).",
    )


def test_24_1_a_says_where_nobody_is_known_to_be_accustomed_or_nothing_was_measured() -> None:
    """[reg24(1)(a)]"""
    nobody = finding(RELOCATION, "reg24(1)(a)", **{"accustomed.walk-20.people": 0})
    assert "The existing site is nobody's nearest pharmacy (on foot)." in nobody.reasons
    unmeasured = finding(RELOCATION, "reg24(1)(a)", **{"accustomed.walk-20.people": None})
    assert "Their trips to the new place were not measured (on foot)." in unmeasured.reasons
    assert nobody.points_against == unmeasured.points_against == ()


def test_24_1_a_tells_two_standards_of_one_way_of_going_once() -> None:
    """[reg24(1)(a)] The trip between two places does not depend on how many minutes a standard allows."""
    again = {f"accustomed.walk-5.{name}": value for name, value in OF_STANDARD.items()}
    one = finding(RELOCATION, "reg24(1)(a)")
    both = finding(RELOCATION, "reg24(1)(a)", **again, **{"coverage.walk-5.lost": 0.0})
    assert both.points_against == one.points_against
    other = again | {"accustomed.walk-5.change_mean": 10.0}
    assert (
        len(finding(RELOCATION, "reg24(1)(a)", **other, **{"coverage.walk-5.lost": 0.0}).points_against) == 4
    )


def test_24_1_a_states_what_lies_on_their_ways_by_kind() -> None:
    """[reg24(1)(a)]"""
    rows = {
        "accustomed.walk-20.on_the_way": (
            {"what": "steps", "street": "", "people": 30},
            {"what": "crosses a trunk or primary road", "street": "Ring Road", "people": 420},
            {"what": "steps", "street": "", "people": 120},
        )
    }
    found = finding(RELOCATION, "reg24(1)(a)", rows=rows, **{"accustomed.walk-20.on_the_way": 3})
    assert (
        "Of their ways to the new place the map states: steps (one such place is passed by 120 people); crosses a trunk or "
        "primary road (one such place is passed by 420 people)."
    ) in found.reasons


@pytest.mark.parametrize(
    ("rule", "evidence"),
    [("reg24(1)(a)", ACROSS), ("reg24(2)(b)", {})],
)
def test_24_1_and_24_2_are_never_blended(rule: str, evidence: dict[str, str]) -> None:
    """[reg24(1)(a), reg24(2)(b)] What does not apply cites only what shows that it does not."""
    found = finding(RELOCATION, rule, **evidence)
    assert found.verdict is NO_MATTER
    assert found.evidence == ("hwb.leaving", "hwb.staying")


def test_24_1_a_speaks_of_a_drive_in_minutes_and_of_a_small_change_as_none() -> None:
    """[reg24(1)(a)]"""
    drive = {
        "coverage.drive-20.lost": 0.0,
        "accustomed.drive-20.people": 100,
        "accustomed.drive-20.before_mean": 3.0,
        "accustomed.drive-20.new_mean": 5.6,
        "accustomed.drive-20.change_mean": 2.6,
        "accustomed.drive-20.change_worst": 0.4,
        "accustomed.walk-20.change_mean": -4.9,
        "accustomed.walk-20.change_worst": -60.0,
    }
    units = {name: "minutes" for name in drive if name.startswith("accustomed.drive")}
    found = finding(RELOCATION, "reg24(1)(a)", units=units, **drive)
    assert found.points_against == (
        (
            "For those whose nearest pharmacy is the existing site (100 people) the trip to the new place is around 3 minutes "
            "longer on average than to the old: around 6 minutes in place of around 3 minutes (drive-20)."
        ),
    )


@pytest.mark.parametrize(
    ("change", "words"), [(2.6, "around 3 minutes longer"), (-0.2, "about the same length")]
)
def test_choice_speaks_of_a_drive_in_minutes_and_of_a_small_change_as_none(change: float, words: str) -> None:
    """[reg24(1)(a)]"""
    drive = {"coverage.drive-20.lost": 0.0, "affected.drive-20.change_mean": change}
    units = {"affected.drive-20.change_mean": "minutes"}
    found = finding(RELOCATION, "reg24(1)(a)", units=units, **drive)
    assert any(words in reason and reason.endswith("(drive-20).") for reason in found.reasons)


def test_24_1_a_states_what_lies_on_the_walk_as_fact_and_weighs_nothing() -> None:
    """[reg24(1)(a)]"""
    rows = {
        "route.on_the_way": (
            {"what": "steps", "street": ""},
            {"what": "crosses a trunk or primary road", "street": "Ring Road"},
            {"what": "steps", "street": ""},
        )
    }
    found = finding(RELOCATION, "reg24(1)(a)", route__on_the_way=3, rows=rows)
    assert (
        "Of the walk between the two sites the map states: steps; crosses a trunk or primary road (Ring Road)."
        in found.reasons
    )


@pytest.mark.parametrize("falls", [0, 6])
def test_24_1_a_tells_the_hours_in_which_fewer_reach_an_open_pharmacy_as_choice(falls: int) -> None:
    """[reg24(1)(a)]"""
    found = finding(RELOCATION, "reg24(1)(a)", **{"week.walk-20.falls": falls})
    assert any("fewer people" in reason for reason in found.reasons[found.reasons.index(CHOICE) :])


def test_24_1_a_never_turns_on_a_distance() -> None:
    """[reg24(1)(a)]"""
    for metres in (1, 499, 501, 20_000):
        assert verdict(RELOCATION, "reg24(1)(a)", distance__walk=metres) is JUDGEMENT


def test_24_1_a_counts_no_fact_that_is_not_known() -> None:
    """[reg24(1)(a)]"""
    unknown = dict.fromkeys(
        (
            "distance__walk",
            "distance__straight",
            "distance__claimed",
            "alternatives__walk",
            "alternatives__straight",
        )
    )
    found = finding(RELOCATION, "reg24(1)(a)", **unknown)
    assert found.verdict is JUDGEMENT
    assert not any(
        "apart" in reason or "distance of" in reason or "remain." in reason for reason in found.reasons
    )
    nothing = dict.fromkeys((*unknown, "coverage__walk-20__lost", "coverage__walk-20__gained"))
    nothing |= dict.fromkeys(("affected__walk-20__change_mean", "affected__walk-20__change_worst"))
    assert CHOICE not in finding(RELOCATION, "reg24(1)(a)", **nothing).reasons


@pytest.mark.parametrize(("rule", "evidence"), [("reg24(1)(b)", {}), ("reg24(2)(c)", ACROSS)])
def test_24_1_b_and_2_c_leave_arrangements_to_an_opinion(rule: str, evidence: dict[str, str]) -> None:
    """[reg24(1)(b), reg24(2)(c)]"""
    found = finding(RELOCATION, rule, **evidence)
    assert found.verdict is JUDGEMENT
    assert found.judge == "the opinion of the integrated care board"
    assert found.points_for == (
        "No opening hours are lost: whenever the one site was open, the other will be.",
        "No service of the leaving site is lost.",
    )
    assert found.reasons[-1].endswith("were not looked for.")
    lost = finding(
        RELOCATION,
        rule,
        hours__lost=5.0,
        services__lost=1,
        rows={"services.lost": ({"service": "Needle and Syringe Programme"},)},
        **evidence,
    )
    assert lost.points_against == (
        "The leaving site is open for 5 hours a week in which the staying site will be closed.",
        "The change loses one service (Needle and Syringe Programme) of that site.",
    )


def test_24_1_b_names_controlled_localities_within_1600_metres_where_they_are_loaded() -> None:
    """[reg24(1)(b)]"""
    rows = {"controlled.within_1600m": ({"name": "Bford Rural"},)}
    found = finding(RELOCATION, "reg24(1)(b)", controlled__within_1600m=1, rows=rows)
    assert (
        found.reasons[-1]
        == "One controlled locality lies within 1.6 kilometres of the new premises: Bford Rural."
    )
    none = finding(RELOCATION, "reg24(1)(b)", controlled__within_1600m=0)
    assert none.reasons[-1] == "No controlled localities lie within 1.6 kilometres of the new premises."


@pytest.mark.parametrize("rule", ["reg24(1)(b)", "reg24(2)(c)"])
def test_24_1_b_and_2_c_name_local_pharmaceutical_services_too(rule: str) -> None:
    """Both kinds of services are arrangements in place; dispensing doctors alone are left out."""
    [found] = [each for each in register(AS_AT) if each.id == rule]
    assert (
        "for local pharmaceutical services or for pharmaceutical services (dispensing doctors left out)"
        in found.asks
    )


@pytest.mark.parametrize(("rule", "evidence"), [("reg24(1)(b)", ACROSS), ("reg24(2)(c)", {})])
def test_24_1_b_and_2_c_hold_in_their_own_area_only(rule: str, evidence: dict[str, str]) -> None:
    """[reg24(1)(b), reg24(2)(c)]"""
    assert verdict(RELOCATION, rule, **evidence) is NO_MATTER


@pytest.mark.parametrize(
    ("rule", "evidence", "other"), [("reg24(1)(c)", {}, ACROSS), ("reg24(2)(d)", ACROSS, {})]
)
def test_24_1_c_and_2_d_leave_proper_planning_to_an_opinion(
    rule: str, evidence: dict[str, str], other: dict[str, str]
) -> None:
    """[reg24(1)(c), reg24(2)(d)]"""
    found = finding(RELOCATION, rule, pna__finding="good access", pna__housing="200 homes", **evidence)
    assert found.verdict is JUDGEMENT
    assert found.points_for == ("The Pharmaceutical Needs Assessment states no gaps in Aford Central.",)
    assert "The Pharmaceutical Needs Assessment says of Aford Central: “good access”" in found.reasons
    assert "On planned housing the Pharmaceutical Needs Assessment says: “200 homes”" in found.reasons
    assert finding(RELOCATION, rule, pna__gaps=None, **evidence).points_for == ()
    assert verdict(RELOCATION, rule, **other) is NO_MATTER


@pytest.mark.parametrize(
    ("rule", "evidence", "other"), [("reg24(1)(d)", {}, ACROSS), ("reg24(2)(e)", ACROSS, {})]
)
def test_24_1_d_and_2_e_ask_for_the_same_services(
    rule: str, evidence: dict[str, str], other: dict[str, str]
) -> None:
    """[reg24(1)(d), reg24(2)(e)]"""
    assert verdict(RELOCATION, rule, **evidence) is MET
    assert verdict(RELOCATION, rule, services__lost=None, **evidence) is MET
    assert verdict(replace(RELOCATION, same_services=False), rule, **evidence) is NOT_MET
    assert verdict(replace(RELOCATION, same_services=None), rule, **evidence) is SILENT
    assert verdict(RELOCATION, rule, **other) is NO_MATTER


def test_24_1_d_an_undertaking_that_the_lists_contradict_is_not_taken_on_trust() -> None:
    """[reg24(1)(d)]"""
    rows = {"services.lost": ({"service": "Flu Vaccination"},)}
    found = finding(RELOCATION, "reg24(1)(d)", services__lost=1, rows=rows)
    assert found.verdict is JUDGEMENT
    assert found.points_against == ("Not given for the new premises: Flu Vaccination.",)


@pytest.mark.parametrize(
    ("rule", "evidence", "other"), [("reg24(1)(e)", {}, ACROSS), ("reg24(2)(f)", ACROSS, {})]
)
def test_24_1_e_and_2_f_ask_that_nothing_is_interrupted_but_for_good_cause(
    rule: str, evidence: dict[str, str], other: dict[str, str]
) -> None:
    """[reg24(1)(e), reg24(2)(f)]"""
    assert verdict(RELOCATION, rule, **evidence) is MET
    assert verdict(replace(RELOCATION, uninterrupted=None), rule, **evidence) is SILENT
    assert verdict(replace(RELOCATION, uninterrupted=False), rule, **evidence) is JUDGEMENT
    told = replace(RELOCATION, uninterrupted=None, interruption="closed for two days to move stock")
    assert "two days" in finding(told, rule, **evidence).reasons[0]
    assert verdict(told, rule, **evidence) is JUDGEMENT
    assert verdict(RELOCATION, rule, **other) is NO_MATTER


def test_24_1_e_contradictory_undertakings_are_asked_about() -> None:
    """[reg24(1)(e)]"""
    both = replace(RELOCATION, uninterrupted=True, interruption="closed for two days")
    found = finding(both, "reg24(1)(e)")
    assert found.verdict is JUDGEMENT
    assert found.reasons[0] == (
        "The papers speak of an interruption: closed for two days. They also say that services will not be interrupted. "
        "Ask the applicant which is right."
    )


@pytest.mark.parametrize(("consents", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_24_2_g_asks_consent_to_come_off_the_old_list(consents: bool | None, expected: object) -> None:
    """[reg24(2)(g)]"""
    move = replace(RELOCATION, consents_to_removal_from_old_list=consents)
    assert verdict(move, "reg24(2)(g)", **ACROSS) is expected
    assert verdict(move, "reg24(2)(g)") is NO_MATTER


@pytest.mark.parametrize(("rule", "evidence"), [("reg24(1)(c)", {}), ("reg24(2)(d)", ACROSS)])
def test_24_1_c_and_2_d_are_not_known_here_without_the_boards_own_assessment(
    rule: str, evidence: dict[str, str]
) -> None:
    """[reg24(1)(c), reg24(2)(d)] T6. With it, it is JUDGEMENT."""
    found = finding(RELOCATION, rule, pna__own=False, pna__gaps=None, pna__locality=None, **evidence)
    assert found.verdict is Verdict.NOT_KNOWN
    assert "is not known here: the one used is another's." in found.reasons[0]
    assert verdict(RELOCATION, rule, **evidence) is JUDGEMENT


@pytest.mark.parametrize(
    ("application", "fields"),
    [
        (RELOCATION, ("existing", "proposed")),
        (CONSOLIDATION, ("closing", "continuing")),
        (ROUTINE, ("premises", "premises")),
    ],
)
def test_the_fields_of_the_papers_that_would_say_whether_a_site_is_listed(
    application: AnyApplication, fields: tuple[str, str]
) -> None:
    """[reg24(1), reg26A(1)]"""
    assert (site_field(application, "leaving"), site_field(application, "staying")) == fields


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (640.0, "The two sites are between around 400 metres and around 640 metres apart on foot"),
        (None, "The two sites are at least around 400 metres apart on foot"),
    ],
)
def test_a_walk_that_turns_on_a_street_is_told_as_a_range(most: float | None, said: str) -> None:
    """[reg24(1)(a)] Of a range neither end is the distance."""
    ends = {"distance.walk.at_least": 400.0, "distance.walk.at_most": most}
    found = finding(RELOCATION, "reg24(1)(a)", **ends)
    assert any(reason.startswith(said) for reason in found.reasons), found.reasons
    assert not any("447" in reason for reason in found.reasons)


@pytest.mark.parametrize(("least", "most", "ranged"), [(0.0, 12.0, True), (0.0, 0.0, False)])
def test_a_range_of_people_is_no_point_for_or_against(least: float, most: float, ranged: bool) -> None:
    """[reg26A(5)(a)]"""
    ends = {"coverage.walk-20.lost.at_least": least, "coverage.walk-20.lost.at_most": most}
    found = finding(CONSOLIDATION, "reg26A(5)(a)", **ends)
    assert any("to 12 people would fall outside the standard" in reason for reason in found.reasons) is ranged
    assert any("No resident falls outside" in point for point in found.points_for) is not ranged
