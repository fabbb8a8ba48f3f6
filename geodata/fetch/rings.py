"""Outlines as ArcGIS sends them: rings, of which those that run clockwise are outer ones and the others are holes."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry


def outline_of(rings: Sequence[Sequence[Sequence[float]]]) -> BaseGeometry:
    """One multipolygon of the rings. Raises ValueError where there is no outer ring, or a hole lies in none."""
    lines = [shapely.LinearRing([point[:2] for point in ring]) for ring in rings]
    outer = [shapely.Polygon(line) for line in lines if not shapely.is_ccw(line)]
    holes: list[list[shapely.LinearRing]] = [[] for _ in outer]
    if not outer:
        raise ValueError("no ring of it runs clockwise")
    for line in lines:
        if shapely.is_ccw(line):
            inside = shapely.Polygon(line).representative_point()
            around = [at for at, polygon in enumerate(outer) if polygon.contains(inside)]
            if not around:
                raise ValueError("a hole of it lies in no ring")
            holes[min(around, key=lambda at: outer[at].area)].append(line)
    parts = [shapely.Polygon(polygon.exterior, inner) for polygon, inner in zip(outer, holes, strict=True)]
    return shapely.normalize(shapely.MultiPolygon(parts))
