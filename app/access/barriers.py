"""What lies on the way, as OpenStreetMap states it: facts with places, never a score.

Steps, unpaved and unlit stretches, streets stated to have no pavement, level crossings, gates said to be locked, and trunk
or primary roads that are crossed or walked along. What the map does not say is not known, and nothing is concluded from
its silence.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access.doors import Doors
from app.access.graph import Entries
from app.access.streets import StreetEngine
from geodata.snapshot import Codes, EdgeFlag, Ints, NodeFlag, StreetNetwork

BUSY_ROADS = ("trunk", "trunk_link", "primary", "primary_link")
STEPS, UNPAVED, UNLIT, NO_PAVEMENT = "steps", "unpaved", "unlit", "stated to have no pavement"
LEVEL_CROSSING, LOCKED_GATE, CROSSES, ALONG = (
    "level crossing",
    "gate said to be locked",
    "crosses a trunk or primary road",
    "along a trunk or primary road",
)
_FLAGS = (
    (EdgeFlag.STEPS, STEPS),
    (EdgeFlag.UNPAVED, UNPAVED),
    (EdgeFlag.UNLIT, UNLIT),
    (EdgeFlag.NO_SIDEWALK, NO_PAVEMENT),
)


@dataclass(frozen=True)
class OnTheWay:
    """One fact at one place (EPSG:27700 metres). ``street`` is its name, "" where it has none. ``people`` pass there."""

    what: str
    street: str
    easting: float
    northing: float
    people: int


@dataclass(frozen=True)
class Passed:
    """Who passes where: people on each edge of the network, int64 (m,), and through each node, int64 (n,).

    ``crossing``: int64 (n,), people who come to a node and leave it by streets that are no trunk or primary roads.
    """

    edge: Ints
    node: Ints
    crossing: Ints


def on_the_way(network: StreetNetwork, passed: Passed) -> tuple[OnTheWay, ...]:
    """The facts that people pass, those of most people first."""
    found = [*_of_edges(network, passed.edge), *_of_nodes(network, passed)]
    return tuple(sorted(found, key=lambda fact: (-fact.people, fact.what, fact.easting, fact.northing)))


def passed_on_route(network: StreetNetwork, edges: tuple[int, ...], people: int = 1) -> Passed:
    """The streets of one route, each given once in the order of the walk, as passed by some people."""
    passed = _nobody(network)
    np.add.at(passed.edge, np.unique(np.array(edges, dtype=np.int64)), people)
    busy = _busy(network)
    for one, other in itertools.pairwise(edges):
        for node in sorted(_ends(network, one) & _ends(network, other))[:1]:
            passed.node[node] += people
            if not busy[one] and not busy[other]:
                passed.crossing[node] += people
    return passed


def passed_to_pharmacies(
    engine: StreetEngine, home: Ints, label: Codes, people: Codes, cost: NDArray[np.float64]
) -> Passed:
    """Everyone's way to a pharmacy. home: int64 (c,); label: int32 (c,), where each goes; people: int32 (c,); cost: (c,).

    Homes with label -1 go nowhere and pass nothing.
    """
    passed = _nobody(engine.network)
    for site in np.unique(label[label >= 0]):
        here = label == site
        _add_ways(
            engine,
            passed,
            engine.pharmacy_doors.take(np.array([site])),
            home[here],
            people[here],
            cost[here].max(),
        )
    return passed


def passed_to_site(
    engine: StreetEngine, site: Doors, home: Ints, people: Codes, cost: NDArray[np.float64]
) -> Passed:
    """Everyone's way to one site that is not on the list."""
    passed = _nobody(engine.network)
    if len(home):
        _add_ways(engine, passed, site, home, people, cost.max())
    return passed


def together(parts: Iterable[Passed]) -> Passed:
    """Several as one."""
    first, *rest = parts
    for part in rest:
        first = Passed(first.edge + part.edge, first.node + part.node, first.crossing + part.crossing)
    return first


