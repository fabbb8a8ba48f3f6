"""Every street and path of the made-up town: main roads first, then the streets that fill each small area."""

from collections.abc import Iterator, Sequence
from random import Random

import shapely
from shapely import LineString, Point, Polygon

from geodata.demo import tags as tag
from geodata.demo.areas import Layout, SmallArea, faces_of
from geodata.demo.blocks import Cutting, cut_into_blocks
from geodata.demo.chance import chance
from geodata.demo.curves import spot_of, spots, stretch
from geodata.demo.main_roads import MAIN_ROADS, MainRoad, road
from geodata.demo.names import StreetNames
from geodata.demo.paths import crossings_on_foot, paths_across_country, paths_in_town
from geodata.demo.places import BORDER_TOWN, NEIGHBOURHOODS, Neighbourhood, Style
from geodata.demo.skeleton import (
    RAIL_HALF_M,
    RIVER_HALF_M,
    border_town,
    parks,
    railway,
    river,
    town_edge,
    village,
)
from geodata.demo.weave import Street, largest_part, woven

LEVEL_CROSSING = "Ropery Road"
"""The one road that crosses the railway on the level."""

_BRIDGE_REACH_M = 6.0
_SHORTEST_M = 22.0

_CUTTING = {
    Style.CENTRE: Cutting(long_m=160, short_m=100, bend=0.03, stray=0.18),
    Style.TERRACES: Cutting(long_m=230, short_m=98, bend=0.02, stray=0.07),
    Style.SUBURB: Cutting(long_m=290, short_m=165, bend=0.09, stray=0.14),
    Style.ESTATE: Cutting(long_m=330, short_m=230, bend=0.12, stray=0.18),
    Style.VILLAGE: Cutting(long_m=240, short_m=170, bend=0.1, stray=0.2),
}
_CUL_DE_SACS = {Style.SUBURB: 0.55, Style.ESTATE: 1.0, Style.VILLAGE: 0.5, Style.TERRACES: 0.03}
_ALLEYS = {Style.CENTRE: 0.4, Style.TERRACES: 0.12, Style.SUBURB: 0.06, Style.ESTATE: 0.08}
_ONE_WAY = {Style.CENTRE: 0.4, Style.TERRACES: 0.12}


def draw_streets(layout: Layout, seed: int) -> list[Street]:
    """All streets and paths, sharing points where they meet, in one connected piece."""
    draw = chance(seed, "streets")
    names = StreetNames(draw)
    keep_off = _keep_off()
    # The railway is woven in with the streets: where one crosses it on the level, they share a point.
    streets = [Street(railway(), tag.RAILWAY), *_main_roads()]
    for ward, cut in layout.cuts:
        streets += _clipped(cut, tag.minor_street(names.through(ward.style), ward.style), keep_off)
    for land, ward in _patches(layout.areas):
        streets += _fill(land, ward, names, draw, keep_off)
    streets += paths_in_town()
    streets += paths_across_country()
    streets += crossings_on_foot(streets)
    return largest_part(woven(streets))


def _main_roads() -> Iterator[Street]:
    town = shapely.union_all([town_edge(), village("Larkquill"), village("Pinnowby"), border_town()])
    for main in MAIN_ROADS:
        line = road(main.name)
        for piece, over in _at_bridges(line, main):
            in_town = shapely.contains_xy(town, *_middle(piece))
            facts = tag.main_road(main, bool(in_town))
            yield Street(piece, {**facts, **tag.BRIDGE} if over else facts)


def _at_bridges(line: LineString, main: MainRoad) -> Iterator[tuple[LineString, bool]]:
    """A road's pieces in order, and whether each is a bridge over the river or the railway."""
    wet = shapely.buffer(river(), RIVER_HALF_M + _BRIDGE_REACH_M)
    railed = shapely.buffer(railway(), RAIL_HALF_M + _BRIDGE_REACH_M)
    spans = []
    for barrier, middle in ((wet, river()), (railed, railway())):
        if main.name == LEVEL_CROSSING and middle is railway():
            continue
        for part in shapely.get_parts(shapely.intersection(line, barrier)):
            if isinstance(part, LineString) and part.crosses(middle):
                ends = [line.line_locate_point(Point(end)) for end in (part.coords[0], part.coords[-1])]
                spans.append((min(ends), max(ends)))
    # Out of town a road is another street: no pavement, no light, another speed limit.
    edges = [line.line_locate_point(p) for p in _crossing_points(line, town_edge().exterior)]
    at = 0.0
    for start, end in sorted([*spans, *((edge, edge) for edge in edges)]):
        if start - at > 1:
            yield stretch(line, at, start), False
        if end > start:
            # A bridge is straight from end to end: it has no point that what runs below could share.
            yield LineString([spot_of(line.interpolate(share)) for share in (start, end)]), True
        at = end
    if line.length - at > 1:
        yield stretch(line, at, line.length), False


