"""Premises with hours, services and flags, and planned housing: points that a list or an officer names."""

from collections.abc import Sequence

import numpy as np
import shapely

from geodata.geopackage import Layer
from geodata.gis.columns import Told, layer, number, text, yes_no
from geodata.model.hours import DAYS
from geodata.model.overlay import Overlay
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot
from geodata.wording import in_words

MINUTES = 60


def premises_layer(snapshot: Snapshot) -> Layer:
    """Every listed site of the snapshot; one without a known point has no geometry, and is in the table all the same."""
    rows = snapshot.premises
    points = [None if p.point is None else shapely.Point(p.point.easting, p.point.northing) for p in rows]
    about = (
        f"Listed sites open on {snapshot.manifest.as_at}, those of neighbouring areas within reach included. An empty cell "
        "is not known, never no. A site that no postcode file could place is in the table and not on the map."
    )
    told = [
        *_who(rows),
        *_flags(rows),
        *_hours(rows),
        *_said(rows, snapshot.overlay or Overlay()),
        *_where(rows),
    ]
    wkb = np.array([None if point is None else shapely.to_wkb(point) for point in points], dtype=object)
    return layer("premises", "Pharmacies and appliance contractors", about, told, wkb, "Point")


def housing_layer(snapshot: Snapshot) -> Layer | None:
    """Planned housing that officers named, or None where there is none."""
    sites = snapshot.overlay.housing if snapshot.overlay else ()
    if not sites:
        return None
    told = [
        text("site", "its name", [s.site for s in sites]),
        number("homes", "homes planned", [float(s.homes) for s in sites]),
        number(
            "people",
            "people they would hold, at the people for each home that the officers assume",
            [s.people for s in sites],
        ),
        number("from_year", "first year of building", [float(s.from_year) for s in sites]),
        number("to_year", "last year of building", [float(s.to_year) for s in sites]),
        text("said_by", "post or body that said so", [s.said_by for s in sites]),
        text("said_on", "day on which it was said", [s.said_on.isoformat() for s in sites]),
    ]
    wkb = shapely.to_wkb(shapely.points([s.easting for s in sites], [s.northing for s in sites]))
    about = "Housing that is planned, as officers say. Nobody of it is counted as living there."
    return layer("planned_housing", "Planned housing", about, told, np.asarray(wkb, dtype=object), "Point")


def _who(rows: Sequence[Premises]) -> list[Told]:
    return [
        text("ods_code", "code of the Organisation Data Service", [p.ods_code for p in rows]),
        text("name", "trading name", [p.trading_name for p in rows]),
        text("address", "address as listed", [p.address for p in rows]),
        text("postcode", "postcode as listed", [p.postcode for p in rows]),
        text("contractor", "who holds the contract", [p.contractor for p in rows]),
        text("board", "Health and Wellbeing Board that the list names", [p.hwb_name for p in rows]),
    ]


def _flags(rows: Sequence[Premises]) -> list[Told]:
    return [
        text("contract", "community, lps, appliance or unknown", [p.contract_type.value for p in rows]),
        yes_no("distance_selling", "whether distance-selling", [p.distance_selling for p in rows]),
        yes_no("counts", "whether it counts for anyone's access", [p.counts_for_access for p in rows]),
        text("opened", "day of opening", [p.opened.isoformat() if p.opened else None for p in rows]),
        text("closed", "last day open", [p.closed.isoformat() if p.closed else None for p in rows]),
    ]


def _hours(rows: Sequence[Premises]) -> list[Told]:
    week = [p.hours.total_minutes() if p.hours else None for p in rows]
    days = [p.hours.as_text() if p.hours else {} for p in rows]
    return [
        number("weekly_hours", "hours open in a week", [None if m is None else m / MINUTES for m in week]),
        *(
            text(day, "opening hours, closed on that day, or not known", [d.get(day) for d in days])
            for day in DAYS
        ),
    ]


def _said(rows: Sequence[Premises], overlay: Overlay) -> list[Told]:
    services = [None if p.services is None else "; ".join(p.services) or "none" for p in rows]
    return [
        text("services", "services as published or said, none where there are said to be none", services),
        text("core_hours", "core hours as officers say", [_core(p, overlay) for p in rows]),
        text(
            "undertakings",
            "what the contractor undertook, as officers say",
            [_undertaken(p, overlay) for p in rows],
        ),
    ]


def _core(premises: Premises, overlay: Overlay) -> str | None:
    said = overlay.core_hours_of(premises.ods_code)
    if said is None:
        return None
    return "; ".join(f"{day} {hours or 'not known'}" for day, hours in said.hours.as_text().items())


def _undertaken(premises: Premises, overlay: Overlay) -> str | None:
    said = overlay.undertakings_of(premises.ods_code)
    return "; ".join(f"{u.text}{f' (until {in_words(u.until)})' if u.until else ''}" for u in said) or None


def _where(rows: Sequence[Premises]) -> list[Told]:
    return [
        text(
            "point_source", "where the point comes from", [p.point.source if p.point else None for p in rows]
        ),
        number(
            "error_m",
            "how far the point may be out, metres, assumed",
            [p.point.error_m if p.point else None for p in rows],
        ),
        text("listed_by", "the list that names it", [p.listed_by for p in rows]),
    ]
