"""Worked cases, real and synthetic, by number, as far as the law alone can answer them.

Cases 1 to 14 are real applications; of those decided by others only the facts and the route are used, never the outcome.
S1 to S12 are edges derived from the text.
"""

from dataclasses import replace
from datetime import date

from app.domain.applications import Notice
from app.domain.deadlines import deadline
from app.domain.findings import Duty
from app.domain.officer import Choice
from app.domain.other_applications import OtherKind
from app.law import duty_of, judge
from app.law.regulation_6 import may_supplement, revise_sooner, supplement_after_consolidation
from app.law.schedule_2 import in_time, notifiable
from geodata.model.hours import parse_week
from tests.spec.cases import (
    ACROSS,
    CONSOLIDATION,
    JUDGEMENT,
    MET,
    NO_MATTER,
    NOT_MET,
    RELOCATION,
    ROUTINE,
    SILENT,
    case,
    finding,
    flag_ids,
    flag_text,
    of,
    verdict,
)

MEETING = date(2019, 9, 25)
BCP = {"hwb.relevant": "E06000058", "hwb.leaving": "E06000058", "hwb.staying": "E06000058"}


def test_case_1_christchurch_moves_next_door_and_the_notice_goes_to_another_board() -> None:
    """[sch2para19(5), reg31, reg24(1)(a)] Case 1: the board may write; three things to look at, none of them a refusal."""
    move = replace(RELOCATION, applied=date(2019, 7, 1))
    evidence = BCP | {
        "hwb.notice": "E06000059",
        "hwb.notice.name": "Dorset Health and Wellbeing Board",
        "distance.claimed": 20,
        "distance.straight": None,
        "distance.walk": None,
        "deadline.given": None,
        "deadline.elsewhere": "2019-09-20",
        "deadline.days_left": None,
        "deadline.last_day": None,
        "deadline.stated": "2019-09-20",
        "deadline.plan_to": "2019-09-20",
    }
    judgement = judge(case(move, MEETING, **evidence))
    assert judgement.duty is Duty.MAY
    raised = {flag.id for flag in judgement.flags}
    assert {"notice-misdirected", "regulation-31", "notice-receipt-unknown"} <= raised
    # The Dorset board's 45 days ended on 20 September; when notice was given to this board the paper does not say.
    assert "deadline-passed" not in raised
    assert "ask the sender" in flag_text(move, "notice-receipt-unknown", MEETING, **evidence)
    assert "Dorset Health and Wellbeing Board" in flag_text(move, "notice-misdirected", MEETING, **evidence)
    assert of(judgement, "reg31").verdict is SILENT
    assert of(judgement, "reg24(1)(a)").verdict is JUDGEMENT
    assert NOT_MET not in {found.verdict for found in judgement.findings}


def test_case_2_poole_boots_takes_rowlands_over() -> None:
    """[sch2para19(5), reg26A(3), reg26A(6)(b)(i), reg26A(6)(b)(ii), reg6(4)] Case 2: the board must write."""
    judgement = judge(case(CONSOLIDATION, MEETING, **BCP))
    assert judgement.duty is Duty.MUST
    assert judgement.statement is not None
    assert judgement.statement.choices == ("would", "would not")
    for rule in ("reg26A(3)", "reg26A(6)(b)(i)", "reg26A(6)(b)(ii)"):
        assert of(judgement, rule).verdict is MET
    # 26A(5)(a) has it refused where NHS England is satisfied of a gap: that there is none need not be shown to it.
    gap = of(judgement, "reg26A(5)(a)")
    assert gap.judge == "NHS England, which must refuse if it is satisfied of the opposite"
    assert any(
        "must refuse the application if it is satisfied that there would be one" in r for r in gap.reasons
    )
    assert deadline(Notice("N", date(2019, 8, 13))).last_day == date(2019, 9, 27)
    assert supplement_after_consolidation(granted=True, opinion=Choice.WOULD_NOT).duty is Duty.MUST


