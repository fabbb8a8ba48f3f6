"""Publishers' formats drift. Each reader takes every layout that is on record, and refuses others by the column's name.

Of the publishers there are headings only; every row is made up.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geodata.area import Area
from geodata.errors import SourceError
from geodata.network import read_streets
from geodata.overlay.tables import TABLES
from geodata.sources import onspd
from geodata.sources.boundaries import read_boundaries
from geodata.sources.census import AGE_GROUPS, read_ages, read_residents
from geodata.sources.centroids import read_centroids
from geodata.sources.deprivation import read_deciles
from geodata.sources.lookup import Belongs, read_lookup
from geodata.sources.nhsbsa import read_pharmaceutical_list
from geodata.sources.ods import read_open_dispensaries
from geodata.sources.onspd import read_ons_package
from geodata.sources.postcodes import read_code_point_open
from geodata.sources.services import read_services
from tests.made_up.publishers import BANDS, LSOA_ONE, box, dispensary, hours_row, write_csv, write_hours
from tests.pbf import Extract, street

AREA = Area(box(0, -1000, 2000, 1500), 1000.0)
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
TOTALS = ("MON", "TUES", "WED", "THURS", "FRI", "SAT", "SUN")
HOURS = [
    name
    for day, total in zip(DAYS, TOTALS, strict=True)
    for name in (f"PHARMACY_OPENING_HOURS_{day}", f"{total}_TOTAL")
]

# --- the NHSBSA list ---------------------------------------------------------------------------------------------------

NHSBSA: Mapping[str, Sequence[str]] = {
    "2026-27 Q1, file": [
        "PHARMACY_ODS_CODE_F_CODE", "HEALTH_AND_WELLBEING_BOARD", "PHARMACY_TRADING_NAME", "ORGANISATION_NAME",
        "ADDRESS_FIELD_1", "ADDRESS_FIELD_2", "ADDRESS_FIELD_3", "ADDRESS_FIELD_4", "POST_CODE",
        *HOURS, "WEEKLY_TOTAL", "CONTRACT_TYPE",
    ],
    "earlier quarters: underlines where brackets were": [
        "PHARMACY_ODS_CODE__F_CODE_", "HEALTH_AND_WELLBEING_BOARD", "PHARMACY_TRADING_NAME", "ORGANISATION_NAME",
        "ADDRESS_FIELD_1", "ADDRESS_FIELD_2", "ADDRESS_FIELD_3", "ADDRESS_FIELD_4", "POST_CODE",
        *HOURS, "WEEKLY_TOTAL", "CONTRACT_TYPE",
    ],
    "earlier quarters: no F code, no underline before the number": [
        "PHARMACY_ODS_CODE", "HEALTH_AND_WELLBEING_BOARD", "PHARMACY_TRADING_NAME", "ORGANISATION_NAME",
        "ADDRESS_FIELD1", "ADDRESS_FIELD2", "ADDRESS_FIELD3", "ADDRESS_FIELD4", "POST_CODE",
        *HOURS, "WEEKLY_TOTAL", "CONTRACT_TYPE",
    ],
    "in words": [
        "Pharmacy ODS Code (F-Code)", "Health and Wellbeing Board", "Pharmacy Trading Name", "Organisation Name",
        "Address Field 1", "Address Field 2", "Address Field 3", "Address Field 4", "Post Code",
        *(name.replace("_", " ").title() for name in HOURS), "Weekly Total", "Contract Type",
    ],
    "the portal's table view, with its number of the row": [
        "_id", "PHARMACY_ODS_CODE_F_CODE", "HEALTH_AND_WELLBEING_BOARD", "PHARMACY_TRADING_NAME", "ORGANISATION_NAME",
        "ADDRESS_FIELD_1", "ADDRESS_FIELD_2", "ADDRESS_FIELD_3", "ADDRESS_FIELD_4", "POSTCODE",
        *HOURS, "WEEKLY_TOTAL", "CONTRACT_TYPE",
    ],
}  # fmt: skip


def nhsbsa(file: Path, headings: Sequence[str]) -> Path:
    """One row twice over, so that a number of the row does not hide that it says the same again."""
    cells = list(hours_row("FZ001", "XQ1 1AA").values())
    rows = [[str(n), *cells][-len(headings) :] for n in (1, 2)]
    return write_csv(file, headings, rows)


@pytest.mark.parametrize("headings", NHSBSA.values(), ids=NHSBSA.keys())
def test_the_nhsbsa_list_under_every_heading_it_has_had(tmp_path: Path, headings: Sequence[str]) -> None:
    (premises,), source = read_pharmaceutical_list(nhsbsa(tmp_path / "l.csv", headings), vintage="")
    plain = write_hours(tmp_path / "plain.csv", [hours_row("FZ001", "XQ1 1AA")])
    assert premises == read_pharmaceutical_list(plain, vintage="")[0][0]
    assert (source.rows, source.used) == (2, 1)


# --- the ODS list: no headings, so columns are numbers -------------------------------------------------------------------


def test_the_ods_list_has_27_columns_and_is_refused_with_others_by_number(tmp_path: Path) -> None:
    row = dispensary("FZ001", "XQ1 1AA", "20200101")
    premises, _ = read_open_dispensaries(
        write_csv(tmp_path / "d.csv", None, [row]), date(2024, 6, 1), vintage=""
    )
    assert premises[0].postcode == "XQ1 1AA"
    quoted = tmp_path / "quoted.csv"
    quoted.write_text(",".join(f'"{cell}"' for cell in row) + "\r\n")
    assert read_open_dispensaries(quoted, date(2024, 6, 1), vintage="")[0] == premises
    moved = [*row[:10], "new", *row[10:-1]]
    headed = [
        "Code",
        *(f"Field {n}" for n in range(2, 13)),
        "Status",
        "Sub type",
        *(f"Field {n}" for n in range(15, 28)),
    ]
    for rows, said in (
        ([row[:-1]], "row 1 has 26 columns, where 27 belong"),
        ([[*row, ""]], "row 1 has 28 columns, where 27 belong"),
        ([headed, row], r"column 13 \(status\) holds 'Status', which this layout does not have"),
        ([moved], r"column 13 \(status\) holds '', which this layout does not have"),
    ):
        with pytest.raises(SourceError, match=said):
            read_open_dispensaries(write_csv(tmp_path / "x.csv", None, rows), date(2024, 6, 1), vintage="")


# --- postcodes -----------------------------------------------------------------------------------------------------------

LONG = ["Postcode", "Positional_quality_indicator", "Eastings", "Northings", "Country_code", "NHS_regional_HA_code",
        "NHS_HA_code", "Admin_county_code", "Admin_district_code", "Admin_ward_code"]  # fmt: skip
CODE_POINT: Mapping[str, Sequence[str] | None] = {
    "as published, no headings": None,
    "with its long headings": LONG,
    "with its short headings": ["PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"],
    "its first four columns": LONG[:4],
}
POSTCODE = ["XQ1 1AA", "10", "486200", "308000", "E92000001", "", "", "", "E06999001", "E05999001"]


@pytest.mark.parametrize("headings", CODE_POINT.values(), ids=CODE_POINT.keys())
def test_code_point_open_with_and_without_headings(tmp_path: Path, headings: Sequence[str] | None) -> None:
    row = POSTCODE[: len(headings)] if headings else POSTCODE
    table, _ = read_code_point_open(write_csv(tmp_path / "p.csv", headings, [row]), AREA, vintage="")
    assert (table.code.tolist(), table.x.tolist(), table.error_m.tolist()) == (
        [b"XQ11AA"],
        [486_200.0],
        [50.0],
    )


ONSPD: Mapping[str, Sequence[str]] = {
    "until 2024": ["pcd", "oseast1m", "osnrth1m", "laua"],
    "until 2019": ["pcds", "oseast1m", "osnrth1m", "oslaua"],
    "since 2025": ["pcd7", "east1m", "north1m", "lad25cd"],
    "since 2025, in capitals": ["PCDS", "EAST1M", "NORTH1M", "LAD26CD"],
}


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[str]], None]:
    """Puts a made-up postcode directory with some headings in place of the installed one."""

    def put(headings: Sequence[str]) -> None:
        frame = pd.DataFrame(
            [["XQ1 1AA", 486_200.0, 308_000.0, "E06999001"], ["BT1 1AA", 333_500.0, 374_000.0, "N09000003"]],
            columns=pd.Index(headings),
        )
        file = tmp_path / "X"
        file.write_bytes(b"made up")
        monkeypatch.setattr(onspd, "_package", lambda: (ModuleType("made_up"), "1"))
        monkeypatch.setattr(onspd, "_file", lambda module, letter: file)
        monkeypatch.setattr(onspd, "_load", lambda module, letter: frame)

    return put


@pytest.mark.parametrize("headings", ONSPD.values(), ids=ONSPD.keys())
def test_the_postcode_directory_under_every_heading_it_has_had(
    directory: Callable[[Sequence[str]], None], headings: Sequence[str]
) -> None:
    directory(headings)
    table, source = read_ons_package(AREA, letters=["X"])
    assert table.code.tolist() == [b"XQ11AA"]
    assert source.dropped[0].rows == 1, "Northern Ireland has the Irish Grid"


@pytest.mark.parametrize("at", range(4))
def test_a_postcode_directory_with_a_column_of_another_name_is_refused(
    directory: Callable[[Sequence[str]], None], at: int
) -> None:
    headings = list(ONSPD["until 2024"])
    missing = headings[at]
    headings[at] = "something_new"
    directory(headings)
    with pytest.raises(
        SourceError, match=rf"no column for the \w+ \(.*{missing}.*\); it has .*something_new"
    ):
        read_ons_package(AREA, letters=["X"])


# --- the census ----------------------------------------------------------------------------------------------------------

API = ["DATE", "DATE_NAME", "DATE_CODE", "DATE_TYPE", "DATE_TYPECODE", "DATE_SORTORDER", "GEOGRAPHY", "GEOGRAPHY_NAME",
       "GEOGRAPHY_CODE", "GEOGRAPHY_TYPE", "GEOGRAPHY_TYPECODE", "GEOGRAPHY_SORTORDER"]  # fmt: skip
API_END = ["MEASURES", "MEASURES_NAME", "OBS_VALUE", "OBS_STATUS", "OBS_STATUS_NAME", "OBS_CONF", "OBS_CONF_NAME", "URN",
           "RECORD_OFFSET", "RECORD_COUNT"]  # fmt: skip


def api(file: Path, category: str, counts: Sequence[tuple[str, str, str]], extra: Sequence[str] = ()) -> Path:
    """The API's CSV: a row for each count of (name of the category, measure, count)."""
    headings = [*API, category, f"{category}_NAME", f"{category}_SORTORDER", *extra, *API_END]
    rows = [
        [
            {
                "GEOGRAPHY_CODE": LSOA_ONE,
                f"{category}_NAME": name,
                "MEASURES": measure,
                "OBS_VALUE": count,
            }.get(heading, "")
            for heading in headings
        ]
        for name, measure, count in counts
    ]
    return write_csv(file, headings, rows)


