"""What a map is made of, whatever file it is written to: layers of features with plain values, and what to print with them.

Geometry is shapely's in EPSG:27700 metres. Writers project it where a format wants degrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

Value = str | int | float | bool | None


class Kind(StrEnum):
    """What a field holds. Every field may be empty: None is "not known" or "does not apply"."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"


class Shape(StrEnum):
    """What the features of a layer are, by the name that files give it."""

    POINT = "Point"
    LINE = "LineString"
    AREA = "MultiPolygon"


@dataclass(frozen=True)
class Field:
    """One column of a layer or a table. ``meaning`` says what it holds, with its unit."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Feature:
    """One thing on a map. ``values`` are by name of the layer's fields, all of them."""

    geometry: BaseGeometry
    values: Mapping[str, Value]


@dataclass(frozen=True)
class MapLayer:
    """Things of one kind. ``analysts_only``: not to be published or sent to consultees; the description says why."""

    name: str
    title: str
    description: str
    shape: Shape
    fields: tuple[Field, ...]
    features: tuple[Feature, ...]
    analysts_only: bool = False


@dataclass(frozen=True)
class Imprint:
    """What stands with a map or a table: whose data it is, how it was made, what a reader has to know.

    ``data`` names the baseline, the snapshot and the standard. ``attribution`` is to be printed wherever it is shown.
    """

    title: str
    attribution: tuple[str, ...]
    method: tuple[str, ...]
    notes: tuple[str, ...]
    data: Mapping[str, str]


@dataclass(frozen=True)
class MapDocument:
    """A map: its layers, and what to print with them."""

    imprint: Imprint
    layers: tuple[MapLayer, ...]
