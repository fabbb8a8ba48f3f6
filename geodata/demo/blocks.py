"""Cutting land into smaller pieces, as streets cut a neighbourhood into blocks. Pure geometry, metres."""

from dataclasses import dataclass
from math import dist
from random import Random

import shapely
from shapely import LineString, Polygon
from shapely.ops import split

from geodata.demo.curves import Spot

_BISECTIONS = 14
_BEND_STEPS = 6


@dataclass(frozen=True)
class Cutting:
    """How blocks are cut: their longest side and depth in metres, how far cuts bend and stray, as shares."""

    long_m: float
    short_m: float
    bend: float
    stray: float


def cut_into_blocks(land: Polygon, cutting: Cutting, draw: Random) -> tuple[list[LineString], list[Polygon]]:
    """Cut land until no block is longer or deeper than wanted. Returns the cuts (streets) and the blocks."""
    cuts: list[LineString] = []
    blocks: list[Polygon] = []
    waiting = [land]
    while waiting:
        piece = waiting.pop()
        box = _Box.around(piece)
        if box.length > cutting.long_m:
            across = True
        elif box.width > cutting.short_m:
            across = False
        else:
            blocks.append(piece)
            continue
        at = 0.5 + draw.uniform(-cutting.stray, cutting.stray)
        line = box.line(across, at, draw.uniform(-cutting.bend, cutting.bend))
        pieces = _split(piece, line)
        if len(pieces) < 2:
            blocks.append(piece)
            continue
        cuts += _lines(shapely.intersection(line, piece))
        waiting += pieces
    return cuts, blocks


def cut_into_parts(
    land: Polygon, parts: int, bend: float, draw: Random
) -> tuple[list[LineString], list[Polygon]]:
    """Cut land into a number of parts of about equal area, each across its longer side."""
    if parts < 2:
        return [], [land]
    box = _Box.around(land)
    swing = draw.uniform(-bend, bend)
    share = (parts // 2) / parts
    low, high = 0.0, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        too_little = box.before(land, box.line(True, middle, swing)) < share * land.area
        low, high = (middle, high) if too_little else (low, middle)
    line = box.line(True, round((low + high) / 2, 4), swing)
    pieces = _split(land, line)
    # A bent cut over a notched edge can leave a scrap: it goes to the neighbour with which it shares most edge.
    pieces = _absorb_scraps(pieces, land.area * 0.02)
    cuts = _lines(shapely.intersection(line, land))
    result: list[Polygon] = []
    for piece in pieces:
        deeper, leaves = cut_into_parts(piece, max(1, round(parts * piece.area / land.area)), bend, draw)
        cuts += deeper
        result += leaves
    return cuts, result


@dataclass(frozen=True)
class _Box:
    """The smallest box round a piece of land: a corner, and the two ways along its sides, longer first."""

    corner: Spot
    along: Spot
    aside: Spot
    length: float
    width: float

    @classmethod
    def around(cls, land: Polygon) -> "_Box":
        ring = [
            (x, y) for x, y in shapely.get_coordinates(shapely.oriented_envelope(land)).round(2).tolist()[:4]
        ]
        corner, next_corner, last = ring[0], ring[1], ring[3]
        one, other = (_minus(next_corner, corner), _minus(last, corner))
        one_m, other_m = dist(corner, next_corner), dist(corner, last)
        if other_m > one_m:
            one, other, one_m, other_m = other, one, other_m, one_m
        return cls(corner, one, other, one_m, other_m)

    def line(self, across: bool, at: float, bend: float) -> LineString:
        """A gently bent cut over the whole box: across its longer side at a share of it, or along it."""
        fixed, free = (self.along, self.aside) if across else (self.aside, self.along)
        reach = self.width if across else self.length
        depth = self.length if across else self.width
        swing = bend * reach / depth if depth else 0.0
        shares = [step / _BEND_STEPS for step in range(-1, _BEND_STEPS + 2)]
        return LineString(
            [
                (
                    round(self.corner[0] + fixed[0] * here + free[0] * t, 2),
                    round(self.corner[1] + fixed[1] * here + free[1] * t, 2),
                )
                for t in shares
                for here in [at + swing * 4 * t * (1 - t)]
            ]
        )

    def before(self, land: Polygon, line: LineString) -> float:
        """Area of the land between the corner and a cut across, square metres."""
        ends = [_plus(self.corner, self.aside, share) for share in (1 + 1 / _BEND_STEPS, -1 / _BEND_STEPS)]
        return float(shapely.intersection(land, Polygon([*line.coords, *ends])).area)


def _plus(one: Spot, way: Spot, share: float) -> Spot:
    return (one[0] + way[0] * share, one[1] + way[1] * share)


def _minus(one: Spot, other: Spot) -> Spot:
    return (one[0] - other[0], one[1] - other[1])


def _split(land: Polygon, line: LineString) -> list[Polygon]:
    return [piece for piece in split(land, line).geoms if isinstance(piece, Polygon) and piece.area > 1]


def _lines(shape: shapely.Geometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, LineString) and part.length > 1]


def _absorb_scraps(pieces: list[Polygon], least: float) -> list[Polygon]:
    whole = [piece for piece in pieces if piece.area >= least]
    for scrap in (piece for piece in pieces if piece.area < least):
        edges = [shapely.intersection(scrap, piece).length for piece in whole]
        best = edges.index(max(edges))
        joined = shapely.union(whole[best], scrap)
        if isinstance(joined, Polygon):
            whole[best] = joined
    return whole


def in_one_piece(shape: shapely.Geometry) -> Polygon:
    """A shape that must be one polygon. Raises ValueError where it is not: then the hand-set lines do not fit."""
    if not isinstance(shape, Polygon) or shape.is_empty:
        raise ValueError(f"an area of the made-up town is a {type(shape).__name__}, not one polygon")
    return shape
