"""The shortest trip between two points, with its line and its streets, so that a person can check it on a map."""

import numpy as np

from app.access.doors import Doors, along_one_edge
from app.access.engine import Trip
from app.access.graph import Entries, Searcher
from app.access.pace import Pace
from app.domain.assessments import Line
from app.domain.baselines import MM_A_METRE
from geodata.model.point import Point
from geodata.snapshot import Codes, Floats, StreetNetwork

End = tuple[Point, Doors]


def route_between(network: StreetNetwork, pace: Pace, towards: Searcher, begin: End, end: End) -> Trip:
    """The shortest trip from one point to another, searched from its end, as every trip to a pharmacy is."""
    (begin_point, here), (end_point, there) = begin, end
    _, _, alongside = along_one_edge(network, pace, here, there)
    direct = float(alongside[0]) if len(alongside) else np.inf
    node_cost, onward = _search_until(towards, begin, end, direct)
    by_end = _by_ends(here, node_cost)
    best = min(direct, *by_end)
    off = float(here.off[0] + there.off[0]) / pace.off_street / MM_A_METRE
    if not np.isfinite(best):
        return Trip(None, None, (), off)
    edge = int(here.edge[0])
    edges: tuple[int, ...]
    if best == direct:
        middle, edges = _along(network, edge, here.along_mm[0], there.along_mm[0]), (edge,)
    else:
        at_v = by_end[1] < by_end[0]
        first = int(here.v[0] if at_v else here.u[0])
        start = _along(network, edge, here.along_mm[0], network.edge_mm[edge] if at_v else 0)
        rest, more = _onward(network, towards, onward, first, there)
        middle, edges = np.concatenate([start, rest]), (edge, *more)
    points = [
        (begin_point.easting, begin_point.northing),
        *map(tuple, middle),
        (end_point.easting, end_point.northing),
    ]
    line = _without_repeats(points)
    metres = best / MM_A_METRE if pace.both_ways else round(_length(line), 3)
    return Trip(best, metres, line, off, edges)


def _search_until(towards: Searcher, begin: End, end: End, direct: float) -> tuple[Floats, Codes]:
    """Search outwards, a little way first: most trips are short, and a bounded search is many times faster."""
    there = end[1]
    nearby = max(2 * begin[0].metres_to(end[0]) * MM_A_METRE, 1_000_000.0)
    for limit in (nearby, 4 * nearby, np.inf):
        cost, onward = towards.tree_from_site(Entries(there.u, there.v, there.in_u, there.in_v), limit)
        if min(direct, *_by_ends(begin[1], cost)) <= limit:
            break
    return cost, onward


def _by_ends(here: Doors, node_cost: Floats) -> tuple[float, float]:
    return float(here.out_u[0] + node_cost[here.u[0]]), float(here.out_v[0] + node_cost[here.v[0]])


def _onward(
    network: StreetNetwork, towards: Searcher, onward: Codes, first: int, there: Doors
) -> tuple[Floats, tuple[int, ...]]:
    """Line and edges from a node to the place of the destination on its street."""
    nodes = [first]
    while onward[nodes[-1]] < towards.arcs.nodes:
        nodes.append(int(onward[nodes[-1]]))
    way = np.array(nodes, dtype=np.int64)
    # Arcs run outwards from the site: the trip from one node to the next is the arc from the next to the one.
    edges = [int(edge) for edge in towards.edges_between(way[1:], way[:-1])]
    lines = [
        (network.line(edge), int(network.edge_u[edge]) == node)
        for edge, node in zip(edges, nodes, strict=False)
    ]
    parts = [line if ahead else line[::-1] for line, ahead in lines]
    edge = int(there.edge[0])
    enters_by_v = int(there.v[0]) == nodes[-1]
    if enters_by_v and int(there.u[0]) == nodes[-1]:  # a loop: enter by the cheaper side
        enters_by_v = bool(there.in_v[0] < there.in_u[0])
    parts.append(_along(network, edge, network.edge_mm[edge] if enters_by_v else 0, there.along_mm[0]))
    return np.concatenate(parts), (*edges, edge)


def _along(network: StreetNetwork, edge: int, begin_mm: float, end_mm: float) -> Floats:
    """Points of one edge between two distances from its u, in the order of the trip, float64 (k, 2)."""
    line = network.line(edge)
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
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


def _length(line: Line) -> float:
    return float(np.hypot(*np.diff(np.array(line), axis=0).T).sum()) if len(line) > 1 else 0.0
