"""The streets of an area with its reach, out of Geofabrik's extracts or from Overpass."""

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import shapely

from geodata.area import Area
from geodata.fetch.arcgis import Bounds
from geodata.fetch.clip import cut_streets
from geodata.fetch.context import Context
from geodata.fetch.geofabrik import fetch_extracts
from geodata.fetch.overpass import fetch_streets as ask_overpass
from geodata.fetch.piece import Piece, origin
from geodata.fetch.record import Origin
from geodata.fetch.store import Store
from geodata.projection import from_national_grid
from geodata.sources.osm import CITATION
from geodata.wording import in_words

BEYOND_M = 2000.0
"""How far over the reach streets are still wanted: a way to a pharmacy there may leave the reach and come back."""

NAME = "streets.osm.pbf"


def fetch_street_files(context: Context, area: Area) -> tuple[Piece, ...]:
    """One file of streets, none where none are wanted; several are joined and cut to the area. Raises FetchError."""
    wants, web = context.wants, context.web
    given = context.given("streets")
    if wants.streets == "none" and not given:
        return ()
    context.step("streets")
    metres = area.bounds(area.reach_m + BEYOND_M)
    degrees = _degrees(metres)
    if given:
        if len(given) == 1:
            return given
        content, note = _cut(web.store, [piece.content for piece in given], degrees)
        vintage = ", ".join(dict.fromkeys(piece.vintage for piece in given))
        return (_piece(content, vintage, tuple(o for piece in given for o in piece.origins), note, NAME),)
    if wants.streets == "overpass":
        day = wants.streets_day or web.clock().date() - timedelta(days=1)
        answer = ask_overpass(web, context.endpoints.overpass, metres, degrees, day)
        content, note = _cut(web.store, [web.store.object(answer.sha256)], degrees)
        return (_piece(content, in_words(day), (origin(answer),), note, NAME),)
    wanted = shapely.buffer(area.outline, area.reach_m + BEYOND_M)
    extracts = fetch_extracts(web, context.endpoints.geofabrik, wanted, wants.streets_day)
    context.step("cutting the streets to the area")
    content, note = _cut(web.store, [web.store.object(a.sha256) for a in extracts.answers], degrees)
    origins = tuple(origin(answer) for answer in extracts.answers)
    return (_piece(content, _vintage(extracts.day, extracts.names), origins, note, NAME),)


def _vintage(day: date, names: tuple[str, ...]) -> str:
    return f"{in_words(day)} ({', '.join(names)})"


def _piece(content: Path, vintage: str, origins: tuple[Origin, ...], note: str, name: str) -> Piece:
    return Piece("streets", name, content, CITATION, vintage, origins, note=note)


def _cut(store: Store, extracts: list[Path], degrees: Bounds) -> tuple[Path, str]:
    """Where the streets' bytes stand, and what was done with the extracts."""
    handle, beside = tempfile.mkstemp(suffix=".osm.pbf", dir=store.folder / "partial")
    os.close(handle)
    file = Path(beside)
    try:
        if not cut_streets(extracts, degrees, file):
            return extracts[0], "The extract as it was published."
        sha256, _, _ = store.keep(file)
    finally:
        file.unlink(missing_ok=True)
    west, south, east, north = degrees
    return store.object(sha256), (
        f"Streets that reach into longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}, "
        f"out of {len(extracts)} extract{'s' if len(extracts) > 1 else ''}."
    )


def _degrees(metres: Bounds) -> Bounds:
    """The rectangle in degrees that holds a rectangle of EPSG:27700."""
    west, south, east, north = metres
    longitude, latitude = from_national_grid(
        np.array([west, west, east, east]), np.array([south, north, south, north])
    )
    return float(longitude.min()), float(latitude.min()), float(longitude.max()), float(latitude.max())
