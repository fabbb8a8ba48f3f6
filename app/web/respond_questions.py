"""The consultee's form, question by question: each is kept when it is answered, all are checked, and sent once."""

import secrets

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.api.problems import Problem
from app.api.reached import reached_at
from app.api.services import Services, ServicesDep
from app.domain.consultations import WHO, ConsultationError, Question
from app.store.consultation_links import LinkKind
from app.store.responding import LinkRefused, OpenLink, Receipt, RefusedError
from app.web import answering
from app.web.answering import Typed, Words
from app.web.reading import FormDep, counted, text_of
from app.web.respond import FILLED_IN, HERE, HONEYPOT
from app.web.respond_pages import (
    PRIVATE,
    answered,
    as_text,
    draw,
    opened_by,
    refusal,
    rows_of,
    subject_of,
    to,
)

router = APIRouter(include_in_schema=False, dependencies=[Depends(counted)])

Errors = list[dict[str, str]]


@router.get(f"{HERE}/check")
def check(request: Request, token: str, services: ServicesDep) -> Response:
    """Everything that was typed, to look through before it is sent."""
    opened, words, other = _entered(request, services, token)
    return other or _check(request, token, opened, words)


@router.post(f"{HERE}/send")
def send(request: Request, token: str, services: ServicesDep, form: FormDep) -> Response:
    """Send the answer. However often this is asked for, one answer is kept."""
    # The link and the draft are read at one moment: between two moments the other click of a double one may be kept.
    opened, words, other = _entered(request, services, token)
    if isinstance(opened, OpenLink) and opened.receipt is not None:
        return to(f"/respond/{token}/sent")
    if other is not None:
        return other
    if text_of(form, HONEYPOT):
        return _check(request, token, opened, words, [{"field": "send", "text": FILLED_IN}])
    try:
        answer = answering.answer_of(opened.consultation, words)
        with services.database.writing() as records:
            records.responding.submit(token, answer, services.clock(), request.state.request_id)
    except ConsultationError as error:
        return _check(request, token, opened, words, [{"field": f"change-{error.field}", "text": str(error)}])
    except RefusedError as error:
        return refusal(request, services, token, error.refused)
    return to(f"/respond/{token}/sent")


@router.get(f"{HERE}/sent")
def sent(request: Request, token: str, services: ServicesDep) -> Response:
    """The reference of what was sent."""
    opened, receipt = _received(services, token)
    if receipt is None:
        return to(f"/respond/{token}")
    return draw(request, "respond-sent.html", opened, token=token, receipt=receipt)


@router.get(f"{HERE}/copy")
def copy(request: Request, token: str, services: ServicesDep) -> Response:
    """What was sent, as a page to print."""
    opened, receipt = _received(services, token)
    if receipt is None or opened.application is None:
        return to(f"/respond/{token}")
    with services.database.reading() as records:
        subject = subject_of(services, records, opened.application)
    rows = rows_of(receipt.answer) if receipt.answer else []
    return draw(
        request, "respond-copy.html", opened, token=token, receipt=receipt, subject=subject, rows=rows
    )


@router.get(f"{HERE}/copy.txt")
def copy_as_text(token: str, services: ServicesDep) -> Response:
    """What was sent, as a text file."""
    opened, receipt = _received(services, token)
    if receipt is None or opened.application is None:
        return to(f"/respond/{token}")
    with services.database.reading() as records:
        subject = subject_of(services, records, opened.application)
    name = f"answer-{receipt.reference}.txt"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_text(subject, receipt), media_type="text/plain; charset=utf-8", headers=headers)


@router.get(f"{HERE}/later")
def later(request: Request, token: str, services: ServicesDep) -> Response:
    """How to come back to what was kept."""
    opened, words, other = _entered(request, services, token)
    if other is not None:
        return other
    where = reached_at(request, services.settings)
    step = answering.first_open(opened.consultation, words)
    return draw(
        request, "respond-later.html", opened, token=token, link=f"{where}/respond/{token}", next=step
    )


@router.get(f"{HERE}/{{question_id}}")
def ask(request: Request, token: str, question_id: str, services: ServicesDep, then: str = "") -> Response:
    """One question, with what was said before."""
    opened, words, other = _entered(request, services, token)
    if other is not None:
        return other
    question = _question(opened, question_id)
    return _ask(request, token, opened, words, question, _suggested(opened, words, question), then)


