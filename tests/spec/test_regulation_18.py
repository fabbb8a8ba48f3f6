"""Regulation 18, with 19: unforeseen benefits, and why the statement on a consolidation matters."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.other_applications import Basis
from tests.spec.cases import JUDGEMENT, MET, NO_MATTER, NOT_KNOWN, NOT_MET, ROUTINE, SILENT, finding, verdict

UNFORESEEN = replace(ROUTINE, basis=Basis.UNFORESEEN_BENEFITS)


def test_18_2_a_and_b_leave_unforeseen_benefits_to_people() -> None:
    """[reg18(2)(a)-(b)]"""
    found = finding(UNFORESEEN, "reg18(2)(a)-(b)")
    assert found.verdict is JUDGEMENT
    assert "The Pharmaceutical Needs Assessment states no gaps in Aford Central." in found.reasons
    assert found.points_for == found.points_against == ()
    assert "Nobody would newly come within the standard (20 minutes, walk)." in found.reasons
    assert verdict(ROUTINE, "reg18(2)(a)-(b)") is NO_MATTER
    assert verdict(replace(ROUTINE, basis=None), "reg18(2)(a)-(b)") is SILENT


@pytest.mark.parametrize(
    ("presupposes", "granted", "published", "expected"),
    [
        (None, None, "2022-10", JUDGEMENT),
        (False, None, "2022-10", MET),
        (True, date(2022, 11, 1), "2022-10", NOT_MET),
        (True, date(2021, 11, 30), "2022-10", MET),
        (True, date(2021, 12, 1), "2022-10", NOT_KNOWN),
        (True, date(2022, 9, 30), "2022-10", NOT_KNOWN),
        (True, date(2022, 6, 1), "2022", NOT_KNOWN),
        (True, date(2023, 1, 1), "2022", NOT_MET),
        (True, date(2022, 10, 15), "2022-10", NOT_KNOWN),
        (True, date(2022, 10, 15), "2022-10-14", NOT_MET),
        (True, None, "2022-10", SILENT),
        (True, date(2022, 11, 1), None, NOT_KNOWN),
    ],
)
def test_18_2_g_a_gap_left_by_a_consolidation_since_the_last_revision_is_no_ground(
    presupposes: bool | None, granted: date | None, published: str | None, expected: object
) -> None:
    """[reg18(2)(g)]"""
    papers = replace(UNFORESEEN, presupposes_consolidation_gap=presupposes, consolidation_granted=granted)
    assert verdict(papers, "reg18(2)(g)", pna__published=published) is expected


def test_18_2_g_bears_on_unforeseen_benefits_only() -> None:
    """[reg18(2)(g)]"""
    assert verdict(ROUTINE, "reg18(2)(g)") is NO_MATTER
    assert verdict(replace(ROUTINE, basis=None), "reg18(2)(g)") is SILENT
