"""Rutland: what is looked up must equal what a full re-run says, and what cannot change must not."""

import numpy as np
import pytest

from app.access import PreparedSnapshot, prepare
from app.access.engine import Engine
from app.access.pace import walking
from app.access.removals import all_removals
from app.access.straight import StraightLineEngine
from app.access.streets import StreetEngine
from app.access.whatif import Change, effect_of
from app.domain.baselines import Mode
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot

MILE = 1_609_344.0


@pytest.fixture(scope="module")
def area(rutland_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(rutland_snapshot)


@pytest.fixture(params=[Mode.WALK, Mode.STRAIGHT_LINE, Mode.DRIVE])
def engine(request: pytest.FixtureRequest, area: PreparedSnapshot) -> Engine:
    return area.engine(request.param)


def _again(area: PreparedSnapshot, engine: Engine, pharmacies: tuple[Premises, ...]) -> Engine:
    """A full re-run on another list."""
    if isinstance(engine, StreetEngine):
        return StreetEngine(engine.network, engine.pace, area.homes, pharmacies)
    return StraightLineEngine(area.homes, pharmacies)


def test_each_removal_equals_a_re_run_without_it(area: PreparedSnapshot, engine: Engine) -> None:
    removed = all_removals(engine.homes, area.homes.people, MILE, len(engine.pharmacies))
    for label in range(len(engine.pharmacies)):
        rest = engine.pharmacies[:label] + engine.pharmacies[label + 1 :]
        again = _again(area, engine, rest).homes.first
        effect = effect_of(engine, Change(label))
        assert np.array_equal(effect.whole(engine)[1], again)
        people = area.homes.people
        lost = people[(engine.homes.first <= MILE) & (again > MILE)].sum()
        if engine.mode is not Mode.DRIVE:
            assert removed.lost[label] == lost


def test_a_move_and_an_addition_equal_a_re_run(area: PreparedSnapshot, engine: Engine) -> None:
    middle = Point(float(np.median(area.homes.x)), float(np.median(area.homes.y)), "the middle of the county")
    new = Premises("NEW", "new", "", "", middle, engine.pharmacies[0].contract_type, "test")
    for label in (-1, 0, len(engine.pharmacies) - 1):
        rest = tuple(p for at, p in enumerate(engine.pharmacies) if at != label)
        again = _again(area, engine, (*rest, new)).homes.first
        assert np.array_equal(effect_of(engine, Change(label, new_point=middle)).whole(engine)[1], again)


def test_what_cannot_change_does_not(area: PreparedSnapshot, engine: Engine) -> None:
    label = 0
    point = engine.pharmacies[label].point
    before, after = effect_of(engine, Change(label, new_point=point)).whole(engine)
    assert np.array_equal(before, after)
    turned = _again(area, engine, engine.pharmacies[::-1]).homes.first
    assert np.array_equal(turned, engine.homes.first)
    doubled = _again(area, engine, engine.pharmacies + engine.pharmacies[:1]).homes
    assert np.array_equal(doubled.first, engine.homes.first)


def test_walks_are_the_same_there_and_back_and_no_shorter_than_the_line(area: PreparedSnapshot) -> None:
    walk = area.engine(Mode.WALK)
    points = [p.point for p in walk.pharmacies if p.point and walk.stands(p.point)][:4]
    for one in points:
        for other in points:
            there, back = walk.trip(one, other), walk.trip(other, one)
            assert there.metres == back.metres
            assert there.metres is not None
            assert there.metres >= one.metres_to(other) - 0.01


def test_a_network_with_no_pharmacy_leaves_everybody_unreached_and_counted(area: PreparedSnapshot) -> None:
    network = area.snapshot.network("walk")
    assert network is not None
    empty = StreetEngine(network, walking(network), area.homes, ())
    assert np.isinf(empty.homes.first).all()
    opened = effect_of(empty, Change(-1, new_point=Point(485_900.0, 308_800.0, "Oakham")))
    assert np.isfinite(opened.after).sum() > 1000
