"""A look at the layout of every file of a recipe, before anything slow is read: what is wrong is told all at once."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from geodata.errors import Faults, SourceError
from geodata.recipe import CodePointOpen, OnsDirectory, PostcodeEntry, Recipe
from geodata.sources.boundaries import look_at_boundaries
from geodata.sources.census import look_at_ages, look_at_residents
from geodata.sources.centroids import look_at_centroids
from geodata.sources.deprivation import look_at_deciles
from geodata.sources.lookup import look_at_lookup
from geodata.sources.nhsbsa import look_at_list
from geodata.sources.ods import look_at_dispensaries
from geodata.sources.onspd import look_at_ons_directory, look_at_ons_package
from geodata.sources.osm_files import format_of
from geodata.sources.postcodes import look_at_code_point_open
from geodata.sources.services import look_at_services

Look = Callable[[], object]


def look_at_files(recipe: Recipe, data: Path, faults: Faults) -> None:
    """Note in ``faults`` what is missing, of another format, or lacks a column. No more than the head of a table is read."""
    for look in _looks(recipe, data):
        with faults.gathered():
            look()


def _looks(recipe: Recipe, data: Path) -> Iterator[Look]:
    for kind in ("hwb", "lsoa", "ward", "controlled"):
        if (outlines := getattr(recipe.boundaries, kind)) is not None:
            yield partial(look_at_boundaries, data / outlines.file, kind, outlines.layer)
    reads = look_at_dispensaries if recipe.pharmacies.layout == "ods" else look_at_list
    yield partial(reads, data / recipe.pharmacies.file)
    for entry in recipe.postcodes:
        yield partial(_look_at_postcodes, entry, data)
    census, areas = recipe.census, recipe.census.output_areas
    for file, look in (
        (recipe.hours, look_at_list),
        (recipe.services, look_at_services),
        (census.residents, look_at_residents),
        (census.ages, look_at_ages),
        (areas.centroids if areas else None, look_at_centroids),
        (areas.residents if areas else None, look_at_residents),
        (recipe.deprivation, look_at_deciles),
        (recipe.lookup, look_at_lookup),
        *((street, format_of) for street in recipe.streets.values()),
    ):
        if file is not None:
            yield partial(look, data / file.file)
    if recipe.overlay is not None:
        yield partial(_look_at_overlay, data / recipe.overlay.folder)


def _look_at_postcodes(entry: PostcodeEntry, data: Path) -> None:
    if isinstance(entry, CodePointOpen):
        look_at_code_point_open(data / entry.file)
    elif isinstance(entry, OnsDirectory):
        look_at_ons_directory(data / entry.file)
    else:
        look_at_ons_package(entry.letters)


def _look_at_overlay(folder: Path) -> None:
    if not folder.is_dir():
        raise SourceError(folder, "there is no such folder.", "Make it with `geodata overlay template`.")
