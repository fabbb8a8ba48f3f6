"""Lists and tables as publishers give them: whoever is left out is named, codes are one in any case, years are told apart."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.area import Area, make_area
from geodata.arrays import Boundary, Postcodes
from geodata.build import build_snapshot
from geodata.errors import SeveralFaultsError, SourceError
from geodata.listing import place_premises
from geodata.model.premises import ContractType, Premises
from geodata.quality import limits as names
from geodata.quality.checking import check_contents
from geodata.quality.subject import Subject
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot
from geodata.sources.census import read_residents
from geodata.sources.deprivation import read_deciles
from geodata.sources.nhsbsa import read_pharmaceutical_list
from geodata.sources.ods import read_open_dispensaries
from geodata.sources.onspd import is_ons_directory, read_ons_directory
from geodata.sources.postcodes import read_code_point_open
from geodata.sources.services import read_services
from tests.made_up import publishers, small_area
from tests.made_up.publishers import (
    LSOA_ONE,
    WEST,
    box,
    dispensary,
    hours_row,
    write_all,
    write_csv,
    write_dispensaries,
    write_hours,
)

AREA = Area(box(0, -1000, 2000, 1500), 1000.0)
DAY = date(2024, 6, 1)
KNOWN = Postcodes(np.array([b"XQ11AA"]), np.array([486_200.0]), np.array([308_000.0]), np.array([50.0]))


def premises(postcode: str, board: str | None = None) -> Premises:
    return Premises(
        "F1", "Pharmacy", "1 Long Street", postcode, None, ContractType.COMMUNITY, "A list", hwb_name=board
    )


# --- whoever has no place ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "board", "said", "kept"),
    [
        ("XX1 1XX", None, "City of Westmarch", True),
        ("XX1 1XX", "WESTMARCH, CITY OF", None, True),
        ("XX1 1XX", None, "Eastmarch", False),
        ("XX1 1XX", None, None, False),
        ("", None, None, True),
        ("not known", None, None, True),
        ("", None, "Eastmarch", False),
    ],
)
def test_who_cannot_be_placed_and_may_be_of_the_area_is_kept_and_named(
    postcode: str, board: str | None, said: str | None, kept: bool
) -> None:
    named = {"F1": said} if said else {}
    placed = place_premises([premises(postcode, board)], KNOWN, AREA, ["Westmarch"], said=named)
    assert (len(placed.premises), placed.elsewhere) == ((1, 0) if kept else (0, 1))
    assert any("F1" in note for note in placed.notes) is kept


def test_a_build_names_them_by_the_board_of_the_list_of_hours(tmp_path: Path) -> None:
    files = write_all(tmp_path / "files")
    rows = [
        *publishers.DISPENSARIES,
        dispensary("fz020", "YY1 1YY", "20200101"),
        dispensary("FZ021", "", "20200101"),
    ]
    write_dispensaries(files / "dispensaries.csv", rows)
    write_hours(
        files / "hours.csv", [hours_row("FZ020", "YY1 1YY", HEALTH_AND_WELLBEING_BOARD="Westmarch Council")]
    )
    recipe = read_recipe(files / "recipe.toml").model_copy(update={"streets": {}})
    limit = {names.NOT_PLACED: {"stop": 1.0, "reason": "the postcodes are of May"}}
    recipe = type(recipe).model_validate({**recipe.model_dump(), "quality": limit})
    snapshot = Snapshot.open(build_snapshot(recipe, files, tmp_path / "out"))
    nowhere = [p.ods_code for p in snapshot.premises if p.point is None]
    assert nowhere == ["FZ005", "FZ020", "FZ021"], "a code in small letters is the same code"
    assert snapshot.premises[-2].hours is not None, "hours join on it"
    (check,) = (check for check in snapshot.manifest.to_look_at if check.check == names.NOT_PLACED)
    assert "3 pharmacies have a postcode that no file knows" in check.found


def test_the_check_names_each() -> None:
    contents = small_area.contents(premises=(premises("", "Westley"),))
    check = {c.id: c for c in check_contents(Subject(contents)).checks}[names.NOT_PLACED]
    assert check.items == ("F1 Pharmacy (no postcode)",)


# --- codes and countries -------------------------------------------------------------------------------------------------


def test_two_codes_that_differ_by_case_are_one_in_every_list(tmp_path: Path) -> None:
    twice = write_dispensaries(
        tmp_path / "d.csv", [dispensary(c, "XQ1 1AA", "20200101") for c in ("FZ001", "fz001")]
    )
    with pytest.raises(SourceError, match="code 'FZ001' stands in more than one row"):
        read_open_dispensaries(twice, DAY, vintage="")
    hours = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA"), hours_row("fz001", "XQ1 1AB")])
    with pytest.raises(SourceError, match="PHARMACY_ODS_CODE 'FZ001' stands in more than one row"):
        read_pharmaceutical_list(hours, vintage="")
    services = write_csv(
        tmp_path / "s.csv", ["ods", "ServiceName"], [["fz001", "A"], ["FZ001 ", "B"], ["FZ001", "A"]]
    )
    given, source = read_services(services, vintage="")
    assert given == {"FZ001": ("A", "B")}
    assert source.used == 2
    residents = write_csv(
        tmp_path / "r.csv",
        ["geography code", "Residence type: Total; measures: Value"],
        [[LSOA_ONE.lower(), 7]],
    )
    assert read_residents(residents, [LSOA_ONE], vintage="")[0] == {LSOA_ONE: 7}


def test_jersey_guernsey_the_isle_of_man_and_northern_ireland_are_left_out_and_counted(
    tmp_path: Path,
) -> None:
    away = ["JE2 4TR", "GY1 1AA", "IM1 1AA", "BT1 1AA"]
    rows = [dispensary(f"FZ00{n}", postcode, "20200101") for n, postcode in enumerate([*away, "XQ1 1AA"])]
    kept, source = read_open_dispensaries(write_dispensaries(tmp_path / "d.csv", rows), DAY, vintage="")
    assert [p.postcode for p in kept] == ["XQ1 1AA"]
    assert [(d.reason, d.rows) for d in source.dropped] == [
        ("in Wales, on the Isle of Man, in Jersey, Guernsey or Northern Ireland", 4)
    ]
    hours = [hours_row(f"FZ00{n}", postcode) for n, postcode in enumerate([*away, "XQ1 1AA"])]
    kept, source = read_pharmaceutical_list(write_hours(tmp_path / "h.csv", hours), vintage="")
    assert [p.postcode for p in kept] == ["XQ1 1AA"]
    assert [d.rows for d in source.dropped] == [4]


# --- years ---------------------------------------------------------------------------------------------------------------

OLD, NEW = "E01033768", "E01033769"
"""The last LSOA of 2011, and the first that was drawn for 2021."""


def test_codes_of_2011_in_a_column_of_2021_are_told(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "r.csv", ["geography code", "Residence type: Total; measures: Value"], [[OLD, 7]]
    )
    with pytest.raises(
        SourceError, match=f"no row for {NEW}. Its LSOAs are those of 2011, whatever its column is called"
    ):
        read_residents(file, [OLD, NEW], vintage="")
    headings = ["LSOA code (2021)", "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"]
    _, source = read_deciles(write_csv(tmp_path / "d.csv", headings, [[OLD, 3]]), [OLD, NEW], vintage="")
    assert source.note.startswith("Its LSOAs are those of 2011")
    _, source = read_deciles(
        write_csv(tmp_path / "e.csv", headings, [[OLD, 3], [NEW, 4]]), [OLD, NEW], vintage=""
    )
    assert source.note == ""
    _, source = read_deciles(tmp_path / "d.csv", [OLD], vintage="")
    assert source.note == "", "what was not redrawn is the same in both years"


def test_a_board_whose_code_changed_is_led_to_its_new_one() -> None:
    boards = [Boundary("E08000038", "Barnsley", shapely.box(430_000, 400_000, 440_000, 410_000).wkb)]
    with pytest.raises(
        SourceError,
        match=r"no board 'E08000016'. Barnsley .* ended on 1 April 2025; its area is now of E08000038",
    ):
        make_area(Path("boards.gpkg"), boards, ["E08000016"], 3000.0)
    older = [Boundary("E08000019", "Sheffield", shapely.box(430_000, 380_000, 440_000, 390_000).wkb)]
    with pytest.raises(
        SourceError, match=r"no board 'E08000039'. It is of boards since 1 April 2025: Sheffield"
    ):
        make_area(Path("boards.gpkg"), older, ["E08000039"], 3000.0)


# --- the ONS Postcode Directory as the publisher's CSV -------------------------------------------------------------------

DIRECTORY = {
    "NSPL, August 2026": "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,wd26cd,"
    "nhser24cd,ctry26cd,rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl26cd,bua24cd,ruc21ind,"
    "oac21ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd",
    "NSPL, 2025": "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,"
    "nhser24cd,ctry25cd,rgn25cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl24cd,bua24cd,ruc21ind,"
    "oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,icb23cd",
    "ONSPD, until 2024": "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind",
    "in capitals": "PCD,PCD2,PCDS,DOINTR,DOTERM,OSLAUA,USERTYPE,OSEAST1M,OSNRTH1M,OSGRDIND",
}  # fmt: skip
ROWS = (
    ("XQ1 1AA", "", "0", "486200", "0308000", "1", WEST),
    ("XQ1 1AB", "202301", "0", "486600", "308000", "1", WEST),  # ended
    ("XQ1 1AC", "", "1", "486900", "308010", "3", WEST),  # an organisation's own
    ("XQ1 2AB", "", "0", "487800", "308000", "6", WEST),  # the middle of its sector
    ("XQ9 9ZZ", "", "0", "546000", "308000", "1", WEST),  # far away
    ("XQ9 9ZY", "", "0", "", "", "9", WEST),  # no point
    ("BT1 1AA", "", "0", "333500", "374000", "1", "N09000003"),
)


def directory(file: Path, headings: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    columns = headings.split(",")
    wanted = ("pcds", "doterm", "user", "east1m", "north1m", "ind", "laua")
    shapes = {"usrtypind": "user", "usertype": "user", "oseast1m": "east1m", "osnrth1m": "north1m", "gridind": "ind",
              "osgrdind": "ind", "oslaua": "laua", "lad25cd": "laua", "lad26cd": "laua"}  # fmt: skip
    cells = [dict(zip(wanted, row, strict=True)) for row in rows]
    return write_csv(
        file, columns, [[row.get(shapes.get(c.lower(), c.lower()), "") for c in columns] for row in cells]
    )


@pytest.mark.parametrize("headings", DIRECTORY.values(), ids=DIRECTORY.keys())
def test_the_directory_is_read_under_the_headings_of_any_year(tmp_path: Path, headings: str) -> None:
    file = directory(tmp_path / "d.csv", headings)
    read = read_ons_directory(file, AREA, vintage="August 2026", also={"XQ99ZZ"})
    assert read.postcodes.code.tolist() == [b"XQ11AA", b"XQ11AB", b"XQ11AC", b"XQ12AB", b"XQ99ZZ"]
    assert read.lived_in.tolist() == [True, False, False, True, True]
    assert read.postcodes.error_m.tolist()[:3] == [50.0, 50.0, 100.0]
    assert np.isnan(read.postcodes.error_m[3])
    assert {d.reason: d.rows for d in read.source.dropped} == {
        "no National Grid coordinates": 2,
        "outside the area and its reach": 1,
    }
    assert read.source.rows == len(ROWS)
    assert "2 are live and of small users" in read.source.note
    assert is_ons_directory(file)


def test_a_snapshot_can_be_built_on_it_and_homes_stand_at_live_postcodes_of_small_users(
    tmp_path: Path,
) -> None:
    files = write_all(tmp_path / "files")
    directory(files / "postcodes.csv", DIRECTORY["NSPL, August 2026"])
    text = (files / "recipe.toml").read_text().replace("code-point-open", "ons-directory")
    (files / "recipe.toml").write_text(text[: text.index("[streets.walk]")])
    snapshot = Snapshot.open(build_snapshot(read_recipe(files / "recipe.toml"), files, tmp_path / "out"))
    homes = {name.decode() for name in snapshot.homes.name.tolist()}
    assert homes == {"XQ11AA", "XQ12AB", publishers.LSOA_NORTH}
    assert snapshot.locate("XQ1 1AB") is not None, "an ended postcode still gives its point"


def test_the_directory_given_as_code_point_open_is_named_and_led_to_its_layout(tmp_path: Path) -> None:
    for headings in DIRECTORY.values():
        with pytest.raises(
            SourceError, match=r'looks like the ONS Postcode Directory.*layout = "ons-directory"'
        ):
            read_code_point_open(directory(tmp_path / "d.csv", headings), AREA, vintage="")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (0, "nowhere", "column 'postcode', row 3: 'nowhere' is no postcode"),
        (1, "soon", "column 'ended', row 3: 'soon' is no month"),
        (2, "2", "column 'user', row 3: '2' is neither 0 nor 1"),
        (3, "inf", "column 'easting', row 3: 'inf' is no number of metres"),
        (3, "-0.7", "row 3: -0.7, 308000 is too small for metres"),
        (4, "1e300", "row 3: 486600, 1e300 lies outside Great Britain"),
        (5, "7", "column 'quality', row 3: '7' is none of 1, 2, 3, 4, 5, 6, 8, 9"),
        (0, "XQ1 1AA", "postcode 'XQ11AA' stands in more than one row"),
    ],
)
def test_a_cell_of_the_directory_that_cannot_be_is_refused(
    tmp_path: Path, column: int, cell: str, said: str
) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][column] = cell
    file = directory(tmp_path / "d.csv", DIRECTORY["NSPL, 2025"], tuple(tuple(row) for row in rows))
    with pytest.raises(SourceError, match=said):
        read_ons_directory(file, AREA, vintage="")


def test_a_directory_of_another_layout_or_cut_short_is_refused(tmp_path: Path) -> None:
    file = directory(tmp_path / "d.csv", DIRECTORY["NSPL, 2025"].replace("gridind", "something"))
    assert not is_ons_directory(file)
    with pytest.raises(SourceError, match=r"no column for the quality \(osgrdind or gridind\); it has pcd7"):
        read_ons_directory(file, AREA, vintage="")
    file = directory(tmp_path / "e.csv", DIRECTORY["NSPL, 2025"])
    file.write_text(file.read_text() + '"XQ1 1AA')
    with pytest.raises(SourceError, match=r"not a whole CSV table|is no postcode"):
        read_ons_directory(file, AREA, vintage="")
    file.write_text(DIRECTORY["NSPL, 2025"] + "\n")
    with pytest.raises(SourceError, match="no row below its headings"):
        read_ons_directory(file, AREA, vintage="")


def test_every_fault_of_the_directory_comes_out_at_once(tmp_path: Path) -> None:
    rows = (("?", "?", "?", "?", "?", "?", WEST),)
    with pytest.raises(SeveralFaultsError, match="6 faults were found"):
        read_ons_directory(directory(tmp_path / "d.csv", DIRECTORY["NSPL, 2025"], rows), AREA, vintage="")
