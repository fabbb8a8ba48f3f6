"""Working days and bank holidays in England, for planning agendas and answers. No legal day is reckoned by them.

The 45 days for representations are calendar days. The days off follow the pattern of the Banking and Financial Dealings
Act 1971 with the proclamations known for 2013 to 2026; that pattern is general knowledge and was not read in a source, and
days proclaimed later are not known here.
"""

from datetime import date, timedelta

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
FIRST_YEAR, LAST_YEAR = 2013, 2035

MOVED = {
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
"""Days that a proclamation put on another date: the anniversary of victory in Europe, the Platinum Jubilee."""
PROCLAIMED = (date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))
"""Days given once: the Platinum Jubilee, the funeral of Queen Elizabeth II, the coronation of King Charles III."""


def bank_holidays(year: int) -> tuple[date, ...]:
    """Bank and public holidays in England in a year, in order. Raises ValueError outside the years known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Bank holidays are known for {FIRST_YEAR} to {LAST_YEAR}, not for {year}.")
    easter = easter_sunday(year)
    usual = [
        _on_a_weekday(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
        *_christmas(year),
    ]
    once = [day for day in PROCLAIMED if day.year == year]
    return tuple(sorted({*(MOVED.get(day, day) for day in usual), *once}))


def is_working_day(day: date) -> bool:
    """Whether a day is neither at a weekend nor a bank holiday in England."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_days_between(first: date, last: date) -> int:
    """Working days after ``first``, up to and with ``last``; negative where ``last`` is the earlier."""
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def clear_working_days_before(day: date, days: int) -> date:
    """The latest day that leaves so many whole working days between itself and ``day``.

    Papers for a meeting are commonly published five clear days before it: for a meeting on Wednesday 25 September 2019 that
    is Tuesday 17 September.
    """
    at = day
    left = days
    while left:
        at -= timedelta(days=1)
        left -= is_working_day(at)
    at -= timedelta(days=1)
    while not is_working_day(at):
        at -= timedelta(days=1)
    return at


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _on_a_weekday(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _christmas(year: int) -> tuple[date, date]:
    """Christmas Day and Boxing Day; one that falls at a weekend is given on the next weekday that is still free."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    if christmas.weekday() == SATURDAY:
        return date(year, 12, 27), date(year, 12, 28)
    if christmas.weekday() == SUNDAY:
        return date(year, 12, 27), boxing
    return christmas, date(year, 12, 28) if boxing.weekday() == SATURDAY else boxing


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() - MONDAY) % 7)
