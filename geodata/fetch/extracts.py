"""Which of Geofabrik's extracts hold an area's streets: as few as cover it, by the polygons that Geofabrik publishes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.projection import from_national_grid

_ENOUGH = 1e-6
"""Part of the area (by degrees squared) below which what is left uncovered is nothing but the difference of two drawings."""


@dataclass(frozen=True)
class Extract:
    """An extract: its name, the address of its newest file, and its polygon in longitude and latitude."""

    id: str
    address: str
    outline: BaseGeometry


def read_index(
    index: Mapping[str, Any], parents: Collection[str], also: Collection[str]
) -> tuple[Extract, ...]:
    """The smallest extracts: those whose parent is one of ``parents``, and those of ``also``, by name.

    Raises KeyError, TypeError or ValueError where the index is not of the layout known.
    """
    found = []
    for feature in index["features"]:
        properties = feature["properties"]
        if properties.get("parent") in parents or properties["id"] in also:
            address = properties["urls"]["pbf"]
            found.append(Extract(properties["id"], address, shapely.geometry.shape(feature["geometry"])))
    return tuple(sorted(found, key=lambda extract: extract.id))


def choose(extracts: Sequence[Extract], wanted: BaseGeometry) -> tuple[Extract, ...]:
    """The extracts needed for an area in EPSG:27700, by name; one that adds nothing to the others is left out.

    Begins with the one that holds most of what is still wanted, and goes on until nothing is. What no extract holds (the
    sea) stays out.
    """
    left = in_degrees(wanted)
    smallest = left.area * _ENOUGH
    taken: list[Extract] = []
    while True:
        gains = [extract.outline.intersection(left).area for extract in extracts]
        if not gains or max(gains) <= smallest:
            return tuple(sorted(taken, key=lambda extract: extract.id))
        best = extracts[gains.index(max(gains))]
        taken.append(best)
        left = left.difference(best.outline)


def dated(address: str, day: str) -> str:
    """The address of the file of a day (YYMMDD) from that of the newest."""
    return address.replace("-latest.osm.pbf", f"-{day}.osm.pbf")


def in_degrees(shape: BaseGeometry) -> BaseGeometry:
    """A shape of EPSG:27700 in longitude and latitude."""

    def project(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(from_national_grid(points[:, 0], points[:, 1]))

    return shapely.transform(shapely.segmentize(shape, 1000.0), project)
