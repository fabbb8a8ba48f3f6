"""Dates typed into three fields, day, month and year, and what is wrong with them told exactly."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.web.form import Typed, one

PARTS = ("day", "month", "year")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EARLIEST, LATEST = 1900, 2199


@dataclass(frozen=True)
class DateRead:
    """What three fields say: a date, nothing at all, or a fault. ``part`` is the first field at fault."""

    value: date | None = None
    fault: str = ""
    part: str = "day"


def names(field: str) -> tuple[str, ...]:
    """The names of the three controls of a field."""
    return tuple(f"{field}-{part}" for part in PARTS)


def read_date(typed: Typed, field: str, label: str) -> DateRead:
    """The date typed into a field. ``label`` begins each fault, as "Date of the notice"."""
    given = {part: one(typed, name) for part, name in zip(PARTS, names(field), strict=True)}
    if not any(given.values()):
        return DateRead()
    missing = [part for part in PARTS if not given[part]]
    if missing:
        return DateRead(fault=f"{label}: give the {_and(missing)} too.", part=missing[0])
    month = _month(given["month"])
    if month is None:
        return DateRead(
            fault=f"{label}: “{given['month']}” is no month. Give a number from 1 to 12.", part="month"
        )
    if not _digits(given["year"]) or len(given["year"]) != 4:
        return DateRead(fault=f"{label}: give the year with 4 numbers, such as 2026.", part="year")
    year = int(given["year"])
    if not EARLIEST <= year <= LATEST:
        return DateRead(fault=f"{label}: give a year between {EARLIEST} and {LATEST}.", part="year")
    if not _digits(given["day"]) or not 1 <= int(given["day"]) <= monthrange(year, month)[1]:
        named = f"{given['day']} {MONTHS[month - 1]} {year}"
        return DateRead(fault=f"{label}: there is no {named}. Check the day and the month.")
    return DateRead(date(year, month, int(given["day"])))


def write_date(field: str, value: date | None) -> dict[str, list[str]]:
    """A date as it would be typed."""
    parts = ("", "", "") if value is None else (str(value.day), str(value.month), str(value.year))
    return {name: [part] for name, part in zip(names(field), parts, strict=True)}


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _month(text: str) -> int | None:
    if _digits(text):
        return int(text) if 1 <= int(text) <= 12 else None
    wanted = text.casefold().rstrip(".")
    if len(wanted) < 3:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(wanted)), None)


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
