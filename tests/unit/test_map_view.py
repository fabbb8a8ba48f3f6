"""What the interactive map draws: whole metres from the view's corner, and nothing that the page does not say."""

import numpy as np
import shapely

from app.maps.features import Feature, MapLayer, Shape
from app.web import map_view
from app.web.map_view import box_around, lines_of_layer, path_of, streets_in
from geodata.snapshot import StreetNetwork
from tests.made_up.small_area import contents

BOX = (1000.0, 2000.0, 1500.0, 2600.0)


def network() -> StreetNetwork:
    return contents().networks["walk"]


def layer(*lines: shapely.LineString | shapely.Polygon) -> MapLayer:
    features = tuple(
        Feature(line, {"site": "staying" if at % 2 else "leaving"}) for at, line in enumerate(lines)
    )
    return MapLayer("reach", "Reach", "", Shape.LINE, (), features)


def test_a_path_is_counted_from_the_corner_and_repeats_no_point() -> None:
    assert path_of([(1000.2, 2000.4), (1000.4, 2000.1), (1003.6, 2010)], BOX) == [0, 0, 4, 10]


def test_a_box_has_its_margin_on_every_side() -> None:
    assert box_around([(10, 20), (40, 25)], 5) == (5, 15, 45, 30)


def test_lines_beside_the_box_are_left_out_and_sites_told_apart() -> None:
    near, far = shapely.LineString([(1100, 2100), (1200, 2100)]), shapely.LineString([(0, 0), (1, 1)])
    assert lines_of_layer(layer(near, near, far), "reach", "", BOX).paths == [[100, 100, 200, 100]] * 2
    assert len(lines_of_layer(layer(near, near, far), "reach", "", BOX, site="staying").paths) == 1


def test_an_area_is_drawn_by_its_border() -> None:
    assert lines_of_layer(layer(shapely.box(1000, 2000, 1100, 2100)), "board", "", BOX).paths[0][:2] == [
        100,
        0,
    ]


def test_streets_are_those_with_a_point_in_the_box() -> None:
    streets = network()
    every, note = streets_in(streets, (-1e9, -1e9, 1e9, 1e9))
    assert len(every.paths) == streets.edges
    assert note == ""
    first = streets.line(0)
    west, south = first.min(axis=0) - 1
    east, north = first.max(axis=0) + 1
    some, _ = streets_in(streets, (west, south, east, north))
    inside = [
        edge
        for edge in range(streets.edges)
        if np.any(
            (streets.line(edge) >= (west, south)).all(axis=1)
            & (streets.line(edge) <= (east, north)).all(axis=1)
        )
    ]
    assert len(some.paths) == len(inside)


def test_too_many_streets_are_not_drawn_and_that_is_said(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(map_view, "MOST_STREETS", 1)
    lines, note = streets_in(network(), (-1e9, -1e9, 1e9, 1e9))
    assert lines.paths == []
    assert "too many to draw" in note
