"""Messages to those whom the board asks: drafted to be copied, or sent where a mail server is set."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field

from app.api import consultation_answers as shapes
from app.api.changes import ActDep, Change
from app.api.consultation_replies import link_address, link_expiry
from app.api.consultations import HERE, held_consultation
from app.api.problems import Problem, not_valid
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.domain.consultations import Stage
from app.domain.other_applications import AnyApplication, sites_of
from app.messages.composing import Facts, Message, MessageKind, compose, with_link
from app.messages.smtp import Connection, NotSentError, ServerUnreachableError
from app.schemas.faults import Fault
from app.schemas.mirror import Mirror
from app.store.consultations import StoredConsultation, StoredConsultee
from app.store.messages import MessageState, StoredMessage
from app.store.repository import Repository
from app.store.retention import MONTHS_OF_CONSULTEES

router = APIRouter(tags=["Consultation"], route_class=StrictRoute)

PLACE = "[the link to answer by]"
"""What is kept where a link stood."""

MOST_AT_ONCE = 50
REMINDED_AGAIN_AFTER = timedelta(days=1)

KindName = Annotated[MessageKind, Field(strict=False)]
MESSAGES = {"kind": "invitation", "send": False}


class NewMessages(Mirror):
    """Messages to draft, or to send."""

    kind: KindName
    """What for: an invitation, or a reminder to those who have not answered."""
    consultees: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=500)] | None = None
    """Ids of consultees; everybody on the list where left out."""
    send: bool = False
    """Whether to send them by e-mail; else they are given to be copied, with a link that is shown once."""
    again: bool = False
    """Whether to send to those too who were sent the same before."""


@dataclass(frozen=True)
class _Work:
    """One request's work: who does it, on what, for which kind."""

    services: Services
    change: Change
    application_id: str
    kind: MessageKind
    again: bool


@dataclass(frozen=True)
class _Outcome:
    """What came of one: a message, or why there is none. ``gone`` says why none after it can be sent."""

    message: StoredMessage | None = None
    why_not: str | None = None
    gone: str | None = None


@router.get(f"{HERE}/messages", response_model=list[shapes.MessageAnswer])
def list_messages(application_id: str, services: ServicesDep) -> Any:
    """The messages that were drafted and sent. Links are not in them: they are shown once, when they are made.

    One that stays "sending" was interrupted; it may have gone or not, as one that is "not known" may.
    """
    with services.database.reading() as records:
        return [_said(message, None) for message in records.messages.every(application_id)]


@router.post(f"{HERE}/messages", status_code=201, response_model=shapes.MessagesAnswer)
def write_messages(
    application_id: str,
    given: Annotated[NewMessages, Body(openapi_examples={"to copy": {"value": MESSAGES}})],
    services: ServicesDep,
    change: ActDep,
) -> Any:
    """Draft messages with a new link each, or send them. Nobody is sent the same twice unless `again` says so.

    Each is written down as being sent before it is handed over, and as sent or failed after. Fifty go at once; ask
    again for the rest.
    """
    if given.send and services.mail is None:
        raise Problem("no-mail", "No mail server is set: draft the messages and send them yourself.")
    with services.database.reading() as records:
        held = held_consultation(records, application_id)
        wanted = _wanted(records, application_id, given)
    if held.consultation.stage(services.today()) is Stage.CLOSED:
        raise Problem(
            "not-open", f"The consultation closed on {held.consultation.closes}. Nobody can answer any more."
        )
    work = _Work(services, change, application_id, given.kind, given.again)
    return _send(work, wanted) if given.send else _draft(work, wanted)


def _wanted(
    records: Repository, application_id: str, given: NewMessages
) -> list[tuple[StoredConsultee, str | None]]:
    """Who a message is for, each with the reason why they get none, or None. Raises Problem for unknown ids."""
    listed = {each.id: each for each in records.consultations.consultees(application_id)}
    chosen = list(dict.fromkeys(listed if given.consultees is None else given.consultees))
    unknown = [id_ for id_ in chosen if id_ not in listed]
    if unknown:
        raise not_valid([Fault("consultees", f"There is no consultee {unknown[0]} on the list.")])
    found = []
    for id_ in chosen:
        answered = given.kind is MessageKind.REMINDER and listed[id_].answers
        found.append((listed[id_], "They have answered." if answered else None))
    return found


def _draft(work: _Work, wanted: list[tuple[StoredConsultee, str | None]]) -> dict[str, Any]:
    made, skipped = [], []
    with work.change.writing() as records:
        for consultee, why_not in wanted:
            if why_not:
                skipped.append(_skipped(consultee, why_not))
                continue
            message, kept = _write(work, records, consultee, None, MessageState.DRAFTED)
            made.append(_said(kept, message))
    return {"messages": made, "skipped": skipped}