TS001 = [("Total: All usual residents", "20100", "100"), ("Lives in a household", "20100", "90"),
         ("Lives in a communal establishment", "20100", "10"), ("Total: All usual residents", "20301", "100.0")]  # fmt: skip


@pytest.mark.parametrize(
    "headings",
    [
        ["date", "geography", "geography code", "Residence type: Total; measures: Value"],
        ["date", "geography", "geography code", "Residence type: Total; measures: Value",
         "Residence type: Lives in a household; measures: Value",
         "Residence type: Lives in a communal establishment; measures: Value"],
    ],
    ids=["prepared", "bulk"],
)  # fmt: skip
def test_residents_in_the_bulk_layouts(tmp_path: Path, headings: list[str]) -> None:
    row = ["2021", LSOA_ONE, LSOA_ONE, "100", "90", "10"][: len(headings)]
    file = write_csv(tmp_path / "r.csv", headings, [row])
    assert read_residents(file, [LSOA_ONE], vintage="")[0] == {LSOA_ONE: 100}


def test_residents_in_the_layout_of_the_api(tmp_path: Path) -> None:
    residents, source = read_residents(
        api(tmp_path / "r.csv", "C2021_RESTYPE_3", TS001), [LSOA_ONE], vintage=""
    )
    assert residents == {LSOA_ONE: 100}
    assert (source.rows, source.used) == (1, 1), "areas, not counts"


