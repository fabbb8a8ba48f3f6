"""Which input moved a conclusion: each is swapped for its new one alone, and the assessment made again.

An input moved something if it moves that alone. What no input moves alone is put down to the fewest inputs that move it
together, and those are named. Where the service itself is newer than the assessment on file, what differs with nothing
else changed is put down to its method, or to its rules of law, by the versions on file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations, product
from math import prod
from typing import cast

from app import METHOD_VERSION
from app.access import PreparedSnapshot, prepare
from app.access.mixed import Parts, content_of, mixed
from app.assessment import outline
from app.domain.applications import Consolidation
from app.domain.baselines import Baseline
from app.domain.other_applications import AnyApplication
from app.law import law_version
from app.recheck.conclusions import Conclusion, Moved, agreed, conclusion, differences
from app.recheck.successors import MOST_WAYS, Followed, follow, ways

RECHECK_VERSION = "2"
"""How re-checks compare and find causes. Part of what a run is: the same asked of a later version is another run."""

Ways = tuple[tuple[AnyApplication, tuple[Consolidation, ...]], ...]
"""An application with those considered together with it, once for each way in which a list may have their premises."""


class Cause(StrEnum):
    """An input of an assessment."""

    PHARMACIES = "pharmacy list"
    STREETS = "streets"
    POPULATION = "population"
    STANDARD = "standard and findings of the PNA"
    LAW = "law"
    METHOD = "method"
    TOGETHER = "several inputs together"


PARTS: Mapping[Cause, str] = {
    Cause.PHARMACIES: "pharmacies",
    Cause.STREETS: "streets",
    Cause.POPULATION: "people",
}
"""Inputs that are parts of a snapshot."""


@dataclass(frozen=True)
class Basis:
    """Everything that an assessment of an application rests on."""

    baseline: Baseline
    parts: Parts
    as_at: date


class AreaCache:
    """Areas that were made ready once, by what their parts hold."""

    def __init__(self) -> None:
        self._areas: dict[tuple[str, ...], PreparedSnapshot] = {}
        self._contents: dict[tuple[str, str], str] = {}

    def __call__(self, parts: Parts) -> PreparedSnapshot:
        """The area of some parts."""
        key = self.contents(parts)
        if key not in self._areas:
            self._areas[key] = prepare(mixed(parts))
        return self._areas[key]

    def put(self, area: PreparedSnapshot) -> None:
        """An area that is ready already."""
        self._areas[self.contents(Parts(*(area.snapshot,) * 3))] = area

    def contents(self, parts: Parts) -> tuple[str, ...]:
        """What each part holds: pharmacies, streets, people."""
        found = []
        for part in PARTS.values():
            snapshot = getattr(parts, part)
            key = snapshot.id, part
            if key not in self._contents:
                self._contents[key] = content_of(snapshot, part)
            found.append(self._contents[key])
        return tuple(found)


@dataclass(frozen=True)
class Attributed:
    """One thing that moved, and what moved it. ``inputs`` names those that move it only together."""

    moved: Moved
    causes: tuple[Cause, ...]
    inputs: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Rechecked:
    """One application on another basis: the two conclusions, and each difference with its cause.

    ``followed`` are the sites that the new list has under another code, by which they were measured on it.
    """

    reference: str
    old: Conclusion
    new: Conclusion
    changes: tuple[Attributed, ...]
    followed: tuple[Followed, ...] = ()

    @property
    def weighs(self) -> bool:
        """Whether a finding, the duty or a flag moved."""
        return any(change.moved.weighs for change in self.changes)


def recheck(
    application: AnyApplication,
    old: Basis,
    new: Basis,
    areas: AreaCache,
    stored: Conclusion | None = None,
    together: Sequence[Consolidation] = (),
    versions: Mapping[str, str] | None = None,
) -> Rechecked:
    """Assess an application on another basis and say what moved it.

    ``together`` are the consolidations that were considered together with it (``Assessment.together``).
    ``stored`` is the conclusion on file, and ``versions`` those of the assessment that it is of
    (``Assessment.versions``); where it is not what the old basis gives today, the method or the rules of law moved it.
    Raises what ``assess`` raises.
    """

    swaps = _differing(old, new, areas)
    as_it_is: Ways = ((application, tuple(together)),)
    on_new, followed = as_it_is, tuple[Followed, ...]()
    if Cause.PHARMACIES in swaps:
        on_new, followed = _on_the_new_list(application, together, areas(old.parts), areas(new.parts))

    def conclude(basis: Basis) -> Conclusion:
        area = areas(basis.parts)
        papers = on_new if basis.parts.pharmacies is new.parts.pharmacies else as_it_is
        return agreed(
            [conclusion(outline(own, basis.baseline, area, basis.as_at, beside)) for own, beside in papers]
        )

    now = conclude(old)
    before = stored or now
    after = conclude(new) if swaps else now
    moved = differences(before, after)
    if not moved:
        return Rechecked(application.reference, before, after, (), followed)
    alone = _by_the_service(versions, differences(before, now)) if stored else {}
    for cause in swaps:
        # Where one input alone differs, the old basis with it swapped is the new basis.
        swapped = after if len(swaps) == 1 else conclude(_swapped(old, new, (cause,)))
        alone.setdefault(cause, set()).update(_named(differences(now, swapped)))
    changes = [
        Attributed(item, tuple(cause for cause, names in alone.items() if (item.kind, item.name) in names))
        for item in moved
    ]
    if not all(change.causes for change in changes):
        changes = _with_interactions(changes, now, tuple(swaps), lambda c: conclude(_swapped(old, new, c)))
    return Rechecked(application.reference, before, after, tuple(changes), followed)


def _on_the_new_list(
    application: AnyApplication,
    together: Sequence[Consolidation],
    old: PreparedSnapshot,
    new: PreparedSnapshot,
) -> tuple[Ways, tuple[Followed, ...]]:
    """An application and those considered together with it, in each way that the new list may have their premises."""
    each, followed = [], tuple[Followed, ...]()
    for one in (application, *together):
        possible, theirs = ways(one, old, new)
        each.append(possible)
        followed += theirs
    if prod(len(possible) for possible in each) > MOST_WAYS:
        each = [(follow(one, old, new)[0],) for one in (application, *together)]
    found = []
    for own, *beside in product(*each):
        found.append((own, cast("tuple[Consolidation, ...]", tuple(beside))))
    return tuple(found), followed


def _with_interactions(
    changes: list[Attributed],
    now: Conclusion,
    swaps: tuple[Cause, ...],
    conclude: Callable[[tuple[Cause, ...]], Conclusion],
) -> list[Attributed]:
    """What no input moves alone, put down to the first of the smallest sets of inputs that do."""
    open_ = {(c.moved.kind, c.moved.name) for c in changes if not c.causes}
    found: dict[tuple[str, str], tuple[Cause, ...]] = {}
    for size in range(2, len(swaps)):
        for some in combinations(swaps, size):
            if open_ - found.keys():
                hit = _named(differences(now, conclude(some))) & open_
                found = {**dict.fromkeys(hit, some), **found}
    return [
        change
        if change.causes
        else Attributed(
            change.moved,
            (Cause.TOGETHER,),
            found.get((change.moved.kind, change.moved.name), swaps),
        )
        for change in changes
    ]


def _named(items: Sequence[Moved]) -> set[tuple[str, str]]:
    return {(item.kind, item.name) for item in items}


def _by_the_service(
    versions: Mapping[str, str] | None, moved: Sequence[Moved]
) -> dict[Cause, set[tuple[str, str]]]:
    """What differs from an assessment on file with nothing else changed: by this service's method, its rules of law or both.

    Rules of law compute no figure that is compared, so that a figure is put down to the method whatever else differs.
    """
    versions = versions or {}
    newer_law = versions.get("law rules", law_version()) != law_version()
    newer_method = versions.get("assessment method", METHOD_VERSION) != METHOD_VERSION
    by_law = [item for item in moved if newer_law and item.weighs]
    # With no versions on file, or none that differ, something in how the service works is all that is left.
    by_method = [item for item in moved if newer_method or item not in by_law]
    return {
        cause: _named(items) for cause, items in ((Cause.LAW, by_law), (Cause.METHOD, by_method)) if items
    }


def _differing(old: Basis, new: Basis, areas: AreaCache) -> tuple[Cause, ...]:
    """The inputs that differ, in order."""
    before, after = areas.contents(old.parts), areas.contents(new.parts)
    found = [cause for cause, one, other in zip(PARTS, before, after, strict=True) if one != other]
    # Which snapshot a baseline names is no matter of its own: its parts are compared above.
    if replace(old.baseline, snapshot="") != replace(new.baseline, snapshot=""):
        found.append(Cause.STANDARD)
    if old.as_at != new.as_at:
        found.append(Cause.LAW)
    return tuple(found)


def _swapped(old: Basis, new: Basis, causes: Sequence[Cause]) -> Basis:
    """The old basis with some inputs of the new one."""
    parts = {PARTS[cause]: getattr(new.parts, PARTS[cause]) for cause in causes if cause in PARTS}
    return Basis(
        new.baseline if Cause.STANDARD in causes else old.baseline,
        replace(old.parts, **parts),
        new.as_at if Cause.LAW in causes else old.as_at,
    )
