"""One page of questions: shown with what was typed before, kept however it was typed, mended where it cannot be taken."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api.changes import AccountDep
from app.api.forms import FormGuard
from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.web.apply import drafts
from app.web.apply.checking import check_page, kind_of
from app.web.apply.drafts import HERE, Open, changing, read_draft
from app.web.apply.fields import Field, How, Question
from app.web.apply.options import board_options, listed_options, service_options
from app.web.apply.questions import questions
from app.web.apply.reading import NONE, OTHER, SILENT, Error, controls, more, silence_of, typed_on
from app.web.form import Typed, one, typed_of
from app.web.shell import page

router = APIRouter(include_in_schema=False)

PLACE = f"{HERE}/{{draft_id}}/questions/{{question}}"


@router.get(PLACE)
def ask(
    draft_id: str, question: str, request: Request, services: ServicesDep, account: AccountDep
) -> Response:
    """A page of questions with the answers so far."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    if opened.draft.application is not None:
        return RedirectResponse(f"/cases/{opened.draft.application}", 303)
    found = _question(opened, question)
    typed = opened.answers.get(found.slug)
    # What was kept and cannot be taken is told whenever somebody comes to it.
    errors = check_page(found, typed, opened.answers) if typed is not None else ()
    back = request.query_params.get("return", "")
    return _draw(request, services, opened, found, typed or {}, errors, back=back)


@router.post(PLACE)
def answer(
    draft_id: str,
    question: str,
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    form: FormGuard,
) -> Response:
    """Keep what was typed, and go on where nothing is wrong with it."""
    sent = typed_of(form)
    back, later = one(sent, "return"), bool(one(sent, "later"))
    with changing(services, draft_id, account) as (records, opened):
        if opened.draft.application is not None:
            return RedirectResponse(f"/cases/{opened.draft.application}", 303)
        found = _question(opened, question)
        typed = typed_on(found, sent)
        stored = opened.answers.get(found.slug, {})
        if typed != stored and one(sent, "seen") != drafts.seen(opened.answers, found.slug):
            return _draw(request, services, opened, found, typed, (), back=back, elsewhere=stored)
        answers = {**opened.answers, found.slug: typed}
        if typed or not later:
            drafts.save(records, opened, answers, services, account)
    if later:
        return RedirectResponse(opened.address, 303)
    if check_page(found, typed, answers):
        # Its page tells what is wrong. Answering with a redirect keeps the form out of the browser's history: going back
        # never asks to send it again.
        again = f"{opened.page(found.slug)}{'?return=check' if back == 'check' else ''}"
        return RedirectResponse(again, 303)
    return RedirectResponse(_next(opened, found, answers, back), 303)


def _next(opened: Open, found: Question, answers: Any, back: str) -> str:
    """The page that follows: the next question, or the check where somebody came from there."""
    if back == "check" and found.slug != "kind":
        return f"{opened.address}/check"
    pages = questions(kind_of(answers))
    at = next(n for n, each in enumerate(pages) if each.slug == found.slug)
    return opened.page(pages[at + 1].slug) if at + 1 < len(pages) else f"{opened.address}/check"


def _question(opened: Open, slug: str) -> Question:
    found = next((each for each in questions(kind_of(opened.answers)) if each.slug == slug), None)
    if found is None:
        raise Problem("not-found", "There is no such question for this kind of application.")
    return found


def _draw(
    request: Request,
    services: Services,
    opened: Open,
    question: Question,
    typed: Typed,
    errors: tuple[Error, ...],
    *,
    back: str = "",
    elsewhere: Typed | None = None,
) -> HTMLResponse:
    pages = questions(kind_of(opened.answers))
    at = next(n for n, each in enumerate(pages) if each.slug == question.slug)
    before = opened.page(pages[at - 1].slug) if at else opened.address
    if back == "check":
        before = f"{opened.address}/check"
    status = 412 if elsewhere is not None else 200
    return page(
        request,
        "apply-question.html",
        status=status,
        question=question,
        how=How,
        alone=[field.label for field in question.fields] == [question.title],
        typed=typed,
        one=lambda name: one(typed, name),
        errors=[{"field": error.control, "text": error.text} for error in errors],
        told={error.control: error.text for error in errors},
        options={field.path: _options(field, typed, opened, services) for field in question.fields},
        more=more,
        silence_of=silence_of,
        words={"silent": SILENT, "none": NONE, "other": OTHER},
        here=opened.address,
        before=before,
        back="check" if back == "check" else "",
        seen=drafts.seen(opened.answers, question.slug),
        elsewhere=_said(question, elsewhere),
        at=at + 1,
        count=len(pages),
        unknown=_unknown_postcode(question, opened, services),
    )


def _options(field: Field, typed: Typed, opened: Open, services: Services) -> list[tuple[str, str]]:
    """The choices of a field; one that was chosen before and is offered no more is still there."""
    match field.how:
        case How.SERVICES:
            found = service_options(opened.answers, services.today())
            known = {value for value, _ in found} | {SILENT, NONE}
            return found + [(value, value) for value in typed.get(field.path, []) if value not in known]
        case How.BOARD:
            return board_options(services.library)
        case How.LISTED:
            return listed_options(field, opened.answers, services.library)
        case _:
            return list(field.options)


def _said(question: Question, typed: Typed | None) -> list[tuple[str, str]] | None:
    """What stands in a draft by now, control by control, for somebody who typed something else."""
    if typed is None:
        return None
    named = {control: field.name for field in question.fields for control in controls(field)}
    return [(named[name], ", ".join(values)) for name, values in typed.items()] or [("", "Nothing")]


def _unknown_postcode(question: Question, opened: Open, services: Services) -> str:
    """The postcode of the site whose door is asked for, where no data has it; empty otherwise."""
    site, _, rest = question.slug.partition("-")
    if rest != "door":
        return ""
    postcode = one(opened.answers.get(f"{site}-place", {}), f"{site}.postcode")
    return postcode if postcode and services.library.locate(postcode) is None else ""
