"""Regulation 65A: opening-hours directions go with the business when it moves."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.findings import Finding
from geodata.model.hours import DAYS, WeekHours, parse_week
from tests.spec.cases import MET, NO_MATTER, NOT_MET, RELOCATION, SILENT, finding, verdict

SINCE = date(2023, 5, 25)
SEVENTY_TWO = parse_week(dict.fromkeys(DAYS[:6], "09:00-21:00") | {"sunday": "closed"})
WITH_SUNDAY = parse_week(
    dict.fromkeys(DAYS[:5], "09:00-21:00") | {"saturday": "09:00-15:00", "sunday": "10:00-16:00"}
)
SHIFTED = parse_week(dict.fromkeys(DAYS[:6], "08:00-20:00") | {"sunday": "closed"})
FORTY = parse_week(dict.fromkeys(DAYS[:5], "09:00-17:00") | dict.fromkeys(DAYS[5:], "closed"))
WITH_BREAK = parse_week(dict.fromkeys(DAYS[:6], "09:00-13:00,14:00-21:00") | {"sunday": "closed"})
HALF_KNOWN = parse_week(dict.fromkeys(DAYS[:6], "09:00-21:00"))


def directed(
    undertaken: bool | None, before: WeekHours | None = SEVENTY_TWO, after: WeekHours | None = SEVENTY_TWO
) -> Finding:
    move = replace(
        RELOCATION,
        existing=replace(RELOCATION.existing, hours_directed=True, core_hours=before),
        proposed=replace(RELOCATION.proposed, core_hours=after),
        same_directed_hours_undertaken=undertaken,
    )
    return finding(move, "reg65A(3)", SINCE)


def test_65a_3_is_met_by_the_same_hours_on_the_same_days_and_the_undertaking() -> None:
    """[reg65A(3)]"""
    found = directed(True)
    assert found.verdict is MET
    assert "the same on every day" in found.reasons[0]


@pytest.mark.parametrize("undertaken", [False, None])
def test_65a_3_without_the_undertaking_the_application_must_be_refused(undertaken: bool | None) -> None:
    """[reg65A(3)] Not silent: the regulation refuses unless the undertaking is there. With it the same hours are MET."""
    found = directed(undertaken)
    assert found.verdict is NOT_MET
    assert "Unless that is undertaken, the application must be refused." in found.reasons[0]
    assert directed(True).verdict is MET


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (SEVENTY_TWO, WITH_SUNDAY, "The total is the same, but the core hours proposed are not those"),
        (SEVENTY_TWO, SHIFTED, "The total is the same, but the core hours proposed are not those"),
        (SEVENTY_TWO, FORTY, "The papers propose core hours of 40 hours a week in place of 72 hours a week."),
        (FORTY, SEVENTY_TWO, "The papers propose core hours of 72 hours a week in place of 40 hours a week."),
        (
            SEVENTY_TWO,
            WITH_BREAK,
            "The papers propose core hours of 66 hours a week in place of 72 hours a week.",
        ),
        (HALF_KNOWN, SHIFTED, "The core hours proposed are not those of the existing premises on Monday"),
    ],
)
def test_65a_3_an_equal_total_on_other_days_or_at_other_times_does_not_do(
    before: WeekHours, after: WeekHours, told: str
) -> None:
    """[reg65A(3)] T7: the undertaking is given, and the hours proposed are not those directed. The same hours are MET."""
    found = directed(True, before, after)
    assert found.verdict is NOT_MET
    assert told in found.reasons[0]
    assert "Ask the applicant which is right." in " ".join(found.reasons)
    assert directed(None, before, after).verdict is NOT_MET
    assert directed(True, before, before).verdict is (MET if before.known else SILENT)


@pytest.mark.parametrize(
    ("before", "after"), [(None, SEVENTY_TWO), (SEVENTY_TWO, None), (HALF_KNOWN, HALF_KNOWN)]
)
def test_65a_3_an_undertaking_whose_hours_cannot_be_compared_is_not_met_by_that_alone(
    before: WeekHours | None, after: WeekHours | None
) -> None:
    """[reg65A(3)]"""
    assert directed(True, before, after).verdict is SILENT


def test_65a_3_holds_where_directions_bind_the_existing_premises() -> None:
    """[reg65A(3)]"""
    assert verdict(RELOCATION, "reg65A(3)", SINCE) is NO_MATTER
    unsaid = replace(RELOCATION, existing=replace(RELOCATION.existing, hours_directed=None))
    assert verdict(unsaid, "reg65A(3)", SINCE) is SILENT
