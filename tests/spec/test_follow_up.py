"""What comes after a decision: what the board must or may publish, and who is told of what."""

from dataclasses import replace

import pytest

from app.domain.findings import Duty
from app.domain.other_applications import OtherKind
from app.law import AnyApplication, judge
from tests.spec.cases import CONSOLIDATION, RELOCATION, ROUTINE, case


def follows(application: AnyApplication) -> dict[str, tuple[Duty, str]]:
    return {f"{one.citation}: {one.when}": (one.duty, one.text) for one in judge(case(application)).follow_up}


def test_a_granted_consolidation_without_a_gap_must_be_followed_by_a_statement() -> None:
    """[reg6(4), reg4(2), reg10(6), sch3para10(1A)]"""
    found = follows(CONSOLIDATION)
    none = found[
        "regulation 6(4): if it is granted and the board's opinion is that the removal creates no gap"
    ]
    assert none[0] is Duty.MUST
    assert "must publish a supplementary statement" in none[1]
    gap = found["regulation 6(4): if it is granted and the board's opinion is that the removal creates a gap"]
    assert gap[0] is Duty.NONE
    assert "6(2)" in gap[1]
    news = found["regulation 10(6): when the premises leave the list"]
    assert "That is the news on which the supplementary statement hangs" in news[1]
    assert "in any case" in found["Schedule 3, paragraph 10(1A): if it is granted on appeal"][1]


@pytest.mark.parametrize("application", [RELOCATION, ROUTINE])
def test_a_granted_move_or_entry_may_be_followed_by_one(application: AnyApplication) -> None:
    """[reg6(3), reg4(2)]"""
    found = follows(application)
    assert [duty for duty, _ in found.values()][-2:] == [Duty.MUST, Duty.MAY]
    assert not any(name.startswith(("regulation 6(4)", "regulation 10(6)")) for name in found)


@pytest.mark.parametrize("application", [RELOCATION, CONSOLIDATION, ROUTINE])
def test_a_board_has_a_part_in_an_appeal_that_others_bring(application: AnyApplication) -> None:
    """[sch2para30, sch2para36, sch3para3(1), sch3para3(2), sch3para8(2), sch3para10] It is not its only say."""
    found = follows(application)
    said = " ".join(text for _, text in found.values())
    assert "only say" not in said
    assert "The board may not appeal." in said
    assert "is sent the notice of appeal, and may write on it within 30 days" in said
    assert "may speak at a hearing of it" in said
    assert "It is told how the appeal ended." in said
    assert "The applicant may appeal within 30 days of being told." in said
    assert ("GP practices may not" in said) is (application is not ROUTINE)
    assert ("regulation 44(3)" in said) is (application is ROUTINE)


def test_saying_nothing_on_a_relocation_gives_up_more_than_the_say_on_it() -> None:
    """[sch3para3(1)] On a consolidation the board cannot say nothing."""
    silent = (
        "Schedule 3, paragraph 3(1)(c)(ii), 8(2) and 10(1)(d): if the board makes no representation in time"
    )
    assert "it is not sent an appeal" in follows(RELOCATION)[silent][1]
    assert silent not in follows(CONSOLIDATION)


def test_both_boards_are_told_of_a_move_out_of_the_ones_area() -> None:
    """[sch2para28] 28(3)(b)(iv): told, and its map too."""
    near = {"hwb.within_2km": ({"code": "B", "name": "Bford Health and Wellbeing Board", "metres": 10.0},)}
    moved = judge(case(RELOCATION, hwb__leaving="B", rows=near, hwb__within_2km=1)).follow_up
    assert "So is the Bford Health and Wellbeing Board, out of whose area the premises move." in moved[0].text
    assert (moved[1].duty, moved[1].when) == (Duty.MUST, "if it is granted")
    assert "premises leave its area" in moved[1].text
    unnamed = judge(case(RELOCATION, hwb__leaving="B")).follow_up
    assert "the board of area B" in unnamed[0].text
    assert "out of whose area" not in judge(case(RELOCATION)).follow_up[0].text
    assert "out of whose area" not in judge(case(RELOCATION, hwb__leaving=None)).follow_up[0].text
    nameless = judge(case(RELOCATION, hwb__relevant__name=None)).follow_up[0].text
    assert nameless.startswith("The relevant board is told")


def test_who_else_is_told_goes_by_kind() -> None:
    """[sch2para28]"""
    assert "within 2 kilometres, whether or not it wrote" in judge(case(ROUTINE)).follow_up[0].text
    assert "only if it was notified and wrote in time" in judge(case(CONSOLIDATION)).follow_up[0].text


def test_applicants_considered_together_hear_of_each_other() -> None:
    """[sch2para28(5)]"""
    together = follows(replace(CONSOLIDATION, considered_with=("CAS-9",)))
    assert any("may appeal against a grant without having written" in text for _, text in together.values())
    assert not any("considered together" in text for _, text in follows(CONSOLIDATION).values())
    for application in (RELOCATION, ROUTINE):
        said = follows(application)
        where = (
            "Schedule 2, paragraph 28(5) and 30(2)(b): if it is considered together with other applications"
        )
        assert "may appeal against a grant without having written" in said[where][1]


def test_kinds_about_which_boards_are_not_asked_leave_at_most_a_decision_to_hear_of() -> None:
    """[sch2para28]"""
    ownership = follows(replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP))
    assert list(ownership) == ["Schedule 2, paragraph 28: once it is decided"]
    assert follows(replace(ROUTINE, kind=OtherKind.CHANGE_OF_SERVICES)) == {}
