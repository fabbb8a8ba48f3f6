"""Cut ways into edges at the places where streets meet, end or carry a fact. Pure: ways and places in, arrays out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import MM, Codes, Floats, Ints, StreetNetwork
from geodata.curve import z_order
from geodata.ways import NOT_HERE, Places, Ways, stretches


def split_ways(ways: Ways, places: Places) -> StreetNetwork:
    """The network of ``ways``, cut at every place that two ways share or one way passes twice, at both ends of a
    way, at places with a fact (``NodeFlag``) and at barriers.

    A barrier that blocks becomes one node for each street that ends at it, so nothing passes. Where places are
    missing, a way is interrupted. Nodes stand in Z-order and edges by their nodes, way and place along the way:
    the same streets give the same bytes in whatever order they come.
    Raises ValueError where no way has two neighbouring places.
    """
    place, way, first = _runs(ways)
    if not len(place):
        raise ValueError("no way has two neighbouring places, so there is no street to make a network from")
    start, stop = _edges(place, first, places)
    u, v, node_place = _nodes(place[start], place[stop], places)
    order = np.lexsort((v, u))
    start, stop, u, v = start[order], stop[order], u[order], v[order]
    geometry_start, geometry_xy = _geometry(place, start, stop, places)
    of_way = way[start]
    edge_class, classes = _coded(ways.highway[of_way], ways.classes)
    edge_name, names = _coded(ways.name[of_way], ways.names)
    return StreetNetwork(
        node_x=places.x[node_place],
        node_y=places.y[node_place],
        node_osm=places.osm[node_place],
        node_flags=places.flags[node_place],
        edge_u=u,
        edge_v=v,
        edge_mm=_millimetres(geometry_start, geometry_xy),
        edge_way=ways.id[of_way],
        edge_class=edge_class,
        edge_name=edge_name,
        edge_flags=ways.flags[of_way],
        edge_kmh=ways.kmh[of_way],
        geometry_start=geometry_start,
        geometry_xy=geometry_xy,
        classes=classes,
        names=names,
    )


def _runs(ways: Ways) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Unbroken stretches of every way: position among the places, position of the way, whether a stretch starts."""
    place = ways.place
    way = np.repeat(np.arange(len(ways)), np.diff(ways.start))
    again = np.zeros(len(place), dtype=np.bool_)
    again[1:] = (place[1:] == place[:-1]) & (
        way[1:] == way[:-1]
    )  # a place written twice in a row is one place
    place, way = place[~again], way[~again]
    at = np.flatnonzero(place != NOT_HERE)
    first = np.ones(len(at), dtype=np.bool_)
    first[1:] = (np.diff(at) != 1) | (np.diff(way[at]) != 0)
    length = np.diff(np.append(np.flatnonzero(first), len(at)))
    long_enough = np.repeat(length > 1, length)
    at = at[long_enough]
    return place[at], way[at], first[long_enough]


def _edges(place: Ints, first: NDArray[np.bool_], places: Places) -> tuple[Ints, Ints]:
    """Positions along the runs at which each edge starts and stops."""
    last = np.append(first[1:], True)
    visits = np.bincount(place, minlength=len(places.osm))
    cut = first | last | (visits[place] > 1) | (places.flags[place] != 0) | places.blocked[place]
    at = np.flatnonzero(cut)
    starts = ~last[at[:-1]]
    return at[:-1][starts], at[1:][starts]


def _nodes(from_place: Ints, to_place: Ints, places: Places) -> tuple[Codes, Codes, Ints]:
    """Nodes of the edges' ends, numbered in Z-order: u, v, and each node's position among the places."""
    ends = np.concatenate([from_place, to_place])
    key = ends.copy()
    shut = np.flatnonzero(places.blocked[ends])
    key[shut] = len(places.osm) + np.arange(len(shut))
    distinct, example, which = np.unique(key, return_index=True, return_inverse=True)
    place = ends[example]
    order = np.lexsort((distinct, place, z_order(places.x[place], places.y[place])))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    u, v = np.split(rank[which], 2)
    return u, v, place[order]


def _geometry(place: Ints, start: Ints, stop: Ints, places: Places) -> tuple[Ints, Floats]:
    """Points of every edge one after another, and where each edge's points start."""
    geometry_start, along = stretches(start, stop + 1)
    at = place[along]
    xy = np.empty((len(at), 2))
    xy[:, 0], xy[:, 1] = places.x[at], places.y[at]
    return geometry_start, xy


def _millimetres(geometry_start: Ints, xy: Floats) -> Ints:
    """Length of every edge's line in whole millimetres, at least 1: an edge of length 0 would vanish in a matrix."""
    step = np.zeros(len(xy))
    step[1:] = np.hypot(*np.diff(xy, axis=0).T)
    step[geometry_start[:-1]] = 0.0
    metres = np.add.reduceat(step, geometry_start[:-1])
    millimetres: Ints = np.rint(metres * MM).astype(np.int64)
    return np.maximum(1, millimetres)


def _coded(codes: Codes, words: Sequence[str]) -> tuple[Codes, tuple[str, ...]]:
    """Codes of words as positions in the sorted list of those that are used; -1 stays -1."""
    used = np.unique(codes[codes >= 0])
    listed = sorted((words[code], code) for code in used.tolist())
    number = np.full(len(words) + 1, -1, dtype=np.int32)  # the last one is what -1 points at
    number[[code for _, code in listed]] = np.arange(len(listed), dtype=np.int32)
    return number[codes], tuple(word for word, _ in listed)