def test_ages_in_the_bulk_layout_and_in_that_of_the_api(tmp_path: Path) -> None:
    headings = ["date", "geography", "geography code", "Age: Total; measures: Value"]
    headings += [f"Age: {band}; measures: Value" for band in BANDS]
    bulk = write_csv(tmp_path / "bulk.csv", headings, [["2021", LSOA_ONE, LSOA_ONE, 21, 1, 2, 3, 4, 5, 6]])
    counts = [("Total", "20100", "21"), *((band, "20100", str(n)) for n, band in enumerate(BANDS, 1))]
    expected = {group: {LSOA_ONE: n} for n, group in enumerate(AGE_GROUPS.values(), 1)}
    assert read_ages(bulk, [LSOA_ONE], vintage="")[0] == expected
    for category in ("C2021_AGE_7", "C2021_AGE_12A"):  # the latter is TS007B's
        file = api(tmp_path / f"{category}.csv", category, counts)
        assert read_ages(file, [LSOA_ONE], vintage="")[0] == expected


TS007B = {
    "Aged 4 years and under": 1, "Aged 5 to 9 years": 2, "Aged 10 to 15 years": 3, "Aged 16 to 19 years": 4,
    "Aged 20 to 24 years": 5, "Aged 25 to 34 years": 6, "Aged 35 to 49 years": 7, "Aged 50 to 64 years": 8,
    "Aged 65 to 74 years": 9, "Aged 75 to 84 years": 10, "Aged 85 years and over": 11,
}  # fmt: skip


