"""The journal of a run of re-checks: kept in the store, so that a run can be killed, resumed and handed on.

The service's runs are in its database. A run from the command line is in one of its own, a file in the folder of the run:
the same tables, the same rules.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.rechecks import RESUMABLE, Outcome, RunState
from app.store.database import Database, DatabaseError
from app.store.missing import NotStoredError
from app.store.recheck_tables import RecheckOutcomeRow, RecheckRow

BEAT_SECONDS = 1.0
ANY_NUMBER = 1_000_000


class OtherPlanError(ValueError):
    """A journal that belongs to another run; the message says what to do."""


class NotHeldError(Exception):
    """A run that another worker holds by now: this one has to let go of it."""


class StoredJournal:
    """What a run in a database has done. Raises NotStoredError where there is no such run.

    ``stopped`` says that somebody asked the run to stop, where the journal listens for that.
    """

    stopped = False

    def __init__(self, database: Database, run_id: str, worker: str | None = None) -> None:
        self.database = database
        self.run_id = run_id
        self._worker = worker
        with database.session() as session:
            position = session.scalar(select(RecheckRow.position).where(RecheckRow.id == run_id))
        if position is None:
            raise NotStoredError(f"There is no re-check {run_id}.")
        self._position = position

    def done(self) -> frozenset[str]:
        """Cases that have an outcome."""
        with self.database.session() as session:
            query = select(RecheckOutcomeRow.case_id).where(RecheckOutcomeRow.recheck == self._position)
            return frozenset(session.scalars(query))

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Keep some outcomes, all or none; a case that has one keeps it. Raises NotHeldError."""
        with self.database.session(writing=True) as session:
            self._check_held(session)
            cases = [outcome.case for outcome in outcomes]
            query = select(RecheckOutcomeRow.case_id).where(
                RecheckOutcomeRow.recheck == self._position, RecheckOutcomeRow.case_id.in_(cases)
            )
            there = set(session.scalars(query))
            rows = [
                {"recheck": self._position, "case_id": o.case, "result": o.result, "error": o.error}
                for o in outcomes
                if o.case not in there
            ]
            if rows:  # all at once, and none of them made an object of the session's
                session.execute(insert(RecheckOutcomeRow), rows)

    def beat(self, now: datetime) -> bool:
        """Give a sign of life, and hear whether to stop. Raises NotHeldError."""
        with self.database.session(writing=True) as session:
            self._check_held(session)
            change = update(RecheckRow).where(RecheckRow.position == self._position).values(beat=now)
            stopping = session.scalar(
                select(RecheckRow.stopping).where(RecheckRow.position == self._position)
            )
            session.execute(change)
            return bool(stopping)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Everything that is done, by case."""
        with self.database.session() as session:
            query = select(RecheckOutcomeRow).where(RecheckOutcomeRow.recheck == self._position)
            found = [Outcome(row.case_id, row.result, row.error) for row in session.scalars(query)]
        # Databases sort text in ways of their own; a report is the same on each.
        return tuple(sorted(found, key=lambda outcome: outcome.case))

    def _check_held(self, session: Session) -> None:
        if self._worker is None:
            return
        held = session.scalar(select(RecheckRow.worker).where(RecheckRow.position == self._position))
        if held != self._worker:
            raise NotHeldError(f"Re-check {self.run_id} is worked on by another process by now.")


class RunJournal(StoredJournal):
    """The journal of a run from the command line, in a file. ``plan`` is what the run is: one of another is refused."""

    def __init__(self, file: Path, plan: bytes, event: AuditEvent | None = None) -> None:
        """Raises OtherPlanError where the file is the journal of another plan, DatabaseError where it is no journal."""
        file.parent.mkdir(parents=True, exist_ok=True)
        database = Database(f"sqlite:///{file}")
        try:
            if inspect(database.engine).has_table("outcomes"):
                raise OtherPlanError(
                    f"{file} is the journal of an earlier version of this program. Give another folder."
                )
            database.migrate()
            with database.writing() as records:
                begun = event or AuditEvent(datetime.now(UTC), "command line", "recheck")
                run, _ = records.rechecks.begin(plan, (), begun)
                others = len(records.rechecks.find(begun.at, limit=2)) > 1
                if others:
                    raise OtherPlanError(
                        f"{file} is the journal of another run. Give another folder, or its own plan."
                    )
        except BaseException:
            database.close()
            raise
        super().__init__(database, run.id)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


class SharedJournal(StoredJournal):
    """The journal of a run from the command line in the service's database: taken up and held as the service's own are."""

    def __init__(self, url: str, plan: bytes, cases: Sequence[str], event: AuditEvent) -> None:
        """Raises OtherPlanError where another process works on the run, DatabaseError."""
        database, self._stop, self.stopped = Database(url), Event(), False
        worker: str | None = f"command-line-{secrets.token_hex(8)}"
        try:
            database.check()
            with database.writing() as records:
                run, _ = records.rechecks.begin(plan, [(case, None) for case in cases], event)
                if run.state in RESUMABLE:
                    run = records.rechecks.resume(run.id, event)
                if run.state is RunState.DONE:
                    worker = None  # everything is done: it is only read
                elif not records.rechecks.claim(run.id, str(worker), ANY_NUMBER, event):
                    raise OtherPlanError(
                        f"Re-check {run.id} is worked on by another process. Wait for it to end."
                    )
            super().__init__(database, run.id, worker)
        except BaseException:
            database.close()
            raise
        self._of, self._event = len(cases), event
        if worker is not None:
            Thread(target=self._beat, daemon=True).start()

    def close(self) -> None:
        """Write down how far it came, and let go of the database."""
        self._stop.set()
        if self._worker is not None:
            ended = replace(self._event, at=datetime.now(UTC))
            whole = len(self.done()) >= self._of
            state = RunState.DONE if whole else RunState.CANCELLED if self.stopped else RunState.INTERRUPTED
            with self.database.writing() as records:
                records.rechecks.end(self.run_id, self._worker, state, ended)
        self.database.close()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                self.stopped = self.stopped or self.beat(datetime.now(UTC))
            except (NotHeldError, DatabaseError):
                self.stopped = True
