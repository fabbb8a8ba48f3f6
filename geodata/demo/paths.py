"""Ways that are for feet only: parks, the river bank, a greenway on an old railway, footbridges, field paths."""

from collections.abc import Sequence

import shapely
from shapely import LineString, Point, STRtree

from geodata.demo import tags as tag
from geodata.demo.curves import Spot, smooth, spot_of, spots
from geodata.demo.main_roads import road
from geodata.demo.skeleton import RAIL_HALF_M, RIVER_HALF_M, parks, place, railway, river
from geodata.demo.weave import Street

_BANK_M = RIVER_HALF_M + 14
_REACH_M = 400.0


def paths_in_town() -> list[Street]:
    """Park paths, the river bank and the greenway."""
    streets = [Street(LineString(spots(LineString(park.exterior))), tag.PARK_PATH) for park in parks()]
    for park in parks():
        west, south, east, north = park.bounds
        for line in (LineString([(west, south), (east, north)]), LineString([(west, north), (east, south)])):
            inside = shapely.intersection(line, park)
            if isinstance(inside, LineString):
                streets.append(Street(LineString(spots(inside)), tag.PARK_PATH))
    streets.append(Street(_bank(), tag.RIVERSIDE))
    greenway = smooth(
        [place(*p) for p in ((860, 1097), (1000, 1830), (1200, 2700), (1150, 3500), (700, 4200))]
    )
    streets.append(Street(greenway, tag.GREENWAY))
    return streets


def paths_across_country() -> list[Street]:
    """Field paths, a bridleway and a farm track that is private."""
    routes = (
        (tag.BRIDLEWAY, ((-2300, 2200), (-1700, 3000), (-1100, 3500))),
        (tag.FIELD_PATH, ((560, 3400), (200, 3900), (100, 4300), (700, 4200))),
        (tag.FIELD_PATH, ((-4600, 700), (-4000, 1500), (-3400, 2900))),
        (tag.FIELD_PATH, ((-3600, 640), (-3300, 1200), (-2650, 1300))),
        (tag.FIELD_PATH, ((2900, 2600), (3500, 1800), (3600, 1000), (3880, 330))),
        (tag.FARM_TRACK, ((450, -4000), (900, -3700), (1300, -3800))),
    )
    return [Street(smooth([place(*p) for p in points]), facts) for facts, points in routes]


def crossings_on_foot(streets: Sequence[Street]) -> list[Street]:
    """A footbridge with steps over the railway, one without over the river, and a subway under the trunk road."""
    tree = STRtree([s.line for s in streets if "highway" in s.tags and s.at_grade])
    trunk = road("Wool Way")
    return [
        *_over(place(-953, 1030), railway(), RAIL_HALF_M, tree, steps=True),
        *_over(place(900, -556), river(), RIVER_HALF_M, tree, steps=False),
        *_under(place(1930, 650), trunk, tree),
    ]


def _bank() -> LineString:
    """The path on the north bank from the railway to the trunk road."""
    bank = shapely.offset_curve(river(), _BANK_M)
    west, east = (bank.line_locate_point(Point(place(*at))) for at in ((-860, -530), (2000, -380)))
    trunk = road("Wool Way")
    points = [spot_of(bank.interpolate(west + step)) for step in range(0, int(east - west) - 30, 40)]
    points.append(spot_of(trunk.interpolate(trunk.line_locate_point(Point(points[-1])))))
    return LineString(points)


def _over(at: Spot, barrier: LineString, half: float, tree: STRtree, steps: bool) -> list[Street]:
    """A footbridge square to what it crosses, joined to the nearest street on either side."""
    left, right = _sides(at, barrier, half + 4), _sides(at, barrier, half + 18)
    bridge = Street(LineString([left[0], left[1]]), tag.FOOTBRIDGE)
    result = [bridge]
    for near, far in zip(left, right, strict=True):
        result.append(Street(LineString([near, far]), tag.STEPS if steps else tag.PAVED_PATH))
        result.append(Street(LineString([far, _nearest(far, tree, barrier)]), tag.PAVED_PATH))
    return result


def _under(at: Spot, above: LineString, tree: STRtree) -> list[Street]:
    """A subway square to the road above, joined to the nearest street on either side."""
    mouths = _sides(at, above, 14)
    result = [Street(LineString(mouths), tag.SUBWAY)]
    result += [Street(LineString([m, _nearest(m, tree, above)]), tag.PAVED_PATH) for m in mouths]
    return result


def _sides(at: Spot, line: LineString, off: float) -> tuple[Spot, Spot]:
    """The two spots so many metres to the left and to the right of a line."""
    along = line.line_locate_point(Point(at))
    here, ahead = line.interpolate(along), line.interpolate(along + 2)
    east, north = (ahead.x - here.x) / 2, (ahead.y - here.y) / 2
    return (
        (round(here.x - off * north, 2), round(here.y + off * east, 2)),
        (round(here.x + off * north, 2), round(here.y - off * east, 2)),
    )


def _nearest(spot: Spot, tree: STRtree, barrier: LineString) -> Spot:
    """The nearest spot of a street that can be reached without crossing the barrier."""
    here = Point(spot)
    found: list[tuple[float, Spot]] = []
    for index in tree.query(here, predicate="dwithin", distance=_REACH_M).tolist():
        line = tree.geometries[index]
        there = spot_of(line.interpolate(line.line_locate_point(here)))
        reach = LineString([spot, there])
        if reach.length > 1 and not shapely.dwithin(reach, barrier, 1.0):
            found.append((reach.length, there))
    return min(found)[1]
