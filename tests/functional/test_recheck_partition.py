"""A snapshot cut by boards: each application in its part comes to what it comes to on all of the streets."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.access import prepare
from app.assessment import outline
from app.domain.applications import Consolidation, Relocation
from app.domain.baselines import AccessStandard, Baseline, Mode
from app.domain.canonical import canonical_json, compact_json
from app.domain.rechecks import Outcome
from app.recheck.batch import Done, run_parts
from app.recheck.conclusions import conclusion
from app.recheck.halo import HaloError, check_halo, sites_of, standards_halo_m
from app.recheck.partition import by_board, cut, write_part
from app.recheck.plans import BasisAt, Plan, Task
from app.recheck.shut_in import Beyond, Whole
from app.recheck.workers import here
from app.store.journal import RunJournal
from app.store.values import read_value
from bench.cases import AS_AT, baseline_of, tasks_of
from bench.town import Size, open_town, write_town
from geodata.model.point import Point
from geodata.snapshot import Snapshot, write_snapshot
from tests.made_up import long_town
from tests.made_up.applications import BASELINE
from tests.made_up.small_area import PREMISES, premises, snapshot

AnyOfBoth = Relocation | Consolidation


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A generated town of 6 km with boards' areas of 3 km."""
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(_sides(), "hwb", 3_000.0)
        patch.setitem(_sides(), "ward", 1_000.0)
        write_town(folder, Size("parts", 8_000, 3_000, 60), outlines=True)
    return open_town(folder).snapshot


def _sides() -> dict[str, float]:
    from bench.town import AREAS_M

    assert isinstance(AREAS_M, dict)
    return AREAS_M


@pytest.fixture(scope="module")
def baseline(town: Snapshot) -> Baseline:
    # Five minutes, so that a part is smaller than the town.
    made = baseline_of(town, 5)
    return replace(made, standards=(*made.standards, AccessStandard("line", Mode.STRAIGHT_LINE, 4)))


@pytest.fixture(scope="module")
def applications(town: Snapshot) -> dict[str, AnyOfBoth]:
    return {task.case: read_value(AnyOfBoth, task.application) for task in tasks_of(town, 60)}  # type: ignore[arg-type]


def test_each_application_in_its_part_comes_to_the_same(
    town: Snapshot, baseline: Baseline, applications: dict[str, AnyOfBoth], tmp_path: Path
) -> None:
    cases, smaller, compared = by_board(applications, prepare(town)), 0, 0
    assert len(cases) >= 4
    for board, ids in cases.items():
        if board is None:
            continue
        everything, all_of_it = cut(town, (board,), 1e6)
        assert all_of_it
        whole = prepare(Snapshot.open(write_snapshot(tmp_path, everything)))
        # A move across the border has its old premises in the area of another board.
        sites = [sites_of(applications[case], whole) for case in ids]
        part = prepare(
            Snapshot.open(write_part(tmp_path, town, (board,), baseline, standards_halo_m(baseline), sites))
        )
        smaller += len(part.pharmacies) < len(whole.pharmacies)
        assert part.homes.people.sum() == whole.homes.people.sum()
        for case in ids:
            one, other = (
                compact_json(conclusion(outline(applications[case], baseline, area, AS_AT)))
                for area in (whole, part)
            )
            assert one == other, case
            compared += 1
    assert smaller >= 1
    assert compared >= 50


def test_a_halo_that_is_too_narrow_is_refused_with_what_is_needed(
    town: Snapshot, baseline: Baseline, tmp_path: Path
) -> None:
    board = town.homes.labels["hwb"][0]
    contents, all_of_it = cut(town, (board,), 100.0)
    assert not all_of_it
    part = prepare(Snapshot.open(write_snapshot(tmp_path, contents)))
    with pytest.raises(HaloError) as caught:
        check_halo(part, baseline, 100.0)
    assert "100 m" in str(caught.value)
    assert caught.value.needed_m >= 100.0


def test_a_drive_standard_reaches_as_far_as_the_fastest_road_would_take_anybody(tmp_path: Path) -> None:
    whole = long_town.snapshot(tmp_path, np.random.default_rng(3))
    contents, all_of_it = cut(whole, (long_town.MIDDLE,), 5_000.0)
    assert not all_of_it
    part = prepare(Snapshot.open(write_snapshot(tmp_path, contents)))
    by_car = long_town.baseline(20, ("car",))
    with pytest.raises(HaloError) as caught:
        check_halo(part, by_car, 5_000.0)
    # The fastest are primary roads, at 56 km/h: a third of an hour takes nobody farther than 18.67 km.
    assert caught.value.needed_m == pytest.approx(56_000 / 3, rel=0.001)
    assert caught.value.needed_m >= 56_000 / 3
    assert standards_halo_m(by_car) == pytest.approx(1_609.344)


