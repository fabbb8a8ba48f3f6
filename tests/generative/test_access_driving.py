"""One-way streets: the engine, which searches outwards from pharmacies, against networkx, which drives from each home."""

import contextlib
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.pace import DEFAULT_ROAD_KMH, driving
from app.access.streets import StreetEngine
from app.access.whatif import Change, effect_of
from geodata.model.point import Point
from geodata.snapshot import EdgeFlag
from tests.generative.networks import Town, towns

_SPOT = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda p: Point(float(p[0]), float(p[1]), "test")
)


@st.composite
def one_way_towns(draw: st.DrawFn) -> Town:
    """Towns with one-way streets both ways about, of several classes and with speed limits."""
    town = draw(towns(most_pharmacies=4))
    size = town.network.edges
    flags = st.sampled_from([0, 0, int(EdgeFlag.ONEWAY_FORWARD), int(EdgeFlag.ONEWAY_BACKWARD)])
    network = replace(
        town.network,
        edge_flags=np.array(draw(st.lists(flags, min_size=size, max_size=size)), dtype=np.int32),
        edge_class=np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), dtype=np.int32),
        edge_kmh=np.array(draw(st.lists(st.sampled_from([0.0, 32.0, 96.0]), min_size=size, max_size=size))),
        classes=("residential", "primary", "byway of an unknown kind"),
    )
    return replace(town, network=network)


def _engine(town: Town) -> StreetEngine:
    return StreetEngine(town.network, driving(town.network), town.homes, town.pharmacies)


def _driven(engine: StreetEngine, sites: list[Point]) -> np.ndarray:
    """Milliseconds from each home to each site, float64 (homes, sites), by networkx on a directed graph."""
    network, pace = engine.network, engine.pace
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.nodes))

    def join(one: object, other: object, cost: float) -> None:
        if (
            np.isfinite(cost)
            and one != other
            and cost < graph.get_edge_data(one, other, {"weight": np.inf})["weight"]
        ):
            graph.add_edge(one, other, weight=cost)

    for edge in range(network.edges):
        u, v = int(network.edge_u[edge]), int(network.edge_v[edge])
        for one, other, cost in ((u, v, pace.costs.forward[edge]), (v, u, pace.costs.backward[edge])):
            if cost >= 0:
                join(one, other, float(cost))
    homes = engine.home_doors
    costs = np.full((len(homes), len(sites)), np.inf)
    for s, point in enumerate(sites):
        site = engine.door(point)
        graph.add_node("site")
        join(int(site.u[0]), "site", float(site.in_u[0]))
        join(int(site.v[0]), "site", float(site.in_v[0]))
        for h in range(len(homes)):
            begin = ("home", h)
            graph.add_node(begin)
            join(begin, int(homes.u[h]), float(homes.out_u[h]))
            join(begin, int(homes.v[h]), float(homes.out_v[h]))
            if homes.edge[h] == site.edge[0]:
                join(begin, "site", _along_by_hand(engine, h, site))
            with contextlib.suppress(nx.NetworkXNoPath):
                costs[h, s] = nx.dijkstra_path_length(graph, begin, "site")
            graph.remove_node(begin)
        graph.remove_node("site")
    return costs


def _along_by_hand(engine: StreetEngine, home: int, site: object) -> float:
    network, pace, doors = engine.network, engine.pace, engine.home_doors
    edge = int(doors.edge[home])
    ahead = int(site.along_mm[0]) - int(doors.along_mm[home])  # type: ignore[attr-defined]
    whole = int(pace.costs.forward[edge] if ahead > 0 else pace.costs.backward[edge])
    off = float(doors.off[home] + site.off[0])  # type: ignore[attr-defined]
    if ahead == 0:
        return off
    return np.inf if whole < 0 else float(np.rint(whole * (abs(ahead) / int(network.edge_mm[edge])))) + off


@given(one_way_towns(), _SPOT)
def test_nearest_two_and_what_ifs_agree_with_driving_from_each_home(town: Town, spot: Point) -> None:
    engine = _engine(town)
    points = [p.point for p in town.pharmacies if p.point]
    costs, extra = _driven(engine, points), _driven(engine, [spot])
    ordered = np.sort(np.column_stack([costs, np.full((len(costs), 1), np.inf)]), axis=1)
    assert np.array_equal(engine.homes.first, ordered[:, 0])
    assert np.array_equal(engine.homes.second, ordered[:, 1])
    for label in range(len(points)):
        rest = np.delete(costs, label, axis=1)
        moved = effect_of(engine, Change(label, new_point=spot)).whole(engine)
        assert np.array_equal(moved[0], costs.min(axis=1))
        assert np.array_equal(moved[1], np.column_stack([rest, extra]).min(axis=1))


@given(one_way_towns(), _SPOT, _SPOT)
def test_a_drive_there_and_back_may_differ_and_each_is_the_shortest(
    town: Town, begin: Point, end: Point
) -> None:
    engine = _engine(town)
    there = engine.trip(begin, end)
    one = replace(
        town.homes, x=np.array([begin.easting]), y=np.array([begin.northing]), people=town.homes.people[:1]
    )
    expected = _driven(StreetEngine(town.network, engine.pace, one, ()), [end])[0, 0]
    assert (there.cost is None) == np.isinf(expected)
    if there.cost is not None:
        assert there.cost == expected
        assert there.metres is not None
        assert there.metres + 0.01 >= begin.metres_to(end)


@given(one_way_towns(), _SPOT)
def test_from_a_site_to_every_pharmacy_is_each_trip(town: Town, spot: Point) -> None:
    engine = _engine(town)
    costs = engine.to_pharmacies(spot, np.inf)
    for at, premises in enumerate(town.pharmacies):
        assert premises.point is not None
        trip = engine.trip(spot, premises.point)
        assert costs[at] == (np.inf if trip.cost is None else trip.cost)


def test_a_road_is_driven_at_its_class_or_its_limit_whichever_is_lower() -> None:
    from tests.generative.networks import network_of

    network = network_of([(0.0, 0.0), (1000.0, 0.0)], [(0, 1, []), (0, 1, []), (0, 1, [])])
    network = replace(
        network,
        classes=("primary", "unheard of"),
        edge_class=np.array([0, 0, 1], dtype=np.int32),
        edge_kmh=np.array([0.0, 20.0, 0.0]),
    )
    pace = driving(network)
    assert pace.costs.forward.tolist() == [round(1000 * 3600 / 56), 180_000, 112_500]
    assert driving(network, {"primary": 36.0}).costs.forward.tolist() == [100_000, 180_000, 112_500]


@pytest.mark.parametrize("kmh", [0.0, -30.0, 131.0])
def test_a_speed_that_no_road_has_is_refused(kmh: float) -> None:
    from tests.generative.networks import network_of

    with pytest.raises(ValueError, match="on residential roads is no driving speed"):
        driving(network_of([(0.0, 0.0), (1.0, 0.0)], [(0, 1, [])]), {**DEFAULT_ROAD_KMH, "residential": kmh})
