"""What every way of measuring access offers: the nearest two pharmacies of each home, and distances to any new site.

Costs are whole millimetres in float64; inf is "no way there".
"""

from dataclasses import dataclass
from typing import Protocol

from app.access.nearest import NearestTwo
from app.domain.assessments import Line
from app.domain.baselines import Mode
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Floats


@dataclass(frozen=True)
class Trip:
    """A trip between two points: metres, and its line in EPSG:27700; metres None and no line where there is no way.

    ``off_network_m`` is the part of it walked off any street, at both ends together.
    """

    metres: float | None
    line: Line
    off_network_m: float


class Engine(Protocol):
    """One way of measuring access over one snapshot. ``pharmacies`` are those counted; labels are positions in it."""

    mode: Mode
    method: str
    pharmacies: tuple[Premises, ...]

    @property
    def homes(self) -> NearestTwo:
        """Nearest two pharmacies of every home, (h,)."""
        ...

    def reach_of(self, point: Point, limit_mm: float) -> Floats:
        """Cost from every home to a site, float64 (h,); inf beyond ``limit_mm`` or with no way there."""
        ...

    def to_pharmacies(self, point: Point, limit_mm: float) -> Floats:
        """Cost from a point to every counted pharmacy, float64 (p,); inf beyond ``limit_mm`` or with no way there."""
        ...

    def trip(self, begin: Point, end: Point) -> Trip:
        """The shortest trip between two points."""
        ...

    def off_network(self, point: Point) -> float:
        """Metres from a point to the nearest street; 0 where no streets are used."""
        ...