@pytest.mark.parametrize("ending", ["; measures: Value", ""], ids=["as TS001's", "as TS007A's"])
def test_the_eleven_broad_bands_add_up_to_the_six(tmp_path: Path, ending: str) -> None:
    headings = [
        "date",
        "geography",
        "geography code",
        f"Age: Total{ending}",
        *(f"Age: {band}{ending}" for band in TS007B),
    ]
    file = write_csv(tmp_path / "ages.csv", headings, [["2021", LSOA_ONE, LSOA_ONE, 66, *TS007B.values()]])
    assert [counts[LSOA_ONE] for counts in read_ages(file, [LSOA_ONE], vintage="")[0].values()] == [
        6,
        9,
        6,
        7,
        8,
        30,
    ]


def test_five_year_bands_are_refused_by_the_one_that_lies_across_sixteen(tmp_path: Path) -> None:
    bands = [
        "Aged 4 years and under",
        "Aged 5 to 9 years",
        "Aged 10 to 14 years",
        "Aged 15 to 19 years",
    ]  # TS007A
    headings = ["date", "geography", "geography code", "Age: Total", *(f"Age: {band}" for band in bands)]
    file = write_csv(tmp_path / "ts007a.csv", headings, [["2021", LSOA_ONE, LSOA_ONE, 4, 1, 1, 1, 1]])
    with pytest.raises(
        SourceError, match=r"column 'Age: Aged 15 to 19 years' is not an age band that is known.*TS007B"
    ):
        read_ages(file, [LSOA_ONE], vintage="")


