"""Evidence on a page: every unit that the ledger uses, unknown as unknown, and rows as a table."""

import pytest

from app.domain.evidence import Evidence
from app.web.evidence_words import cell, heading, table_of, worded


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
        (5.594, "minutes", "5.6 minutes"),
        (5.55, "minutes", "5.6 minutes"),
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
    assert made.rows == (("A Chemist", "424.7"), ("B Chemist", "not known"))
    assert made.numeric == (1,)


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
