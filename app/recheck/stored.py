"""A run over stored cases: each is re-checked beside the assessment that is on file, from the basis on which that was made.

Cases that were assessed on one baseline, one snapshot and one day go together. A case of which something is missing (its
assessment was altered, its snapshot is gone) fails with that as its cause, and stops nothing.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.rechecks import NewBasis, Outcome, RunPlan
from app.recheck.batch import BasisAt, Plan, Task, run
from app.recheck.conclusions import conclusion
from app.recheck.shares import Counted
from app.recheck.stored_parts import ELSEWHERE, counted, cut_for
from app.recheck.workers import Workers
from app.store.altered import AlteredError
from app.store.assessed import AssessedOn
from app.store.database import Database
from app.store.journal import StoredJournal
from app.store.missing import NotStoredError
from app.store.repository import Repository
from app.store.values import StoredValueError

log = logging.getLogger(__name__)

AT_A_TIME = 200
"""Stored assessments that are read at a time."""

Case = tuple[str, AssessedOn]


def work_off(
    database: Database,
    journal: StoredJournal,
    plan: RunPlan,
    snapshots: Mapping[str, Path],
    workers: Workers,
    cancelled: Callable[[], bool] = lambda: False,
    parts: Path = ELSEWHERE,
) -> None:
    """Re-check every case of a run that has no outcome yet. ``snapshots``: folders by id.

    ``parts``: a folder for parts of snapshots that count the residents of more boards than a case asks about. Raises what
    ``run`` raises, PartsError and SnapshotError.
    """
    at = _Lasting(workers)
    with database.reading() as records:
        assessed = records.assessed.of_run(journal.run_id)
    done = journal.done()
    journal.write([_gone(case) for case, _ in plan.cases if case not in assessed and case not in done])
    waiting = [(case, assessed[case]) for case, _ in plan.cases if case in assessed and case not in done]
    for _, group in groupby(sorted(waiting, key=_together), key=_together):
        for one, tasks in _batches(database, journal, plan.new, snapshots, list(group), parts):
            if cancelled():
                return
            run(
                one,
                tasks,
                journal,
                at.executor,
                at_once=2 * workers.number,
                cancelled=cancelled,
                renew=at.renew if workers.renew else None,
            )


def _batches(
    database: Database,
    journal: StoredJournal,
    new: NewBasis,
    snapshots: Mapping[str, Path],
    cases: Sequence[Case],
    parts: Path,
) -> Iterator[tuple[Plan, Sequence[Task]]]:
    """Cases of one basis, some at a time; all at once where a part is cut around them."""
    together: list[Task] = []
    to_cut: tuple[Plan, tuple[Counted, Counted]] | None = None
    for first in range(0, len(cases), AT_A_TIME):
        one, tasks = _prepared(database, journal, new, snapshots, cases[first : first + AT_A_TIME])
        if one is None:
            continue
        of = counted(one)
        if of is None:
            yield one, tasks
        else:
            to_cut, together = (one, of), [*together, *tasks]
    if to_cut is not None:
        found = cut_for(to_cut[0], together, to_cut[1], parts)
        log.info("%s: %d cases. %s", found.plan.new.baseline.title, len(together), found.said)
        yield found.plan, found.tasks


class _Lasting:
    """The executor that works now: where one broke, the next tasks go to the one that took its place."""

    def __init__(self, workers: Workers) -> None:
        self.executor = workers.executor
        self._again = workers.renew

    def renew(self) -> Executor:
        assert self._again is not None  # noqa: S101 - asked for only where there is one
        self.executor = self._again()
        return self.executor


def _together(case: Case) -> tuple[str, str, str]:
    on = case[1]
    return on.baseline_sha256, on.snapshot, on.as_at.isoformat()


def _prepared(
    database: Database,
    journal: StoredJournal,
    new: NewBasis,
    snapshots: Mapping[str, Path],
    cases: Sequence[Case],
) -> tuple[Plan | None, list[Task]]:
    """The plan of some cases of one basis and their tasks; what cannot be read has its outcome written down at once."""
    tasks: list[Task] = []
    failed: list[Outcome] = []
    baseline: Baseline | None = None
    with database.reading() as records:
        for case, on in cases:
            try:
                task, baseline = _task(records, case, on.number)
            except (AlteredError, NotStoredError, StoredValueError) as error:
                failed.append(Outcome(case, None, f"{type(error).__name__}: {error}"))
            else:
                tasks.append(task)
    plan = None
    if baseline is not None:
        try:
            plan = _plan(baseline, cases[0][1], new, snapshots)
        except KeyError as error:
            failed += [Outcome(task.case, None, _no_snapshot(str(error.args[0]))) for task in tasks]
    journal.write(failed)
    return plan, tasks


def _task(records: Repository, case: str, number: int) -> tuple[Task, Baseline]:
    stored = records.assessment(case, number)
    assessment = stored.assessment.value
    task = Task(
        case,
        canonical_json(assessment.application),
        canonical_json(conclusion(assessment)),
        tuple(canonical_json(other) for other in assessment.together),
        assessment.versions,
    )
    return task, stored.baseline.value


def _plan(old: Baseline, on: AssessedOn, new: NewBasis, snapshots: Mapping[str, Path]) -> Plan:
    """Raises KeyError naming a snapshot that is not there."""
    before = snapshots[on.snapshot]
    baseline = new.baseline or old
    wanted = new.snapshot or (new.baseline.snapshot if new.baseline else on.snapshot)
    after = snapshots[wanted]
    return Plan(
        BasisAt(old, before, before, before, on.as_at),
        BasisAt(replace(baseline, snapshot=wanted), after, after, after, new.as_at or on.as_at),
    )


def _gone(case: str) -> Outcome:
    return Outcome(case, None, "The assessment that it was to be set beside is not stored any more.")


def _no_snapshot(snapshot: str) -> str:
    return (
        f"Snapshot {snapshot}, on which the case was or is to be assessed, is not loaded. Put its folder back, start the "
        "service again, and resume this re-check."
    )
