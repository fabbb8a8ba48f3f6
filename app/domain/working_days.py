"""Working days and bank holidays in England, for planning agendas and answers. No legal day is reckoned by them.

The 45 days for representations are calendar days. Bank holidays are GOV.UK's own list, as the package
govuk-bank-holidays carries it: nothing is fetched. Outside the list nothing is known of a day from Monday to Friday, and
None says so; a day at a weekend is no working day whatever the list holds.
"""

from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
SOURCE = "GOV.UK's list of bank holidays in England and Wales"


def bank_holidays(year: int) -> tuple[date, ...] | None:
    """Bank holidays in England in a year, in order; None for a year that the list does not hold."""
    return _listed().get(year)


def last_listed() -> date:
    """The last bank holiday on the list: of what comes after it nothing is known."""
    return max(_listed()[max(_listed())])


def is_working_day(day: date) -> bool | None:
    """Whether a day is neither at a weekend nor a bank holiday in England; None where that is not known."""
    if day.weekday() >= SATURDAY:
        return False
    return day not in _listed()[day.year] if _is_known(day) else None


def working_day_before(day: date) -> date:
    """A day itself where it is a working day, else the last one before it. Bank holidays not known count as none."""
    while is_working_day(day) is False or day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day


def working_days_between(first: date, last: date) -> int | None:
    """Working days after ``first``, up to and with ``last``; negative where ``last`` is the earlier, None if not known."""
    if last < first:
        back = working_days_between(last, first)
        return None if back is None else -back
    weekdays = weekdays_between(first, last)
    if not weekdays:
        return 0
    if not (_is_known(first + timedelta(days=1)) and _is_known(last)):
        return None
    off = sum(
        first < day <= last and day.weekday() < SATURDAY
        for year in range(first.year, last.year + 1)
        for day in bank_holidays(year) or ()
    )
    return weekdays - off


def weekdays_between(first: date, last: date) -> int:
    """Days from Monday to Friday after ``first``, up to and with ``last``: the most working days that there can be."""
    return _weekdays_up_to(last) - _weekdays_up_to(first)


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


def _is_known(day: date) -> bool:
    """Whether a day lies in the time that the list holds."""
    return date(min(_listed()), 1, 1) <= day <= last_listed()


@cache
def _listed() -> dict[int, tuple[date, ...]]:
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    days = sorted(holiday["date"] for holiday in listed)
    return {year: tuple(day for day in days if day.year == year) for year in {day.year for day in days}}
