"""The walking engine against networkx, to the millimetre, on networks nobody would draw by hand."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.coverage import coverage, standing, trip_change
from app.access.pace import METRES, walking
from app.access.population import by_area, by_kind, population
from app.access.straight import StraightLineEngine
from app.access.streets import StreetEngine
from app.access.whatif import Change, Effect, effect_of
from geodata.model.point import Point
from tests.generative.networks import Town, networkx_costs, towns

_SPOT = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(
    lambda p: Point(float(p[0]), float(p[1]), "test")
)


def _walk(town: Town) -> StreetEngine:
    return StreetEngine(town.network, walking(town.network), town.homes, town.pharmacies)


def _nearest(costs: np.ndarray) -> np.ndarray:
    return costs.min(axis=1, initial=np.inf)


@given(towns())
def test_nearest_two_agree_with_networkx(town: Town) -> None:
    engine = _walk(town)
    costs = networkx_costs(town.network, engine.home_doors, engine.pharmacy_doors)
    ordered = np.sort(np.column_stack([costs, np.full((len(costs), 1), np.inf)]), axis=1)
    assert np.array_equal(engine.homes.first, ordered[:, 0])
    assert np.array_equal(engine.homes.second, ordered[:, 1])
    for home, (first, second) in enumerate(
        zip(engine.homes.first_label, engine.homes.second_label, strict=True)
    ):
        assert (first == -1) == np.isinf(ordered[home, 0])
        assert (second == -1) == np.isinf(ordered[home, 1])
        if first >= 0:
            assert costs[home, first] == ordered[home, 0]
        if second >= 0:
            assert first != second
            assert costs[home, second] == ordered[home, 1]


@given(towns(), _SPOT)
def test_removal_move_and_addition_agree_with_full_re_runs(town: Town, spot: Point) -> None:
    engine = _walk(town)
    costs = networkx_costs(town.network, engine.home_doors, engine.pharmacy_doors)
    site = networkx_costs(town.network, engine.home_doors, engine.door(spot))
    for label in range(-1, len(town.pharmacies)):
        rest = np.delete(costs, label, axis=1) if label >= 0 else costs
        gone = effect_of(engine, Change(label))
        moved = effect_of(engine, Change(label, new_point=spot))
        also = effect_of(engine, Change(label, also_open=spot))
        added = np.column_stack([rest, site])
        _agree(engine, gone, _nearest(costs), _nearest(rest))
        _agree(engine, moved, _nearest(costs), _nearest(added))
        _agree(engine, also, _nearest(np.column_stack([costs, site])), _nearest(added))
        if label >= 0:
            affected = np.zeros(len(costs), dtype=bool)
            affected[gone.home[gone.affected]] = True
            assert np.array_equal(affected, costs[:, label] < _nearest(rest))


def _agree(engine: StreetEngine, effect: Effect, before: np.ndarray, after: np.ndarray) -> None:
    ours = effect.whole(engine)
    assert np.array_equal(ours[0], before)
    assert np.array_equal(ours[1], after)


@given(towns())
def test_coverage_never_rises_when_a_pharmacy_goes_and_nobody_is_lost(town: Town) -> None:
    people = town.homes.people
    halves = by_area(("west", "east"), np.arange(len(people), dtype=np.int32) % 3 - 1, people, "unknown")
    kinds = by_kind({"young": people // 3, "old": people - people // 3}, len(people))
    everybody = population(people, {"halves": halves, "kinds": kinds})
    for engine in (_walk(town), StraightLineEngine(town.homes, town.pharmacies)):
        now = standing(engine, 400_000.0, everybody)
        for label in range(len(town.pharmacies)):
            effect = effect_of(engine, Change(label))
            (found,) = coverage(now, effect)["everyone"]
            before, after = effect.whole(engine)
            assert found.before == people[before <= 400_000.0].sum()
            assert found.after == people[after <= 400_000.0].sum()
            assert found.unreachable_after == people[np.isinf(after)].sum()
            assert found.after <= found.before
            assert found.gained == 0
            assert found.people == int(people.sum())
            for name in ("halves", "kinds"):
                parts = coverage(now, effect)[name]
                for field in (
                    "people",
                    "before",
                    "after",
                    "gained",
                    "lost",
                    "unreachable_before",
                    "unreachable_after",
                ):
                    assert sum(getattr(part, field) for part in parts) == getattr(found, field)
            trips = trip_change(effect, everybody, METRES)
            assert sum(number for _, number in trips.bands) == trips.people


@given(towns(), st.integers(0, 5))
def test_moving_by_nothing_changes_nothing(town: Town, which: int) -> None:
    label = which % len(town.pharmacies)
    point = town.pharmacies[label].point
    for engine in (_walk(town), StraightLineEngine(town.homes, town.pharmacies)):
        before, after = effect_of(engine, Change(label, new_point=point)).whole(engine)
        assert np.array_equal(before, after)
        given_point = effect_of(engine, Change(label, left_point=point, new_point=point)).whole(engine)
        assert np.array_equal(given_point[0], given_point[1])
        assert np.array_equal(given_point[0], before)


@given(towns(), st.randoms(use_true_random=False))
def test_order_and_duplication_of_pharmacies_change_no_distance(town: Town, random: object) -> None:
    listed = list(town.pharmacies)
    random.shuffle(listed)  # type: ignore[attr-defined]
    doubled = Town(town.network, town.homes, (*listed, listed[0]))
    assert np.array_equal(_walk(doubled).homes.first, _walk(town).homes.first)


@given(towns(most_pharmacies=2), _SPOT, _SPOT)
def test_route_is_as_long_as_its_line_and_as_networkx_says(town: Town, begin: Point, end: Point) -> None:
    engine = _walk(town)
    trip = engine.trip(begin, end)
    expected = networkx_costs(town.network, engine.door(begin), engine.door(end))[0, 0]
    if np.isinf(expected):
        assert trip.metres is None
        assert trip.line == ()
        return
    assert trip.metres is not None
    assert trip.metres == expected / 1000
    drawn = float(np.hypot(*np.diff(np.array(trip.line), axis=0).T).sum()) if len(trip.line) > 1 else 0.0
    assert abs(drawn - trip.metres) < 0.05  # the line is rounded to the millimetre at each of its points
    assert engine.trip(end, begin).metres == trip.metres


@given(towns())
@settings(max_examples=50)
def test_snapping_finds_the_nearest_street(town: Town) -> None:
    lines = [shapely.LineString(town.network.line(edge)) for edge in range(town.network.edges)]
    engine = _walk(town)
    found = engine.snapper.snap(town.homes.x, town.homes.y)
    for home in range(len(town.homes)):
        point = shapely.Point(town.homes.x[home], town.homes.y[home])
        assert found.off_mm[home] == round(min(line.distance(point) for line in lines) * 1000)
        edge = int(found.edge[home])
        there = lines[edge].interpolate(found.along_mm[home] / 1000)
        assert there.distance(point) * 1000 <= found.off_mm[home] + 2


@given(towns(), st.integers(0, 20))
def test_a_home_on_the_very_edge_of_the_standard_is_within(town: Town, which: int) -> None:
    engine = _walk(town)
    home = which % len(town.homes)
    reach = float(engine.homes.first[home])
    if np.isfinite(reach):
        one = population(np.eye(len(town.homes), dtype=np.int32)[home], {})
        assert standing(engine, reach, one).within["everyone"] == [1]
        assert standing(engine, reach - 1, one).within["everyone"] == [0]
