"""A snapshot put together from parts of others: to ask what one part alone would have changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from geodata.model.overlay import Overlay
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.quality import limits as names
from geodata.snapshot import (
    Accepted,
    Boundary,
    Homes,
    Manifest,
    Postcodes,
    Snapshot,
    StreetNetwork,
    ToLookAt,
)


@dataclass(frozen=True)
class Parts:
    """From which snapshot each part is: the pharmacy list, the streets, and the people with their areas and postcodes."""

    pharmacies: Snapshot
    streets: Snapshot
    people: Snapshot


OF_PART: Mapping[str, tuple[str, ...]] = {
    "pharmacies": ("premises.json", "former.json", "overlay.json"),
    "streets": ("network/", "labels.json"),
    "people": ("homes/", "postcodes/", "boundaries/", "labels.json"),
}
"""The files of a snapshot that each part is made of, by the beginning of their names."""


def content_of(snapshot: Snapshot, part: str) -> str:
    """What one part of a snapshot holds, as a hash: snapshots of other dates share the parts that did not change."""
    manifest = snapshot.manifest
    files = {name: digest for name, digest in manifest.files.items() if name.startswith(OF_PART[part])}
    rest = manifest.hwbs if part == "people" else manifest.modes if part == "streets" else ()
    found = [[asdict(row) for row in rows] for rows in _found(snapshot, part)]
    # A snapshot that was never written has no files: it is like no other.
    told = json.dumps([part, files or snapshot.id, rest, manifest.invented, found], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


_CHECKS_OF = {
    **dict.fromkeys(
        (
            names.HOMES_FAR,
            names.PHARMACIES_FAR,
            names.SMALL_PARTS,
            names.PHARMACIES_APART,
            names.STREET_ELSEWHERE,
            names.STREETS_CHANGED,
            names.STREETS_CUT,
            names.ACCESS_WORDS,
        ),
        "streets",
    ),
    names.PEOPLE_CHANGED: "people",
}
"""The part that a check of a build is of; of the list where not named."""


def _found(snapshot: Snapshot, part: str) -> tuple[tuple[Accepted, ...], tuple[ToLookAt, ...]]:
    """What the checks of one part of a snapshot found: let pass, and to be looked at."""
    manifest = snapshot.manifest
    return (
        tuple(row for row in manifest.accepted if _CHECKS_OF.get(row.check, "pharmacies") == part),
        tuple(row for row in manifest.to_look_at if _CHECKS_OF.get(row.check, "pharmacies") == part),
    )


class MixedSnapshot(Snapshot):
    """A snapshot whose parts come from several. It is never written; its id names where the parts are from."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(Path(), _manifest(parts))
        self.parts = parts

    @cached_property
    def id(self) -> str:
        """The ids of the parts: pharmacies, streets, people."""
        return "+".join((self.parts.pharmacies.id, self.parts.streets.id, self.parts.people.id))

    def network(self, mode: str) -> StreetNetwork | None:
        """The streets of a mode, or None."""
        return self.parts.streets.network(mode)

    @cached_property
    def homes(self) -> Homes:
        """Points with people in them."""
        return self.parts.people.homes

    @cached_property
    def postcodes(self) -> Postcodes:
        """The geocoder of the area."""
        return self.parts.people.postcodes

    @cached_property
    def premises(self) -> tuple[Premises, ...]:
        """Listed sites."""
        return self.parts.pharmacies.premises

    @cached_property
    def former(self) -> tuple[Premises, ...] | None:
        """Listed sites that closed."""
        return self.parts.pharmacies.former

    @cached_property
    def overlay(self) -> Overlay | None:
        """What officers keep beside the list."""
        return self.parts.pharmacies.overlay

    def boundaries(self, layer: str) -> tuple[Boundary, ...]:
        """Outlines of a layer."""
        return self.parts.people.boundaries(layer)

    def locate(self, postcode: str) -> Point | None:
        """The point of a postcode."""
        return self.parts.people.locate(postcode)

    def verify(self) -> None:
        """Each part is verified by itself."""
        for part in (self.parts.pharmacies, self.parts.streets, self.parts.people):
            part.verify()


def mixed(parts: Parts) -> Snapshot:
    """A snapshot of parts; where all are of one snapshot, that snapshot itself."""
    whole: Mapping[str, Snapshot] = {
        part.id: part for part in (parts.pharmacies, parts.streets, parts.people)
    }
    return next(iter(whole.values())) if len(whole) == 1 else MixedSnapshot(parts)


def _manifest(parts: Parts) -> Manifest:
    """The people's manifest with the list's date and the streets' modes; what checks found of a part stays with it."""
    manifests = [part.manifest for part in (parts.pharmacies, parts.streets, parts.people)]
    return replace(
        parts.people.manifest,
        as_at=parts.pharmacies.manifest.as_at,
        modes=parts.streets.manifest.modes,
        invented=any(manifest.invented for manifest in manifests),
        accepted=tuple(row for part in OF_PART for row in _found(getattr(parts, part), part)[0]),
        to_look_at=tuple(row for part in OF_PART for row in _found(getattr(parts, part), part)[1]),
    )
