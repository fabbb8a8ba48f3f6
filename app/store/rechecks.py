"""Runs of re-checks inside one transaction: what each is, where it stands, and who may see what of it.

What changes where a run stands asks for its event. What came of single cases and signs of life are working notes of the
run (``app.store.journal``); once it is done, its last event bears the hash of all its outcomes.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.rechecks import ACTIVE, RESUMABLE, STALE_SECONDS, Outcome, RunCounts, RunState
from app.store.audit import AuditLog
from app.store.missing import NotStoredError
from app.store.recheck_tables import RecheckCaseRow, RecheckOutcomeRow, RecheckRow
from app.store.tables import ApplicationRow, CaseBoardRow

Boards = frozenset[str] | None
"""The boards whose cases somebody may see; None for all."""


class RunStateError(Exception):
    """A run that cannot do this where it stands; the message says what it can do."""


@dataclass(frozen=True)
class StoredRun:
    """A run. ``problem`` says why it failed as a whole; a case that failed does not make it fail."""

    id: str
    state: RunState
    made: datetime
    asked_by: str
    cases: int
    plan: bytes
    sha256: str
    beat: datetime | None
    stopping: bool
    ended: datetime | None
    problem: str | None


class Rechecks:
    """The runs of one database."""

    def __init__(self, session: Session, audit: AuditLog, new_id: Callable[[], str]) -> None:
        self._session = session
        self._audit = audit
        self._new_id = new_id

    def begin(
        self, plan: bytes, cases: Sequence[tuple[str, int | None]], event: AuditEvent
    ) -> tuple[StoredRun, bool]:
        """The run of a plan, and whether it is new: a run that is begun twice is one run."""
        sha256 = hashlib.sha256(plan).hexdigest()
        row = self._session.scalars(select(RecheckRow).where(RecheckRow.sha256 == sha256)).first()
        if row is not None:
            return _stored(row, event.at), False
        row = RecheckRow(
            id=self._new_id(),
            plan=plan,
            sha256=sha256,
            made=event.at,
            asked_by=event.actor,
            cases=len(cases),
            state=RunState.WAITING.value,
            beat=event.at,
        )
        self._session.add(row)
        self._session.flush()
        self._session.add_all(
            RecheckCaseRow(recheck=row.position, case_id=case, assessment=number) for case, number in cases
        )
        self._session.flush()
        self._record(event, "re-check begun", row, None, {"plan": sha256})
        return _stored(row, event.at), True

    def read(self, run_id: str, now: datetime, boards: Boards = None) -> StoredRun:
        """A run of which somebody may see a case. Raises NotStoredError."""
        row = self._row(run_id)
        if boards is not None and not self._session.scalar(
            select(exists().where(*_seen(row.position, boards)))
        ):
            raise NotStoredError(f"There is no re-check {run_id}.")
        return _stored(row, now)

    def find(
        self, now: datetime, *, limit: int, after: str | None = None, boards: Boards = None
    ) -> tuple[StoredRun, ...]:
        """Runs of which somebody may see a case, the latest first. Raises NotStoredError for ``after``."""
        query = select(RecheckRow).order_by(RecheckRow.position.desc()).limit(limit)
        if boards is not None:
            query = query.where(exists().where(*_seen(RecheckRow.position, boards)))
        if after is not None:
            self.read(after, now, boards)
            query = query.where(RecheckRow.position < self._row(after).position)
        return tuple(_stored(row, now) for row in self._session.scalars(query))

    def whole(self, run_id: str, boards: Boards) -> bool:
        """Whether somebody may see every case of a run. Raises NotStoredError."""
        row = self._row(run_id)
        return boards is None or len(self.cases(row.id, boards)) == row.cases

    def cases(self, run_id: str, boards: Boards = None) -> tuple[tuple[str, int | None], ...]:
        """The cases of a run that somebody may see, with the number of the assessment of each. Raises NotStoredError."""
        row = self._row(run_id)
        query = select(RecheckCaseRow.case_id, RecheckCaseRow.assessment).where(*_seen(row.position, boards))
        return tuple(
            (case, number) for case, number in self._session.execute(query.order_by(RecheckCaseRow.case_id))
        )

    def counts(self, run_id: str, boards: Boards = None) -> RunCounts:
        """How far a run is. Raises NotStoredError."""
        row = self._row(run_id)
        mine = select(RecheckCaseRow.case_id).where(*_seen(row.position, boards))
        of = self._session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        done = select(func.count(), func.count(RecheckOutcomeRow.error)).where(
            RecheckOutcomeRow.recheck == row.position, RecheckOutcomeRow.case_id.in_(mine)
        )
        ended, failed = self._session.execute(done).one()
        return RunCounts(ended, of, failed)

    def outcomes(self, run_id: str, boards: Boards = None) -> tuple[Outcome, ...]:
        """What came of the cases that somebody may see. Raises NotStoredError."""
        row = self._row(run_id)
        mine = select(RecheckCaseRow.case_id).where(*_seen(row.position, boards))
        query = select(RecheckOutcomeRow).where(
            RecheckOutcomeRow.recheck == row.position, RecheckOutcomeRow.case_id.in_(mine)
        )
        found = self._session.scalars(query.order_by(RecheckOutcomeRow.position))
        return tuple(Outcome(each.case_id, each.result, each.error) for each in found)

    def ended(
        self, run_id: str, boards: Boards, *, after: int, limit: int
    ) -> tuple[tuple[int, str, bool], ...]:
        """Cases that ended after a position: position, case, and whether it failed. Raises NotStoredError."""
        row = self._row(run_id)
        mine = select(RecheckCaseRow.case_id).where(*_seen(row.position, boards))
        query = select(
            RecheckOutcomeRow.position, RecheckOutcomeRow.case_id, RecheckOutcomeRow.error.is_not(None)
        )
        query = query.where(
            RecheckOutcomeRow.recheck == row.position,
            RecheckOutcomeRow.position > after,
            RecheckOutcomeRow.case_id.in_(mine),
        )
        found = self._session.execute(query.order_by(RecheckOutcomeRow.position).limit(limit))
        return tuple((position, case, bool(failed)) for position, case, failed in found)

    def claim(self, run_id: str, worker: str, at_once: int, event: AuditEvent) -> bool:
        """Take up a waiting run, where fewer than so many are worked on. False where it has to wait or is not to be done."""
        row = self._row(run_id)
        fresh = event.at - timedelta(seconds=STALE_SECONDS)
        running = select(func.count()).select_from(RecheckRow)
        running = running.where(RecheckRow.state == RunState.RUNNING.value, RecheckRow.beat > fresh)
        if row.state != RunState.WAITING.value or (self._session.scalar(running) or 0) >= at_once:
            return False
        row.worker, row.beat = worker, event.at
        self._move(row, RunState.RUNNING, event, "re-check running")
        return True

    def cancel(self, run_id: str, event: AuditEvent) -> StoredRun:
        """Ask a run to stop: what is out is waited for and kept. Raises NotStoredError, RunStateError where it has ended."""
        row = self._row(run_id)
        state = _state(row, event.at)
        if state in (RunState.CANCELLED, RunState.INTERRUPTED, RunState.WAITING):
            row.ended = row.ended or event.at
            self._move(row, RunState.CANCELLED, event, "re-check cancelled")
        elif state is RunState.RUNNING:
            row.stopping = True
            self._move(row, RunState.RUNNING, event, "re-check asked to stop")
        else:
            raise RunStateError(f"The re-check is {state}: there is nothing to cancel.")
        return _stored(row, event.at)

    def resume(self, run_id: str, event: AuditEvent) -> StoredRun:
        """Let a run go on where it was, and one that is done try again what failed. One that is under way goes on.

        Raises NotStoredError, RunStateError where it is done and nothing failed.
        """
        row = self._row(run_id)
        state = _state(row, event.at)
        if state is RunState.DONE and self.counts(run_id).failed:
            # Those that failed are tried again; what came of the others stays.
            failed = RecheckOutcomeRow.recheck == row.position, RecheckOutcomeRow.error.is_not(None)
            self._session.execute(delete(RecheckOutcomeRow).where(*failed))
            state = RunState.FAILED
        if state in RESUMABLE:
            row.stopping, row.ended, row.problem, row.worker, row.beat = False, None, None, None, event.at
            self._move(row, RunState.WAITING, event, "re-check resumed")
        elif row.stopping:
            raise RunStateError("The re-check is being stopped. Wait until it is cancelled, then resume it.")
        elif state not in ACTIVE:
            raise RunStateError("The re-check is done: there is nothing left to do. Its report is there.")
        return _stored(row, event.at)

    def end(
        self, run_id: str, worker: str, state: RunState, event: AuditEvent, problem: str | None = None
    ) -> StoredRun:
        """Write down how the work of a worker on a run ended. Another worker's run is left alone. Raises NotStoredError."""
        row = self._row(run_id)
        if row.worker == worker and row.state == RunState.RUNNING.value:
            row.ended, row.problem, row.stopping = event.at, problem, False
            documents = {"outcomes": outcomes_sha256(self._every(row))} if state is RunState.DONE else None
            self._move(row, state, event, f"re-check {state.value}", documents)
        return _stored(row, event.at)

    def _every(self, row: RecheckRow) -> Iterable[RecheckOutcomeRow]:
        query = select(RecheckOutcomeRow).where(RecheckOutcomeRow.recheck == row.position)
        return self._session.scalars(
            query.order_by(RecheckOutcomeRow.case_id).execution_options(yield_per=200)
        )

    def _move(
        self,
        row: RecheckRow,
        state: RunState,
        event: AuditEvent,
        action: str,
        documents: dict[str, str] | None = None,
    ) -> None:
        before = {"recheck": run_facts(row)}
        row.state = state.value
        self._session.flush()
        self._record(event, action, row, before, documents)

    def _record(
        self, event: AuditEvent, action: str, row: RecheckRow, before: Any, documents: dict[str, str] | None
    ) -> None:
        after: dict[str, Any] = {"recheck": run_facts(row)}
        if documents:
            after["documents"] = documents
        self._audit.record(event, action, f"recheck {row.id}", before, after)

    def _row(self, run_id: str) -> RecheckRow:
        query = select(RecheckRow).where(RecheckRow.id == run_id)
        row = self._session.scalars(query).first() if run_id.isalnum() and run_id.isascii() else None
        if row is None:
            raise NotStoredError(f"There is no re-check {run_id}.")
        return row


