"""``pharmacy-assessor recheck``: applications of a folder on another baseline, snapshot or date, and what moved."""

import os
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from app import METHOD_VERSION
from app.cli.failing import fail
from app.cli.recheck_stored import STATES, Chosen, OnStored, recheck_stored
from app.cli.recheck_told import data_said, sorted_out, tell, write_paper
from app.cli.running import AtWorkError, bar, only_one, stopping
from app.cli.snapshots import verified_snapshot
from app.cli.who import command_event
from app.clock import system_clock
from app.domain.applications import Consolidation
from app.domain.canonical import canonical_json
from app.domain.dates import LONDON
from app.domain.other_applications import AnyApplication
from app.domain.rechecks import NewBasis, Outcome, RunCounts, RunPlan, RunState
from app.law import law_version
from app.recheck.batch import Done, WorkersError, run_parts
from app.recheck.causes import RECHECK_VERSION
from app.recheck.plans import BasisAt, Plan, Task
from app.recheck.report import report
from app.recheck.shares import Case, Divided, Share, SharesError, divide, paired
from app.recheck.summary import Summarised
from app.recheck.workers import NoDaskError, Workers, dask, here, processes
from app.schemas.applications import APPLICATION
from app.schemas.faults import DocumentError
from app.schemas.reading import read
from app.store.database import DatabaseError
from app.store.journal import NotHeldError, OtherPlanError, RunJournal, SharedJournal, StoredJournal
from app.store.library import BaselineFileError, read_baseline
from geodata.snapshot import Snapshot, SnapshotError

DAY = "%Y-%m-%d"


def recheck(
    snapshots: Annotated[Path, typer.Option(help="Folder of snapshots.")],
    out: Annotated[
        Path,
        typer.Option(help="Folder for the journal and the report; a run that was stopped goes on in it."),
    ],
    cases: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of applications, each as JSON that POST /v1/applications takes. Leave it out, and give --database, "
            "for the cases of a service, each beside its assessment on file."
        ),
    ] = None,
    old: Annotated[
        list[Path] | None,
        typer.Option(
            help="The baseline that the applications of a folder were assessed on, as a JSON file. Repeat it for several "
            "boards, one each."
        ),
    ] = None,
    as_at: Annotated[
        datetime | None,
        typer.Option(formats=[DAY], help="Date of the law of the old assessments of a folder."),
    ] = None,
    new: Annotated[
        list[Path] | None,
        typer.Option(
            help="The baseline to check them on; it names its own snapshot. The old one where left out. Repeat it for "
            "several boards, one each."
        ),
    ] = None,
    new_snapshot: Annotated[
        str | None, typer.Option(help="Id of the snapshot to check them on, instead of the baseline's own.")
    ] = None,
    new_as_at: Annotated[
        datetime | None,
        typer.Option(formats=[DAY], help="Date of the law to check on; the old one where left out."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--id", help="Re-check this case only: the name of its file, without .json. Can be repeated."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Re-check applications of this kind only. Can be repeated.")
    ] = None,
    board: Annotated[
        list[str] | None,
        typer.Option(
            help="Re-check applications only of which the board of this area had notice. Can be repeated."
        ),
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            help="With --database: cases in these states only, separated by commas or each with an option of its own. They "
            f"are: {STATES}. Without it every case is taken, open and past."
        ),
    ] = None,
    cut: Annotated[
        Path | None,
        typer.Option(
            help="Folder for parts of snapshots that count residents of other boards too: each baseline is then measured "
            "on its own boards. With several baselines it is the folder parts in --out where left out."
        ),
    ] = None,
    number: Annotated[
        int,
        typer.Option(
            "--processes", min=0, help="Processes on this machine; 0 works in that of the command itself."
        ),
    ] = os.cpu_count() or 1,
    cluster: Annotated[
        str | None, typer.Option("--dask", help="Address of a Dask scheduler, instead of processes here.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            help="URL of the service's database: the journal is kept there instead of in --out. Without a folder of "
            "applications its stored cases are re-checked."
        ),
    ] = None,
) -> None:
    """Check applications again, say what changed and which input moved it. Can be stopped and started again."""
    if not new and new_snapshot is None and new_as_at is None:
        fail("Nothing differs from the old assessments. Give --new, --new-snapshot or --new-as-at.")
    chosen = Chosen(tuple(only or ()), tuple(kind or ()), tuple(board or ()), tuple(state or ()))
    if cases is None:
        basis = OnStored(database, tuple(old or ()), tuple(new or ()), new_snapshot, new_as_at, as_at)
        recheck_stored(basis, chosen, snapshots, out, cut, _workers(number, cluster))
        return
    if state:
        fail(
            "Files have no state. Leave the folder out, and give --database, to choose among a service's cases by --state."
        )
    if not old or as_at is None:
        fail(
            "Give --old and --as-at: the baseline and the date of the law on which the applications of the folder were "
            "assessed."
        )
    found = _cases(cases, chosen)
    try:
        plans = paired(
            _bases(old, snapshots, as_at.date(), None),
            _bases(new or old, snapshots, (new_as_at or as_at).date(), new_snapshot),
        )
        with only_one(out):
            divided = _divided(plans, found, cut, out)
            with closing(_journal(out, database, divided)) as journal:
                done = _work_off(divided, journal, _workers(number, cluster))
                _tell(divided, journal, done, out)
    except (
        BaselineFileError,
        SnapshotError,
        OtherPlanError,
        AtWorkError,
        NoDaskError,
        SharesError,
        WorkersError,
        DatabaseError,
        NotHeldError,
    ) as error:
        fail(str(error))
    if done.done < done.of:
        typer.echo(f"Stopped with {done.of - done.done} cases to do. Run the same command again to go on.")
        raise typer.Exit(130)


