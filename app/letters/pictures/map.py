"""The map of an application: both sites, the walk between them, other pharmacies, the reach, scale, north, attribution."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from app.domain.assessments import Line, Place
from app.domain.baselines import METRES_A_MILE
from app.letters.pictures.drawing import Drawn, element, line, number, picture, words

WIDTH, DRAWN_HEIGHT = 1600, 1150
EDGE = 20
LEAVING, STAYING = "A", "B"
SMALLEST_METRES = 300.0
"""Ground that the map shows at the least, from one side to the other."""
MARGIN = 0.08
_LINE_HEIGHT = 30
_LETTERS_A_LINE = 118
_AROUND = (
    (26, 9),
    (-26, 9),
    (0, -28),
    (0, 48),
    (26, -18),
    (-26, -18),
    (26, 36),
    (-26, 36),
    (60, 9),
    (-60, 9),
)


@dataclass(frozen=True)
class Mark:
    """A place as the map marks it: A is left, B stays, numbers are other pharmacies by distance from A. metres: from A."""

    mark: str
    place: Place
    metres: float


def marks(places: Sequence[Place]) -> tuple[Mark, ...]:
    """Every place with its mark, in the order of the marks. Empty where there is no site that is left."""
    leaving = next((place for place in places if place.role == "leaving"), None)
    if leaving is None:
        return ()
    away = {
        id(place): hypot(place.easting - leaving.easting, place.northing - leaving.northing)
        for place in places
    }
    others = sorted(
        (place for place in places if place.role == "alternative"),
        key=lambda place: (away[id(place)], place.label),
    )
    named = [(LEAVING, leaving)] + [(STAYING, place) for place in places if place.role == "staying"]
    named += [(str(number), place) for number, place in enumerate(others, start=1)]
    return tuple(Mark(mark, place, away[id(place)]) for mark, place in named)


def draw_map(
    places: Sequence[Place], route: Line, attribution: Sequence[str], streets: Sequence[Line] = ()
) -> Drawn | None:
    """The map. Coordinates are EPSG:27700 metres. streets: those from which the site that stays is within the standard.

    None where there is no site to draw. The dotted ring is a mile in a straight line round the site that is left.
    """
    drawn = marks(places)
    if not drawn:
        return None
    frame = _Frame.around(drawn, route)
    here = drawn[0].place
    ring = frame.metres(METRES_A_MILE)
    key = [
        *_key(
            bool(streets),
            len(route) > 1,
            frame.shows_ring(here),
            any(each.place.role == "alternative" for each in drawn),
        )
    ]
    credits_ = textwrap.wrap(" ".join(attribution), _LETTERS_A_LINE) if attribution else []
    height = DRAWN_HEIGHT + EDGE + _LINE_HEIGHT * (len(key) + len(credits_)) + EDGE
    x, y = frame.at(here.easting, here.northing)
    ground = [
        *_streets(streets, frame),
        element(
            "circle", cx=x, cy=y, r=ring, fill="none", stroke="#000", stroke_width=3, stroke_dasharray="3 12"
        ),
        *(
            [line(frame.along(route), 13, stroke="#fff"), line(frame.along(route), 7, "22 14")]
            if len(route) > 1
            else []
        ),
        *_places(drawn, frame, _dots(frame.along(route))),
    ]
    clip = element(
        "clipPath",
        element("rect", x=EDGE, y=EDGE, width=WIDTH - 2 * EDGE, height=DRAWN_HEIGHT - EDGE),
        id="frame",
    )
    parts = [
        element("defs", clip),
        element("g", "\n".join(ground), clip_path="url(#frame)"),
        element(
            "rect",
            x=EDGE,
            y=EDGE,
            width=WIDTH - 2 * EDGE,
            height=DRAWN_HEIGHT - EDGE,
            fill="none",
            stroke="#000",
            stroke_width=3,
        ),
        *_scale(frame),
        *_north(),
        *_legend(key, credits_),
    ]
    return picture(WIDTH, height, parts)


@dataclass(frozen=True)
class _Frame:
    """Ground coordinates on the picture: the ground's west and north edge, and units for a metre."""

    west: float
    north: float
    scale: float

    @classmethod
    def around(cls, drawn: Sequence[Mark], route: Line) -> "_Frame":
        xs = [each.place.easting for each in drawn] + [x for x, _ in route]
        ys = [each.place.northing for each in drawn] + [y for _, y in route]
        wide, high = WIDTH - 2 * EDGE, DRAWN_HEIGHT - EDGE
        across = max(max(xs) - min(xs), (max(ys) - min(ys)) * wide / high, SMALLEST_METRES) * (1 + 2 * MARGIN)
        scale = wide / across
        middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        return cls(middle_x - across / 2, middle_y + high / scale / 2, scale)

    def at(self, easting: float, northing: float) -> tuple[float, float]:
        return EDGE + (easting - self.west) * self.scale, EDGE + (self.north - northing) * self.scale

    def along(self, points: Line) -> list[tuple[float, float]]:
        return [self.at(x, y) for x, y in points]

    def shows_ring(self, here: Place) -> bool:
        """Whether any of the ring round a place lies on the picture: its farthest corner is more than a mile away."""
        east, south = (
            self.west + (WIDTH - 2 * EDGE) / self.scale,
            self.north - (DRAWN_HEIGHT - EDGE) / self.scale,
        )
        corners = ((x, y) for x in (self.west, east) for y in (self.north, south))
        return max(hypot(x - here.easting, y - here.northing) for x, y in corners) > METRES_A_MILE

    def metres(self, metres: float) -> float:
        return metres * self.scale


