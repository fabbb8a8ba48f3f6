"""Regulations 25 and 25A: market entry by distance-selling premises, and applications saved from its end."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.other_applications import OtherKind
from tests.spec.cases import (
    JUDGEMENT,
    NOT_MET,
    ROUTINE,
    SILENT,
    finding,
    verdict,
)

DISTANCE = replace(ROUTINE, kind=OtherKind.DISTANCE_SELLING_ENTRY, already_listed=False)


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
        (date(2025, 6, 23), None, NOT_MET),
        (date(2025, 6, 23), True, JUDGEMENT),
        (None, False, SILENT),
    ],
)
def test_25a_saves_applications_made_before_23_june_2025(
    applied: date | None, listed: bool | None, expected: object
) -> None:
    """[reg25(1)]"""
    papers = replace(DISTANCE, applied=applied, already_listed=listed)
    assert verdict(papers, "reg25(1)", CLOSED) is expected


def test_25_1_since_23_june_2025_is_for_existing_premises_that_move() -> None:
    """[reg25(1)]"""
    papers = replace(DISTANCE, applied=CLOSED, already_listed=True)
    assert (
        "distance-selling premises that are listed may move" in finding(papers, "reg25(1)", CLOSED).reasons[0]
    )


def test_25a_names_only_applicants_who_were_not_listed() -> None:
    """[reg25(1)]"""
    papers = replace(DISTANCE, applied=date(2025, 6, 1), already_listed=True)
    assert "names only applicants" in finding(papers, "reg25(1)", CLOSED).reasons[0]
