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
    """[reg6(4), reg4(2), sch2para28, sch2para30]"""
    found = follows(CONSOLIDATION)
    assert [duty for duty, _ in found.values()] == [Duty.NONE, Duty.NONE, Duty.MUST, Duty.MUST, Duty.NONE]
    none = found[
        "regulation 6(4): if it is granted and the board's opinion is that the removal creates no gap"
    ]
    assert none[0] is Duty.MUST
    assert "must publish a supplementary statement" in none[1]
    gap = found["regulation 6(4): if it is granted and the board's opinion is that the removal creates a gap"]
    assert gap[0] is Duty.NONE
    assert "6(2)" in gap[1]


@pytest.mark.parametrize("application", [RELOCATION, ROUTINE])
def test_a_granted_move_or_entry_may_be_followed_by_one(application: AnyApplication) -> None:
    """[reg6(3), reg4(2)]"""
    found = list(follows(application).values())
    assert [duty for duty, _ in found] == [Duty.NONE, Duty.NONE, Duty.MUST, Duty.MAY]
    assert "no right of appeal" in found[1][1]


def test_kinds_about_which_boards_are_not_asked_leave_at_most_a_decision_to_hear_of() -> None:
    """[sch2para28]"""
    ownership = follows(replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP))
    assert list(ownership) == ["Schedule 2, paragraph 28: once it is decided"]
    assert follows(replace(ROUTINE, kind=OtherKind.CHANGE_OF_SERVICES)) == {}
