"""What is to be fetched: the area, the day, where people live, whose streets, and what is given as files instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from geodata.errors import SourceError

NOT_STATED = "not stated (given as a file)"
"""The vintage of a file that was given without one."""

ROLES = {
    "boards": "--boards",
    "lsoas": "--lsoas",
    "wards": "--wards",
    "lookup": "--lookup",
    "pharmacies": "--pharmacies",
    "hours": "--hours",
    "services": "--services",
    "postcodes": "--postcodes",
    "residents": "--residents",
    "ages": "--ages",
    "centroids": "--centroids",
    "output_area_residents": "--output-area-residents",
    "deprivation": "--deprivation",
    "streets": "--street-file",
}
"""Every file that a recipe can name, and the option with which it is given."""

SEVERAL = ("postcodes", "streets")
"""Roles that several files can have."""


@dataclass(frozen=True)
class Given:
    """A file that the user has. ``vintage``: the publisher's date of the data, in words."""

    file: Path
    vintage: str = NOT_STATED


@dataclass(frozen=True)
class Wants:
    """What to fetch. ``area``: a board by name or code.

    as_at: the day of the snapshot; None is today with the list of openings and closures, and the last day of its quarter
    with the NHSBSA list. decides: which list says what is open. homes: where residents live. streets_day: the day of the
    street data, None for the newest. reach_m: how far over the border is wanted, metres.
    """

    area: str
    contact: str
    as_at: date | None = None
    reach_m: float = 3000.0
    decides: Literal["ods", "nhsbsa"] = "ods"
    homes: Literal["output-areas", "postcodes"] = "output-areas"
    streets: Literal["geofabrik", "overpass", "none"] = "geofabrik"
    streets_day: date | None = None
    drive: bool = False
    given: Mapping[str, tuple[Given, ...]] = field(default_factory=dict)


def parse_given(text: str) -> Given:
    """A file as the command line gives it: FILE or FILE@VINTAGE. Raises SourceError where there is no such file."""
    whole = Path(text)
    if whole.is_file():
        return Given(whole)
    name, at, vintage = text.rpartition("@")
    if at and vintage.strip() and Path(name).is_file():
        return Given(Path(name), vintage.strip())
    raise SourceError(
        text,
        "there is no such file.",
        "Give FILE, or FILE@VINTAGE where the vintage is the date of the data in words.",
    )
