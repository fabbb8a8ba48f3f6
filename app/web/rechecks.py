"""Re-checks on pages: begun, followed, cancelled, resumed, and what they found."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.api.changes import AccountDep, RepeatedError
from app.api.forms import FormGuard
from app.api.problems import Problem
from app.api.recheck_choice import RecheckRequest
from app.api.recheck_papers import found_of
from app.api.rechecks import (
    begin_recheck,
    boards_of,
    cancel_recheck,
    resume_recheck,
    run_answer,
    what_it_would_take_in,
)
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account, Permission
from app.domain.rechecks import ACTIVE, RESUMABLE
from app.recheck.causes import Attributed
from app.recheck.report import Report, report
from app.recheck.words import CAUSES, KINDS, SITES, causes_words, followed_words, moved_words, value_words
from app.schemas.faults import Fault, faults_of
from app.web import case_words
from app.web.changing import change_of, new_once
from app.web.date_input import read_date
from app.web.form import Typed, one, typed_of
from app.web.recheck_words import STATES
from app.web.shell import page

router = APIRouter(prefix="/rechecks", include_in_schema=False)

SHOWN = 50
"""So many runs are listed; the API gives the rest."""


@router.get("")
def list_runs(request: Request, services: ServicesDep, account: AccountDep) -> HTMLResponse:
    """The latest runs, and the way to begin one."""
    boards = boards_of(account)
    with services.database.reading() as records:
        runs = records.rechecks.find(services.clock(), limit=SHOWN, boards=boards)
        items = [run_answer(run, records, boards) for run in runs]
    return page(
        request,
        "rechecks.html",
        items=items,
        states=STATES,
        titles=_titles(services),
        may_begin=account.may(Permission.DRAFT),
    )


@router.get("/new")
def new_run(request: Request, services: ServicesDep, account: AccountDep) -> HTMLResponse:
    """The form that begins a run, with what it would take in where a baseline is named."""
    typed = {"baseline": [request.query_params.get("baseline", "")]}
    return _form(request, services, account, typed)


@router.post("/new")
def begin(request: Request, services: ServicesDep, account: AccountDep, form: FormGuard) -> Response:
    """Begin a run as the form asks, and show it."""
    typed = typed_of(form)
    asked, faults = _asked(typed)
    if asked is None:
        return _form(request, services, account, typed, faults)
    try:
        begun = begin_recheck(asked, change_of(request, typed))
    except RepeatedError as error:
        begun = error.answer
    except Problem as problem:
        if not problem.faults:
            raise
        return _form(request, services, account, typed, problem.faults)
    return RedirectResponse(f"/rechecks/{json.loads(begun.body)['id']}", 303)


@router.get("/{run_id}")
def show_run(run_id: str, request: Request, services: ServicesDep, account: AccountDep) -> HTMLResponse:
    """Where a run stands, and what it has found so far."""
    boards = boards_of(account)
    with services.database.reading() as records:
        run = records.rechecks.read(run_id, services.clock(), boards)
        said = run_answer(run, records, boards)
        found = report(*found_of(records.rechecks.outcomes(run_id, boards)))
        references = records.assessed.references(run_id)
    return page(
        request,
        "recheck.html",
        run=said,
        state=STATES[run.state],
        active=run.state in ACTIVE,
        resumable=said["whole"] and (run.state in RESUMABLE or (said["failed"] and run.state not in ACTIVE)),
        may_change=account.may(Permission.DRAFT),
        report=found,
        titles=_titles(services),
        changes=_changes(found),
        followed=[
            (case.case, SITES.get(one.site, one.site), one, followed_words(one))
            for case in found.followed
            for one in case.followed
        ],
        references=references,
        causes=CAUSES,
        once=new_once(),
    )


@router.post("/{run_id}/cancel")
def cancel(run_id: str, request: Request, form: FormGuard) -> Response:
    """Stop a run; it can go on later."""
    return _done(run_id, request, form, cancel_recheck)


@router.post("/{run_id}/resume")
def resume(run_id: str, request: Request, form: FormGuard) -> Response:
    """Let a run go on."""
    return _done(run_id, request, form, resume_recheck)


def _done(run_id: str, request: Request, form: FormGuard, act: Any) -> Response:
    try:
        act(run_id, change_of(request, typed_of(form)))
    except RepeatedError:
        pass  # the button was pressed twice
    except Problem as problem:
        # A run that has ended meanwhile cannot be cancelled: its page says how it stands.
        if problem.kind.status != 409:
            raise
    return RedirectResponse(f"/rechecks/{run_id}", 303)


def _changes(found: Report) -> dict[str, list[tuple[str, str, str, str]]]:
    """Of each case whose conclusion changed: what, from, to, by what; what weighs most first."""
    return {
        ranked.case: [_row(change) for change in sorted(ranked.rechecked.changes, key=_order)]
        for ranked in found.changed
    }


def _order(change: Attributed) -> tuple[int, str]:
    return list(KINDS).index(change.moved.kind), change.moved.name


def _row(change: Attributed) -> tuple[str, str, str, str]:
    moved = change.moved
    return (
        moved_words(moved),
        value_words(moved, moved.old),
        value_words(moved, moved.new),
        causes_words(change),
    )


def _asked(typed: Typed) -> tuple[RecheckRequest | None, tuple[Fault, ...]]:
    """What the form asks for, or what is wrong with it."""
    as_at = read_date(typed, "as_at", "The day")
    if as_at.fault:
        return None, (Fault(f"as_at-{as_at.part}", as_at.fault),)
    document = {
        "cases": {
            "ids": one(typed, "ids").replace(",", " ").split(),
            "states": [each for each in typed.get("states", []) if each],
            "kinds": [each for each in typed.get("kinds", []) if each],
        },
        "baseline": one(typed, "baseline") or None,
        "snapshot": one(typed, "snapshot") or None,
        "as_at": as_at.value.isoformat() if as_at.value else None,
    }
    try:
        return RecheckRequest.model_validate_json(json.dumps(document)), ()
    except ValidationError as error:
        return None, faults_of(error.errors())


def _form(
    request: Request,
    services: Services,
    account: Account,
    typed: Typed,
    faults: tuple[Fault, ...] = (),
) -> HTMLResponse:
    baseline = one(typed, "baseline")
    known = {each.id for each in services.library.baselines}
    shown = {_control(fault): fault.message for fault in reversed(faults)}
    return page(
        request,
        "recheck-new.html",
        status=422 if faults else 200,
        errors=[{"field": control, "text": text} for control, text in shown.items()],
        wrong=shown,
        typed=typed,
        once=new_once(),
        baselines=services.library.baselines,
        snapshots=services.library.snapshots,
        states=[(state.value, words) for state, words in case_words.STATES.items()],
        kinds=case_words.KINDS,
        would=what_it_would_take_in(baseline, services, account) if baseline in known else None,
    )


def _control(fault: Fault) -> str:
    """The control at which a fault is shown; what is wrong with the whole is shown at the first."""
    if fault.field.startswith("as_at-"):
        return fault.field
    if fault.field.startswith(("cases.ids", "cases.boards")) or fault.field == "cases":
        return "ids"
    return {"snapshot": "snapshot", "as_at": "as_at-day"}.get(fault.field, "baseline")


def _titles(services: Services) -> dict[str, str]:
    """What the baselines that are loaded are called, by their ids."""
    return {each.id: each.title for each in services.library.baselines}
