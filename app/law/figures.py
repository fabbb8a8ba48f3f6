"""Figures in findings and flags, said as letters say them: every rounding is that of ``app.domain.rounding``."""

from datetime import date

from app.domain.rounding import (
    count_said,
    day_said,
    hours_said,
    metres_said,
    minutes_said,
    people_said,
    whole,
)
from app.domain.rounding import listed as listed


def half_up(value: float) -> int:
    """The nearest whole number; a half goes up."""
    return whole(value)


def metres(value: float) -> str:
    """A length in words: "around 450 metres", "around 1.4 kilometres", "less than 5 metres"."""
    return metres_said(value)


def minutes(value: float) -> str:
    """A time in words: "around 1 minute", "around 6 minutes"."""
    return minutes_said(value)


def people(value: float, *, start: bool = False) -> str:
    """A head-count in words, ``start`` for the start of a sentence: "one person", "340 people", "nobody"."""
    words = people_said(value)
    return words[0].upper() + words[1:] if start else words


def hours(value: float) -> str:
    """Hours a week in words: "1 hour a week", "12 hours 30 minutes a week"."""
    return f"{hours_said(value)} a week"


def count(value: float, one: str, many: str, *, start: bool = False) -> str:
    """A number of things, ``start`` for the start of a sentence: "one service", "12 services", "No services"."""
    words = count_said(value, one, many)
    return words[0].upper() + words[1:] if start else words


def day(value: date) -> str:
    """A date as people write it: "6 August 2019"."""
    return day_said(value)
