"""Lines that cross made into streets that meet: both take a point where they cross, and share it to the centimetre."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import dist

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, Point, STRtree

from geodata.demo.curves import Spot, spot_of, spots

TOUCH_M = 0.4
"""An end that lies this near to a street ends on it."""


@dataclass(frozen=True)
class Street:
    """One street, path or flight of steps as it is drawn, with OpenStreetMap tags."""

    line: LineString
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def at_grade(self) -> bool:
        """Whether it meets what it crosses; a bridge or tunnel joins only at its ends."""
        return "layer" not in self.tags

    @property
    def ends(self) -> tuple[Spot, Spot]:
        """Where it begins and where it ends."""
        first, last = self.line.coords[0], self.line.coords[-1]
        return ((round(first[0], 2), round(first[1], 2)), (round(last[0], 2), round(last[1], 2)))


def woven(streets: Sequence[Street]) -> list[Street]:
    """Streets with a shared point wherever two meet. Those over or under others meet them only at their ends."""
    lines = [street.line for street in streets]
    tree = STRtree(lines)
    ones, others = tree.query(lines, predicate="dwithin", distance=TOUCH_M)
    meetings: dict[int, set[Spot]] = defaultdict(set)
    for one, other in sorted(zip(ones.tolist(), others.tolist(), strict=True)):
        if one < other:
            for spot in _meetings(streets[one], streets[other]):
                meetings[one].add(spot)
                meetings[other].add(spot)
    return [Street(_with_points(s.line, sorted(meetings[i])), s.tags) for i, s in enumerate(streets)]


def largest_part(streets: Sequence[Street]) -> list[Street]:
    """The streets of the largest connected part."""
    number: dict[Spot, int] = {}
    starts, ends = [], []
    for street in streets:
        ids = [number.setdefault(spot, len(number)) for spot in spots(street.line)]
        starts += ids[:-1]
        ends += ids[1:]
    links = coo_array((np.ones(len(starts)), (starts, ends)), shape=(len(number), len(number)))
    labels = connected_components(links, directed=False)[1]
    main = int(np.bincount(labels).argmax())
    return [street for street in streets if labels[number[street.ends[0]]] == main]


def _meetings(one: Street, other: Street) -> list[Spot]:
    ends = [
        end
        for street, across in ((one, other), (other, one))
        for end in street.ends
        if shapely.dwithin(Point(end), across.line, TOUCH_M)
    ]
    if not (one.at_grade and other.at_grade):
        return _apart(ends) if _ends_meet(one, other) else []
    crossing = shapely.intersection(one.line, other.line)
    crossed = [
        spot_of(Point(x, y)) for part in shapely.get_parts(crossing) for x, y in shapely.get_coordinates(part)
    ]
    return _apart([*ends, *crossed])


def _ends_meet(one: Street, other: Street) -> bool:
    return any(dist(a, b) <= TOUCH_M for a in one.ends for b in other.ends)


def _apart(found: Sequence[Spot]) -> list[Spot]:
    """Spots with those dropped that lie within a touch of an earlier one."""
    kept: list[Spot] = []
    for spot in found:
        if all(abs(spot[0] - k[0]) + abs(spot[1] - k[1]) > 2 * TOUCH_M for k in kept):
            kept.append(spot)
    return kept


def _with_points(line: LineString, extra: Sequence[Spot]) -> LineString:
    along = [(line.line_locate_point(Point(spot)), 0, spot) for spot in extra]
    run = 0.0
    own: list[tuple[float, int, Spot]] = []
    points = spots(line)
    for before, spot in pairwise([points[0], *points]):
        run += dist(before, spot)
        own.append((run, 1, spot))
    ordered = [spot for _, _, spot in sorted([*along, *own])]
    fixed = set(extra)
    result = [ordered[0]]
    for spot in ordered[1:]:
        near = abs(spot[0] - result[-1][0]) + abs(spot[1] - result[-1][1]) < 2 * TOUCH_M
        if not near:
            result.append(spot)
        elif spot in fixed and result[-1] not in fixed:
            result[-1] = spot
        elif spot in fixed and spot != result[-1]:
            result.append(spot)
    return LineString(result) if len(result) > 1 else LineString([points[0], points[-1]])
