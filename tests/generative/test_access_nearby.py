"""Searching around one site alone gives what a search of the whole network gives, to the millimetre."""

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.access import nearby
from app.access.pace import driving, walking
from app.access.straight import StraightLineEngine
from app.access.streets import StreetEngine
from geodata.model.point import Point
from tests.generative.networks import Town, networkx_costs, towns

_SPOT = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda p: Point(float(p[0]), float(p[1]), "test")
)
_SHARE = st.sampled_from([0.0, 0.4, 1.0])
"""From which share of the map on all of it is searched: always, as in the service, never."""

_LIMIT = st.one_of(st.integers(0, 2_000_000).map(float), st.just(np.inf))


def _walk(town: Town) -> StreetEngine:
    return StreetEngine(town.network, walking(town.network), town.homes, town.pharmacies)


@given(towns(), _SPOT, _LIMIT, _SHARE)
def test_homes_reached_are_those_that_networkx_finds_within_the_limit(
    town: Town, spot: Point, limit: float, share: float
) -> None:
    engine = _walk(town)
    costs = networkx_costs(town.network, engine.home_doors, engine.door(spot))[:, 0]
    with patch.object(nearby, "MOST_OF_THE_MAP", share):
        home, cost = engine.reached(spot, limit)
    assert home.tolist() == np.flatnonzero((costs <= limit) & np.isfinite(costs)).tolist()
    assert np.array_equal(cost, costs[home])


@given(towns(), _SPOT, _SHARE)
def test_homes_to_which_a_site_is_nearer_are_those_that_networkx_finds(
    town: Town, spot: Point, share: float
) -> None:
    engine = _walk(town)
    to_site = networkx_costs(town.network, engine.home_doors, engine.door(spot))[:, 0]
    to_listed = networkx_costs(town.network, engine.home_doors, engine.pharmacy_doors)
    for leaves in range(-1, len(town.pharmacies)):
        rest = np.delete(to_listed, leaves, axis=1) if leaves >= 0 else to_listed
        with patch.object(nearby, "MOST_OF_THE_MAP", share):
            home, cost = engine.nearer(spot, leaves)
        assert home.tolist() == np.flatnonzero(to_site < rest.min(axis=1, initial=np.inf)).tolist()
        assert np.array_equal(cost, to_site[home])


@given(towns(), _SPOT)
def test_every_way_of_measuring_says_alike_what_nearer_means(town: Town, spot: Point) -> None:
    drive = StreetEngine(town.network, driving(town.network), town.homes, town.pharmacies)
    for engine in (_walk(town), drive, StraightLineEngine(town.homes, town.pharmacies)):
        every, to_site = engine.reached(spot, np.inf)
        costs = np.full(len(town.homes), np.inf)
        costs[every] = to_site
        for leaves in range(-1, len(town.pharmacies)):
            home, cost = engine.nearer(spot, leaves)
            assert home.tolist() == np.flatnonzero(costs < engine.homes.without(leaves)).tolist()
            assert np.array_equal(cost, costs[home])