def _crossing_points(line: LineString, other: LineString) -> list[Point]:
    return [
        Point(x, y)
        for part in shapely.get_parts(shapely.intersection(line, other))
        for x, y in shapely.get_coordinates(part)
    ]


def _patches(areas: Sequence[SmallArea]) -> Iterator[tuple[Polygon, Neighbourhood]]:
    """Pieces of land to fill with streets."""
    for area in areas:
        if area.ward.style is not Style.VILLAGE and area.ward is not BORDER_TOWN:
            yield area.outline, area.ward
    for name, land in (("Larkquill", village("Larkquill")), ("Pinnowby", village("Pinnowby"))):
        ward = next(ward for ward in NEIGHBOURHOODS if ward.name == name)
        for face in faces_of(land, [road("Larkquill Road"), road("Pinnowby Road")]):
            yield face, ward
    for face in faces_of(border_town(), [road("Quernwick Road"), road("Cross Lane")]):
        yield face, BORDER_TOWN


def _keep_off() -> shapely.Geometry:
    """Where no street of houses may run: river, railway, parks, and the last strip before the fields."""
    edges = [town_edge(), village("Larkquill"), village("Pinnowby"), border_town()]
    keep_off = shapely.union_all(
        [
            shapely.buffer(river(), RIVER_HALF_M + 12),
            shapely.buffer(railway(), RAIL_HALF_M + 8),
            *(shapely.buffer(edge.exterior, 20) for edge in edges),
            *parks(),
        ]
    )
    shapely.prepare(keep_off)
    return keep_off


def _fill(
    land: Polygon, ward: Neighbourhood, names: StreetNames, draw: Random, keep_off: shapely.Geometry
) -> list[Street]:
    cuts, blocks = cut_into_blocks(land, _CUTTING[ward.style], draw)
    streets: list[Street] = []
    for cut in cuts:
        if draw.random() < _ALLEYS.get(ward.style, 0):
            facts = tag.ALLEY if ward.style is Style.CENTRE else tag.CUT_THROUGH
        else:
            facts = dict(tag.minor_street(names.through(ward.style), ward.style))
            if draw.random() < _ONE_WAY.get(ward.style, 0):
                facts["oneway"] = "yes"
        streets += _clipped(cut, facts, keep_off)
    for block in blocks:
        if draw.random() < _CUL_DE_SACS.get(ward.style, 0):
            streets += _cul_de_sac(block, ward, names, draw, keep_off)
    return streets


def _cul_de_sac(
    block: Polygon, ward: Neighbourhood, names: StreetNames, draw: Random, keep_off: shapely.Geometry
) -> list[Street]:
    """A street into the middle of a block, and now and then a footpath on from its end."""
    inner = shapely.buffer(block, -30)
    if inner.is_empty or inner.area < 500:
        return []
    ring = block.exterior
    mouth = ring.interpolate(draw.random(), normalized=True)
    head = inner.representative_point()
    if shapely.intersects_xy(keep_off, mouth.x, mouth.y) or shapely.intersects_xy(keep_off, head.x, head.y):
        return []
    stem = LineString([(mouth.x, mouth.y), (head.x, head.y)])
    if not shapely.covers(shapely.buffer(block, 0.5), stem) or stem.length < 35:
        return []
    streets = _clipped(stem, tag.minor_street(names.dead_end(), ward.style), keep_off)
    far = ring.interpolate((ring.line_locate_point(mouth) + ring.length / 2) % ring.length)
    path = LineString([(head.x, head.y), (far.x, far.y)])
    if draw.random() < 0.5 and shapely.covers(shapely.buffer(block, 0.5), path):
        streets += _clipped(path, tag.CUT_THROUGH, keep_off)
    return streets


def _clipped(line: LineString, facts: tag.Tags, keep_off: shapely.Geometry) -> list[Street]:
    """A street without its stretches on land where none may run, and without stumps."""
    pieces = [
        part
        for part in shapely.get_parts(shapely.difference(line, keep_off))
        if isinstance(part, LineString) and part.length > _SHORTEST_M
    ]
    return [Street(LineString(spots(piece)), facts) for piece in pieces]


def _middle(line: LineString) -> tuple[float, float]:
    middle = line.interpolate(0.5, normalized=True)
    return (middle.x, middle.y)
