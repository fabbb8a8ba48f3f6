"""Streets as OpenStreetMap draws them, before they are cut into a network: ways, and the places that they pass."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import EdgeFlag, Floats, Ints, NodeFlag

NO_FLAGS = EdgeFlag(0)
"""Nothing stated."""


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
