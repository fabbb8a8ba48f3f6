"""The map of a case: a picture and a table for everyone, and what the interactive map on top of them draws."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.api.maps import DrawnMap
from app.domain.baselines import METRES_A_MILE
from app.domain.rounding import whole
from app.letters.pictures import Drawn, Mark, draw_map, marks
from app.maps.features import MapLayer
from app.maps.reach import circle
from app.web.map_view import (
    Box,
    Lines,
    MapView,
    MarkedPlace,
    box_around,
    lines_of_layer,
    path_of,
    streets_in,
)
from geodata.model.point import Point

ROLES = {
    "leaving": "the site that is left",
    "staying": "the site where services are given afterwards",
    "alternative": "another pharmacy",
}
MARGIN = METRES_A_MILE + 200
"""Metres shown around the sites: the mile that alternatives are counted in, and a little more."""


@dataclass(frozen=True)
class PlaceRow:
    """One place as the table has it. ``straight``, ``walk``: whole metres from the site that is left; None: not known."""

    mark: str
    role: str
    name: str
    code: str | None
    postcode: str | None
    straight: int | None
    walk: int | None
    board: str | None


def picture_of(drawn: DrawnMap) -> Drawn | None:
    """The picture, None where there is no site to draw."""
    assessment = drawn.stored.assessment.value
    streets = [
        tuple((float(x), float(y)) for x, y in feature.geometry.coords)
        for feature in _layer(drawn, "reach").features
        if feature.values["site"] == "staying" and feature.values["length_metres"] is not None
    ]
    return draw_map(assessment.places, assessment.route, drawn.document.imprint.attribution, streets)


def words_of(drawn: DrawnMap) -> str:
    """The picture in words, for those who do not see it."""
    rows = rows_of(drawn)
    others = [row for row in rows if row.role == "alternative"]
    sites = " ".join(f"{row.mark} is {row.name}, {ROLES[row.role]}." for row in rows if row not in others)
    if not others:
        return f"Map of the sites. {sites} No other pharmacy is within a mile of A in a straight line."
    count = "one other pharmacy" if len(others) == 1 else f"{len(others)} other pharmacies"
    nearest = ", ".join(f"{row.mark} {row.name}" for row in others[:3])
    return (
        f"Map of the sites and of {count} within a mile of A in a straight line. {sites} "
        f"The nearest others are {nearest}. The table below has every distance."
    )


def rows_of(drawn: DrawnMap) -> tuple[PlaceRow, ...]:
    """Every place on the map, as the table has it: the two sites, then the others by distance."""
    by_place = {
        (feature.values["role"], *feature.geometry.coords[0]): feature.values
        for feature in _layer(drawn, "premises").features
    }
    found = []
    for mark in marks(drawn.stored.assessment.value.places):
        place = mark.place
        values = by_place.get((place.role, place.easting, place.northing), {})
        found.append(
            PlaceRow(
                mark.mark,
                place.role,
                str(values.get("name") or place.label),
                _text(values.get("ods_code")),
                _text(values.get("postcode")),
                _metres(values.get("straight_metres")),
                _metres(values.get("walk_metres")),
                _text(values.get("board")),
            )
        )
    return tuple(found)


def view_of(drawn: DrawnMap) -> MapView:
    """What the interactive map draws."""
    assessment = drawn.stored.assessment.value
    placed = marks(assessment.places)
    box = box_around([(each.place.easting, each.place.northing) for each in placed[:2]], MARGIN)
    network = drawn.area.snapshot.network("walk")
    streets, note = streets_in(network, box) if network else (Lines("street", "Streets", []), "")
    reach = _layer(drawn, "reach")
    ring = circle(Point(placed[0].place.easting, placed[0].place.northing, ""), METRES_A_MILE)
    return MapView(
        title=drawn.document.imprint.title,
        width=round(box[2] - box[0]),
        height=round(box[3] - box[1]),
        attribution=drawn.document.imprint.attribution,
        lines=(
            streets,
            lines_of_layer(reach, "reachStaying", "Within the standard of B", box, site="staying"),
            lines_of_layer(reach, "reachLeaving", "Within the standard of A", box, site="leaving"),
            lines_of_layer(_layer(drawn, "boards"), "board", "Border of a board’s area", box),
            Lines("ring", "A mile in a straight line from A", [path_of(ring.coords, box)]),
            Lines(
                "route",
                "Shortest walk from A to B",
                [path_of(assessment.route, box)] if assessment.route else [],
            ),
        ),
        places=tuple(_places(placed, rows_of(drawn), box)),
        note=note,
    )


def _places(placed: tuple[Mark, ...], rows: tuple[PlaceRow, ...], box: Box) -> Iterator[MarkedPlace]:
    for each, row in zip(placed, rows, strict=True):
        far = [
            f"{row.straight:,} metres in a straight line" if row.straight else "",
            f"{row.walk:,} metres on foot" if row.walk else "",
        ]
        said = " and ".join(part for part in far if part)
        text = f"{row.mark}: {row.name}, {ROLES[row.role]}." + (f" {said} from A." if said else "")
        yield MarkedPlace(
            row.role,
            row.mark,
            round(each.place.easting - box[0]),
            round(each.place.northing - box[1]),
            text,
            14 if row.role != "alternative" else 12,
        )


def _layer(drawn: DrawnMap, name: str) -> MapLayer:
    return next(layer for layer in drawn.document.layers if layer.name == name)


def _metres(value: object) -> int | None:
    return whole(value) if isinstance(value, int | float) else None


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


__all__ = ["PlaceRow", "picture_of", "rows_of", "view_of", "words_of"]
