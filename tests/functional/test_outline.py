"""An outline comes to what the whole assessment comes to: on the made-up street and town, for every kind of application."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess, outline
from app.domain.applications import (
    ApplicationError,
    Claims,
    Consolidation,
    Notice,
    Relocation,
    StatedPremises,
)
from app.domain.baselines import AccessStandard, Baseline, Mode
from app.domain.other_applications import AnyApplication, OtherApplication, OtherKind
from app.recheck.conclusions import conclusion
from app.store.library import read_baseline
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot
from tests.made_up.applications import BASELINE, WITHIN, consolidation, entry, relocation
from tests.made_up.small_area import snapshot

TOWN_DAY = date(2026, 9, 15)


def _same(application: AnyApplication, baseline: Baseline, area: PreparedSnapshot, as_at: date) -> None:
    whole = assess(application, baseline, area, as_at)
    short = outline(application, baseline, area, as_at)
    assert conclusion(short) == conclusion(whole)
    assert {flag.id: flag.evidence for flag in short.flags} == {
        flag.id: flag.evidence for flag in whole.flags
    }
    for item in short.ledger.values():
        same = whole.ledger[item.id]
        assert replace(item, rows=()) == replace(same, rows=())
        assert all(row in same.rows for row in item.rows)


@pytest.mark.parametrize("kind", list(OtherKind))
def test_other_kinds_come_to_the_same(kind: OtherKind, tmp_path: Path) -> None:
    _same(entry(kind=kind), BASELINE, prepare(snapshot(tmp_path)), WITHIN)


@pytest.mark.parametrize("application", [consolidation(), relocation()])
def test_both_kinds_on_the_street_come_to_the_same(
    application: Consolidation | Relocation, tmp_path: Path
) -> None:
    _same(application, BASELINE, prepare(snapshot(tmp_path)), WITHIN)


def test_without_streets_the_same_is_not_known(tmp_path: Path) -> None:
    area = prepare(snapshot(tmp_path, networks={}))
    _same(consolidation(), BASELINE, area, WITHIN)
    assert outline(consolidation(), BASELINE, area, WITHIN).ledger.value("distance.walk") is None


def test_an_outline_fails_as_the_assessment_does(tmp_path: Path) -> None:
    area = prepare(snapshot(tmp_path))
    lost = relocation(proposed=StatedPremises("Nowhere", "1 Road", "XT7 7XX"))
    with pytest.raises(ApplicationError, match="XT7 7XX"):
        outline(lost, BASELINE, area, WITHIN)


def test_an_outline_leaves_out_what_no_conclusion_turns_on(tmp_path: Path) -> None:
    found = outline(consolidation(), BASELINE, prepare(snapshot(tmp_path)), WITHIN)
    beginnings = {name.partition(".")[0] for name in found.ledger}
    assert not beginnings & {"week", "choice", "sensitivity", "route"}


@pytest.fixture(scope="module")
def town(demo_town: Path) -> tuple[PreparedSnapshot, Baseline]:
    baseline = read_baseline(demo_town / "baselines" / "baseline.json")
    (path,) = (demo_town / "snapshots").glob(f"*-{baseline.snapshot}")
    return prepare(Snapshot.open(path)), baseline


def _stated(premises: Premises, **changes: object) -> StatedPremises:
    listed = StatedPremises(
        premises.trading_name, premises.address, premises.postcode, ods_code=premises.ods_code
    )
    return replace(listed, **changes)  # type: ignore[arg-type]


def _applications(area: PreparedSnapshot, number: int) -> Iterator[AnyApplication]:
    """Moves by up to a mile, with and without a better point; consolidations of any two; new pharmacies anywhere."""
    random, listed = np.random.default_rng(3), area.snapshot.premises
    notice = Notice("CAS-1", date(2026, 9, 1), None, area.snapshot.manifest.hwbs[0])
    for at in range(number):
        one, other = (listed[int(i)] for i in random.choice(len(listed), 2, replace=False))
        if one.point is None:
            continue
        east, north = random.uniform(-1_600, 1_600, 2)
        door = Point(one.point.easting + east, one.point.northing + north, "a door", 1.0)
        new = StatedPremises("New", f"{at} New Road", one.postcode, point=door)
        claims = Claims(float(random.integers(0, 900)), None, int(random.integers(0, 5)))
        if at % 3 == 0:
            left = (
                _stated(one, point=replace(one.point, easting=one.point.easting + 30))
                if at % 2
                else _stated(one)
            )
            yield Relocation("CAS-1", "A Ltd", notice, existing=left, proposed=new, claims=claims)
        elif at % 3 == 1:
            yield Consolidation(
                "CAS-1", "A Ltd", notice, continuing=_stated(other), closing=_stated(one), claims=claims
            )
        else:
            yield OtherApplication("CAS-1", "A Ltd", notice, kind=OtherKind.ROUTINE_ENTRY, premises=new)


def test_many_applications_of_the_town_come_to_the_same(town: tuple[PreparedSnapshot, Baseline]) -> None:
    area, baseline = town
    straight = AccessStandard("straight", Mode.STRAIGHT_LINE, 10)
    both = replace(baseline, standards=(*baseline.standards, straight))
    made = list(_applications(area, 45))
    assert len(made) > 35
    for application in made:
        _same(application, both, area, TOWN_DAY)


def test_the_towns_own_applications_come_to_the_same(
    town: tuple[PreparedSnapshot, Baseline], demo_town: Path
) -> None:
    from app.schemas.applications import APPLICATION
    from app.schemas.reading import read

    area, baseline = town
    files = sorted((demo_town / "applications").glob("*.json"))
    assert files
    for file in files:
        assert json.loads(file.read_bytes())
        _same(read(APPLICATION, file.read_bytes()).value(), baseline, area, TOWN_DAY)
