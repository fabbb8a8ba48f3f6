"""OpenStreetMap objects as lines of OPL, osmium's form of a line for each object, with places near Oakham.

The streets: a ring of 400 m a side whose first three sides are way 10, and the fourth, a footway, is way 11.
"""

from dataclasses import dataclass

import numpy as np

from geodata.projection import from_national_grid

from .pbf import ORIGIN

CORNERS = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (400.0, 400.0), 4: (0.0, 400.0)}


@dataclass(frozen=True)
class Line:
    """One object of OPL, osmium's form of a line for each object."""

    kind: str
    id: int
    rest: str
    version: int = 1
    seen: str = "V"

    def __str__(self) -> str:
        stamp = f"t2026-01-{self.version:02}T00:00:00Z"
        return f"{self.kind}{self.id} v{self.version} d{self.seen} c1 {stamp} i1 uu {self.rest}"


def node(number: int, at: tuple[float, float] | None = None, tags: str = "", **more: object) -> Line:
    x, y = at or CORNERS[abs(number)]
    longitude, latitude = from_national_grid(np.array([ORIGIN[0] + x]), np.array([ORIGIN[1] + y]))
    return Line("n", number, f"T{tags} x{longitude[0]:.7f} y{latitude[0]:.7f}", **more)  # type: ignore[arg-type]


def way(number: int, nodes: str, tags: str = "highway=residential", **more: object) -> Line:
    return Line("w", number, f"T{tags} N{nodes}", **more)  # type: ignore[arg-type]


NODES = [node(number) for number in CORNERS]
RING = way(10, "n1,n2,n3,n4", "highway=residential,name=Ring")
CUT = way(11, "n1,n4", "highway=footway")
PLAIN = [*NODES, RING, CUT]