def test_case_4_portsmouth_one_owner_and_the_opinion_is_the_boards_alone() -> None:
    """[reg26A(3), reg26A(6)(c), reg26A(5)(a)] Case 4: a councillor's letter is not the board's statement."""
    papers = replace(CONSOLIDATION, same_owner=True, applied=date(2022, 9, 1))
    judgement = judge(case(papers, date(2022, 10, 1), **{"affected.walk-20.change_mean": 640.0}))
    assert judgement.duty is Duty.MUST
    assert of(judgement, "reg26A(6)(c)").verdict is MET
    assert of(judgement, "reg26A(5)(a)").verdict is JUDGEMENT
    assert judgement.statement is not None
    assert "[would / would not]" in judgement.statement.text


def test_cases_7_8_and_9_moves_to_other_places_leave_accessibility_to_people() -> None:
    """[reg24(1)(a), sch2para19(5)] Cases 7 (a surgery), 8 (another centre) and 9 (a site refused on appeal)."""
    for metres in (900.0, 1_300.0, 2_100.0):
        judgement = judge(case(RELOCATION, date(2020, 1, 10), **{"distance.walk": metres}))
        assert judgement.duty is Duty.MAY
        assert of(judgement, "reg24(1)(a)").verdict is JUDGEMENT


def test_case_11_collier_row_is_no_controlled_locality() -> None:
    """[reg24(1)(a), reg24(1)(b)] Case 11: the barrier is a trunk road; the law asks people to weigh it."""
    judgement = judge(case(RELOCATION, date(2017, 7, 20), controlled__within_1600m=0))
    assert of(judgement, "reg24(1)(a)").verdict is JUDGEMENT
    assert "No controlled localities lie within" in of(judgement, "reg24(1)(b)").reasons[-1]


def test_case_13_a_pharmacy_that_simply_closes_calls_for_no_representation() -> None:
    """[sch2para18, reg6(2), reg6(3)] Case 13: nobody applied; the board looks to its own assessment."""
    assert not notifiable("closure")
    assert may_supplement(relevant=True, disproportionate=True, revising_and_essential=False).duty is Duty.MAY
    assert revise_sooner(significant=False, disproportionate=False).duty is Duty.NONE


def test_case_14_kent_an_imprecise_address_is_incomplete() -> None:
    """[sch2para1(7)(a)] Case 14: held invalid on appeal in 2019."""
    vague = replace(RELOCATION, proposed=replace(RELOCATION.proposed, address_is_best_estimate=True))
    assert verdict(vague, "sch2para1(7)(a)", date(2019, 5, 1)) is NOT_MET


def test_s1_a_distance_selling_closing_site_is_refused() -> None:
    """[reg26A(5)(b)] S1"""
    evidence = {"site.leaving.distance_selling": True}
    assert verdict(CONSOLIDATION, "reg26A(5)(b)", **evidence) is NOT_MET
    assert "must be refused" in flag_text(CONSOLIDATION, "distance-selling", **evidence)


def test_s2_an_lps_closing_site_is_not_eligible() -> None:
    """[reg26A(1)] S2"""
    assert verdict(CONSOLIDATION, "reg26A(1)", site__leaving__contract_type="lps") is NOT_MET


def test_s3_two_boards_areas_make_no_consolidation() -> None:
    """[reg26A(1)] S3"""
    assert verdict(CONSOLIDATION, "reg26A(1)", hwb__staying="B") is NOT_MET
    assert "different-boards" in flag_ids(CONSOLIDATION, hwb__staying="B")
    assert "different-boards" not in flag_ids(RELOCATION, hwb__staying="B")


def test_s4_a_neighbour_1900_metres_away_may_write_and_need_not() -> None:
    """[sch2para19(5)] S4"""
    rows = {"hwb.within_2km": ({"code": "N", "name": "Nford HWB", "metres": 1900.0},)}
    there = case(CONSOLIDATION, hwb__within_2km=1, hwb__notice="N", hwb__notice__name="Nford HWB", rows=rows)
    assert duty_of(there, "N") is Duty.MAY
    assert [flag.id for flag in judge(there).flags] == ["notice-to-neighbour"]


