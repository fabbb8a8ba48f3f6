"""Figures in findings and flags: rounded as people round, singular and plural right."""

from datetime import date

import pytest

from app.domain.dates import months_after, span_of
from app.law.figures import count, day, half_up, hours, listed, metres, minutes, people


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "less than 5 metres"),
        (7.0, "around 5 metres"),
        (20.0, "around 20 metres"),
        (223.0, "around 220 metres"),
        (447.2, "around 450 metres"),
        (994.9, "around 990 metres"),
        (995.0, "around 1 kilometre"),
        (1609.344, "around 1.6 kilometres"),
    ],
)
def test_metres(value: float, words: str) -> None:
    assert metres(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "nobody"),
        (0.4, "fewer than one person"),
        (1.2, "one person"),
        (339.5, "340 people"),
        (12345.0, "12,345 people"),
    ],
)
def test_people(value: float, words: str) -> None:
    assert people(value) == words


def test_minutes() -> None:
    assert [minutes(value) for value in (0.5, 1.49, 5.59)] == [
        "around 1 minute",
        "around 1 minute",
        "around 6 minutes",
    ]


def test_people_at_the_start_of_a_sentence() -> None:
    assert people(0.4, start=True) == "Fewer than one person"


def test_hours_counts_lists_and_days() -> None:
    assert [hours(value) for value in (1.0, 12.5, 40.0)] == [
        "1 hour a week",
        "12 hours 30 minutes a week",
        "40 hours a week",
    ]
    assert [count(value, "gap", "gaps") for value in (0, 1, 2)] == ["no gaps", "one gap", "two gaps"]
    assert [listed(names) for names in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
    assert day(date(2019, 8, 6)) == "6 August 2019"
    assert [half_up(value) for value in (0.5, 1.5, 2.4)] == [1, 2, 2]


def test_months_end_on_the_last_day_where_there_is_no_such_day() -> None:
    assert months_after(date(2019, 10, 31), 4) == date(2020, 2, 29)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2019, 12, 1), 1) == date(2020, 1, 1)


def test_a_month_is_a_span_of_days() -> None:
    assert span_of("2018-03") == (date(2018, 3, 1), date(2018, 3, 31))
    assert span_of("2018-03-15") == (date(2018, 3, 15), date(2018, 3, 15))
    with pytest.raises(ValueError):
        span_of("spring 2018")
