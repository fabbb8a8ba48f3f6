"""Streets within a limit, cut exactly where it ends: on networks whose every figure can be worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from app.access.pace import driving, walking
from app.access.streets import StreetEngine
from app.maps.reach import Reach, circle, lines_of, streets_within
from geodata.arrays import EdgeFlag, StreetNetwork
from geodata.model.point import Point
from tests.generative.networks import homes_at, network_of

STREET = network_of([(0, 0), (1_000, 0), (4_000, 0)], [(0, 1, []), (1, 2, [])])
"""One straight street: 1,000 m to a junction, and 3,000 m more."""

RING = network_of([(0, 0), (100, 0)], [(0, 1, []), (1, 1, [(200, 0), (200, 100), (100, 100)])])
"""A stem of 100 m and a ring of 400 m at its end."""


def walk(network: StreetNetwork) -> StreetEngine:
    return StreetEngine(network, walking(network), homes_at([], []), ())


def site(x: float, y: float = 0.0) -> Point:
    return Point(x, y, "test")


def parts(engine: StreetEngine, reach: Reach) -> list[tuple[int, float, float]]:
    """Each part as (edge, metres from its u, metres from its u)."""
    length = engine.network.edge_mm[reach.edge] / 1000
    return [
        (int(edge), round(float(begin), 6), round(float(end), 6))
        for edge, begin, end in zip(reach.edge, reach.begin * length, reach.end * length, strict=True)
    ]


def within(network: StreetNetwork, point: Point, metres: float) -> list[tuple[int, float, float]]:
    engine = walk(network)
    return parts(engine, streets_within(engine, point, metres * 1000))


def test_a_street_is_cut_exactly_where_the_limit_ends() -> None:
    assert within(STREET, site(950), 804.672) == [(0, 145.328, 1000.0), (1, 0.0, 754.672)]
    engine = walk(STREET)
    reach = streets_within(engine, site(950), 804_672)
    assert reach.mm.tolist() == [854_672, 754_672]
    assert reach.nearest.tolist() == [0.0, 50_000.0]
    assert [shapely.to_wkt(line, rounding_precision=3) for line in lines_of(STREET, reach)] == [
        "LINESTRING (145.328 0, 1000 0)",
        "LINESTRING (1000 0, 1754.672 0)",
    ]


def test_the_straight_line_from_street_to_door_is_part_of_the_limit() -> None:
    assert within(STREET, site(500, 30), 100) == [(0, 430.0, 570.0)]
    assert within(STREET, site(500, 30), 30) == []
    assert within(STREET, site(500, 30), 30.001) == [(0, 499.999, 500.001)]


def test_within_includes_equality_and_a_part_of_no_length_is_not_drawn() -> None:
    assert within(STREET, site(500), 500) == [(0, 0.0, 1000.0)]
    assert within(STREET, site(500), 500.001) == [(0, 0.0, 1000.0), (1, 0.0, 0.001)]
    assert within(STREET, site(500), 499.999) == [(0, 0.001, 999.999)]


def test_a_site_at_a_junction_reaches_both_ways() -> None:
    assert within(STREET, site(1_000), 1_000) == [(0, 0.0, 1000.0), (1, 0.0, 1000.0)]
    assert within(STREET, site(0), 1_000) == [(0, 0.0, 1000.0)]
    assert within(STREET, site(4_000), 4_000) == [(0, 0.0, 1000.0), (1, 0.0, 3000.0)]


def test_a_ring_is_walked_from_both_sides_until_they_meet() -> None:
    assert within(RING, site(0), 250) == [(0, 0.0, 100.0), (1, 0.0, 150.0), (1, 250.0, 400.0)]
    assert within(RING, site(0), 300) == [(0, 0.0, 100.0), (1, 0.0, 400.0)]
    # From the far side of the ring it is 200 m to the stem either way.
    assert within(RING, site(200, 100), 120) == [(1, 80.0, 320.0)]
    assert within(RING, site(200, 100), 250) == [(0, 50.0, 100.0), (1, 0.0, 400.0)]


def test_a_detour_reaches_the_far_end_of_the_sites_own_street() -> None:
    """Two streets of 300 m and 100 m between the same junctions; the site is 10 m along the longer one."""
    network = network_of([(0, 0), (100, 0)], [(0, 1, [(50, 141.421356237)]), (0, 1, [])])
    found = within(network, Point(3.33, 9.43, "test"), 150)
    own = [(begin, end) for edge, begin, end in found if edge == 0]
    assert [len(own), found[-1]] == [2, (1, 0.0, 100.0)]
    (_, first_end), (second_begin, last) = own
    assert first_end == pytest.approx(160, abs=0.1)
    assert second_begin == pytest.approx(last - 40, abs=0.1)
    engine = walk(network)
    reach = streets_within(engine, Point(3.33, 9.43, "test"), 150_000)
    assert reach.nearest[:2].tolist() == pytest.approx([0, 110_000], abs=100)


def test_an_island_is_not_reached() -> None:
    island = network_of([(0, 0), (100, 0), (0, 50), (100, 50)], [(0, 1, []), (2, 3, [])])
    assert within(island, site(10, 1), 10_000) == [(0, 0.0, 100.0)]


def test_one_way_streets_are_reached_from_where_a_car_may_come() -> None:
    """The site is at 500 m on a one-way street; behind it one may only drive on, and not turn round."""
    one_way = replace(STREET, edge_flags=np.array([EdgeFlag.ONEWAY_FORWARD, 0], dtype=np.int32))
    engine = StreetEngine(one_way, driving(one_way), homes_at([], []), ())
    reach = streets_within(engine, site(500), 10 * 60_000)
    assert parts(engine, reach) == [(0, 0.0, 500.0)]
    the_other_way = replace(STREET, edge_flags=np.array([EdgeFlag.ONEWAY_BACKWARD, 0], dtype=np.int32))
    engine = StreetEngine(the_other_way, driving(the_other_way), homes_at([], []), ())
    # Residential roads are driven at 32 km/h: 90 seconds are 800 m, of which 300 m are beyond the junction.
    reach = streets_within(engine, site(500), 90_000)
    assert parts(engine, reach) == [(0, 500.0, 1000.0), (1, 0.0, pytest.approx(300, abs=0.01))]


def test_lines_bend_as_the_street_does() -> None:
    bent = network_of([(0, 0), (200, 100)], [(0, 1, [(100, 0), (100, 100)])])
    engine = walk(bent)
    (line,) = lines_of(bent, streets_within(engine, site(50), 100_000))
    assert line.wkt == "LINESTRING (0 0, 100 0, 100 50)"


def test_a_ring_in_a_straight_line_is_at_its_distance_everywhere() -> None:
    ring = circle(site(1_000, 2_000), 804.672)
    assert ring.is_closed
    away = shapely.distance(shapely.points(shapely.get_coordinates(ring)), shapely.Point(1_000, 2_000))
    assert away == pytest.approx(804.672)
    assert ring.length == pytest.approx(2 * np.pi * 804.672, rel=1e-4)
