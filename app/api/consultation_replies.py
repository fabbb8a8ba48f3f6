"""Links into a consultation, what was answered, and how each answer may be shown."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Body

from app.api import consultation_answers as shapes
from app.api.changes import ActDep, NewDep, document
from app.api.consultations import HERE, Removal, held_consultation, refusing
from app.api.problems import not_valid
from app.api.requests import StrictRoute
from app.api.services import ServicesDep
from app.domain.consultations import unchanged
from app.domain.dates import LONDON
from app.schemas import consultations as schemas
from app.schemas.faults import Fault
from app.schemas.fields import IsoDate
from app.schemas.mirror import Mirror
from app.store.answers import StoredAnswer

router = APIRouter(tags=["Consultation"], route_class=StrictRoute)

DAYS_AFTER_CLOSING = 28
"""Days after the closing day for which a link still shows what was sent, where nobody chose another day."""

ENTRY = {
    "door": "letter",
    "received": "2026-05-12",
    "answer": {
        "who": "Healthwatch and community groups",
        "meaning": "Members without a car would walk further.",
    },
}
LOOKED_THROUGH = {"reason": "Nothing in it says who it is from.", "unchanged": True}


class NewLink(Mirror):
    """A link to make."""

    consultee: Annotated[str, schemas.Field(max_length=20)] | None = None
    """The id of the consultee; left out for the public link."""
    expires: IsoDate | None = None
    """The last day on which it opens something; four weeks after the closing day where left out."""
    renew: bool = False
    """Whether the links that were sent before open nothing from now on."""


class Entry(Mirror):
    """An answer that came by another door than the web form."""

    door: schemas.DoorName
    """How it came: letter, e-mail, telephone or meeting."""
    received: IsoDate
    """The day on which it came."""
    answer: schemas.Answer
    """What it says."""
    consultee: Annotated[str, schemas.Field(max_length=20)] | None = None
    """The id of the consultee who gave it; left out for somebody else."""


@router.get(f"{HERE}/links", response_model=list[shapes.LinkAnswer])
def list_public_links(application_id: str, services: ServicesDep) -> Any:
    """The public links. Those of a consultee stand with the consultee."""
    with services.database.reading() as records:
        return [vars(link) for link in records.consultations.public_links(application_id)]


@router.post(f"{HERE}/links", status_code=201, response_model=shapes.MadeLinkAnswer)
def make_link(application_id: str, given: Annotated[NewLink, Body()], change: ActDep) -> Any:
    """Make a personal or the public link. Its token is shown once and cannot be shown again.

    It takes no Idempotency-Key: an answer kept for a repeated request would keep the token.
    """
    with refusing(), change.writing() as records:
        held = held_consultation(records, application_id)
        expires = link_expiry(held.consultation.closes, given.expires)
        made = records.consultations.make_link(
            application_id, given.consultee, expires, change.event(), renew=given.renew
        )
    address = link_address(change.reached, made.token, public=given.consultee is None)
    return {**vars(made.link), "token": made.token, "url": address}


@router.post(f"{HERE}/links/{{link_id}}/revocation", response_model=shapes.LinkAnswer)
def revoke_link(application_id: str, link_id: str, removal: Removal, change: ActDep) -> Any:
    """Let a link open nothing from now on."""
    with change.writing() as records:
        return vars(
            records.consultations.revoke_link(application_id, link_id, change.event(removal.reason or ""))
        )


@router.get(f"{HERE}/answers", response_model=list[shapes.StoredAnswerAnswer])
def list_answers(application_id: str, services: ServicesDep) -> Any:
    """What was answered: the originals, and beside them how each may be shown."""
    with services.database.reading() as records:
        return [answer_answer(each) for each in records.answers.every(application_id)]


@router.post(f"{HERE}/answers", status_code=201, response_model=shapes.StoredAnswerAnswer)
def enter_answer(
    application_id: str,
    entry: Annotated[Entry, Body(openapi_examples={"a letter": {"value": ENTRY}})],
    change: NewDep,
) -> Any:
    """Enter an answer that came by letter, e-mail, telephone or in a meeting. Who enters it is kept with it."""
    with refusing(), change.writing() as records:
        stored = records.answers.enter(
            application_id,
            entry.answer.value(),
            entry.door,
            entry.received,
            change.event(),
            consultee_id=entry.consultee,
        )
        content = document(shapes.StoredAnswerAnswer, answer_answer(stored))
        return change.answer(records, content, 201)


@router.post(
    f"{HERE}/answers/{{number}}/redactions", status_code=201, response_model=shapes.StoredAnswerAnswer
)
def redact_answer(
    application_id: str,
    number: int,
    given: Annotated[schemas.Redaction, Body(openapi_examples={"looked through": {"value": LOOKED_THROUGH}})],
    change: ActDep,
) -> Any:
    """Say how an answer may be shown. The original stays as it is; the last one given holds. At any time."""
    with refusing(), change.writing() as records:
        redaction = given.value()
        if given.unchanged:
            stored = records.answers.read(application_id, number)
            words = (given.on_behalf_of, given.uses, given.meaning, given.anything_else)
            if stored.original is None or any(word is not None for word in words):
                raise not_valid(
                    [Fault("unchanged", "Give the words as they may be shown, or unchanged, not both.")]
                )
            redaction = unchanged(stored.original, given.reason)
        return answer_answer(records.answers.redact(application_id, number, redaction, change.event()))


def link_expiry(closes: date, last: date | None) -> datetime:
    """The moment from which a link opens nothing: the end of a day in England."""
    day = last or closes + timedelta(days=DAYS_AFTER_CLOSING)
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def link_address(reached: str, token: str, *, public: bool = False) -> str:
    """The whole address of a link: a personal one, or the public one, from which each visitor gets their own."""
    return f"{reached}/{'consultations' if public else 'respond'}/{token}"


def answer_answer(stored: StoredAnswer) -> dict[str, Any]:
    """What is said of one answer."""
    shown = stored.shown
    return {
        "number": stored.number,
        "reference": stored.reference,
        "door": stored.door,
        "who": stored.who,
        "received": stored.received,
        "kept": stored.at,
        "entered_by": stored.entered_by,
        "consultee": stored.consultee,
        "name": stored.name,
        "sha256": stored.sha256,
        "original": None if stored.original is None else dict(vars(stored.original)),
        "shown": None
        if shown is None
        else {"number": shown.number, "by": shown.by, "at": shown.at, **vars(shown.redaction)},
    }
