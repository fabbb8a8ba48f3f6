"""The ground of a snapshot: the boards' area, its neighbours, its LSOAs and wards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from geodata.area import NEIGHBOUR_BOARDS_M, Area, in_england, inner_points, make_area, neighbours
from geodata.arrays import Boundary
from geodata.errors import SourceError
from geodata.ledger import Ledger
from geodata.people import Lsoas, find_lsoas
from geodata.recipe import Recipe
from geodata.snapshot import Source
from geodata.sources.boundaries import read_boundaries
from geodata.sources.lookup import Belongs, read_lookup

_OUTSIDE = "outside the area"


@dataclass(frozen=True)
class Ground:
    """``boards`` are the area's own and those near by; ``wards`` are the area's, none where no outlines were given.

    ``controlled`` are the controlled localities in the area and near by; None where no outlines were given.
    """

    area: Area
    boards: tuple[Boundary, ...]
    lsoas: Lsoas
    wards: tuple[Boundary, ...]
    lookup: Mapping[str, Belongs] | None
    controlled: tuple[Boundary, ...] | None = None

    def layers(self) -> dict[str, tuple[Boundary, ...]]:
        """The layers that go into a snapshot."""
        layers = {"hwb": self.boards, "ward": self.wards, "lsoa": self.lsoas.own_outlines}
        return layers if self.controlled is None else {**layers, "controlled": self.controlled}

    def board_names(self, hwbs: Sequence[str]) -> frozenset[str]:
        """Names of some boards."""
        return frozenset(board.name for board in self.boards if board.code in hwbs)


def read_ground(recipe: Recipe, data: Path, ledger: Ledger) -> Ground:
    """Read outlines and lookup. Raises SourceError where they do not hold the recipe's boards and their LSOAs."""
    entry = recipe.boundaries.hwb
    every_board, source = read_boundaries(data / entry.file, "hwb", vintage=entry.vintage, layer=entry.layer)
    area = make_area(data / entry.file, every_board, recipe.hwbs, recipe.reach_m)
    english = [board for board in every_board if in_england(board)]
    boards = neighbours(english, area)
    abroad = ", or not in England" if len(english) < len(every_board) else ""
    ledger.add(
        entry, source, len(boards), f"further than {NEIGHBOUR_BOARDS_M / 1000:g} km from the area{abroad}"
    )
    lookup = _read_lookup(recipe, data)
    by_lsoa = None if lookup is None else lookup[0]
    entry = recipe.boundaries.lsoa
    near = area.bounds(recipe.reach_m)
    outlines, source = read_boundaries(
        data / entry.file, "lsoa", vintage=entry.vintage, bounds=near, layer=entry.layer
    )
    lsoas = find_lsoas(data / entry.file, outlines, every_board, recipe.hwbs, by_lsoa)
    ledger.add(entry, source, len(lsoas.own), _OUTSIDE)
    if lookup is not None:
        found = sum(outline.code in lookup[0] for outline in lsoas.own_outlines)
        ledger.add(recipe.lookup, lookup[1], found, _OUTSIDE)
    wards = _read_wards(recipe, data, ledger, area)
    return Ground(area, boards, lsoas, wards, by_lsoa, _read_controlled(recipe, data, ledger, area))


def _read_lookup(recipe: Recipe, data: Path) -> tuple[Mapping[str, Belongs], Source] | None:
    entry = recipe.lookup
    return None if entry is None else read_lookup(data / entry.file, vintage=entry.vintage)


def _read_wards(recipe: Recipe, data: Path, ledger: Ledger, area: Area) -> tuple[Boundary, ...]:
    entry = recipe.boundaries.ward
    if entry is None:
        return ()
    file = data / entry.file
    every, source = read_boundaries(
        file, "ward", vintage=entry.vintage, bounds=area.bounds(recipe.reach_m), layer=entry.layer
    )
    x, y = inner_points([shapely.from_wkb(ward.wkb) for ward in every])
    wards = tuple(ward for ward, inside in zip(every, area.near(x, y, 0.0), strict=True) if inside)
    if not wards:
        raise SourceError(file, "no ward of it lies in the area.", "Take the wards of the area.")
    ledger.add(entry, source, len(wards), _OUTSIDE)
    return wards


def _read_controlled(recipe: Recipe, data: Path, ledger: Ledger, area: Area) -> tuple[Boundary, ...] | None:
    entry = recipe.boundaries.controlled
    if entry is None:
        return None
    every, source = read_boundaries(data / entry.file, "controlled", vintage=entry.vintage, layer=entry.layer)
    near = neighbours(every, area)
    ledger.add(entry, source, len(near), f"further than {NEIGHBOUR_BOARDS_M / 1000:g} km from the area")
    return near
