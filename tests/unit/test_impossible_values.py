"""What cannot be is refused with its cell named; what is merely odd is told; and one run tells every fault of all files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Geometry

from geodata.area import Area
from geodata.arrays import Boundary
from geodata.britain import in_britain
from geodata.build import build_snapshot
from geodata.errors import SeveralFaultsError, SourceError
from geodata.overlaps import IMPOSSIBLE_M, IMPOSSIBLE_SHARE, find_overlaps
from geodata.people import TOO_MANY, TOO_MANY_AGES, refuse_too_many_ages
from geodata.quality import limits as names
from geodata.quality.checking import check_contents
from geodata.quality.limits import LIMITS
from geodata.quality.of_people import AT_ONE_POINT, FEW_PEOPLE, MANY
from geodata.quality.report import Level
from geodata.quality.subject import Subject
from geodata.recipe import Recipe, read_recipe
from geodata.sources.boundaries import read_boundaries
from geodata.sources.census import MOST_PEOPLE, read_ages, read_residents
from geodata.sources.centroids import read_centroids
from geodata.sources.deprivation import read_deciles
from geodata.sources.lookup import read_lookup
from geodata.sources.lsoas import LAST_OF_2011
from geodata.sources.ods import read_open_dispensaries
from geodata.sources.postcodes import read_code_point_open
from tests.made_up import publishers, small_area
from tests.made_up.publishers import BANDS, BOARDS, EAST, LSOA_ONE, LSOA_TWO, WEST, box, write_all, write_csv
from tests.pbf import ORIGIN

AREA = Area(box(0, -1000, 2000, 1500), 1000.0)
LABELS = ["geography code"]
TOTAL = "Residence type: Total; measures: Value"
POINT = ["Postcode", "Positional_quality_indicator", "Eastings", "Northings"]


def residents(file: Path, count: str) -> object:
    write_csv(file, [*LABELS, TOTAL], [[LSOA_TWO, 5], [LSOA_ONE, count]])
    return read_residents(file, [LSOA_ONE, LSOA_TWO], vintage="")


def ages(file: Path, count: str) -> object:
    write_csv(file, [*LABELS, *(f"Age: {band}" for band in BANDS)], [[LSOA_ONE, 1, 2, count, 4, 5, 6]])
    return read_ages(file, [LSOA_ONE], vintage="")


def rank(file: Path, cell: str) -> object:
    headings = ["LSOA code (2021)", "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
                "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"]  # fmt: skip
    write_csv(file, headings, [[LSOA_ONE, cell, 1]])
    return read_deciles(file, [LSOA_ONE], vintage="")


def postcode(file: Path, cell: str) -> object:
    easting, _, northing = cell.partition(" ")
    write_csv(file, POINT, [["XQ1 1AA", 10, 486_200, 308_000], ["XQ1 1AB", 10, easting, northing or 308_000]])
    return read_code_point_open(file, AREA, vintage="")


def centroid(file: Path, cell: str) -> object:
    easting, _, northing = cell.partition(" ")
    write_csv(file, ["OA21CD", "x", "y"], [["E00000001", easting, northing or 308_000]])
    return read_centroids(file, AREA, vintage="")


def lookup(file: Path, cell: str) -> object:
    write_csv(file, ["LSOA21CD", "WD24CD", "LAD24CD"], [[LSOA_ONE, cell, WEST]])
    return read_lookup(file, vintage="")


def closed(file: Path, cell: str) -> object:
    write_csv(file, None, [publishers.dispensary("FZ001", "XQ1 1AA", "20200101", cell, "C")])
    return read_open_dispensaries(file, small_area.contents().as_at, vintage="")


@pytest.mark.parametrize(
    ("reader", "cell", "said"),
    [
        (residents, "-3", f"column '{TOTAL}', row 3: '-3' is below zero"),
        (residents, "1000000000000", "row 3: '1000000000000' is more than there can be people in one small area"),
        (residents, "9" * 5000, "is more than there can be people in one small area"),
        (residents, "100001", r"more than there can be people in one small area \(100,000\)"),
        (residents, "inf", "row 3: 'inf' is not a whole number"),
        (residents, "", "row 3: '' is not a whole number"),
        (ages, "-1", "column 'Age: Aged 25 to 34 years', row 2: '-1' is below zero"),
        (ages, "1e300", "column 'Age: Aged 25 to 34 years', row 2: '1e300' is not a whole number"),
        (rank, "0", r"Rank \(where 1 is most deprived\)', row 2: '0' is less than 1"),
        (rank, "40001", "row 2: '40001' is more than there can be ranks of LSOAs"),
        (postcode, "inf", "column 'Eastings', row 3: 'inf' is no number of metres"),
        (postcode, "1e300", "row 3: 1e300, 308000 lies outside Great Britain"),
        (postcode, "-0.71 52.66", "columns 'Eastings' and 'Northings', row 3: -0.71, 52.66 looks like degrees"),
        (postcode, "486.2 308.0", "row 3: 486.2, 308.0 is too small for metres"),
        (postcode, "50000 600000", "row 3: 50000, 600000 lies outside Great Britain"),
        (postcode, "650000 900000", "row 3: 650000, 900000 lies outside Great Britain"),
        (centroid, "inf", "column 'x', row 2: 'inf' is no number of metres"),
        (centroid, "-0.71 52.66", "columns 'x' and 'y', row 2: -0.71, 52.66 looks like degrees"),
        (centroid, "400000 1250000", None),
        (lookup, "", "column 'WD24CD', row 2: '' names nothing"),
        (lookup, "Oakham", "column 'WD24CD', row 2: 'OAKHAM' is no code of an area"),
        (closed, "20191231", "column 'closed', row 1: '20191231' is before the day on which it opened"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_its_cell(
    tmp_path: Path, reader: Callable[[Path, str], object], cell: str, said: str | None
) -> None:
    with pytest.raises(SourceError, match=said or "no output area of it lies in the area"):
        reader(tmp_path / "file.csv", cell)


def test_the_rows_counted_are_those_of_a_spreadsheet_also_after_blank_ones(tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(f"geography code,{TOTAL}\n\n,\n{LSOA_ONE},x\n{LSOA_TWO},y\n")
    with pytest.raises(
        SourceError, match=r"row 4: 'x' is not a whole number \(1 more row is wrong in the same way\)"
    ):
        read_residents(file, None, vintage="")


def test_a_total_beyond_englands_is_refused(tmp_path: Path) -> None:
    rows = [[f"E01{n:06}", 100_000] for n in range(601)]
    file = write_csv(tmp_path / "r.csv", [*LABELS, TOTAL], rows)
    with pytest.raises(SourceError, match="60,100,000 people in all are more than live in England"):
        read_residents(file, None, vintage="")


@pytest.mark.parametrize(("more", "refused"), [(30, False), (50, False), (51, True)])
def test_age_groups_may_exceed_the_residents_by_what_the_census_changes_and_no_more(
    more: int, refused: bool
) -> None:
    people, groups = {LSOA_ONE: 1000}, {"a": {LSOA_ONE: 600}, "b": {LSOA_ONE: 400 + more}}
    if not refused:
        refuse_too_many_ages(Path("ages.csv"), people, groups)
        return
    with pytest.raises(SourceError, match=rf"more people than live there in {LSOA_ONE} \(1,051 of 1,000\)"):
        refuse_too_many_ages(Path("ages.csv"), people, groups)


def test_great_britain_is_where_its_squares_have_land() -> None:
    land = [(82_650, 5_300), (95_900, 900_100), (655_000, 293_000), (462_000, 1_217_000), (134_200, 25_300)]
    sea = [
        (650_000, 900_000),
        (50_000, 350_000),
        (0, 0),
        (486_200, 1_300_001),
        (700_000, 300_000),
        (-1, 5_000),
    ]
    assert in_britain(*np.array(land, dtype=np.float64).T).all()
    assert not in_britain(*np.array(sea, dtype=np.float64).T).any()
    assert not in_britain(np.array([np.nan, np.inf]), np.array([5e4, 5e4])).any()


# --- outlines ------------------------------------------------------------------------------------------------------------


def layer(file: Path, geometry: Geometry | None, code: object = EAST, name: object = "East") -> Path:
    frame = gpd.GeoDataFrame(
        {"CTYUA21CD": [WEST, code], "CTYUA21NM": ["Westmarch", name]},
        geometry=[BOARDS[WEST], geometry],
        crs="EPSG:27700",
    )
    frame.to_file(file, driver="GPKG", layer="boards")
    return file


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (None, f"CTYUA21CD '{EAST}' has no outline"),
        (shapely.Polygon(), f"'{EAST}' (is no area|has no outline)"),
        (shapely.LineString([ORIGIN, (487_000, 309_000)]), f"the outline of CTYUA21CD '{EAST}' is no area"),
        (shapely.Point(ORIGIN), "is no area"),
        (shapely.box(-0.7, 52.6, -0.6, 52.7), "reaches to -0.7, 52.6, which looks like degrees"),
        (shapely.box(486_000, 308_000, 1e12, 308_100), "reaches to 1e.12, 308100, which lies outside Great Britain"),
    ],
)  # fmt: skip
def test_an_outline_that_is_none_is_refused_with_its_code(
    tmp_path: Path, geometry: Geometry | None, said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_boundaries(layer(tmp_path / "boards.gpkg", geometry), "hwb", vintage="")


def test_an_outline_that_is_missing_is_told_also_where_only_a_part_of_the_file_is_read(
    tmp_path: Path,
) -> None:
    file = layer(tmp_path / "boards.gpkg", None)
    with pytest.raises(SourceError, match=f"'{EAST}' has no outline"):
        read_boundaries(file, "hwb", vintage="", bounds=BOARDS[WEST].bounds)


@pytest.mark.parametrize(("code", "name"), [(None, "East"), (EAST, None), ("", "East"), (EAST, " ")])
def test_an_area_without_code_or_name_is_refused(tmp_path: Path, code: str | None, name: str | None) -> None:
    with pytest.raises(SourceError, match=r"column 'CTYUA21(CD|NM)', outline 2: .* names nothing"):
        read_boundaries(layer(tmp_path / "b.gpkg", BOARDS[EAST], code, name), "hwb", vintage="")


def pair(other: Geometry) -> tuple[Boundary, ...]:
    return (Boundary(WEST, "Westmarch", BOARDS[WEST].wkb), Boundary(EAST, "Eastmarch", other.wkb))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (box(800, -1000, 4000, 1500), "E06999001 .Westmarch. and E06999002 .Eastmarch. share ground 1,200 m wide"),
        (box(1500, 0, 2100, 300), "share ground 300 m wide, 83% of the smaller one"),
    ],
)  # fmt: skip
def test_areas_that_share_kilometres_or_most_of_one_are_refused(other: Geometry, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        find_overlaps(Path("boards.gpkg"), pair(other))


def test_a_border_that_is_drawn_a_little_differently_is_told_with_its_width() -> None:
    (overlap,) = find_overlaps(Path("boards.gpkg"), pair(box(1950, -1000, 4000, 1500)))
    assert round(overlap.wide_m) == 50
    assert find_overlaps(Path("boards.gpkg"), pair(BOARDS[EAST])) == ()
    subject = Subject(small_area.contents(), overlaps=(overlap,))
    check = {c.id: c for c in check_contents(subject).checks}[names.AREAS_OVERLAP]
    assert (check.level, check.items) == (Level.WARN, (str(overlap),))


# --- what is odd ---------------------------------------------------------------------------------------------------------


def odd(check: str, **changes: object) -> Level:
    contents = small_area.contents()
    subject = Subject(replace(contents, homes=replace(contents.homes, **changes)))  # type: ignore[arg-type]
    return {c.id: c for c in check_contents(subject).checks}[check].level


def test_a_small_area_of_very_many_people_and_ages_that_differ_are_looked_at() -> None:
    homes = small_area.contents().homes
    many = homes.people.copy()
    many[3] = 10_001
    assert odd(names.PEOPLE_OF_AREAS) is Level.GOOD
    assert odd(names.PEOPLE_OF_AREAS, people=many) is Level.WARN
    assert odd(names.AGES_DIFFER) is Level.GOOD
    more = {
        **homes.groups,
        "age_65_plus": homes.groups["age_65_plus"] + np.array([15, 0, 0, 0], dtype=np.int32),
    }
    assert odd(names.AGES_DIFFER, groups=more) is Level.GOOD
    more["age_65_plus"] = more["age_65_plus"] + np.array([1, 0, 0, 0], dtype=np.int32)
    assert odd(names.AGES_DIFFER, groups=more) is Level.WARN


def test_many_people_at_one_point_are_looked_at_and_a_quarter_of_all_stops() -> None:
    homes = small_area.contents().homes
    assert odd(names.ONE_POINT) is Level.GOOD
    together = homes.x.copy()
    together[:3] = together[3]  # all thousand of them
    assert odd(names.ONE_POINT, x=together) is Level.STOP
    many = np.array([10_000, 1, 1, 626], dtype=np.int32)
    apart = np.array([5_000, 5_000, 625, 626], dtype=np.int32)
    assert odd(names.ONE_POINT, people=many) is Level.STOP
    subject = Subject(replace(small_area.contents(), homes=replace(homes, people=apart // 8)))
    check = {c.id: c for c in check_contents(subject).checks}[names.ONE_POINT]
    assert (check.level, check.facts) == (Level.GOOD, {"most": 625})
    subject = Subject(
        replace(small_area.contents(), homes=replace(homes, people=apart // 8 + np.array([0, 0, 900, 0])))
    )
    check = {c.id: c for c in check_contents(subject).checks}[names.ONE_POINT]
    assert check.items == ("978 people of L3 at XT11AC",)


def test_the_page_of_accepted_files_says_the_limits_that_hold() -> None:
    page = (Path(__file__).parents[2] / "docs" / "accepted-files.md").read_text("utf-8")
    for words in (
        f"above {MOST_PEOPLE:,} people in one small area",
        f"more than {TOO_MANY_AGES:.0%} and {TOO_MANY} people",
        f"nobody or more than {MANY:,} people",
        f"more than {LIMITS[names.AGES_DIFFER].warn:.0%} and {FEW_PEOPLE} people",
        f"two areas that share ground {LIMITS[names.AREAS_OVERLAP].warn:.0f} m wide",
        f"more than {AT_ONE_POINT} people at one point",
        f"none after E010{LAST_OF_2011}",
    ):
        assert words in page, words
    assert (IMPOSSIBLE_M, IMPOSSIBLE_SHARE) == (1000.0, 0.5)


# --- all of it in one run ------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_all(tmp_path / "files")


def recipe_of(files: Path) -> Recipe:
    return read_recipe(files / "recipe.toml")


def test_one_run_tells_the_faults_of_every_file_and_makes_nothing(files: Path, tmp_path: Path) -> None:
    write_csv(files / "residents.csv", [*LABELS, TOTAL], [[c, -1] for c in publishers.PEOPLE])
    write_csv(files / "deprivation.csv", ["LSOA code (2021)"], [])
    write_csv(
        files / "postcodes.csv", POINT, [["XQ1 1AA", 7, "east", "inf"], ["nowhere", 10, 486_200, 308_000]]
    )
    write_csv(files / "lookup.csv", ["LSOA21CD", "WD24CD", "LAD24CD"], [["?", "?", "?"]])
    (files / "services.csv").unlink()
    (files / "wards.gpkg").write_text("<html>")
    (files / "dispensaries.csv").write_text("a,b,c\n")
    whole = (files / "streets.osm.pbf").read_bytes()
    (files / "streets.osm.pbf").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SeveralFaultsError) as caught:
        build_snapshot(recipe_of(files), files, tmp_path / "out")
    told = [(error.file.name, error.wrong) for error in caught.value.errors]
    for file, words in (
        ("residents.csv", "'-1' is below zero"),
        ("deprivation.csv", "no column 'Index of Multiple Deprivation (IMD) Decile'"),
        ("postcodes.csv", "row 2: '7' is not one of the layout"),
        ("postcodes.csv", "row 3: 'nowhere' is no postcode"),
        ("postcodes.csv", "column 'Eastings', row 2: 'east' is no number"),
        ("postcodes.csv", "column 'Northings', row 2: 'inf' is no number"),
        ("lookup.csv", "column 'LSOA21CD', row 2: '?' is no code"),
        ("lookup.csv", "column 'WD24CD', row 2: '?' is no code"),
        ("lookup.csv", "column 'LAD24CD', row 2: '?' is no code"),
        ("services.csv", "there is no such file"),
        ("wards.gpkg", "not a GeoPackage"),
        ("dispensaries.csv", "row 1 has 3 columns, where 27 belong"),
        ("streets.osm.pbf", "cut short"),
    ):
        assert sum(name == file and words in wrong for name, wrong in told) == 1, (file, words)
    assert str(caught.value).count("\n") == len(told) == 13, "each once"
    assert not (tmp_path / "out").exists()


def test_layouts_are_looked_at_before_anything_is_read(files: Path, tmp_path: Path) -> None:
    (files / "ages.csv").write_text("geography code\n")
    (files / "streets.osm.pbf").write_text("<html>")
    told: list[str] = []
    with pytest.raises(SeveralFaultsError, match="2 faults were found"):
        build_snapshot(
            recipe_of(files), files, tmp_path / "out", progress=lambda doing, *_: told.append(doing)
        )
    assert told[:2] == ["layouts of all files", "layouts: 2 wrong; the rest is read to find every fault"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfeo\x00d\x00", "ods,£\n".encode("cp1252"), b'"ods', b"PK\x03\x04", b"<html>", b""]
)
def test_a_file_of_another_format_is_told_once_though_it_is_looked_at_and_read(
    content: bytes, files: Path, tmp_path: Path
) -> None:
    (files / "services.csv").write_bytes(content)
    with pytest.raises(SourceError) as caught:
        build_snapshot(recipe_of(files), files, tmp_path / "out")
    assert not isinstance(caught.value, SeveralFaultsError)
    assert caught.value.file == files / "services.csv"


def test_a_fault_that_stands_alone_is_told_as_before(files: Path, tmp_path: Path) -> None:
    (files / "services.csv").unlink()
    with pytest.raises(SourceError, match=r"services\.csv: there is no such file") as caught:
        build_snapshot(recipe_of(files), files, tmp_path / "out")
    assert not isinstance(caught.value, SeveralFaultsError)
