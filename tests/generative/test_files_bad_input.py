"""Every reader of lists, tables and outlines against files in which one field holds what does not belong there.

Every field in turn is made empty, absurd, infinite, of another type. The file is read or refused by name, and the build stops
or tells: never a bare Python error, and never a figure that cannot be.
"""

import csv
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.area import Area
from geodata.arrays import Floats, Postcodes
from geodata.britain import in_britain
from geodata.build import build_snapshot
from geodata.errors import Faults, SourceError
from geodata.looking import look_at_files
from geodata.model.postcode import is_postcode
from geodata.overlay.reading import Told, read_overlay
from geodata.overlay.tables import TABLES, Table
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot
from geodata.sources.boundaries import read_boundaries
from geodata.sources.census import MOST_PEOPLE, read_ages, read_residents
from geodata.sources.centroids import read_centroids
from geodata.sources.deprivation import read_deciles
from geodata.sources.lookup import read_lookup
from geodata.sources.nhsbsa import read_list_with_problems
from geodata.sources.ods import read_open_dispensaries
from geodata.sources.onspd import read_ons_directory
from geodata.sources.postcodes import read_code_point_open
from geodata.sources.services import read_services
from tests.made_up.publishers import (
    BANDS,
    BOARDS,
    LSOA_ONE,
    LSOA_TWO,
    PEOPLE,
    RECIPE,
    WEST,
    box,
    dispensary,
    hours_row,
    write_all,
    write_csv,
    write_layer,
)

ABSURD = ("", "nan", "inf", "-1", "1e300", "9" * 30, "x", "1.5", "31/02/2024", "\u00a0")
HEADINGS = ("", "x", "geography code")
AREA = Area(box(0, -1000, 2000, 1500), 1000.0)
DAY = date(2024, 6, 1)
LSOAS = [LSOA_ONE, LSOA_TWO]
Read = Callable[[Path], None]


@dataclass(frozen=True)
class Layout:
    """A file that is right, and what reads it and looks whether what came out can be. No headings: rows alone."""

    headings: Sequence[str] | None
    rows: Sequence[Sequence[str]]
    read: Read

    @property
    def columns(self) -> int:
        return len(self.rows[0])


def _people(file: Path) -> None:
    people, _ = read_residents(file, LSOAS, vintage="")
    assert sorted(people) == LSOAS
    assert all(0 <= count <= MOST_PEOPLE for count in people.values())


def _ages(file: Path) -> None:
    groups, _ = read_ages(file, LSOAS, vintage="")
    assert all(0 <= count <= 3 * MOST_PEOPLE for counts in groups.values() for count in counts.values())


def _deciles(file: Path) -> None:
    assert set(read_deciles(file, LSOAS, vintage="")[0].values()) <= set(range(1, 11))


def _lookup(file: Path) -> None:
    for code, belongs in read_lookup(file, vintage="")[0].items():
        assert all(len(each) == 9 for each in (code, belongs.ward, belongs.district))


def _points(x: Floats, y: Floats) -> None:
    assert in_britain(x, y).all()


def _placed(table: Postcodes) -> None:
    _points(table.x, table.y)
    assert all(is_postcode(code.decode()) for code in table.code)


def _centroids(file: Path) -> None:
    table, _ = read_centroids(file, AREA, vintage="")
    _points(table.x, table.y)
    assert all(table.code)


def _dispensaries(file: Path) -> None:
    listed, source = read_open_dispensaries(file, DAY, vintage="")
    assert all(premises.ods_code for premises in listed)
    assert source.used == len(listed), "whoever is left out is counted with the reason"


def _hours(file: Path) -> None:
    read = read_list_with_problems(file, vintage="")
    assert all(premises.ods_code for premises in read.premises)
    for premises in read.premises:
        assert premises.weekly_total is None or 0 <= premises.weekly_total < np.inf
    assert read.source.used == len(read.premises)