def _divided(plans: Sequence[Plan], cases: Sequence[Case], cut: Path | None, out: Path) -> Divided:
    """Each case with its board's plan; one baseline without a folder for parts is measured on its snapshot as it is."""
    if len(plans) == 1 and cut is None:
        return Divided((Share(plans[0], tuple(case.task for case in cases)),))
    folder = cut or out / "parts"
    try:
        divided = divide(plans, cases, folder)
    except OSError as error:
        fail(f"Parts cannot be written to {folder}: {error.strerror}. Give another folder with --cut.")
    for share in divided.shares:
        typer.echo(f"{share.plan.new.baseline.title}: {len(share.tasks)} cases. {share.said}")
    return divided


def _journal(out: Path, database: str | None, divided: Divided) -> RunJournal | SharedJournal:
    what = divided.identity()
    if database is None:
        return RunJournal(out / "journal.sqlite", what)
    return SharedJournal(database, what, divided.cases, command_event(""))


def _workers(number: int, cluster: str | None) -> AbstractContextManager[Workers]:
    if cluster is not None:
        return dask(cluster)
    return processes(number) if number else here()


def _work_off(divided: Divided, journal: StoredJournal, workers: AbstractContextManager[Workers]) -> Done:
    before = journal.done()
    journal.write([outcome for outcome in divided.nobodys if outcome.case not in before])
    of, nobodys = len(divided.cases), len(divided.nobodys)

    def whole(done: Done) -> Done:
        return Done(done.done + nobodys, of, done.failed + nobodys)

    with stopping() as asked, workers as at, bar(of) as show:
        done = run_parts(
            [(share.plan, share.tasks) for share in divided.shares],
            journal,
            at.executor,
            at_once=2 * at.number,
            progress=lambda done: show(whole(done)),
            cancelled=lambda: asked.is_set() or journal.stopped,
            renew=at.renew,
        )
    return whole(done)


def _tell(divided: Divided, journal: StoredJournal, done: Done, out: Path) -> None:
    """Write the report of what is done and print the gist of it."""
    typer.echo(f"Run {divided.run_id()}.")
    outcomes = journal.outcomes()
    tell(outcomes, done, out)
    by_baseline: dict[str, list[Share]] = {}
    for share in divided.shares:
        by_baseline.setdefault(share.plan.new.baseline.id, []).append(share)
    for name, shares in by_baseline.items():
        file = out / ("summary.docx" if len(by_baseline) == 1 else f"summary-{name}.docx")
        write_paper(_summarised(shares, outcomes, divided.run_id()), file)


