"""The map of every removal at once: each pharmacy as a circle, its area by how many people would lose the standard."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import shapely
from shapely.geometry.base import BaseGeometry

from app.letters.pictures.drawing import Drawn, element, line, number, picture, words
from app.maps.removals import RemovalTable, Row
from app.web.map_view import Box, Lines, MapView, MarkedPlace, box_around, path_of, streets_in
from geodata.snapshot import Boundary, StreetNetwork

WIDTH, EDGE, KEY = 1600, 20, 120
SMALLEST, LARGEST = 7.0, 60.0
"""Radius in units of the picture, for nobody and for the most people."""
NAMED = 10
"""So many of those that matter most carry their number."""


@dataclass(frozen=True)
class Site:
    """One pharmacy of the table on one standard. rank: from 1, by how many people would lose the standard."""

    rank: int
    row: Row
    lost: int
    easting: float
    northing: float


def sites_of(table: RemovalTable, standard: str) -> tuple[Site, ...]:
    """Pharmacies of the table that stand on the map, those whose closing would matter most first."""
    placed = [(row, row.premises.point) for row in table.rows if standard in row.removals]
    ordered = sorted(
        ((row, point) for row, point in placed if point is not None),
        key=lambda each: (
            -each[0].removals[standard].people_losing_standard,
            -each[0].removals[standard].people_nearest,
            each[0].premises.ods_code,
        ),
    )
    return tuple(
        Site(at, row, row.removals[standard].people_losing_standard, point.easting, point.northing)
        for at, (row, point) in enumerate(ordered, start=1)
    )


def draw_removals(sites: Sequence[Site], outlines: Sequence[Boundary], attribution: Sequence[str]) -> Drawn:
    """The picture. Coordinates are EPSG:27700 metres; outlines: those of the boards whose residents are counted."""
    box = _box(sites)
    scale = (WIDTH - 2 * EDGE) / (box[2] - box[0])
    height = round((box[3] - box[1]) * scale) + 2 * EDGE

    def at(x: float, y: float) -> tuple[float, float]:
        return EDGE + (x - box[0]) * scale, EDGE + (box[3] - y) * scale

    most = max((site.lost for site in sites), default=0)
    parts = [
        line([at(x, y) for x, y in shapely.get_coordinates(border)], 4, "16 8", "#54319f")
        for border in _borders(outlines)
        if border.intersects(shapely.box(*box))
    ]
    for site in reversed(sites):
        x, y = at(site.easting, site.northing)
        dashes = {"stroke_dasharray": "6 5"} if site.row.outside_area else {}
        parts.append(
            element(
                "circle", cx=number(x), cy=number(y), r=number(_radius(site.lost, most, LARGEST)),
                fill="#ffffff", fill_opacity="0.75", stroke="#0b0c0c", stroke_width=4, **dashes,
            )
        )  # fmt: skip
    for site in sites[:NAMED]:
        x, y = at(site.easting, site.northing)
        parts.append(words(str(site.rank), x, y + 10, 30, "middle", bold=True))
    y = height + 20
    key = (
        "Each circle is a pharmacy; the larger, the more people would lose the standard if it alone closed.",
        "Numbers: places in the table. Dashed circle: outside the area that is counted. Dashed line: its border.",
        " ".join(attribution),
    )
    parts += [words(text, EDGE, y + 34 * row, 26) for row, text in enumerate(key)]
    return picture(WIDTH, height + KEY + 20, parts)


def view_of_removals(
    table: RemovalTable,
    sites: Sequence[Site],
    standard: str,
    outlines: Sequence[Boundary],
    network: StreetNetwork | None,
) -> MapView:
    """What the interactive map draws."""
    box = _box(sites)
    streets, note = streets_in(network, box) if network else (Lines("street", "Streets", []), "")
    most = max((site.lost for site in sites), default=0)
    borders = [path_of(shapely.get_coordinates(border), box) for border in _borders(outlines)]
    return MapView(
        title=table.imprint.title,
        width=round(box[2] - box[0]),
        height=round(box[3] - box[1]),
        attribution=table.imprint.attribution,
        lines=(streets, Lines("board", "Border of the area whose residents are counted", borders)),
        places=tuple(_marked(site, standard, most, box) for site in sites),
        note=note,
    )


def _marked(site: Site, standard: str, most: int, box: Box) -> MarkedPlace:
    removal, premises = site.row.removals[standard], site.row.premises
    text = (
        f"{site.rank}: {premises.trading_name}, {premises.postcode}. If it alone closed, "
        f"{removal.people_losing_standard:,} of the {removal.people_nearest:,} people nearest to it would lose the standard."
    )
    return MarkedPlace(
        "outside" if site.row.outside_area else "worst" if site.lost and site.rank <= NAMED else "other",
        str(site.rank),
        round(site.easting - box[0]),
        round(site.northing - box[1]),
        text,
        round(_radius(site.lost, most, 24, 11)),
    )


def _borders(outlines: Sequence[Boundary]) -> list[BaseGeometry]:
    """The borders of the outlines, a line for each ring."""
    return [
        part for outline in outlines for part in shapely.get_parts(shapely.from_wkb(outline.wkb).boundary)
    ]


def _radius(lost: int, most: int, largest: float, smallest: float = SMALLEST) -> float:
    """The area beyond the smallest circle's grows with the people."""
    return sqrt(smallest**2 + (largest**2 - smallest**2) * (lost / most if most else 0))


def _box(sites: Sequence[Site]) -> Box:
    west, south, east, north = box_around([(site.easting, site.northing) for site in sites], 500)
    spare = max(0.0, (north - south) * 0.6 - (east - west)) / 2  # no taller than wide allows on a page
    return west - spare, south, east + spare, north
