"""Straight-line distance on the British National Grid: a method of its own, named as such wherever a figure of it stands."""

from collections.abc import Collection
from functools import cached_property

import numpy as np
from scipy.spatial import KDTree

from app.access.engine import Trip, still_open
from app.access.nearest import NOBODY, NearestTwo
from app.access.pace import METRES, Unit
from app.domain.baselines import MM_A_METRE, Mode
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Floats, Homes, Ints


class StraightLineEngine:
    """Distances as the crow flies, EPSG:27700, whole millimetres."""

    mode: Mode = Mode.STRAIGHT_LINE
    method: str = "straight line on the National Grid, version 1"
    unit: Unit = METRES

    def __init__(self, homes: Homes, pharmacies: tuple[Premises, ...]) -> None:
        self._homes = homes
        self.pharmacies = pharmacies

    @cached_property
    def homes(self) -> NearestTwo:
        """Nearest two pharmacies of every home, (h,)."""
        size = len(self._homes)
        if not self.pharmacies:
            far, nobody = np.full(size, np.inf), np.full(size, NOBODY, dtype=np.int32)
            return NearestTwo(far, nobody, far, nobody)
        points = self._points
        places = np.column_stack([self._homes.x, self._homes.y])
        metres, label = KDTree(points).query(places, k=[1, 2])
        cost = np.rint(metres * MM_A_METRE)
        known = np.where(np.isfinite(cost), label, NOBODY).astype(np.int32)
        return NearestTwo(cost[:, 0], known[:, 0], cost[:, 1], known[:, 1])

    @cached_property
    def _points(self) -> Floats:
        """Where the pharmacies are, float64 (p, 2)."""
        points = [(p.point.easting, p.point.northing) for p in self.pharmacies if p.point]
        return np.array(points, dtype=np.float64).reshape(-1, 2)

    def without(self, labels: Collection[int]) -> "StraightLineEngine":
        """The same homes with some pharmacies closed."""
        return StraightLineEngine(self._homes, still_open(self.pharmacies, labels))

    def reached(self, point: Point, limit: float) -> tuple[Ints, Floats]:
        """Homes within a limit of a site, int64 (c,), in order, and their cost, float64 (c,)."""
        cost = _within(self._homes.x - point.easting, self._homes.y - point.northing, limit)
        home = np.flatnonzero(np.isfinite(cost))
        return home, cost[home]

    def reached_by(self, label: int, limit: float) -> tuple[Ints, Floats]:
        """As ``reached``, for a pharmacy of the list."""
        point = self.pharmacies[label].point
        assert point is not None  # noqa: S101 - premises without a point are not counted; tells the type checker
        return self.reached(point, limit)

    def nearer(self, point: Point, leaves: int) -> tuple[Ints, Floats]:
        """Homes to which a site is nearer than every pharmacy but the leaving one, and their cost, as ``reached``."""
        cost = _within(self._homes.x - point.easting, self._homes.y - point.northing, np.inf)
        home = np.flatnonzero(cost < self.homes.without(leaves))
        return home, cost[home]

    def to_pharmacies(self, point: Point, limit: float) -> Floats:
        """Cost from a point to every counted pharmacy, float64 (p,); inf beyond ``limit``."""
        there = self._points
        return _within(there[:, 0] - point.easting, there[:, 1] - point.northing, limit)

    def cost(self, begin: Point, end: Point) -> float | None:
        """What ``trip`` costs."""
        return self.trip(begin, end).cost

    def trip(self, begin: Point, end: Point) -> Trip:
        """The straight line between two points."""
        line = ((begin.easting, begin.northing), (end.easting, end.northing))
        cost = float(round(begin.metres_to(end) * MM_A_METRE))
        return Trip(cost, cost / MM_A_METRE, line, 0.0)

    def farthest_m(self, cost: float) -> float:
        """The cost itself, in metres."""
        return cost / MM_A_METRE

    def off_network(self, point: Point) -> float:  # noqa: ARG002 - the same question is asked of every engine
        """0: a straight line uses no streets."""
        return 0.0


def _within(east: Floats, north: Floats, limit: float) -> Floats:
    cost = np.rint(np.hypot(east, north) * MM_A_METRE)
    return np.where(cost <= limit, cost, np.inf)
