"""Working days and English bank holidays, against days that are known and against another library's list."""

from datetime import date

import holidays
import pytest

from app.domain.working_days import (
    bank_holidays,
    clear_working_days_before,
    is_working_day,
    last_listed,
    weekdays_between,
    working_days_between,
)


def days(year: int, *pairs: tuple[int, int]) -> tuple[date, ...]:
    return tuple(date(year, month, day) for month, day in pairs)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2019, days(2019, (1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26))),
        (2020, days(2020, (1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28))),
        (2023, days(2023, (1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26))),
    ],
)
def test_bank_holidays_of_a_year(year: int, expected: tuple[date, ...]) -> None:
    assert bank_holidays(year) == expected


@pytest.mark.parametrize("year", range(2013, 2029))
def test_another_library_names_the_same_weekdays(year: int) -> None:
    other = holidays.country_holidays("GB", subdiv="ENG", years=year)
    assert bank_holidays(year) == tuple(sorted(day for day in other if day.weekday() < 5))


def test_of_years_outside_the_list_nothing_is_known() -> None:
    assert bank_holidays(2199) is None
    assert is_working_day(date(2199, 9, 25)) is None
    assert working_days_between(date(2019, 9, 25), date(2199, 9, 25)) is None
    assert working_days_between(date(2199, 9, 25), date(2019, 9, 25)) is None
    assert clear_working_days_before(date(2199, 9, 25), 5) is None


def test_the_list_ends_on_a_day_and_not_with_a_year() -> None:
    """The list holds 26 December 2028 last: of the Wednesday after it nothing is known, of the Saturday everything."""
    end = last_listed()
    assert end == date(2028, 12, 26)
    assert [is_working_day(date(2028, 12, day)) for day in (22, 26, 27, 30, 31)] == [
        True,
        False,
        None,
        False,
        False,
    ]
    assert working_days_between(date(2028, 12, 20), end) == 2
    assert working_days_between(date(2028, 12, 20), date(2028, 12, 27)) is None
    assert working_days_between(date(2028, 12, 29), date(2028, 12, 31)) == 0
    assert working_days_between(date(2028, 12, 29), date(2029, 1, 1)) is None
    assert clear_working_days_before(date(2029, 1, 3), 5) is None
    assert weekdays_between(date(2028, 12, 20), date(2028, 12, 27)) == 5
    assert is_working_day(date(2011, 12, 30)) is None


@pytest.mark.parametrize("day", [date(2199, 9, 28), date(1999, 9, 26)])
def test_a_weekend_is_no_working_day_whatever_the_list_holds(day: date) -> None:
    assert is_working_day(day) is False


def test_a_working_day_is_neither_weekend_nor_bank_holiday() -> None:
    assert is_working_day(date(2019, 9, 25)) is True
    assert is_working_day(date(2019, 9, 28)) is False
    assert is_working_day(date(2019, 8, 26)) is False


def test_working_days_between_two_days_leave_out_the_first() -> None:
    assert working_days_between(date(2019, 8, 23), date(2019, 8, 27)) == 1
    assert working_days_between(date(2019, 8, 27), date(2019, 8, 23)) == -1
    assert working_days_between(date(2019, 8, 27), date(2019, 8, 27)) == 0


def test_an_agenda_goes_out_five_clear_days_before_the_meeting() -> None:
    """The paper of a real meeting on 25 September 2019 was published on 17 September."""
    assert clear_working_days_before(date(2019, 9, 25), 5) == date(2019, 9, 17)
    assert clear_working_days_before(date(2019, 9, 3), 5) == date(2019, 8, 23)
    assert clear_working_days_before(date(2019, 9, 23), 0) == date(2019, 9, 20)
