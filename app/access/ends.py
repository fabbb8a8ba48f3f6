"""Where the streets of the data end, seen from each home: beyond it a pharmacy may be nearer, and nobody could tell.

An extract of streets stops somewhere. Two signs tell where: people of the area who live where there is no street at all, and
land of another board at the border with no street on it. Where neither streets nor another board's land lie beyond a
border, it may be the sea or another country: that is told, and taken for neither. A pharmacy to which no street leads is an
end, too: somebody who lives beside it may walk there, by a way that the data does not have. So is one on streets that do
not hang together with those of the home: a ferry, or a gap in the map.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry

from geodata.snapshot import MM, Codes, Floats, Homes, Ints, StreetNetwork

Mask = NDArray[np.bool_]
EVERYWHERE = slice(None)

NO_STREETS_M = 1_000.0
"""People farther than this from any street live where the data has none: no farm has so long a drive."""


@dataclass(frozen=True)
class Ends:
    """Metres from each home, float64 (h,) each, inf where there is none.

    ``border``: to the border of the areas for which the streets were got. ``land``: to land of another board.
    ``across``: to the nearest street outside those areas, or that leads out of them. ``none``: to where the streets end
    before people who have none. ``pharmacy``: to the nearest pharmacy to which no street of the data
    leads from there.
    """

    border: Floats
    land: Floats
    across: Floats
    none: Floats
    pharmacy: Floats

    def nearer(self, reach_m: float | Floats, home: Ints | slice = EVERYWHERE) -> Mask:
        """Whether the streets are known to end nearer than so far, bool (c,). reach_m: one for all, or of each, (c,)."""
        over_the_border = self._closed(reach_m, home) & (self.land[home] < reach_m)
        return np.asarray(over_the_border | (self.none[home] < reach_m) | (self.pharmacy[home] <= reach_m))

    def perhaps(self, reach_m: float) -> Mask:
        """Homes nearer than that to a border beyond which there are neither streets nor land that is known, bool (h,)."""
        return np.asarray(self._closed(reach_m, EVERYWHERE) & ~self.nearer(reach_m))

    def _closed(self, reach_m: float | Floats, home: Ints | slice) -> Mask:
        return np.asarray((self.border[home] < reach_m) & (self.across[home] > reach_m))


def ends_of(
    network: StreetNetwork,
    homes: Homes,
    off_mm: Ints,
    area: BaseGeometry,
    others: BaseGeometry,
    pharmacy: Floats,
) -> Ends:
    """Where streets end. off_mm: int64 (h,), from each home to its street. pharmacy: as in ``Ends``.

    area, others: the areas for which the streets were got, and those of other boards. All EPSG:27700.
    """
    points = np.asarray(shapely.points(homes.x, homes.y))
    places = np.column_stack([homes.x, homes.y])
    return Ends(
        border=np.asarray(shapely.distance(area.boundary, points)),
        land=_to(others, points),
        across=_to_streets_outside(network, area, points),
        none=_to_where_none_are(places, homes.hwb, off_mm / MM),
        pharmacy=pharmacy,
    )


def _to_streets_outside(network: StreetNetwork, area: BaseGeometry, points: NDArray[np.object_]) -> Floats:
    """Metres to the nearest street that lies outside the area or leads out of it."""
    out = np.flatnonzero(~shapely.contains_xy(area, network.geometry_xy))
    owner = np.repeat(np.arange(network.edges), np.diff(network.geometry_start))
    lines = [shapely.LineString(network.line(edge)) for edge in np.unique(owner[out]).tolist()]
    if not lines:
        return np.full(len(points), np.inf)
    _, metres = shapely.STRtree(lines).query_nearest(points, return_distance=True, all_matches=False)
    return np.asarray(metres)


def to_nearest(spots: Floats, places: Floats) -> Floats:
    """Metres to the nearest of some spots, float64 (k,); inf where there is none. spots: (s, 2), places: (k, 2)."""
    return np.asarray(KDTree(spots).query(places)[0]) if len(spots) else np.full(len(places), np.inf)


def _to(land: BaseGeometry, points: NDArray[np.object_]) -> Floats:
    if land.is_empty:
        return np.full(len(points), np.inf)
    return np.asarray(shapely.distance(land, points))


def _to_where_none_are(places: Floats, board: Codes, off_m: Floats) -> Floats:
    """Metres to where the streets end before the nearest home, of one's own board's area, that has none."""
    found = np.full(len(places), np.inf)
    without = off_m > NO_STREETS_M
    for code in np.unique(board[without]):
        theirs, here = np.flatnonzero(without & (board == code)), np.flatnonzero(board == code)
        metres, at = KDTree(places[theirs]).query(places[here])
        found[here] = np.maximum(metres - off_m[theirs[at]], 0.0)
    return found