@pytest.mark.parametrize(
    ("counts", "extra", "said"),
    [
        (TS001, ["C_SEX_NAME"], "column 'C_SEX_NAME' is not one of the census tables"),
        (TS001, ["C2021_AGE_6_NAME"], "it has more than one column like C2021_RESTYPE_3_NAME"),
        ([*TS001, TS001[0]], [], "has two counts of 'Total: All usual residents'"),
        ([("Total", "20100", "-")], [], "column 'OBS_VALUE', row 2: '-' is not a whole number"),
        (
            [("Lives in a household", "20100", "9")],
            [],
            "it has no column 'Residence type: Total; measures: Value'",
        ),
    ],
)
def test_what_the_api_does_not_give_is_refused(
    tmp_path: Path, counts: list[tuple[str, str, str]], extra: list[str], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_residents(api(tmp_path / "r.csv", "C2021_RESTYPE_3", counts, extra), [LSOA_ONE], vintage="")


@pytest.mark.parametrize(
    "headings", [["OA21CD", "x", "y"], ["OA11CD", "x", "y"], ["FID", "oa21cd", "GlobalID", "X", "Y"]]
)
def test_centroids_of_output_areas_of_any_year(tmp_path: Path, headings: list[str]) -> None:
    cells = {"x": "486200", "y": "308000", "oa21cd": "E00000001", "oa11cd": "E00000001"}
    row = [cells.get(heading.casefold(), "1") for heading in headings]
    centroids, _ = read_centroids(write_csv(tmp_path / "c.csv", headings, [row]), AREA, vintage="")
    assert (centroids.code.tolist(), centroids.x.tolist()) == ([b"E00000001"], [486_200.0])


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["LSOA21CD", "x", "y"], "no column like OA21CD; it has LSOA21CD, x, y"),
        (["OA21CD", "OA11CD", "x", "y"], "more than one column like OA21CD"),
        (["OA21CD", "lon", "lat"], "no column 'x', 'y'; it has 'OA21CD', 'lon', 'lat'"),
    ],
)
def test_centroids_with_other_columns_are_refused_by_name(
    tmp_path: Path, headings: list[str], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_centroids(write_csv(tmp_path / "c.csv", headings, []), AREA, vintage="")


# --- deprivation ---------------------------------------------------------------------------------------------------------

RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
DECILE = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
IMD: Mapping[str, Sequence[str]] = {
    year: [f"LSOA code ({lsoa})", f"LSOA name ({lsoa})", f"Local Authority District code ({district})",
           f"Local Authority District name ({district})", RANK, DECILE]
    for year, lsoa, district in (("2015", 2011, 2013), ("2019", 2011, 2019), ("2025", 2021, 2024))
}  # fmt: skip


@pytest.mark.parametrize("headings", IMD.values(), ids=IMD.keys())
def test_deprivation_of_2015_2019_and_2025(tmp_path: Path, headings: Sequence[str]) -> None:
    file = write_csv(tmp_path / "d.csv", headings, [[LSOA_ONE, "", "E06999001", "", "31000", "10"]])
    assert read_deciles(file, [LSOA_ONE], vintage="")[0] == {LSOA_ONE: 10}


def test_deprivation_of_lsoas_of_two_years_at_once_is_refused(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "d.csv", ["LSOA code (2011)", "LSOA code (2021)", DECILE], [])
    with pytest.raises(
        SourceError, match=r"more than one column like 'LSOA code': 'LSOA code \(2011\)', 'LSOA code"
    ):
        read_deciles(file, [], vintage="")


# --- lookup and outlines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        ["LSOA21NM", "LSOA21CD", "WD24NM", "WD24CD", "LAD24NM", "LAD24CD"],
        ["LSOA21NM", "LSOA21CD", "WD22NM", "WD22CD", "LAD22NM", "LAD22CD"],
        ["lsoa21nm", "lsoa21cd", "wd25nm", "wd25cd", "lad25nm", "lad25cd"],
        [
            "LSOA21NM",
            "LSOA21CD",
            "WD24NM",
            "WD24CD",
            "LAD24NM",
            "LAD24CD",
            "LSOA21NMW",
            "WD24NMW",
            "ObjectId",
        ],
    ],
)
def test_the_lookup_of_any_year(tmp_path: Path, headings: list[str]) -> None:
    row = ["", LSOA_ONE, "", "E05999001", "", "E06999001", "", "", "1"][: len(headings)]
    file = write_csv(tmp_path / "l.csv", headings, [row])
    assert read_lookup(file, vintage="")[0] == {LSOA_ONE: Belongs("E05999001", "E06999001")}


def outlines(file: Path, columns: Mapping[str, str]) -> Path:
    frame = gpd.GeoDataFrame(
        {k: [v] for k, v in columns.items()}, geometry=[box(0, 0, 1, 1)], crs="EPSG:27700"
    )
    frame.to_file(file, driver="GPKG", layer="a")
    return file


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        ("hwb", "CTYUA21CD", "CTYUA21NM"),
        ("hwb", "CTYUA24CD", "CTYUA24NM"),
        ("hwb", "ctyua25cd", "ctyua25nm"),
        ("hwb", "UTLA22CD", "UTLA22NM"),
        ("ward", "WD21CD", "WD21NM"),
        ("ward", "WD25CD", "WD25NM"),
        ("lsoa", "LSOA21CD", "LSOA21NM"),
        ("lsoa", "lsoa21cd", "lsoa21nm"),
        ("controlled", "code", "name"),
    ],
)
def test_outlines_of_any_year_with_welsh_names_beside(
    tmp_path: Path, kind: str, code: str, name: str
) -> None:
    columns = {code: "E00", name: "Plain", f"{name}W": "Welsh", "BNG_E": "1", "GlobalID": "g"}
    (outline,), _ = read_boundaries(outlines(tmp_path / "o.gpkg", columns), kind, vintage="")
    assert (outline.code, outline.name) == ("E00", "Plain")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"CTYUA21CD": "E00", "LAD21NM": "x"}, "no column like CTYUA21NM; it has CTYUA21CD, LAD21NM"),
        ({"LAD24CD": "E00", "LAD24NM": "x"}, "no column like CTYUA21CD; it has LAD24CD, LAD24NM"),
        ({"CTYUA21CD": "E00", "CTYUA24CD": "E00", "CTYUA21NM": "x"}, "more than one column like CTYUA21CD"),
    ],
)
def test_outlines_with_other_columns_are_refused_by_name(
    tmp_path: Path, columns: dict[str, str], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_boundaries(outlines(tmp_path / "o.gpkg", columns), "hwb", vintage="")


# --- streets: tags have no headings; what is no street anybody knows of is left out by the name it bears ------------------


def test_a_kind_of_street_that_is_not_known_is_left_out_and_told(tmp_path: Path) -> None:
    places = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (1200.0, 0.0)}
    drawn = Extract(places, [street(10, 1, 2), (11, [2, 3], {"highway": "moving_pavement"})])
    network, source = read_streets(drawn.write(tmp_path / "s.osm.pbf"), "walk", vintage="")
    assert network.classes == ("residential",)
    assert [(d.rows, "moving_pavement" in d.reason) for d in source.dropped] == [(1, True)]


