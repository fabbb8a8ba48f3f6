"""A street-like network of any size from a fixed seed, made by numpy alone.

A grid of 60 m is shaken, 30 % of its streets are taken away, rivers with few bridges and parks without streets are cut
out, half of the streets are bent, and what does not hang together with the rest is left out. Nodes stand in Z-order and
edges by their nodes, as ``geodata.splitting`` leaves them. It is a little denser than real towns (mean 2.8 streets a
node against 2.4), so times on it are rather too long than too short.
"""

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.arrays import MM, Codes, Floats, Ints, StreetNetwork
from geodata.curve import z_order

SPACING_M = 60.0
SHAKEN_M = 18.0
TAKEN_AWAY = 0.3
BENT = 0.5
LEFT_M = 100_000.0
"""Easting and northing of the south-west corner."""

BLOCK = 24
"""Grid cells a side in which at most one park lies."""

Random = np.random.Generator
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Grid:
    """All junctions of the grid, row by row. x, y: float64 (side * side,); there: bool, not in a park."""

    side: int
    x: Floats
    y: Floats
    there: Mask


def street_network(nodes: int, seed: int = 24) -> StreetNetwork:
    """A network of somewhat more than ``nodes`` nodes; the same seed gives the same bytes."""
    random = np.random.default_rng([seed, nodes])
    grid = _grid(ceil(sqrt(nodes * 1.15)), random)
    u, v = _streets(grid, random)
    x, y, u, v = _largest_part(grid, u, v)
    turned = random.random(len(u)) < 0.5  # a street is drawn in either direction
    u, v = np.where(turned, v, u), np.where(turned, u, v)
    order = np.argsort(u.astype(np.int64) * len(x) + v)
    return _drawn(x, y, u[order], v[order], random)


def _grid(side: int, random: Random) -> _Grid:
    row, column = np.divmod(np.arange(side * side, dtype=np.int64), side)
    x = LEFT_M + SPACING_M * column + random.uniform(-SHAKEN_M, SHAKEN_M, side * side)
    y = LEFT_M + SPACING_M * row + random.uniform(-SHAKEN_M, SHAKEN_M, side * side)
    return _Grid(side, x, y, ~_in_park(row, column, side, random))


def _in_park(row: Ints, column: Ints, side: int, random: Random) -> Mask:
    """Whether a junction lies in a park: in every third block or so a round one of 2 to 7 cells' radius."""
    blocks = side // BLOCK + 1
    number = (row // BLOCK) * blocks + column // BLOCK
    radius = np.where(random.random(blocks**2) < 0.35, random.uniform(2, 7, blocks**2), 0.0)
    middle_row, middle_column = random.uniform(7, BLOCK - 7, (2, blocks**2))
    away = (row % BLOCK - middle_row[number]) ** 2
    away += (column % BLOCK - middle_column[number]) ** 2
    inside: Mask = away < radius[number] ** 2
    return inside


def _streets(grid: _Grid, random: Random) -> tuple[Codes, Codes]:
    """Both ends of every street between neighbours on the grid that is there."""
    number = np.arange(grid.side**2, dtype=np.int32).reshape(grid.side, grid.side)
    bank, bridges = _rivers(grid.side, random)
    ends = []
    for begin, end in ((number[:, :-1], number[:, 1:]), (number[:-1], number[1:])):
        u, v = begin.ravel(), end.ravel()
        keep = random.random(len(u)) >= TAKEN_AWAY
        keep &= grid.there[u] & grid.there[v]
        keep &= (bank[u] == bank[v]) | bridges[u % grid.side]
        ends.append((u[keep], v[keep]))
    return np.concatenate([u for u, _ in ends]), np.concatenate([v for _, v in ends])


def _rivers(side: int, random: Random) -> tuple[NDArray[np.int16], Mask]:
    """Between which rivers each junction lies, counted from the south, and the columns that have bridges.

    Rivers run from west to east, winding, about 8 km apart; bridges are about 2 km apart.
    """
    column = np.arange(side)
    rivers = max(1, round(side * SPACING_M / 8_000))
    bank = np.zeros((side, side), dtype=np.int16)
    for river in range(rivers):
        wave, shift = random.uniform(60, 160), random.uniform(0, 6.3)
        course = (river + 0.5) * side / rivers + 15 * np.sin(column / wave + shift)
        bank += column[:, None] > course[None, :]
    return bank.ravel(), random.random(side) < SPACING_M / 2_000


def _largest_part(grid: _Grid, u: Codes, v: Codes) -> tuple[Floats, Floats, Codes, Codes]:
    """The largest part that hangs together: its nodes in Z-order (x, y) and its edges (u, v)."""
    size = grid.side**2
    joined = coo_array((np.ones(len(u), dtype=np.int8), (u, v)), shape=(size, size))
    _, part = connected_components(joined, directed=False)
    kept = np.flatnonzero(part == np.bincount(part).argmax())
    kept = kept[np.argsort(z_order(grid.x[kept], grid.y[kept]), kind="stable")]
    number = np.full(size, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    inside = number[u] >= 0
    return grid.x[kept], grid.y[kept], number[u[inside]], number[v[inside]]


def _drawn(x: Floats, y: Floats, u: Codes, v: Codes, random: Random) -> StreetNetwork:
    """The network with its lines: half of the streets swing out to the side at two places."""
    size = len(u)
    bent = np.flatnonzero(random.random(size) < BENT)
    start = np.zeros(size + 1, dtype=np.int64)
    points = np.full(size, 2, dtype=np.int64)
    points[bent] = 4
    np.cumsum(points, out=start[1:])
    xy = np.empty((start[-1], 2))
    xy[start[:-1], 0], xy[start[:-1], 1] = x[u], y[u]
    xy[start[1:] - 1, 0], xy[start[1:] - 1, 1] = x[v], y[v]
    east, north = (x[v] - x[u])[bent], (y[v] - y[u])[bent]
    for turn, share in ((1, 1 / 3), (2, 2 / 3)):
        aside = random.uniform(-0.3, 0.3, len(bent))
        xy[start[bent] + turn, 0] = x[u[bent]] + share * east - aside * north
        xy[start[bent] + turn, 1] = y[u[bent]] + share * north + aside * east
    nothing = np.zeros(size, dtype=np.int32)
    return StreetNetwork(
        node_x=x,
        node_y=y,
        node_osm=np.arange(1, len(x) + 1, dtype=np.int64),
        node_flags=np.zeros(len(x), dtype=np.uint8),
        edge_u=u,
        edge_v=v,
        edge_mm=_millimetres(start, xy),
        edge_way=np.arange(1, size + 1, dtype=np.int64),
        edge_class=nothing,
        edge_name=nothing - np.int32(1),
        edge_flags=nothing,
        edge_kmh=np.zeros(size),
        geometry_start=start,
        geometry_xy=xy,
        classes=("residential",),
        names=(),
    )


def _millimetres(start: Ints, xy: Floats) -> Ints:
    """Length of every line in whole millimetres."""
    step = np.hypot(xy[1:, 0] - xy[:-1, 0], xy[1:, 1] - xy[:-1, 1])
    step[start[1:-1] - 1] = 0.0  # from the end of one line to the start of the next
    lengths: Ints = np.rint(np.add.reduceat(step, start[:-1]) * MM).astype(np.int64)
    return np.maximum(1, lengths)
