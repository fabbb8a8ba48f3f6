"""Figures as people say them in a board paper: rounded, with the unit, singular and plural right."""

from datetime import date
from math import floor


def half_up(value: float) -> int:
    """The nearest whole number; a half goes up."""
    return floor(value + 0.5)


def metres(value: float) -> str:
    """A length in words: "around 450 metres", "around 1.4 kilometres", "less than 5 metres"."""
    if value < 5:
        return "less than 5 metres"
    if value < 995:
        step = 10 if value >= 15 else 5
        return f"around {half_up(value / step) * step} metres"
    kilometres = half_up(value / 100) / 10
    return "around 1 kilometre" if kilometres == 1 else f"around {kilometres:g} kilometres"


def minutes(value: float) -> str:
    """A time in words: "around 1 minute", "around 6 minutes"."""
    whole = half_up(value)
    return "around 1 minute" if whole == 1 else f"around {whole} minutes"


def people(value: float, *, start: bool = False) -> str:
    """A head-count in words, ``start`` for the start of a sentence: "1 person", "340 people", "about 12,340 people"."""
    words = _people(value)
    return words[0].upper() + words[1:] if start else words


def _people(value: float) -> str:
    if 0 < value < 1:
        return "fewer than one person"
    if value >= 1000:
        return f"about {half_up(value / 10) * 10:,} people"
    whole = half_up(value)
    return "1 person" if whole == 1 else f"{whole} people"


def hours(value: float) -> str:
    """Hours a week in words: "1 hour a week", "12.5 hours a week"."""
    rounded = half_up(value * 10) / 10
    return "1 hour a week" if rounded == 1 else f"{rounded:g} hours a week"


def count(value: float, one: str, many: str) -> str:
    """A number of things: "1 service", "3 services", "no services"."""
    whole = half_up(value)
    if whole == 0:
        return f"no {many}"
    return f"1 {one}" if whole == 1 else f"{whole} {many}"


def listed(names: tuple[str, ...]) -> str:
    """Names as a list in a sentence: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def day(value: date) -> str:
    """A date as people write it: "6 August 2019"."""
    return f"{value.day} {value:%B %Y}"
