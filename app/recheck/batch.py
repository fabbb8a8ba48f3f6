"""Many applications re-checked through any ``concurrent.futures`` executor: processes here, a cluster where outgrown.

A plan is small: it names snapshots by their folders, and every worker opens them memory-mapped, once. A case that fails is
reported with its cause and stops nothing. What is done is in a journal before the next is asked for, so that a run that was
killed at any moment goes on where it was: no case twice, none lost.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, cast

from app.access.mixed import Parts
from app.domain.applications import Consolidation
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.other_applications import AnyApplication
from app.domain.rechecks import Outcome
from app.recheck.causes import AreaCache, Basis, Rechecked, recheck
from app.recheck.conclusions import Conclusion
from app.store.kept import open_prepared
from app.store.values import read_value
from geodata.snapshot import Snapshot

CHUNK = 25
"""Cases handed to a worker at a time: enough to outweigh the handing, few enough to lose little when killed."""


@dataclass(frozen=True)
class BasisAt:
    """A basis by the folders of its snapshots: what is handed to a worker."""

    baseline: Baseline
    pharmacies: Path
    streets: Path
    people: Path
    as_at: date


@dataclass(frozen=True)
class Plan:
    """From which basis to which."""

    old: BasisAt
    new: BasisAt


@dataclass(frozen=True)
class Task:
    """One case: its id, its application as canonical JSON, and the conclusion on file, where there is one.

    ``together`` are the consolidations that were considered together with it, each as canonical JSON.
    """

    case: str
    application: bytes
    stored: bytes | None = None
    together: tuple[bytes, ...] = ()


class Journal(Protocol):
    """What is done, kept where it outlives the run."""

    def done(self) -> frozenset[str]:
        """Cases that have an outcome."""
        ...

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Keep some outcomes, all or none; a case that has one keeps it."""
        ...


@dataclass(frozen=True)
class Done:
    """How far a run is."""

    done: int
    of: int
    failed: int


def run(
    plan: Plan,
    tasks: Sequence[Task],
    journal: Journal,
    executor: Executor,
    *,
    at_once: int = 4,
    progress: Callable[[Done], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Done:
    """Re-check every case that has no outcome yet. ``at_once``: chunks that are out at a time.

    Raises ValueError where two cases have one id. When cancelled, what is out is waited for and kept.
    """
    ids = [task.case for task in tasks]
    if len(set(ids)) != len(ids):
        raise ValueError("Two cases have the same id: each case is to have one outcome.")
    before = journal.done()
    waiting = _chunks([task for task in tasks if task.case not in before])
    done, failed = sum(case in before for case in ids), 0
    out: set[Future[list[Outcome]]] = set()
    while True:
        while len(out) < at_once and not cancelled():
            chunk = next(waiting, None)
            if chunk is None:
                break
            out.add(executor.submit(work, plan, chunk))
        if not out:
            return Done(done, len(ids), failed)
        finished, out = wait(out, return_when=FIRST_COMPLETED)
        for future in finished:
            outcomes = future.result()
            journal.write(outcomes)
            done, failed = (
                done + len(outcomes),
                failed + sum(outcome.error is not None for outcome in outcomes),
            )
        progress(Done(done, len(ids), failed))


def _chunks(tasks: list[Task]) -> Iterator[list[Task]]:
    return (tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK))


def work(plan: Plan, tasks: Sequence[Task]) -> list[Outcome]:
    """Re-check some cases: what a worker does. A case that fails has its error as its outcome."""
    old, new, areas = _ready(plan)
    return [_one(task, old, new, areas) for task in tasks]


def _one(task: Task, old: Basis, new: Basis, areas: AreaCache) -> Outcome:
    try:
        application: AnyApplication = read_value(cast("Any", AnyApplication), task.application)
        stored = read_value(Conclusion, task.stored) if task.stored else None
        together = tuple(read_value(Consolidation, other) for other in task.together)
        found: Rechecked = recheck(application, old, new, areas, stored, together)
    except Exception as error:
        return Outcome(task.case, None, f"{type(error).__name__}: {error}")
    return Outcome(task.case, canonical_json(found), None)


@lru_cache(maxsize=4)
def _ready(plan: Plan) -> tuple[Basis, Basis, AreaCache]:
    """Both bases with their snapshots open, once a process."""
    areas, opened = AreaCache(), {}
    for basis in (plan.old, plan.new):
        for path in (basis.pharmacies, basis.streets, basis.people):
            if path not in opened:
                opened[path] = Snapshot.open(path)
                areas.put(open_prepared(opened[path]))

    def open_(basis: BasisAt) -> Basis:
        parts = Parts(opened[basis.pharmacies], opened[basis.streets], opened[basis.people])
        return Basis(basis.baseline, parts, basis.as_at)

    return open_(plan.old), open_(plan.new), areas
