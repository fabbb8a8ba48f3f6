"""An overlay in plain words, for the notes of a snapshot and for whoever asks what it rests on."""

import json
from collections.abc import Iterator
from typing import Any

from geodata.model.overlay import Overlay, SaidDoor
from geodata.overlay.kept import overlay_text
from geodata.wording import counted


def overlay_notes(overlay: Overlay) -> tuple[str, ...]:
    """A sentence for each thing that stands in place of what the lists say, with both."""
    return (*_distance_selling(overlay), *_services(overlay), *_doors(overlay), *_the_rest(overlay))


def overlay_facts(overlay: Overlay | None) -> dict[str, Any] | None:
    """The overlay as plain values (JSON)."""
    return None if overlay is None else dict(json.loads(overlay_text(overlay)))


def overlay_lines(overlay: Overlay | None) -> Iterator[str]:
    """The overlay as lines of plain words; none where there is none. Planned housing is told site by site."""
    if overlay is None:
        return
    yield ""
    yield "What officers say beside the lists"
    yield from (f"- {note}" for note in overlay_notes(overlay))
    for said in overlay.undertakings:
        yield f"    {said.ods_code}, regulation {said.regulation}, {said.given_on.isoformat()}: {said.text}"
    for site in overlay.housing:
        yield (
            f"    {site.site}: {counted(site.homes, 'home', 'homes')}, {site.from_year} to {site.to_year}, at "
            f"{site.people_per_home:g} people each; said by {site.said_by} on {site.said_on.isoformat()}"
        )


def _distance_selling(overlay: Overlay) -> Iterator[str]:
    words = {True: "distance-selling", False: "not distance-selling", None: "not known to be either"}
    for said in overlay.distance_selling:
        yield f"{said.ods_code} is {words[said.distance_selling]}: {_by(said.said_by, said.said_on.isoformat(), said.note)}"


def _services(overlay: Overlay) -> Iterator[str]:
    for said in overlay.services:
        listed = "the lists do not say" if said.listed is None else f"the lists name {len(said.listed)}"
        count = counted(len(said.services), "service", "services")
        yield f"{said.ods_code} gives {count} ({listed}): {_by(said.said_by, said.said_on.isoformat(), said.note)}"


def _doors(overlay: Overlay) -> Iterator[str]:
    for said in overlay.doors:
        yield f"{said.ods_code} stands at its {at(said)}{f' {said.note}.' if said.note else ''}"


def at(said: SaidDoor) -> str:
    """Where a door is, and where the postcode's point is that it stands in place of."""
    point, listed = said.point, said.listed
    here = f"{point.source}: {point.easting:.1f}, {point.northing:.1f}, {_error(point.error_m)}"
    if listed is None:
        return f"{here}. The point of its postcode is not known."
    return (
        f"{here}. The {listed.source} is at {listed.easting:.1f}, {listed.northing:.1f}, {_error(listed.error_m)}, "
        f"{point.metres_to(listed):.0f} m away."
    )


def _the_rest(overlay: Overlay) -> Iterator[str]:
    if overlay.core_hours:
        yield f"Core hours are known for {counted(len(overlay.core_hours), 'pharmacy', 'pharmacies')} from officers."
    if overlay.undertakings:
        yield f"{counted(len(overlay.undertakings), 'undertaking is', 'undertakings are')} on record from officers."
    if overlay.housing:
        homes = sum(site.homes for site in overlay.housing)
        people = sum(site.people for site in overlay.housing)
        yield (
            f"{counted(homes, 'home is', 'homes are')} planned at "
            f"{counted(len(overlay.housing), 'site', 'sites')}, for about {people:,.0f} people at the number assumed for "
            "each home. They are counted in no figure of who lives here."
        )


def _by(who: str, on: str, note: str) -> str:
    return f"said by {who} on {on}.{f' {note}.' if note else ''}"


def _error(error_m: float | None) -> str:
    return "of unknown error" if error_m is None else f"within {error_m:g} m"
