"""Opening hours: as publishers and people write them, exact to the minute, unknown kept unknown."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model.hours import DAYS, HoursError, WeekHours, day_text, merge_spans, parse_day, parse_week


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-17:30", ((540, 1050),)),
        ("09:00-13:00,14:00-17:30", ((540, 780), (840, 1050))),
        ("9:00 - 13:00; 14:00 to 17:30", ((540, 780), (840, 1050))),
        ("0900-1730", ((540, 1050),)),
        ("Closed", ()),
        ("CLOSED", ()),
        ("", None),
        (None, None),
        ("00:00-24:00", ((0, 1440),)),
        ("22:00-06:00", ((1320, 1800),)),
        ("10:00-00:00", ((600, 1440),)),
    ],
)
def test_a_day_is_read(text: str | None, expected: object) -> None:
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("17:30-09:00", "ends before it starts"),
        ("09:00-13:00,12:00-17:00", "overlap"),
        ("14:00-17:00,09:00-12:00", "out of order"),
        ("25:00-26:00", "no clock shows"),
        ("09:00-24:30", "no clock shows"),
        ("09:61-17:00", "no clock shows"),
        ("09:00-09:00", "same minute"),
        ("nine to five", "not a time range"),
        ("22:00-02:00,04:00-05:00", "only the last opening"),
    ],
)
def test_what_cannot_be_is_refused_with_the_day_and_the_reason(text: str, says: str) -> None:
    with pytest.raises(HoursError, match=says) as error:
        parse_day(text, "tuesday")
    assert str(error.value).startswith("tuesday: ")


def test_a_week_with_a_day_left_out_has_no_total() -> None:
    week = parse_week({"monday": "09:00-17:00"})
    assert week.days[0] == ((540, 1020),)
    assert week.days[1] is None
    assert not week.known
    assert week.total_minutes() is None


def test_a_day_that_is_no_day_is_refused() -> None:
    with pytest.raises(HoursError, match="'someday' is not a day"):
        parse_week({"someday": "closed"})


def test_a_week_has_seven_days() -> None:
    with pytest.raises(HoursError, match="seven days"):
        WeekHours(((),))


def test_sunday_night_runs_into_monday() -> None:
    week = parse_week({**dict.fromkeys(DAYS, "closed"), "sunday": "22:00-02:00"})
    assert week.week_spans() == ((0, 120), (6 * 1440 + 1320, 7 * 1440))
    assert week.total_minutes() == 240


def test_an_opening_past_midnight_may_not_overlap_the_next_day() -> None:
    with pytest.raises(HoursError, match="saturday: the opening that runs past midnight"):
        parse_week({**dict.fromkeys(DAYS, "closed"), "saturday": "20:00-05:00", "sunday": "04:00-12:00"})


_DAYS = st.one_of(
    st.none(),
    st.lists(st.integers(0, 1440), unique=True, max_size=6).map(
        lambda times: tuple(zip(sorted(times)[: len(times) // 2 * 2 : 2], sorted(times)[1::2], strict=True))
    ),
)


@given(_DAYS)
def test_a_day_survives_being_written_and_read(day: tuple[tuple[int, int], ...] | None) -> None:
    read = day and tuple((opens, 1440 if closes == 1439 else closes) for opens, closes in day)
    assert parse_day(day_text(day)) == read  # a minute to midnight is midnight


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_merged_spans_cover_the_same_minutes_apart(spans: list[tuple[int, int]]) -> None:
    merged = merge_spans(spans)
    assert {m for a, b in merged for m in range(a, b)} == {m for a, b in spans for m in range(a, b)}
    assert all(one[1] < other[0] for one, other in itertools.pairwise(merged))
