"""Regulations 25, 25A and 26: distance-selling premises, and changes of ownership."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.findings import Duty
from app.domain.other_applications import OtherKind
from app.law import judge
from tests.spec.cases import (
    JUDGEMENT,
    NO_MATTER,
    NOT_MET,
    RELOCATION,
    ROUTINE,
    SILENT,
    case,
    finding,
    verdict,
)

DISTANCE = replace(ROUTINE, kind=OtherKind.DISTANCE_SELLING_ENTRY, already_listed=False)
OWNERSHIP = replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP)
CLOSED = date(2025, 6, 23)


def test_25_1_new_distance_selling_premises_could_come_in_to_22_june_2025() -> None:
    """[reg25(1)]"""
    assert verdict(DISTANCE, "reg25(1)", date(2025, 6, 22)) is JUDGEMENT


@pytest.mark.parametrize(
    ("applied", "listed", "expected"),
    [
        (date(2025, 6, 22), False, JUDGEMENT),
        (date(2025, 6, 22), True, JUDGEMENT),
        (date(2025, 6, 22), None, SILENT),
        (date(2025, 6, 23), False, NOT_MET),
        (None, False, SILENT),
    ],
)
def test_25a_saves_applications_made_before_23_june_2025(
    applied: date | None, listed: bool | None, expected: object
) -> None:
    """[reg25(1)]"""
    papers = replace(DISTANCE, applied=applied, already_listed=listed)
    assert verdict(papers, "reg25(1)", CLOSED) is expected


def test_25a_names_only_applicants_who_were_not_listed() -> None:
    """[reg25(1)]"""
    papers = replace(DISTANCE, applied=date(2025, 6, 1), already_listed=True)
    assert "names only applicants" in finding(papers, "reg25(1)", CLOSED).reasons[0]


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
