"""Maps as GeoJSON (RFC 7946): WGS84 longitude and latitude, outer rings anticlockwise, the imprint as a foreign member.

One collection; each feature names its layer. The same map gives the same bytes.
"""

import json
from typing import Any

import numpy as np
import shapely

from app.maps.features import MapDocument, MapLayer
from geodata.projection import ACCURACY, from_national_grid
from geodata.snapshot import Floats

MEDIA_TYPE = "application/geo+json"
DECIMALS = 7
COORDINATES = (
    f"WGS84 longitude and latitude, {DECIMALS} decimals (about a centimetre), "
    f"from the British National Grid by {ACCURACY}"
)


def to_geojson(document: MapDocument) -> bytes:
    """A map as UTF-8 GeoJSON."""
    collection = {
        "type": "FeatureCollection",
        "metadata": _metadata(document),
        "features": [feature for layer in document.layers for feature in _features(layer)],
    }
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return (text + "\n").encode()


def to_degrees(shapes: list[Any]) -> Any:
    """Geometries of EPSG:27700 as longitude and latitude, rounded; polygons with outer rings anticlockwise."""
    return shapely.orient_polygons(shapely.transform(np.array(shapes, dtype=object), _degrees))


def _degrees(points: Floats) -> Floats:
    longitude, latitude = from_national_grid(points[:, 0], points[:, 1])
    # Adding 0 makes a rounded -0.0, which Greenwich would give, a plain 0.0.
    return np.asarray(np.round(np.column_stack([longitude, latitude]), DECIMALS) + 0.0, dtype=np.float64)


def _metadata(document: MapDocument) -> dict[str, Any]:
    imprint = document.imprint
    return {
        "title": imprint.title,
        "attribution": imprint.attribution,
        "method": imprint.method,
        "notes": imprint.notes,
        "coordinates": COORDINATES,
        **imprint.data,
        "layers": {
            layer.name: {
                "title": layer.title,
                "description": layer.description,
                "features": len(layer.features),
                "analysts_only": layer.analysts_only,
                "fields": {field.name: field.meaning for field in layer.fields},
            }
            for layer in document.layers
        },
    }


def _features(layer: MapLayer) -> list[dict[str, Any]]:
    shapes = to_degrees([feature.geometry for feature in layer.features])
    return [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shape),
            "properties": {"layer": layer.name, **feature.values},
        }
        for shape, feature in zip(shapes, layer.features, strict=True)
    ]
