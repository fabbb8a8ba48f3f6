"""Re-checks of stored cases: begun, listed, cancelled, resumed; and what one would take in."""

from collections import Counter
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query

from app.api import addresses
from app.api.changes import AccountDep, Change, NewDep, document
from app.api.problems import Problem
from app.api.questions import known_only
from app.api.recheck_answers import RunAnswer, RunList, WhatARecheckWouldTakeIn
from app.api.recheck_choice import CaseChoice, RecheckRequest, choose, planned, same_basis
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.canonical import canonical_json
from app.domain.rechecks import ACTIVE, RESUMABLE, NewBasis, RunPlan, RunState
from app.store.library import UnknownBaselineError
from app.store.rechecks import Boards, StoredRun
from app.store.repository import Repository
from app.store.values import StoredValueError, read_value

router = APIRouter(tags=["Re-checks"], route_class=StrictRoute)

HERE = f"{addresses.RECHECKS}/{{run_id}}"


@router.post(addresses.RECHECKS, status_code=202, response_model=RunAnswer)
def begin_recheck(request: Annotated[RecheckRequest, Body()], change: NewDep) -> Any:
    """Check cases again on another baseline, snapshot or day. The same cases on the same basis are one run.

    The run is worked off by a process of its own; its address says how far it is. Asked for again, a run that was cancelled
    or interrupted goes on.
    """
    plan = planned(request, change.services, change.account)
    with change.writing() as records:
        run, new = records.rechecks.begin(canonical_json(plan), plan.cases, change.event())
        if not new and run.state in RESUMABLE:
            run = records.rechecks.resume(run.id, change.event())
        answered = _answered(run, records, change, 202)
    if run.state in ACTIVE:
        change.services.runs.start(run.id)
    return answered


@router.get(addresses.RECHECKS, response_model=RunList, dependencies=[Depends(known_only)])
def list_rechecks(
    services: ServicesDep,
    account: AccountDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
    after: Annotated[str | None, Query(description="Give those that follow the run of this id.")] = None,
) -> Any:
    """The runs that take in cases of your boards, the latest first, a page at a time."""
    mine = boards_of(account)
    with services.database.reading() as records:
        found = records.rechecks.find(services.clock(), limit=limit + 1, after=after, boards=mine)
        items = [run_answer(run, records, mine) for run in found[:limit]]
    more = f"{addresses.RECHECKS}?limit={limit}&after={items[-1]['id']}" if len(found) > limit else None
    return {"items": items, "next": more}


@router.get(HERE, response_model=RunAnswer)
def read_recheck(run_id: str, services: ServicesDep, account: AccountDep) -> Any:
    """Where a run stands, over your boards' cases."""
    with services.database.reading() as records:
        run = records.rechecks.read(run_id, services.clock(), boards_of(account))
        return run_answer(run, records, boards_of(account))


@router.post(f"{HERE}/cancel", status_code=202, response_model=RunAnswer)
def cancel_recheck(run_id: str, change: NewDep) -> Any:
    """Stop a run: what is out is waited for and kept, and the run can be resumed."""
    with change.writing() as records:
        _check_whole(run_id, records, change)
        return _answered(records.rechecks.cancel(run_id, change.event()), records, change, 202)


@router.post(f"{HERE}/resume", status_code=202, response_model=RunAnswer)
def resume_recheck(run_id: str, change: NewDep) -> Any:
    """Let a run go on where it was: no case twice, none lost. One that is done tries again what failed."""
    with change.writing() as records:
        _check_whole(run_id, records, change)
        answered = _answered(records.rechecks.resume(run_id, change.event()), records, change, 202)
    change.services.runs.start(run_id)
    return answered


@router.get(
    f"{addresses.BASELINES}/{{baseline_id}}/recheck",
    response_model=WhatARecheckWouldTakeIn,
    tags=["Baselines"],
)
def read_what_it_would_take_in(baseline_id: str, services: ServicesDep, account: AccountDep) -> Any:
    """What a re-check on a baseline would take in: how many of your cases were assessed on something else."""
    return what_it_would_take_in(baseline_id, services, account)


def what_it_would_take_in(baseline_id: str, services: Services, account: Account) -> dict[str, Any]:
    """The same for pages. One query; nothing is measured. Raises Problem where there is no such baseline."""
    try:
        baseline = services.library.baseline(baseline_id)
    except UnknownBaselineError as error:
        raise Problem("not-found", str(error)) from error
    chosen = choose(CaseChoice(), NewBasis(baseline), services.database, account)
    sha = sha256(canonical_json(baseline)).hexdigest()
    assessed = [case.on for case in chosen.cases if case.on is not None]
    differ = [on for on in assessed if not same_basis(on, sha, baseline.snapshot)]
    was: Counter[tuple[str, str]] = Counter()
    for on in differ:
        if on.baseline_sha256 != sha:
            was["baseline", on.baseline] += 1
        if on.snapshot != baseline.snapshot:
            was["snapshot", on.snapshot] += 1
    return {
        "baseline": baseline.id,
        "snapshot": baseline.snapshot,
        "cases": len(assessed),
        "same": len(assessed) - len(differ),
        "differ": len(differ),
        "inputs": [{"input": name, "was": id_, "cases": count} for (name, id_), count in sorted(was.items())],
        "left_out": [{"reason": reason, "cases": count} for reason, count in chosen.left_out],
    }


def boards_of(account: Account) -> Boards:
    """The boards whose cases somebody may see; None for all."""
    return None if account.sees_all else account.boards


def run_answer(run: StoredRun, records: Repository, boards: Boards) -> dict[str, Any]:
    """What is said of one run to those who may see some boards' cases."""
    plan = plan_of(run)
    counts = records.rechecks.counts(run.id, boards)
    whole = counts.of == run.cases
    new = plan.new if plan else NewBasis()
    here = addresses.recheck(run.id)
    papers = (
        "events",
        "events.json",
        "report.json",
        "changes.csv",
        "summary.docx",
        "summary.html",
        "summary.pdf",
    )
    return {
        "id": run.id,
        "state": run.state,
        "made": run.made,
        "asked_by": run.asked_by,
        "ended": run.ended,
        "problem": run.problem,
        "baseline": new.baseline and new.baseline.id,
        "baseline_version": new.version,
        "snapshot": new.snapshot,
        "as_at": new.as_at,
        "cases": counts.of,
        "done": counts.done,
        "failed": counts.failed,
        "left_out": [
            {"reason": reason, "cases": count} for reason, count in (plan.left_out if plan and whole else ())
        ],
        "whole": whole,
        "links": {"self": here, **{name.replace(".", "_"): f"{here}/{name}" for name in papers}},
    }


def plan_of(run: StoredRun) -> RunPlan | None:
    """The plan of a run over stored cases; None for one that the command line began over files."""
    try:
        return read_value(RunPlan, run.plan)
    except StoredValueError:
        return None


def _check_whole(run_id: str, records: Repository, change: Change) -> None:
    """Raises NotStoredError, and Problem where there are cases of other boards in it."""
    boards = boards_of(change.account)
    run = records.rechecks.read(run_id, change.services.clock(), boards)
    if not records.rechecks.whole(run.id, boards):
        raise Problem("forbidden", "There are other boards' cases in this re-check. Ask whoever began it.")


def _answered(run: StoredRun, records: Repository, change: Change, status: int) -> Any:
    content = document(RunAnswer, run_answer(run, records, boards_of(change.account)))
    return change.answer(records, content, status, location=addresses.recheck(run.id))


__all__ = ["RunState", "boards_of", "plan_of", "router", "run_answer", "what_it_would_take_in"]
