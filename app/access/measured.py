"""Who is measured: of whom the streets of the data can tell whether a pharmacy is within a standard, and of whom not.

Somebody who lives on no street of the network, and somebody to whom the end of the streets is nearer than any pharmacy, is
neither within a standard nor outside it. They are a number of their own, and in no share.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geodata.snapshot import Floats, Ints

Mask = NDArray[np.bool_]
EVERYWHERE = slice(None)


@dataclass(frozen=True)
class Doubt:
    """What cannot be known on one standard. ``limit``: the cost that it allows.

    off: bool (h,), homes on no street of the connected network. near_end: bool (h,), homes from which the streets end
    nearer than the standard reaches.
    """

    limit: float
    off: Mask
    near_end: Mask

    @cached_property
    def any(self) -> bool:
        """Whether there is any doubt."""
        return bool(self.off.any() or self.near_end.any())

    def of(self, cost: Floats, home: Ints | slice = EVERYWHERE) -> Mask:
        """Homes, by their cost to the nearest pharmacy of the data, of which it is not known whether they are within it."""
        return np.asarray((self.off[home] & np.isinf(cost)) | (self.near_end[home] & (cost > self.limit)))

    def why(self, cost: Floats) -> tuple[Mask, Mask]:
        """Homes not measured because no street reaches them, and because the streets end nearer, bool (h,) each."""
        off = self.off & np.isinf(cost)
        return off, self.of(cost) & ~off


def no_doubt(homes: int, limit: float) -> Doubt:
    """Everybody is measured: in a straight line, which uses no streets."""
    nobody = np.zeros(homes, dtype=bool)
    return Doubt(limit, nobody, nobody)