def _summarised(shares: Sequence[Share], outcomes: Sequence[Outcome], run: str) -> Summarised:
    """What the summary of one new baseline's cases is written from."""
    new = shares[0].plan.new
    cases = {task.case for share in shares for task in share.tasks}
    ours = [outcome for outcome in outcomes if outcome.case in cases]
    found, failed = sorted_out(ours)
    whole = len(ours) == len(cases)
    return Summarised(
        run=run,
        made=system_clock().astimezone(LONDON).date(),
        state=RunState.DONE if whole else RunState.INTERRUPTED,
        plan=RunPlan(
            NewBasis(new.baseline, as_at=new.as_at),
            tuple((case, 1) for case in sorted(cases)),
            (("method", METHOD_VERSION), ("law", law_version()), ("re-check", RECHECK_VERSION)),
        ),
        counts=RunCounts(len(ours), len(cases), len(failed)),
        report=report(found, failed),
        references={case: item.reference for case, item in found},
        boards=tuple(board.name for board in new.baseline.boards),
        data=data_said(new.pharmacies, new.baseline.snapshot),
        whole=True,
        invented=new.baseline.invented or Snapshot.open(new.pharmacies).manifest.invented,
        on_file=False,
    )


def _cases(folder: Path, of: Chosen) -> list[Case]:
    only, kinds, boards = of.ids, of.kinds, of.boards
    files = sorted(folder.glob("*.json"))
    if not files:
        fail(f"{folder} has no .json file in it. Put one application in each.")
    applications = {file.stem: _application(file) for file in files}
    missing = set(only) - applications.keys()
    if missing:
        fail(f"{folder} has no {min(missing)}.json. Give --id the name of a file without .json.")
    chosen = {
        case: application
        for case, application in applications.items()
        if (not only or case in only)
        and (not kinds or application.kind in kinds)
        and (not boards or application.notice.sent_to_hwb in boards)
    }
    if not chosen:
        known = ", ".join(sorted({application.kind for application in applications.values()}))
        sent = ", ".join(
            sorted({application.notice.sent_to_hwb or "none" for application in applications.values()})
        )
        fail(
            f"None of the {len(applications)} applications of {folder} is chosen. Their kinds are: {known}. The boards that "
            f"had notice of them are: {sent}."
        )
    return [
        Case(
            Task(case, canonical_json(application), together=_together(application, applications.values())),
            application,
        )
        for case, application in chosen.items()
    ]


def _application(file: Path) -> AnyApplication:
    try:
        return read(APPLICATION, file.read_bytes()).value()
    except (DocumentError, OSError) as error:
        fail(f"{file} is no application that can be used:\n{error}")


def _together(application: AnyApplication, every: Collection[AnyApplication]) -> tuple[bytes, ...]:
    """The consolidations of the folder that an application says it is considered with (regulation 26A(8))."""
    if not isinstance(application, Consolidation):
        return ()
    by_reference = {one.reference: one for one in every if isinstance(one, Consolidation)}
    found = []
    for reference in application.considered_with or ():
        other = by_reference.get(reference)
        if other is None:
            typer.echo(
                f"{application.reference} is considered with {reference}, of which there is no consolidation in the "
                "folder: it is re-checked without it.",
                err=True,
            )
        elif other != application:
            found.append(canonical_json(other))
    return tuple(found)


def _bases(files: Sequence[Path], snapshots: Path, day: date, snapshot: str | None) -> list[BasisAt]:
    """A basis of each baseline; a snapshot that several share is verified once."""
    verified: dict[str, Path] = {}
    bases = []
    for baseline in map(read_baseline, files):
        wanted = snapshot or baseline.snapshot
        if wanted not in verified:
            verified[wanted] = verified_snapshot(snapshots, wanted).path
        path = verified[wanted]
        bases.append(BasisAt(replace(baseline, snapshot=wanted), path, path, path, day))
    return bases
