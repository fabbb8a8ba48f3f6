"""Regulation 26: changes of ownership."""

from dataclasses import replace

from app.domain.findings import Duty
from app.domain.other_applications import OtherKind
from app.law import judge
from tests.spec.cases import (
    JUDGEMENT,
    NO_MATTER,
    RELOCATION,
    ROUTINE,
    SILENT,
    case,
    verdict,
)

OWNERSHIP = replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP)


def test_26_1_a_plain_change_of_ownership_asks_nothing_of_a_board() -> None:
    """[reg26(1)] It is not one of the kinds for which NO_MATTER could be meant: the rule holds, for others to judge."""
    judgement = judge(case(OWNERSHIP))
    assert judgement.duty is Duty.NONE
    assert [found.rule for found in judgement.findings] == ["reg26(1)"]
    assert judgement.findings[0].verdict is JUDGEMENT
    assert judgement.findings[0].verdict is not NO_MATTER


def test_26_2_a_move_that_changes_hands_is_judged_as_the_present_owners() -> None:
    """[reg26(2)]"""
    assert verdict(RELOCATION, "reg26(2)") is NO_MATTER
    assert verdict(replace(RELOCATION, applicant="Another Ltd"), "reg26(2)") is JUDGEMENT
    unnamed = replace(RELOCATION, existing=replace(RELOCATION.existing, contractor=None))
    assert verdict(unnamed, "reg26(2)") is SILENT
