"""`geodata fetch` for Rutland, from a server on this machine that replays the publishers' forms with their real data.

What is fetched must build the very snapshot that is built from the same files with no server in between.
"""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.area import NEIGHBOUR_BOARDS_M, Area, make_area, place
from geodata.arrays import fields_of
from geodata.build import build_snapshot
from geodata.fetch.boards import find_board
from geodata.fetch.clip import cut_streets
from geodata.fetch.endpoints import Endpoints
from geodata.fetch.outlines import Listed
from geodata.fetch.run import Fetched, fetch_area
from geodata.fetch.wants import Given, Wants
from geodata.geopackage import write_outlines
from geodata.model.board_names import board_key
from geodata.network import read_streets
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot
from geodata.sources.boundaries import read_boundaries
from geodata.sources.onspd import read_ons_package
from tests.made_up.published_town import code_point, table
from tests.made_up.publishers_server import (
    AGES,
    BOARDS,
    LOOKUP,
    LSOAS,
    WARDS,
    CensusTable,
    Publishers,
    ckan,
    geofabrik,
    layer_of,
    os_products,
    serving,
    write_endpoints,
    zipped,
)

QUARTER = "CONSOL_PHARMACY_LIST_201314Q4"  # February 2014, when the list was made
STREETS_DAY = date(2018, 2, 27)
RUTLAND = "E06000017"
WANTS = Wants(
    "RUTLAND",
    "analyst@example.org",
    as_at=date(2018, 2, 23),
    homes="postcodes",
    drive=True,
    streets_day=STREETS_DAY,
)
EVERYWHERE = shapely.box(-3, 51, 1, 54)


def publish(real: Path) -> Publishers:
    """Rutland's real files in the forms in which their publishers send them."""
    england, rutland = real / "england", real / "rutland"
    published = Publishers()
    published.files["/nhsbsa/package_show"] = ckan([QUARTER], QUARTER)
    published.files[f"/nhsbsa/{QUARTER.lower()}.csv"] = (
        rutland / "pharmacies_2014-02_nhsbsa_layout.csv"
    ).read_bytes()
    published.files["/ods/getReport"] = (england / "edispensary_2025-04.csv").read_bytes()
    residents, ages = ((england / f"census2021-{name}-lsoa.csv").read_bytes() for name in ("ts001", "age"))
    published.files["/nomis/census2021-ts001.zip"] = zipped({"census2021-ts001-lsoa.csv": residents})
    published.counts[AGES] = CensusTable(
        "C2021_AGE_12A", bands_of(ages)
    )  # six bands: those of the file at hand
    published.files["/gov/iod2025.csv"] = (england / "iod2025-imd-lsoa21.csv").read_bytes()
    os_products(published, code_point(whole_postcode_areas(real)), version="2014-08")
    published.layers[BOARDS] = layer_of(england / "ctyua21_boundaries.gpkg")
    published.layers[LSOAS] = layer_of(england / "lsoa21_boundaries_bsc.gpkg")
    published.layers[WARDS] = layer_of(rutland / "wards21.gpkg")
    published.layers[LOOKUP] = table(
        (england / "lookup_lsoa21_wd24_lad24.csv").read_text(encoding="utf-8-sig")
    )
    streets = (rutland / "rutland-2018.osm.pbf").read_bytes()
    geofabrik(published, {"rutland": (EVERYWHERE, streets)}, STREETS_DAY)
    return published


@dataclass
class Running:
    """A server with Rutland's files, and what was fetched from it."""

    published: Publishers
    endpoints: Endpoints
    data: Path
    fetched: Fetched
    questions: int


