"""A point on the British National Grid, with where it came from and how far it may be out."""

from dataclasses import dataclass
from math import hypot


@dataclass(frozen=True)
class Point:
    """A point in EPSG:27700 (British National Grid), metres.

    ``source`` says in plain words where the point came from ("postcode", "given by the board", ...).
    ``error_m`` is the positional error in metres, or None where nothing is known of it.
    """

    easting: float
    northing: float
    source: str
    error_m: float | None = None

    def metres_to(self, other: "Point") -> float:
        """Straight-line distance on the grid, metres."""
        return hypot(self.easting - other.easting, self.northing - other.northing)
