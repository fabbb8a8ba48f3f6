"""Areas of one layer that overlap: neighbours share a border, and nobody lives in two."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.arrays import Boundary
from geodata.errors import Faults, SourceError

LEAST_M2 = 100.0
"""Less is the rounding of a border: of England's boards and LSOAs as published no two share more than 27 square metres."""

IMPOSSIBLE_M = 1000.0
"""Areas that share ground this wide are not neighbours of one layer, however much their borders were generalised."""

IMPOSSIBLE_SHARE = 0.5
"""An area of which another has this much is drawn twice."""

_PRECISION_M = 1.0


@dataclass(frozen=True)
class Overlap:
    """Two areas of a layer and the ground that both have. ``wide_m``: diameter of the largest circle within it."""

    one: Boundary
    other: Boundary
    wide_m: float
    share: float

    def __str__(self) -> str:
        pair = f"{self.one.code} ({self.one.name}) and {self.other.code} ({self.other.name})"
        return f"{pair} share ground {self.wide_m:,.0f} m wide, {100 * self.share:.0f}% of the smaller one"


def find_overlaps(file: Path, outlines: Sequence[Boundary]) -> tuple[Overlap, ...]:
    """Pairs of areas that overlap by more than rounding. Raises SourceError naming each pair that cannot be neighbours."""
    shapes = np.array([shapely.from_wkb(outline.wkb) for outline in outlines], dtype=object)
    if not len(shapes):
        return ()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    shared = shapely.intersection(shapes[first], shapes[second])
    areas = shapely.area(shared)
    faults, found = Faults(), []
    for at in np.flatnonzero(areas > LEAST_M2).tolist():
        smaller = min(shapes[first[at]].area, shapes[second[at]].area)
        radius: LineString = shapely.maximum_inscribed_circle(_areas(shared[at]), _PRECISION_M)
        overlap = Overlap(
            outlines[first[at]], outlines[second[at]], 2 * radius.length, float(areas[at] / smaller)
        )
        if overlap.wide_m > IMPOSSIBLE_M or overlap.share > IMPOSSIBLE_SHARE:
            faults.add(SourceError(file, f"{overlap}.", "Take outlines of one publisher and one year."))
        found.append(overlap)
    faults.stop()
    return tuple(sorted(found, key=lambda each: (-each.wide_m, each.one.code, each.other.code)))


def _areas(shape: BaseGeometry) -> MultiPolygon:
    """The part of a shape that has an area: borders that only touch fall out."""
    return MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, Polygon)])
