"""Old place against new place on one straight street, where every trip can be worked out by hand.

Homes stand at 0 m (100 people), 450 (200), 1,200 (300) and 1,900 (400), each 10 m off the street; pharmacies at 500, 950 and
2,500. The pharmacy at 500 m is the nearest of 300 people: their mean trip is (100 x 510 + 200 x 60) / 300 = 210 m.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.access import PreparedSnapshot, prepare
from app.access.accustomed import all_but, old_and_new
from app.access.week import PARTS_OF_THE_WEEK
from app.access.whatif import Change
from app.assessment import assess
from app.domain.applications import Relocation, StatedPremises
from app.domain.assessments import Assessment
from app.domain.baselines import Mode
from app.domain.evidence import Row
from app.law.points import CHOICE
from geodata.model.hours import DAYS, MINUTES_A_WEEK, WeekHours, parse_week
from geodata.model.point import Point
from geodata.snapshot import EdgeFlag
from tests.made_up.applications import BASELINE, S1, WITHIN, relocation
from tests.made_up.small_area import LONG_HOURS, NORTHING, OFFICE_HOURS, PREMISES, contents, snapshot

WALK = "accustomed.walk-10"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def move(to: float, hours: WeekHours | None = OFFICE_HOURS, **changes: object) -> Relocation:
    """The pharmacy at 500 m moves along the street."""
    new = StatedPremises(
        "Pharmacy XA001",
        f"{to:.0f} Long Street",
        "XT1 1ZZ",
        point=Point(500_000.0 + to, NORTHING, "measured at the door", 1.0),
        hours=hours,
    )
    return relocation(existing=S1, proposed=new, **changes)


@pytest.fixture(scope="module")
def run(area: PreparedSnapshot) -> Callable[[Relocation], Assessment]:
    return lambda application: assess(application, BASELINE, area, WITHIN)


def values(found: Assessment, *names: str) -> list[object]:
    return [found.ledger.value(f"{WALK}.{name}") for name in names]


def rows(found: Assessment, name: str) -> tuple[Row, ...]:
    return found.ledger[f"{WALK}.{name}"].rows


def test_the_trip_to_the_new_place_is_set_beside_the_trip_to_the_old(
    run: Callable[[Relocation], Assessment],
) -> None:
    found = run(move(1_700))
    assert values(found, "people", "before_mean", "new_mean") == [300, 210.0, 1_410.0]
    assert values(found, "change_mean", "change_median", "change_p90", "change_worst") == [1_200.0] * 4
    assert values(found, "nearer", "farther") == [0, 300]
    told = {row["band"]: row["people"] for row in rows(found, "bands")}
    assert told == dict.fromkeys(told, 0) | {"1 km to 1 mile longer": 300}


def test_a_move_between_two_homes_is_nearer_for_some_and_farther_for_others(
    run: Callable[[Relocation], Assessment],
) -> None:
    """To 200 m: the home at 0 m goes 210 m in place of 510, the one at 450 m goes 260 in place of 60."""
    found = run(move(200))
    assert values(found, "before_mean", "new_mean") == [
        210.0,
        pytest.approx((100 * 210 + 200 * 260) / 300, abs=0.001),
    ]
    assert values(found, "change_mean", "change_worst") == [pytest.approx(10_000 / 300, abs=0.001), 200.0]
    assert values(found, "nearer", "farther") == [100, 200]


def test_groups_add_up_and_have_their_own_trips(run: Callable[[Relocation], Assessment]) -> None:
    found = run(move(200))
    for name in ("by_locality", "by_ward", "by_deprivation", "by_age"):
        assert sum(int(str(row["people"])) for row in rows(found, name)) == 300
    [decile] = rows(found, "by_deprivation")
    assert (decile["decile"], decile["before_mean"], decile["change_worst"]) == (1, 210.0, 200.0)
    assert [(row["group"], row["people"]) for row in rows(found, "by_age")] == [
        ("aged 0 to 64", 225),
        ("aged 65 and over", 75),
    ]


def test_what_they_choose_then_is_other_evidence(run: Callable[[Relocation], Assessment]) -> None:
    """T5: the new place is 2.4 km off; the nearest of those that remain is 450 m farther. Only the first is the limb's."""
    found = run(move(2_900))
    assert values(found, "change_mean") == [2_400.0]
    assert found.ledger.value("affected.walk-10.change_mean") == 450.0
    # 2.4 km along this street lies in the next board's area, where 24(2)(b) asks the same.
    [limb] = [one for one in found.findings if one.rule == "reg24(2)(b)"]
    assert limb.points_for == ()
    assert any(
        "around 2.4 kilometres longer on average than to the old" in point for point in limb.points_against
    )
    choice = limb.reasons[limb.reasons.index(CHOICE) :]
    assert any("remain" in reason for reason in choice)
    assert any(
        "450 metres longer on average, to the pharmacy that is nearest then" in reason for reason in choice
    )


