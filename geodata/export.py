"""Hand a street network to the tools that analysts know: osmnx and networkx."""

from typing import Any

import networkx as nx
import numpy as np
import shapely

from geodata.arrays import MM, EdgeFlag, StreetNetwork

CRS = "EPSG:27700"


def to_osmnx(network: StreetNetwork) -> nx.MultiDiGraph:
    """The network as the graph that osmnx works with: ``nx.MultiDiGraph``, ``graph["crs"]`` EPSG:27700.

    Nodes are numbered as in ``network`` (a barrier that blocks is several nodes with one OpenStreetMap id), with
    x and y in metres, osm_node and street_count. Edges go both ways unless one-way binds the mode; they carry
    length in metres, geometry (a LineString from start to end of the directed edge), highway, osmid, name, oneway,
    reversed, edge (its number in ``network``) and, where stated, maxspeed in km/h. Parallel edges and loops are
    kept.

    osmnx's own travel times on it are at driving speeds; for a walk, divide length by a walking speed.
    """
    graph = nx.MultiDiGraph(crs=CRS, simplified=True)
    streets = np.bincount(np.concatenate([network.edge_u, network.edge_v]), minlength=network.nodes)
    columns = {
        "x": network.node_x,
        "y": network.node_y,
        "osm_node": network.node_osm,
        "street_count": streets,
    }
    for node, values in enumerate(zip(*(column.tolist() for column in columns.values()), strict=True)):
        graph.add_node(node, **dict(zip(columns, values, strict=True)))
    for edge in range(network.edges):
        _add_edge(graph, network, edge)
    return graph


def _add_edge(graph: nx.MultiDiGraph, network: StreetNetwork, edge: int) -> None:
    flags = EdgeFlag(int(network.edge_flags[edge]))
    u, v = int(network.edge_u[edge]), int(network.edge_v[edge])
    line = network.line(edge)
    facts = _facts(network, edge) | {"oneway": bool(flags & _ONEWAY)}
    if not flags & EdgeFlag.ONEWAY_BACKWARD:
        graph.add_edge(u, v, **facts, reversed=False, geometry=shapely.LineString(line))
    if not flags & EdgeFlag.ONEWAY_FORWARD:
        graph.add_edge(v, u, **facts, reversed=True, geometry=shapely.LineString(line[::-1]))


_ONEWAY = EdgeFlag.ONEWAY_FORWARD | EdgeFlag.ONEWAY_BACKWARD


def _facts(network: StreetNetwork, edge: int) -> dict[str, Any]:
    name, kmh = int(network.edge_name[edge]), float(network.edge_kmh[edge])
    facts: dict[str, Any] = {
        "osmid": int(network.edge_way[edge]),
        "highway": network.classes[network.edge_class[edge]],
        "length": int(network.edge_mm[edge]) / MM,
        "edge": edge,
    }
    if name >= 0:
        facts["name"] = network.names[name]
    if kmh > 0:
        facts["maxspeed"] = kmh
    return facts
