"""Who lives where, in groups: people are counted, never areas, and every grouping has the same total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geodata.snapshot import Codes, Ints

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Grouping(Protocol):
    """A way of dividing people."""

    @property
    def names(self) -> tuple[str, ...]:
        """The groups."""
        ...

    def count(self, which: Mask, home: Ints | None = None) -> Counts:
        """People of each group, int64 (g,), in the homes of a mask: over all homes, or over the given ones."""
        ...


@dataclass(frozen=True)
class ByArea:
    """Each home belongs to one group. code: int32 (h,), 0 to g - 1. people: int32 (h,)."""

    names: tuple[str, ...]
    code: Codes
    people: Codes

    def count(self, which: Mask, home: Ints | None = None) -> Counts:
        """People of each group in the homes of a mask."""
        code, people = (self.code, self.people) if home is None else (self.code[home], self.people[home])
        return np.bincount(code, people * which, len(self.names)).astype(np.int64)


@dataclass(frozen=True)
class ByKind:
    """Each home has people of every group. people: int64 (h, g)."""

    names: tuple[str, ...]
    people: Counts

    def count(self, which: Mask, home: Ints | None = None) -> Counts:
        """People of each group in the homes of a mask."""
        return np.asarray(which @ (self.people if home is None else self.people[home]), dtype=np.int64)


EVERYONE = "everyone"


@dataclass(frozen=True)
class Population:
    """All groupings of the same homes by name; ``EVERYONE`` is always among them. people: int32 (h,)."""

    people: Codes
    groupings: Mapping[str, Grouping]


def population(people: Codes, groupings: Mapping[str, Grouping]) -> Population:
    """The people of homes, and the ways in which they are divided."""
    everyone = ByArea((EVERYONE,), np.zeros(len(people), dtype=np.int32), people)
    return Population(people, {EVERYONE: everyone, **groupings})


def by_area(names: Sequence[str], code: Codes, people: Codes, unknown: str) -> ByArea:
    """People by area. Homes of code -1 come under ``unknown``; areas with no home are left out."""
    present, dense = np.unique(code, return_inverse=True)
    found = tuple(names[at] if at >= 0 else unknown for at in present)
    return ByArea(found, dense.astype(np.int32), people)


def by_kind(groups: Mapping[str, Codes], homes: int) -> ByKind:
    """People by group (age bands, say) who live spread over the homes."""
    columns = [np.asarray(people, dtype=np.int64) for people in groups.values()]
    return ByKind(
        tuple(groups), np.stack(columns, axis=1) if columns else np.zeros((homes, 0), dtype=np.int64)
    )