def _add_ways(
    engine: StreetEngine, passed: Passed, site: Doors, home: Ints, people: Codes, limit: float
) -> None:
    """Walk every home's way to a site at once, one node further at each turn."""
    network, towards = engine.network, engine.towards
    cost, onward = towards.tree_from_site(Entries(site.u, site.v, site.in_u, site.in_v), float(limit))
    doors = engine.home_doors.take(home)
    by_u, by_v = cost[doors.u] + doors.out_u, cost[doors.v] + doors.out_v
    at = np.where(by_v < by_u, doors.v, doors.u).astype(np.int64)
    edge, weight = doors.edge.copy(), people.astype(np.int64)
    np.add.at(passed.edge, edge, weight)
    going = (doors.edge != site.edge[0]) & np.isfinite(np.minimum(by_u, by_v))
    at, edge, weight = at[going], edge[going], weight[going]
    busy = _busy(network)
    while len(at):
        following = onward[at].astype(np.int64)
        arrived = following >= towards.arcs.nodes
        step = np.where(arrived, site.edge[0], 0)
        step[~arrived] = towards.edges_between(following[~arrived], at[~arrived])
        np.add.at(passed.edge, step, weight)
        np.add.at(passed.node, at, weight)
        quiet = ~busy[edge] & ~busy[step]
        np.add.at(passed.crossing, at[quiet], weight[quiet])
        at, edge, weight = following[~arrived], step[~arrived], weight[~arrived]


def _of_edges(network: StreetNetwork, passed: Ints) -> Iterable[OnTheWay]:
    used = np.flatnonzero(passed)
    busy = _busy(network)
    merged: dict[tuple[str, int], list[int]] = {}
    for edge in used:
        flags = int(network.edge_flags[edge])
        facts = [words for flag, words in _FLAGS if flags & flag]
        if busy[edge]:
            facts.append(ALONG)
        for what in facts:
            # One way of the map is one place: its pieces between junctions are not told apart.
            merged.setdefault((what, int(network.edge_way[edge])), []).append(int(edge))
    for (what, _), edges in merged.items():
        most = max(edges, key=lambda edge: int(passed[edge]))
        x, y = network.line(most)[len(network.line(most)) // 2]
        yield OnTheWay(what, _name(network, most), round(float(x), 1), round(float(y), 1), int(passed[most]))


def _of_nodes(network: StreetNetwork, passed: Passed) -> Iterable[OnTheWay]:
    busy_edges = np.flatnonzero(_busy(network))
    ends = np.concatenate([network.edge_u[busy_edges], network.edge_v[busy_edges]])
    by_node = dict(zip(ends.tolist(), np.tile(busy_edges, 2).tolist(), strict=True))
    for flag, what in ((NodeFlag.LEVEL_CROSSING, LEVEL_CROSSING), (NodeFlag.LOCKED, LOCKED_GATE)):
        for node in np.flatnonzero((passed.node > 0) & ((network.node_flags & flag) > 0)):
            yield _at_node(network, int(node), what, "", int(passed.node[node]))
    for node in np.flatnonzero(passed.crossing):
        if int(node) in by_node:
            street = _name(network, by_node[int(node)])
            yield _at_node(network, int(node), CROSSES, street, int(passed.crossing[node]))


def _at_node(network: StreetNetwork, node: int, what: str, street: str, people: int) -> OnTheWay:
    return OnTheWay(
        what, street, round(float(network.node_x[node]), 1), round(float(network.node_y[node]), 1), people
    )


def _name(network: StreetNetwork, edge: int) -> str:
    at = int(network.edge_name[edge])
    return network.names[at] if at >= 0 else ""


def _ends(network: StreetNetwork, edge: int) -> set[int]:
    return {int(network.edge_u[edge]), int(network.edge_v[edge])}


def _busy(network: StreetNetwork) -> NDArray[np.bool_]:
    return np.array([name in BUSY_ROADS for name in network.classes], dtype=bool)[network.edge_class]


def _nobody(network: StreetNetwork) -> Passed:
    return Passed(*(np.zeros(size, dtype=np.int64) for size in (network.edges, network.nodes, network.nodes)))
