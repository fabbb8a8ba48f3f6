"""Cut ways into edges at the places where streets meet, end or carry a fact. Pure: ways and places in, arrays out."""

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import MM, Codes, Floats, Ints, StreetNetwork
from geodata.curve import z_order
from geodata.ways import Places, Way


def split_ways(ways: Iterable[Way], places: Places) -> StreetNetwork:
    """The network of ``ways``, cut at every place that two ways share or one way passes twice, at both ends of a
    way, at places with a fact (``NodeFlag``) and at barriers.

    A barrier that blocks becomes one node for each street that ends at it, so nothing passes. Where places are
    missing, a way is interrupted. Nodes stand in Z-order and edges by their nodes, way and place along the way:
    the same streets give the same bytes in whatever order they come.
    Raises ValueError where two ways have one id, or no way has two neighbouring places.
    """
    ordered = sorted(ways, key=lambda way: way.id)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"way {one.id} was given twice")
    place, way, first = _runs(ordered, places)
    if not len(place):
        raise ValueError("no way has two neighbouring places, so there is no street to make a network from")
    start, stop = _edges(place, first, places)
    u, v, node_place = _nodes(place[start], place[stop], places)
    order = np.lexsort((v, u))
    start, stop, u, v = start[order], stop[order], u[order], v[order]
    geometry_start, geometry_xy = _geometry(place, start, stop, places)
    of_way = way[start]
    edge_class, classes = _coded([w.highway for w in ordered], of_way)
    edge_name, names = _coded([w.name for w in ordered], of_way)
    return StreetNetwork(
        node_x=places.x[node_place],
        node_y=places.y[node_place],
        node_osm=places.osm[node_place],
        node_flags=places.flags[node_place],
        edge_u=u,
        edge_v=v,
        edge_mm=_millimetres(geometry_start, geometry_xy),
        edge_way=np.array([w.id for w in ordered], dtype=np.int64)[of_way],
        edge_class=edge_class,
        edge_name=edge_name,
        edge_flags=np.array([int(w.flags) for w in ordered], dtype=np.int32)[of_way],
        edge_kmh=np.array([w.kmh for w in ordered], dtype=np.float64)[of_way],
        geometry_start=geometry_start,
        geometry_xy=geometry_xy,
        classes=classes,
        names=names,
    )


def _runs(ways: list[Way], places: Places) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Unbroken stretches of every way: position among the places, position of the way, whether a stretch starts."""
    lengths = [len(way.nodes) for way in ways]
    node = np.fromiter(chain.from_iterable(way.nodes for way in ways), dtype=np.int64, count=sum(lengths))
    way = np.repeat(np.arange(len(ways)), lengths)
    again = np.zeros(len(node), dtype=np.bool_)
    again[1:] = (node[1:] == node[:-1]) & (way[1:] == way[:-1])  # a place written twice in a row is one place
    node, way = node[~again], way[~again]
    place = np.searchsorted(places.osm, node)
    here = np.zeros(len(node), dtype=np.bool_)
    inside = place < len(places.osm)
    here[inside] = places.osm[place[inside]] == node[inside]
    at = np.flatnonzero(here)
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
    count = stop - start + 1
    geometry_start = np.zeros(len(count) + 1, dtype=np.int64)
    np.cumsum(count, out=geometry_start[1:])
    along = np.arange(geometry_start[-1]) + np.repeat(start - geometry_start[:-1], count)
    at = place[along]
    return geometry_start, np.column_stack([places.x[at], places.y[at]])


def _millimetres(geometry_start: Ints, xy: Floats) -> Ints:
    """Length of every edge's line in whole millimetres, at least 1: an edge of length 0 would vanish in a matrix."""
    step = np.zeros(len(xy))
    step[1:] = np.hypot(*np.diff(xy, axis=0).T)
    step[geometry_start[:-1]] = 0.0
    metres = np.add.reduceat(step, geometry_start[:-1])
    millimetres: Ints = np.rint(metres * MM).astype(np.int64)
    return np.maximum(1, millimetres)


def _coded(words: Sequence[str | None], at: Ints) -> tuple[Codes, tuple[str, ...]]:
    """The words at ``at`` as positions in their sorted list, -1 where there is none."""
    used = {words[way] for way in np.unique(at).tolist()}
    listed = tuple(sorted(word for word in used if word is not None))
    position = {word: code for code, word in enumerate(listed)}
    codes = [position.get(word, -1) if word is not None else -1 for word in words]
    return np.array(codes, dtype=np.int32)[at], listed
