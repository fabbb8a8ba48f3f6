"""Outlines of boards, wards and LSOAs from GeoPackages of the Office for National Statistics; of controlled localities.

Columns carry the year (CTYUA21CD, WD24NM, LSOA21CD); any year is read. Controlled localities, which no one publishes for
the country, have the columns code and name. Coordinates must be EPSG:27700.
"""

import re
import sqlite3
import warnings
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from geodata.arrays import Boundary
from geodata.britain import on_grid, why_not
from geodata.errors import Faults, SourceError
from geodata.snapshot import Source
from geodata.sources.tables import OGL, Citation, check_file, some, source_of

TITLES = {
    "hwb": "Counties and unitary authorities: boundaries",
    "ward": "Wards: boundaries",
    "lsoa": "Lower layer super output areas: boundaries",
    "controlled": "Controlled localities: boundaries",
}
_PREFIX = {"hwb": "(?:CTYUA|UTLA|HWB)", "ward": "WD", "lsoa": "LSOA"}
_SHAPE = {"hwb": "CTYUA21{}", "ward": "WD21{}", "lsoa": "LSOA21{}"}
_ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right."
)
_GRID = "EPSG:27700"


def citation(kind: str) -> Citation:
    """Whose outlines they are, unless a recipe says otherwise; of controlled localities it always does."""
    if kind == "controlled":
        return Citation(TITLES[kind], "", "", "")
    return Citation(TITLES[kind], "Office for National Statistics", OGL, _ATTRIBUTION)


def read_boundaries(
    file: Path,
    kind: str,
    *,
    vintage: str,
    bounds: tuple[float, float, float, float] | None = None,
    layer: str | None = None,
) -> tuple[tuple[Boundary, ...], Source]:
    """Outlines of a kind ("hwb", "ward", "lsoa", "controlled") by code; with ``bounds`` (w, s, e, n) those that meet it.

    The source counts every outline of the file as used: whoever picks from them must account for the rest.
    Raises SourceError for a file that is no whole GeoPackage, lacks the columns, or is not in EPSG:27700.
    """
    _check_whole(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", RuntimeWarning
            )  # GDAL remarks on metadata tables it does not need
            name = _layer(file, layer)
            info, code, label = _described(file, kind, name)
            meta, _, geometry, fields = pyogrio.raw.read(file, layer=name, columns=[code, label], bbox=bounds)
    except (DataSourceError, DataLayerError, RuntimeError) as error:
        raise SourceError(file, f"it cannot be read ({error}).", "Download it again.") from error
    names = dict(zip(meta["fields"], fields, strict=True))
    faults, found = Faults(), []
    for number, (given, title, wkb) in enumerate(zip(names[code], names[label], geometry, strict=True), 1):
        with faults.gathered():
            own = _text(file, code, given, number).upper()
            found.append(
                Boundary(own, _text(file, label, title, number), _outline(file, f"{code} {own!r}", wkb))
            )
    boundaries = tuple(sorted(found, key=lambda boundary: boundary.code))
    for first, second in pairwise(boundaries):
        if first.code == second.code:
            faults.add(
                SourceError(
                    file, f"{code} {first.code!r} stands in it twice.", "Keep one outline for each code."
                )
            )
    if bounds is not None:
        with faults.gathered():
            _none_without_outline(file, name, code)
    faults.stop()
    return boundaries, source_of(
        f"boundaries {kind}", file, citation(kind), vintage, rows=int(info["features"])
    )


