"""Streets drawn at random, cut into networks: nothing lost, nothing added, whatever the order."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from itertools import chain, groupby, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.arrays import EdgeFlag, NodeFlag, StreetNetwork
from geodata.export import to_osmnx
from geodata.fragments import part_lengths, part_of_nodes, without_fragments
from geodata.network import build_network
from geodata.splitting import split_ways
from geodata.ways import Places, Way, Ways

_METRES = st.integers(0, 3000).map(float)
_CLASSES = st.sampled_from(["residential", "footway", "trunk"])
_NAMES = st.sampled_from([None, "High Street", "Mill Lane"])
_ONEWAYS = st.sampled_from([EdgeFlag(0), EdgeFlag.ONEWAY_FORWARD, EdgeFlag.ONEWAY_BACKWARD, EdgeFlag.STEPS])


@dataclass(frozen=True)
class Drawing:
    ways: list[Way]
    points: dict[int, tuple[float, float]]
    flags: dict[int, NodeFlag]
    blocked: set[int]

    @property
    def places(self) -> Places:
        return Places.of(self.points, self.flags, self.blocked)

    def stretches(self) -> list[tuple[Way, list[int]]]:
        """Every way's unbroken lines of places that are there, a place written twice in a row being one."""
        found = []
        for way in self.ways:
            nodes = [
                node for node, before in zip(way.nodes, (None, *way.nodes), strict=False) if node != before
            ]
            for there, line in groupby(nodes, key=lambda node: node in self.points):
                stretch = list(line)
                if there and len(stretch) > 1:
                    found.append((way, stretch))
        return found

    def steps(self) -> list[tuple[Way, int, int]]:
        """Every straight piece of a way between two neighbouring places."""
        return [(way, a, b) for way, line in self.stretches() for a, b in pairwise(line)]

    def metres(self) -> float:
        return sum(float(np.hypot(*np.subtract(self.points[a], self.points[b]))) for _, a, b in self.steps())


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Ways that share places, pass them twice, run over themselves, lack places, or lie on top of each other."""
    points = {
        node * 7: (x, y)
        for node, (x, y) in enumerate(draw(st.lists(st.tuples(_METRES, _METRES), min_size=2, max_size=12)))
    }
    known = st.sampled_from(sorted(points))
    anywhere = st.one_of(known, known, known, known, st.just(9_999))  # 9,999 lies beyond the extract
    lines = draw(st.lists(st.lists(anywhere, min_size=1, max_size=8), max_size=8))
    lines.append(draw(st.permutations(sorted(points)))[:2])  # so that there is a street at all
    ways = [
        Way(
            100 - i,
            tuple(line),
            draw(_CLASSES),
            draw(_NAMES),
            draw(_ONEWAYS),
            draw(st.sampled_from([0.0, 50.0])),
        )
        for i, line in enumerate(lines)
    ]
    flags = draw(st.dictionaries(known, st.sampled_from([NodeFlag.GATE, NodeFlag.CROSSING]), max_size=3))
    return Drawing(ways, points, flags, draw(st.sets(known, max_size=2)))


def columns(network: StreetNetwork) -> dict[str, object]:
    """Every array as bytes, with its type."""
    values = {f.name: getattr(network, f.name) for f in fields(network)}
    return {
        name: (value.dtype.str, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value
        for name, value in values.items()
    }


@given(drawings())
def test_cutting_streets_conserves_their_length(drawing: Drawing) -> None:
    network = split_ways(Ways.of(drawing.ways, drawing.places), drawing.places)
    slack = 0.001 * network.edges  # each edge is at least a millimetre, and rounded to one
    assert network.edge_mm.sum() / 1000 == pytest.approx(drawing.metres(), abs=slack)
    by_way = Counter[int]()
    for way, a, b in drawing.steps():
        by_way[way.id] += float(np.hypot(*np.subtract(drawing.points[a], drawing.points[b])))  # type: ignore[assignment]
    cut = Counter[int]()
    for way_id, mm in zip(network.edge_way.tolist(), network.edge_mm.tolist(), strict=True):
        cut[way_id] += mm / 1000
    assert set(cut) == set(by_way)
    for way_id, metres in cut.items():
        assert metres == pytest.approx(by_way[way_id], abs=slack)


@given(drawings())
def test_every_edge_has_its_line_and_its_length(drawing: Drawing) -> None:
    network = split_ways(Ways.of(drawing.ways, drawing.places), drawing.places)
    at = np.column_stack([network.node_x, network.node_y])
    for edge in range(network.edges):
        line = network.line(edge)
        assert len(line) >= 2
        assert line[0].tolist() == at[network.edge_u[edge]].tolist()
        assert line[-1].tolist() == at[network.edge_v[edge]].tolist()
        metres = float(np.hypot(*np.diff(line, axis=0).T).sum())
        assert network.edge_mm[edge] == max(1, round(metres * 1000))
    assert network.geometry_start[-1] == len(network.geometry_xy)
    assert set(network.edge_u.tolist()) | set(network.edge_v.tolist()) == set(range(network.nodes))


@given(drawings(), st.randoms())
def test_the_order_of_the_streets_does_not_matter(drawing: Drawing, random: object) -> None:
    shuffled = drawing.ways.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = build_network(drawing.ways, drawing.places)
    other = build_network(iter(shuffled), drawing.places)
    assert columns(one) == columns(other)


@given(drawings())
def test_streets_meet_where_they_share_a_place_and_nowhere_else(drawing: Drawing) -> None:
    """The same reach as a graph of every place, in which each street has its own copy of a place that is blocked."""
    drawn = nx.Graph()
    for number, (_way, a, b) in enumerate(drawing.steps()):
        ends = [(node, number if node in drawing.blocked else None) for node in (a, b)]
        drawn.add_edge(*ends)
    network = split_ways(Ways.of(drawing.ways, drawing.places), drawing.places)
    part = part_of_nodes(network)
    assert part.max() + 1 == nx.number_connected_components(drawn)
    open_nodes = {
        int(osm): int(p)
        for osm, p in zip(network.node_osm, part, strict=True)
        if int(osm) not in drawing.blocked
    }
    for members in nx.connected_components(drawn):
        assert len({open_nodes[node] for node, _ in members if node in open_nodes}) <= 1


@given(drawings())
def test_nodes_are_where_streets_meet_or_end_or_carry_a_fact_and_nowhere_else(drawing: Drawing) -> None:
    network = split_ways(Ways.of(drawing.ways, drawing.places), drawing.places)
    lines = [line for _, line in drawing.stretches()]
    visits = Counter(chain.from_iterable(lines))
    expected = {node for node, count in visits.items() if count > 1}
    expected |= {line[end] for line in lines for end in (0, -1)}
    expected |= visits.keys() & (drawing.flags.keys() | drawing.blocked)
    assert set(network.node_osm.tolist()) == expected
    copies = Counter(network.node_osm.tolist())
    degree = Counter(network.node_osm[np.concatenate([network.edge_u, network.edge_v])].tolist())
    for osm, count in copies.items():
        assert count == (degree[osm] if osm in drawing.blocked else 1)
    for osm, flag in zip(network.node_osm.tolist(), network.node_flags.tolist(), strict=True):
        assert flag == drawing.flags.get(osm, 0)


@given(drawings(), st.sampled_from([0.0, 500.0, 5_000.0, 1e9]))
def test_what_is_left_out_and_what_stays_add_up(drawing: Drawing, smallest: float) -> None:
    whole = split_ways(Ways.of(drawing.ways, drawing.places), drawing.places)
    kept, left_out = without_fragments(whole, smallest)
    lengths = part_lengths(whole, part_of_nodes(whole))
    assert kept.edge_mm.sum() + left_out.mm == whole.edge_mm.sum()
    assert len(set(kept.edge_way.tolist())) + left_out.ways == len(set(whole.edge_way.tolist()))
    assert left_out.parts + part_of_nodes(kept).max() + 1 == len(lengths)
    stays = part_lengths(kept, part_of_nodes(kept))
    assert stays.max() == lengths.max()
    assert len(stays) == 1 or stays.min() >= smallest * 1000
    names_of = {
        (int(way), whole.names[code] if code >= 0 else None, whole.classes[klass])
        for way, code, klass in zip(whole.edge_way, whole.edge_name, whole.edge_class, strict=True)
    }
    for edge in range(kept.edges):
        code = kept.edge_name[edge]
        named = kept.names[code] if code >= 0 else None
        assert (int(kept.edge_way[edge]), named, kept.classes[kept.edge_class[edge]]) in names_of
        assert kept.line(edge)[0].tolist() == [kept.node_x[kept.edge_u[edge]], kept.node_y[kept.edge_u[edge]]]
        assert kept.line(edge)[-1].tolist() == [
            kept.node_x[kept.edge_v[edge]],
            kept.node_y[kept.edge_v[edge]],
        ]
    assert set(kept.edge_name[kept.edge_name >= 0].tolist()) == set(range(len(kept.names)))


@given(drawings())
def test_directions_in_the_graph_for_osmnx(drawing: Drawing) -> None:
    network = split_ways(Ways.of(drawing.ways, drawing.places), drawing.places)
    graph = to_osmnx(network)
    expected = Counter[tuple[int, int, int]]()
    for edge in range(network.edges):
        u, v, flags = int(network.edge_u[edge]), int(network.edge_v[edge]), int(network.edge_flags[edge])
        expected[u, v, edge] += not flags & EdgeFlag.ONEWAY_BACKWARD
        expected[v, u, edge] += not flags & EdgeFlag.ONEWAY_FORWARD
    assert Counter((u, v, facts["edge"]) for u, v, facts in graph.edges(data=True)) == +expected
    for u, v, facts in graph.edges(data=True):
        assert facts["length"] == network.edge_mm[facts["edge"]] / 1000
        assert facts["geometry"].coords[0] == (graph.nodes[u]["x"], graph.nodes[u]["y"])
        assert facts["geometry"].coords[-1] == (graph.nodes[v]["x"], graph.nodes[v]["y"])


@given(drawings())
def test_no_street_and_the_same_street_twice_are_refused(drawing: Drawing) -> None:
    nowhere = [replace(way, nodes=way.nodes[:1] * 2) for way in drawing.ways]
    with pytest.raises(ValueError, match="no way has two neighbouring places"):
        build_network(nowhere, drawing.places)
    with pytest.raises(ValueError, match=f"way {drawing.ways[0].id} was given twice"):
        build_network([*drawing.ways, drawing.ways[0]], drawing.places)
