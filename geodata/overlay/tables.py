"""The tables of an overlay: which files, which columns, what each means. The reader, the templates and the page agree."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geodata.model.hours import DAYS
from geodata.overlay import cells


@dataclass(frozen=True)
class Column:
    """A column: its heading, how a cell is read, what it means, and whether each row must fill it in."""

    name: str
    read: Callable[[str], Any]
    meaning: str
    example: str
    required: bool = True


@dataclass(frozen=True)
class Table:
    """A table of the overlay. ``unique``: columns of which no two rows in force together may say the same."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...]

    @property
    def file(self) -> str:
        """Its file's name."""
        return f"{self.name}.csv"

    @property
    def headings(self) -> tuple[str, ...]:
        """Its columns' headings, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def of_premises(self) -> bool:
        """Whether each row is about premises of the list."""
        return "ods_code" in self.headings


_CODE = Column("ods_code", cells.ods_code, "ODS code of the premises, as the list has it", "FA123")
_PERIOD = (
    Column(
        "from",
        cells.day,
        "first day on which it is so; empty: as long as is known",
        "2025-04-01",
        required=False,
    ),
    Column("until", cells.day, "last day on which it is so; empty: still so", "2026-03-31", required=False),
)
_SAID = (
    Column(
        "said_by",
        cells.said_by,
        "post or body that said so, never a person's name",
        "primary care manager, Xshire ICB",
    ),
    Column("said_on", cells.day, "day on which they said so", "2026-05-01"),
    Column("note", cells.text, "anything to know", "letter of 30 April", required=False),
)
_POINT = (
    Column("easting", cells.easting, "metres, British National Grid (EPSG:27700)", "486210.5"),
    Column("northing", cells.northing, "metres, British National Grid (EPSG:27700)", "308004.0"),
)

DISTANCE_SELLING = Table(
    "distance-selling",
    "Distance-selling premises",
    "Whether people can call at the premises for services. Those that are distance-selling count for no one's access.",
    (
        _CODE,
        Column(
            "distance_selling",
            cells.yes_no_unknown,
            "yes, no or unknown; what is unknown stays unknown",
            "yes",
        ),
        *_PERIOD,
        *_SAID,
    ),
    ("ods_code",),
)
SERVICES = Table(
    "services",
    "Services",
    "A row for each service. Name all the services of the premises or none: its rows in force stand in place of the list's.",
    (
        _CODE,
        Column(
            "service",
            cells.text,
            'name of the service; "none", on its own, says that there are none',
            "Pharmacy First",
        ),
        *_PERIOD,
        *_SAID,
    ),
    ("ods_code", "service"),
)
DOORS = Table(
    "doors",
    "Door points",
    "The door of the premises. It stands in place of the point of the postcode; the snapshot keeps both.",
    (
        _CODE,
        *_POINT,
        Column("source", cells.text, "where the point is from", "measured on site with a GNSS receiver"),
        Column("error_m", cells.door_error, "how far out it may be, metres; at most 100", "2"),
        *_PERIOD,
        *_SAID,
    ),
    ("ods_code",),
)
CORE_HOURS = Table(
    "core-hours",
    "Core opening hours",
    "The core part of the opening hours, which no public list tells from the rest. A day left empty is not known.",
    (
        _CODE,
        *(
            Column(name, cells.opening, "hours, or closed", "09:00-13:00,14:00-17:00", required=False)
            for name in DAYS
        ),
        *_PERIOD,
        *_SAID,
    ),
    ("ods_code",),
)
UNDERTAKINGS = Table(
    "undertakings",
    "Undertakings",
    "What a contractor undertook in an application that was granted, in its own words.",
    (
        _CODE,
        Column(
            "text",
            cells.text,
            "the undertaking, word for word",
            "to provide the same services without interruption",
        ),
        Column("regulation", cells.text, "regulation under which it was given", "24(1)(d)"),
        Column("given_on", cells.day, "day on which it was given", "2025-02-03"),
        Column(
            "until", cells.day, "last day for which it binds; empty: no end", "2027-02-02", required=False
        ),
        *_SAID,
    ),
    ("ods_code", "text", "given_on"),
)
HOUSING = Table(
    "housing",
    "Planned housing",
    "Homes that are planned. They are shown beside the figures and counted in none: residents are those of the census.",
    (
        Column("site", cells.text, "name of the site, as the plan has it", "Land north of Long Street"),
        Column("homes", cells.homes, "number of homes planned", "120"),
        Column("people_per_home", cells.people_per_home, "people assumed for each home", "2.4"),
        *_POINT,
        Column("from_year", cells.year, "year in which the first are expected", "2027"),
        Column("to_year", cells.year, "year in which the last are expected", "2031"),
        *_SAID,
    ),
    ("site",),
)
TABLES = (DISTANCE_SELLING, SERVICES, DOORS, CORE_HOURS, UNDERTAKINGS, HOUSING)
