"""On which street a point stands: on the connected network, on what can be stepped onto, and on nothing where all is far."""

from dataclasses import replace

import numpy as np
import pytest

from app.access.doors import doors_at
from app.access.pace import walking
from geodata.arrays import EdgeFlag, StreetNetwork
from geodata.network import build_network
from geodata.standing import Snapper, apart
from geodata.ways import Places, Way


def _town(around_m: float, *, off: float = 6.0) -> StreetNetwork:
    """A street of 5 km with a loop of footway beside it that nobody joined to it, ``around_m`` metres long."""
    side = (around_m - 400) / 2
    points = {
        1: (0.0, 0.0),
        2: (5_000.0, 0.0),
        3: (400.0, off + 14),
        4: (600.0, off + 14),
        5: (600.0, off + 14 + side),
        6: (400.0, off + 14 + side),
    }
    ways = (
        Way(10, (1, 2), "residential", "Long Street"),
        Way(20, (3, 4, 5, 6, 3), "footway"),
    )
    return build_network(ways, Places.of(points))


@pytest.mark.parametrize("around_m", [460.0, 520.0, 2_000.0])
def test_a_home_joins_its_street_and_not_a_nearer_path_that_joins_nothing(around_m: float) -> None:
    """14 m from the street and 6 m from the loop: with a loop of over 500 m it was cut off from everything."""
    network = _town(around_m)
    stood = Snapper(network).snap(np.array([500.0]), np.array([14.0]))
    assert network.names[network.edge_name[stood.edge[0]]] == "Long Street"
    assert stood.off_mm.tolist() == [14_000]


def test_where_the_network_is_far_a_part_that_joins_nothing_is_a_place_of_its_own() -> None:
    network = _town(2_000.0, off=150.0)
    stood = Snapper(network).snap(np.array([500.0]), np.array([160.0]))
    assert apart(network)[stood.edge].tolist() == [True]
    assert stood.off_mm.tolist() == [4_000]


@pytest.mark.parametrize("flag", [EdgeFlag.TUNNEL, EdgeFlag.BRIDGE])
def test_nobody_steps_into_a_tunnel_or_onto_a_bridge(flag: EdgeFlag) -> None:
    points = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (600.0, 0.0), 4: (1_000.0, 0.0)}
    ways = (
        Way(1, (1, 2), "residential", "West"),
        Way(2, (2, 3), "residential", "Under or over", flag),
        Way(3, (3, 4), "residential", "East"),
    )
    network = build_network(ways, Places.of(points))
    stood = Snapper(network).snap(np.array([520.0]), np.array([5.0]))
    assert network.names[network.edge_name[stood.edge[0]]] == "East"
    assert stood.off_mm[0] == round(1_000 * np.hypot(80, 5))


def test_nobody_steps_onto_a_motorway() -> None:
    points = {1: (0.0, 0.0), 2: (1_000.0, 0.0), 3: (0.0, 60.0), 4: (1_000.0, 60.0), 5: (1_000.0, 30.0)}
    ways = (Way(1, (1, 2, 5, 4), "motorway", "M"), Way(2, (3, 4), "residential", "Lane"))
    network = build_network(ways, Places.of(points))
    stood = Snapper(network).snap(np.array([500.0]), np.array([10.0]))
    assert network.names[network.edge_name[stood.edge[0]]] == "Lane"


def test_nothing_leads_anywhere_from_a_point_farther_than_250_metres_from_any_street() -> None:
    network = _town(460.0)
    stood = Snapper(network).snap(np.array([100.0, 100.0]), np.array([-250.0, -250.002]))
    assert stood.far.tolist() == [False, True]
    doors = doors_at(network, walking(network), stood)
    assert np.isfinite(doors.out_u).tolist() == [True, False]


def test_the_longest_part_is_the_network_however_short_and_the_mark_is_made_anew() -> None:
    network = _town(460.0)
    assert not apart(network).any()
    marked = replace(network, edge_flags=network.edge_flags | int(EdgeFlag.APART))
    stood = Snapper(marked).snap(np.array([500.0]), np.array([14.0]))
    assert stood.off_mm.tolist() == [14_000]
