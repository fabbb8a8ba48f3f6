"""The tables of a snapshot as plain arrays, so that they open memory-mapped and nobody copies them.

Coordinates are EPSG:27700 metres in float64. Lengths are whole millimetres in int64, so that sums are exact and
every routing engine agrees to the bit. Codes are int32 positions in a list of labels; -1 is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.model.point import Point
from geodata.model.postcode import spaced, squeezed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

MM = 1000
"""Millimetres in a metre."""


class EdgeFlag(IntFlag):
    """Facts that OpenStreetMap states of a street; a flag not set means "not stated", never "no".

    ``APART`` and ``OTHER`` are no tags: a build sets them (``fragments.mark_apart``), so that what was cut out of a snapshot
    later still knows it. ``APART`` is on streets that do not hang together with the connected network, ``OTHER`` on those of
    it that do not hang together with its longest part, as of an island.
    """

    STEPS = 1
    UNPAVED = 2
    UNLIT = 4
    BRIDGE = 8
    TUNNEL = 16
    CROSSING = 32
    NO_SIDEWALK = 64
    ONEWAY_FORWARD = 128
    ONEWAY_BACKWARD = 256
    APART = 512
    OTHER = 1024


class NodeFlag(IntFlag):
    """Facts that OpenStreetMap states of a point on a street."""

    CROSSING = 1
    SIGNALS = 2
    LEVEL_CROSSING = 4
    GATE = 8
    LOCKED = 16


@dataclass(frozen=True)
class StreetNetwork:
    """Streets of one mode: nodes where streets meet or end, edges between them with their true line.

    n nodes, m edges, g geometry points.
    node_x, node_y: float64 (n,). node_osm: int64 (n,). node_flags: uint8 (n,), ``NodeFlag``.
    edge_u, edge_v: int32 (m,). edge_mm: int64 (m,), length of the line, at least 1.
    edge_way: int64 (m,), OpenStreetMap way. edge_class: int32 (m,), into ``classes`` (highway values).
    edge_name: int32 (m,), into ``names``. edge_flags: int32 (m,), ``EdgeFlag``.
    edge_kmh: float64 (m,), maxspeed, 0 where not stated.
    geometry_start: int64 (m + 1,); edge i's points, from u to v, are geometry_xy[start[i]:start[i + 1]].
    geometry_xy: float64 (g, 2).
    Parallel edges and loops are kept: a home may stand on either.
    """

    node_x: Floats
    node_y: Floats
    node_osm: Ints
    node_flags: NDArray[np.uint8]
    edge_u: Codes
    edge_v: Codes
    edge_mm: Ints
    edge_way: Ints
    edge_class: Codes
    edge_name: Codes
    edge_flags: Codes
    edge_kmh: Floats
    geometry_start: Ints
    geometry_xy: Floats
    classes: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_x)

    @property
    def edges(self) -> int:
        """Number of edges."""
        return len(self.edge_u)

    def line(self, edge: int) -> Floats:
        """Points of one edge from u to v, float64 (k, 2), EPSG:27700."""
        return self.geometry_xy[self.geometry_start[edge] : self.geometry_start[edge + 1]]


@dataclass(frozen=True)
class Homes:
    """Points with people in them, h homes.

    x, y: float64 (h,). people: int32 (h,), usual residents.
    groups: name -> int32 (h,), people of that group ("age_65_plus").
    hwb, ward, lsoa: int32 (h,), into ``labels[...]`` codes; -1 unknown.
    imd_decile: int32 (h,), 1 most deprived to 10, 0 unknown.
    labels: layer -> codes. name: text (h,), what the home is called (its postcode).
    """

    x: Floats
    y: Floats
    people: Codes
    hwb: Codes
    ward: Codes
    lsoa: Codes
    imd_decile: Codes
    name: NDArray[np.bytes_]
    groups: Mapping[str, Codes]
    labels: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class Postcodes:
    """A geocoder: p postcodes, sorted. code: bytes (p,) without spaces; x, y, error_m: float64 (p,).

    district: bytes (p,), the code of the local authority district that the directory gives each, empty where it gives none;
    None of a snapshot of before it was kept.
    """

    code: NDArray[np.bytes_]
    x: Floats
    y: Floats
    error_m: Floats
    district: NDArray[np.bytes_] | None = None

    def take(self, which: NDArray[np.bool_] | Ints) -> "Postcodes":
        """The postcodes at some positions, in that order."""
        district = None if self.district is None else self.district[which]
        return Postcodes(self.code[which], self.x[which], self.y[which], self.error_m[which], district)

    def district_of(self, postcode: str) -> str | None:
        """The code of the district of a postcode by the directory; None where it is not known."""
        at = self.find(postcode)
        if at is None or self.district is None:
            return None
        return bytes(self.district[at]).decode() or None

    def find(self, postcode: str) -> int | None:
        """Position of a postcode, however it is spaced or capitalised, or None where it is not known."""
        wanted = squeezed(postcode).encode()
        at = int(np.searchsorted(self.code, np.bytes_(wanted)))
        return at if at < len(self.code) and self.code[at] == wanted else None

    def point(self, postcode: str) -> Point | None:
        """The point of a postcode with its positional error, or None where it is not known."""
        at = self.find(postcode)
        if at is None:
            return None
        error = float(self.error_m[at])
        return Point(
            float(self.x[at]),
            float(self.y[at]),
            f"postcode {spaced(postcode)}",
            None if np.isnan(error) else error,
        )


@dataclass(frozen=True)
class Boundary:
    """One area of a layer: its code, its name and its outline as WKB in EPSG:27700."""

    code: str
    name: str
    wkb: bytes


def fields_of(table: Any, kinds: type | tuple[type, ...] = np.ndarray) -> dict[str, Any]:
    """The fields of a table that are arrays, by name."""
    return {name: value for name, value in vars(table).items() if isinstance(value, kinds)}
