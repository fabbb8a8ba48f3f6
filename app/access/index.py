"""Things by where they are: a sparse list of which things belong to each place."""

from dataclasses import dataclass

import numpy as np

from geodata.snapshot import Codes, Ints


@dataclass(frozen=True)
class Index:
    """Things of place i are ``thing[start[i]:start[i + 1]]``. start: int64 (p + 1,); thing: int64 (t,)."""

    start: Ints
    thing: Ints

    def of(self, place: Ints) -> Ints:
        """Things of some places, one place after the other, int64."""
        return self.of_each(place)[0]

    def of_each(self, place: Ints) -> tuple[Ints, Ints]:
        """As ``of``, and for each thing the position of its place among those given, int64."""
        low, count = self.start[place], self.start[place + 1] - self.start[place]
        at = np.repeat(np.arange(len(place)), count)
        within = np.arange(len(at)) - (np.cumsum(count) - count)[at]
        return np.asarray(self.thing[low[at] + within]), at


def index_by(place: Ints | Codes, thing: Ints, places: int) -> Index:
    """Things by place. place, thing: (t,); places are numbered from 0."""
    order = np.argsort(place, kind="stable")
    return Index(np.searchsorted(place[order], np.arange(places + 1)).astype(np.int64), thing[order])
