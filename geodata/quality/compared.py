"""This time against last time: people, pharmacies, streets, and the share of people near a pharmacy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata.arrays import MM, Homes, StreetNetwork
from geodata.errors import SourceError
from geodata.model.premises import Premises
from geodata.quality import limits as names
from geodata.quality.measures import NEAR_M, share_near
from geodata.quality.report import Check, judged
from geodata.quality.subject import Subject
from geodata.snapshot import Snapshot
from geodata.wording import counted

TITLES = {
    names.COVERAGE_CHANGED: "People near a pharmacy, compared with last time",
    names.PEOPLE_CHANGED: "Residents, compared with last time",
    names.PHARMACIES_CHANGED: "Pharmacies, compared with last time",
    names.STREETS_CHANGED: "Streets, compared with last time",
}
MOVED_M = 100.0
WAYS = {"straight": "in a straight line", "walk": "on foot"}


@dataclass(frozen=True)
class _Figures:
    near: Mapping[str, float]
    people: int
    pharmacies: Mapping[str, Premises]
    metres: Mapping[str, int]


def check_against(subject: Subject, before: Snapshot | None) -> Iterator[Check]:
    """Every comparison with an earlier snapshot. Raises SourceError where that is of another area."""
    if before is None:
        for check, title in TITLES.items():
            yield judged(
                check, title, None, "", "There is no earlier snapshot to compare with.", limits=subject.limits
            )
        return
    if set(before.manifest.hwbs) != set(subject.contents.hwbs):
        raise SourceError(
            before.path,
            f"it is of {', '.join(before.manifest.hwbs)}, and this build of {', '.join(subject.contents.hwbs)}.",
            "Compare with a snapshot of the same boards.",
        )
    contents = subject.contents
    now = _figures(contents.homes, contents.premises, contents.networks)
    networks = {mode: network for mode in before.manifest.modes if (network := before.network(mode))}
    then = _figures(before.homes, before.premises, networks)
    yield _coverage(subject, now, then)
    yield _people(subject, now, then)
    yield _pharmacies(subject, now, then)
    yield _streets(subject, now, then)


def _figures(homes: Homes, premises: Sequence[Premises], networks: Mapping[str, StreetNetwork]) -> _Figures:
    counted_ones = [p for p in premises if p.counts_for_access]
    return _Figures(
        share_near(homes, counted_ones, networks),
        int(homes.people.sum()),
        {p.ods_code: p for p in counted_ones},
        {mode: int(network.edge_mm.sum()) // MM for mode, network in networks.items()},
    )


def _coverage(subject: Subject, now: _Figures, then: _Figures) -> Check:
    both = [way for way in now.near if way in then.near]
    changes = {way: now.near[way] - then.near[way] for way in both}
    words = "; ".join(
        f"{100 * now.near[way]:.1f}% {WAYS[way]}, before {100 * then.near[way]:.1f}%" for way in both
    )
    return judged(
        names.COVERAGE_CHANGED,
        TITLES[names.COVERAGE_CHANGED],
        max((abs(change) for change in changes.values()), default=None),
        "share",
        f"Within {NEAR_M:,.0f} m of a pharmacy: {words}. For comparing only: junction to junction.",
        limits=subject.limits,
        facts={f"{way}_change": round(change, 6) for way, change in changes.items()},
    )


def _people(subject: Subject, now: _Figures, then: _Figures) -> Check:
    return judged(
        names.PEOPLE_CHANGED,
        TITLES[names.PEOPLE_CHANGED],
        abs(now.people - then.people) / then.people if then.people else None,
        "share",
        f"{now.people:,} people, before {then.people:,}.",
        limits=subject.limits,
    )


def _pharmacies(subject: Subject, now: _Figures, then: _Figures) -> Check:
    new = sorted(set(now.pharmacies) - set(then.pharmacies))
    gone = sorted(set(then.pharmacies) - set(now.pharmacies))
    moved = [
        f"moved {apart:,.0f} m: {code}"
        for code in sorted(set(now.pharmacies) & set(then.pharmacies))
        if (apart := _apart(now.pharmacies[code], then.pharmacies[code])) > MOVED_M
    ]
    changed = len(new) + len(gone)
    return judged(
        names.PHARMACIES_CHANGED,
        TITLES[names.PHARMACIES_CHANGED],
        changed / len(then.pharmacies) if then.pharmacies else None,
        "share",
        f"{counted(len(now.pharmacies), 'pharmacy counts', 'pharmacies count')}, before {len(then.pharmacies)}: "
        f"{len(new)} new, {len(gone)} gone, {len(moved)} moved by more than {MOVED_M:g} m.",
        limits=subject.limits,
        items=[*(f"new: {code}" for code in new), *(f"gone: {code}" for code in gone), *moved],
    )


def _streets(subject: Subject, now: _Figures, then: _Figures) -> Check:
    both = [mode for mode in now.metres if then.metres.get(mode)]
    lost = [mode for mode in then.metres if mode not in now.metres]
    changes = [abs(now.metres[m] - then.metres[m]) / then.metres[m] for m in both] + [1.0 for _ in lost]
    words = [
        f"{mode} {now.metres[mode] / 1000:,.0f} km, before {then.metres[mode] / 1000:,.0f} km"
        for mode in both
    ]
    words += [f"no streets to {mode} on any more" for mode in lost]
    return judged(
        names.STREETS_CHANGED,
        TITLES[names.STREETS_CHANGED],
        max(changes, default=None),
        "share",
        f"{'; '.join(words) or 'There are no streets in both'}.",
        limits=subject.limits,
    )


def _apart(one: Premises, other: Premises) -> float:
    return one.point.metres_to(other.point) if one.point and other.point else 0.0