def _services(file: Path) -> None:
    for code, services in read_services(file, vintage="")[0].items():
        assert code
        assert all(services)


def _labels(code: str) -> list[str]:
    return ["2021", code, code]


def _from_api(category: str, names: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    headings = ["DATE", "GEOGRAPHY_CODE", f"{category}_NAME", "MEASURES", "OBS_VALUE"]
    return headings, [["2021", code, name, "20100", "9"] for code in LSOAS for name in names]


BULK = ["date", "geography", "geography code"]
API = _from_api("C2021_RESTYPE_3", ["Total: All usual residents"])
API_AGES = _from_api("C2021_AGE_7", BANDS)
IMD = ["LSOA code (2021)", "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
       "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"]  # fmt: skip
POINT = ["Postcode", "Positional_quality_indicator", "Eastings", "Northings"]
ADMIN = ["E92000001", "", "", "", "E06999001", "E05999001"]
HOURS = list(hours_row("FZ001", "XQ1 1AA"))
DIRECTORY = ["pcd7", "pcds", "dointr", "doterm", "usrtypind", "east1m", "north1m", "gridind", "lad25cd"]

LAYOUTS: Mapping[str, Layout] = {
    "residents": Layout([*BULK, "Residence type: Total; measures: Value"], [[*_labels(c), "99"] for c in LSOAS], _people),
    "residents of the API": Layout(*API, _people),
    "ages": Layout([*BULK, *(f"Age: {b}; measures: Value" for b in BANDS)], [[*_labels(c), *"123456"] for c in LSOAS], _ages),
    "ages of the API": Layout(*API_AGES, _ages),
    "deprivation": Layout(IMD, [[LSOA_ONE, "7", "1"], [LSOA_TWO, "30000", "9"]], _deciles),
    "lookup": Layout(["LSOA21CD", "WD24CD", "LAD24CD"], [[c, "E05999001", WEST] for c in LSOAS], _lookup),
    "centroids": Layout(["OA21CD", "x", "y"], [["E00000001", "486200", "308000"], ["E00000002", "486300", "308000"]], _centroids),
    "Code-Point Open": Layout(None, [["XQ1 1AA", "10", "486200", "308000", *ADMIN], ["XQ1 1AB", "10", "486300", "308000", *ADMIN]],
                              lambda file: _placed(read_code_point_open(file, AREA, vintage="")[0])),
    "Code-Point Open with headings": Layout(POINT, [["XQ1 1AA", "10", "486200", "308000"], ["XQ1 1AB", "90", "0", "0"]],
                                            lambda file: _placed(read_code_point_open(file, AREA, vintage="")[0])),
    "ONS directory": Layout(DIRECTORY, [["XQ1 1AA", "XQ1 1AA", "198001", "", "0", "486200", "308000", "1", WEST],
                                        ["XQ1 1AB", "XQ1 1AB", "198001", "202001", "1", "486300", "308000", "9", WEST]],
                            lambda file: _placed(read_ons_directory(file, AREA, vintage="").postcodes)),
    "openings": Layout(None, [dispensary("FZ001", "XQ1 1AA", "20200101"), dispensary("FZ002", "XQ1 1AB", "20200101", "20230101", "C")],
                       _dispensaries),
    "hours": Layout(HOURS, [list(hours_row(code, "XQ1 1AA").values()) for code in ("FZ001", "FZ002")], _hours),
    "services": Layout(["ods", "ServiceName"], [["FZ001", "New Medicine Service"], ["FZ002", "Flu"]], _services),
}  # fmt: skip


def read_or_refused(read: Read, file: Path) -> None:
    try:
        read(file)
    except SourceError as error:
        assert error.wrong  # noqa: PT017
        assert str(file) in str(error)  # noqa: PT017


def spoiled(layout: Layout) -> Iterator[tuple[Sequence[str] | None, list[list[str]]]]:
    for column in range(layout.columns):
        for cell in ABSURD:
            rows = [list(row) for row in layout.rows]
            rows[1][column] = cell
            yield layout.headings, rows
        for heading in HEADINGS if layout.headings is not None else ():
            yield (
                [*layout.headings[:column], heading, *layout.headings[column + 1 :]],
                [*map(list, layout.rows)],
            )  # type: ignore[index]


@pytest.mark.parametrize("name", LAYOUTS)
def test_whatever_stands_in_a_cell_the_table_is_read_or_refused_by_name(name: str, tmp_path: Path) -> None:
    layout, file = LAYOUTS[name], tmp_path / "file.csv"
    layout.read(write_csv(file, layout.headings, layout.rows))
    for headings, rows in spoiled(layout):
        read_or_refused(layout.read, write_csv(file, headings, rows))


BROKEN = (
    b"",
    b"PK\x03\x04",
    b"<html>",
    b"\x00\x01\x02",
    b"\xff\xfe\x00a",
    b'"',
    b"a,b\n1\n",
    b"\n\n",
    b",\n,\n",
    "£".encode("cp1252"),
)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_file_that_is_something_else_or_stops_anywhere_is_read_or_refused_by_name(
    name: str, tmp_path: Path
) -> None:
    layout, file = LAYOUTS[name], tmp_path / "file.csv"
    whole = write_csv(file, layout.headings, layout.rows).read_bytes()
    for content in (*BROKEN, *(whole[:end] for end in range(1, len(whole), max(1, len(whole) // 12)))):
        file.write_bytes(content)
        read_or_refused(layout.read, file)
    file.unlink()
    read_or_refused(layout.read, file)
    file.mkdir()
    read_or_refused(layout.read, file)


# --- officers' tables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whatever_stands_in_a_cell_of_an_officers_table_it_is_read_or_refused_by_name(
    table: Table, tmp_path: Path
) -> None:
    good = [column.example for column in table.columns]

    def read(folder: Path) -> Told:
        told = read_overlay(folder, date(2025, 6, 1), {"FA123"}, today=date(2027, 1, 1))
        for row in told.of(table):
            for value in row.cells.values():
                assert not isinstance(value, float) or np.isfinite(value)
        return told

    write_csv(tmp_path / table.file, table.headings, [good])
    assert read(tmp_path).read[table.name] == 1
    for column in range(len(good)):
        for cell in ABSURD:
            row = [*good[:column], cell, *good[column + 1 :]]
            write_csv(tmp_path / table.file, table.headings, [row])
            read_or_refused(lambda folder: assert_read(read(folder)), tmp_path)


def assert_read(told: Told) -> None:
    assert sum(told.read.values()) == 1


# --- outlines ------------------------------------------------------------------------------------------------------------


def altered(file: Path, whole: bytes, column: str, value: object) -> Path:
    """The GeoPackage with one cell of its second row set to a value of any type, past what a program would write."""
    file.write_bytes(whole)
    with closing(sqlite3.connect(file)) as database:
        database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
        # The triggers of the spatial index need functions that only GDAL has.
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute(f'UPDATE boards SET "{column}" = ? WHERE fid = 2', (value,))  # noqa: S608 - names of the test's own
        database.commit()
    return file


def test_whatever_an_outlines_row_holds_the_file_is_read_or_refused_by_name(tmp_path: Path) -> None:
    file = write_layer(tmp_path / "boards.gpkg", "CTYUA", BOARDS)
    whole = file.read_bytes()
    geometry = shapely.to_wkb(BOARDS[WEST])
    header = b"GP\x00\x01" + (27700).to_bytes(4, "little")
    endless = shapely.to_wkb(shapely.Polygon([(486_000, 308_000), (np.inf, 308_000), (486_000, 309_000)]))
    values: dict[str, Sequence[object]] = {
        "CTYUA21CD": (None, "", " ", 5, 1.5, b"\x00", WEST, "x"),
        "CTYUA21NM": (None, "", 5, b"\x00"),
        "geom": (None, "", "x", 5, b"", b"\x00", header, header + geometry[:20], header + endless, header + b"\x01" * 50,
                 header + shapely.to_wkb(shapely.Point(1e300, 0)), header + shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)]))),
    }  # fmt: skip
    for column, cells in values.items():
        for cell in cells:
            for bounds in (None, BOARDS[WEST].bounds) if column == "geom" else (None,):

                def read(changed: Path, bounds: tuple[float, float, float, float] | None = bounds) -> None:
                    for outline in read_boundaries(changed, "hwb", vintage="", bounds=bounds)[0]:
                        assert outline.code.strip()
                        assert outline.name.strip()
                        assert shapely.from_wkb(outline.wkb).area > 0

                read_or_refused(read, altered(file, whole, column, cell))


