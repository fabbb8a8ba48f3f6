"""Outlines of boards, wards and LSOAs from the layers of the Office for National Statistics, as GeoPackages."""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from geodata.fetch.arcgis import Bounds, FeatureLayer, Question, values
from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.rings import outline_of
from geodata.fetch.store import Answer
from geodata.geopackage import write_outlines

ENGLAND = "E%"


@dataclass(frozen=True)
class Listed:
    """A code and a name of a layer, with the layer's own names of those columns (CTYUA24CD, CTYUA24NM)."""

    code: str
    name: str


def english_areas(layer: FeatureLayer) -> tuple[Listed, ...]:
    """Codes and names of every area of England in a layer, without their outlines. Raises FetchError."""
    code, name = (layer.column(layer.layer.prefix, ending) for ending in ("CD", "NM"))
    known = layer.kept("names")
    if known is None:
        found = layer.records(Question(f"{code} LIKE '{ENGLAND}'", (code, name), code))
        rows = [values(record, (code, name)) for record in found]
        known = layer.keep("names", *layer.web.store.keep_text(json.dumps(rows, ensure_ascii=False)))
    kept = layer.web.store.object(known.sha256).read_text(encoding="utf-8")
    return tuple(Listed(*row) for row in json.loads(kept))


def fetch_outlines(layer: FeatureLayer, *, where: str = "", bounds: Bounds | None = None) -> Answer:
    """Outlines that meet ``bounds`` or fulfil a condition, as a GeoPackage in the store. Raises FetchError.

    Those of Wales come with it: without them its homes near the border would count to the nearest outline of England.

    The same outlines give the same bytes. Where the layer says that it was not edited since it was asked the same
    before, nothing is asked.
    """
    code, name = (layer.column(layer.layer.prefix, ending) for ending in ("CD", "NM"))
    condition = where.format(code=code) if where else "1=1"
    question = Question(condition, (code, name), code, bounds, outlines=True)
    asked = f"{condition} in {bounds}"
    known = layer.kept(asked)
    if known is not None:
        return known
    rows = []
    for record in layer.records(question):
        own_code, own_name = values(record, (code, name))
        try:
            rows.append((own_code, own_name, outline_of(record["geometry"]["rings"])))
        except (KeyError, TypeError, ValueError) as error:
            raise FetchError(
                layer.title,
                layer.address,
                f"the outline of {own_code} cannot be read ({error}).",
                do_file(layer.option),
            ) from error
    if not rows:
        raise FetchError(layer.title, layer.address, "no outline of it lies there.", do_file(layer.option))
    return store_outlines(layer, asked, code.removesuffix("CD").removesuffix("cd"), rows)


def store_outlines(
    layer: FeatureLayer, asked: str, prefix: str, rows: Sequence[tuple[str, str, BaseGeometry]]
) -> Answer:
    """Write outlines (code, name, shape) as a GeoPackage and keep it in the store."""
    handle, beside = tempfile.mkstemp(suffix=".gpkg", dir=layer.web.store.folder / "partial")
    os.close(handle)
    file = Path(beside)
    try:
        write_outlines(file, prefix, rows, layer=layer.layer.prefix.lower())
        return layer.keep(asked, *layer.web.store.keep(file))
    finally:
        file.unlink(missing_ok=True)
