"""Where a new application begins: a new draft, or one to go on with, and its task list."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api.changes import AccountDep
from app.api.forms import FormGuard
from app.api.services import ServicesDep
from app.web.apply.checking import check_page, kind_of
from app.web.apply.drafts import HERE, NOTICE_TEXT, Open, changing, draft_id, read_draft
from app.web.apply.fields import Question
from app.web.apply.questions import sections
from app.web.apply.reading import Answers
from app.web.case_words import KINDS
from app.web.changing import ONCE, new_once
from app.web.form import one, typed_of
from app.web.shell import page

router = APIRouter(include_in_schema=False)

DONE, WRONG, OPEN = "Completed", "Needs mending", "Not started"


@router.get(HERE)
def begin(request: Request, services: ServicesDep, account: AccountDep) -> HTMLResponse:
    """Begin a new application or go on with one."""
    return _begin(request, services, account)


def _begin(request: Request, services: ServicesDep, account: AccountDep, *wrong: str) -> HTMLResponse:
    with services.database.reading() as records:
        found = [
            Open(draft, read_draft(records, draft.id, account).answers)
            for draft in records.application_drafts.of(account.holder)
        ]
    drafts = [
        {"address": each.address, "saved": each.draft.saved, "name": _name(each.answers)} for each in found
    ]
    errors = [{"field": "way", "text": text} for text in wrong]
    status = 422 if errors else 200
    return page(request, "apply-start.html", status=status, errors=errors, drafts=drafts, once=new_once())


@router.post(HERE)
def begun(request: Request, services: ServicesDep, account: AccountDep, form: FormGuard) -> Response:
    """Make the draft, once, and lead to its first page."""
    typed = typed_of(form)
    way, once = one(typed, "way"), one(typed, ONCE)
    if way not in ("paste", "type"):
        return _begin(request, services, account, "Choose how you want to begin.")
    id_ = draft_id(account.holder, once or new_once())
    with services.database.writing() as records:
        records.application_drafts.begin(id_, account.holder, services.clock())
    return RedirectResponse(f"{HERE}/{id_}/{NOTICE_TEXT if way == 'paste' else 'questions/kind'}", 303)


@router.get(f"{HERE}/{{draft_id}}")
def tasks(draft_id: str, request: Request, services: ServicesDep, account: AccountDep) -> Response:
    """What is answered of a draft and what is open."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    if opened.draft.application is not None:
        return RedirectResponse(f"/cases/{opened.draft.application}", 303)
    answers = opened.answers
    parts = [
        (heading, [_task(question, opened) for question in found])
        for heading, found in sections(kind_of(answers)).items()
    ]
    items = [item for _, found in parts for item in found]
    return page(
        request,
        "apply-tasks.html",
        here=opened.address,
        name=_name(answers),
        kind=kind_of(answers),
        pasted=NOTICE_TEXT in answers,
        parts=parts,
        done=sum(item["status"] == DONE for item in items),
        count=len(items),
    )


def _task(question: Question, opened: Open) -> dict[str, Any]:
    answers = opened.answers
    typed = answers.get(question.slug)
    status = OPEN
    if typed is not None:
        status = WRONG if check_page(question, typed, answers) else DONE
    return {
        "title": question.title,
        "href": opened.page(question.slug),
        "status": status,
        "optional": not question.required,
    }


def _name(answers: Answers) -> str:
    """What a draft is called in a list: its reference, else its kind."""
    reference = one(answers.get("applicant", {}), "reference") or one(
        answers.get("notice", {}), "notice.reference"
    )
    kind = KINDS.get(kind_of(answers) or "", "Application")
    return f"{kind}, {reference}" if reference else f"{kind} without a reference yet"


@router.get(f"{HERE}/{{draft_id}}/delete")
def ask_delete(draft_id: str, request: Request, services: ServicesDep, account: AccountDep) -> Response:
    """Ask whether a draft is to be deleted."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    return page(request, "apply-delete.html", here=opened.address, name=_name(opened.answers))


@router.post(f"{HERE}/{{draft_id}}/delete")
def delete(draft_id: str, services: ServicesDep, account: AccountDep, form: FormGuard) -> Response:  # noqa: ARG001
    """Delete a draft. One that was taken in stays, so that it still leads to its case."""
    with changing(services, draft_id, account) as (records, opened):
        if opened.draft.application is not None:
            return RedirectResponse(f"/cases/{opened.draft.application}", 303)
        records.application_drafts.discard(draft_id, account.holder)
    return RedirectResponse(HERE, 303)
