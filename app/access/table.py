"""Who can reach what: one sparse table of (home, pharmacy, cost) within a limit, by home and then by cost.

It answers any set of closures, any hour of the week and any service: a mask of pharmacies is all that changes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access.engine import Engine
from geodata.model.point import Point
from geodata.snapshot import Codes, Floats, Ints

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ReachTable:
    """Pairs within ``limit``. start: int64 (h + 1,); home i's pairs are start[i]:start[i + 1], nearest first.

    site: int32 (pairs,), label of the pharmacy, or beyond the labels an added site; cost: float64 (pairs,).
    """

    limit: float
    start: Ints
    site: Codes
    cost: Floats

    @property
    def homes(self) -> int:
        """Number of homes."""
        return len(self.start) - 1

    def choices(self, counted: Mask) -> NDArray[np.int64]:
        """How many of the counted sites each home can reach, int64 (h,). counted: bool (sites,)."""
        upto = np.concatenate([[0], np.cumsum(counted[self.site], dtype=np.int64)])
        return np.asarray(upto[self.start[1:]] - upto[self.start[:-1]])

    def with_sites(self, engine: Engine, points: tuple[Point, ...], first_label: int) -> "ReachTable":
        """The same table with more sites, numbered from ``first_label``."""
        found = [
            (label, *engine.reached(point, self.limit)) for label, point in enumerate(points, first_label)
        ]
        if not found:
            return self
        return self._with(found)

    def with_site(self, home: Ints, label: int) -> "ReachTable":
        """The same table with one more site, within the limit of some homes, int64 (k,), at a cost that is not known."""
        return self._with([(label, home, np.full(len(home), self.limit))])

    def _with(self, found: list[tuple[int, Ints, Floats]]) -> "ReachTable":
        home = np.concatenate(
            [np.repeat(np.arange(self.homes), np.diff(self.start)), *(home for _, home, _ in found)]
        )
        site = np.concatenate([self.site, *(np.full(len(home), label) for label, home, _ in found)])
        cost = np.concatenate([self.cost, *(cost for _, _, cost in found)])
        return table_of(self.limit, self.homes, home, site.astype(np.int32), cost)


def table_of(limit: float, homes: int, home: Ints, site: Codes, cost: Floats) -> ReachTable:
    """A table from pairs in any order. home: int64, site: int32, cost: float64, each (pairs,)."""
    order = np.lexsort((site, cost, home))
    start = np.searchsorted(home[order], np.arange(homes + 1))
    return ReachTable(limit, start.astype(np.int64), site[order], cost[order])


def reach_table(engine: Engine, homes: int, limit: float) -> ReachTable:
    """The table of an engine's pharmacies: one bounded search for each."""
    found = [engine.reached_by(label, limit) for label in range(len(engine.pharmacies))]
    home = np.concatenate([home for home, _ in found]) if found else np.empty(0, dtype=np.int64)
    cost = np.concatenate([cost for _, cost in found]) if found else np.empty(0)
    site = np.repeat(np.arange(len(found), dtype=np.int32), [len(home) for home, _ in found])
    return table_of(limit, homes, home, site, cost)
