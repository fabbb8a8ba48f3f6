"""Made-up postcodes along the streets where people live. No real postcode begins with X."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely import Point, Polygon, STRtree

from geodata.demo.curves import Spot, beside
from geodata.demo.people import PopulatedArea
from geodata.demo.skeleton import border_town, town_edge, village
from geodata.demo.weave import Street

PEOPLE_TO_A_POSTCODE = 44
_FEWEST = 12
_SPACING_M = 26.0
_LONELY_SPACING_M = 450.0
_OFF_STREET_M = 11.0
_INSIDE_M = 3.0
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that the second half of a postcode uses; C, I, K, M, O and V are left out in real ones too."""

_LIVED_ON = {"residential", "pedestrian", "tertiary", "secondary", "primary"}


@dataclass(frozen=True)
class Postcode:
    """A postcode and its point, whole metres in EPSG:27700."""

    code: str
    easting: int
    northing: int


def deal_postcodes(areas: Sequence[PopulatedArea], streets: Sequence[Street]) -> list[Postcode]:
    """Postcodes for every small area, spread evenly along its streets, about one for 44 people."""
    doors = _doors(streets, [area.outline for area in areas])
    dealt: list[Postcode] = []
    units: dict[str, Iterator[str]] = {}
    for index, area in enumerate(areas):
        wanted = max(_FEWEST, round(area.people / PEOPLE_TO_A_POSTCODE))
        among = doors[index]
        if len(among) < wanted:
            raise ValueError(
                f"{area.name} has {len(among)} places for {wanted} postcodes: draw more streets."
            )
        letters = units.setdefault(area.ward.code, _units())
        for number in range(wanted):
            east, north = among[(2 * number + 1) * len(among) // (2 * wanted)]
            dealt.append(Postcode(f"{sector(area.ward.code)}{next(letters)}", round(east), round(north)))
    return dealt


def sector(ward: str) -> str:
    """The first part of a ward's postcodes, up to the digit after the space: four wards share a district."""
    number = int(ward[-3:]) - 1
    return f"XT{1 + number // 4} {1 + number % 4}"


def shop_postcode(ward: str, number: int, at: Spot) -> Postcode:
    """A postcode of its own for a parade of shops; its letters come from the end, where homes' never reach."""
    return Postcode(f"{sector(ward)}Z{_LETTERS[-1 - number]}", round(at[0]), round(at[1]))


def _units() -> Iterator[str]:
    return (first + second for first in _LETTERS[:-1] for second in _LETTERS)


def _doors(streets: Sequence[Street], outlines: Sequence[Polygon]) -> dict[int, list[Spot]]:
    """Spots beside streets that people live on, by the position of the area that holds them."""
    built = shapely.union_all([town_edge(), village("Larkquill"), village("Pinnowby"), border_town()])
    spots: list[Spot] = []
    for street in streets:
        if street.tags.get("highway") not in _LIVED_ON or "layer" in street.tags:
            continue
        middle = street.line.interpolate(0.5, normalized=True)
        in_town = shapely.contains_xy(built, middle.x, middle.y)
        spacing = _SPACING_M if in_town else _LONELY_SPACING_M
        along = spacing / 2
        while along < street.line.length:
            spots += [beside(street.line, along, side * _OFF_STREET_M) for side in (1, -1)]
            along += spacing
    tree = STRtree(list(map(Point, spots)))
    doors: dict[int, list[Spot]] = defaultdict(list)
    for index, outline in enumerate(outlines):
        inside = tree.query(shapely.buffer(outline, -_INSIDE_M), predicate="contains")
        doors[index] = [spots[at] for at in sorted(inside.tolist())]
    return doors
