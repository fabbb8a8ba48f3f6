"""The side of those who answer, by the token of their link alone: open it, keep a draft, send, see what was sent.

    with database.reading() as records:
        opened = records.responding.open_link(token, at)        # OpenLink, or LinkRefused with its reason
    with database.writing() as records:
        own = records.responding.start(token, at)               # from the public link: a link of the visitor's own
        records.responding.save_draft(own, {"uses": "..."}, at)
        receipt = records.responding.submit(own, answer, at, request_id)   # the same receipt however often it is sent

Drafts and links that visitors start are no records and leave no event: somebody who only looks leaves no trace. An answer
that was sent leaves one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.cases import CHANGEABLE
from app.domain.consultations import (
    QUESTIONS,
    Answer,
    Consultation,
    ConsultationError,
    Consultee,
    Door,
    Stage,
    day_in_england,
)
from app.store.answers import Answers, StoredAnswer
from app.store.cases import Cases
from app.store.consultation_links import LinkKind, new_link, token_hash
from app.store.consultation_tables import ConsultationDraftRow, ConsultationLinkRow, ConsulteeRow
from app.store.consultations import Consultations
from app.store.tables import ApplicationRow
from app.store.values import read_value

LONGEST_DRAFT = 40_000
"""Characters of a draft as JSON: more than all answers at their longest."""

STARTED_DAYS = 30
"""Days for which a visitor of the public link can come back, or as long as the public link holds."""

FIELDS = frozenset(question.id for question in QUESTIONS)
WRITTEN_IN = ".form"
"""What follows a question's id where a draft keeps which showing of the form its words came from."""


class Reason(Enum):
    """Why a link does not take an answer. The value is what to tell people."""

    UNKNOWN = "This link is not one of ours. Check that you copied all of it."
    REVOKED = "This link was withdrawn by the board. If you got a newer one, use that."
    EXPIRED = "This link has expired."
    NOT_OPEN = "This consultation has not opened yet."
    CLOSED = "This consultation has closed."
    ENDED = "The board has finished its work on this application, and takes no more answers."


@dataclass(frozen=True)
class Receipt:
    """What was sent: the reference, when, and the answer itself, None once it was removed."""

    reference: str
    at: datetime
    received: date
    answer: Answer | None


@dataclass(frozen=True)
class OpenLink:
    """A link that takes an answer. ``kind`` PUBLIC takes none itself: start an own link from it.

    ``consultee`` is who is asked, None where everybody is. ``receipt`` is there where the answer was sent already.
    """

    link: str
    kind: LinkKind
    application: str
    consultation: Consultation
    consultee: Consultee | None
    expires: datetime
    receipt: Receipt | None


@dataclass(frozen=True)
class LinkRefused:
    """A link that takes no answer, and why. What there is to say of it stands beside it; None for an unknown link."""

    reason: Reason
    application: str | None = None
    consultation: Consultation | None = None
    receipt: Receipt | None = None


class RefusedError(Exception):
    """A link takes no answer; ``refused`` says why."""

    def __init__(self, refused: LinkRefused) -> None:
        self.refused = refused
        super().__init__(refused.reason.value)


