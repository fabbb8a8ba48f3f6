"""Streets as OpenStreetMap draws them, before they are cut into a network: ways, and the places that they pass."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import Codes, EdgeFlag, Floats, Ints, NodeFlag

NO_FLAGS = EdgeFlag(0)
"""Nothing stated."""

NOT_HERE = -1
"""The position of a place that an extract does not hold."""


@dataclass(frozen=True, slots=True)
class Way:
    """One street as it is drawn: an ordered line of places, by their OpenStreetMap node ids.

    ``highway`` is its class. ``kmh`` is its maxspeed, 0 where not stated. ``nodes`` may name places that an
    extract does not hold: the street is interrupted there.
    """

    id: int
    nodes: tuple[int, ...]
    highway: str
    name: str | None = None
    flags: EdgeFlag = NO_FLAGS
    kmh: float = 0.0


@dataclass(frozen=True)
class Places:
    """Points that ways pass, n of them, sorted by OpenStreetMap id.

    osm: int64 (n,). x, y: float64 (n,), EPSG:27700 metres. flags: uint8 (n,), ``NodeFlag``.
    blocked: bool (n,), True where a barrier lets nobody of the mode through: streets end there, on either side.
    """

    osm: Ints
    x: Floats
    y: Floats
    flags: NDArray[np.uint8]
    blocked: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        points: Mapping[int, tuple[float, float]],
        flags: Mapping[int, NodeFlag] | None = None,
        blocked: Collection[int] = (),
    ) -> "Places":
        """Places from a mapping of node id to (easting, northing), with the facts of some of them."""
        order = sorted(points)
        stated = flags or {}
        shut = set(blocked)
        return cls(
            osm=np.array(order, dtype=np.int64),
            x=np.array([points[node][0] for node in order], dtype=np.float64),
            y=np.array([points[node][1] for node in order], dtype=np.float64),
            flags=np.array([int(stated.get(node, 0)) for node in order], dtype=np.uint8),
            blocked=np.array([node in shut for node in order], dtype=np.bool_),
        )

    def positions(self, nodes: Ints) -> Ints:
        """Where each of some node ids stands among these places, int64, ``NOT_HERE`` where it is not among them."""
        at = np.searchsorted(self.osm, nodes)
        at[at == len(self.osm)] = 0
        if not len(self.osm):
            return np.full(len(nodes), NOT_HERE, dtype=np.int64)
        at[self.osm[at] != nodes] = NOT_HERE
        return at


@dataclass(frozen=True)
class Ways:
    """Many streets as columns, w of them, sorted by id, passing p places in all. A county has a million.

    id: int64 (w,). start: int64 (w + 1,); way i passes place[start[i]:start[i + 1]].
    place: int64 (p,), positions among the ``Places`` they belong to, ``NOT_HERE`` where the extract stops short.
    highway: int32 (w,), into ``classes``. name: int32 (w,), into ``names``, -1 where it has none.
    flags: int32 (w,), ``EdgeFlag``. kmh: float64 (w,), maxspeed, 0 where not stated.
    """

    id: Ints
    start: Ints
    place: Ints
    highway: Codes
    name: Codes
    flags: Codes
    kmh: Floats
    classes: Sequence[str]
    names: Sequence[str]

    def __len__(self) -> int:
        return len(self.id)

    @classmethod
    def of(cls, ways: Iterable[Way], places: Places) -> "Ways":
        """Columns of some ways. Raises ValueError where two of them have one id."""
        ordered = sorted(ways, key=lambda way: way.id)
        lengths = np.array([len(way.nodes) for way in ordered], dtype=np.int64)
        nodes = np.fromiter(chain.from_iterable(way.nodes for way in ordered), dtype=np.int64)
        classes, names = Words(), Words()
        made = cls(
            id=np.array([way.id for way in ordered], dtype=np.int64),
            start=starts(lengths),
            place=places.positions(nodes),
            highway=np.array([classes.code(way.highway) for way in ordered], dtype=np.int32),
            name=np.array([names.code(way.name) for way in ordered], dtype=np.int32),
            flags=np.array([int(way.flags) for way in ordered], dtype=np.int32),
            kmh=np.array([way.kmh for way in ordered], dtype=np.float64),
            classes=classes.listed,
            names=names.listed,
        )
        again = np.flatnonzero(np.diff(made.id) == 0)
        if len(again):
            raise ValueError(f"way {made.id[again[0]]} was given twice")
        return made


class Words:
    """Words as positions in the list of those met so far; -1 for None."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def code(self, word: str | None) -> int:
        """The position of a word."""
        return -1 if word is None else self._codes.setdefault(word, len(self._codes))

    @property
    def listed(self) -> tuple[str, ...]:
        """The words by position."""
        return tuple(self._codes)


def starts(lengths: Ints) -> Ints:
    """Where each of several stretches starts that lie one after another, int64 (k + 1,), the end of the last among them."""
    start = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=start[1:])
    return start


def stretches(start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Some stretches laid one after another: where each starts then (as ``starts``), and every position in them, int64."""
    lengths = stop - start
    begin = starts(lengths)
    return begin, np.arange(begin[-1]) + np.repeat(start - begin[:-1], lengths)
