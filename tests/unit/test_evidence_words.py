"""Evidence on a page: every unit that the ledger uses, unknown as unknown, and rows as a table."""

import pytest

from app.domain.evidence import Evidence, Ledger
from app.web.evidence_words import cell, heading, table_of, unit_of_trips, worded


def item(
    value: object, unit: str = "", evidence_id: str = "x", rows: tuple[dict[str, object], ...] = ()
) -> Evidence:
    return Evidence(evidence_id, "What it is", value, unit, "as stated", (), rows=rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "m", "not known"),
        (450.155, "m", "450 m"),
        (1609.344, "m", "1,609 m"),
        (0.948497, "share", "94.8%"),
        (0.99999, "share", "more than 99.9%"),
        (5.594, "minutes", "6 minutes"),
        (5.5, "minutes", "6 minutes"),
        (0.5, "minutes", "1 minute"),
        (0.4, "minutes", "less than a minute"),
        (-2.4, "minutes", "-2 minutes"),
        (49.0, "hours a week", "49 hours a week"),
        (0.0, "hours a week", "0 hours a week"),
        (1, "people", "1 person"),
        (95654, "people", "95,654 people"),
        ("2026-10-16", "date", "16 October 2026"),
        (31, "days", "31 days"),
        (4, "", "4"),
        (True, "", "yes"),
        (False, "", "no"),
        ("XA001", "", "XA001"),
    ],
)
def test_a_value_in_words(value: object, unit: str, words: str) -> None:
    assert worded(item(value, unit)) == words


def test_rows_become_a_table_and_nothing_is_left_blank() -> None:
    made = table_of(
        item(
            2,
            evidence_id="alternatives.straight",
            rows=({"name": "A Chemist", "metres": 424.703}, {"name": "B Chemist", "metres": None}),
        )
    )
    assert made.head == ("Name", "Metres")
    assert made.rows == (("A Chemist", "425"), ("B Chemist", "not known"))
    assert made.numeric == (1,)


@pytest.mark.parametrize(
    ("trips", "head", "row"),
    [
        ("m", ("Group", "Mean trip before, in metres", "Mean trip after, in metres"), ("Most deprived", "1,080", "1,234")),
        ("minutes", ("Group", "Mean trip before, in minutes", "Mean trip after, in minutes"), ("Most deprived", "1,080.4", "1,233.6")),
    ],
)  # fmt: skip
def test_mean_trips_are_told_in_their_own_unit(
    trips: str, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    rows = ({"group": "Most deprived", "before_mean": 1080.4, "after_mean": 1233.55},)
    by_decile = item(1, evidence_id="affected.drive-20.by_deprivation", rows=rows)
    change = item(2.0, trips, "affected.drive-20.change_mean")
    assert unit_of_trips(by_decile, Ledger((change, by_decile))) == trips
    made = table_of(by_decile, trips)
    assert (made.head, made.rows) == (head, (row,))


def test_a_trip_in_a_table_takes_whole_minutes_as_in_a_letter() -> None:
    rows = (
        {"metres": 0.0, "minutes": 0.0},
        {"metres": 0.3, "minutes": 0.4},
        {"metres": 450.2, "minutes": 5.594},
    )
    made = table_of(item(3, evidence_id="alternatives.walk", rows=rows))
    assert made.rows == (("0", "0"), ("under 1", "under 1"), ("450", "6"))


def test_an_item_without_rows_has_no_table() -> None:
    with pytest.raises(ValueError, match="has no rows"):
        table_of(item(1))


def test_one_name_of_a_column_can_mean_two_things() -> None:
    assert heading("coverage.walk-20.by_ward", "lost") == "Lose the standard"
    assert heading("hours.days", "lost") == "No longer open"
    assert heading("anything", "brand_new") == "Brand new"


def test_a_day_in_a_row_is_written_out() -> None:
    assert cell("2026-07-07") == "7 July 2026"
    assert cell("2026-99-99") == "2026-99-99"
