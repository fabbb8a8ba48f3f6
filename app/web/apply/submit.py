"""Check what was answered, and take the application in: once, by the same checks as the API's."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api.applications import boards_of, not_found, relevant_board
from app.api.changes import AccountDep
from app.api.forms import FormGuard
from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.audit import AuditEvent
from app.domain.other_applications import AnyApplication
from app.store.library import UnusableSnapshotError
from app.web.apply.checking import Checked, Placed, check, field_of, kind_of
from app.web.apply.drafts import HERE, Open, changing, read_draft
from app.web.apply.options import board_names
from app.web.apply.questions import questions
from app.web.apply.reading import Error, controls, id_of
from app.web.apply.shown import Row, rows
from app.web.form import Typed
from app.web.shell import page

router = APIRouter(include_in_schema=False)

PLACE = f"{HERE}/{{draft_id}}/check"
HERE_ID = "check"


@router.get(PLACE)
def check_answers(draft_id: str, request: Request, services: ServicesDep, account: AccountDep) -> Response:
    """Everything that was answered, row by row, with the way to change it."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    if opened.draft.application is not None:
        return RedirectResponse(f"/cases/{opened.draft.application}", 303)
    checked = check(opened.answers)
    told = checked.errors if "told" in request.query_params else ()
    return _draw(request, services, opened, checked, told)


@router.post(PLACE)
def submit(
    draft_id: str,
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    form: FormGuard,  # noqa: ARG001
) -> Response:
    """Take the application in. A draft becomes one application, however often this is sent."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    if opened.draft.application is not None:
        return RedirectResponse(f"/cases/{opened.draft.application}", 303)
    checked = check(opened.answers)
    application = checked.application
    if application is None:
        return RedirectResponse(f"{opened.address}/check?told=yes", 303)
    boards, errors = _for_boards(application, opened, services, account)
    if errors:
        return _draw(request, services, opened, checked, errors)
    event = AuditEvent(services.clock(), account.holder, request.state.request_id)
    with changing(services, draft_id, account) as (records, now):
        if now.draft.application is None and now.answers == opened.answers:
            relevant = relevant_board(application, services)
            stored = records.add_application(application, event, boards=boards, relevant=relevant)
            records.application_drafts.finish(draft_id, account.holder, stored.id, services.clock())
            return RedirectResponse(f"/cases/{stored.id}", 303)
    # Sent twice, or changed in another tab in the meantime: show what stands there now.
    where = f"/cases/{now.draft.application}" if now.draft.application else f"{opened.address}/check"
    return RedirectResponse(where, 303)


def _for_boards(
    application: AnyApplication, opened: Open, services: Services, account: Account
) -> tuple[frozenset[str], tuple[Placed, ...]]:
    """The boards whose case it is, or why it cannot be one. Raises UnusableSnapshotError."""
    pages = {question.slug: question for question in questions(kind_of(opened.answers))}
    unknown = tuple(not_found(application, services.library, lambda _: "give the place of the door"))
    if unknown and services.library.refused_snapshots():
        refused = " ".join(services.library.refused_snapshots())
        raise UnusableSnapshotError(f"The places of this application cannot be checked. {refused}")
    if unknown:
        return frozenset(), tuple(
            Placed(pages[f"{field}-door"], Error(f"{field}-point-easting", told))
            if part == "postcode"
            else Placed(pages[f"{field}-place"], Error(f"{field}-street", told))
            for field, part, told in unknown
        )
    try:
        return boards_of(application, services, account), ()
    except Problem as problem:
        if problem.kind.id != "forbidden":
            raise
        control = id_of(next(controls(field)[0] for field in pages["sent-to"].fields))
        return frozenset(), (Placed(pages["sent-to"], Error(control, problem.detail)),)


def _draw(
    request: Request, services: Services, opened: Open, checked: Checked, told: tuple[Placed, ...]
) -> HTMLResponse:
    wrong = {field.path: placed.error.text for placed in checked.errors if (field := field_of(placed))}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows({**checked.document, "kind": kind_of(opened.answers)}, board_names(services.library)):
        typed = opened.answers.get(row.question.slug)
        error = wrong.get(row.field.path, "")
        found.setdefault(row.question.section, []).append(
            {
                "id": f"change-{row.field.id}",
                "name": row.field.name,
                "lines": _typed(row, typed or {}) if error and not row.said else row.lines,
                "said": row.said,
                "open": not row.said and not row.silent,
                "error": error,
                "href": f"{opened.page(row.question.slug)}?return=check",
            }
        )
    errors = [_link(placed) for placed in told]
    return page(
        request,
        "apply-check.html",
        status=422 if told else 200,
        here=opened.address,
        parts=found,
        errors=errors,
        ready=not checked.errors,
    )


def _typed(row: Row, typed: Typed) -> tuple[str, ...]:
    """What was typed into a field and cannot be taken, as it was typed."""
    return tuple(text for name in controls(row.field) for text in typed.get(name, ()) if text)


def _link(placed: Placed) -> dict[str, str]:
    field = field_of(placed)
    if field is None or placed.question is None:
        return {"field": HERE_ID, "text": placed.error.text}
    return {"field": f"change-{field.id}", "text": f"{placed.question.section}. {placed.error.text}"}
