"""A snapshot of all of England without streets, for national tables by straight line."""

from datetime import date
from pathlib import Path

from geodata.recipe import Recipe
from geodata.sources.boundaries import read_boundaries

FILES = {
    "pharmacies": ("edispensary_2025-04.csv", "April 2025"),
    "residents": ("census2021-ts001-lsoa.csv", "Census 2021"),
    "deprivation": ("iod2025-imd-lsoa21.csv", "2025"),
    "hwb": ("ctyua21_boundaries.gpkg", "2021"),
    "lsoa": ("lsoa21_boundaries_bsc.gpkg", "2021, super-generalised"),
}
"""The files that are wanted in the data folder, and their vintages."""


def england_recipe(data: Path, as_at: date) -> Recipe:
    """The recipe of England as at a day, from publishers' files below ``data`` (``FILES``) and the ONS postcode package.

    Raises SourceError where the boards' outlines cannot be read.
    """
    boards, _ = read_boundaries(data / FILES["hwb"][0], "hwb", vintage=FILES["hwb"][1])

    def file(role: str) -> dict[str, str]:
        name, vintage = FILES[role]
        return {"file": name, "vintage": vintage}

    return Recipe.model_validate(
        {
            "name": "england",
            "as_at": as_at,
            "hwbs": sorted(board.code for board in boards if board.code.startswith("E")),
            "reach_m": 3000,
            "pharmacies": {"layout": "ods", **file("pharmacies")},
            "postcodes": [{"layout": "ons-package", "homes": True}],
            "census": {"residents": file("residents")},
            "deprivation": file("deprivation"),
            "boundaries": {"hwb": file("hwb"), "lsoa": file("lsoa")},
        }
    )
