"""Every removal at once: for each pharmacy what would happen if it closed. From the nearest two, one grouped sum."""

from dataclasses import dataclass

import numpy as np

from app.access.measured import Doubt
from app.access.nearest import NOBODY, NearestTwo
from geodata.snapshot import Codes, Floats


@dataclass(frozen=True)
class Removals:
    """For each of p pharmacies, arrays (p,).

    people: int64, whose nearest it is. lost: int64, of them those who no longer are within the limit. stranded: int64,
    of them those with no other pharmacy to go to. added: float64, cost added to the trips of the rest, mean by people,
    NaN where there are none. next_label: int32, the pharmacy that most of them would go to, -1 where there is none.
    may_lose: int64, of those whose nearest it is, people within the limit of whom it cannot be told whether they would be.
    """

    people: np.ndarray[tuple[int], np.dtype[np.int64]]
    lost: np.ndarray[tuple[int], np.dtype[np.int64]]
    stranded: np.ndarray[tuple[int], np.dtype[np.int64]]
    added: Floats
    next_label: Codes
    may_lose: np.ndarray[tuple[int], np.dtype[np.int64]]


def all_removals(
    homes: NearestTwo, people: Codes, limit: float, pharmacies: int, doubt: Doubt | None = None
) -> Removals:
    """What each removal would do. people: int32 (h,), those measured. Homes with no way to any pharmacy are nobody's.

    ``doubt``: of which homes an answer may not be known; of none where left out.
    """
    has = homes.first_label != NOBODY
    label, second = homes.first_label[has], homes.second_label[has]
    weight = people[has].astype(np.float64)
    first, then = homes.first[has], homes.second[has]
    reached = second != NOBODY
    unsure = np.zeros(len(first), dtype=bool) if doubt is None else doubt.of(then, np.flatnonzero(has))
    leaves = (first <= limit) & (then > limit)

    def total(values: Floats) -> Floats:
        return np.bincount(label, values, pharmacies).astype(np.float64)

    everyone, no_other = total(weight), total(weight * ~reached)
    extra = total(weight * np.where(reached, then - first, 0.0))
    with np.errstate(invalid="ignore"):
        added = extra / (everyone - no_other)
    return Removals(
        people=everyone.astype(np.int64),
        lost=total(weight * (leaves & ~unsure)).astype(np.int64),
        stranded=total(weight * (~reached & ~unsure)).astype(np.int64),
        added=added,
        next_label=_most_go_to(label[reached], second[reached], weight[reached], pharmacies),
        may_lose=total(weight * (leaves & unsure)).astype(np.int64),
    )


def _most_go_to(label: Codes, second: Codes, weight: Floats, pharmacies: int) -> Codes:
    """For each pharmacy the one that most of its people would go to, int32 (p,); of equals the lowest; -1: none."""
    pair, where = np.unique(label.astype(np.int64) * pharmacies + second, return_inverse=True)
    people = np.bincount(where, weight, len(pair))
    order = np.lexsort((pair, -people))
    owner = pair[order] // max(pharmacies, 1)
    found = np.full(pharmacies, NOBODY, dtype=np.int32)
    # Written last to first, so that the one of most people stays. A pharmacy whose people are none has no next.
    some = order[people[order] > 0][::-1]
    found[owner[people[order] > 0][::-1]] = pair[some] % max(pharmacies, 1)
    return found