def _send(work: _Work, wanted: list[tuple[StoredConsultee, str | None]]) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    skipped = [_skipped(consultee, why_not) for consultee, why_not in wanted if why_not]
    left = [consultee for consultee, why_not in wanted if not why_not]
    mail = work.services.mail
    assert mail is not None  # noqa: S101 - asked before
    if not left:
        return {"messages": made, "skipped": skipped}
    gone = None
    try:
        with mail.connected() as connection:
            for consultee in left:
                full = (
                    f"{MOST_AT_ONCE} were sent. Ask again for the rest."
                    if len(made) >= MOST_AT_ONCE
                    else None
                )
                outcome = _Outcome(why_not=gone or full)
                if outcome.why_not is None:
                    outcome = _send_one(work, connection, consultee)
                if outcome.message is not None:
                    made.append(_said(outcome.message, None))
                else:
                    skipped.append(_skipped(consultee, outcome.why_not or ""))
                gone = gone or outcome.gone
    except ServerUnreachableError as error:
        raise Problem("mail-unusable", str(error)) from error
    return {"messages": made, "skipped": skipped}


def _send_one(work: _Work, connection: Connection, consultee: StoredConsultee) -> _Outcome:
    """What came of one message, or why there is none."""
    to = consultee.consultee.email
    if to is None:
        return _Outcome(why_not="No e-mail address is known. Draft the message, and send it by post.")
    # Written down, and what was sent before asked again, in one transaction: two requests cannot send the same.
    with work.change.writing() as records:
        last = records.messages.last_on_the_way(work.application_id, consultee.id, work.kind.value)
        if last is not None and not work.again and not _due(work.kind, last, work.services.clock()):
            return _Outcome(why_not=f"The same was sent, or begun to be sent, on {last.date()}.")
        message, kept = _write(work, records, consultee, to, MessageState.SENDING)
    state, fault, gone = MessageState.SENT, "", None
    try:
        connection.send(to, message, kept.id, work.services.clock())
    except NotSentError as error:
        state, fault = MessageState.FAILED, str(error)
    except ServerUnreachableError as error:
        state, fault, gone = MessageState.NOT_KNOWN, str(error), f"Not tried. {error}"
    with work.services.database.writing() as records:
        kept = records.messages.settle(kept.id, state, fault, work.change.event())
    return _Outcome(kept, gone=gone)


def _due(kind: MessageKind, last: datetime, now: datetime) -> bool:
    return kind is MessageKind.REMINDER and now - last >= REMINDED_AGAIN_AFTER


def _write(
    work: _Work, records: Repository, consultee: StoredConsultee, to: str | None, state: MessageState
) -> tuple[Message, StoredMessage]:
    """Make a link and a message with it; what is kept has the link's place instead."""
    held = held_consultation(records, work.application_id)
    event = work.change.event()
    expires = link_expiry(held.consultation.closes, None)
    token = records.consultations.make_link(work.application_id, consultee.id, expires, event).token
    message = compose(work.kind, _facts(work.services, records, held, consultee))
    kept = records.messages.add(
        work.application_id,
        consultee.id,
        work.kind.value,
        message.subject,
        message.body,
        to or consultee.consultee.email,
        state,
        event,
    )
    return with_link(message, PLACE, link_address(work.change.reached, token)), kept


def _facts(
    services: Services, records: Repository, held: StoredConsultation, consultee: StoredConsultee
) -> Facts:
    application = records.application(held.application).application.value
    sites = [f"{site.name}, {site.full_address}" for _, site in sites_of(application)]
    value = held.consultation
    return Facts(
        board=_board(services, records, application, held.application),
        kind=application.kind,
        applicant=application.applicant,
        leaving=sites[0] if len(sites) > 1 else "",
        staying=sites[-1],
        reference=application.reference,
        consultee=consultee.consultee.name,
        words=value.proposal or "",
        contact=value.contact,
        closes=value.closes,
        months=MONTHS_OF_CONSULTEES,
        link=PLACE,
    )


def _board(services: Services, records: Repository, application: AnyApplication, application_id: str) -> str:
    """The board that asks, as its needs assessment names it; in general words where that is not known."""
    if records.assessments(application_id):
        stored = records.assessment(application_id)
        code, baselines = stored.assessment.value.relevant_hwb, [stored.baseline.value]
    else:
        code, baselines = application.notice.sent_to_hwb, list(services.library.baselines)
    named = [board for baseline in baselines if (board := baseline.board(code or ""))]
    return (
        f"the {named[-1].name.removeprefix('the ').removeprefix('The ')}"
        if named
        else "the Health and Wellbeing Board"
    )


def _said(kept: StoredMessage, message: Message | None) -> dict[str, Any]:
    return {
        "id": kept.id,
        "consultee": kept.consultee,
        "kind": kept.kind,
        "to": kept.address,
        "subject": kept.subject,
        "text": message.body if message else kept.body,
        "state": kept.state,
        "fault": kept.fault or None,
        "made": kept.made,
        "changed": kept.changed,
    }


def _skipped(consultee: StoredConsultee, why: str) -> dict[str, Any]:
    return {"consultee": consultee.id, "name": consultee.consultee.name, "reason": why}
