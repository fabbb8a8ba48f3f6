"""Working days and bank holidays in England, for planning agendas and answers. No legal day is reckoned by them.

The 45 days for representations are calendar days. Bank holidays are GOV.UK's own list, as the package
govuk-bank-holidays carries it: nothing is fetched. Of years that the list does not hold nothing is known, and None says so.
"""

from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
SOURCE = "GOV.UK's list of bank holidays in England and Wales"


def bank_holidays(year: int) -> tuple[date, ...] | None:
    """Bank holidays in England in a year, in order; None for a year that the list does not hold."""
    return _listed().get(year)


def is_working_day(day: date) -> bool | None:
    """Whether a day is neither at a weekend nor a bank holiday in England; None where that is not known."""
    holidays = bank_holidays(day.year)
    return None if holidays is None else day.weekday() < SATURDAY and day not in holidays


def working_days_between(first: date, last: date) -> int | None:
    """Working days after ``first``, up to and with ``last``; negative where ``last`` is the earlier, None if not known."""
    if last < first:
        back = working_days_between(last, first)
        return None if back is None else -back
    off = 0
    for year in range(first.year, last.year + 1):
        holidays = bank_holidays(year)
        if holidays is None:
            return None
        off += sum(first < day <= last and day.weekday() < SATURDAY for day in holidays)
    return _weekdays_up_to(last) - _weekdays_up_to(first) - off


def _weekdays_up_to(day: date) -> int:
    """Days from Monday to Friday since the calendar began, on a Monday."""
    weeks, days = divmod(day.toordinal(), 7)
    return SATURDAY * weeks + min(days, SATURDAY)


def clear_working_days_before(day: date, days: int) -> date | None:
    """The latest working day that leaves so many whole working days between itself and ``day``; None if not known.

    Papers for a meeting are commonly published five clear days before it: for a meeting on Wednesday 25 September 2019 that
    is Tuesday 17 September.
    """
    at, left = day, days + 1
    while left:
        at -= timedelta(days=1)
        works = is_working_day(at)
        if works is None:
            return None
        left -= works
    return at


@cache
def _listed() -> dict[int, tuple[date, ...]]:
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    days = sorted(holiday["date"] for holiday in listed)
    return {year: tuple(day for day in days if day.year == year) for year in {day.year for day in days}}
