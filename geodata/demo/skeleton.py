"""What was there first: the river, the railway, and the edges of the made-up borough of Quernwick, its town and parks.

Hand-set points are metres east and north of the market cross; ``ORIGIN`` puts that in the North Sea, about 80 km from
any coast, so that nothing here can be taken for a real place. Lines come out in EPSG:27700.
"""

from collections.abc import Sequence
from functools import cache

import shapely
from shapely import LineString, Point, Polygon

from geodata.demo.blocks import in_one_piece
from geodata.demo.curves import Spot, smooth

ORIGIN: Spot = (620_000.0, 460_000.0)

RIVER_HALF_M = 24.0
"""Half the river's width; streets keep off it."""

RAIL_HALF_M = 12.0
"""Half the railway's fenced strip."""


VILLAGE_RADIUS_M = 430.0
BORDER_TOWN_RADIUS_M = 680.0

_VILLAGES: dict[str, Spot] = {"Larkquill": (720, 4250), "Pinnowby": (-4600, 700)}
_PARKS = ((-250, 1120, 130), (1080, 560, 110), (-1600, -420, 120), (1150, -1980, 150), (2380, 800, 120))
"""Middle, metres from the market cross, and radius of each."""


_RIVER: tuple[Spot, ...] = (
    (-9000, -300),
    (-6000, -200),
    (-4500, -650),
    (-3000, -350),
    (-2050, -520),
    (-950, -620),
    (0, -430),
    (900, -560),
    (2000, -420),
    (3000, -700),
    (3900, -650),
    (5200, -1100),
    (9500, -1400),
)
_RAILWAY: tuple[Spot, ...] = (
    (-700, -6000),
    (-800, -4000),
    (-1000, -2400),
    (-980, -1450),
    (-900, -560),
    (-880, 250),
    (-950, 1000),
    (-1020, 1800),
    (-900, 2800),
    (-600, 4200),
    (-300, 6500),
)
_TOWN_EDGE: tuple[Spot, ...] = (
    (250, 3050),
    (950, 2650),
    (1700, 2850),
    (2350, 2500),
    (2900, 2450),
    (3000, 1700),
    (3250, 1000),
    (3350, 250),
    (3100, -500),
    (2950, -1250),
    (2350, -1800),
    (1800, -2450),
    (1000, -2250),
    (350, -2750),
    (-500, -2350),
    (-1300, -2450),
    (-2150, -2200),
    (-2450, -1400),
    (-2900, -700),
    (-2700, 50),
    (-3050, 560),
    (-2650, 1300),
    (-2450, 2250),
    (-1500, 2600),
    (-700, 2850),
)
_BOROUGH: tuple[Spot, ...] = (
    (-6400, -2500),
    (-6500, 500),
    (-6000, 2800),
    (-3500, 4600),
    (0, 5600),
    (2600, 5000),
    (3700, 3200),
    (3900, 1500),
    (3880, 330),
    (3900, -650),
    (3700, -2400),
    (2500, -4200),
    (0, -4700),
    (-3500, -4300),
)

_COUNTRY_EAST: tuple[Spot, ...] = (
    (3700, 3200),
    (5000, 8000),
    (9500, 8000),
    (9500, -8000),
    (5000, -8000),
    (3700, -2400),
    (3000, 330),
)
_COUNTRY_WEST: tuple[Spot, ...] = (
    (3700, 3200),
    (5000, 8000),
    (-9500, 8000),
    (-9500, -8000),
    (5000, -8000),
    (3700, -2400),
    (3000, 330),
)


@cache
def river() -> LineString:
    """The middle of the river."""
    return smooth(placed(_RIVER))


@cache
def railway() -> LineString:
    """The line of the railway."""
    return smooth(placed(_RAILWAY))


@cache
def town_edge() -> Polygon:
    """The built-up area."""
    return Polygon(smooth(placed(_TOWN_EDGE), closed=True))


@cache
def village(name: str) -> Polygon:
    """The built-up part of a village. Raises KeyError where there is none of that name."""
    return shapely.buffer(Point(place(*_VILLAGES[name])), VILLAGE_RADIUS_M, quad_segs=6)


@cache
def border_town() -> Polygon:
    """The built-up part of the neighbour's town."""
    return shapely.buffer(Point(place(4800, 420)), BORDER_TOWN_RADIUS_M, quad_segs=8)


@cache
def parks() -> tuple[Polygon, ...]:
    """Parks, where no street runs."""
    return tuple(
        shapely.buffer(Point(place(east, north)), radius, quad_segs=5) for east, north, radius in _PARKS
    )


@cache
def borough() -> Polygon:
    """The area of the board: the town with the country round it."""
    return Polygon(placed(_BOROUGH))


@cache
def neighbour() -> Polygon:
    """The area of the neighbouring board to the east."""
    return _outside(_COUNTRY_EAST)


@cache
def far_neighbour() -> Polygon:
    """The area of the board that surrounds the borough on its other sides."""
    return _outside(_COUNTRY_WEST)


def place(east: float, north: float) -> Spot:
    """Metres east and north of the market cross, as eastings and northings."""
    return (ORIGIN[0] + east, ORIGIN[1] + north)


def _outside(outline: tuple[Spot, ...]) -> Polygon:
    return in_one_piece(shapely.difference(Polygon(placed(outline)), borough()))


def placed(points: Sequence[Spot]) -> list[Spot]:
    """Spots given in metres from the market cross, as eastings and northings."""
    return [place(*point) for point in points]
