"""The proof that a part of a snapshot answers for its residents as the whole does, made from the part alone.

Nobody gets farther for a cost than the fastest street there is would take them in a straight line. So what costs no more
than the halo is wide cannot have left the part, and what lies outside costs more. A halo that is too narrow is refused
with the width that is needed at least.
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from app.access import NoEngineError, PreparedSnapshot
from app.access.engine import Engine
from app.access.pace import limit_of
from app.access.streets import StreetEngine
from app.assessment.sites import Site, find_site, find_sites
from app.domain.baselines import METRES_A_MILE, MM_A_METRE, AccessStandard, Baseline, Mode
from app.domain.other_applications import AnyApplication, OtherApplication
from app.recheck.shut_in import Beyond, shut_in
from geodata.model.point import Point
from geodata.snapshot import Floats
from geodata.standing import FAR_FROM_STREET_M

OFF_STREET_M = 1000.0
"""Streets are kept so much farther out than pharmacies, and the longest street more, so that each stands where it stood."""

ROUNDED = 1.001
"""Lengths of streets are rounded to the millimetre: trips may be so much longer than their costs say."""

Sites = tuple[Point, ...]
"""Where the sites of one application are: one, or the one that is left and the one that stays."""

Closed = frozenset[str]
"""ODS codes of pharmacies that close at once, by consolidations that are considered together."""


class HaloError(ValueError):
    """A halo that is too narrow for what a part is to answer. ``needed_m``: the least that could be enough, metres."""

    def __init__(self, message: str, needed_m: float) -> None:
        super().__init__(message)
        self.needed_m = needed_m


def standards_halo_m(baseline: Baseline) -> float:
    """The least halo that a PNA asks for: the mile within which pharmacies are listed, and the reach of its standards.

    That of a drive standard is not among them: it turns on the speed of the roads, and ``check_halo`` asks for it.
    """
    reaches = [limit_of(each) / MM_A_METRE for each in baseline.standards if each.mode is not Mode.DRIVE]
    return max([METRES_A_MILE, *reaches])


def check_halo(
    part: PreparedSnapshot,
    baseline: Baseline,
    halo_m: float,
    sites: Sequence[Sites] = (),
    together: Collection[Closed] = (),
    beyond: Beyond | None = None,
) -> None:
    """Prove that a part answers for its residents as the whole does. Raises HaloError where it may not.

    The reach of each standard must lie within the halo; so must every resident's two nearest pharmacies, the nearest that
    stays where several close at once, and half of each walk between two sites, as a walk is never farther from both than
    that. Pharmacies and sites far from any street must stand where they stood. Of homes with no way to a pharmacy it must
    be sure that there is none on all of the streets, for which ``beyond`` is looked at.
    """
    _check(standards_halo_m(baseline), halo_m)
    engines = list(_engines(part, baseline))
    for standard, engine in engines:
        _check(engine.farthest_m(limit_of(standard)), halo_m)
    for _, engine in engines:
        _check(_stands_m(part, engine, sites), halo_m)
        _check(_farthest_m(part, engine, engine.homes.second, halo_m, beyond), halo_m)
        for labels in _closings(part, together):
            left = engine.without(labels).homes.first
            _check(_farthest_m(part, engine, left, halo_m, beyond), halo_m)
    walk = _walk(part)
    if walk is not None:
        _check(max([0.0, *(_half_of_walk(walk, both, halo_m) for both in sites)]), halo_m)
        _check(_stands_m(part, walk, sites), halo_m)


def sites_of(application: AnyApplication, area: PreparedSnapshot) -> Sites:
    """Where the sites of an application are. Raises ApplicationError."""
    return tuple(site.point for site in found_sites(application, area) if site.placed)


def found_sites(application: AnyApplication, area: PreparedSnapshot) -> tuple[Site, ...]:
    """The sites of an application of any kind. Raises ApplicationError."""
    if isinstance(application, OtherApplication):
        return (find_site(application, area),)
    return find_sites(application, area)


def _check(needed_m: float, halo_m: float) -> None:
    if needed_m > halo_m:
        raise HaloError(
            f"A halo of {halo_m:,.0f} m is too narrow: trips of residents and the standard take {needed_m:,.0f} m.",
            needed_m,
        )


def _engines(part: PreparedSnapshot, baseline: Baseline) -> Iterator[tuple[AccessStandard, Engine]]:
    """What each standard is measured with; none where there are no streets for it, as it is not measured then."""
    for standard in baseline.standards:
        try:
            yield standard, part.engine_of(standard)
        except NoEngineError:
            continue


def _walk(part: PreparedSnapshot) -> Engine | None:
    try:
        return part.engine(Mode.WALK)
    except NoEngineError:
        return None


def _farthest_m(
    part: PreparedSnapshot, engine: Engine, cost: Floats, halo_m: float, beyond: Beyond | None
) -> float:
    """How far residents may have gone for a cost, metres. Raises HaloError where some may have a way outside the part."""
    inhabited = part.homes.people > 0
    known = np.isfinite(cost)
    no_way = np.flatnonzero(inhabited & ~known)
    if len(no_way) and not (
        beyond is not None
        and isinstance(engine, StreetEngine)
        and shut_in(engine, no_way, part.pharmacies, halo_m, beyond)
    ):
        raise HaloError(
            f"{len(no_way):,} homes reach no second pharmacy, or none that stays, within the part. Give a wider halo than "
            f"{halo_m:,.0f} m, or do not cut here.",
            halo_m,
        )
    return ROUNDED * engine.farthest_m(float(cost[inhabited & known].max(initial=0.0)))


def _closings(part: PreparedSnapshot, together: Collection[Closed]) -> set[frozenset[int]]:
    """Labels of two or more that close at once: where one closes, the second nearest is who is left."""
    each = (frozenset(part.labels[code] for code in codes if code in part.labels) for codes in together)
    return {labels for labels in each if len(labels) > 1}


def _stands_m(part: PreparedSnapshot, engine: Engine, sites: Sequence[Sites]) -> float:
    """How wide a halo has the nearest street of each pharmacy and each site, however far from it they are, metres."""
    points = [point for each in sites for point in each]
    needed = max([0.0, *(engine.off_network(point) - OFF_STREET_M for point in points)])
    far = [
        (one.point, off)
        for one in part.pharmacies
        if one.point is not None and (off := engine.off_network(one.point)) > OFF_STREET_M
    ]
    if far:
        out = _metres_out(part, points, [point for point, _ in far])
        needed = max(needed, *(away + off - OFF_STREET_M for away, (_, off) in zip(out, far, strict=True)))
    return needed


def _metres_out(part: PreparedSnapshot, sites: Sequence[Point], places: Sequence[Point]) -> list[float]:
    """How far places are from the nearest home or site at most, metres."""
    homes = np.column_stack([part.homes.x, part.homes.y])
    centres = np.concatenate([homes, _coordinates(sites)])
    if not len(centres):
        return [np.inf] * len(places)
    metres: NDArray[np.float64] = np.asarray(KDTree(centres).query(_coordinates(places))[0])
    return [float(each) for each in metres]


def _coordinates(points: Sequence[Point]) -> NDArray[np.float64]:
    return np.array([(point.easting, point.northing) for point in points], dtype=np.float64).reshape(-1, 2)


def _half_of_walk(walk: Engine, sites: Sites, halo_m: float) -> float:
    """Metres: half of the walk between the two sites of an application; 0 where one is too far from any street to have one.

    Every street within ``OFF_STREET_M`` of a site is in the part, so that such a site has no walk on all of them either.
    """
    if len(sites) < 2 or any(walk.off_network(site) > FAR_FROM_STREET_M for site in sites):
        return 0.0
    cost = walk.cost(sites[0], sites[1])
    if cost is None:
        raise HaloError("Two sites have no walk between them within the part. Give a wider halo.", halo_m)
    return cost / MM_A_METRE / 2
