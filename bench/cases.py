"""Invented applications on the premises of a generated town, and baselines to check them on."""

from dataclasses import replace
from datetime import date

import numpy as np
from scipy.spatial import KDTree

from app.domain.applications import Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import METRES_A_MILE, AccessStandard, Baseline, Board, LocalityFinding, Mode
from app.domain.canonical import canonical_json
from app.recheck.plans import Task
from bench.moves import STEP_M
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot

AS_AT = date(2026, 1, 12)
NOTICE = date(2026, 1, 5)
LOCALITIES = 8


def baseline_of(snapshot: Snapshot, minutes: float = 20) -> Baseline:
    """An invented assessment of needs: eight localities, one walking standard."""
    boards, wards = snapshot.homes.labels["hwb"], snapshot.homes.labels["ward"]
    localities = tuple(
        LocalityFinding(f"locality-{at}", f"Locality {at}", wards[at::LOCALITIES], "No gaps were found.", ())
        for at in range(LOCALITIES)
    )
    return Baseline(
        id=f"invented-{minutes:g}",
        title="An invented Pharmaceutical Needs Assessment",
        published="2025-10-01",
        boards=tuple(Board(code, f"{code} Board", code, (date(2026, 2, 4),)) for code in boards),
        standards=(AccessStandard("walk", Mode.WALK, minutes),),
        localities=localities,
        snapshot=snapshot.id,
        invented=True,
    )


def tasks_of(snapshot: Snapshot, number: int, seed: int = 8) -> list[Task]:
    """Half moves of some hundred metres, half consolidations of two pharmacies within a mile of each other."""
    random = np.random.default_rng(seed)
    listed = snapshot.premises
    points = np.array([_place(premises) for premises in listed])
    pairs = KDTree(points).query_pairs(METRES_A_MILE, output_type="ndarray")
    # Either of the two may be the one that closes.
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    steps = random.normal(0.0, STEP_M, (number, 2))
    tasks = []
    for at in range(number):
        reference = f"CASE-{at:05d}"
        notice = Notice(reference, NOTICE, None, snapshot.homes.labels["hwb"][0])
        if at % 2:
            closing, continuing = (listed[int(one)] for one in pairs[random.integers(len(pairs))])
            application: Consolidation | Relocation = Consolidation(
                reference, "A contractor", notice, continuing=_stated(continuing), closing=_stated(closing)
            )
        else:
            leaving = int(random.integers(len(listed)))
            east, north = points[leaving] + steps[at]
            door = Point(float(east), float(north), "generated", 1.0)
            new = StatedPremises("The new shop", f"{at} New Street", "ZZ1 1ZZ", point=door)
            application = Relocation(
                reference, "A contractor", notice, existing=_stated(listed[leaving]), proposed=new
            )
        tasks.append(Task(reference, canonical_json(application)))
    return tasks


def another_list(premises: tuple[Premises, ...]) -> tuple[Premises, ...]:
    """The list half a year on: three in a hundred have closed, and one in a hundred has other hours."""
    left = [one for at, one in enumerate(premises) if at % 33]
    return tuple(replace(one, hours=left[0].hours) if not at % 100 else one for at, one in enumerate(left))


def _stated(premises: Premises) -> StatedPremises:
    name = premises.trading_name
    return StatedPremises(name, f"{name} Street", "ZZ1 1AA", ods_code=premises.ods_code)


def _place(premises: Premises) -> tuple[float, float]:
    assert premises.point is not None  # noqa: S101 - generated pharmacies all have one
    return premises.point.easting, premises.point.northing
