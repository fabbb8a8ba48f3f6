"""Made-up publishers' files, in the publishers' own layouts, for a small area of two boards. No real place.

The western board has three LSOAs: two with postcodes and one, to the north, with none. Metres from (486,000, 308,000):
west 0 to 2,000, east 2,000 to 4,000; LSOAs from -1,000 to 1,000, the northern one from 1,000 to 1,500.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import shapely

from geodata.model.hours import DAYS
from tests.pbf import ORIGIN, Extract

WEST, EAST = "E06999001", "E06999002"
LSOA_ONE, LSOA_TWO, LSOA_NORTH, LSOA_EAST = (f"E0199900{i}" for i in (1, 2, 3, 4))
PEOPLE = {LSOA_ONE: 100, LSOA_TWO: 71, LSOA_NORTH: 9, LSOA_EAST: 50}
AGES = {
    LSOA_ONE: (20, 10, 10, 20, 20, 20),
    LSOA_TWO: (11, 10, 10, 10, 10, 20),
    LSOA_NORTH: (1, 1, 1, 1, 1, 4),
    LSOA_EAST: (10, 10, 10, 10, 5, 5),
}
POSTCODES: Mapping[str, tuple[int, float, float]] = {
    "XQ1 1AA": (10, 200, 0),
    "XQ1 1AB": (10, 600, 0),
    "XQ1 1AC": (30, 900, 10),
    "XQ1 2AA": (10, 1200, 0),
    "XQ1 2AB": (60, 1800, 0),
    "XQ2 1AA": (10, 2300, 0),
    "XQ9 9ZZ": (10, 60_000, 0),
    "XQ9 9ZY": (90, -ORIGIN[0], -ORIGIN[1]),
}
"""Quality, and metres east and north of the origin. Two in the first LSOA's middle, one on its edge's side, two in the
second, one over the border, one far away and one without coordinates (0, 0)."""

HOURS = {**dict.fromkeys(DAYS[:5], "09:00-13:00,14:00-17:30"), "saturday": "09:00-12:00", "sunday": "CLOSED"}

RECIPE = """
name = "two-boards"
as_at = 2024-06-01
hwbs = ["E06999001"]
invented = true
[pharmacies]
layout = "ods"
file = "dispensaries.csv"
vintage = "July 2024"
distance_selling = ["FZ004"]
[hours]
file = "hours.csv"
vintage = "May 2024"
[services]
file = "services.csv"
vintage = "May 2024"
[[postcodes]]
layout = "code-point-open"
file = "postcodes.csv"
vintage = "May 2024"
homes = true
[census]
residents = { file = "residents.csv", vintage = "2021" }
ages = { file = "ages.csv", vintage = "2021" }
[deprivation]
file = "deprivation.csv"
vintage = "2019"
[lookup]
file = "lookup.csv"
vintage = "2024"
[boundaries]
hwb = { file = "boards.gpkg", vintage = "2024" }
lsoa = { file = "lsoas.gpkg", vintage = "2021" }
ward = { file = "wards.gpkg", vintage = "2024" }
[streets.walk]
file = "streets.osm.pbf"
vintage = "May 2024"
"""


def write_all(folder: Path) -> Path:
    """Write every file of RECIPE, and the recipe itself as recipe.toml, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    write_dispensaries(folder / "dispensaries.csv")
    write_hours(folder / "hours.csv", [hours_row("FZ001", "XQ1 1AA"), hours_row("FZ002", "XQ1 2AB")])
    write_csv(folder / "services.csv", ["ods", "ServiceName"], [["FZ001", "New Medicine Service"]])
    write_postcodes(folder / "postcodes.csv")
    write_census(folder / "residents.csv", folder / "ages.csv")
    write_csv(
        folder / "deprivation.csv",
        ["LSOA code (2021)", "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"],
        [[LSOA_ONE, "1"], [LSOA_TWO, "7"], [LSOA_EAST, "5"]],
    )
    wards = {LSOA_ONE: "E05999001", LSOA_TWO: "E05999002", LSOA_NORTH: "E05999001", LSOA_EAST: "E05999003"}
    write_csv(
        folder / "lookup.csv",
        ["LSOA21NM", "LSOA21CD", "WD24NM", "WD24CD", "LAD24NM", "LAD24CD"],
        [["", lsoa, "", ward, "", EAST if lsoa == LSOA_EAST else WEST] for lsoa, ward in wards.items()],
    )
    write_outlines(folder)
    Extract(
        places={1: (-50, 0), 2: (1000, 0), 3: (2500, 0)},
        ways=[(10, [1, 2, 3], {"highway": "residential", "name": "Long Street"})],
    ).write(folder / "streets.osm.pbf")
    return folder


