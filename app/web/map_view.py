"""What the interactive map draws: streets, lines, outlines and marked places in whole metres, with no map server behind it.

Coordinates are EPSG:27700 metres, counted from the view's own south-west corner so that the document stays small; the
script lays them on a plain grid. Everything in it stands in the page's table too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from app.maps.features import MapLayer
from geodata.snapshot import Ints, StreetNetwork

Box = tuple[float, float, float, float]
"""West, south, east, north in EPSG:27700 metres."""

Path = list[int]
"""x, y, x, y ... in whole metres from the view's corner."""

MOST_STREETS = 30_000
"""More would keep an old phone busy; a view with more draws none, and says so."""


@dataclass(frozen=True)
class MarkedPlace:
    """A place with its mark. ``kind`` chooses its shape; ``text`` is read out and shown beside it. size: radius, pixels."""

    kind: str
    mark: str
    x: int
    y: int
    text: str
    size: int = 12


@dataclass(frozen=True)
class Lines:
    """Lines of one kind, that a reader can show and hide."""

    kind: str
    title: str
    paths: list[Path]


@dataclass(frozen=True)
class MapView:
    """The document. width, height: metres. ``note`` says what is left out, where anything is."""

    title: str
    width: int
    height: int
    attribution: tuple[str, ...]
    lines: tuple[Lines, ...]
    places: tuple[MarkedPlace, ...]
    note: str = ""

    def document(self) -> dict[str, object]:
        """As plain values for JSON."""
        return asdict(self)


def box_around(points: Sequence[tuple[float, float]], margin: float) -> Box:
    """The box that holds points with metres to spare on every side. Raises ValueError for no points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def streets_in(network: StreetNetwork, box: Box) -> tuple[Lines, str]:
    """The streets with a point in a box, cut at nothing; none, with a note, where there are more than MOST_STREETS."""
    west, south, east, north = box
    x, y = network.geometry_xy[:, 0], network.geometry_xy[:, 1]
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    edges: Ints = np.flatnonzero(np.logical_or.reduceat(inside, network.geometry_start[:-1]))
    title = "Streets that people can walk"
    if len(edges) > MOST_STREETS:
        return Lines("street", title, []), f"{len(edges):,} streets are too many to draw here."
    return Lines("street", title, [path_of(network.line(int(edge)), box) for edge in edges]), ""


def lines_of_layer(layer: MapLayer, kind: str, title: str, box: Box, *, site: str | None = None) -> Lines:
    """The lines and outlines of a layer, of one site where given. Lines that do not meet the box are left out."""
    frame = shapely.box(*box)
    shapes = (
        feature.geometry for feature in layer.features if site is None or feature.values.get("site") == site
    )
    met = (part for shape in shapes for part in _parts(shape) if part.intersects(frame))
    return Lines(kind, title, [path_of(shapely.get_coordinates(part), box) for part in met])


def path_of(points: Iterable[Iterable[float]], box: Box) -> Path:
    """Points (k, 2) as whole metres from a box's corner, those that fall on the one before left out."""
    found: Path = []
    for x, y in points:
        at = [round(x - box[0]), round(y - box[1])]
        if found[-2:] != at:
            found += at
    return found


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    lines = shape.boundary if shape.geom_type.endswith("Polygon") else shape
    return list(shapely.get_parts(lines))