def look_at_boundaries(file: Path, kind: str, layer: str | None = None) -> None:
    """The layout alone: layer, columns, coordinates. Raises SourceError."""
    _check_whole(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            _described(file, kind, _layer(file, layer))
    except (DataSourceError, DataLayerError, RuntimeError) as error:
        raise SourceError(file, f"it cannot be read ({error}).", "Download it again.") from error


def _described(file: Path, kind: str, layer: str) -> tuple[dict[str, Any], str, str]:
    """What the file says of itself, and its columns of codes and of names."""
    info = pyogrio.read_info(file, layer=layer)
    faults = Faults()
    with faults.gathered():
        code, label = _columns(file, kind, list(info["fields"]))
    with faults.gathered():
        if info["crs"] != _GRID:
            raise SourceError(
                file, f"its coordinates are {info['crs'] or 'of no stated kind'}.", f"Save it in {_GRID}."
            )
    faults.stop()
    return info, code, label


def _check_whole(file: Path) -> None:
    """A GeoPackage is an SQLite database; one that was cut short or damaged must not be read in part."""
    if not check_file(file).startswith(b"SQLite format 3\x00"):
        raise SourceError(
            file,
            "it is not a GeoPackage.",
            "Download the GeoPackage (.gpkg), not a web page or another format.",
        )
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            answer = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise SourceError(file, f"it is damaged or cut short ({answer}).", "Download it again.")


def _layer(file: Path, wanted: str | None) -> str:
    layers = [str(name) for name, _ in pyogrio.list_layers(file)]
    if wanted is not None and wanted not in layers:
        raise SourceError(file, f"it has no layer {wanted!r}.", f"Its layers are {some(layers)}.")
    if wanted is None and len(layers) != 1:
        raise SourceError(
            file,
            f"it has {len(layers)} layers: {some(layers) or 'none'}.",
            "Name one in the recipe with layer = ...",
        )
    return wanted or layers[0]


def _columns(file: Path, kind: str, fields: list[str]) -> tuple[str, str]:
    found = []
    for ending, plain in (("CD", "code"), ("NM", "name")):
        pattern = rf"{_PREFIX[kind]}\d\d{ending}" if kind in _PREFIX else plain
        matches = [name for name in fields if re.fullmatch(pattern, name, re.IGNORECASE)]
        if len(matches) != 1:
            shape = _SHAPE[kind].format(ending) if kind in _SHAPE else plain
            raise SourceError(
                file,
                f"it has {'no' if not matches else 'more than one'} column like {shape}; it has {some(fields, 12)}.",
                f"Check that the recipe names a file of {TITLES[kind].split(':')[0].lower()}.",
            )
        found.append(matches[0])
    return found[0], found[1]


def _text(file: Path, column: str, given: object, number: int) -> str:
    """A cell that names something. Raises SourceError where it is empty or no text."""
    if not isinstance(given, str) or not given.strip():
        raise SourceError(
            file,
            f"column {column!r}, outline {number}: {given!r} names nothing.",
            "Fill it in, or take the outline out.",
        )
    return given.strip()


def _outline(file: Path, whose: str, wkb: bytes | None) -> bytes:
    """The outline in two dimensions; one that crosses itself is made valid, as a point cannot be placed in it.

    Raises SourceError where it is missing, broken, no area, or not in Great Britain.
    """
    todo = "Draw it again, or download the file again."
    if wkb is None:
        raise SourceError(file, f"{whose} has no outline.", todo)
    try:
        with np.errstate(invalid="ignore"):
            shape = shapely.force_2d(shapely.from_wkb(wkb))
            if not np.isfinite(shapely.get_coordinates(shape)).all():
                raise SourceError(file, f"the outline of {whose} has a corner that is no place.", todo)
            if not shape.is_valid:
                shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except shapely.errors.ShapelyError as error:
        raise SourceError(file, f"the outline of {whose} is broken ({error}).", todo) from error
    if shape.is_empty or shape.area <= 0:
        raise SourceError(file, f"the outline of {whose} is no area ({shape.geom_type.lower()}).", todo)
    west, south, east, north = shape.bounds
    for x, y in ((west, south), (east, north)):
        if not on_grid(*np.array([[x], [y]])).all():
            raise SourceError(
                file,
                f"the outline of {whose} reaches to {x:.10g}, {y:.10g}, which {why_not(x, y)}.",
                f"Save it in {_GRID}.",
            )
    return bytes(shapely.to_wkb(shape))


def _none_without_outline(file: Path, layer: str, code: str) -> None:
    """What has no outline lies in no bounds, and would be left out without a word. Raises SourceError naming one."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        asked = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
        column = database.execute(asked, (layer,)).fetchone()
        if column is None:
            return
        table, geometry, named = (name.replace('"', '""') for name in (layer, column[0], code))
        found = database.execute(f'SELECT "{named}" FROM "{table}" WHERE "{geometry}" IS NULL').fetchone()  # noqa: S608
    if found is not None:
        raise SourceError(
            file, f"{code} {found[0]!r} has no outline.", "Draw it again, or download the file again."
        )
