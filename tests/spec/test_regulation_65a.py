"""Regulation 65A: opening-hours directions go with the business when it moves."""

from dataclasses import replace
from datetime import date

from geodata.model.hours import WeekHours, parse_week
from tests.spec.cases import (
    JUDGEMENT,
    MET,
    NO_MATTER,
    NOT_MET,
    RELOCATION,
    SILENT,
    WEEKDAYS_NINE_TO_FIVE,
    verdict,
)

SEVENTY_TWO = parse_week(
    dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "09:00-21:00")
    | {"sunday": "closed"}
)


SINCE = date(2023, 5, 25)


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
