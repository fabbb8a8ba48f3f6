"""Rounding as people round: half up, never finer than known, never "all" or "none" where it is neither."""

import math

import pytest

from app.domain.rounding import half_up, whole
from app.letters.facts import Fact
from app.letters.prose import (
    count,
    day,
    day_or_text,
    decimal,
    exact,
    hours,
    listed,
    longer,
    metres,
    metres_as_stated,
    minutes,
    on_date,
    opening,
    people,
    plural,
    quoted,
    sentence,
    share,
    trip,
    walk,
    whole_metres,
    whole_people,
)


@pytest.mark.parametrize(
    ("value", "rounded"), [(5.5, 6), (4.5, 5), (5.4999, 5), (-5.5, -6), (0.5, 1), (2.675, 3), (0, 0)]
)
def test_halves_go_away_from_nought(value, rounded):
    assert whole(value) == rounded


def test_a_half_that_binary_numbers_cannot_hold_still_goes_up():
    assert str(half_up(0.15, "0.1")) == "0.2"
    assert str(half_up(1.005, "0.01")) == "1.01"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_figure_is_refused(value):
    with pytest.raises(ValueError, match="no figure"):
        half_up(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "less than 5 metres"),
        (4.9, "less than 5 metres"),
        (12.4, "around 10 metres"),
        (14.9, "around 15 metres"),
        (19, "around 20 metres"),
        (223.2, "around 220 metres"),
        (450, "around 450 metres"),
        (994.9, "around 990 metres"),
        (995, "around 1 kilometre"),
        (1080, "around 1.1 kilometres"),
        (1609.344, "around 1.6 kilometres"),
        (12_345, "around 12.3 kilometres"),
    ],
)
def test_metres(value, words):
    assert metres(value) == words


def test_a_length_below_nought_is_refused():
    with pytest.raises(ValueError, match="below nought"):
        metres(-1)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (222.7, "around 220 metres longer"),
        (-31, "around 30 metres shorter"),
        (2.1, "the same length, to within 5 metres"),
        (-4.9, "the same length, to within 5 metres"),
    ],
)
def test_a_change_in_a_trip_is_longer_or_shorter(value, words):
    assert longer(value) == words


def test_what_the_papers_state_is_printed_as_they_state_it():
    assert metres_as_stated(450) == "450 metres"
    assert metres_as_stated(455.5) == "455.5 metres"
    assert minutes(20) == "20 minutes"
    assert minutes(1) == "1 minute"
    assert minutes(2.5) == "2.5 minutes"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.298, "a walk of less than a minute"),
        (0.5, "a 1-minute walk"),
        (5.5, "a 6-minute walk"),
        (5.49, "a 5-minute walk"),
        (8, "an 8-minute walk"),
        (11.2, "an 11-minute walk"),
        (17.5, "an 18-minute walk"),
        (80, "an 80-minute walk"),
        (100, "a 100-minute walk"),
    ],
)
def test_minutes_of_a_walk(value, words):
    assert walk(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nobody"),
        (0.3, "fewer than one person"),
        (1, "one person"),
        (1204, "1,204 people"),
        (2.5, "3 people"),
    ],
)
def test_people(value, words):
    assert people(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.984345, "98.4%"),
        (0.98450, "98.5%"),
        (1, "100%"),
        (0, "0%"),
        (0.99999, "more than 99.9%"),
        (0.00001, "less than 0.1%"),
        (0.5, "50.0%"),
    ],
)
def test_a_share_is_all_or_none_only_where_it_is(value, words):
    assert share(value) == words


@pytest.mark.parametrize("value", [-0.1, 1.2])
def test_a_share_outside_nought_to_one_is_refused(value):
    with pytest.raises(ValueError, match="not between 0 and 1"):
        share(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (42.5, "42 hours 30 minutes"),
        (66, "66 hours"),
        (1, "1 hour"),
        (0.75, "45 minutes"),
        (0.0167, "1 minute"),
        (0, "0 hours"),
        (40.3333, "40 hours 20 minutes"),
    ],
)
def test_opening_hours_are_exact_to_the_minute(value, words):
    assert hours(value) == words


def test_counts_are_words_up_to_nine():
    assert count(0, "pharmacy", "pharmacies") == "no pharmacies"
    assert count(1, "pharmacy", "pharmacies") == "one pharmacy"
    assert count(4, "ward") == "four wards"
    assert count(9) == "nine"
    assert count(12, "service") == "12 services"
    assert count(1204) == "1,204"


@pytest.mark.parametrize("value", [1.5, -1])
def test_what_is_no_count_is_refused(value):
    with pytest.raises(ValueError, match="no count"):
        count(value)


def test_words_agree_with_the_figure_as_printed():
    assert plural(1, "is", "are") == "is"
    assert plural(0, "is", "are") == "are"
    assert plural(2, "is", "are") == "are"


def test_dates_are_no_finer_than_they_are_known():
    assert day("2019-09-27") == "27 September 2019"
    assert day("2018-03") == "March 2018"
    assert day("2018") == "2018"
    assert on_date("2018-03-05") == "on 5 March 2018"
    assert on_date("2018-03") == "in March 2018"
    assert day_or_text("Census 2021") == "Census 2021"
    assert day_or_text("2025-13-45") == "2025-13-45"


def test_lists_and_sentences():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert sentence("It is so") == "It is so."
    assert sentence("Is it so?") == "Is it so?"
    assert quoted("It is so.") == "“It is so”"


def test_a_day_for_a_table():
    assert opening("09:00-13:00,14:00-17:30") == "09:00 to 13:00, 14:00 to 17:30"
    assert opening("closed") == "closed"
    assert opening(None) == "not known"


def test_figures_for_tables_and_the_annex():
    assert whole_metres(1609.344) == "1,609"
    assert whole_people(0.4) == "under 1"
    assert whole_people(1204) == "1,204"
    assert decimal(4.828032) == "4.828032"
    assert exact(1609.344, "m") == "1,609.344 m"
    assert exact(0.984345, "share") == "0.984345 share"
    assert exact(None, "m") == "not known"
    assert exact(True, "") == "yes"
    assert exact(10_000_000, "people") == "10,000,000 people"


def test_a_filter_refuses_a_figure_of_another_unit():
    walked = Fact("distance.walk", 312.7, "m")
    with pytest.raises(TypeError, match=r"distance\.walk.*in m"):
        people(walked)
    with pytest.raises(TypeError, match="no count of things"):
        count(walked)


def test_a_trip_is_told_in_the_unit_in_which_it_was_measured():
    assert trip(Fact("a", 480.2, "m")) == "around 480 metres"
    assert trip(Fact("a", 6.5, "minutes")) == "around 7 minutes"
    assert trip(Fact("a", 1.2, "minutes")) == "around 1 minute"
    assert trip(Fact("a", 0.3, "minutes")) == "less than a minute"
    assert longer(Fact("a", -2.5, "minutes")) == "around 3 minutes shorter"
    assert longer(Fact("a", 0.49, "minutes")) == "the same length, to within a minute"


def test_a_figure_does_not_print_itself():
    with pytest.raises(TypeError, match="give it a filter"):
        str(Fact("distance.walk", 312.7, "m"))


@pytest.mark.parametrize("value", ["450", None, True])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError, match="no number"):
        metres(value)


@pytest.mark.parametrize("text", ["It ends.", "“It ends.”", "(It ends.)", "Does it?", "Yes…", "“Now!”"])
def test_a_text_that_ends_is_given_no_second_full_stop(text):
    assert sentence(text) == text


def test_a_text_that_does_not_end_is_given_one():
    assert sentence("“not yet”") == "“not yet”."
