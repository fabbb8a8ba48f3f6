"""Longitude and latitude (EPSG:4326) to British National Grid metres (EPSG:27700) and back.

By Ordnance Survey's OSTN15, the transformation that defines the National Grid: its table of shifts is carried by the
package ``convertbng``, so every machine has it and nothing is downloaded. Postcodes and boundaries are published on the
National Grid, so streets must be put on the very same one: PROJ without its grid files falls back to a shift that is up to
5 m off, all the same way in one place. OpenStreetMap's degrees are taken as ETRS89; the two drift apart by some 2 cm a year,
which is less than any mapper's care.
"""

from functools import cache

import numpy as np
from convertbng import cutil
from pyproj import Transformer

from geodata.arrays import MM, Floats

ACCURACY_M = 0.1
"""How far a projected point may be from where Ordnance Survey would put it, metres: the transformation's own stated error.
Where OpenStreetMap drew the point is another matter."""

ACCURACY = f"Ordnance Survey's OSTN15, within {ACCURACY_M:g} m of the National Grid"
"""The same in words."""

WEST, SOUTH, EAST, NORTH = -9.01, 49.75, 2.01, 61.01
"""Where EPSG:27700 is defined, in degrees."""

_ETRS89 = (
    "+proj=pipeline"
    " +step +proj=unitconvert +xy_in=deg +xy_out=rad"
    " +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=GRS80"
)
"""Degrees to the National Grid's projection of ETRS89, before OSTN15's shifts. Exact: no table, no choice of operation."""

_WIDTH_M, _HEIGHT_M = 699_000.0, 1_249_000.0
"""How far OSTN15's table reaches from the National Grid's origin."""

_AT_ONCE = 1 << 18
"""Points to hand over at once: the package copies what it is given."""


@cache
def _etrs89() -> Transformer:
    """The pinned projection, built once: building it costs more than projecting a town."""
    return Transformer.from_pipeline(_ETRS89)


def to_national_grid(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Eastings and northings in metres, rounded to the millimetre, of degrees; float64 (n,) each.

    Rounded so that the last bit of a processor's arithmetic never reaches a snapshot's hash.
    Raises ValueError where a point lies outside the area in which EPSG:27700 is defined.
    """
    inside = (longitude >= WEST) & (longitude <= EAST) & (latitude >= SOUTH) & (latitude <= NORTH)
    x, y = np.empty(len(longitude)), np.empty(len(longitude))
    for begin in range(0, len(longitude), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        x[part], y[part] = _shifted(longitude[part], latitude[part])
    inside &= np.isfinite(x) & np.isfinite(y)
    if not np.all(inside):
        at = int(np.argmin(inside))
        raise ValueError(
            f"longitude {longitude[at]}, latitude {latitude[at]} lies outside Great Britain, "
            "where British National Grid (EPSG:27700) is not defined"
        )
    return np.round(x * MM) / MM, np.round(y * MM) / MM


def _shifted(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """OSTN15 by way of ETRS89: asked for degrees, the package leaves out most of the Isles of Scilly (south of 49.922)."""
    return cutil.convert_etrs89_to_osgb36(*_etrs89().transform(longitude, latitude))


def from_national_grid(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees of eastings and northings in metres; float64 (n,) each.

    A point outside OSTN15 (the corner of a map, out at sea) is moved as the nearest point inside is.
    """
    inside_x, inside_y = np.clip(x, 1.0, _WIDTH_M), np.clip(y, 1.0, _HEIGHT_M)
    east, north = cutil.convert_osgb36_to_etrs89(inside_x, inside_y)
    longitude, latitude = _etrs89().transform(east + x - inside_x, north + y - inside_y, direction="INVERSE")
    return longitude, latitude
