"""Which area a point lies in, and which areas lie near it: measured to outlines, never to centres."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from app.access.recent import MANY, Recent
from geodata.model.point import Point
from geodata.snapshot import Boundary

SHARE = 0.01
"""Of an outline, how much must lie in an area to be said to lie there."""


@dataclass(frozen=True)
class Near:
    """An area near a point. ``metres`` is 0 inside it."""

    code: str
    name: str
    metres: float


class Layer:
    """The outlines of one layer, EPSG:27700."""

    def __init__(self, outlines: tuple[Boundary, ...]) -> None:
        self._outlines = outlines
        self._containing: Recent[Boundary | None] = Recent(MANY)
        self._near: Recent[tuple[Near, ...]] = Recent(MANY)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each area is called, by code."""
        return {outline.code: outline.name for outline in self._outlines}

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(shapely.from_wkb([outline.wkb for outline in self._outlines]))

    def containing(self, point: Point) -> Boundary | None:
        """The area in which a point lies, or None. On a shared border the first by code is given."""

        def find() -> Boundary | None:
            found = self._tree.query(shapely.Point(point.easting, point.northing), predicate="intersects")
            return self._outlines[min(found)] if len(found) else None

        return self._containing.get((point.easting, point.northing), find)

    def within(self, point: Point, metres: float) -> tuple[Near, ...]:
        """Areas with any part no farther than so many metres, nearest first."""
        return self._near.get((point.easting, point.northing, metres), lambda: self._find_near(point, metres))

    def _find_near(self, point: Point, metres: float) -> tuple[Near, ...]:
        here = shapely.Point(point.easting, point.northing)
        found = self._tree.query(here, predicate="dwithin", distance=metres)
        near = [
            Near(
                self._outlines[i].code,
                self._outlines[i].name,
                float(shapely.distance(self._tree.geometries[i], here)),
            )
            for i in found
        ]
        return tuple(sorted(near, key=lambda n: (n.metres, n.code)))

    def sharing(self, outline: BaseGeometry) -> tuple[Boundary, ...]:
        """Areas in which at least a hundredth of an outline lies, EPSG:27700.

        Where borders only touch, or are drawn a little differently, the area next door is left out.
        """
        found = sorted(self._tree.query(outline, predicate="intersects"))
        least = SHARE * outline.area
        return tuple(
            self._outlines[at]
            for at in found
            if shapely.intersection(self._tree.geometries[at], outline).area >= least
        )

    def together(self, codes: tuple[str, ...]) -> BaseGeometry:
        """Some areas as one outline, EPSG:27700; empty where the layer has none of them."""
        return shapely.union_all(
            [self._tree.geometries[i] for i, o in enumerate(self._outlines) if o.code in codes]
        )
