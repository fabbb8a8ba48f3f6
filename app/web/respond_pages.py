"""What the pages of the consultee's form share: what a link opens, the page for a link that takes no answer, the copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.api.services import Services
from app.domain.consultations import QUESTIONS, WHO, Answer
from app.domain.rounding import day_said
from app.store.repository import Repository, StoredAssessment
from app.store.responding import LinkRefused, OpenLink, Reason, Receipt
from app.web.proposal import Proposal, proposal_of
from app.web.shell import page

NAME = "Have your say about a pharmacy"
PRIVATE = {"Referrer-Policy": "no-referrer"}
"""The address of these pages is a secret: no page that is opened from one is told of it."""

STATUS = {Reason.UNKNOWN: 404, Reason.NOT_OPEN: 403}
GONE = 410

HEADINGS = {
    Reason.UNKNOWN: "We do not know this link",
    Reason.REVOKED: "This link no longer works",
    Reason.EXPIRED: "This link has run out",
    Reason.NOT_OPEN: "You cannot answer yet",
    Reason.CLOSED: "It is too late to answer here",
    Reason.ENDED: "It is too late to answer here",
}


@dataclass(frozen=True)
class Subject:
    """What is asked about: the proposal, the board's own reference for it, and the assessment that it was drawn from."""

    proposal: Proposal
    reference: str
    assessment: StoredAssessment | None


def subject_of(services: Services, records: Repository, application_id: str) -> Subject:
    """What a consultation asks about, on the latest assessment. Raises NotStoredError, AlteredError."""
    application = records.application(application_id).application.value
    stored = records.assessment(application_id) if records.assessments(application_id) else None
    assessment = stored.assessment.value if stored else None
    baseline = stored.baseline.value if stored else None
    proposal = proposal_of(application, assessment, baseline, services.today())
    return Subject(proposal, application.reference, stored)


def opened_by(services: Services, token: str) -> OpenLink | LinkRefused:
    """What a link opens now."""
    with services.database.reading() as records:
        return records.responding.open_link(token, services.clock())


def to(address: str) -> RedirectResponse:
    """On to another page, with no word of where from."""
    return RedirectResponse(address, 303, PRIVATE)


def draw(
    request: Request,
    template: str,
    opened: OpenLink | LinkRefused,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page of the form."""
    return page(
        request,
        template,
        status=status,
        headers=PRIVATE | dict(headers or {}),
        organisation=NAME,
        consultation=opened.consultation,
        opened=opened,
        **values,
    )


def refusal(
    request: Request,
    services: Services,
    token: str,
    refused: LinkRefused,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Why a link takes no answer and what to do; nothing that was typed is lost."""
    with services.database.reading() as records:
        words = records.responding.kept_words(token) | dict(typed or {})
    return draw(
        request,
        "respond-refused.html",
        refused,
        status=STATUS.get(refused.reason, GONE),
        heading=HEADINGS[refused.reason],
        reason=refused.reason.name,
        receipt=refused.receipt,
        token=token,
        typed=said(words),
    )


def answered(
    request: Request, token: str, opened: OpenLink, receipt: Receipt, typed: Mapping[str, str] | None = None
) -> Response:
    """That the answer was sent already; what was typed after that in another window is shown, and not sent."""
    return draw(
        request,
        "respond-answered.html",
        opened,
        status=409 if typed else 200,
        receipt=receipt,
        token=token,
        typed=said(typed or {}),
    )


def said(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was typed, as questions and texts."""
    return [
        (question.asks, words[question.id])
        for question in QUESTIONS
        if question.limit and words.get(question.id)
    ]


def rows_of(answer: Answer) -> list[tuple[str, str | None]]:
    """An answer as questions and texts; None where nothing was said."""
    asked = {question.id: question.asks for question in QUESTIONS}
    rows: list[tuple[str, str | None]] = [(asked["who"], WHO[answer.who])]
    rows += [(asks, getattr(answer, name)) for name, asks in asked.items() if name != "who"]
    return [(asks, text) for asks, text in rows if text or asks != asked["on_behalf_of"]]


def as_text(subject: Subject, receipt: Receipt) -> str:
    """What was sent, as a text file to keep."""
    lines = [
        f"Your answer: {subject.proposal.title}",
        *(f"{site.what}: {site.name}, {site.address}" for site in subject.proposal.sites),
        f"The board's reference for the application: {subject.reference}",
        "",
        f"Your reference: {receipt.reference}",
        f"Sent on {day_said(receipt.received)}.",
    ]
    if receipt.answer is None:
        lines += ["", "The board has removed what you wrote, because its time had passed."]
    else:
        for asks, text in rows_of(receipt.answer):
            lines += ["", asks, text or "Not provided"]
    return "\r\n".join("\n".join(lines).split("\n")) + "\r\n"