def test_a_pharmacy_far_from_any_street_must_stand_where_it_stood(tmp_path: Path) -> None:
    """At 2.5 km from the nearest street, and 1.5 km out: another street might be as near, just outside a narrow halo."""
    away = premises("XA050", 900, "XT1 1AB", point=Point(500_900.0, 402_500.0, "a field", 1.0))
    part = prepare(snapshot(tmp_path, premises=(*PREMISES, away)))
    homes = part.homes
    out = min(np.hypot(x - 500_900.0, y - 402_500.0) for x, y in zip(homes.x, homes.y, strict=True))
    pna = replace(BASELINE, standards=(AccessStandard("walk", Mode.WALK, 5),))
    with pytest.raises(HaloError) as caught:
        check_halo(part, pna, 3_000.0)
    assert caught.value.needed_m == pytest.approx(out + 2_500 - 1_000, abs=1)
    check_halo(part, pna, 5_000.0)


def test_the_standards_reach_or_a_mile_is_the_least_halo(baseline: Baseline) -> None:
    assert standards_halo_m(baseline) == pytest.approx(1_609.344)
    farther = replace(baseline, standards=(AccessStandard("walk", Mode.WALK, 30),))
    assert standards_halo_m(farther) == pytest.approx(2_414.016)


def test_homes_that_reach_no_second_pharmacy_are_told(tmp_path: Path, baseline: Baseline) -> None:
    alone = prepare(snapshot(tmp_path, premises=()))
    with pytest.raises(HaloError, match="homes reach no second pharmacy"):
        check_halo(alone, baseline, 5_000.0)


def test_a_part_keeps_its_board_and_says_from_what_it_was_cut(town: Snapshot) -> None:
    board = town.homes.labels["hwb"][1]
    contents, _ = cut(town, (board,), 500.0)
    assert contents.hwbs == (board,)
    assert town.id in contents.notes[-1]
    network = contents.networks["walk"]
    assert network.edges < (town.network("walk") or network).edges
    assert network.geometry_start[-1] == len(network.geometry_xy)
    # Lines still begin and end at their own nodes.
    for edge in (0, network.edges // 2, network.edges - 1):
        line, ends = network.line(edge), (network.edge_u[edge], network.edge_v[edge])
        for point, node in zip((line[0], line[-1]), ends, strict=True):
            assert np.allclose(point, (network.node_x[node], network.node_y[node]), atol=0.01)


def test_several_boards_in_one_run(
    town: Snapshot, baseline: Baseline, applications: dict[str, AnyOfBoth], tmp_path: Path
) -> None:
    parts = []
    for board, ids in list(by_board(applications, prepare(town)).items())[:2]:
        assert board is not None
        path = write_part(tmp_path, town, (board,), baseline, standards_halo_m(baseline))
        old, new = (
            BasisAt(pna, path, path, path, AS_AT)
            for pna in (baseline, replace(baseline, id="next", title="Next"))
        )
        parts.append((Plan(old, new), [Task(case, canonical_json(applications[case])) for case in ids]))
    journal, told = RunJournal(tmp_path / "journal.sqlite", b"parts"), list[Done]()
    with here() as workers:
        done = run_parts(parts, journal, workers.executor, progress=told.append)
    cases = sum(len(tasks) for _, tasks in parts)
    assert done == Done(cases, cases, 0)
    assert told[-1] == done
    outcomes: tuple[Outcome, ...] = journal.outcomes()
    journal.close()
    assert {o.case for o in outcomes} == {task.case for _, tasks in parts for task in tasks}


def test_homes_that_are_shut_in_are_proven_so(tmp_path: Path) -> None:
    """Four lanes that no road joins: whoever lives there comes to no pharmacy, on all of the streets either."""
    whole = long_town.snapshot(tmp_path, np.random.default_rng(8), 4)
    contents, all_of_it = cut(whole, (long_town.MIDDLE,), 20_000.0)
    assert not all_of_it
    part = prepare(Snapshot.open(write_snapshot(tmp_path, contents)))
    pna = long_town.baseline(10, ("walk", "car"))

    def check(of: Snapshot, *, near: bool) -> None:
        beyond = Beyond((Whole(of),), lambda places, _: np.full(len(places), near), 1_000.0)
        check_halo(part, pna, 20_000.0, beyond=beyond)

    check(whole, near=True)
    with pytest.raises(HaloError, match="homes reach no second pharmacy"):
        check_halo(part, pna, 20_000.0)
    with pytest.raises(HaloError, match="homes reach no second pharmacy"):
        check(whole, near=False)
    # A pharmacy that was left out may stand on one of the lanes.
    lane = Point(long_town.LEFT + 67_500, long_town.BOTTOM + 510, "made up", 5.0)
    more = (*whole.premises, replace(whole.premises[0], ods_code="XB001", point=lane))
    with pytest.raises(HaloError, match="homes reach no second pharmacy"):
        check(long_town.snapshot(tmp_path, np.random.default_rng(8), 4, premises=more), near=True)