@router.post(f"{HERE}/{{question_id}}")
def keep(request: Request, token: str, question_id: str, services: ServicesDep, form: FormDep) -> Response:
    """Keep what was typed, and go on."""
    opened = opened_by(services, token)
    text = text_of(form, question_id)
    if isinstance(opened, LinkRefused):
        return refusal(request, services, token, opened, {question_id: text})
    question = _question(opened, question_id)
    if opened.receipt is not None:
        return answered(request, token, opened, opened.receipt, {question_id: text})
    typed = Typed(question, text, text_of(form, "form")[:16], text_of(form, "seen"))
    then = text_of(form, "then")
    fault = answering.fault_of(question, text)
    leaving = bool(text_of(form, "later"))
    try:
        with services.database.writing() as records:
            words = records.responding.draft(token, services.clock())
            elsewhere = answering.written_elsewhere(typed, words)
            blank = question.id == "who" and not text
            if elsewhere is None and not blank:
                words = answering.with_words(words, typed)
                records.responding.save_draft(token, words, services.clock())
    except RefusedError as error:
        return refusal(request, services, token, error.refused, {question_id: text})
    except ConsultationError as error:
        fault = fault or str(error)
    if elsewhere is not None:
        return _ask(request, token, opened, words, question, text, then, _twice(question), elsewhere)
    if leaving:
        return to(f"/respond/{token}/later")
    if fault is not None:
        return _ask(request, token, opened, words, question, text, then, fault)
    step = "check" if then == "check" else answering.following(opened.consultation, words, question.id)
    return to(f"/respond/{token}/{step}")


def _entered(
    request: Request, services: Services, token: str
) -> tuple[OpenLink, dict[str, str], Response | None]:
    """What a link opens and the draft under it, or the page to show instead."""
    with services.database.reading() as records:
        opened = records.responding.open_link(token, services.clock())
        taken = isinstance(opened, OpenLink) and opened.kind is not LinkKind.PUBLIC and opened.receipt is None
        words = records.responding.draft(token, services.clock()) if taken else {}
    other: Response | None = None
    if isinstance(opened, LinkRefused):
        other = refusal(request, services, token, opened)
    elif opened.kind is LinkKind.PUBLIC or opened.receipt is not None:
        other = to(f"/respond/{token}")
    return opened, words, other  # type: ignore[return-value]  # a refused link comes with a page


def _received(services: Services, token: str) -> tuple[OpenLink | LinkRefused, Receipt | None]:
    opened = opened_by(services, token)
    return opened, opened.receipt


def _question(opened: OpenLink, question_id: str) -> Question:
    """Raises Problem for what is not asked."""
    found = next((each for each in opened.consultation.asked if each.id == question_id), None)
    if found is None or opened.kind is LinkKind.PUBLIC:
        raise Problem("not-found", "There is no such question.")
    return found


def _suggested(opened: OpenLink, words: Words, question: Question) -> str:
    """What was kept; before that, what the board knows of whom it asked by name."""
    if question.id in words or opened.consultee is None:
        return words.get(question.id, "")
    known = {"who": opened.consultee.group.name, "on_behalf_of": opened.consultee.name}
    return known.get(question.id, "")


def _ask(
    request: Request,
    token: str,
    opened: OpenLink,
    words: Words,
    question: Question,
    text: str,
    then: str,
    fault: str | None = None,
    elsewhere: str | None = None,
) -> Response:
    here = f"/respond/{token}"
    back = "check" if then == "check" else answering.before(opened.consultation, words, question.id)
    return draw(
        request,
        "respond-question.html",
        opened,
        status=409 if elsewhere is not None else 422 if fault else 200,
        errors=[{"field": question.id, "text": fault}] if fault else [],
        question=question,
        text=text,
        choices=[{"value": group.name, "text": asks} for group, asks in WHO.items()],
        back=f"{here}/{back}" if back else here,
        then="check" if then == "check" else "",
        form=secrets.token_hex(8),
        seen=answering.mark_of(words.get(question.id)),
        elsewhere=_shown(question, elsewhere),
        token=token,
    )


def _check(
    request: Request, token: str, opened: OpenLink, words: Words, errors: Errors | None = None
) -> Response:
    return draw(
        request,
        "respond-check.html",
        opened,
        status=422 if errors else 200,
        errors=errors or [],
        token=token,
        back=f"/respond/{token}/{answering.before(opened.consultation, words, 'check')}",
        rows=[
            (question, _shown(question, words.get(question.id)))
            for question in answering.steps(opened.consultation, words)
        ],
    )


def _shown(question: Question, text: str | None) -> str | None:
    if text is None or question.id != "who":
        return text
    group = answering.group_of({"who": text})
    return None if group is None else WHO[group]


def _twice(question: Question) -> str:
    kept = "chosen" if question.id == "who" else "written"
    return f"Something else was {kept} here in another window. Continue to keep what stands in this one"