def test_the_week_counts_those_whose_nearest_open_pharmacy_it_is(tmp_path: Path) -> None:
    """On Sunday it alone is open within reach: then all 1,000 are accustomed to it who are within the standard's 805 m.

    The homes at 0, 450 and 1,200 m are within it (510, 60 and 710 m); the one at 1,900 m is beyond, at 1,410 m.
    """
    others = tuple(replace(one, hours=OFFICE_HOURS) for one in PREMISES[1:])
    own = replace(PREMISES[0], hours=LONG_HOURS)
    found = assess(
        move(700, LONG_HOURS), BASELINE, prepare(snapshot(tmp_path, premises=(own, *others))), WITHIN
    )
    week = {str(row["when"]): row for row in rows(found, "week")}
    weekday, sunday, evening = (
        week[name]
        for name in ("weekdays, 9am to 6pm", "Sunday, 9am to 6pm", "weekday evenings, 6pm to midnight")
    )
    assert (sunday["hours"], sunday["hours_new"], sunday["people"]) == (6.0, 6.0, 600)
    assert sunday["before_mean"] == pytest.approx((100 * 510 + 200 * 60 + 300 * 710) / 600, abs=0.001)
    assert sunday["new_mean"] == pytest.approx((100 * 710 + 200 * 260 + 300 * 510) / 600, abs=0.001)
    assert sunday["change_worst"] == 200.0
    # From 9 to 17:30 the others are open too and 300 people are nearest; from 17:30 to 18:00 it alone is open.
    assert (weekday["hours"], weekday["people"]) == (45.0, round((300 * 42.5 + 600 * 2.5) / 45))
    assert (evening["hours"], evening["people"]) == (10.0, 600)
    assert week["all other hours"]["hours"] == 5.0 + 1.0 + 2.0


def test_hours_of_the_new_site_that_are_not_known_are_told_and_those_of_the_old_stop_it(
    run: Callable[[Relocation], Assessment], tmp_path: Path
) -> None:
    unknown = run(move(700, None))
    assert all(row["hours_new"] is None for row in rows(unknown, "week"))
    assert "the hours of the new site are not known" in unknown.ledger[f"{WALK}.week"].note
    own = replace(PREMISES[0], hours=None)
    dark = assess(move(700), BASELINE, prepare(snapshot(tmp_path, premises=(own, *PREMISES[1:]))), WITHIN)
    assert values(dark, "week", "people") == [None, 300]
    assert dark.ledger[f"{WALK}.week"].note == "the hours of the existing site are not known"


def test_a_better_point_of_the_old_site_is_measured_from(run: Callable[[Relocation], Assessment]) -> None:
    """The papers put its door at 440 m: the home at 450 m goes 20 m to it, the one at 0 m 450 m."""
    door = Point(500_440.0, NORTHING, "measured at the door", 1.0)
    found = run(replace(move(1_700), existing=replace(S1, point=door)))
    assert values(found, "people", "before_mean") == [
        300,
        pytest.approx((100 * 450 + 200 * 20) / 300, abs=0.001),
    ]
    [weekday, *_] = rows(found, "week")
    assert (weekday["people"], weekday["hours"]) == (300, 42.5)


def test_nobody_is_accustomed_to_premises_at_which_nobody_calls(
    run: Callable[[Relocation], Assessment],
) -> None:
    selling = StatedPremises("Pharmacy XA009", "700 Long Street", "XT1 1AD", ods_code="XA009")
    assert values(run(replace(move(1_700), existing=selling)), "people", "before_mean", "week") == [
        0,
        None,
        0,
    ]
    to_selling = replace(move(1_700).proposed, distance_selling=True)
    nowhere = run(replace(move(1_700), proposed=to_selling))
    assert values(nowhere, "people", "new_mean") == [None, None]
    assert nowhere.ledger[f"{WALK}.people"].note == "nobody can call at the new site"


def test_what_the_map_states_of_their_ways_is_told_with_its_people(tmp_path: Path) -> None:
    networks = contents().networks
    walk = networks["walk"]
    steps = replace(
        walk, edge_flags=walk.edge_flags | np.array([0, EdgeFlag.STEPS], dtype=walk.edge_flags.dtype)
    )
    area = prepare(snapshot(tmp_path, networks={"walk": steps}))
    over = assess(move(1_700), BASELINE, area, WITHIN)
    assert [(row["what"], row["people"]) for row in rows(over, "on_the_way")] == [("steps", 300)]
    short = assess(move(600), BASELINE, area, WITHIN)
    assert values(short, "on_the_way") == [0]


@pytest.mark.parametrize("mode", [Mode.WALK, Mode.STRAIGHT_LINE])
@pytest.mark.parametrize("to", [0.0, 480.0, 1_000.0, 3_990.0])
def test_the_bounded_search_finds_what_an_unbounded_one_does(
    area: PreparedSnapshot, mode: Mode, to: float
) -> None:
    standard = next(one for one in BASELINE.standards if one.mode is mode)
    engine, old = area.engine(mode), PREMISES[0].point
    assert old is not None
    new = Point(500_000.0 + to, NORTHING + 200, "a door", 1.0)
    effect = area.effect(standard, Change(area.labels["XA001"], new_point=new))
    found = old_and_new(engine, effect, old, new)
    home, cost = engine.reached(new, np.inf)
    assert dict(zip(found.home.tolist(), found.after.tolist(), strict=True)) == {
        at: what
        for at, what in zip(home.tolist(), cost.tolist(), strict=True)
        if at in set(found.home.tolist())
    }


def test_the_parts_of_the_week_and_the_rest_are_the_week() -> None:
    parts = [spans for _, spans in PARTS_OF_THE_WEEK]
    rest = all_but(parts)
    covered = sorted(span for part in (*parts, rest) for span in part)
    assert covered[0][0] == 0
    assert covered[-1][1] == MINUTES_A_WEEK
    assert all(one[1] == other[0] for one, other in itertools.pairwise(covered))
    assert all_but([[(0, MINUTES_A_WEEK)]]) == ()
    assert parse_week(dict.fromkeys(DAYS, "closed")).week_spans() == ()
