"""Choice, the week and every removal at once, against counting one home and one moment at a time."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.pace import walking
from app.access.removals import all_removals
from app.access.streets import StreetEngine
from app.access.table import reach_table
from app.access.week import PARTS_OF_THE_WEEK, Range, Spans, week_change
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


@given(towns(most_pharmacies=4), st.data(), _SPOT)
@settings(max_examples=40)
def test_bounds_hold_whichever_hours_that_nobody_knows_turn_out_to_be(
    town: Town, data: st.DataObject, spot: Point
) -> None:
    """Whatever the hours are, each head-count and each fall lies within what was said without knowing them."""
    engine = _walk(town)
    count = len(town.pharmacies)
    table = reach_table(engine, len(town.homes), LIMIT).with_sites(engine, (spot,), count)
    weeks = data.draw(st.lists(_WEEK, min_size=count, max_size=count))
    silent = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    moves = data.draw(st.integers(0, count - 1))
    moves_to = data.draw(_WEEK)
    silent[moves] = False
    known = [() if silent[site] else week for site, week in enumerate(weeks)]
    unknown = [((0, MINUTES_A_WEEK),) if each else () for each in silent]
    people = town.homes.people

    def changed(weeks: list[Spans]) -> tuple[list[Spans], list[Spans]]:
        after: list[Spans] = [() if site == moves else week for site, week in enumerate(weeks)]
        return [*weeks, ()], [*after, moves_to]

    said = week_change(table, people, *changed(known), [*unknown, ()])
    true = week_change(table, people, *changed(weeks))
    for one in said.stretches:
        for other in true.stretches:
            if one.begins < other.ends and other.begins < one.ends:
                for bounds, figure in zip(one.people, other.people, strict=True):
                    assert figure.known
                    assert bounds.least <= figure.least <= bounds.most


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
                number = people[(within & opened).any(axis=1)].sum()
                assert told.known
                assert told.least == number
        assert stretch.after.least <= stretch.before.least
        assert stretch.lost == Range(*[stretch.before.least - stretch.after.least] * 2)
    lost = sum(s.lost.least * (s.ends - s.begins) for s in found.falls())
    by_hour = sum(b.least - a.least for _, _, b, a in found.hours()) * 60
    assert abs(lost - by_hour) < 1e-3
    assert len(found.hours()) == 168
    assert all(found.mean(*span)[0].least >= 0 for _, spans in PARTS_OF_THE_WEEK for span in spans)


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