def test_s5_a_72_hour_direction_follows_the_premises_from_25_may_2023() -> None:
    """[reg65A(3)] S5: 40 core hours in place of 72 is refused on 25 May 2023; on 24 May the ground did not exist."""
    long = parse_week(
        dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "09:00-21:00")
        | {"sunday": "closed"}
    )
    move = replace(RELOCATION, existing=replace(RELOCATION.existing, hours_directed=True, core_hours=long))
    found = finding(move, "reg65A(3)", date(2023, 5, 25))
    assert found.verdict is NOT_MET
    assert "40 hours a week in place of 72 hours a week" in found.reasons[1]
    day_before = judge(case(move, date(2023, 5, 24)))
    assert "reg65A(3)" not in {one.rule for one in day_before.findings}


def test_s6_a_second_move_within_twelve_months_without_good_cause_is_refused() -> None:
    """[reg24(3)(c)] S6"""
    move = replace(RELOCATION, last_relocated=date(2023, 6, 1), last_relocation_good_cause=False)
    assert verdict(move, "reg24(3)(c)") is NOT_MET


def test_s7_a_notice_of_6_august_2019_can_be_answered_to_20_september() -> None:
    """[sch2para19(4)] S7: the 46th day is late."""
    assert deadline(Notice("N", date(2019, 8, 6))).last_day == date(2019, 9, 20)
    assert in_time(date(2019, 8, 6), date(2019, 9, 20))
    assert not in_time(date(2019, 8, 6), date(2019, 9, 21))


def test_s8_new_distance_selling_premises_have_no_way_in_from_23_june_2025() -> None:
    """[reg25(1)] S8"""
    papers = replace(ROUTINE, kind=OtherKind.DISTANCE_SELLING_ENTRY, already_listed=False)
    late = replace(papers, applied=date(2025, 6, 23))
    early = replace(papers, applied=date(2025, 6, 22))
    assert verdict(early, "reg25(1)", date(2025, 7, 1)) is JUDGEMENT
    assert verdict(late, "reg25(1)", date(2025, 7, 1)) is NOT_MET


def test_s9_two_consolidations_each_harmless_alone_may_fall_together() -> None:
    """[reg26A(8)] S9"""
    papers = replace(CONSOLIDATION, considered_with=("CAS-9",))
    evidence = {"together.applications": 1, "together.coverage.walk-20.lost": 2150.0}
    judgement = judge(case(papers, rows={"together.applications": ({"reference": "CAS-9"},)}, **evidence))
    assert "No resident falls outside the standard" in " ".join(of(judgement, "reg26A(5)(a)").points_for)
    assert "2,150 people would fall outside" in of(judgement, "reg26A(8)").points_against[0]


def test_s10_full_coverage_by_car_does_not_hide_a_longer_walk() -> None:
    """[reg24(1)(a)] S10: both stand side by side, and full coverage is no point for the move. (The flag on groups is raised from the figures.)"""
    found = finding(
        RELOCATION,
        "reg24(1)(a)",
        **{
            "coverage.drive-20.lost": 0.0,
            "affected.walk-20.change_mean": 804.7,
            "accustomed.walk-20.change_mean": 904.7,
        },
    )
    assert found.verdict is JUDGEMENT
    assert "No resident falls outside the standard (drive-20)." in found.reasons
    assert any("around 800 metres longer on average" in reason for reason in found.reasons)
    assert found.points_for == ()
    assert any("around 900 metres longer on average" in point for point in found.points_against)


def test_s11_medicines_use_reviews_are_no_service_in_2024() -> None:
    """[sch2para19(5)] S11"""
    papers = replace(CONSOLIDATION, services_added=("MURs",))
    text = flag_text(papers, "service-name-not-in-force", date(2024, 6, 1))
    assert "Medicines Use Review (ended on 31 March 2021)" in text
    assert "service-name-not-in-force" not in flag_ids(papers, MEETING)


def test_s12_a_move_into_a_neighbours_area_makes_that_board_the_relevant_one() -> None:
    """[reg24(2), reg24(1)(a), reg24(2)(b), sch2para19(5)] S12"""
    assert verdict(RELOCATION, "reg24(1)(a)", **ACROSS) is NO_MATTER
    assert verdict(RELOCATION, "reg24(2)(b)", **ACROSS) is JUDGEMENT
    assert duty_of(case(RELOCATION, **ACROSS), "A") is Duty.MAY
    assert duty_of(case(RELOCATION, **ACROSS), "B") is Duty.NONE