def write_csv(file: Path, headings: Sequence[str] | None, rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV file, without a row of headings where there are none."""
    with file.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        if headings is not None:
            writer.writerow(headings)
        writer.writerows(rows)
    return file


def dispensary(
    code: str,
    postcode: str,
    opened: str,
    closed: str = "",
    status: str = "A",
    subtype: str = "1",
    region: str = "Y58",
    street: str = "",
) -> list[str]:
    """A row of the ODS list."""
    row = [""] * 27
    row[0], row[1], row[2], row[4], row[6] = (
        code,
        f"PHARMACY {code}",
        region,
        street or f"{code} LONG STREET",
        "XTOWN",
    )
    row[9], row[10], row[11], row[12], row[13] = postcode, opened, closed, status, subtype
    return row


DISPENSARIES = (
    dispensary("FZ001", "XQ1 1AA", "19480101"),
    dispensary("FZ002", "XQ1 2AB", "20100101", "20240601", "C"),  # its last day is the snapshot's day
    dispensary("FZ003", "XQ1 2AA", "20240602"),  # opens on the day after
    dispensary("FZ004", "XQ2 1AA", "20200101"),  # over the border
    dispensary("FZ005", "XQ1 1ZZ", "20200101"),  # its postcode is not known, its first half is of the area
    dispensary("FZ006", "XQ9 9ZZ", "20200101"),  # far away
    dispensary("FZ007", "XQ1 1AB", "20100101", "20240531", "C"),  # closed on the day before
    dispensary("FZ008", "XQ1 1AB", "20240101", status="P"),
    dispensary("FZ009", "XQ1 1AB", "20200101", subtype="2"),
    dispensary("FZ010", "XQ1 1AB", "20200101", region="W00"),
    dispensary("FZ011", "XQ1 1AB", "20200101", "20230101", "C", subtype="3"),
    dispensary("FZ012", "XQ8 8AA", "20200101"),  # neither its postcode nor its first half is known
)


def write_dispensaries(file: Path, rows: Iterable[Sequence[str]] = DISPENSARIES) -> Path:
    """Write an ODS list."""
    return write_csv(file, None, rows)


HOURS_HEADINGS = (
    "PHARMACY_ODS_CODE_F_CODE",
    "HEALTH_AND_WELLBEING_BOARD",
    "PHARMACY_TRADING_NAME",
    "ORGANISATION_NAME",
    *(f"ADDRESS_FIELD_{i}" for i in range(1, 5)),
    "POST_CODE",
    *(
        name
        for day, total in zip(DAYS, ("MON", "TUES", "WED", "THURS", "FRI", "SAT", "SUN"), strict=True)
        for name in (f"PHARMACY_OPENING_HOURS_{day.upper()}", f"{total}_TOTAL")
    ),
    "WEEKLY_TOTAL",
    "CONTRACT_TYPE",
)


def hours_row(code: str, postcode: str, **changes: str) -> dict[str, str]:
    """A row of the NHSBSA list by heading; 40.5 published hours a week unless changed."""
    row = dict.fromkeys(HOURS_HEADINGS, "")
    row |= {
        "PHARMACY_ODS_CODE_F_CODE": code,
        "HEALTH_AND_WELLBEING_BOARD": "WESTMARCH",
        "PHARMACY_TRADING_NAME": f"Pharmacy {code}",
        "ORGANISATION_NAME": "Xample Pharmacies Ltd",
        "ADDRESS_FIELD_1": f"{code} Long Street",
        "POST_CODE": postcode,
        "WEEKLY_TOTAL": "40.5",
        "CONTRACT_TYPE": "Community",
    }
    row |= {f"PHARMACY_OPENING_HOURS_{day.upper()}": HOURS[day] for day in DAYS}
    return row | changes


def write_hours(
    file: Path, rows: Sequence[Mapping[str, str]], rename: Mapping[str, str] | None = None
) -> Path:
    """Write an NHSBSA list, with some headings renamed."""
    headings = [(rename or {}).get(name, name) for name in rows[0]]
    return write_csv(file, headings, [list(row.values()) for row in rows])


def write_postcodes(file: Path, postcodes: Mapping[str, tuple[int, float, float]] = POSTCODES) -> Path:
    """Write postcodes in the layout of Code-Point Open, with its headings."""
    return write_csv(
        file,
        ["Postcode", "Positional_quality_indicator", "Eastings", "Northings"],
        [
            [code, quality, int(ORIGIN[0] + x), int(ORIGIN[1] + y)]
            for code, (quality, x, y) in postcodes.items()
        ],
    )


BANDS = (
    "Aged 15 years and under",
    "Aged 16 to 24 years",
    "Aged 25 to 34 years",
    "Aged 35 to 49 years",
    "Aged 50 to 64 years",
    "Aged 65 years and over",
)


def write_census(residents: Path, ages: Path) -> None:
    """Write residents and ages by LSOA in the layout of the bulk downloads."""
    labels = ["date", "geography", "geography code"]
    write_csv(
        residents,
        [*labels, "Residence type: Total; measures: Value"],
        [["2021", code, code, count] for code, count in PEOPLE.items()],
    )
    write_csv(
        ages,
        [*labels, *(f"Age: {band}; measures: Value" for band in BANDS)],
        [["2021", code, code, *counts] for code, counts in AGES.items()],
    )


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle in metres from the origin."""
    x, y = ORIGIN
    return shapely.box(x + west, y + south, x + east, y + north)


def write_layer(
    file: Path, prefix: str, outlines: Mapping[str, shapely.Geometry], crs: str = "EPSG:27700"
) -> Path:
    """Write a GeoPackage with one layer; the columns are like CTYUA21CD and CTYUA21NM."""
    names = {WEST: "Westmarch", EAST: "Eastmarch"}
    frame = gpd.GeoDataFrame(
        {
            f"{prefix}21CD": list(outlines),
            f"{prefix}21NM": [names.get(code, f"Area {code}") for code in outlines],
        },
        geometry=list(outlines.values()),
        crs=crs,
    )
    frame.to_file(file, driver="GPKG", layer=file.stem)
    return file


BOARDS = {WEST: box(0, -1000, 2000, 1500), EAST: box(2000, -1000, 4000, 1500)}
LSOAS = {
    LSOA_ONE: box(0, -1000, 1000, 1000),
    LSOA_TWO: box(1000, -1000, 2000, 1000),
    LSOA_NORTH: box(0, 1000, 2000, 1500),
    LSOA_EAST: box(2000, -1000, 4000, 1500),
}
WARDS = {
    "E05999001": box(0, -1000, 1000, 1500),
    "E05999002": box(1000, -1000, 2000, 1500),
    "E05999003": box(2000, -1000, 4000, 1500),
}


def write_outlines(folder: Path) -> None:
    """Write boards, LSOAs and wards; a third board lies 50 km away."""
    far = {"E06999009": box(50_000, 0, 51_000, 1000)}
    write_layer(folder / "boards.gpkg", "CTYUA", BOARDS | far)
    write_layer(folder / "lsoas.gpkg", "LSOA", LSOAS)
    write_layer(folder / "wards.gpkg", "WD", WARDS)
