"""What officers say beside the lists, as it was taken into a snapshot: each with who said it and when.

``said_by`` is a post or a body, never a person's name. ``listed`` is what the lists say, kept beside what stands in its
place. Planned housing is kept apart from residents: nobody who may move in is counted as living there.
"""

from dataclasses import dataclass
from datetime import date

from geodata.model.hours import WeekHours
from geodata.model.point import Point


@dataclass(frozen=True)
class SaidDistanceSelling:
    """Whether premises are distance-selling: yes, no, or None where the officers say that it is not known."""

    ods_code: str
    distance_selling: bool | None
    listed: bool | None
    said_by: str
    said_on: date
    note: str = ""


@dataclass(frozen=True)
class SaidServices:
    """All services of premises on the day of the snapshot; none where the officers say that there are none."""

    ods_code: str
    services: tuple[str, ...]
    listed: tuple[str, ...] | None
    said_by: str
    said_on: date
    note: str = ""


@dataclass(frozen=True)
class SaidDoor:
    """The door of premises (EPSG:27700, error in metres), which stands in place of the postcode's point ``listed``."""

    ods_code: str
    point: Point
    listed: Point | None
    said_by: str
    said_on: date
    note: str = ""


@dataclass(frozen=True)
class SaidCoreHours:
    """The core part of the opening hours; no list tells it from the rest."""

    ods_code: str
    hours: WeekHours
    said_by: str
    said_on: date
    note: str = ""


@dataclass(frozen=True)
class SaidUndertaking:
    """What a contractor undertook, in its own words; ``until`` is its last day, None where it has none."""

    ods_code: str
    text: str
    regulation: str
    given_on: date
    until: date | None
    said_by: str
    said_on: date
    note: str = ""


@dataclass(frozen=True)
class PlannedHousing:
    """Homes that are planned at a site (a point in EPSG:27700, metres), first and last year of building."""

    site: str
    homes: int
    people_per_home: float
    easting: float
    northing: float
    from_year: int
    to_year: int
    said_by: str
    said_on: date
    note: str = ""

    @property
    def people(self) -> float:
        """People that so many homes would hold at the people for each home that the officers assume."""
        return self.homes * self.people_per_home


@dataclass(frozen=True)
class Overlay:
    """Everything that officers say beside the lists, in order of code or site."""

    distance_selling: tuple[SaidDistanceSelling, ...] = ()
    services: tuple[SaidServices, ...] = ()
    doors: tuple[SaidDoor, ...] = ()
    core_hours: tuple[SaidCoreHours, ...] = ()
    undertakings: tuple[SaidUndertaking, ...] = ()
    housing: tuple[PlannedHousing, ...] = ()

    def core_hours_of(self, ods_code: str) -> SaidCoreHours | None:
        """What is said of the core hours of premises."""
        return next((said for said in self.core_hours if said.ods_code == ods_code), None)

    def undertakings_of(self, ods_code: str) -> tuple[SaidUndertaking, ...]:
        """What was undertaken for premises."""
        return tuple(said for said in self.undertakings if said.ods_code == ods_code)
