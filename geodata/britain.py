"""Where Great Britain is on the National Grid, to tell an easting and a northing from what cannot be one."""

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import Floats

EAST_M, NORTH_M = (0.0, 700_000.0), (0.0, 1_300_000.0)
"""The National Grid, metres: an easting or a northing beyond it is no place in Great Britain."""

LEAST_M = 1000.0
"""No land has an easting or a northing below a kilometre; degrees and kilometres are."""

_SQUARE_M = 100_000.0
_LAND = (
    (0, 5),
    (1, 6),
    (1, 6),
    (2, 6),
    (2, 6),
    (1, 5),
    (1, 4),
    (0, 3),
    (0, 4),
    (0, 3),
    (1, 4),
    (3, 4),
    (4, 4),
)
"""First and last square of 100 km with land of Great Britain, row by row from the south (Ordnance Survey's grid letters). In
the fifth row the last is open sea, where the made-up town is."""

_MOST_DEGREES = 180.0


def in_britain(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Whether points can be in Great Britain: they lie in a square of the National Grid with land. bool (n,).

    x, y: EPSG:27700 metres, (n,); no number, infinity and what is too small for metres is not.
    """
    answer = on_grid(x, y)
    inside = answer.copy()
    column, row = (np.floor_divide(axis[inside], _SQUARE_M).astype(np.int64) for axis in (x, y))
    first, last = np.array(_LAND).T
    answer[inside] = (column >= first[row]) & (column <= last[row])
    return answer


def on_grid(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Whether points lie on the National Grid, in metres; the corners of a county may lie in a square of sea. bool (n,)."""
    with np.errstate(invalid="ignore"):
        inside: NDArray[np.bool_] = (x >= LEAST_M) & (x < EAST_M[1]) & (y >= LEAST_M) & (y < NORTH_M[1])
    return inside


def why_not(x: float, y: float) -> str:
    """Why a point is none in Great Britain, in words that follow "it": degrees, kilometres, or elsewhere."""
    if not (np.isfinite(x) and np.isfinite(y)):
        return "is no place"
    if abs(x) <= _MOST_DEGREES and abs(y) <= _MOST_DEGREES:
        return "looks like degrees (longitude and latitude)"
    if abs(x) < LEAST_M or abs(y) < LEAST_M:
        return "is too small for metres"
    return "lies outside Great Britain"
