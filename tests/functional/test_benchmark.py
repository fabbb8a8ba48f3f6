"""What `make bench` measures: the town is a town, and every engine that is timed gives the same answers on it."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from bench import ours, peers
from bench.access import SAME_M, difference
from bench.network import street_network
from bench.report import Figure
from bench.town import Size, open_town, write_town

SMALL = Size("small", 3_000, 600, 9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("small")
    write_town(made, SMALL)
    return made


def test_the_same_seed_gives_the_same_network() -> None:
    one, other = street_network(2_000), street_network(2_000)
    assert np.array_equal(one.geometry_xy, other.geometry_xy)
    assert np.array_equal(one.edge_mm, other.edge_mm)


def test_the_network_is_like_streets() -> None:
    network = street_network(20_000)
    assert network.nodes >= 20_000
    joined = coo_array(
        (np.ones(network.edges), (network.edge_u, network.edge_v)), shape=(network.nodes, network.nodes)
    )
    assert connected_components(joined, directed=False)[0] == 1
    degrees = np.bincount(np.concatenate([network.edge_u, network.edge_v]))
    assert 2.6 < degrees.mean() < 3.0
    assert degrees.max() <= 4
    step = np.hypot(*np.diff(network.line(0), axis=0).T).sum()
    assert network.edge_mm[0] == round(step * 1000)
    straight = np.hypot(
        network.node_x[network.edge_u] - network.node_x[network.edge_v],
        network.node_y[network.edge_u] - network.node_y[network.edge_v],
    )
    assert (network.edge_mm >= straight * 1000 - 1).all()
    assert (network.edge_mm > straight * 1000 + 100).mean() > 0.3  # bent ones


def test_the_town_has_all_its_homes_and_pharmacies_on_streets(folder: Path) -> None:
    town = open_town(folder)
    assert len(town.snapshot.homes) == SMALL.homes
    assert len(town.snapshot.premises) == SMALL.pharmacies
    for places in (town.home_places, town.pharmacy_places):
        assert (places.along_mm >= 0).all()
        assert (places.along_mm < town.network.edge_mm[places.edge]).all()
        assert (places.off_mm >= 3_000).all()
    homes = town.snapshot.homes
    assert sum(people.sum() for people in homes.groups.values()) == homes.people.sum()


def test_engines_that_are_timed_agree(folder: Path) -> None:
    our = {"prepare": ours.preparing(folder, 1), "move": ours.moving(folder, 6, 4)}
    assert difference(our, peers.scipy_again(folder, 1, 4)) < SAME_M
    assert difference(our, peers.networkx_on_osmnx(folder, 1, 2)) < SAME_M
    week = ours.week(folder, 1)
    assert week["open_sets"] > 5
    assert week["pairs"] > 0


def test_a_wrong_answer_is_told(folder: Path) -> None:
    our = {"prepare": ours.preparing(folder, 1), "move": ours.moving(folder, 2, 1)}
    their = peers.scipy_again(folder, 1, 1)
    their["metres"][17] += 0.02
    assert difference(our, their) > SAME_M


def test_a_figure_is_met_up_to_its_target() -> None:
    assert Figure("ratio", 1.0, 8.0, 1 / 8).met
    assert not Figure("ratio", 1.1, 8.0, 1 / 8).met
    assert Figure("seconds", 0.4, None, 0.5).value == 0.4