# --- every table with headings: a column taken away, and one put in, are named ---------------------------------------------

Reader = Callable[[Path], Any]
READERS: Mapping[str, tuple[Sequence[str], Sequence[Any], str, Reader]] = {
    "nhsbsa": (
        NHSBSA["2026-27 Q1, file"], list(hours_row("FZ001", "XQ1 1AA").values()), "CONTRACT_TYPE",
        lambda file: read_pharmaceutical_list(file, vintage=""),
    ),
    "code-point": (LONG, POSTCODE, "Eastings", lambda file: read_code_point_open(file, AREA, vintage="")),
    "services": (["ods", "ServiceName"], ["FZ001", "Flu"], "ServiceName", lambda file: read_services(file, vintage="")),
    "residents": (
        ["date", "geography", "geography code", "Residence type: Total; measures: Value"], ["2021", "", LSOA_ONE, 1],
        "geography code", lambda file: read_residents(file, [LSOA_ONE], vintage=""),
    ),
    "ages": (
        ["geography code", *(f"Age: {band}; measures: Value" for band in BANDS)], [LSOA_ONE, 1, 2, 3, 4, 5, 6],
        "geography code", lambda file: read_ages(file, [LSOA_ONE], vintage=""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_a_column_that_is_not_known_is_refused_by_name(tmp_path: Path, name: str) -> None:
    headings, row, _, reader = READERS[name]
    reader(write_csv(tmp_path / "good.csv", headings, [row]))
    with pytest.raises(SourceError, match="column 'Colour of the door'"):
        reader(write_csv(tmp_path / "more.csv", [*headings, "Colour of the door"], [[*row, "green"]]))


@pytest.mark.parametrize("name", READERS)
def test_a_column_that_is_missing_is_refused_by_name(tmp_path: Path, name: str) -> None:
    headings, row, needed, reader = READERS[name]
    kept = [at for at, heading in enumerate(headings) if heading != needed]
    with pytest.raises(SourceError, match=f"no column '{needed}'"):
        reader(write_csv(tmp_path / "l.csv", [headings[at] for at in kept], [[row[at] for at in kept]]))


@pytest.mark.parametrize(
    ("reader", "headings", "said"),
    [
        (
            lambda f: read_deciles(f, [], vintage=""),
            ["LSOA CODE", "IMD SCORE"],
            "no column 'LSOA code'; it has 'LSOA CODE'",
        ),
        (
            lambda f: read_deciles(f, [], vintage=""),
            IMD["2019"][:-1],
            "no column 'Index of Multiple Deprivation",
        ),
        (
            lambda f: read_lookup(f, vintage=""),
            ["LSOA21CD", "WD24CD"],
            "no column like LAD24CD; it has LSOA21CD, WD24CD",
        ),
    ],
)
def test_what_is_wanted_of_a_wide_table_and_is_not_there_is_named(
    tmp_path: Path, reader: Reader, headings: list[str], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        reader(write_csv(tmp_path / "w.csv", headings, []))


def test_every_reader_of_the_folder_is_tried_here() -> None:
    """A new source must bring its drift with it."""
    folder = Path(onspd.__file__).parent
    helpers = {"__init__", "tables", "nomis", "osm_access", "osm_facts"}
    through = {"osm": "read_streets"}
    tried = Path(__file__).read_text(encoding="utf-8")
    for file in folder.glob("*.py"):
        if file.stem not in helpers:
            assert f"geodata.sources.{file.stem}" in tried or through.get(file.stem, "?") in tried, file.stem
    assert len(TABLES) == 6, "the overlay's tables are tried in test_overlay_reading.py"
