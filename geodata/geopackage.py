"""Write outlines as a GeoPackage: the same outlines give the same bytes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyogrio
import shapely

_NO_CLOCK = "2026-01-01T00:00:00.000Z"


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
    rows = list(outlines)
    shapes = [shapely.multipolygons(shapely.get_parts(shape)) for _, _, shape in rows]
    file.unlink(missing_ok=True)
    with _stopped_clock():
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
            crs="EPSG:27700",
        )


@contextmanager
def _stopped_clock() -> Iterator[None]:
    """GDAL writes the time of day into a GeoPackage; the same outlines must give the same bytes."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_CLOCK})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
