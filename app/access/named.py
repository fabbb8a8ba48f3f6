"""Streets by their name on the map: where each of that name is, and how far it runs from its middle."""

from itertools import pairwise

import numpy as np
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from geodata.model.point import Point
from geodata.snapshot import Floats, StreetNetwork

ONE_STREET_M = 100.0
"""Pieces of one name whose lines come this near to each other are one street: it goes on behind a crossing or a square."""


STEP_M = 5.0
"""How far apart the points are by which a street is looked at."""


def streets_called(network: StreetNetwork, name: str) -> tuple[Point, ...]:
    """The middle of each street of a name, whatever its capitals, EPSG:27700, from west to east.

    ``error_m`` is how far the street runs from there: a door of it may be that far away.
    """
    wanted = {at for at, each in enumerate(network.names) if _plain(each) == _plain(name)}
    edges = np.flatnonzero(np.isin(network.edge_name, sorted(wanted)))
    if not wanted or not len(edges):
        return ()
    lines = [_dense(network.line(int(edge))) for edge in edges]
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    points = np.concatenate(lines)
    near = KDTree(points).sparse_distance_matrix(KDTree(points), ONE_STREET_M).tocoo()
    joined = np.zeros((len(lines), len(lines)), dtype=bool)
    joined[owner[near.row], owner[near.col]] = True
    _, street = connected_components(joined | np.eye(len(lines), dtype=bool), directed=False)
    found = [_middle(points[street[owner] == at], name) for at in np.unique(street)]
    return tuple(sorted(found, key=lambda point: (point.easting, point.northing)))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _dense(line: Floats) -> Floats:
    """A line by its points and others between them, every few metres, float64 (k, 2)."""
    parts = [line[:1]]
    for begin, end in pairwise(line):
        steps = max(1, int(np.ceil(np.hypot(*(end - begin)) / STEP_M)))
        parts.append(begin + (end - begin) * (np.arange(1, steps + 1) / steps)[:, None])
    return np.concatenate(parts)


def _middle(points: Floats, name: str) -> Point:
    """The point of a street nearest to the middle of all its points."""
    away = np.hypot(*(points - points.mean(axis=0)).T)
    x, y = points[int(np.argmin(away))]
    reach = float(np.hypot(points[:, 0] - x, points[:, 1] - y).max())
    return Point(round(float(x), 1), round(float(y), 1), f"the middle of {name} on the map", round(reach, 1))