def run_facts(row: RecheckRow) -> dict[str, Any]:
    """A run as its events write it down."""
    return {"state": row.state, "cases": row.cases}


def outcomes_sha256(rows: Iterable[RecheckOutcomeRow]) -> str:
    """The hash of all outcomes of a run, in whatever order a database gives them."""
    digests = sorted(_digest(row) for row in rows)
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _digest(row: RecheckOutcomeRow) -> bytes:
    parts = (row.case_id.encode(), row.result or b"", (row.error or "").encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def _state(row: RecheckRow, now: datetime) -> RunState:
    """Where a run stands: one that was not heard of for too long is interrupted, whatever was written last."""
    state = RunState(row.state)
    heard = row.beat or row.made
    if state in ACTIVE and now - heard > timedelta(seconds=STALE_SECONDS):
        return RunState.INTERRUPTED
    return state


def _stored(row: RecheckRow, now: datetime) -> StoredRun:
    return StoredRun(
        id=row.id,
        state=_state(row, now),
        made=row.made,
        asked_by=row.asked_by,
        cases=row.cases,
        plan=row.plan,
        sha256=row.sha256,
        beat=row.beat,
        stopping=row.stopping,
        ended=row.ended,
        problem=row.problem,
    )


def _seen(recheck: Any, boards: Boards) -> tuple[ColumnElement[bool], ...]:
    """The cases of a run that are some boards'."""
    of_run = RecheckCaseRow.recheck == recheck
    if boards is None:
        return (of_run,)
    theirs = exists().where(
        and_(
            ApplicationRow.id == RecheckCaseRow.case_id,
            CaseBoardRow.application == ApplicationRow.position,
            CaseBoardRow.board.in_(boards),
        )
    )
    return of_run, theirs
