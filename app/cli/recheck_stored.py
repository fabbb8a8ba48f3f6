"""``pharmacy-assessor recheck --database``: a service's stored cases, as ``POST /v1/rechecks`` checks them again."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import typer
from pydantic import ValidationError

from app.api.problems import Problem
from app.api.recheck_choice import CaseChoice, planned_on
from app.cli.failing import fail
from app.cli.recheck_told import data_said, tell, write_paper
from app.cli.running import AtWorkError, bar, only_one, stopping
from app.cli.who import command_event
from app.domain.accounts import ALL_BOARDS, Account, Role
from app.domain.canonical import canonical_json
from app.domain.cases import State
from app.domain.dates import LONDON
from app.domain.rechecks import RESUMABLE, NewBasis, RunCounts, RunPlan, RunState
from app.recheck.batch import Done
from app.recheck.runner import Signs, work
from app.recheck.summary import Summarised
from app.recheck.workers import NoDaskError, Workers
from app.store.database import Database, DatabaseError
from app.store.journal import ANY_NUMBER
from app.store.library import BaselineFileError, open_verified, read_baseline
from app.store.rechecks import StoredRun
from geodata.snapshot import Snapshot, SnapshotError

STATES = ", ".join(state.value for state in State)
LOOK_SECONDS = 0.3


@dataclass(frozen=True)
class Chosen:
    """Which cases: ids, kinds, boards and states, as they were typed; what is empty does not narrow them down."""

    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnStored:
    """Where stored cases are and on what they are checked. ``old`` and ``as_at`` are those of a folder, and not taken."""

    database: str | None
    old: tuple[Path, ...]
    new: tuple[Path, ...]
    snapshot: str | None
    new_as_at: datetime | None
    as_at: datetime | None


def recheck_stored(
    on: OnStored,
    chosen: Chosen,
    snapshots: Path,
    out: Path,
    cut: Path | None,
    workers: AbstractContextManager[Workers],
) -> None:
    """Check stored cases again, each beside its assessment on file. The same command goes on with a run that was stopped."""
    if on.database is None:
        fail("Give a folder of applications; or --database, for the stored cases of a service.")
    if on.old or on.as_at:
        fail("Leave --old and --as-at out with --database: what each case was assessed on is on file.")
    if len(on.new) > 1:
        fail(
            "Give one --new with --database: a case stays on its own baseline where it is not of the new one's boards."
        )
    choice = _choice(chosen)
    database = Database(on.database)
    try:
        with only_one(out), closing(database):
            database.check()
            plan = _plan(on, choice, database)
            run = _begun(database, plan)
            folders = _folders(snapshots)
            _verify(database, run, plan, folders)
            state = _work_off(database, run, folders, cut or out / "parts", workers)
            _end(database, run, plan, folders, state, out)
    except (
        BaselineFileError,
        SnapshotError,
        AtWorkError,
        NoDaskError,
        DatabaseError,
    ) as error:
        fail(str(error))


def _choice(chosen: Chosen) -> CaseChoice:
    states = [each.strip() for one in chosen.states for each in one.split(",") if each.strip()]
    known = {state.value for state in State}
    wrong = next((each for each in states if each not in known), None)
    if wrong is not None:
        fail(f"There is no state {wrong!r}. Give --state one or more of: {STATES}.")
    try:
        return CaseChoice(
            ids=list(chosen.ids), states=[State(each) for each in states], kinds=list(chosen.kinds),
            boards=list(chosen.boards),
        )  # fmt: skip
    except ValidationError as error:
        fail(f"--id, --kind or --board cannot be taken: {error.errors()[0]['msg']}.")


def _plan(on: OnStored, choice: CaseChoice, database: Database) -> RunPlan:
    baseline = read_baseline(on.new[0]) if on.new else None
    new = NewBasis(baseline, None, on.snapshot, on.new_as_at.date() if on.new_as_at else None)
    everything = Account("the command line", frozenset({Role.ANALYST}), frozenset({ALL_BOARDS}), "")
    try:
        plan = planned_on(choice, new, database, everything)
    except Problem as problem:
        fail("\n".join(fault.message for fault in problem.faults))
    for reason, count in plan.left_out:
        typer.echo(f"Left out: {count} {reason}.")
    return plan


def _begun(database: Database, plan: RunPlan) -> StoredRun:
    """The run of a plan: the same asked twice is one run, from here and over HTTP."""
    event = command_event("")
    with database.writing() as records:
        run, _ = records.rechecks.begin(canonical_json(plan), plan.cases, event)
        return records.rechecks.resume(run.id, event) if run.state in RESUMABLE else run


def _folders(snapshots: Path) -> Mapping[str, Path]:
    """The folders of snapshots by id."""
    entries = sorted(
        each for each in snapshots.glob("*-*") if each.is_dir() and not each.name.startswith(".")
    )
    return {each.name.rsplit("-", 1)[-1]: each for each in entries}


def _verify(database: Database, run: StoredRun, plan: RunPlan, folders: Mapping[str, Path]) -> None:
    """Every byte of the snapshots that the run uses. A case whose own is not there fails; the new one has to be."""
    wanted = _wanted(plan)
    if wanted is not None and wanted not in folders:
        fail(f"The re-check needs snapshot {wanted}, and no folder in --snapshots ends in -{wanted}.")
    with database.reading() as records:
        used = {each.snapshot for each in records.assessed.of_run(run.id).values()}
    for snapshot in sorted({*used, *([wanted] if wanted else [])} & folders.keys()):
        open_verified(folders[snapshot])


def _work_off(
    database: Database,
    run: StoredRun,
    folders: Mapping[str, Path],
    parts: Path,
    workers: AbstractContextManager[Workers],
) -> RunState | None:
    with stopping() as asked, _shown(database, run):
        signs = Signs(asked, Event(), Event())
        return work(database, run.id, dict(folders), signs, at_once=ANY_NUMBER, parts=parts, workers=workers)


@contextmanager
def _shown(database: Database, run: StoredRun) -> Iterator[None]:
    """A bar that looks how far the run is, on a terminal."""
    ended = Event()

    def look(show: object) -> None:
        assert callable(show)  # noqa: S101 - made by ``bar``
        while not ended.wait(LOOK_SECONDS):
            show(_done(database, run))

    with bar(run.cases) as show:
        looking = Thread(target=look, args=(show,), daemon=True)
        looking.start()
        try:
            yield
        finally:
            ended.set()
            looking.join()


def _done(database: Database, run: StoredRun) -> Done:
    with database.reading() as records:
        counts = records.rechecks.counts(run.id)
    return Done(counts.done, counts.of, counts.failed)


def _end(
    database: Database,
    run: StoredRun,
    plan: RunPlan,
    folders: Mapping[str, Path],
    state: RunState | None,
    out: Path,
) -> None:
    with database.reading() as records:
        now = records.rechecks.read(run.id, command_event("").at)
        outcomes = records.rechecks.outcomes(run.id)
        references = records.assessed.references(run.id)
    if state is None and now.state is not RunState.DONE:
        fail(f"Re-check {run.id} is worked on by another process. Wait for it to end.")
    typer.echo(f"Run {run.id}.")
    done = _done(database, run)
    said = tell(outcomes, done, out)
    new, wanted = plan.new.baseline, _wanted(plan)
    write_paper(
        Summarised(
            run=run.id,
            made=run.made.astimezone(LONDON).date(),
            state=now.state,
            plan=plan,
            counts=RunCounts(done.done, done.of, done.failed),
            report=said,
            references=references,
            boards=tuple(board.name for board in new.boards) if new else (),
            data=data_said(folders[wanted], wanted) if wanted else None,
            whole=True,
            invented=bool(new and new.invented) or _invented(folders, wanted),
        ),
        out / "summary.docx",
    )
    if now.state is RunState.FAILED:
        fail(f"The run ended early: {now.problem}")
    if now.state is not RunState.DONE:
        typer.echo(
            f"Stopped with {run.cases - len(outcomes)} cases to do. Run the same command again to go on."
        )
        raise typer.Exit(130)


def _wanted(plan: RunPlan) -> str | None:
    """The id of the snapshot that all cases are checked on; None where each stays on its own."""
    return plan.new.snapshot or (plan.new.baseline.snapshot if plan.new.baseline else None)


def _invented(folders: Mapping[str, Path], snapshot: str | None) -> bool:
    return snapshot is not None and Snapshot.open(folders[snapshot]).manifest.invented
