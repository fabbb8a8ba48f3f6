"""The walk between two points with its line, so that a person can check it on a map."""

from itertools import pairwise

import numpy as np

from app.access.engine import Trip
from app.access.graph import Doors, Searcher
from app.access.snapping import Snapped
from app.domain.assessments import Line
from app.domain.baselines import MM_A_METRE
from geodata.model.point import Point
from geodata.snapshot import Codes, Floats, StreetNetwork

End = tuple[Point, Snapped, Doors]


def route_between(network: StreetNetwork, searcher: Searcher, begin: End, end: End) -> Trip:
    """The shortest walk from one point to another. Streets are walked both ways, so it is searched from the beginning."""
    begin_at, end_at = begin[1], end[1]
    off = float(begin_at.off_mm[0] + end_at.off_mm[0])
    direct = np.inf
    if begin_at.edge[0] == end_at.edge[0]:
        direct = abs(float(begin_at.along_mm[0] - end_at.along_mm[0])) + off
    node_cost, before = _search_until(searcher, begin, end, direct)
    ends = int(network.edge_u[end_at.edge[0]]), int(network.edge_v[end_at.edge[0]])
    by_ends = node_cost[ends[0]] + end[2].to_u[0], node_cost[ends[1]] + end[2].to_v[0]
    best = min(direct, *by_ends)
    if not np.isfinite(best):
        return Trip(None, (), off / MM_A_METRE)
    if best == direct:
        middle = _along(network, int(begin_at.edge[0]), begin_at.along_mm[0], end_at.along_mm[0])
    else:
        at_v = bool(by_ends[1] < by_ends[0])
        last = ends[int(at_v)]
        middle = _through(network, searcher, begin_at, before, last)
        edge = int(end_at.edge[0])
        arrival = network.edge_mm[edge] if at_v else 0
        middle = np.concatenate([middle, _along(network, edge, arrival, end_at.along_mm[0])])
    line = [(begin[0].easting, begin[0].northing), *map(tuple, middle), (end[0].easting, end[0].northing)]
    return Trip(best / MM_A_METRE, _without_repeats(line), off / MM_A_METRE)


def _search_until(searcher: Searcher, begin: End, end: End, direct: float) -> tuple[Floats, Codes]:
    """Search outwards, a little way first: most walks are short, and a bounded search is many times faster."""
    nearby = max(2 * begin[0].metres_to(end[0]) * MM_A_METRE, 1_000_000.0)
    for limit in (nearby, 4 * nearby, np.inf):
        cost, before = searcher.tree_from_door(begin[2], limit)
        if min(direct, *_at_ends(searcher, cost, end)) <= limit:
            break
    return cost, before


def _at_ends(searcher: Searcher, cost: Floats, end: End) -> tuple[float, float]:
    u, v = searcher.ends_of(int(end[1].edge[0]))
    return float(cost[u] + end[2].to_u[0]), float(cost[v] + end[2].to_v[0])


def _through(
    network: StreetNetwork, searcher: Searcher, begin: Snapped, before: np.ndarray, last: int
) -> Floats:
    """Line from the beginning's place on its street to a node, by the predecessors of a search."""
    nodes = [last]
    while before[nodes[-1]] < searcher.arcs.nodes:
        nodes.append(int(before[nodes[-1]]))
    nodes.reverse()
    edge = int(begin.edge[0])
    leaves_by_v = int(network.edge_v[edge]) == nodes[0]
    if leaves_by_v and int(network.edge_u[edge]) == nodes[0]:  # a loop: leave by the shorter side
        leaves_by_v = bool(network.edge_mm[edge] - begin.along_mm[0] < begin.along_mm[0])
    parts = [_along(network, edge, begin.along_mm[0], network.edge_mm[edge] if leaves_by_v else 0)]
    for one, other in pairwise(nodes):
        step = searcher.edge_between(one, other)
        line = network.line(step)
        parts.append(line if int(network.edge_u[step]) == one else line[::-1])
    return np.concatenate(parts)


def _along(network: StreetNetwork, edge: int, begin_mm: float, end_mm: float) -> Floats:
    """Points of one edge between two distances from its u, in the order of the walk, float64 (k, 2)."""
    line = network.line(edge)
    steps = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    # The line's own length and its whole millimetres differ by rounding: scale one to the other.
    scale = at[-1] / float(network.edge_mm[edge])
    low, high = sorted((float(begin_mm) * scale, float(end_mm) * scale))
    inner = line[(at > low) & (at < high)]
    ends = np.array([[np.interp(m, at, line[:, 0]), np.interp(m, at, line[:, 1])] for m in (low, high)])
    points = np.concatenate([ends[:1], inner, ends[1:]])
    return points if begin_mm <= end_mm else points[::-1]


def _without_repeats(points: list[tuple[float, ...]]) -> Line:
    """Coordinates to the millimetre, each point once in a row."""
    line: list[tuple[float, float]] = []
    for x, y in points:
        point = round(float(x), 3), round(float(y), 3)
        if not line or line[-1] != point:
            line.append(point)
    return tuple(line)
