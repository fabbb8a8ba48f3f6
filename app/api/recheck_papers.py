"""What a run of re-checks found: as JSON, as a table of every difference, and as a summary that a board can read."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response

from app.api.changes import AccountDep
from app.api.papers import FILES, written
from app.api.problems import Problem
from app.api.recheck_answers import RunAnswer
from app.api.rechecks import HERE, boards_of, plan_of, run_answer
from app.api.services import Services, ServicesDep
from app.domain.canonical import canonical_json, plain
from app.domain.dates import LONDON
from app.domain.rechecks import Outcome, RunCounts, RunPlan
from app.letters.prose import day_or_text
from app.recheck.causes import Rechecked
from app.recheck.report import Failed, Report, as_csv, report
from app.recheck.summary import Summarised, summary
from app.store.library import UnusableSnapshotError
from app.store.rechecks import Boards, StoredRun
from app.store.values import read_value

router = APIRouter(tags=["Re-checks"])

Form = Literal["docx", "html", "pdf"]
Found = tuple[list[tuple[str, Rechecked]], list[Failed]]


@router.get(
    f"{HERE}/report.json",
    responses={
        200: {"description": "The report", "content": {"application/json": {"schema": {"type": "object"}}}}
    },
    response_class=Response,
)
def read_report(run_id: str, services: ServicesDep, account: AccountDep) -> Response:
    """The cases that changed, ranked, each difference with the inputs that moved it; the rest counted."""
    boards = boards_of(account)
    with services.database.reading() as records:
        run = records.rechecks.read(run_id, services.clock(), boards)
        said = RunAnswer.model_validate(run_answer(run, records, boards)).model_dump(mode="json")
        found, failed = found_of(records.rechecks.outcomes(run_id, boards))
    complete = said["done"] == said["cases"]
    content = canonical_json({"run": said, "complete": complete, "report": plain(report(found, failed))})
    return Response(content, media_type="application/json")


@router.get(
    f"{HERE}/changes.csv",
    response_class=Response,
    responses={
        200: {"description": "Every difference", "content": {"text/csv": {"schema": {"type": "string"}}}}
    },
)
def read_changes(run_id: str, services: ServicesDep, account: AccountDep) -> Response:
    """Every difference of every case as CSV: case, reference, what, from, to, and by which inputs."""
    boards = boards_of(account)
    with services.database.reading() as records:
        records.rechecks.read(run_id, services.clock(), boards)
        found, _ = found_of(records.rechecks.outcomes(run_id, boards))
    headers = {"Content-Disposition": f'attachment; filename="changes-{run_id}.csv"'}
    return Response(as_csv(found), headers=headers, media_type="text/csv")


@router.get(f"{HERE}/summary.{{form}}", response_class=Response, responses={200: FILES[200]})
def read_summary(
    run_id: str,
    form: Annotated[Form, Path(description="For Word, for a browser, or as a tagged PDF.")],
    services: ServicesDep,
    account: AccountDep,
) -> Response:
    """What was checked on what, which cases changed and which input moved each, the rest counted: for a board's papers."""
    boards = boards_of(account)
    with services.database.reading() as records:
        run = records.rechecks.read(run_id, services.clock(), boards)
        plan = plan_of(run)
        if plan is None:
            raise Problem("does-not-apply", "This run was begun over files, and its report is beside them.")
        counts = records.rechecks.counts(run_id, boards)
        found, failed = found_of(records.rechecks.outcomes(run_id, boards))
        references = records.assessed.references(run_id)
    of = summarised(services, run, plan, counts, report(found, failed), references, boards)
    return written(summary(of), form, f"recheck-{run_id}", services)


def summarised(
    services: Services,
    run: StoredRun,
    plan: RunPlan,
    counts: RunCounts,
    found: Report,
    references: dict[str, str],
    boards: Boards,
) -> Summarised:
    """What the summary of a run is written from, for those who may see some boards' cases."""
    names = {board.code: board.name for each in services.library.baselines for board in each.boards}
    asked = plan.new.baseline.boards if plan.new.baseline else ()
    # A run on a needs assessment is of the cases of its boards: a reader of several is not all of them.
    concerned = boards and (boards & {board.code for board in asked} or boards)
    own = sorted(names.get(code, code) for code in concerned or ())
    wanted = plan.new.snapshot or (plan.new.baseline.snapshot if plan.new.baseline else None)
    data, invented = None, bool(plan.new.baseline and plan.new.baseline.invented)
    if wanted is not None:
        data = f"snapshot {wanted}"
        try:
            manifest = services.library.snapshot(wanted).manifest
        except UnusableSnapshotError:
            pass  # the run stands in the store; its data may have been put away since
        else:
            data = f"{manifest.name} as at {day_or_text(str(manifest.as_at))} (snapshot {wanted})"
            invented = invented or manifest.invented
    return Summarised(
        run=run.id,
        made=run.made.astimezone(LONDON).date(),
        state=run.state,
        plan=plan,
        counts=counts,
        report=found,
        references=references,
        boards=tuple(own),
        data=data,
        whole=counts.of == run.cases,
        invented=invented,
    )


def found_of(outcomes: tuple[Outcome, ...]) -> Found:
    """What came of cases: those that were checked again, and those that could not be."""
    found: list[tuple[str, Rechecked]] = []
    failed: list[Failed] = []
    for outcome in outcomes:
        _sort(outcome, found, failed)
    return found, failed


def _sort(outcome: Outcome, found: list[tuple[str, Rechecked]], failed: list[Failed]) -> None:
    if outcome.result is not None:
        found.append((outcome.case, read_value(Rechecked, outcome.result)))
    elif outcome.error is not None:
        failed.append(Failed(outcome.case, outcome.error))
