"""Put points on the street network: on the nearest point of the nearest street, never on a junction.

A trip is a straight line to that point, then along the street. The straight line is walked at the same speed.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.snapshot import MM, Floats, Ints, StreetNetwork

CELL_M = 500.0


@dataclass(frozen=True)
class Snapped:
    """Where k points stand. edge: int64 (k,). along_mm: int64 (k,), from the edge's u; off_mm: int64 (k,), straight line."""

    edge: Ints
    along_mm: Ints
    off_mm: Ints

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, which: Ints) -> "Snapped":
        """The points at some positions."""
        return Snapped(self.edge[which], self.along_mm[which], self.off_mm[which])


class Snapper:
    """Finds the nearest street of a network. The index is built once, when first asked."""

    def __init__(self, network: StreetNetwork) -> None:
        self._network = network

    def snap(self, x: Floats, y: Floats) -> Snapped:
        """Stand points on their nearest edge. x, y: EPSG:27700 metres, (k,). Raises ValueError where there is no street."""
        if not self._network.edges:
            raise ValueError("The network has no street to stand a point on.")
        x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        # Points sorted by cell ask the tree about the same branches one after another: 2.5 times faster on 200,000 points.
        order = np.lexsort((x // CELL_M, y // CELL_M))
        points = shapely.points(x[order], y[order])
        found, off = self._tree.query_nearest(points, return_distance=True, all_matches=False)
        nearest = found[1]
        lines = self._lines[nearest]
        lengths = self._network.edge_mm[nearest]
        share = shapely.line_locate_point(lines, points, normalized=True)
        edge, along, away = (np.empty(len(x), dtype=np.int64) for _ in range(3))
        edge[order] = nearest
        along[order] = np.clip(np.rint(share * lengths), 0, lengths).astype(np.int64)
        away[order] = np.rint(off * MM).astype(np.int64)
        return Snapped(edge, along, away)

    @cached_property
    def _lines(self) -> NDArray[np.object_]:
        counts = np.diff(self._network.geometry_start)
        owner = np.repeat(np.arange(self._network.edges), counts)
        return np.asarray(shapely.linestrings(self._network.geometry_xy, indices=owner))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._lines)
