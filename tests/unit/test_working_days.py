"""Working days and English bank holidays, against days that are known."""

from datetime import date

import pytest

from app.domain.working_days import (
    bank_holidays,
    clear_working_days_before,
    easter_sunday,
    is_working_day,
    working_days_between,
)


def days(year: int, *pairs: tuple[int, int]) -> tuple[date, ...]:
    return tuple(date(year, month, day) for month, day in pairs)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2019, days(2019, (1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26))),
        (2020, days(2020, (1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28))),
        (2021, days(2021, (1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28))),
        (
            2022,
            days(
                2022,
                (1, 3),
                (4, 15),
                (4, 18),
                (5, 2),
                (6, 2),
                (6, 3),
                (8, 29),
                (9, 19),
                (12, 26),
                (12, 27),
            ),
        ),
        (2023, days(2023, (1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26))),
        (2026, days(2026, (1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28))),
    ],
)
def test_bank_holidays_of_a_year(year: int, expected: tuple[date, ...]) -> None:
    assert bank_holidays(year) == expected


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2013, date(2013, 3, 31)),
        (2019, date(2019, 4, 21)),
        (2025, date(2025, 4, 20)),
        (2035, date(2035, 3, 25)),
    ],
)
def test_easter(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday


def test_years_that_are_not_known_are_refused() -> None:
    with pytest.raises(ValueError, match="2013 to 2035, not for 2036"):
        bank_holidays(2036)


def test_a_working_day_is_neither_weekend_nor_bank_holiday() -> None:
    assert is_working_day(date(2019, 9, 25))
    assert not is_working_day(date(2019, 9, 28))
    assert not is_working_day(date(2019, 8, 26))


def test_working_days_between_two_days_leave_out_the_first() -> None:
    assert working_days_between(date(2019, 8, 23), date(2019, 8, 27)) == 1
    assert working_days_between(date(2019, 8, 27), date(2019, 8, 23)) == -1
    assert working_days_between(date(2019, 8, 27), date(2019, 8, 27)) == 0


def test_an_agenda_goes_out_five_clear_days_before_the_meeting() -> None:
    """The paper of a real meeting on 25 September 2019 was published on 17 September."""
    assert clear_working_days_before(date(2019, 9, 25), 5) == date(2019, 9, 17)
    assert clear_working_days_before(date(2019, 9, 3), 5) == date(2019, 8, 23)
    assert clear_working_days_before(date(2019, 9, 23), 0) == date(2019, 9, 20)
