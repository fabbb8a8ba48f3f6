from pathlib import Path

import networkx as nx
import osmnx as ox
import pytest

from geodata.arrays import EdgeFlag
from geodata.export import to_osmnx
from geodata.splitting import split_ways
from geodata.ways import Places, Way, Ways

PLACES = Places.of({1: (0.0, 0.0), 2: (300.0, 0.0), 3: (300.0, 400.0), 4: (150.0, 50.0), 5: (310.0, 400.0)})
WAYS = [
    Way(10, (1, 2, 3), "residential", "High Street", kmh=48.28032),
    Way(11, (1, 4, 2), "footway"),  # a second way between 1 and 2
    Way(12, (3, 1), "service", "Back Lane", EdgeFlag.ONEWAY_FORWARD),
    Way(13, (3, 5, 3), "service"),  # out and back: a loop
]


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    return to_osmnx(split_ways(Ways.of(WAYS, PLACES), PLACES))


def test_the_graph_becomes_the_tables_that_osmnx_makes_and_comes_back(graph: nx.MultiDiGraph) -> None:
    nodes, edges = ox.convert.graph_to_gdfs(graph)
    assert nodes.crs.to_epsg() == edges.crs.to_epsg() == 27700
    assert len(edges) == graph.number_of_edges() == 2 * 5 - 1
    assert edges.geometry.length.to_numpy() == pytest.approx(edges["length"].to_numpy(), abs=0.0006)
    again = ox.convert.graph_from_gdfs(nodes, edges)
    assert (len(again), again.number_of_edges()) == (len(graph), graph.number_of_edges())


def test_osmnx_finds_streets_routes_and_statistics_on_it(graph: nx.MultiDiGraph) -> None:
    at = {facts["osm_node"]: node for node, facts in graph.nodes(data=True)}
    (u, v, key), metres = ox.distance.nearest_edges(graph, 310.0, 200.0, return_dist=True)
    assert {u, v} == {at[2], at[3]}
    assert metres == pytest.approx(10.0)
    assert graph.edges[u, v, key]["name"] == "High Street"
    assert ox.distance.nearest_nodes(graph, 290.0, 10.0) == at[2]
    route = ox.routing.shortest_path(graph, at[1], at[3], weight="length")
    assert route == [at[1], at[2], at[3]]  # Back Lane is one-way, the other way
    assert ox.routing.route_to_gdf(graph, route)["length"].sum() == pytest.approx(700.0)
    assert ox.routing.shortest_path(graph, at[3], at[1], weight="length") == [at[3], at[1]]
    assert ox.basic_stats(graph)["n"] == 3


def test_street_counts_are_those_of_osmnx(graph: nx.MultiDiGraph) -> None:
    assert ox.stats.count_streets_per_node(graph) == dict(graph.nodes(data="street_count"))


def test_parallel_streets_and_loops_stay(graph: nx.MultiDiGraph) -> None:
    at = {facts["osm_node"]: node for node, facts in graph.nodes(data=True)}
    assert sorted(facts["highway"] for facts in graph[at[1]][at[2]].values()) == ["footway", "residential"]
    assert {facts["length"] for facts in graph[at[3]][at[3]].values()} == {20.0}


def test_speed_limits_are_read_by_osmnx_and_silence_is_left_out(graph: nx.MultiDiGraph) -> None:
    limits = {facts["osmid"]: facts.get("maxspeed") for _, _, facts in graph.edges(data=True)}
    assert limits == {10: 48.28032, 11: None, 12: None, 13: None}
    with_speeds = ox.routing.add_edge_speeds(graph)
    speeds = [f["speed_kph"] for _, _, f in with_speeds.edges(data=True) if f["osmid"] == 10]
    assert speeds == pytest.approx([48.28032] * 4)  # two edges, both ways


def test_osmnx_writes_it_to_a_geopackage_and_graphml(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    ox.io.save_graph_geopackage(graph, tmp_path / "streets.gpkg")
    assert (tmp_path / "streets.gpkg").stat().st_size > 0
    ox.io.save_graphml(graph, tmp_path / "streets.graphml")
    again = ox.io.load_graphml(tmp_path / "streets.graphml")
    assert (len(again), again.graph["crs"]) == (len(graph), "EPSG:27700")
