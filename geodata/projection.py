"""Longitude and latitude (EPSG:4326) to British National Grid metres (EPSG:27700) and back.

The operation is pinned: the seven-parameter Helmert shift that EPSG lists as "OSGB36 to WGS 84 (6)" (code 1314),
stated accuracy 2 m. Left to itself PROJ would choose Ordnance Survey's OSTN15 grid where a machine has it and
this shift where it has not, so the same file would give two snapshots. What matters here is distance: the error
changes by centimetres over a town, so lengths are good to far better than 2 m.
"""

from functools import cache

import numpy as np
from pyproj import Transformer

from geodata.arrays import MM, Floats

ACCURACY_M = 2.0
"""Stated accuracy of a projected point, metres (EPSG operation 1314)."""

WEST, SOUTH, EAST, NORTH = -9.01, 49.75, 2.01, 61.01
"""Where EPSG:27700 is defined, in degrees."""

_PIPELINE = (
    "+proj=pipeline"
    " +step +proj=unitconvert +xy_in=deg +xy_out=rad"
    " +step +proj=push +v_3"
    " +step +proj=cart +ellps=WGS84"
    " +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489"
    " +convention=position_vector"
    " +step +inv +proj=cart +ellps=airy"
    " +step +proj=pop +v_3"
    " +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
)


@cache
def _transformer() -> Transformer:
    """The pinned operation, built once: building it costs more than projecting a town."""
    return Transformer.from_pipeline(_PIPELINE)


def to_national_grid(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Eastings and northings in metres, rounded to the millimetre, of degrees; float64 (n,) each.

    Rounded so that the last bit of a processor's arithmetic never reaches a snapshot's hash.
    Raises ValueError where a point lies outside the area in which EPSG:27700 is defined.
    """
    inside = (longitude >= WEST) & (longitude <= EAST) & (latitude >= SOUTH) & (latitude <= NORTH)
    if not np.all(inside):
        at = int(np.argmin(inside))
        raise ValueError(
            f"longitude {longitude[at]}, latitude {latitude[at]} lies outside Great Britain, "
            "where British National Grid (EPSG:27700) is not defined"
        )
    x, y = _transformer().transform(longitude, latitude)
    return np.round(x * MM) / MM, np.round(y * MM) / MM


def from_national_grid(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees of eastings and northings in metres; float64 (n,) each."""
    longitude, latitude = _transformer().transform(x, y, direction="INVERSE")
    return longitude, latitude
