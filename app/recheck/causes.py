"""Which input moved a conclusion: each is swapped for its new one alone, and the assessment made again.

An input moved something if it moves that alone. What moves only when several change together is put down to all of those
together. Where the method itself is newer than the stored assessment, what differs with nothing else changed is its doing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.access import PreparedSnapshot, prepare
from app.access.mixed import Parts, mixed
from app.assessment import assess
from app.domain.applications import Consolidation
from app.domain.baselines import Baseline
from app.domain.other_applications import AnyApplication
from app.recheck.conclusions import Conclusion, Moved, conclusion, differences


class Cause(StrEnum):
    """An input of an assessment."""

    PHARMACIES = "pharmacy list"
    STREETS = "streets"
    POPULATION = "population"
    STANDARD = "standard and findings of the PNA"
    LAW = "law"
    METHOD = "method"
    TOGETHER = "several inputs together"


@dataclass(frozen=True)
class Basis:
    """Everything that an assessment of an application rests on."""

    baseline: Baseline
    parts: Parts
    as_at: date


Areas = Callable[[Parts], PreparedSnapshot]
"""Gives a snapshot of parts ready for measuring; the same parts give the same one."""


class AreaCache:
    """Areas that were made ready once, by the ids of their parts."""

    def __init__(self) -> None:
        self._areas: dict[tuple[str, str, str], PreparedSnapshot] = {}

    def __call__(self, parts: Parts) -> PreparedSnapshot:
        """The area of some parts."""
        key = parts.pharmacies.id, parts.streets.id, parts.people.id
        if key not in self._areas:
            self._areas[key] = prepare(mixed(parts))
        return self._areas[key]

    def put(self, area: PreparedSnapshot) -> None:
        """An area that is ready already."""
        self._areas[(area.snapshot.id,) * 3] = area


@dataclass(frozen=True)
class Attributed:
    """One thing that moved, and what moved it."""

    moved: Moved
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Rechecked:
    """One application on another basis: the two conclusions, and each difference with its cause."""

    reference: str
    old: Conclusion
    new: Conclusion
    changes: tuple[Attributed, ...]

    @property
    def weighs(self) -> bool:
        """Whether a finding, the duty or a flag moved."""
        return any(change.moved.weighs for change in self.changes)


def recheck(
    application: AnyApplication,
    old: Basis,
    new: Basis,
    areas: Areas,
    stored: Conclusion | None = None,
    together: Sequence[Consolidation] = (),
) -> Rechecked:
    """Assess an application on another basis and say what moved it.

    ``together`` are the consolidations that were considered together with it (``Assessment.together``).
    ``stored`` is the conclusion on file; where it is not what the old basis gives today, the method moved it.
    Raises what ``assess`` raises.
    """
    now = _conclude(application, old, areas, together)
    before = stored or now
    after = _conclude(application, new, areas, together)
    moved = differences(before, after)
    if not moved:
        return Rechecked(application.reference, before, after, ())
    alone = {Cause.METHOD: set(differences(before, now))} if stored else {}
    for cause, basis in _swapped(old, new):
        alone[cause] = set(differences(now, _conclude(application, basis, areas, together)))
    touched = {cause: {(item.kind, item.name) for item in items} for cause, items in alone.items()}
    changes = []
    for item in moved:
        causes = tuple(cause for cause, names in touched.items() if (item.kind, item.name) in names)
        changes.append(Attributed(item, causes or (Cause.TOGETHER,)))
    return Rechecked(application.reference, before, after, tuple(changes))


def _conclude(
    application: AnyApplication, basis: Basis, areas: Areas, together: Sequence[Consolidation]
) -> Conclusion:
    return conclusion(assess(application, basis.baseline, areas(basis.parts), basis.as_at, together))


def _swapped(old: Basis, new: Basis) -> Iterator[tuple[Cause, Basis]]:
    """The old basis with one input of the new one, for each input that differs."""
    for cause, part in (
        (Cause.PHARMACIES, "pharmacies"),
        (Cause.STREETS, "streets"),
        (Cause.POPULATION, "people"),
    ):
        theirs = getattr(new.parts, part)
        if getattr(old.parts, part).id != theirs.id:
            yield cause, replace(old, parts=replace(old.parts, **{part: theirs}))
    # Which snapshot a baseline names is no matter of its own: its parts were swapped above.
    if replace(old.baseline, snapshot="") != replace(new.baseline, snapshot=""):
        yield Cause.STANDARD, replace(old, baseline=new.baseline)
    if old.as_at != new.as_at:
        yield Cause.LAW, replace(old, as_at=new.as_at)
