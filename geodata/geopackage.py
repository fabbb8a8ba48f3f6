"""Write GeoPackages that are the same bytes for the same content: layers of columns, each with what it holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

NATIONAL_GRID = "EPSG:27700"
_NO_CLOCK = "2026-01-01T00:00:00.000Z"
_WRITING = Lock()
"""GDAL's clock is one for the whole process: one file is written at a time."""

Shape = Literal["Point", "LineString", "MultiPolygon"]


@dataclass(frozen=True)
class Column:
    """One column of n rows. ``missing``: bool (n,), where the value is not known and stays empty."""

    name: str
    values: NDArray[Any]
    missing: NDArray[np.bool_]


@dataclass(frozen=True)
class Layer:
    """Rows of one kind. ``wkb``: object (n,), their geometry as WKB, None where a row has no place; None for a table.

    ``crs`` is that of the geometry. ``metadata``: by name in capitals, to be read with the layer.
    """

    name: str
    title: str
    description: str
    columns: Sequence[Column]
    wkb: NDArray[Any] | None = None
    shape: Shape | None = None
    crs: str = NATIONAL_GRID
    metadata: Mapping[str, str] = field(default_factory=dict)


def write_layers(file: Path, layers: Iterable[Layer], moment: str) -> None:
    """Write layers as a new GeoPackage, in order. ``moment``: the time (ISO 8601, UTC) that the file is to say of itself.

    The same layers and moment give the same bytes on the same GDAL.
    """
    file.unlink(missing_ok=True)
    with stopped_clock(moment):
        for layer in layers:
            _write(file, layer)


def _gdal() -> Any:
    """pyogrio, when a file is written: it imports geopandas and pandas, half a second that no other command should wait."""
    import pyogrio

    return pyogrio


def _write(file: Path, layer: Layer) -> None:
    pyogrio = _gdal()
    pyogrio.raw.write(
        file,
        geometry=layer.wkb,
        field_data=[column.values for column in layer.columns],
        field_mask=[column.missing for column in layer.columns],
        fields=[column.name for column in layer.columns],
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.shape,
        crs=layer.crs if layer.shape else None,
        append=file.exists(),
        layer_metadata=dict(layer.metadata) or None,
        layer_options={"IDENTIFIER": layer.title, "DESCRIPTION": layer.description},
    )


def write_outlines(
    file: Path,
    prefix: str,
    outlines: Iterable[tuple[str, str, shapely.Geometry]],
    *,
    layer: str | None = None,
) -> None:
    """Outlines (code, name, shape) as a GeoPackage with columns ``<prefix>NM`` and ``<prefix>CD``, EPSG:27700.

    ``layer`` is the file's own name unless told.
    """
    pyogrio, rows = _gdal(), list(outlines)
    shapes = [shapely.multipolygons(shapely.get_parts(shape)) for _, _, shape in rows]
    file.unlink(missing_ok=True)
    with stopped_clock(_NO_CLOCK):
        pyogrio.raw.write(
            file,
            geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
            field_data=[
                np.array([name for _, name, _ in rows], dtype=object),
                np.array([code for code, _, _ in rows], dtype=object),
            ],
            fields=[f"{prefix}NM", f"{prefix}CD"],
            layer=layer or file.stem,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs=NATIONAL_GRID,
        )


@contextmanager
def stopped_clock(moment: str) -> Iterator[None]:
    """GDAL writes the time of day into a GeoPackage; the same content must give the same bytes."""
    pyogrio = _gdal()
    with _WRITING:
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
