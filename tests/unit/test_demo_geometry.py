"""Curves and cuts that the made-up town is drawn with."""

import pytest
import shapely
from shapely import LineString, MultiPolygon, Polygon

from geodata.demo.blocks import Cutting, cut_into_blocks, cut_into_parts, in_one_piece
from geodata.demo.chance import chance
from geodata.demo.curves import beside, smooth, stretch

FIELD = Polygon([(0, 0), (900, 0), (900, 400), (0, 400)])
NOTCHED = Polygon([(0, 0), (900, 0), (900, 400), (500, 400), (480, 150), (460, 400), (0, 400)])


def test_a_curve_passes_through_every_point_and_has_no_long_leg() -> None:
    points = [(0, 0), (400, 300), (900, 100)]
    curve = smooth(points)
    assert all(point in curve.coords for point in points)
    legs = shapely.length([LineString(pair) for pair in zip(curve.coords, curve.coords[1:], strict=False)])
    assert max(legs) < 60


def test_a_closed_curve_ends_where_it_began() -> None:
    ring = smooth([(0, 0), (100, 0), (100, 100), (0, 100)], closed=True)
    assert ring.is_ring
    assert ring.coords[0] == ring.coords[-1]


@pytest.mark.parametrize("along", [0, 50, 100])
def test_beside_is_to_the_left_of_the_way_one_goes_even_at_the_end(along: float) -> None:
    road = LineString([(0, 0), (100, 0)])
    assert beside(road, along, 7) == (along, 7)
    assert beside(road, along, -7) == (along, -7)


def test_a_stretch_of_no_length_is_refused() -> None:
    road = LineString([(0, 0), (100, 0)])
    assert stretch(road, 20, 60).length == 40
    with pytest.raises(ValueError, match="no line between 30 m and 30 m"):
        stretch(road, 30, 30)


@pytest.mark.parametrize("land", [FIELD, NOTCHED])
def test_blocks_fill_the_land_and_none_is_too_long_or_too_deep(land: Polygon) -> None:
    cutting = Cutting(long_m=220, short_m=90, bend=0.05, stray=0.1)
    cuts, blocks = cut_into_blocks(land, cutting, chance(1, "blocks"))
    assert sum(block.area for block in blocks) == pytest.approx(land.area, abs=1)
    for block in blocks:
        box = shapely.get_coordinates(shapely.oriented_envelope(block))
        sides = sorted(shapely.length([LineString(box[:2]), LineString(box[1:3])]))
        assert sides[1] <= 220.1
        assert sides[0] <= 90.1
    assert all(land.buffer(0.1).covers(cut) for cut in cuts)


def test_land_that_is_small_enough_is_one_block() -> None:
    garden = shapely.box(0, 0, 80, 60)
    cuts, blocks = cut_into_blocks(garden, Cutting(100, 70, 0, 0), chance(1, "blocks"))
    assert (cuts, blocks) == ([], [garden])


@pytest.mark.parametrize("parts", [1, 2, 3, 5])
def test_parts_fill_the_land_and_are_of_about_equal_size(parts: int) -> None:
    cuts, pieces = cut_into_parts(FIELD, parts, 0.05, chance(3, "parts"))
    assert len(pieces) == parts
    assert len(cuts) == parts - 1
    assert sum(piece.area for piece in pieces) == pytest.approx(FIELD.area, abs=1)
    assert max(piece.area for piece in pieces) < 1.1 * min(piece.area for piece in pieces)


def test_an_area_in_two_pieces_is_refused() -> None:
    apart = MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])
    assert in_one_piece(FIELD) is FIELD
    with pytest.raises(ValueError, match="MultiPolygon, not one polygon"):
        in_one_piece(apart)


def test_chance_is_the_same_for_a_seed_and_apart_for_each_purpose() -> None:
    assert chance(1, "streets").random() == chance(1, "streets").random()
    assert len({chance(seed, purpose).random() for seed in (1, 2) for purpose in ("streets", "people")}) == 4
