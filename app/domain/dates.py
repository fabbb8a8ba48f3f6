"""Counting in months and years, dates of which only the month is known, and the time that days in England go by."""

from calendar import monthrange
from datetime import date
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def span_of(published: str) -> tuple[date, date]:
    """First and last day that "2018-03-15", "2018-03" or "2018" can mean. Raises ValueError for anything else."""
    if len(published) == len("2018"):
        return date(int(published), 1, 1), date(int(published), 12, 31)
    if len(published) == len("2018-03"):
        first = date.fromisoformat(f"{published}-01")
        return first, date(first.year, first.month, monthrange(first.year, first.month)[1])
    day = date.fromisoformat(published)
    return day, day