# --- the recipe ----------------------------------------------------------------------------------------------------------

TOML = ('""', '"x"', '"\\u0000"', "nan", "inf", "-1", "true", "[]", "1979-05-27")


def test_whatever_a_field_of_the_recipe_holds_it_is_read_or_refused_and_its_files_are_looked_at(
    tmp_path: Path,
) -> None:
    data = write_all(tmp_path / "files")
    lines = RECIPE.strip().splitlines()
    for number, line in enumerate(lines):
        name, _, value = line.partition(" = ")
        fields = [name] if not value.startswith("{") else [f"{name} = {{ file", f"{name} = {{ vintage"]
        for field in fields if value else ():
            for cell in TOML:
                rest = (
                    "" if field == name else f', {"vintage" if field.endswith("file") else "file"} = "x" }}'
                )
                recipe = tmp_path / "recipe.toml"
                recipe.write_text(
                    "\n".join([*lines[:number], f"{field} = {cell}{rest}", *lines[number + 1 :]])
                )
                try:
                    read = read_recipe(recipe)
                except SourceError as error:
                    assert error.wrong  # noqa: PT017
                    continue
                look_at_files(read, data, Faults())


# --- the build -----------------------------------------------------------------------------------------------------------

TABLES_OF_BUILD = (
    "dispensaries.csv",
    "hours.csv",
    "services.csv",
    "postcodes.csv",
    "residents.csv",
    "ages.csv",
    "deprivation.csv",
    "lookup.csv",
)


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = write_all(tmp_path_factory.mktemp("right"))
    text = (files / "recipe.toml").read_text()
    (files / "recipe.toml").write_text(text[: text.index("[streets.walk]")])
    return files


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(TABLES_OF_BUILD),
    row=st.integers(0, 9),
    column=st.integers(0, 30),
    cell=st.sampled_from(ABSURD),
)
@example(name="residents.csv", row=1, column=3, cell="1000000000000")
@example(name="postcodes.csv", row=1, column=2, cell="1e300")
def test_a_build_on_a_spoiled_table_stops_or_counts_everybody_once(
    name: str, row: int, column: int, cell: str, right: Path, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    shutil.rmtree(files, ignore_errors=True)
    shutil.copytree(right, files)
    with (files / name).open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    line = rows[row % len(rows)]
    line[column % len(line)] = cell
    write_csv(files / name, None, rows)
    try:
        made = build_snapshot(read_recipe(files / "recipe.toml"), files, tmp_path / "out")
    except SourceError as error:
        assert error.wrong  # noqa: PT017
        return
    snapshot = Snapshot.open(made)
    homes = snapshot.homes
    published = {code: count for code, count in PEOPLE.items() if code in homes.labels["lsoa"]}
    if name != "residents.csv":
        assert int(homes.people.sum()) == sum(published.values())
    assert (homes.people >= 0).all()
    _points(homes.x, homes.y)
    for source in snapshot.manifest.sources:
        assert source.rows == source.used + sum(d.rows for d in source.dropped)
