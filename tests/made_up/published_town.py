"""The made-up town as its publishers would put it on the web: its files in the forms that are downloaded."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from geodata.area import place
from geodata.demo import recipe as names
from geodata.fetch.extracts import in_degrees
from geodata.sources.boundaries import read_boundaries
from tests.made_up.publishers import dispensary
from tests.made_up.publishers_server import (
    AGES,
    BOARDS,
    CENTROIDS,
    LOOKUP,
    LSOAS,
    WARDS,
    CensusTable,
    Layer,
    Publishers,
    Record,
    ckan,
    geofabrik,
    layer_of,
    noise,
    os_products,
    zipped,
)

QUARTERS = (
    "CONSOL_PHARMACY_LIST_202526Q4FINAL",
    "CONSOL_PHARMACY_LIST_202627Q1",
    "CONSOL_PHARMACY_LIST_202526Q3FINAL",
)
NEWEST = "consol_pharmacy_list_202627q1"
STREETS_DAY = date(2026, 7, 8)


def publish_town(sources: Path) -> Publishers:
    """Publish the files of ``sources`` (as ``write_town`` writes them), with openings and output areas made up to fit."""
    published = Publishers()
    pharmacies = (sources / names.PHARMACIES).read_bytes()
    published.files["/nhsbsa/package_show"] = ckan(QUARTERS, QUARTERS[0])
    for quarter in QUARTERS:
        published.files[f"/nhsbsa/{quarter.lower()}.csv"] = pharmacies
    published.files["/ods/getReport"] = openings(pharmacies)
    residents, ages = ((sources / name).read_bytes() for name in (names.RESIDENTS, names.AGES))
    postcodes = (sources / names.POSTCODES).read_text(encoding="utf-8")
    counts, centroids = output_areas(residents, sources / names.LSOA_OUTLINES, postcodes)
    published.files["/nomis/census2021-ts001.zip"] = zipped(
        {
            "census2021-ts001-lsoa.csv": residents,
            "census2021-ts001-oa.csv": counts,
            "census2021-ts001-ctry.csv": b"x",
        }
    )
    published.counts[AGES] = CensusTable("C2021_AGE_12A", broad_bands(ages))
    published.files["/gov/iod2025.csv"] = (sources / names.DEPRIVATION).read_bytes()
    os_products(published, code_point(postcodes))
    published.layers[BOARDS] = layer_of(sources / names.BOARDS_OUTLINES)
    published.layers[LSOAS] = layer_of(sources / names.LSOA_OUTLINES)
    published.layers[WARDS] = layer_of(sources / names.WARDS_OUTLINES)
    published.layers[LOOKUP] = table((sources / names.LOOKUP).read_text(encoding="utf-8"))
    published.layers[CENTROIDS] = centroids
    streets = (sources / names.STREETS).read_bytes()
    geofabrik(published, {"quernshire": (around(sources), streets)}, STREETS_DAY)
    return published


def around(sources: Path) -> shapely.geometry.base.BaseGeometry:
    """A rectangle in degrees around every board of the town."""
    boards, _ = read_boundaries(sources / names.BOARDS_OUTLINES, "hwb", vintage="x")
    outline = shapely.union_all([shapely.from_wkb(board.wkb) for board in boards])
    return shapely.box(*in_degrees(shapely.buffer(outline, 30_000)).bounds)


def openings(pharmacies: bytes) -> bytes:
    """An ODS list of the same premises, all open since 2000."""
    rows = csv.DictReader(io.StringIO(pharmacies.decode()))
    out = io.StringIO()
    csv.writer(out).writerows(
        dispensary(row["PHARMACY_ODS_CODE_F_CODE"], row["POST_CODE"], "20000101") for row in rows
    )
    return out.getvalue().encode()


PEOPLE_EACH = 300
"""About as many live in an output area."""


def output_areas(residents: bytes, outlines: Path, postcodes: str) -> tuple[bytes, Layer]:
    """Output areas of some 300 people each: neighbouring postcodes of an LSOA with its people shared between them.

    The centroid is the middle of their points. An LSOA without a postcode is one output area at a point inside it.
    """
    lsoas, _ = read_boundaries(outlines, "lsoa", vintage="x")
    people = {row["geography code"]: row for row in csv.DictReader(io.StringIO(residents.decode()))}
    points = np.array(
        [(float(r["Eastings"]), float(r["Northings"])) for r in csv.DictReader(io.StringIO(postcodes))]
    )
    shapes = [shapely.from_wkb(lsoa.wkb) for lsoa in lsoas]
    own = place(points[:, 0], points[:, 1], shapes)
    total = "Residence type: Total; measures: Value"
    rows, records = [["date", "geography", "geography code", total]], []
    for at, (lsoa, shape) in enumerate(zip(lsoas, shapes, strict=True)):
        count = int(people[lsoa.code][total])
        inside = points[own == at]
        parts = max(1, min(len(inside), round(count / PEOPLE_EACH)))
        order = np.lexsort((inside[:, 1], inside[:, 0]))
        for number, group in enumerate(np.array_split(inside[order], parts)):
            code = f"E00{lsoa.code[3:]}"[:-2] + f"{lsoa.code[-2:]}{number}"
            share = count // parts + (number < count % parts)
            middle = shapely.Point(group.mean(axis=0)) if len(group) else shape.representative_point()
            if not shape.contains(middle):
                middle = shapely.Point(group[0])
            rows.append(["2021", code, code, str(share)])
            records.append(
                Record({"FID": len(records) + 1, "OA21CD": code, "GlobalID": f"{{{code}}}"}, middle)
            )
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(), Layer(["FID", "OA21CD", "GlobalID"], records)


FINER = {
    "Aged 15 years and under": ("Aged 4 years and under", "Aged 5 to 9 years", "Aged 10 to 15 years"),
    "Aged 16 to 24 years": ("Aged 16 to 19 years", "Aged 20 to 24 years"),
    "Aged 65 years and over": ("Aged 65 to 74 years", "Aged 75 to 84 years", "Aged 85 years and over"),
}
"""The eleven bands of TS007B that make up three of the six; the other three are the same in both."""


def broad_bands(ages: bytes) -> dict[str, dict[str, int]]:
    """The town's six bands as the eleven of TS007B, and their total: people of one band are spread evenly."""
    areas = {}
    for row in csv.DictReader(io.StringIO(ages.decode("utf-8-sig"))):
        counts = {"Total": 0}
        for heading, cell in row.items():
            if not heading.startswith("Age: "):
                continue
            band, people = heading.removeprefix("Age: ").removesuffix("; measures: Value"), int(cell)
            names = FINER.get(band, (band,))
            for number, name in enumerate(names):
                counts[name] = people // len(names) + (number < people % len(names))
            counts["Total"] += people
        areas[row["geography code"]] = counts
    return areas


def code_point(text: str) -> bytes:
    """The zip of Code-Point Open: a CSV without headings for each postcode area, ten columns, and a file of headings."""
    areas: dict[str, list[list[str]]] = {"aa": [["AA1 1AA", "10", "100000", "800000", *[""] * 6]]}
    for row in csv.DictReader(io.StringIO(text)):
        letters = "".join(c for c in row["Postcode"][:2] if c.isalpha()).lower()
        areas.setdefault(letters, []).append([*list(row.values())[:4], *[""] * 6])
    files: dict[str, bytes] = {
        "Doc/Code-Point_Open_Column_Headers.csv": b"PC,PQ,EA,NO\n",
        "Doc/licence.pdf": noise(60_000, 1),
    }
    for letters, rows in sorted(areas.items()):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        files[f"Data/CSV/{letters}.csv"] = out.getvalue().encode()
    return zipped(files)


def table(text: str, edited: int | None = 1_700_000_000_000) -> Layer:
    """A layer without shapes, of a CSV file."""
    rows: list[Mapping[str, str]] = list(csv.DictReader(io.StringIO(text)))
    return Layer(["FID", *rows[0]], [Record(row) for row in rows], edited)
