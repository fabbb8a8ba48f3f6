"""The area that a snapshot is of: the boards whose residents are counted, and how far over its border is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.arrays import Boundary, Floats
from geodata.britain import EAST_M, NORTH_M
from geodata.errors import SourceError
from geodata.former_boards import what_became

NEIGHBOUR_BOARDS_M = 10_000.0
"""Boards within this many metres of the area are kept in a snapshot, so that "who else is near" can be answered."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Area:
    """The boards' areas as one outline in EPSG:27700, and the reach over its border in metres."""

    outline: BaseGeometry
    reach_m: float

    def near(self, x: Floats, y: Floats, metres: float | None = None) -> Mask:
        """Whether points lie inside the outline or within some metres of it (the reach, unless told). bool (n,).

        Points without coordinates (NaN) are not near.
        """
        within = self.reach_m if metres is None else metres
        west, south, east, north = self.bounds(within)
        answer: Mask = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        candidates = np.flatnonzero(answer)
        shapely.prepare(self.outline)
        # Most points lie inside, and are told so without a geometry for each; millions of those keep the collector busy.
        outside = candidates[~shapely.intersects_xy(self.outline, x[candidates], y[candidates])]
        answer[outside] = shapely.dwithin(self.outline, shapely.points(x[outside], y[outside]), within)
        return answer

    def bounds(self, metres: float) -> tuple[float, float, float, float]:
        """West, south, east, north of the outline, widened by some metres."""
        west, south, east, north = self.outline.bounds
        return west - metres, south - metres, east + metres, north + metres


EVERYWHERE = Area(shapely.box(EAST_M[0], NORTH_M[0], EAST_M[1], NORTH_M[1]), 0.0)
"""The whole of the National Grid, for looking through files where the boards' area is not known."""


def make_area(file: Path, boards: Sequence[Boundary], hwbs: Sequence[str], reach_m: float) -> Area:
    """The area of some boards. Raises SourceError where a board's code is not among the outlines of the file."""
    outlines = {board.code: shapely.from_wkb(board.wkb) for board in boards}
    for code in hwbs:
        if code not in outlines:
            told = what_became(code)
            raise SourceError(
                file,
                f"it has no board {code!r}.{f' {told}' if told else ''}",
                f"hwbs in the recipe are codes of counties and unitary authorities, of which it has {len(outlines)} "
                f"(such as {min(outlines, default='none')}).",
            )
    return Area(shapely.union_all([outlines[code] for code in hwbs]), reach_m)


def neighbours(boards: Sequence[Boundary], area: Area) -> tuple[Boundary, ...]:
    """The area's own boards and those within ``NEIGHBOUR_BOARDS_M`` of it."""
    return tuple(
        board for board in boards if area.outline.dwithin(shapely.from_wkb(board.wkb), NEIGHBOUR_BOARDS_M)
    )


def in_england(board: Boundary) -> bool:
    """Whether a county or unitary authority is of England, by its code: only those have Health and Wellbeing Boards."""
    return board.code.startswith("E")


def place(
    x: Floats, y: Floats, outlines: Sequence[BaseGeometry], tolerance_m: float = 0.0
) -> NDArray[np.int64]:
    """Which outline each point lies in: int64 (n,), positions, -1 for none.

    A point on a shared edge goes to the first; a point in none goes to the nearest within the tolerance, metres.
    """
    answer = np.full(len(x), -1, dtype=np.int64)
    tree = shapely.STRtree(outlines)
    points = shapely.points(x, y)
    which, outline = tree.query(points, predicate="intersects")
    order = np.lexsort((outline, which))[::-1]
    answer[which[order]] = outline[order]  # written last to first, so that the lowest position stays
    lost = np.flatnonzero(answer < 0)
    if tolerance_m > 0 and len(lost):
        found, nearest = tree.query_nearest(
            np.asarray(points)[lost], max_distance=tolerance_m, all_matches=True
        )
        order = np.lexsort((nearest, found))[::-1]
        answer[lost[found[order]]] = nearest[order]
    return answer


def inner_points(outlines: Sequence[BaseGeometry]) -> tuple[Floats, Floats]:
    """A point that surely lies inside each outline: x, y float64 (n,)."""
    points = shapely.point_on_surface(np.array(outlines, dtype=object))
    return np.asarray(shapely.get_x(points)), np.asarray(shapely.get_y(points))
