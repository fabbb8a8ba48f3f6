"""Take an overlay into a snapshot: what officers say stands in place of the lists, and both are kept and told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.arrays import Postcodes
from geodata.errors import SourceError
from geodata.model.hours import DAYS, WeekHours
from geodata.model.overlay import (
    Overlay,
    PlannedHousing,
    SaidCoreHours,
    SaidDistanceSelling,
    SaidDoor,
    SaidServices,
    SaidUndertaking,
)
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.overlay.checking import NO_SERVICES
from geodata.overlay.reading import Told
from geodata.overlay.rows import Row
from geodata.overlay.tables import (
    CORE_HOURS,
    DISTANCE_SELLING,
    DOORS,
    HOUSING,
    SERVICES,
    TABLES,
    UNDERTAKINGS,
)


@dataclass(frozen=True)
class Applied:
    """Premises as officers know them, what they said of those here, and rows used by table."""

    premises: tuple[Premises, ...]
    overlay: Overlay
    used: Mapping[str, int]


def door_points(told: Told) -> dict[str, Point]:
    """Doors by ODS code."""
    return {
        row.cells["ods_code"]: Point(
            row.cells["easting"],
            row.cells["northing"],
            f"door, {row.cells['source']} (said by {row.cells['said_by']} on {row.cells['said_on'].isoformat()})",
            row.cells["error_m"],
        )
        for row in told.of(DOORS)
    }


def apply_overlay(
    told: Told, premises: Sequence[Premises], postcodes: Postcodes, marked: Collection[str]
) -> Applied:
    """What the overlay says of premises, taken into them. Their points are the doors already.

    ``marked`` are the codes that the recipe calls distance-selling. Raises SourceError where the overlay contradicts it.
    """
    by_code = {p.ods_code: p for p in premises}
    here = {
        table.name: [r for r in told.of(table) if not table.of_premises or r.cells["ods_code"] in by_code]
        for table in TABLES
    }
    overlay = Overlay(
        distance_selling=_distance_selling(told, here[DISTANCE_SELLING.name], by_code, marked),
        services=_services(here[SERVICES.name], by_code),
        doors=_doors(here[DOORS.name], by_code, postcodes),
        core_hours=tuple(
            SaidCoreHours(r.cells["ods_code"], WeekHours(tuple(r.cells[d] for d in DAYS)), **_said(r))
            for r in _sorted(here[CORE_HOURS.name], "ods_code")
        ),
        undertakings=tuple(
            _undertaking(r) for r in _sorted(here[UNDERTAKINGS.name], "ods_code", "given_on", "text")
        ),
        housing=tuple(_housing(r) for r in _sorted(here[HOUSING.name], "site")),
    )
    answer = dict(by_code)
    for said in overlay.distance_selling:
        answer[said.ods_code] = replace(answer[said.ods_code], distance_selling=said.distance_selling)
    for given in overlay.services:
        own = answer[given.ods_code]
        by = f"{own.listed_by}; services: officers' overlay, {given.said_by}, {given.said_on.isoformat()}"
        answer[given.ods_code] = replace(own, services=given.services, listed_by=by)
    used = {name: len(rows) for name, rows in here.items() if name in told.read}
    return Applied(tuple(answer[p.ods_code] for p in premises), overlay, used)


def _distance_selling(
    told: Told, rows: Sequence[Row], by_code: Mapping[str, Premises], marked: Collection[str]
) -> tuple[SaidDistanceSelling, ...]:
    for row in rows:
        code = row.cells["ods_code"]
        if code in marked and row.cells["distance_selling"] is not True:
            raise SourceError(
                told.folder / DISTANCE_SELLING.file,
                f"row {row.number}: the recipe calls {code} distance-selling, and the overlay does not.",
                "Take it out of distance_selling in the recipe, or correct the row.",
            )
    return tuple(
        SaidDistanceSelling(code, row.cells["distance_selling"], by_code[code].distance_selling, **_said(row))
        for row in _sorted(rows, "ods_code")
        if (code := row.cells["ods_code"])
    )


def _services(rows: Sequence[Row], by_code: Mapping[str, Premises]) -> tuple[SaidServices, ...]:
    answer = []
    for code in sorted({row.cells["ods_code"] for row in rows}):
        own = [row for row in rows if row.cells["ods_code"] == code]
        latest = max(own, key=lambda row: (row.cells["said_on"], row.cells["said_by"]))
        names = {row.cells["service"] for row in own if row.cells["service"].casefold() != NO_SERVICES}
        said = _said(latest) | {
            "note": "; ".join(sorted({row.cells["note"] for row in own if row.cells["note"]}))
        }
        answer.append(SaidServices(code, tuple(sorted(names)), by_code[code].services, **said))
    return tuple(answer)


def _doors(
    rows: Sequence[Row], by_code: Mapping[str, Premises], postcodes: Postcodes
) -> tuple[SaidDoor, ...]:
    answer = []
    for row in _sorted(rows, "ods_code"):
        own = by_code[row.cells["ods_code"]]
        if own.point is not None:  # premises with a door are placed at it
            answer.append(SaidDoor(own.ods_code, own.point, postcodes.point(own.postcode), **_said(row)))
    return tuple(answer)


def _undertaking(row: Row) -> SaidUndertaking:
    cells = row.cells
    return SaidUndertaking(
        cells["ods_code"], cells["text"], cells["regulation"], cells["given_on"], cells["until"], **_said(row)
    )


def _housing(row: Row) -> PlannedHousing:
    names = ("site", "homes", "people_per_home", "easting", "northing", "from_year", "to_year")
    return PlannedHousing(**{name: row.cells[name] for name in names}, **_said(row))


def _said(row: Row) -> dict[str, Any]:
    return {"said_by": row.cells["said_by"], "said_on": row.cells["said_on"], "note": row.cells["note"] or ""}


def _sorted(rows: Sequence[Row], *names: str) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(str(row.cells[name]) for name in names))
