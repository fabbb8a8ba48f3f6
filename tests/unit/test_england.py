"""The national table on the made-up street: small enough to count by hand."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree as ET

from app.access import prepare
from app.england import as_csv, as_picture, england_table
from tests.made_up.small_area import PREMISES, WEST, snapshot


def test_people_within_a_mile_are_counted_by_decile_board_and_in_total(tmp_path: Path) -> None:
    # Without XA003 the home at 1,900 m has XA002 at 950 m; only XA001 leaves it 1,400 m away, still within a mile.
    table = england_table(prepare(snapshot(tmp_path, premises=PREMISES[:1])))
    assert (table.total.people, table.total.within, table.total.share) == (1000, 1000, 1.0)
    far = england_table(prepare(snapshot(tmp_path, premises=PREMISES[2:3])))
    # From 2,500 m: 1,200 and 1,900 are within 1,609 m, 0 and 450 are not.
    assert (far.total.within, far.pharmacies) == (700, 1)
    assert {row.group: (row.people, row.within) for row in far.by_decile} == {
        "deprivation not known": (400, 400),
        "decile 1 (most deprived)": (300, 0),
        "decile 5": (300, 300),
    }
    assert [(row.group, row.name, row.people, row.within) for row in far.by_hwb] == [
        (WEST, "Westley", 1000, 700)
    ]


def test_the_tables_read_back_as_csv(tmp_path: Path) -> None:
    table = england_table(prepare(snapshot(tmp_path)))
    rows = list(csv.DictReader(io.StringIO(as_csv(table.by_hwb, "hwb", named=True))))
    assert rows == [{"hwb": WEST, "name": "Westley", "people": "1000", "within": "1000", "share": "1.0000"}]
    (total,) = csv.DictReader(io.StringIO(as_csv((table.total,), "group")))
    assert total["people"] == "1000"


def test_the_picture_is_labelled_and_has_a_bar_for_each_decile(tmp_path: Path) -> None:
    table = england_table(prepare(snapshot(tmp_path)))
    picture = ET.fromstring(as_picture(table))  # noqa: S314 - our own text
    tag = "{http://www.w3.org/2000/svg}"
    assert "England, 2026-04-01" in str(picture.findtext(f"{tag}title"))
    assert len(picture.findall(f"{tag}rect")) == 1 + len(table.by_decile)
