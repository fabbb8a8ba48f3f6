"""Re-checks on the made-up street: the right input is named for each change, worked out by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app import METHOD_VERSION
from app.access import prepare
from app.access.mixed import Parts, content_of, mixed
from app.assessment import assess
from app.domain.baselines import SpeedProfile
from app.law import law_version
from app.recheck.causes import AreaCache, Basis, Cause, Rechecked, recheck
from app.recheck.conclusions import Conclusion, conclusion, differences
from app.recheck.lists import Event, list_changes
from geodata.model.point import Point
from geodata.snapshot import Snapshot
from tests.made_up.applications import BASELINE, WITHIN, consolidation
from tests.made_up.small_area import EAST, PREMISES, contents, premises, snapshot

PEOPLE_AFTER = "coverage.walk-5.after"


def _basis(made: Snapshot, **changes: object) -> Basis:
    basis = Basis(BASELINE, Parts(made, made, made), WITHIN)
    return replace(basis, **changes)  # type: ignore[arg-type]


def _causes(found: Rechecked, name: str) -> tuple[Cause, ...]:
    return next(change.causes for change in found.changes if change.moved.name == name)


@pytest.fixture
def areas() -> AreaCache:
    return AreaCache()


def test_nothing_moves_where_nothing_changed(tmp_path: Path, areas: AreaCache) -> None:
    made = snapshot(tmp_path)
    found = recheck(consolidation(), _basis(made), _basis(made), areas)
    assert found.changes == ()
    assert not found.weighs


def test_a_new_pharmacy_is_put_down_to_the_list(tmp_path: Path, areas: AreaCache) -> None:
    old = snapshot(tmp_path)
    # A pharmacy at 1,100 m keeps home 1,200 within five minutes once XA002 closes.
    new = snapshot(tmp_path, premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD")))
    found = recheck(consolidation(), _basis(old), _basis(new), areas)
    assert _causes(found, PEOPLE_AFTER) == (Cause.PHARMACIES,)
    moved = {change.moved.name: change.moved for change in found.changes}
    assert (moved[PEOPLE_AFTER].old, moved[PEOPLE_AFTER].new) == (200, 500)
    assert moved["alternatives.walk"].new == 3


def test_a_census_is_put_down_to_the_population(tmp_path: Path, areas: AreaCache) -> None:
    old = snapshot(tmp_path)
    homes = contents().homes
    more = replace(homes, people=(homes.people * 2).astype(np.int32))
    found = recheck(consolidation(), _basis(old), _basis(snapshot(tmp_path, homes=more)), areas)
    assert {cause for change in found.changes for cause in change.causes} == {Cause.POPULATION}


def test_a_longer_street_is_put_down_to_the_streets(tmp_path: Path, areas: AreaCache) -> None:
    old = snapshot(tmp_path)
    network = contents().networks["walk"]
    detour = replace(network, edge_mm=np.array([2_000_000, 3_000_000], dtype=np.int64))
    found = recheck(
        consolidation(), _basis(old), _basis(snapshot(tmp_path, networks={"walk": detour})), areas
    )
    assert _causes(found, "distance.walk") == (Cause.STREETS,)


def test_another_pace_is_put_down_to_the_standard(tmp_path: Path, areas: AreaCache) -> None:
    made = snapshot(tmp_path)
    slower = replace(BASELINE.standards[1], speed=SpeedProfile("slow", 3.0, "test"))
    standards = (BASELINE.standards[0], slower, BASELINE.standards[2])
    new = _basis(made, baseline=replace(BASELINE, standards=standards))
    found = recheck(consolidation(), _basis(made), new, areas)
    # At 3 km/h five minutes reach 250 m: home 1,200 is 260 m from XA002.
    assert _causes(found, "coverage.walk-5.before") == (Cause.STANDARD,)


def test_another_date_is_put_down_to_the_law(tmp_path: Path, areas: AreaCache) -> None:
    made = snapshot(tmp_path)
    later = _basis(made, as_at=date(2026, 7, 1))
    found = recheck(consolidation(), _basis(made), later, areas)
    assert _causes(found, "deadline-passed") == (Cause.LAW,)
    assert found.weighs


def test_what_is_on_file_and_differs_with_nothing_changed_is_the_methods_doing(
    tmp_path: Path, areas: AreaCache
) -> None:
    made = snapshot(tmp_path)
    now = conclusion(assess(consolidation(), BASELINE, prepare(made), WITHIN))
    figures = tuple((name, 199 if name == PEOPLE_AFTER else value) for name, value in now.figures)
    found = recheck(consolidation(), _basis(made), _basis(made), areas, replace(now, figures=figures))
    assert [(c.moved.name, c.causes) for c in found.changes] == [(PEOPLE_AFTER, (Cause.METHOD,))]


def test_what_only_moves_together_is_put_down_to_both(tmp_path: Path, areas: AreaCache) -> None:
    old = snapshot(tmp_path)
    homes = contents().homes
    # Nobody lived at 3,400 m and nothing was there; a pharmacy 3,500 m out matters only with somebody out there.
    farther = replace(homes, x=np.array([500_000.0, 500_450.0, 501_200.0, 503_400.0]))
    out_there = premises("XA010", 3_500, "XT1 1AC", point=Point(503_500.0, 400_000.0, "test", 1.0))
    new = snapshot(tmp_path, homes=farther, premises=(*PREMISES, out_there))
    found = recheck(consolidation(), _basis(old), _basis(new), areas)
    assert _causes(found, "coverage.walk-5.before") == (Cause.TOGETHER,)
    (change,) = (c for c in found.changes if c.moved.name == "coverage.walk-5.before")
    assert change.inputs == (Cause.PHARMACIES, Cause.POPULATION)


def test_of_three_inputs_the_two_that_move_it_together_are_named(tmp_path: Path, areas: AreaCache) -> None:
    old = snapshot(tmp_path)
    homes = contents().homes
    farther = replace(homes, x=np.array([500_000.0, 500_450.0, 501_200.0, 503_400.0]))
    out_there = premises("XA010", 3_500, "XT1 1AC", point=Point(503_500.0, 400_000.0, "test", 1.0))
    new = snapshot(tmp_path, homes=farther, premises=(*PREMISES, out_there))
    found = recheck(consolidation(), _basis(old), _basis(new, as_at=date(2026, 7, 1)), areas)
    changes = {change.moved.name: change for change in found.changes}
    assert changes["coverage.walk-5.before"].inputs == (Cause.PHARMACIES, Cause.POPULATION)
    assert changes["deadline-passed"].causes == (Cause.LAW,)
    assert changes["deadline-passed"].inputs == ()


def test_newer_rules_of_law_are_told_from_a_newer_method(tmp_path: Path, areas: AreaCache) -> None:
    made = snapshot(tmp_path)
    now = conclusion(assess(consolidation(), BASELINE, prepare(made), WITHIN))
    stored = replace(now, verdicts=(("reg26A(2)", "met"), *now.verdicts[1:]))

    def causes(**versions: str) -> set[Cause]:
        theirs = {name.replace("_", " "): version for name, version in versions.items()}
        found = recheck(consolidation(), _basis(made), _basis(made), areas, stored=stored, versions=theirs)
        return {cause for change in found.changes for cause in change.causes}

    assert causes(law_rules="1", assessment_method=METHOD_VERSION) == {Cause.LAW}
    assert causes(law_rules=law_version(), assessment_method="0") == {Cause.METHOD}
    assert causes(law_rules="1", assessment_method="0") == {Cause.LAW, Cause.METHOD}
    assert causes() == {Cause.METHOD}


def test_a_figure_that_moved_is_never_put_down_to_newer_rules_of_law(
    tmp_path: Path, areas: AreaCache
) -> None:
    made = snapshot(tmp_path)
    now = conclusion(assess(consolidation(), BASELINE, prepare(made), WITHIN))
    stored = replace(
        now,
        verdicts=(("reg26A(2)", "met"), *now.verdicts[1:]),
        figures=tuple((name, 1.0 if name == "distance.walk" else value) for name, value in now.figures),
    )
    older = {"law rules": "3", "assessment method": METHOD_VERSION}
    found = recheck(consolidation(), _basis(made), _basis(made), areas, stored=stored, versions=older)
    causes = {change.moved.name: change.causes for change in found.changes}
    assert causes["reg26A(2)"] == (Cause.LAW,)
    assert causes["distance.walk"] == (Cause.METHOD,)


def test_parts_that_hold_the_same_are_no_input_that_differs(tmp_path: Path, areas: AreaCache) -> None:
    old = snapshot(tmp_path)
    new = snapshot(tmp_path, premises=PREMISES[:3], as_at=date(2026, 5, 1))
    same = areas.contents(Parts(old, old, old)), areas.contents(Parts(new, new, new))
    assert [one == other for one, other in zip(*same, strict=True)] == [False, True, True]
    other_board = snapshot(tmp_path, hwbs=(EAST,))
    assert content_of(old, "people") != content_of(other_board, "people")
    assert content_of(old, "streets") == content_of(other_board, "streets")


def test_differences_name_what_came_and_what_went() -> None:
    one = Conclusion("must", (("a", "met"),), ("x",), (("f", 1),))
    other = Conclusion("may", (("a", "not met"), ("b", "met")), ("y",), (("f", 2),))
    assert [(m.kind, m.name, m.old, m.new) for m in differences(one, other)] == [
        ("duty", "duty", "must", "may"),
        ("finding", "a", "met", "not met"),
        ("finding", "b", None, "met"),
        ("flag", "x", True, None),
        ("flag", "y", None, True),
        ("figure", "f", 1, 2),
    ]


def test_a_mixed_snapshot_takes_each_part_from_its_own(tmp_path: Path) -> None:
    one = snapshot(tmp_path)
    other = snapshot(tmp_path, premises=PREMISES[:1], networks={})
    blend = mixed(Parts(pharmacies=other, streets=one, people=one))
    assert len(blend.premises) == 1
    assert blend.network("walk") is not None
    assert blend.id == f"{other.id}+{one.id}+{one.id}"
    blend.verify()
    assert mixed(Parts(one, one, one)) is one
    assert mixed(Parts(one, other, one)).network("walk") is None


def test_openings_closures_moves_and_new_owners_are_told_apart() -> None:
    stays, closes, moves, sold = PREMISES
    resold = replace(sold, ods_code="XA900", trading_name="New owner", address=sold.address.upper())
    next_door = replace(sold, ods_code="XA901", address="702 Long Street")
    moved = replace(moves, postcode="XT1 1ZZ", point=Point(502_560.0, 400_000.0, "test"))
    opened = premises("XA902", 3_000, "XT2 2BB")
    found = list_changes((stays, closes, moves, sold), (stays, moved, resold, next_door, opened))
    told = [(c.event, (c.before or c.after).ods_code, c.metres) for c in found]  # type: ignore[union-attr]
    assert told == [
        (Event.CLOSED, "XA002", None),
        (Event.NEW_CODE, "XA009", None),
        (Event.OPENED, "XA901", None),
        (Event.OPENED, "XA902", None),
        (Event.MOVED, "XA003", 60.0),
    ]
    assert list_changes(PREMISES, PREMISES[::-1]) == ()
