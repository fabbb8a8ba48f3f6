"""Small random street networks, homes and pharmacies, and an independent answer by networkx."""

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from app.access.doors import Doors
from geodata.arrays import Homes, StreetNetwork
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises


@dataclass(frozen=True)
class Town:
    network: StreetNetwork
    homes: Homes
    pharmacies: tuple[Premises, ...]


def network_of(
    nodes: list[tuple[float, float]], edges: list[tuple[int, int, list[tuple[float, float]]]]
) -> StreetNetwork:
    """A network from node points and edges (u, v, points between)."""
    lines = [np.array([nodes[u], *between, nodes[v]], dtype=float) for u, v, between in edges]
    lengths = [max(1, round(float(np.hypot(*np.diff(line, axis=0).T).sum()) * 1000)) for line in lines]
    size = len(edges)
    zeros = np.zeros(size, dtype=np.int32)
    return StreetNetwork(
        node_x=np.array([x for x, _ in nodes], dtype=float),
        node_y=np.array([y for _, y in nodes], dtype=float),
        node_osm=np.arange(len(nodes), dtype=np.int64),
        node_flags=np.zeros(len(nodes), dtype=np.uint8),
        edge_u=np.array([u for u, _, _ in edges], dtype=np.int32),
        edge_v=np.array([v for _, v, _ in edges], dtype=np.int32),
        edge_mm=np.array(lengths, dtype=np.int64),
        edge_way=np.arange(size, dtype=np.int64),
        edge_class=zeros,
        edge_name=zeros,
        edge_flags=zeros,
        edge_kmh=np.zeros(size),
        geometry_start=np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        geometry_xy=np.concatenate(lines),
        classes=("residential",),
        names=("",),
    )


def homes_at(points: list[tuple[float, float]], people: list[int]) -> Homes:
    size = len(points)
    codes = np.zeros(size, dtype=np.int32)
    return Homes(
        x=np.array([x for x, _ in points], dtype=float),
        y=np.array([y for _, y in points], dtype=float),
        people=np.array(people, dtype=np.int32),
        hwb=codes,
        ward=codes,
        lsoa=codes,
        imd_decile=codes,
        name=np.array([b""] * size),
        groups={},
        labels={"hwb": ("E1",), "ward": ("W1",), "lsoa": ("L1",)},
    )


def pharmacy(code: str, x: float, y: float) -> Premises:
    return Premises(code, code, "", "", Point(x, y, "test"), ContractType.COMMUNITY, "test")


_WHERE = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: (p[0] * 25.0, p[1] * 25.0))
_NEAR = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(lambda p: (float(p[0]), float(p[1])))


@st.composite
def towns(draw: st.DrawFn, most_pharmacies: int = 6) -> Town:
    """Networks with parallel edges, loops, zero-length edges and islands; points anywhere, some on top of each other."""
    nodes = draw(st.lists(_WHERE, min_size=2, max_size=9))
    at = st.integers(0, len(nodes) - 1)
    edges = draw(st.lists(st.tuples(at, at, st.lists(_WHERE, max_size=2)), min_size=1, max_size=16))
    edges = [
        (u, v, between or [(nodes[u][0] + 10, nodes[u][1])] if u == v else between) for u, v, between in edges
    ]
    spots = draw(st.lists(_NEAR, min_size=1, max_size=most_pharmacies))
    if draw(st.booleans()):
        spots.append(spots[0])  # two at one door
    doors = [*draw(st.lists(_NEAR, min_size=1, max_size=8)), spots[0]]  # a home at a pharmacy's door
    people = draw(st.lists(st.integers(0, 500), min_size=len(doors), max_size=len(doors)))
    pharmacies = tuple(pharmacy(f"P{i:02d}", x, y) for i, (x, y) in enumerate(spots))
    return Town(network_of(nodes, edges), homes_at(doors, people), pharmacies)


def networkx_costs(network: StreetNetwork, homes: Doors, sites: Doors) -> np.ndarray:
    """Millimetres between each home and each site, float64 (homes, sites), by networkx on streets cut at every door."""
    graph = _streets_cut_at(network, homes, sites)
    costs = np.full((len(homes), len(sites)), np.inf)
    for s in range(len(sites)):
        found = nx.single_source_dijkstra_path_length(graph, _node(network, sites, s))
        for h in range(len(homes)):
            length = found.get(_node(network, homes, h))
            if length is not None:
                costs[h, s] = length + homes.off[h] + sites.off[s]
    return costs


def _node(network: StreetNetwork, doors: Doors, which: int) -> object:
    return _node_at(network, int(doors.edge[which]), int(doors.along_mm[which]))


def _node_at(network: StreetNetwork, edge: int, along: int) -> object:
    if along == 0:
        return int(network.edge_u[edge])
    if along == int(network.edge_mm[edge]):
        return int(network.edge_v[edge])
    return (edge, along)


def _streets_cut_at(network: StreetNetwork, *doors: Doors) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(network.nodes))
    cuts: dict[int, set[int]] = {edge: {0, int(network.edge_mm[edge])} for edge in range(network.edges)}
    for some in doors:
        for edge, along in zip(some.edge, some.along_mm, strict=True):
            cuts[int(edge)].add(int(along))
    for edge, marks in cuts.items():
        for low, high in pairwise(sorted(marks)):
            one, other = _node_at(network, edge, low), _node_at(network, edge, high)
            known = graph.get_edge_data(one, other, {"weight": np.inf})["weight"]
            if one != other and high - low < known:
                graph.add_edge(one, other, weight=high - low)
    return graph
