"""The made-up borough lies far out at sea, and no real place has its names."""

import csv
from pathlib import Path

import pyogrio
import shapely

from geodata.demo.places import (
    BORDER_TOWN,
    BOROUGH,
    FAR_NEIGHBOUR,
    NEIGHBOUR,
    NEIGHBOURHOODS,
)
from geodata.demo.skeleton import borough, far_neighbour, neighbour


def test_no_real_county_is_within_50_km_of_it(real_data: Path) -> None:
    _, _, outlines, _ = pyogrio.raw.read(real_data / "england" / "ctyua21_boundaries.gpkg")
    demo = shapely.union_all([borough(), neighbour(), far_neighbour()])
    assert shapely.distance(shapely.from_wkb(outlines), demo).min() > 50_000


def test_no_real_ward_or_district_has_one_of_its_names(real_data: Path) -> None:
    names = {BOROUGH, NEIGHBOUR, FAR_NEIGHBOUR, *(p.name for p in (*NEIGHBOURHOODS, BORDER_TOWN))}
    with (real_data / "england" / "lookup_lsoa21_wd24_lad24.csv").open(
        encoding="utf-8-sig", newline=""
    ) as handle:
        real = {row[column].casefold() for row in csv.DictReader(handle) for column in ("WD24NM", "LAD24NM")}
    assert len(real) > 5000
    assert not {name.casefold() for name in names} & real
