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
        low, count = self.start[place], self.start[place + 1] - self.start[place]
        within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return np.asarray(self.thing[np.repeat(low, count) + within])


def index_by(place: Ints | Codes, thing: Ints, places: int) -> Index:
    """Things by place. place, thing: (t,); places are numbered from 0."""
    order = np.argsort(place, kind="stable")
    return Index(np.searchsorted(place[order], np.arange(places + 1)).astype(np.int64), thing[order])
