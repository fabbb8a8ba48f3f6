"""Several closures at once against full re-runs without those pharmacies, to the millimetre, by networkx."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.pace import walking
from app.access.straight import StraightLineEngine
from app.access.streets import StreetEngine
from app.access.whatif import Change, Effect, effect_of, effect_of_several
from geodata.model.point import Point
from tests.generative.networks import Town, networkx_costs, towns

_SPOT = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda p: Point(float(p[0]), float(p[1]), "test")
)


def _walk(town: Town) -> StreetEngine:
    return StreetEngine(town.network, walking(town.network), town.homes, town.pharmacies)


def _affected(effect: Effect, homes: int) -> np.ndarray:
    found = np.zeros(homes, dtype=bool)
    found[effect.home[effect.affected]] = True
    return found


@given(towns(), st.data())
def test_any_set_of_closures_agrees_with_a_run_without_those_pharmacies(
    town: Town, data: st.DataObject
) -> None:
    engine = _walk(town)
    closed = sorted(data.draw(st.sets(st.integers(0, len(town.pharmacies) - 1), min_size=1)))
    found = effect_of_several(engine, [Change(label) for label in closed])
    costs = networkx_costs(town.network, engine.home_doors, engine.pharmacy_doors)
    rest = np.delete(costs, closed, axis=1).min(axis=1, initial=np.inf)
    before, after = found.whole(engine)
    assert np.array_equal(before, costs.min(axis=1, initial=np.inf))
    assert np.array_equal(after, rest)
    assert np.array_equal(_affected(found, len(costs)), costs[:, closed].min(axis=1) < rest)


@given(towns(), _SPOT, _SPOT)
def test_points_of_the_papers_count_as_in_one_change_alone(town: Town, left: Point, opened: Point) -> None:
    engine = _walk(town)
    for change in (
        Change(0),
        Change(0, left_point=left),
        Change(-1, left_point=left),
        Change(0, also_open=opened),
        Change(0, absent=(len(town.pharmacies) - 1,)),
        Change(-1, left_point=left, also_open=opened, absent=(0,)),
    ):
        one, same = effect_of(engine, change), effect_of_several(engine, [change])
        for ours, theirs in zip(same.whole(engine), one.whole(engine), strict=True):
            assert np.array_equal(ours, theirs)
        homes = len(town.homes)
        assert np.array_equal(_affected(same, homes), _affected(one, homes))


@given(towns())
def test_straight_lines_agree_with_an_engine_of_the_others(town: Town) -> None:
    engine = StraightLineEngine(town.homes, town.pharmacies)
    found = effect_of_several(engine, [Change(0), Change(len(town.pharmacies) - 1)])
    others = StraightLineEngine(town.homes, town.pharmacies[1:-1])
    assert np.array_equal(found.whole(engine)[1], others.homes.first)


@given(towns())
def test_the_same_closure_twice_is_one_closure(town: Town) -> None:
    engine = _walk(town)
    once, twice = effect_of_several(engine, [Change(0)]), effect_of_several(engine, [Change(0), Change(0)])
    assert np.array_equal(once.whole(engine)[1], twice.whole(engine)[1])


@given(towns(), _SPOT)
def test_a_move_is_no_closure(town: Town, spot: Point) -> None:
    with pytest.raises(ValueError, match="a move among them is measured by itself"):
        effect_of_several(_walk(town), [Change(0, new_point=spot)])
