"""The area, what is near it, and which outline a point lies in."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.area import Area, inner_points, make_area, neighbours, place
from geodata.arrays import Boundary
from geodata.errors import SourceError

LEFT, RIGHT, APART = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(9_000, 0, 9_010, 10)
BOARDS = tuple(
    Boundary(code, code, shapely.to_wkb(s)) for code, s in zip("ABC", (LEFT, RIGHT, APART), strict=True)
)


def test_near_is_inside_or_within_the_reach_edge_included() -> None:
    area = Area(LEFT, 5.0)
    x = np.array([5.0, 15.0, 15.1, 13.5, 13.6, np.nan])
    y = np.array([5.0, 5.0, 5.0, 13.5, 13.6, 5.0])
    assert area.near(x, y).tolist() == [True, True, False, True, False, False]
    assert area.near(x, y, 0.0).tolist() == [True, False, False, False, False, False]


def test_an_area_is_the_union_of_its_boards() -> None:
    area = make_area(Path("boards.gpkg"), BOARDS, ["A", "B"], 1000.0)
    assert area.outline.equals(shapely.box(0, 0, 20, 10))
    assert [b.code for b in neighbours(BOARDS, area)] == ["A", "B", "C"]
    assert [b.code for b in neighbours(BOARDS[:2], Area(shapely.box(-20_000, 0, -15_000, 1), 1.0))] == []


def test_an_unknown_board_is_refused_with_an_example() -> None:
    with pytest.raises(SourceError, match="no board 'Z'") as caught:
        make_area(Path("boards.gpkg"), BOARDS, ["Z"], 1000.0)
    assert "such as A" in caught.value.todo


def test_a_point_on_a_shared_edge_goes_to_the_first_outline() -> None:
    x, y = np.array([5.0, 10.0, 15.0, 25.0]), np.full(4, 5.0)
    assert place(x, y, [LEFT, RIGHT]).tolist() == [0, 0, 1, -1]
    assert place(x, y, [RIGHT, LEFT]).tolist() == [1, 0, 0, -1]


def test_a_point_in_no_outline_goes_to_the_nearest_within_the_tolerance() -> None:
    x, y = np.array([-3.0, 25.0, 26.0]), np.full(3, 5.0)
    assert place(x, y, [LEFT, RIGHT], 5.0).tolist() == [0, 1, -1]


def test_inner_points_lie_inside_even_a_ring() -> None:
    ring = shapely.Point(0, 0).buffer(100).difference(shapely.Point(0, 0).buffer(90))
    x, y = inner_points([ring])
    assert ring.contains(shapely.Point(x[0], y[0]))
