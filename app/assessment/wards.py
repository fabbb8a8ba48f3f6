"""The wards whose people a change concerns: those with people within a standard's reach of a site, and the sites' own."""

from dataclasses import dataclass

import numpy as np

from app.access import PreparedSnapshot
from app.access.pace import limit_of
from app.assessment.sites import Site, find_site, find_sites
from app.domain.baselines import AccessStandard
from app.domain.other_applications import AnyApplication, OtherApplication


@dataclass(frozen=True)
class WardInReach:
    """A ward, and how many of its people are within reach of one of the sites. ``holds`` are the sites that lie in it."""

    code: str
    name: str
    people: int
    holds: tuple[str, ...]


def wards_in_reach(
    application: AnyApplication, area: PreparedSnapshot, standard: AccessStandard
) -> tuple[WardInReach, ...]:
    """Wards by how many people are concerned, most first. Wards of which the snapshot has no name bear their code.

    Raises ApplicationError for a postcode that the area does not know, NoEngineError where the standard has no streets.
    """
    sites = tuple(site for site in _sites(application, area) if site.placed)
    engine, limit = area.engine_of(standard), limit_of(standard)
    reached = [engine.reached(site.point, limit)[0] for site in sites]
    homes = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *reached]))
    codes = area.homes.labels["ward"]
    wards = area.homes.ward[homes]
    people: dict[str, int] = {}
    for at in np.unique(wards[wards >= 0]):
        people[codes[at]] = int(area.homes.people[homes[wards == at]].sum())
    names = {outline.code: outline.name for outline in area.snapshot.boundaries("ward")}
    holds: dict[str, list[str]] = {}
    for site in sites:
        if site.ward is not None:
            holds.setdefault(site.ward.code, []).append(site.stated.name)
    found = [
        WardInReach(code, names.get(code, code), people.get(code, 0), tuple(holds.get(code, ())))
        for code in people.keys() | holds.keys()
    ]
    return tuple(sorted(found, key=lambda ward: (-ward.people, ward.code)))


def _sites(application: AnyApplication, area: PreparedSnapshot) -> tuple[Site, ...]:
    if isinstance(application, OtherApplication):
        return (find_site(application, area),)
    return find_sites(application, area)
