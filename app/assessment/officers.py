"""Evidence that officers keep beside the lists: core hours, undertakings, and housing that is planned."""

from collections.abc import Sequence
from datetime import date

from app.access import PreparedSnapshot
from app.assessment.record import Record, hours, metres
from app.assessment.sites import Site, not_placed
from app.domain.baselines import METRES_A_MILE
from geodata.model.overlay import Overlay
from geodata.model.point import Point


def record_officers(
    record: Record, sites: Sequence[Site], planned_near: Site, area: PreparedSnapshot, as_at: date
) -> None:
    """What the snapshot's overlay says of the sites, and of housing near one of them; nothing where it has none."""
    overlay = area.snapshot.overlay
    if overlay is None:
        return
    for site in sites:
        if site.listed is not None:
            _record_core_hours(record, site, site.listed.ods_code, overlay)
            _record_undertakings(record, site, site.listed.ods_code, overlay)
    if overlay.housing:
        _record_housing(record, planned_near, overlay, as_at)


def _record_core_hours(record: Record, site: Site, code: str, overlay: Overlay) -> None:
    said = overlay.core_hours_of(code)
    if said is None:
        return
    record.state(
        f"site.{site.role}.core_hours",
        f"Core hours a week at the {site.called}, as officers keep them",
        hours(said.hours.total_minutes()),
        "hours a week",
        inputs=(f"overlay:core-hours {code} ({said.said_by}, {said.said_on.isoformat()})",),
        note="" if said.hours.known else "the core hours are not known for every day",
        rows=[{"day": day, "core_hours": text} for day, text in said.hours.as_text().items()],
    )


def _record_undertakings(record: Record, site: Site, code: str, overlay: Overlay) -> None:
    said = overlay.undertakings_of(code)
    if not said:
        return
    record.state(
        f"site.{site.role}.undertakings",
        f"Undertakings on record for the {site.called}",
        len(said),
        inputs=(f"overlay:undertakings {code}",),
        rows=[
            {
                "text": one.text,
                "regulation": one.regulation,
                "given_on": one.given_on.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "said_by": one.said_by,
                "said_on": one.said_on.isoformat(),
            }
            for one in said
        ],
    )


def _record_housing(record: Record, site: Site, overlay: Overlay, as_at: date) -> None:
    """Homes planned within a mile of the site that is left, else of the one site, whose building has not ended."""
    if not site.placed:
        record.measure(
            "housing.planned",
            f"Homes planned within a mile of the {site.called}, counted in no other figure",
            None,
            "homes",
            method="not measured",
            note=not_placed((site,)),
        )
        return
    near = []
    for planned in overlay.housing:
        apart = site.point.metres_to(Point(planned.easting, planned.northing, planned.site))
        if apart <= METRES_A_MILE and planned.to_year >= as_at.year:
            near.append((apart, planned))
    near.sort(key=lambda pair: (pair[0], pair[1].site))
    record.measure(
        "housing.planned",
        f"Homes planned within a mile of the {site.called}, counted in no other figure",
        sum(planned.homes for _, planned in near),
        "homes",
        method="straight line on the National Grid",
        inputs=("overlay:housing", f"site.{site.role}.point"),
        note="residents of every other figure are those of the census",
        rows=[
            {
                "site": planned.site,
                "homes": planned.homes,
                "people_per_home": planned.people_per_home,
                "people": round(planned.people, 1),
                "from_year": planned.from_year,
                "to_year": planned.to_year,
                "metres": metres(apart),
                "said_by": planned.said_by,
                "said_on": planned.said_on.isoformat(),
            }
            for apart, planned in near
        ],
    )
