"""``pharmacy-assessor recheck``: every application of a folder on another baseline, snapshot or date, and what moved."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.cli.failing import fail
from app.cli.snapshots import verified_snapshot
from app.domain.canonical import canonical_json
from app.recheck.batch import Done, run
from app.recheck.causes import Rechecked
from app.recheck.plans import BasisAt, Plan, Task, identity
from app.recheck.report import Failed, Report, as_csv, report
from app.schemas.applications import APPLICATION
from app.schemas.faults import DocumentError
from app.schemas.reading import read
from app.store.journal import OtherPlanError, RunJournal
from app.store.library import BaselineFileError, read_baseline
from app.store.values import read_value
from geodata.snapshot import SnapshotError

DAY = "%Y-%m-%d"


def recheck(
    cases: Annotated[
        Path, typer.Argument(help="Folder of applications, each as JSON that POST /v1/applications takes.")
    ],
    old: Annotated[Path, typer.Option(help="The baseline that they were assessed on, as a JSON file.")],
    new: Annotated[Path, typer.Option(help="The baseline to check them on; it names its own snapshot.")],
    snapshots: Annotated[Path, typer.Option(help="Folder of snapshots.")],
    as_at: Annotated[datetime, typer.Option(formats=[DAY], help="Date of the law of the old assessments.")],
    out: Annotated[
        Path,
        typer.Option(help="Folder for the journal and the report; a run that was stopped goes on in it."),
    ],
    new_as_at: Annotated[
        datetime | None,
        typer.Option(formats=[DAY], help="Date of the law to check on; the old one where left out."),
    ] = None,
    processes: Annotated[int, typer.Option(min=1, help="Processes on this machine.")] = os.cpu_count() or 1,
    dask: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, instead of processes here.")
    ] = None,
) -> None:
    """Check every application again, say what changed and which input moved it. Can be stopped and started again."""
    tasks = _tasks(cases)
    try:
        bases = [
            _basis(file, snapshots, day)
            for file, day in ((old, as_at.date()), (new, (new_as_at or as_at).date()))
        ]
        plan = Plan(*bases)
        journal = RunJournal(out / "journal.sqlite", identity(plan, tasks))
    except (BaselineFileError, SnapshotError, OtherPlanError) as error:
        fail(str(error))
    with _stopping() as asked, _executor(processes, dask) as executor, _bar(len(tasks)) as tell:
        done = run(
            plan, tasks, journal, executor, at_once=2 * processes, progress=tell, cancelled=asked.is_set
        )
    outcomes = journal.outcomes()
    journal.close()
    found = [(o.case, read_value(Rechecked, o.result)) for o in outcomes if o.result is not None]
    failed = [Failed(o.case, o.error) for o in outcomes if o.error is not None]
    summary = report(found, failed)
    (out / "report.json").write_bytes(canonical_json(summary))
    (out / "changes.csv").write_text(as_csv(found), encoding="utf-8")
    _print(summary, done, out)
    if done.done < done.of:
        typer.echo(f"Stopped with {done.of - done.done} cases to do. Run the same command again to go on.")
        raise typer.Exit(130)


def _tasks(folder: Path) -> list[Task]:
    files = sorted(folder.glob("*.json"))
    if not files:
        fail(f"{folder} has no .json file in it. Put one application in each.")
    tasks = []
    for file in files:
        try:
            tasks.append(Task(file.stem, canonical_json(read(APPLICATION, file.read_bytes()).value())))
        except (DocumentError, OSError) as error:
            fail(f"{file} is no application that can be used:\n{error}")
    return tasks


def _basis(file: Path, snapshots: Path, day: date) -> BasisAt:
    baseline = read_baseline(file)
    path = verified_snapshot(snapshots, baseline.snapshot).path
    return BasisAt(baseline, path, path, path, day)


@contextmanager
def _executor(processes: int, dask: str | None) -> Iterator[Executor]:
    if dask is None:
        # Started afresh, not forked: a fork would copy threads' locks.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_quiet) as pool:
            yield pool
        return
    try:
        from distributed import Client
    except ImportError:
        fail("Dask is not installed. Install the extra: pip install 'pharmacy-assessor[dask]'.")
    with Client(dask) as client:
        yield client.get_executor()


@contextmanager
def _stopping() -> Iterator[Event]:
    """Set once Ctrl-C is pressed: what is out is then waited for and kept."""
    asked = Event()
    before = signal.signal(signal.SIGINT, lambda *_: asked.set())
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _quiet() -> None:
    """Workers leave Ctrl-C to the run that they work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _bar(cases: int) -> Iterator[Callable[[Done], None]]:
    columns = (TextColumn("cases re-checked"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=cases)
        yield lambda done: bar.update(task, completed=done.done)


def _print(summary: Report, done: Done, out: Path) -> None:
    typer.echo(
        f"{done.done} of {done.of} cases re-checked: {len(summary.changed)} with a finding, duty or flag changed, "
        f"{len(summary.figures_only)} with figures only, {summary.unchanged} unchanged, {len(summary.failed)} failed."
    )
    for cause, cases in summary.causes:
        typer.echo(f"  moved by {cause}: {cases}")
    for ranked in summary.changed[:20]:
        moved = ", ".join(
            f"{c.moved.name} ({'; '.join(c.causes)})" for c in ranked.rechecked.changes if c.moved.weighs
        )
        typer.echo(f"  {ranked.case}: {moved}")
    for one in summary.failed:
        typer.echo(f"  {one.case} failed: {one.error}")
    typer.echo(f"The report is in {out / 'report.json'}, every difference in {out / 'changes.csv'}.")
