"""The streets from which a site is within a limit, each cut exactly where the limit ends. To look at, never to count by.

People are counted home by home (``app.access``); a home stands a straight line off its street, which is not drawn.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from app.access.doors import Doors
from app.access.graph import Entries
from app.access.streets import StreetEngine
from geodata.model.point import Point
from geodata.snapshot import Floats, Ints, StreetNetwork

TOUCHING = 1e-9
"""Share of an edge below which a gap between two parts is rounding: less than a thousandth of a millimetre."""


@dataclass(frozen=True)
class Reach:
    """k parts of streets. edge: int64 (k,). begin, end: float64 (k,), shares of the edge's length from its u, 0 to 1.

    nearest: float64 (k,), cost from the nearest point of the part. mm: int64 (k,), length of the part.
    """

    edge: Ints
    begin: Floats
    end: Floats
    nearest: Floats
    mm: Ints

    def __len__(self) -> int:
        return len(self.edge)


def streets_within(engine: StreetEngine, site: Point, limit: float) -> Reach:
    """Every part of a street from which the site can be reached within a limit, by edge. "Within" includes equality.

    Costs are the engine's, those of the trip towards the site, with the straight line between its street and its door.
    """
    door, costs = engine.door(site), engine.pace.costs
    # One unit further than the limit: what is exactly at it must not be lost to the search's own rounding.
    node_cost = engine.towards.from_site(Entries(door.u, door.v, door.in_u, door.in_v), limit + 1)
    by_u, by_v = node_cost[engine.network.edge_u], node_cost[engine.network.edge_v]
    from_u, from_v = _share(limit - by_u, costs.backward), _share(limit - by_v, costs.forward)
    own = int(door.edge[0])
    others = np.arange(engine.network.edges) != own
    whole = np.flatnonzero(others & (from_u + from_v >= 1 - TOUCHING))
    cut = others & (from_u + from_v < 1 - TOUCHING)
    head, tail = np.flatnonzero(cut & (from_u > 0)), np.flatnonzero(cut & (from_v > 0))
    pieces = _on_own_edge(engine, door, limit, (float(from_u[own]), float(from_v[own])))
    edge = np.concatenate([whole, head, tail, np.full(len(pieces), own)])
    begin = np.concatenate([np.zeros(len(whole) + len(head)), 1 - from_v[tail], [b for b, _ in pieces]])
    end = np.concatenate([np.ones(len(whole)), from_u[head], np.ones(len(tail)), [e for _, e in pieces]])
    nearest = np.concatenate(
        [
            np.minimum(by_u[whole], by_v[whole]),
            by_u[head],
            by_v[tail],
            [_nearest_on_own(engine, door, piece, (by_u[own], by_v[own])) for piece in pieces],
        ]
    )
    mm = np.rint((end - begin) * engine.network.edge_mm[edge]).astype(np.int64)
    drawn = np.flatnonzero(mm > 0)  # a part of no length is a point, and no line
    order = drawn[np.lexsort((begin[drawn], edge[drawn]))]
    return Reach(edge[order].astype(np.int64), begin[order], end[order], nearest[order], mm[order])


def lines_of(network: StreetNetwork, reach: Reach) -> list[BaseGeometry]:
    """The parts as lines, EPSG:27700."""
    found: list[BaseGeometry] = []
    for edge, begin, end in zip(reach.edge, reach.begin, reach.end, strict=True):
        line = shapely.LineString(network.line(int(edge)))
        whole = begin <= 0 and end >= 1
        found.append(line if whole else substring(line, float(begin), float(end), normalized=True))
    return found


def circle(site: Point, metres: float, corners: int = 360) -> shapely.LineString:
    """The reach of a straight line: a ring at a distance, EPSG:27700. Every corner of it is exactly at that distance."""
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    x, y = site.easting + metres * np.cos(turn), site.northing + metres * np.sin(turn)
    ring = np.column_stack([x, y])
    return shapely.LineString(np.concatenate([ring, ring[:1]]))


def _share(left: Floats, cost: Ints) -> Floats:
    """The share of each edge that what is left of the limit pays for; 0 where it may not be used that way."""
    usable = (left > 0) & np.isfinite(left) & (cost > 0)
    return np.where(usable, np.minimum(left / np.where(usable, cost, 1), 1.0), 0.0)


def _on_own_edge(
    engine: StreetEngine, door: Doors, limit: float, ends: tuple[float, float]
) -> list[tuple[float, float]]:
    """The parts of the site's own street: along it to the door, and by its two ends (shares reached from u and from v)."""
    edge, pace = door.edge, engine.pace
    at = float(door.along_mm[0] / engine.network.edge_mm[edge][0])
    left = np.array([limit - door.off[0]])
    before = float(_share(left, pace.costs.forward[edge])[0])
    after = float(_share(left, pace.costs.backward[edge])[0])
    parts = [(max(at - before, 0.0), min(at + after, 1.0)), (0.0, ends[0]), (1.0 - ends[1], 1.0)]
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(part for part in parts if part[1] > part[0]):
        if joined and begin <= joined[-1][1] + TOUCHING:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _nearest_on_own(
    engine: StreetEngine, door: Doors, part: tuple[float, float], ends: tuple[float, float]
) -> float:
    """Cost from the nearest point of a part of the site's own street: its door, or the end that the part begins at."""
    at = float(door.along_mm[0] / engine.network.edge_mm[door.edge][0])
    if part[0] <= at <= part[1]:
        return float(door.off[0])
    return float(ends[0] if part[0] <= 0 else ends[1])