class Responding:
    """The links of one database, seen from outside."""

    def __init__(
        self, session: Session, cases: Cases, consultations: Consultations, answers: Answers
    ) -> None:
        self._session = session
        self._cases = cases
        self._consultations = consultations
        self._answers = answers

    def open_link(self, token: str, at: datetime) -> OpenLink | LinkRefused:
        """What a link opens at a time."""
        row = self._row(token)
        return LinkRefused(Reason.UNKNOWN) if row is None else self._opened(row, at)

    def start(self, token: str, at: datetime) -> str:
        """The token of a visitor's own link, from that of the public one. Raises RefusedError.

        It takes one answer, and a draft that the visitor can come back to.
        """
        row = self._open_row(token, at)
        if row.kind != LinkKind.PUBLIC.value:
            raise RefusedError(LinkRefused(Reason.UNKNOWN))
        owner = self._session.get_one(ApplicationRow, row.application)
        expires = min(row.expires, at + timedelta(days=STARTED_DAYS))
        _, own = new_link(self._session, owner, LinkKind.STARTED, None, expires, at, row)
        return own

    def started_since(self, token: str, since: datetime) -> int:
        """How many visitors started from a public link since a time, to limit by."""
        row = self._row(token)
        query = select(func.count()).where(
            ConsultationLinkRow.parent == (row.position if row else -1), ConsultationLinkRow.made >= since
        )
        return self._session.scalar(query) or 0

    def save_draft(self, token: str, words: Mapping[str, str], at: datetime) -> None:
        """Keep what somebody has written so far, by question, as it is: blank and too long texts too.

        Beside a question's id, ``uses``, may stand ``uses.form``: which showing of the form the words came from.
        Nothing is kept beside an answer that was sent. Raises RefusedError, ConsultationError.
        """
        row = self._answering_row(token, at)
        if self._answers.by_slot(str(row.slot)) is not None:
            return
        unknown = {name.removesuffix(WRITTEN_IN) for name in words} - FIELDS
        if unknown:
            raise ConsultationError(min(unknown), f"There is no question {min(unknown)!r}.")
        content = json.dumps(dict(words), ensure_ascii=False, sort_keys=True)
        if len(content) > LONGEST_DRAFT:
            raise ConsultationError("meaning", "This is too long to keep. Shorten it.")
        there = self._session.get(ConsultationDraftRow, str(row.slot))
        if there is None:
            self._session.add(
                ConsultationDraftRow(
                    slot=str(row.slot), application=row.application, content=content, saved=at
                )
            )
        else:
            there.content, there.saved = content, at
        self._session.flush()

    def draft(self, token: str, at: datetime) -> dict[str, str]:
        """What somebody has written so far, by question; empty where nothing. Raises RefusedError."""
        row = self._answering_row(token, at)
        there = self._session.get(ConsultationDraftRow, str(row.slot))
        found: dict[str, str] = {} if there is None else json.loads(there.content)
        return found

    def kept_words(self, token: str) -> dict[str, str]:
        """What somebody wrote under a link that takes no answer any more, for them to use elsewhere; empty where nothing.

        A personal link that was withdrawn gives nothing: it may have been sent to the wrong place, and a newer link of
        the same consultee has the same draft. A visitor's own link was never anybody else's.
        """
        row = self._row(token)
        withdrawn = row is not None and row.revoked is not None and row.kind == LinkKind.PERSONAL.value
        there = None if row is None or withdrawn else self._session.get(ConsultationDraftRow, str(row.slot))
        found: dict[str, str] = {} if there is None else json.loads(there.content)
        return found

    def submit(self, token: str, answer: Answer, at: datetime, request_id: str) -> Receipt:
        """Keep an answer, once. Sent again under the same link, or another one of the same consultee, it gives the
        receipt of the first and changes nothing. The draft goes.

        Raises RefusedError, ConsultationError where a question is answered that was not asked.
        """
        row = self._row(token)
        sent = None if row is None or row.slot is None else self._answers.by_slot(row.slot)
        if row is not None and sent is not None and row.revoked is None and row.expires > at:
            return _receipt(sent)
        row = self._answering_row(token, at)
        opened = self._opened(row, at)
        assert isinstance(opened, OpenLink)  # noqa: S101 - else _answering_row raises
        for name in FIELDS - set(opened.consultation.questions):
            if getattr(answer, name, None) is not None:
                raise ConsultationError(name, "This was not asked. Leave it out.")
        owner = self._session.get_one(ApplicationRow, row.application)
        consultee = row.consultee and self._session.get_one(ConsulteeRow, row.consultee)
        event = AuditEvent(at, f"link {row.id}", request_id)
        added = self._answers.add(
            owner,
            answer,
            Door.WEB_FORM,
            day_in_england(at),
            event,
            consultee=consultee or None,
            slot=row.slot,
        )
        slot = ConsultationDraftRow.slot == row.slot
        self._session.execute(delete(ConsultationDraftRow).where(slot))
        return Receipt(added.reference, at, added.received, answer)

    def receipt(self, token: str, at: datetime) -> Receipt | None:
        """What was sent under a link, None where nothing was or the link opens nothing any more."""
        opened = self.open_link(token, at)
        return opened.receipt

    def _row(self, token: str) -> ConsultationLinkRow | None:
        query = select(ConsultationLinkRow).where(ConsultationLinkRow.sha256 == token_hash(token))
        return self._session.scalars(query).first()

    def _open_row(self, token: str, at: datetime) -> ConsultationLinkRow:
        row = self._row(token)
        opened = LinkRefused(Reason.UNKNOWN) if row is None else self._opened(row, at)
        if row is None or isinstance(opened, LinkRefused):
            raise RefusedError(opened if isinstance(opened, LinkRefused) else LinkRefused(Reason.UNKNOWN))
        return row

    def _answering_row(self, token: str, at: datetime) -> ConsultationLinkRow:
        row = self._open_row(token, at)
        if row.slot is None:
            raise RefusedError(LinkRefused(Reason.UNKNOWN))
        return row

    def _opened(self, row: ConsultationLinkRow, at: datetime) -> OpenLink | LinkRefused:
        owner = self._session.get_one(ApplicationRow, row.application)
        held = self._consultations.of(owner)
        assert held is not None  # noqa: S101 - links are made of consultations
        if row.revoked is not None or self._parent_revoked(row):
            return LinkRefused(Reason.REVOKED, owner.id, held.consultation)
        if row.expires <= at:
            return LinkRefused(Reason.EXPIRED, owner.id, held.consultation)
        sent = None if row.slot is None else self._answers.by_slot(row.slot)
        receipt = None if sent is None else _receipt(sent)
        stage = held.consultation.stage(day_in_england(at))
        reasons = {Stage.NOT_OPEN: Reason.NOT_OPEN, Stage.CLOSED: Reason.CLOSED}
        if stage in reasons:
            return LinkRefused(reasons[stage], owner.id, held.consultation, receipt)
        if self._cases.read(owner.id).case.state not in CHANGEABLE:
            return LinkRefused(Reason.ENDED, owner.id, held.consultation, receipt)
        if row.kind != LinkKind.PERSONAL.value and not held.consultation.public:
            return LinkRefused(Reason.REVOKED, owner.id, held.consultation, receipt)
        asked = row.consultee and self._session.get_one(ConsulteeRow, row.consultee)
        consultee = read_value(Consultee, asked.content) if asked else None
        return OpenLink(
            row.id, LinkKind(row.kind), owner.id, held.consultation, consultee, row.expires, receipt
        )

    def _parent_revoked(self, row: ConsultationLinkRow) -> bool:
        if row.parent is None:
            return False
        return self._session.get_one(ConsultationLinkRow, row.parent).revoked is not None


def _receipt(answer: StoredAnswer) -> Receipt:
    return Receipt(answer.reference, answer.at, answer.received, answer.original)
