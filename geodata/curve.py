"""An order for points that keeps neighbours close together, so that searches over them stay in the cache."""

import numpy as np

from geodata.arrays import Floats, Ints

_OFFSET = 1 << 20
"""Added so that the few coordinates below zero (far south-west of the grid's origin) stay positive."""

_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
"""Steps that put an empty bit before each bit of a 32-bit number."""


def z_order(x: Floats, y: Floats) -> Ints:
    """Position of each point on a Z-order curve of one-metre cells; int64 (n,) of float64 (n,) metres."""
    return _spread(x) | (_spread(y) << np.int64(1))


def _spread(metres: Floats) -> Ints:
    bits = np.floor(metres).astype(np.int64) + _OFFSET
    for shift, mask in _SPREAD:
        bits = (bits | (bits << np.int64(shift))) & np.int64(mask)
    return bits
