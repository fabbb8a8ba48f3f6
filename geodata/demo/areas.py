"""Wards and the small areas inside them: main roads, river and railway bound neighbourhoods, streets bound the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import shapely
from shapely import LineString, Point, Polygon

from geodata.demo.blocks import cut_into_parts, in_one_piece
from geodata.demo.chance import chance
from geodata.demo.main_roads import MAIN_ROADS, road
from geodata.demo.places import BORDER_TOWN, NEIGHBOURHOODS, Neighbourhood, Style
from geodata.demo.skeleton import borough, neighbour, place, railway, river, town_edge

PEOPLE_IN_AN_AREA = 1450
"""About how many people live in one lower layer super output area."""

FEWEST_PEOPLE = 900
"""A face with fewer belongs to the small area next to it."""


@dataclass(frozen=True)
class SmallArea:
    """One small area (like an LSOA): the ward that it is part of, its outline, and its share of the ward's land."""

    ward: Neighbourhood
    outline: Polygon
    share: float


@dataclass(frozen=True)
class Layout:
    """How the land is divided. ``cuts`` are the streets that part one small area from the next."""

    wards: dict[str, shapely.Geometry]
    areas: tuple[SmallArea, ...]
    cuts: tuple[tuple[Neighbourhood, LineString], ...]


def divide(seed: int) -> Layout:
    """Divide the borough, and the part of the neighbour's area that touches it, into wards and small areas."""
    draw = chance(seed, "areas")
    wards: dict[str, shapely.Geometry] = {}
    areas: list[SmallArea] = []
    cuts: list[tuple[Neighbourhood, LineString]] = []
    for ward, faces in _faces_of_wards().items():
        land = sum(face.area for face in faces)
        for face in _gathered(faces, land * FEWEST_PEOPLE / ward.people):
            wanted = max(1, round(ward.people * face.area / land / PEOPLE_IN_AN_AREA))
            streets, parts = cut_into_parts(face, wanted, bend=0.05, draw=draw)
            cuts += [(ward, street) for street in streets]
            areas += [SmallArea(ward, part, part.area / land) for part in parts]
        wards[ward.name] = shapely.union_all(faces)
    for ward, outline in _country().items():
        wards[ward.name] = outline
        areas.append(SmallArea(ward, outline, 1.0))
    quarters = faces_of(border_ward(), [road("Quernwick Road"), road("Cross Lane"), *_border_ribs()])
    wards[BORDER_TOWN.name] = border_ward()
    areas += [SmallArea(BORDER_TOWN, quarter, 1 / len(quarters)) for quarter in quarters]
    return Layout(wards, tuple(areas), tuple(cuts))


def faces_of(land: Polygon, lines: Iterable[LineString]) -> list[Polygon]:
    """The pieces into which lines cut land, from west to east."""
    noded = shapely.union_all([shapely.boundary(land), *lines])
    faces = [
        face
        for face in shapely.get_parts(shapely.polygonize([noded]))
        if isinstance(face, Polygon) and land.contains(face.representative_point())
    ]
    return sorted(faces, key=lambda face: face.representative_point().coords[0])


@cache
def border_ward() -> Polygon:
    """The neighbour's ward that touches the borough."""
    box = shapely.box(*place(3000, -2400), *place(6600, 3200))
    return in_one_piece(shapely.intersection(neighbour(), box))


def _faces_of_wards() -> dict[Neighbourhood, list[Polygon]]:
    wards = [ward for ward in NEIGHBOURHOODS if ward.style is not Style.VILLAGE]
    # Kiln Road stops at the railway; its line is carried on to it, so that it bounds neighbourhoods all the same.
    rib = LineString([place(-995, 1030), place(-900, 1030)])
    lines = [road(main.name) for main in MAIN_ROADS]
    result: dict[Neighbourhood, list[Polygon]] = {ward: [] for ward in wards}
    for face in faces_of(town_edge(), [*lines, river(), railway(), rib]):
        result[_ward_of(face, wards)].append(face)
    return result


def _gathered(faces: list[Polygon], least: float) -> list[Polygon]:
    """Faces of a ward, one that is too small joined to the one with which it shares most edge."""
    whole = sorted(faces, key=lambda face: -face.area)
    while len(whole) > 1 and whole[-1].area < least:
        small = whole.pop()
        shared = [shapely.intersection(small, face).length for face in whole]
        best = shared.index(max(shared))
        whole[best] = in_one_piece(shapely.union(whole[best], small))
        whole.sort(key=lambda face: -face.area)
    return whole


def _ward_of(face: Polygon, wards: Iterable[Neighbourhood]) -> Neighbourhood:
    middle = face.representative_point()

    def strangeness(ward: Neighbourhood) -> tuple[bool, float]:
        at = Point(place(*ward.at))
        return (not face.contains(at), at.distance(middle))

    return min(wards, key=strangeness)


def _country() -> dict[Neighbourhood, Polygon]:
    """The villages' wards: the country on either side of the railway."""
    land = in_one_piece(shapely.difference(borough(), town_edge()))
    villages = [ward for ward in NEIGHBOURHOODS if ward.style is Style.VILLAGE]
    return {_ward_of(side, villages): side for side in faces_of(land, [railway()])}


def _border_ribs() -> list[LineString]:
    """Lines that carry the border town's roads on to the edge of its ward."""
    lane = road("Cross Lane")
    south, north = lane.coords[0], lane.coords[-1]
    return [
        LineString([south, (south[0] + 100, place(0, -2500)[1])]),
        LineString([north, (north[0] - 100, place(0, 3300)[1])]),
    ]
