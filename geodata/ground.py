"""The ground of a snapshot: the boards' area, its neighbours, its LSOAs and wards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shapely

from geodata.area import NEIGHBOUR_BOARDS_M, Area, in_england, inner_points, make_area, neighbours
from geodata.arrays import Boundary
from geodata.errors import Faults, SourceError
from geodata.ledger import Ledger
from geodata.overlaps import Overlap, find_overlaps
from geodata.people import Lsoas, find_lsoas
from geodata.recipe import BoundaryFile, Recipe
from geodata.snapshot import Source
from geodata.sources.boundaries import read_boundaries
from geodata.sources.lookup import Belongs, read_lookup
from geodata.sources.lsoas import told_of_2011

_OUTSIDE = "outside the area"


@dataclass(frozen=True)
class Ground:
    """``boards`` are the area's own and those near by; ``wards`` are the area's, none where no outlines were given.

    ``controlled`` are the controlled localities in the area and near by; None where no outlines were given.
    ``overlaps``: areas of one layer that overlap a little.
    """

    area: Area
    boards: tuple[Boundary, ...]
    lsoas: Lsoas
    wards: tuple[Boundary, ...]
    lookup: Mapping[str, Belongs] | None
    controlled: tuple[Boundary, ...] | None = None
    overlaps: tuple[Overlap, ...] = ()

    def layers(self) -> dict[str, tuple[Boundary, ...]]:
        """The layers that go into a snapshot."""
        layers = {"hwb": self.boards, "ward": self.wards, "lsoa": self.lsoas.own_outlines}
        return layers if self.controlled is None else {**layers, "controlled": self.controlled}

    def board_names(self, hwbs: Sequence[str]) -> frozenset[str]:
        """Names of some boards."""
        return frozenset(board.name for board in self.boards if board.code in hwbs)


def read_ground(recipe: Recipe, data: Path, ledger: Ledger) -> Ground:
    """Read outlines and lookup, all of them before any fault is raised.

    Raises SourceError where one cannot be read, where they do not hold the recipe's boards and their LSOAs, or where two
    areas of a layer overlap as neighbours cannot.
    """
    faults, named = Faults(), recipe.boundaries
    every = faults.tried(lambda: _read(data, named.hwb, "hwb"))
    area = every and faults.tried(
        lambda: make_area(data / named.hwb.file, every[0], recipe.hwbs, recipe.reach_m)
    )
    lookup = faults.tried(lambda: _read_lookup(recipe, data))
    near = area.bounds(recipe.reach_m) if area else None
    lsoa = faults.tried(lambda: _read(data, named.lsoa, "lsoa", near))
    ward = faults.tried(partial(_read, data, named.ward, "ward", near)) if named.ward else None
    controlled = (
        faults.tried(partial(_read, data, named.controlled, "controlled")) if named.controlled else None
    )
    faults.stop()
    assert every is not None and area and lsoa is not None  # noqa: S101, PT018 - nothing failed; tells the type checker
    english = [board for board in every[0] if in_england(board)]
    boards = neighbours(english, area)
    abroad = ", or not in England" if len(english) < len(every[0]) else ""
    ledger.add(
        named.hwb,
        every[1],
        len(boards),
        f"further than {NEIGHBOUR_BOARDS_M / 1000:g} km from the area{abroad}",
    )
    by_lsoa = None if lookup is None else lookup[0]
    file = data / named.lsoa.file
    overlaps = [
        overlap
        for outlines, entry in (
            (boards, named.hwb),
            (lsoa[0], named.lsoa),
            (ward[0] if ward else (), named.ward),
        )
        if entry is not None
        for overlap in faults.tried(partial(find_overlaps, data / entry.file, outlines)) or ()
    ]
    lsoas = faults.tried(lambda: find_lsoas(file, lsoa[0], every[0], recipe.hwbs, by_lsoa))
    if lsoas is not None:
        ledger.add(named.lsoa, lsoa[1], len(lsoas.own), _OUTSIDE)
        if lookup is not None:
            found = sum(outline.code in lookup[0] for outline in lsoas.own_outlines)
            ledger.add(recipe.lookup, lookup[1], found, _OUTSIDE)
            older = told_of_2011([outline.code for outline in lsoas.own_outlines], lookup[0])
            ledger.note(*([f"Lookup from LSOA to ward: {older}"] if older else []))
    wards: tuple[Boundary, ...] = ()
    if ward and named.ward:
        wards = faults.tried(partial(_wards_of, data / named.ward.file, ward[0], area)) or ()
        ledger.add(named.ward, ward[1], len(wards), _OUTSIDE)
    faults.stop()
    assert lsoas is not None  # noqa: S101 - nothing failed; tells the type checker
    return Ground(
        area,
        boards,
        lsoas,
        wards,
        by_lsoa,
        _near_controlled(recipe, controlled, ledger, area),
        tuple(overlaps),
    )


Outlines = tuple[tuple[Boundary, ...], Source]


def _read(
    data: Path, entry: BoundaryFile, kind: str, bounds: tuple[float, float, float, float] | None = None
) -> Outlines:
    return read_boundaries(data / entry.file, kind, vintage=entry.vintage, bounds=bounds, layer=entry.layer)


def _read_lookup(recipe: Recipe, data: Path) -> tuple[Mapping[str, Belongs], Source] | None:
    entry = recipe.lookup
    return None if entry is None else read_lookup(data / entry.file, vintage=entry.vintage)


def _wards_of(file: Path, every: Sequence[Boundary], area: Area) -> tuple[Boundary, ...]:
    x, y = inner_points([shapely.from_wkb(ward.wkb) for ward in every])
    wards = tuple(ward for ward, inside in zip(every, area.near(x, y, 0.0), strict=True) if inside)
    if not wards:
        raise SourceError(file, "no ward of it lies in the area.", "Take the wards of the area.")
    return wards


def _near_controlled(
    recipe: Recipe, read: Outlines | None, ledger: Ledger, area: Area
) -> tuple[Boundary, ...] | None:
    if read is None:
        return None
    near = neighbours(read[0], area)
    ledger.add(
        recipe.boundaries.controlled,
        read[1],
        len(near),
        f"further than {NEIGHBOUR_BOARDS_M / 1000:g} km from the area",
    )
    return near