def now() -> datetime:
    return datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def running(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("fetch")
    published = publish(real_data)
    with serving(published) as server:
        endpoints = Endpoints.read(write_endpoints(folder / "endpoints.toml", server.url))
        fetched = fetch_area(WANTS, folder / "data", endpoints, clock=now)
        yield Running(published, endpoints, folder / "data", fetched, len(server.log))


@pytest.fixture(scope="module")
def by_hand(running: Running, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same files with no server in between: copied, or saved from the outlines as an officer would with a GIS."""
    folder = tmp_path_factory.mktemp("by-hand")
    england, rutland = real_data / "england", real_data / "rutland"
    for name, source in {
        "edispensary.csv": england / "edispensary_2025-04.csv",
        f"{QUARTER.lower()}.csv": rutland / "pharmacies_2014-02_nhsbsa_layout.csv",
        "census2021-ts001-lsoa.csv": england / "census2021-ts001-lsoa.csv",
        "imd-lsoa.csv": england / "iod2025-imd-lsoa21.csv",
        "streets.osm.pbf": rutland / "rutland-2018.osm.pbf",
    }.items():
        shutil.copyfile(source, folder / name)
    boards, _ = read_boundaries(england / "ctyua21_boundaries.gpkg", "hwb", vintage="2021")
    area = make_area(england / "ctyua21_boundaries.gpkg", boards, [RUTLAND], 3000)
    for name, source, kind, prefix, metres in (
        ("boards", england / "ctyua21_boundaries.gpkg", "hwb", "CTYUA", NEIGHBOUR_BOARDS_M),
        ("lsoas", england / "lsoa21_boundaries_bsc.gpkg", "lsoa", "LSOA", 3000.0),
        ("wards", rutland / "wards21.gpkg", "ward", "WD", 3000.0),
    ):
        box = shapely.box(*(round(edge) for edge in area.bounds(metres)))
        rows = [
            (outline.code, outline.name, shapely.normalize(shapely.from_wkb(outline.wkb)))
            for outline in read_boundaries(source, kind, vintage="2021")[0]
            if outline.code.startswith("E") and box.intersects(shapely.from_wkb(outline.wkb))
        ]
        write_outlines(folder / f"{name}.gpkg", f"{prefix}21", rows, layer=prefix.lower())
    near = {code for code, *_ in _codes(folder / "lsoas.gpkg")}
    ages = bands_of((england / "census2021-age-lsoa.csv").read_bytes())
    with (folder / "census2021-ts007b-lsoa.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["GEOGRAPHY_CODE", "C2021_AGE_12A_NAME", "OBS_VALUE"])
        writer.writerows((code, *counted) for code in sorted(near) for counted in sorted(ages[code].items()))
    with (england / "lookup_lsoa21_wd24_lad24.csv").open(encoding="utf-8-sig", newline="") as handle:
        headings, *rows = csv.reader(handle)
    at = headings.index("LSOA21CD")
    with (folder / "lookup.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(
            [headings, *sorted(r for r in rows if r[at] in near)]
        )
    files: dict[str, list[list[str]]] = {}
    for row in list(csv.reader(io.StringIO(whole_postcode_areas(real_data))))[1:]:
        letters = "".join(c for c in row[0][:2] if c.isalpha()).lower()
        files.setdefault(letters, []).append([*row[:4], *[""] * 6])
    for letters, found in files.items():
        with (folder / f"codepo-{letters}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(found)
    return folder


def bands_of(ages: bytes) -> dict[str, dict[str, int]]:
    """A bulk file of ages as counts by area and band."""
    rows = csv.DictReader(io.StringIO(ages.decode("utf-8-sig")))
    return {
        row["geography code"]: {
            heading.removeprefix("Age: ").removesuffix("; measures: Value"): int(cell)
            for heading, cell in row.items()
            if heading.startswith("Age: ")
        }
        for row in rows
    }


@cache
def whole_postcode_areas(real: Path) -> str:
    """The county's postcodes of 2014, and the rest of their postcode areas, as the publisher's files hold them.

    The file at hand stops at the county's border. What lies beyond is of the ONS Postcode Directory, which has no mark of
    quality: it gets that of a point in a building, whose error is assumed to be the same.
    """
    text = (real / "rutland" / "postcodes_codepoint_open_2014-08.csv").read_text(encoding="utf-8-sig")
    headings, *own = list(csv.reader(io.StringIO(text)))
    known = {row[0].replace(" ", "") for row in own}
    areas = {re.match("[A-Z]+", code)[0] for code in known}  # type: ignore[index]
    everywhere = Area(shapely.box(0, 0, 700_000, 700_000), 0.0)
    beyond, _ = read_ons_package(everywhere, letters=sorted({area[0] for area in areas}))
    lsoas, _ = read_boundaries(real / "england" / "lsoa21_boundaries_bsc.gpkg", "lsoa", vintage="2021")
    county = [shapely.from_wkb(lsoa.wkb) for lsoa in lsoas if lsoa.name.startswith("Rutland")]
    outside = place(beyond.x, beyond.y, county) < 0
    rows = [
        [f"{code[:-3]} {code[-3:]}", "10", f"{x:.0f}", f"{y:.0f}"]
        for code, x, y in zip(
            (code.decode() for code in beyond.code[outside]),
            beyond.x[outside],
            beyond.y[outside],
            strict=True,
        )
        if code not in known and re.match("[A-Z]+", code)[0] in areas  # type: ignore[index]
    ]
    out = io.StringIO()
    csv.writer(out).writerows([headings[:4], *(row[:4] for row in own), *rows])
    return out.getvalue()


def _codes(file: Path) -> list[tuple[str, str]]:
    return [(outline.code, outline.name) for outline in read_boundaries(file, "lsoa", vintage="x")[0]]


def _built(recipe: Path, data: Path, out: Path) -> Snapshot:
    """Built with nothing accepted: neighbours' postcodes come with a fetch, so that their pharmacies are placed."""
    return Snapshot.open(build_snapshot(read_recipe(recipe), data, out))


@pytest.fixture(scope="module")
def snapshot(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    out = tmp_path_factory.mktemp("snapshots")
    return _built(running.fetched.recipe, running.fetched.folder, out)


def test_the_snapshot_of_what_is_fetched_is_that_of_the_files(
    running: Running, snapshot: Snapshot, by_hand: Path, tmp_path: Path
) -> None:
    hand = _built(running.fetched.recipe, by_hand, tmp_path)
    assert hand.id == snapshot.id


def test_giving_the_files_writes_the_same_recipe_and_asks_nobody(
    running: Running, by_hand: Path, tmp_path: Path
) -> None:
    given: dict[str, tuple[Given, ...]] = {}
    for entry in running.fetched.imports:
        given[entry.role] = (*given.get(entry.role, ()), Given(by_hand / entry.file, entry.vintage))
    nowhere = Endpoints.read(write_endpoints(tmp_path / "e.toml", "http://127.0.0.1:9", tries=1))
    fetched = fetch_area(replace(WANTS, given=given), tmp_path / "data", nowhere, clock=now)
    noted = running.fetched.recipe.read_text().replace('note = "The extract as it was published."\n', "")
    assert fetched.recipe.read_text() == noted
    assert {e.file: e.sha256 for e in fetched.imports} == {e.file: e.sha256 for e in running.fetched.imports}


def test_it_has_the_people_and_the_streets_of_the_documentations_recipe(
    snapshot: Snapshot, rutland_snapshot: Snapshot
) -> None:
    assert int(snapshot.homes.people.sum()) == int(rutland_snapshot.homes.people.sum())
    for name, column in fields_of(rutland_snapshot.homes).items():
        assert np.array_equal(getattr(snapshot.homes, name), column), name
    for mode in ("walk", "drive"):
        for name, column in fields_of(rutland_snapshot.network(mode)).items():
            assert np.array_equal(getattr(snapshot.network(mode), name), column), (mode, name)
    codes = {p.ods_code for p in snapshot.premises if p.point is not None}
    assert codes == {p.ods_code for p in rutland_snapshot.premises if p.point is not None}
    assert [p.ods_code for p in snapshot.premises if p.point is None] == [
        p.ods_code for p in rutland_snapshot.premises if p.point is None
    ]
    assert {"Leicestershire", "Lincolnshire"} <= {board.name for board in snapshot.boundaries("hwb")}


def test_a_county_in_two_extracts_gives_the_streets_of_one(
    running: Running, real_data: Path, tmp_path: Path
) -> None:
    whole = real_data / "rutland" / "rutland-2018.osm.pbf"
    halves = {"west": (-3.0, 51.0, -0.68, 54.0), "east": (-0.68, 51.0, 1.0, 54.0)}
    for name, box in halves.items():
        assert cut_streets([whole], box, tmp_path / f"{name}.osm.pbf")
    parts = {
        name: (shapely.box(*box), (tmp_path / f"{name}.osm.pbf").read_bytes()) for name, box in halves.items()
    }
    index = running.published.files["/geofabrik/index-v1.json"]
    try:
        geofabrik(running.published, parts, STREETS_DAY)
        fetched = fetch_area(WANTS, tmp_path / "data", running.endpoints, clock=now)
    finally:
        running.published.files["/geofabrik/index-v1.json"] = index
    entry = next(e for e in fetched.imports if e.role == "streets")
    assert entry.vintage == "27 February 2018 (east, west)"
    assert len(entry.origins) == 2
    joined, _ = read_streets(fetched.folder / entry.file, vintage="x")
    expected, _ = read_streets(whole, vintage="x")
    for name, column in fields_of(expected).items():
        assert np.array_equal(getattr(joined, name), column), name


def test_every_board_of_england_is_found_in_capitals_and_by_code(real_data: Path) -> None:
    outlines, _ = read_boundaries(real_data / "england" / "ctyua21_boundaries.gpkg", "hwb", vintage="2021")
    boards = [Listed(board.code, board.name) for board in outlines]
    assert len(boards) == 152
    assert len({board_key(board.name) for board in boards}) == 152
    for board in boards:
        assert find_board(board.name.upper(), boards) == (board, "")
        assert find_board(board.code, boards) == (board, "")


def test_boards_as_the_nhs_list_writes_them_are_found(real_data: Path) -> None:
    outlines, _ = read_boundaries(real_data / "england" / "ctyua21_boundaries.gpkg", "hwb", vintage="2021")
    boards = [Listed(board.code, board.name) for board in outlines]
    names: set[str] = set()
    for file in real_data.glob("*/*pharmacies_20*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = [{key.casefold(): cell for key, cell in row.items()} for row in csv.DictReader(handle)]
        names |= {row["health_and_wellbeing_board"] for row in rows}
    assert len(names) > 10
    for name in names:
        found, _ = find_board(name.upper(), boards)
        assert board_key(found.name) == board_key(name)
