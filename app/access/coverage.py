"""Count people, never areas: who is within a standard before and after, in all and by group. Nobody is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access.whatif import BeforeAfter
from geodata.snapshot import Codes, Floats


@dataclass(frozen=True)
class Coverage:
    """People of one group: all, within the standard before and after, gained, lost, and with no way to any pharmacy."""

    group: str
    people: int
    before: int
    after: int
    gained: int
    lost: int
    unreachable_before: int
    unreachable_after: int


@dataclass(frozen=True)
class TripChange:
    """How the trip of those changes whose nearest pharmacy was the leaving site; metres, counted by people.

    ``stranded`` are people who could reach a pharmacy before and none after; they are in no average.
    ``bands`` are (words, people), and add up to ``people``.
    """

    people: int
    stranded: int
    before_mean: float | None
    after_mean: float | None
    mean: float | None
    median: float | None
    p90: float | None
    worst: float | None
    bands: tuple[tuple[str, int], ...]


def coverage(change: BeforeAfter, reach: float, people: Codes, group: str = "everyone") -> Coverage:
    """Coverage of all people. "Within" includes equality. people: int32 (h,)."""
    was, now = change.before <= reach, change.after <= reach

    def count(which: NDArray[np.bool_]) -> int:
        return int(people[which].sum(dtype=np.int64))

    return Coverage(
        group=group,
        people=int(people.sum(dtype=np.int64)),
        before=count(was),
        after=count(now),
        gained=count(now & ~was),
        lost=count(was & ~now),
        unreachable_before=count(~np.isfinite(change.before)),
        unreachable_after=count(~np.isfinite(change.after)),
    )


def by_area(
    change: BeforeAfter, reach: float, people: Codes, area: Codes, names: Sequence[str], unknown: str
) -> tuple[Coverage, ...]:
    """Coverage of each area that has homes; homes with code -1 come under ``unknown``. The totals are those of everyone."""
    found = []
    for code in np.unique(area):
        here = area == code
        name = names[code] if code >= 0 else unknown
        part = BeforeAfter(change.before[here], change.after[here], change.affected[here])
        found.append(coverage(part, reach, people[here], name))
    return tuple(found)


def by_group(change: BeforeAfter, reach: float, groups: Mapping[str, Codes]) -> tuple[Coverage, ...]:
    """Coverage of each group of people (age bands, say), who live spread over the homes."""
    return tuple(coverage(change, reach, people, name) for name, people in groups.items())


BAND_EDGES_MM = (0.0, 100_000.0, 250_000.0, 500_000.0, 1_000_000.0, 1_609_344.0)
_WORDS = (
    "shorter or the same",
    "up to 100 m longer",
    "100 to 250 m longer",
    "250 to 500 m longer",
    "500 m to 1 km longer",
    "1 km to 1 mile longer",
    "more than 1 mile longer",
)


def trip_change(change: BeforeAfter, people: Codes) -> TripChange:
    """How the trips of those affected change. people: int32 (h,). Nine in ten people have p90 or less."""
    here = change.affected & (people > 0)
    weight = people[here].astype(np.int64)
    before, after = change.before[here], change.after[here]
    reached = np.isfinite(after)
    added = after[reached] - before[reached]
    counted = weight[reached]
    bands = np.bincount(np.searchsorted(BAND_EDGES_MM, added, side="left"), counted, len(_WORDS))
    stranded = int(weight[~reached].sum())
    rows = [(words, int(number)) for words, number in zip(_WORDS, bands, strict=True)]
    rows.append(("no longer able to reach any", stranded))
    return TripChange(
        people=int(weight.sum()),
        stranded=stranded,
        before_mean=_mean(before[reached], counted),
        after_mean=_mean(after[reached], counted),
        mean=_mean(added, counted),
        median=_percentile(added, counted, 50),
        p90=_percentile(added, counted, 90),
        worst=float(added.max()) / 1000 if len(added) else None,
        bands=tuple(rows),
    )


def _mean(mm: Floats, weight: NDArray[np.int64]) -> float | None:
    total = int(weight.sum())
    return float((mm * weight).sum() / total) / 1000 if total else None


def _percentile(mm: Floats, weight: NDArray[np.int64], percent: int) -> float | None:
    """The smallest value that at least so many per cent of people do not exceed."""
    if not len(mm):
        return None
    order = np.argsort(mm, kind="stable")
    upto = np.cumsum(weight[order])
    wanted = -(-int(upto[-1]) * percent // 100)  # rounded up, in whole people
    return float(mm[order][np.searchsorted(upto, wanted)]) / 1000
