"""Every removal at once: for each pharmacy what would happen if it closed. From the nearest two, one grouped sum."""

from dataclasses import dataclass

import numpy as np

from app.access.nearest import NOBODY, NearestTwo
from geodata.snapshot import Codes, Floats


@dataclass(frozen=True)
class Removals:
    """For each of p pharmacies, arrays (p,).

    people: int64, whose nearest it is. lost: int64, of them those who no longer are within the limit. stranded: int64,
    of them those with no other pharmacy to go to. added: float64, cost added to the trips of the rest, mean by people,
    NaN where there are none. next_label: int32, the pharmacy that most of them would go to, -1 where there is none.
    """

    people: np.ndarray[tuple[int], np.dtype[np.int64]]
    lost: np.ndarray[tuple[int], np.dtype[np.int64]]
    stranded: np.ndarray[tuple[int], np.dtype[np.int64]]
    added: Floats
    next_label: Codes


def all_removals(homes: NearestTwo, people: Codes, limit: float, pharmacies: int) -> Removals:
    """What each removal would do. people: int32 (h,). Homes with no way to any pharmacy are nobody's."""
    has = homes.first_label != NOBODY
    label, second = homes.first_label[has], homes.second_label[has]
    weight = people[has].astype(np.float64)
    first, then = homes.first[has], homes.second[has]
    reached = second != NOBODY

    def total(values: Floats) -> Floats:
        return np.bincount(label, values, pharmacies).astype(np.float64)

    everyone, stranded = total(weight), total(weight * ~reached)
    extra = total(weight * np.where(reached, then - first, 0.0))
    with np.errstate(invalid="ignore"):
        added = extra / (everyone - stranded)
    pair = label[reached].astype(np.int64) * pharmacies + second[reached]
    moved = np.bincount(pair, weight[reached], pharmacies * pharmacies).reshape(pharmacies, pharmacies)
    return Removals(
        people=everyone.astype(np.int64),
        lost=total(weight * ((first <= limit) & (then > limit))).astype(np.int64),
        stranded=stranded.astype(np.int64),
        added=added,
        next_label=np.where(moved.any(axis=1), moved.argmax(axis=1), NOBODY).astype(np.int32)
        if pharmacies
        else np.empty(0, dtype=np.int32),
    )
