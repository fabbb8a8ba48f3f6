"""Maps as GeoPackages that open in QGIS: one layer each, with description, attribution and meaning of fields.

The one place of this package that touches files: GDAL writes to a temporary folder, and the bytes are handed back.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from app.maps.features import Field, Kind, MapDocument, MapLayer
from app.maps.geojson import COORDINATES, to_degrees
from geodata.geopackage import Column, Layer, write_layers
from geodata.snapshot import MM, Floats

MEDIA_TYPE = "application/geopackage+sqlite3"
NATIONAL_GRID, WGS84 = 27700, 4326
_COORDINATES = {
    NATIONAL_GRID: "British National Grid (EPSG:27700), metres to the millimetre",
    WGS84: COORDINATES,
}
_TYPES: dict[Kind, tuple[type, Any]] = {
    Kind.TEXT: (object, None),
    Kind.WHOLE: (np.int64, 0),
    Kind.NUMBER: (np.float64, np.nan),
    Kind.YES_NO: (np.bool_, False),
}


def to_geopackage(document: MapDocument, crs: int = NATIONAL_GRID) -> bytes:
    """A map as a GeoPackage in EPSG:27700 or EPSG:4326. The same map gives the same bytes on the same GDAL.

    Raises ValueError for another system of coordinates.
    """
    if crs not in _COORDINATES:
        raise ValueError(f"EPSG:{crs} is not offered. Give 27700 (British National Grid) or 4326 (WGS84).")
    layers = [_layer(layer, document, crs) for layer in document.layers]
    with TemporaryDirectory(prefix="map-") as folder:
        file = Path(folder) / "map.gpkg"
        write_layers(file, layers, f"{document.imprint.data['snapshot_as_at']}T00:00:00.000Z")
        return file.read_bytes()


def _layer(layer: MapLayer, document: MapDocument, crs: int) -> Layer:
    shapes = [feature.geometry for feature in layer.features]
    return Layer(
        name=layer.name,
        title=layer.title,
        description=_description(layer, document),
        columns=[_column(layer, field) for field in layer.fields],
        wkb=shapely.to_wkb(to_degrees(shapes) if crs == WGS84 else _to_millimetres(shapes)),
        shape=layer.shape.value,
        crs=f"EPSG:{crs}",
        metadata=_metadata(layer, document, crs),
    )


def _to_millimetres(shapes: list[Any]) -> Any:
    def rounded(points: Floats) -> Floats:
        return np.round(points * MM) / MM

    return shapely.transform(np.array(shapes, dtype=object), rounded)


def _column(layer: MapLayer, field: Field) -> Column:
    kind, empty = _TYPES[field.kind]
    values = [feature.values[field.name] for feature in layer.features]
    missing = np.array([value is None for value in values], dtype=bool)
    return Column(
        field.name, np.array([empty if value is None else value for value in values], dtype=kind), missing
    )


def _description(layer: MapLayer, document: MapDocument) -> str:
    return " ".join([layer.description, *document.imprint.notes, *document.imprint.attribution])


def _metadata(layer: MapLayer, document: MapDocument, crs: int) -> dict[str, str]:
    imprint = document.imprint
    return {
        "TITLE": f"{imprint.title}: {layer.title}",
        "ATTRIBUTION": " ".join(imprint.attribution),
        "METHOD": "; ".join(imprint.method),
        "NOTES": " ".join(imprint.notes),
        "COORDINATES": _COORDINATES[crs],
        "AUDIENCE": "analysts only" if layer.analysts_only else "anyone",
        "FIELDS": "; ".join(f"{field.name}: {field.meaning}" for field in layer.fields),
        **{name.upper(): value for name, value in imprint.data.items()},
    }
