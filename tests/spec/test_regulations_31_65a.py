"""Regulations 31 and 65A: the same or adjacent premises, and opening-hours directions."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.model.hours import WeekHours, parse_week
from tests.spec.cases import (
    CONSOLIDATION,
    JUDGEMENT,
    MET,
    NO_MATTER,
    NOT_MET,
    RELOCATION,
    SILENT,
    WEEKDAYS_NINE_TO_FIVE,
    finding,
    flag_ids,
    flag_text,
    verdict,
)

SEVENTY_TWO = parse_week(
    dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "09:00-21:00")
    | {"sunday": "closed"}
)
SINCE = date(2023, 5, 25)


@pytest.mark.parametrize(
    ("claimed", "straight", "expected"),
    [
        (20, 0.0, SILENT),
        (20, 90.0, SILENT),
        (None, 50.0, SILENT),
        (None, 50.1, NO_MATTER),
        (450, None, NO_MATTER),
        (None, None, SILENT),
    ],
)
def test_31_next_door_asks_for_the_paragraph_6_explanation_and_never_refuses(
    claimed: float | None, straight: float | None, expected: object
) -> None:
    """[reg31]"""
    evidence = {"distance__claimed": claimed, "distance__straight": straight}
    found = finding(RELOCATION, "reg31", **evidence)
    assert found.verdict is expected
    near = any(metres is not None and metres <= 50 for metres in (claimed, straight))
    assert ("regulation-31" in flag_ids(RELOCATION, **evidence)) is near
    assert ("Ask for it" in found.reasons[0]) is near


def test_31_an_explanation_given_is_laid_before_people() -> None:
    """[reg31]"""
    move = replace(RELOCATION, adjacency_explanation="the old shop shuts on the same day")
    found = finding(move, "reg31")
    assert found.verdict is JUDGEMENT
    assert found.points_for == ("The applicant's explanation: the old shop shuts on the same day",)
    assert "is in the papers" in flag_text(move, "regulation-31")


def test_31_leaves_consolidations_out() -> None:
    """[reg31]"""
    assert verdict(CONSOLIDATION, "reg31", distance__claimed=5) is NO_MATTER
    assert "regulation-31" not in flag_ids(CONSOLIDATION, distance__claimed=5)


def directed(
    undertaken: bool | None, before: WeekHours | None = SEVENTY_TWO, after: WeekHours | None = SEVENTY_TWO
) -> object:
    move = replace(
        RELOCATION,
        existing=replace(RELOCATION.existing, hours_directed=True, core_hours=before),
        proposed=replace(RELOCATION.proposed, core_hours=after),
        same_directed_hours_undertaken=undertaken,
    )
    return verdict(move, "reg65A(3)", SINCE)


def test_65a_3_the_directed_hours_are_undertaken_or_the_application_is_refused() -> None:
    """[reg65A(3)]"""
    assert directed(True) is MET
    assert directed(False) is NOT_MET
    assert directed(None) is SILENT


def test_65a_3_fewer_core_hours_than_are_directed_are_not_the_same_hours() -> None:
    """[reg65A(3)]"""
    assert directed(None, after=WEEKDAYS_NINE_TO_FIVE) is NOT_MET
    assert directed(True, after=WEEKDAYS_NINE_TO_FIVE) is JUDGEMENT
    assert directed(None, after=None) is SILENT
    assert directed(None, before=parse_week({"monday": "09:00-21:00"})) is SILENT


def test_65a_3_holds_where_directions_bind_the_existing_premises() -> None:
    """[reg65A(3)]"""
    assert verdict(RELOCATION, "reg65A(3)", SINCE) is NO_MATTER
    unsaid = replace(RELOCATION, existing=replace(RELOCATION.existing, hours_directed=None))
    assert verdict(unsaid, "reg65A(3)", SINCE) is SILENT
