"""Which LSOAs are a board's, and which ward a home is in."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.arrays import Boundary, Postcodes
from geodata.errors import SourceError
from geodata.people import Lsoas, Population, add_wards, find_lsoas, settle
from geodata.sources.lookup import Belongs
from tests.made_up.publishers import (
    BOARDS,
    EAST,
    LSOA_EAST,
    LSOA_NORTH,
    LSOA_ONE,
    LSOA_TWO,
    LSOAS,
    PEOPLE,
    WARDS,
    WEST,
    box,
)

FILE = Path("lsoas.gpkg")


def outlines(shapes: dict[str, shapely.Polygon]) -> tuple[Boundary, ...]:
    return tuple(Boundary(code, code, shapely.to_wkb(shape)) for code, shape in sorted(shapes.items()))


def own(lsoas: Lsoas) -> list[str]:
    return [b.code for b in lsoas.own_outlines]


def test_without_a_lookup_an_lsoa_is_of_the_board_it_lies_in() -> None:
    lsoas = find_lsoas(FILE, outlines(LSOAS), outlines(BOARDS), [WEST], None)
    assert own(lsoas) == [LSOA_ONE, LSOA_TWO, LSOA_NORTH]
    assert lsoas.hwb == (WEST, WEST, WEST, EAST)


def test_an_lsoa_at_the_water_just_outside_every_generalised_board_goes_to_the_nearest() -> None:
    west = shapely.union_all([BOARDS[WEST]]).bounds
    shore = shapely.box(west[0] - 300, west[1], west[0] - 100, west[1] + 200)
    at_sea = shapely.box(west[0] - 5_000, west[1], west[0] - 4_000, west[1] + 200)
    shapes = {**LSOAS, "E01999998": shore, "E01999999": at_sea}
    lsoas = find_lsoas(FILE, outlines(shapes), outlines(BOARDS), [WEST], None)
    assert "E01999998" in own(lsoas)
    assert "E01999999" not in own(lsoas)


def test_a_district_that_is_a_board_decides_and_one_that_is_not_leaves_it_to_the_place() -> None:
    lookup = {LSOA_TWO: Belongs("E05", EAST), LSOA_NORTH: Belongs("E05", "E07999001")}
    lsoas = find_lsoas(FILE, outlines(LSOAS), outlines(BOARDS), [WEST], lookup)
    assert own(lsoas) == [LSOA_ONE, LSOA_NORTH]
    assert lsoas.hwb == (WEST, EAST, WEST, EAST)


def test_an_lsoa_whose_outline_is_missing_is_refused_as_its_people_would_be_lost() -> None:
    lookup = {"E01999999": Belongs("E05", WEST)}
    with pytest.raises(SourceError, match="lacks the LSOAs E01999999"):
        find_lsoas(FILE, outlines(LSOAS), outlines(BOARDS), [WEST], lookup)


def test_a_board_without_any_lsoa_is_refused() -> None:
    with pytest.raises(SourceError, match=f"no LSOA of it lies in {EAST}"):
        find_lsoas(FILE, outlines({LSOA_ONE: LSOAS[LSOA_ONE]}), outlines(BOARDS), [WEST, EAST], None)


def test_a_postcode_off_the_shore_belongs_to_the_nearest_lsoa_and_is_told() -> None:
    lsoas = find_lsoas(FILE, outlines(LSOAS), outlines(BOARDS), [WEST], None)
    x = np.array([486_500.0, 485_900.0, 485_000.0])  # inside, 100 m and 1 km off the western edge
    table = Postcodes(np.array([b"XQ11AA", b"XQ11AB", b"XQ11AC"]), x, np.full(3, 308_000.0), np.full(3, 50.0))
    homes, notes = settle(lsoas, Population(PEOPLE, {}, {LSOA_ONE: 2}), table)
    assert homes.name.tolist()[:2] == [b"XQ11AA", b"XQ11AB"]
    assert homes.lsoa.tolist() == [0, 0, 1, 2]
    assert homes.people.sum() == PEOPLE[LSOA_ONE] + PEOPLE[LSOA_TWO] + PEOPLE[LSOA_NORTH]
    assert any(note.startswith("1 postcode lies in no LSOA outline") for note in notes)
    assert any("Deprivation is not known" in note and "(80 people)" in note for note in notes)
    assert homes.imd_decile.tolist() == [2, 2, 0, 0]


def test_wards_come_from_outlines_else_from_the_lookup_else_are_unknown() -> None:
    lsoas = find_lsoas(FILE, outlines(LSOAS), outlines(BOARDS), [WEST], None)
    x = np.array([486_500.0, 487_500.0])
    table = Postcodes(np.array([b"XQ11AA", b"XQ12AA"]), x, np.full(2, 308_000.0), np.full(2, 50.0))
    homes, _ = settle(lsoas, Population(PEOPLE, {}, {}), table)

    drawn, notes = add_wards(homes, outlines(WARDS), None)
    assert [drawn.labels["ward"][w] for w in drawn.ward] == [
        "E05999001",
        "E05999002",
        drawn.labels["ward"][drawn.ward[2]],
    ]
    assert notes == ()

    lookup = {
        LSOA_ONE: Belongs("E05B", WEST),
        LSOA_TWO: Belongs("E05A", WEST),
        LSOA_EAST: Belongs("E05C", EAST),
    }
    looked, notes = add_wards(homes, (), lookup)
    assert looked.labels["ward"] == ("E05A", "E05B")
    assert looked.ward.tolist() == [1, 0, -1]
    assert f"not known for the homes of {PEOPLE[LSOA_NORTH]} people" in notes[0]

    unknown, notes = add_wards(homes, (), None)
    assert unknown.ward.tolist() == [-1, -1, -1]
    assert "Wards are not known" in notes[0]


def test_a_home_far_from_every_ward_has_none_and_is_counted() -> None:
    lsoas = find_lsoas(FILE, outlines(LSOAS), outlines(BOARDS), [WEST], None)
    table = Postcodes(np.array([b"XQ11AA"]), np.array([486_500.0]), np.array([308_000.0]), np.array([50.0]))
    homes, _ = settle(lsoas, Population(PEOPLE, {}, {}), table)
    _, notes = add_wards(homes, outlines({"E05999002": box(1600, -1000, 2000, 1500)}), None)
    assert "The ward is not known for the homes of" in notes[0]
