"""What a worker does: open the snapshots of a plan memory-mapped, once, and re-check the cases that it is handed."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from app.access import PreparedSnapshot
from app.access.mixed import Parts
from app.domain.applications import Consolidation
from app.domain.canonical import compact_json
from app.domain.other_applications import AnyApplication
from app.domain.rechecks import Outcome
from app.recheck.causes import AreaCache, Basis, Rechecked, recheck
from app.recheck.conclusions import Conclusion
from app.recheck.plans import BasisAt, Plan, Task
from app.store.kept import open_prepared
from app.store.values import read_value
from geodata.snapshot import Snapshot


def work(plan: Plan, tasks: Sequence[Task]) -> list[Outcome]:
    """Re-check some cases: what a worker does. A case that fails has its error as its outcome."""
    old, new, areas = _ready(plan)
    return [_one(task, old, new, areas) for task in tasks]


def alive() -> int:
    """The id of a worker's process: asked of a new one to see that it works."""
    return os.getpid()


def _one(task: Task, old: Basis, new: Basis, areas: AreaCache) -> Outcome:
    try:
        application: AnyApplication = read_value(cast("Any", AnyApplication), task.application)
        stored = read_value(Conclusion, task.stored) if task.stored else None
        together = tuple(read_value(Consolidation, other) for other in task.together)
        found: Rechecked = recheck(application, old, new, areas, stored, together, dict(task.versions))
    except Exception as error:
        return Outcome(task.case, None, f"{type(error).__name__}: {error}")
    return Outcome(task.case, compact_json(found), None)


# Workers go from one board's plan to the next: two are kept for where they overlap, not all of England's.
@lru_cache(maxsize=2)
def _ready(plan: Plan) -> tuple[Basis, Basis, AreaCache]:
    """Both bases with their snapshots open, once a process."""
    areas = AreaCache()
    paths = {
        path for basis in (plan.old, plan.new) for path in (basis.pharmacies, basis.streets, basis.people)
    }
    for path in paths:
        areas.put(_area(path))
    return _open(plan.old), _open(plan.new), areas


def _open(basis: BasisAt) -> Basis:
    parts = Parts(*(_area(path).snapshot for path in (basis.pharmacies, basis.streets, basis.people)))
    return Basis(basis.baseline, parts, basis.as_at)


@lru_cache(maxsize=4)
def _area(path: Path) -> PreparedSnapshot:
    """A snapshot ready for measuring, memory-mapped; plans with the same one share what it has worked out."""
    return open_prepared(Snapshot.open(path))
