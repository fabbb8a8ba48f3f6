"""Who lives where, in groups: people are counted, never areas, and every grouping has the same total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geodata.snapshot import Codes, Ints

NO_LOCALITY, NO_WARD, NO_LSOA, NO_DECILE = UNPLACED = (
    "in no locality of the PNA",
    "ward not known",
    "LSOA not known",
    "deprivation not known",
)
"""What those are called whose group is not known. They are counted, and are no group of their own."""

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Signs = NDArray[np.int8]


class Grouping(Protocol):
    """A way of dividing people."""

    @property
    def names(self) -> tuple[str, ...]:
        """The groups."""
        ...

    def count(self, which: Mask) -> Counts:
        """People of each group, int64 (g,), in the homes of a mask."""
        ...

    def balance(self, home: Ints, signs: Signs) -> Counts:
        """People of each group who come in less those who drop out, int64 (r, g), by row of signs.

        signs: int8 (r, k), for each of some homes 1 (in), -1 (out) or 0.
        """
        ...


@dataclass(frozen=True)
class ByArea:
    """Each home belongs to one group. code: int32 (h,), 0 to g - 1. people: int32 (h,)."""

    names: tuple[str, ...]
    code: Codes
    people: Codes

    def count(self, which: Mask) -> Counts:
        """People of each group in the homes of a mask."""
        return np.bincount(self.code, self.people * which, len(self.names)).astype(np.int64)

    def balance(self, home: Ints, signs: Signs) -> Counts:
        """People of each group who come in less those who drop out."""
        code, people, groups = self.code[home], self.people[home], len(self.names)
        found = np.empty((len(signs), groups), dtype=np.int64)
        for row, sign in zip(found, signs, strict=True):
            row[:] = np.bincount(code, people * sign, groups)
        return found


@dataclass(frozen=True)
class ByKind:
    """Each home has people of every group. people: int64 (h, g)."""

    names: tuple[str, ...]
    people: Counts

    def count(self, which: Mask) -> Counts:
        """People of each group in the homes of a mask."""
        return np.asarray(which @ self.people, dtype=np.int64)

    def balance(self, home: Ints, signs: Signs) -> Counts:
        """People of each group who come in less those who drop out."""
        return np.asarray(signs @ self.people[home], dtype=np.int64)


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
