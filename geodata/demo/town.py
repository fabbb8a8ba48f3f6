"""Write the made-up town as publishers would, and build its snapshot the way real ones are built."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import Point

from geodata.build import build_snapshot
from geodata.demo import recipe as names
from geodata.demo import tables
from geodata.demo.areas import Layout, divide
from geodata.demo.chance import SEED
from geodata.demo.osm_file import write_osm
from geodata.demo.people import PopulatedArea, Ward, settle, wards
from geodata.demo.pharmacies import DISTANCE_SELLING, SHOPS
from geodata.demo.places import (
    BOROUGH,
    BOROUGH_CODE,
    FAR_NEIGHBOUR,
    FAR_NEIGHBOUR_CODE,
    NEIGHBOUR,
    NEIGHBOUR_CODE,
)
from geodata.demo.postcodes import Postcode, deal_postcodes, shop_postcode
from geodata.demo.skeleton import borough, far_neighbour, neighbour
from geodata.demo.streets import draw_streets
from geodata.geopackage import write_outlines
from geodata.progress import Progress, silent
from geodata.recipe import read_recipe


@dataclass(frozen=True)
class DemoTown:
    """Where the town's files stand. ``hwb`` is the code of the board whose residents are counted."""

    recipe: Path
    sources: Path
    hwb: str
    neighbours: tuple[str, ...]
    seed: int


def write_town(folder: Path, seed: int = SEED) -> DemoTown:
    """Write ``folder``/recipe.toml and ``folder``/sources/: publishers' files for the made-up borough of Quernwick.

    The same seed gives the same bytes, whatever the folder and the day.
    """
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    layout = divide(seed)
    streets = draw_streets(layout, seed)
    areas = settle(layout, seed)
    shop_postcodes = _shop_postcodes(layout)
    write_osm(sources / names.STREETS, streets)
    tables.write_postcodes(
        sources / names.POSTCODES, [*deal_postcodes(areas, streets), *shop_postcodes.values()]
    )
    tables.write_pharmacies(sources / names.PHARMACIES, SHOPS, shop_postcodes)
    tables.write_services(sources / names.SERVICES, SHOPS)
    tables.write_residents(sources / names.RESIDENTS, areas)
    tables.write_ages(sources / names.AGES, areas)
    tables.write_deprivation(sources / names.DEPRIVATION, areas)
    tables.write_lookup(sources / names.LOOKUP, areas)
    _write_outlines(sources, layout, areas)
    file = folder / "recipe.toml"
    file.write_text(names.recipe_text(DISTANCE_SELLING), encoding="utf-8")
    return DemoTown(file, sources, BOROUGH_CODE, (NEIGHBOUR_CODE, FAR_NEIGHBOUR_CODE), seed)


def build_town(folder: Path, seed: int = SEED, *, progress: Progress = silent) -> Path:
    """Write the town below ``folder`` and build it there; returns the snapshot's folder in ``folder``/snapshots."""
    town = write_town(folder, seed)
    return build_snapshot(read_recipe(town.recipe), town.sources, folder / "snapshots", progress=progress)


def _write_outlines(sources: Path, layout: Layout, areas: Sequence[PopulatedArea]) -> None:
    boards = (
        (BOROUGH_CODE, BOROUGH, borough()),
        (NEIGHBOUR_CODE, NEIGHBOUR, neighbour()),
        (FAR_NEIGHBOUR_CODE, FAR_NEIGHBOUR, far_neighbour()),
    )
    write_outlines(sources / names.BOARDS_OUTLINES, "CTYUA21", boards)
    of_wards = ((ward.code, ward.place.name, layout.wards[ward.place.name]) for ward in wards())
    write_outlines(sources / names.WARDS_OUTLINES, "WD24", of_wards)
    of_areas = ((area.code, area.name, area.outline) for area in areas)
    write_outlines(sources / names.LSOA_OUTLINES, "LSOA21", of_areas)


def _shop_postcodes(layout: Layout) -> dict[str, Postcode]:
    """Each shop's own postcode, in the sector of the ward that it stands in."""
    result: dict[str, Postcode] = {}
    used: dict[str, int] = {}
    for shop in SHOPS:
        ward = _ward_at(shop.postcode_point, layout)
        used[ward.code] = used.get(ward.code, -1) + 1
        result[shop.code] = shop_postcode(ward.code, used[ward.code], shop.postcode_point)
    return result


def _ward_at(spot: tuple[float, float], layout: Layout) -> Ward:
    return next(ward for ward in wards() if shapely.intersects(layout.wards[ward.place.name], Point(spot)))
