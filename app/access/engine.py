"""What every way of measuring access offers: the nearest two pharmacies of each home, and costs of trips to any new site.

Costs are whole millimetres on foot and in a straight line, whole milliseconds by car, in float64; inf is "no way there".
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from app.access.nearest import NearestTwo
from app.access.pace import Unit
from app.domain.assessments import Line
from app.domain.baselines import Mode
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Floats, Ints


@dataclass(frozen=True)
class Trip:
    """A trip between two points: cost, metres and its line in EPSG:27700; None and no line where there is no way.

    ``off_network_m`` is the part of it off any street, at both ends together. ``edges`` are the streets it uses, in order.
    """

    cost: float | None
    metres: float | None
    line: Line
    off_network_m: float
    edges: tuple[int, ...] = ()


class Engine(Protocol):
    """One way of measuring access over one snapshot. ``pharmacies`` are those counted; labels are positions in it."""

    pharmacies: tuple[Premises, ...]

    @property
    def mode(self) -> Mode:
        """How trips are made."""
        ...

    @property
    def method(self) -> str:
        """How trips are measured, with its version."""
        ...

    @property
    def unit(self) -> Unit:
        """The unit in which people read its costs."""
        ...

    @property
    def homes(self) -> NearestTwo:
        """Nearest two pharmacies of every home, (h,)."""
        ...

    def without(self, labels: Collection[int]) -> "Engine":
        """The same homes and ways with some pharmacies closed; the others are numbered anew."""
        ...

    def reached(self, point: Point, limit: float) -> tuple[Ints, Floats]:
        """Homes from which a site can be reached within a limit, int64 (c,), in order, and their cost, float64 (c,)."""
        ...

    def reached_by(self, label: int, limit: float) -> tuple[Ints, Floats]:
        """As ``reached``, for a pharmacy of the list."""
        ...

    def nearer(self, point: Point, leaves: int) -> tuple[Ints, Floats]:
        """Homes to which a site is nearer than every pharmacy but the leaving one, and their cost, as ``reached``.

        ``leaves`` is a label, or -1 for none. No limit is put on how far people may have to go.
        """
        ...

    def to_pharmacies(self, point: Point, limit: float) -> Floats:
        """Cost from a point to every counted pharmacy, float64 (p,); inf beyond ``limit`` or with no way there."""
        ...

    def cost(self, begin: Point, end: Point) -> float | None:
        """What ``trip`` costs, without its line; None where there is no way."""
        ...

    def trip(self, begin: Point, end: Point) -> Trip:
        """The shortest trip between two points."""
        ...

    def farthest_m(self, cost: float) -> float:
        """How far in a straight line anybody gets for a cost, metres: an upper bound, which few come near to."""
        ...

    def off_network(self, point: Point) -> float:
        """Metres from a point to the nearest street; 0 where no streets are used."""
        ...


def still_open(pharmacies: tuple[Premises, ...], closed: Collection[int]) -> tuple[Premises, ...]:
    """The pharmacies that stay when those of some labels close, in the same order."""
    return tuple(premises for label, premises in enumerate(pharmacies) if label not in closed)
