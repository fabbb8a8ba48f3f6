"""Smooth lines through hand-set points, as roads and rivers run."""

from collections.abc import Sequence
from math import ceil, dist

from shapely import LineString, Point
from shapely.ops import substring

Spot = tuple[float, float]
"""Easting and northing in metres."""

STEP_M = 45.0


def smooth(points: Sequence[Spot], closed: bool = False) -> LineString:
    """A Catmull-Rom curve that passes through every point, with a vertex about every 45 m; closed makes a ring."""
    if closed:
        ring = [points[-1], *points, points[0], points[1]]
    else:
        ring = [_beyond(points[1], points[0]), *points, _beyond(points[-2], points[-1])]
    curve: list[Spot] = []
    for before, start, end, after in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        steps = max(1, ceil(dist(start, end) / STEP_M))
        curve += [_between(before, start, end, after, step / steps) for step in range(steps)]
    curve.append(curve[0] if closed else _rounded(points[-1]))
    return LineString(curve)


def beside(line: LineString, along: float, offset: float) -> Spot:
    """A spot so many metres along a line and so many to its left (negative: right), rounded to the centimetre."""
    here, ahead = spot_of(line.interpolate(along)), spot_of(line.interpolate(along + 1))
    if along + 1 > line.length:
        behind = spot_of(line.interpolate(along - 1))
        ahead = (2 * here[0] - behind[0], 2 * here[1] - behind[1])
    length = dist(here, ahead)
    east, north = (ahead[0] - here[0]) / length, (ahead[1] - here[1]) / length
    return _rounded((here[0] - offset * north, here[1] + offset * east))


def spot_of(point: Point) -> Spot:
    """A shapely point as a spot, rounded to the centimetre."""
    return _rounded((point.x, point.y))


def spots(line: LineString) -> list[Spot]:
    """A line's vertices, rounded to the centimetre."""
    return [_rounded((x, y)) for x, y in line.coords]


def stretch(line: LineString, start: float, end: float) -> LineString:
    """The part of a line between two distances along it, start before end."""
    part = substring(line, start, end)
    if not isinstance(part, LineString):
        raise ValueError(f"there is no line between {start} m and {end} m")
    return part


def _between(before: Spot, start: Spot, end: Spot, after: Spot, at: float) -> Spot:
    def blend(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + (3 * b - a - 3 * c + d) * at**3
        )

    return _rounded(
        (
            blend(before[0], start[0], end[0], after[0]),
            blend(before[1], start[1], end[1], after[1]),
        )
    )


def _beyond(other: Spot, end: Spot) -> Spot:
    return (2 * end[0] - other[0], 2 * end[1] - other[1])


def _rounded(spot: Spot) -> Spot:
    return (round(spot[0], 2), round(spot[1], 2))