def _streets(streets: Sequence[Line], frame: _Frame) -> Iterable[str]:
    """All streets as one path, those wholly beside the picture left out."""
    found = []
    for street in streets:
        points = [(round(x), round(y)) for x, y in frame.along(street)]
        if any(0 <= x <= WIDTH and 0 <= y <= DRAWN_HEIGHT + EDGE for x, y in points):
            found.append("M" + "L".join(f"{x} {y}" for x, y in points))
    if found:
        yield element(
            "path", d="".join(found), fill="none", stroke="#b5b5b5", stroke_width=5, stroke_linecap="round"
        )


def _dots(points: Sequence[tuple[float, float]], step: float = 15) -> list[tuple[float, float]]:
    """Points along a line, close enough together that no label is put on it."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(points):
        many = max(1, int(hypot(x1 - x0, y1 - y0) // step))
        found += [(x0 + (x1 - x0) * at / many, y0 + (y1 - y0) * at / many + 9) for at in range(many + 1)]
    return found


def _places(drawn: Sequence[Mark], frame: _Frame, route: Sequence[tuple[float, float]]) -> Iterable[str]:
    """Shapes, the sites on top, each with its mark beside it where it covers no other."""
    at = {each.mark: frame.at(each.place.easting, each.place.northing) for each in drawn}
    for each in reversed(drawn):
        yield _shape(each.mark, *at[each.mark])
    taken: list[tuple[float, float]] = []
    for each in drawn:
        x, y = at[each.mark]
        for across, down in _AROUND:
            place = (x + across, y + down)
            others = [*taken, *route, *((ox, oy + 9) for mark, (ox, oy) in at.items() if mark != each.mark)]
            if all(abs(place[0] - ox) > 34 or abs(place[1] - oy) > 30 for ox, oy in others):
                break
        taken.append(place)
        yield words(
            each.mark,
            place[0],
            place[1],
            34,
            "middle" if across == 0 else "start" if across > 0 else "end",
            bold=True,
        )


def _shape(mark: str, x: float, y: float) -> str:
    """A crossed square is left, a filled circle stays, an open triangle is another pharmacy."""
    if mark == LEAVING:
        box = element(
            "rect", x=x - 15, y=y - 15, width=30, height=30, fill="#fff", stroke="#000", stroke_width=4
        )
        crossed = line([(x - 15, y - 15), (x + 15, y + 15)], 4) + line(
            [(x - 15, y + 15), (x + 15, y - 15)], 4
        )
        return box + crossed
    if mark == STAYING:
        return element("circle", cx=x, cy=y, r=16, fill="#000", stroke="#fff", stroke_width=3)
    corners = (
        f"{number(x)},{number(y - 15)} {number(x + 14)},{number(y + 11)} {number(x - 14)},{number(y + 11)}"
    )
    return element("polygon", points=corners, fill="#fff", stroke="#000", stroke_width=4)


def _scale(frame: _Frame) -> Iterable[str]:
    """A bar of a round length, about a fifth of the picture wide."""
    wanted = WIDTH / 5 / frame.scale
    length = max(
        (step * 10**power for power in range(5) for step in (1, 2, 5) if step * 10**power <= wanted),
        default=1,
    )
    wide, y, x = frame.metres(length), DRAWN_HEIGHT - 34, EDGE + 24
    yield element("rect", x=EDGE + 3, y=y - 52, width=wide + 60, height=80, fill="#fff")
    yield line([(x, y - 12), (x, y), (x + wide, y), (x + wide, y - 12)], 4)
    label = (
        f"{length:,} metres"
        if length < 1000
        else f"{length / 1000:g} {'kilometre' if length == 1000 else 'kilometres'}"
    )
    yield words(label, x, y - 20, 28)


def _north() -> Iterable[str]:
    x, y = WIDTH - EDGE - 50, EDGE + 40
    yield element(
        "polygon",
        points=f"{x},{y} {x + 16},{y + 50} {x},{y + 38} {x - 16},{y + 50}",
        fill="#000",
        stroke="#fff",
        stroke_width=2,
    )
    yield words("N", x, y + 84, 32, "middle", bold=True)


def _key(streets: bool, route: bool, ring: bool, others: bool) -> Iterable[tuple[str, str]]:
    yield (
        "sites",
        "A: the site that is left (crossed square). B: the site where services are given afterwards (filled circle).",
    )
    if others:
        yield "others", "Numbers: other pharmacies (triangles), by distance from A."
    if route:
        yield "route", "The shortest walk from A to B."
    if ring:
        yield "ring", "A mile in a straight line from A."
    if streets:
        yield "streets", "Streets from which B is within the standard."


def _legend(key: Sequence[tuple[str, str]], attribution: Sequence[str]) -> Iterable[str]:
    y = DRAWN_HEIGHT + EDGE + 12
    for what, text in key:
        x = EDGE + 4
        if what == "route":
            yield line([(x, y - 8), (x + 90, y - 8)], 7, "22 14")
        elif what == "ring":
            yield line([(x, y - 8), (x + 90, y - 8)], 3, "3 12")
        elif what == "streets":
            yield line([(x, y - 8), (x + 90, y - 8)], 5, stroke="#b5b5b5")
        yield words(text, x if what in ("sites", "others") else x + 110, y, 26)
        y += _LINE_HEIGHT
    for text in attribution:
        yield words(text, EDGE + 4, y, 22)
        y += _LINE_HEIGHT
