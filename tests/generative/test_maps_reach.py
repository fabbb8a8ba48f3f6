"""The length of streets within a limit, on foot and by car, against networkx on streets cut at the door."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.access.doors import Doors
from app.access.pace import Pace, driving, walking
from app.access.streets import StreetEngine
from app.maps.reach import lines_of, streets_within
from geodata.model.point import Point
from tests.generative.networks import Town, towns
from tests.generative.test_access_driving import one_way_towns

_SPOT = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda p: Point(float(p[0]), float(p[1]), "test")
)


def metres_by_networkx(engine: StreetEngine, door: Doors, limit: float) -> float:
    """Metres of street from which the door is within a limit: networkx to the ends of each piece, the rest by hand."""
    network, costs = engine.network, engine.pace.costs
    pieces: list[tuple[object, object, float, float, float]] = []  # ends, cost ahead, cost back, millimetres
    for edge in range(network.edges):
        u, v, length = int(network.edge_u[edge]), int(network.edge_v[edge]), float(network.edge_mm[edge])
        ahead, back = (float(c) if c >= 0 else np.inf for c in (costs.forward[edge], costs.backward[edge]))
        if edge != door.edge[0]:
            pieces.append((u, v, ahead, back, length))
            continue
        share = float(door.along_mm[0]) / length
        for ends, part in (((u, "site"), share), (("site", v), 1 - share)):
            if part > 0:
                pieces.append((*ends, ahead * part, back * part, length * part))
    graph = nx.MultiDiGraph()
    graph.add_nodes_from([*range(network.nodes), "site"])
    if door.along_mm[0] == 0:
        pieces.append((int(door.u[0]), "site", 0.0, 0.0, 0.0))
    if door.along_mm[0] == network.edge_mm[door.edge[0]]:
        pieces.append((int(door.v[0]), "site", 0.0, 0.0, 0.0))
    for one, other, ahead, back, _ in pieces:
        # Turned round, because people go towards the site.
        for begin, end, cost in ((other, one, ahead), (one, other, back)):
            if np.isfinite(cost):
                graph.add_edge(begin, end, weight=cost)
    found = nx.single_source_dijkstra_path_length(graph, "site")

    def left(node: object) -> float:
        return max(0.0, limit - float(door.off[0]) - found.get(node, np.inf))

    total = 0.0
    for one, other, ahead, back, length in pieces:
        shares = [
            left(end) / cost for end, cost in ((one, back), (other, ahead)) if np.isfinite(cost) and cost
        ]
        total += min(1.0, sum(shares)) * length
    return total / 1000


def check(town: Town, pace: Pace, spot: Point, limit: float) -> None:
    engine = StreetEngine(town.network, pace, town.homes, town.pharmacies)
    reach = streets_within(engine, spot, limit)
    independent = metres_by_networkx(engine, engine.door(spot), limit)
    # The engine rounds each half of the site's street to whole units: a millisecond is 9 mm, and each part has two ends.
    assert abs(reach.mm.sum() / 1000 - independent) < 0.03 * (len(reach) + 1)
    assert (reach.mm > 0).all()
    assert ((reach.begin >= 0) & (reach.begin < reach.end) & (reach.end <= 1)).all()
    assert (reach.nearest <= limit).all()
    following = reach.edge[1:] == reach.edge[:-1]
    assert (reach.begin[1:][following] > reach.end[:-1][following]).all()  # parts of a street never overlap
    drawn = np.array([line.length for line in lines_of(town.network, reach)])
    true = np.array([_length(town, int(edge)) for edge in reach.edge])
    assert np.allclose(drawn, true * (reach.end - reach.begin), atol=1e-6)


def _length(town: Town, edge: int) -> float:
    return float(np.hypot(*np.diff(town.network.line(edge), axis=0).T).sum())


@given(towns(), _SPOT, st.integers(1, 2_500_000))
def test_streets_within_a_walk(town: Town, spot: Point, limit: int) -> None:
    check(town, walking(town.network), spot, float(limit))


@given(one_way_towns(), _SPOT, st.integers(1, 400_000))
def test_streets_within_a_drive(town: Town, spot: Point, limit: int) -> None:
    check(town, driving(town.network), spot, float(limit))


@given(towns(), _SPOT, st.integers(1, 1_500_000), st.integers(0, 500_000))
def test_a_longer_limit_never_reaches_less(town: Town, spot: Point, limit: int, more: int) -> None:
    engine = StreetEngine(town.network, walking(town.network), town.homes, town.pharmacies)
    less, longer = (streets_within(engine, spot, float(each)) for each in (limit, limit + more))
    assert less.mm.sum() <= longer.mm.sum()
    assert set(less.edge.tolist()) <= set(longer.edge.tolist())
