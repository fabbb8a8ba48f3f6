"""Choice, the week and every removal at once, against counting one home and one moment at a time."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.pace import walking
from app.access.removals import all_removals
from app.access.streets import StreetEngine
from app.access.table import reach_table
from app.access.week import PARTS_OF_THE_WEEK, week_change
from app.access.whatif import Change, effect_of
from geodata.model.hours import MINUTES_A_WEEK, merge_spans
from geodata.model.point import Point
from tests.generative.networks import Town, networkx_costs, towns

LIMIT = 450_000.0
_SPOT = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda p: Point(float(p[0]), float(p[1]), "test")
)
_WEEK = st.lists(st.tuples(st.integers(0, MINUTES_A_WEEK), st.integers(0, MINUTES_A_WEEK)), max_size=4).map(
    merge_spans
)


def _walk(town: Town) -> StreetEngine:
    return StreetEngine(town.network, walking(town.network), town.homes, town.pharmacies)


@given(towns(), _SPOT)
def test_the_table_holds_every_pair_within_the_limit_and_no_other(town: Town, spot: Point) -> None:
    engine = _walk(town)
    costs = networkx_costs(town.network, engine.home_doors, engine.pharmacy_doors)
    extra = networkx_costs(town.network, engine.home_doors, engine.door(spot))
    expected = np.column_stack([costs, extra])
    table = reach_table(engine, len(town.homes), LIMIT).with_sites(engine, (spot,), len(town.pharmacies))
    found = np.full(expected.shape, np.inf)
    home = np.repeat(np.arange(table.homes), np.diff(table.start))
    found[home, table.site] = table.cost
    assert np.array_equal(found, np.where(expected <= LIMIT, expected, np.inf))
    everyone = np.ones(expected.shape[1], dtype=bool)
    assert np.array_equal(table.choices(everyone), (expected <= LIMIT).sum(axis=1))
    for at in range(table.homes):
        part = table.cost[table.start[at] : table.start[at + 1]]
        assert (np.diff(part) >= 0).all()


@given(towns(most_pharmacies=4), st.data())
@settings(max_examples=40)
def test_the_week_is_what_each_minute_would_say(town: Town, data: st.DataObject) -> None:
    engine = _walk(town)
    count = len(town.pharmacies)
    before = data.draw(st.lists(_WEEK, min_size=count, max_size=count))
    closes = data.draw(st.integers(0, count - 1))
    after = [() if site == closes else week for site, week in enumerate(before)]
    people = town.homes.people
    found = week_change(reach_table(engine, len(people), LIMIT), people, before, after)
    within = networkx_costs(town.network, engine.home_doors, engine.pharmacy_doors) <= LIMIT
    assert found.stretches[0].begins == 0
    assert found.stretches[-1].ends == MINUTES_A_WEEK
    for one, other in zip(found.stretches, found.stretches[1:], strict=False):
        assert one.ends == other.begins
    for stretch in found.stretches:
        for minute in {stretch.begins, stretch.ends - 1}:
            for weeks, told in ((before, stretch.before), (after, stretch.after)):
                opened = np.array([any(a <= minute < b for a, b in week) for week in weeks])
                assert people[(within & opened).any(axis=1)].sum() == told
        assert stretch.after <= stretch.before
    lost = sum((s.before - s.after) * (s.ends - s.begins) for s in found.falls())
    by_hour = sum(b - a for _, _, b, a in found.hours()) * 60
    assert abs(lost - by_hour) < 1e-3
    assert len(found.hours()) == 168
    assert all(found.mean(*span)[0] >= 0 for _, spans in PARTS_OF_THE_WEEK for span in spans)


@given(towns())
def test_every_removal_at_once_is_each_removal_by_itself(town: Town) -> None:
    engine, people = _walk(town), town.homes.people
    found = all_removals(engine.homes, people, LIMIT, len(town.pharmacies))
    nearest = engine.homes
    for label in range(len(town.pharmacies)):
        effect = effect_of(engine, Change(label))
        weight = people[effect.home]
        assert found.people[label] == people[nearest.first_label == label].sum()
        assert found.lost[label] == weight[(effect.before <= LIMIT) & (effect.after > LIMIT)].sum()
        stranded = np.isinf(effect.after)
        assert found.stranded[label] == weight[stranded].sum()
        rest = weight[~stranded]
        if rest.sum():
            added = ((effect.after - effect.before)[~stranded] * rest).sum() / rest.sum()
            assert abs(found.added[label] - added) < 1e-6
            assert found.next_label[label] != label
        else:
            assert np.isnan(found.added[label])
            assert found.next_label[label] == -1


def test_an_area_without_pharmacies_has_no_removals() -> None:
    nobody = np.full(2, -1, dtype=np.int32)
    from app.access.nearest import NearestTwo

    far = np.full(2, np.inf)
    found = all_removals(NearestTwo(far, nobody, far, nobody), np.array([5, 6], dtype=np.int32), LIMIT, 0)
    assert found.people.size == found.next_label.size == 0
