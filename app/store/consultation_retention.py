"""Removal of what could tell who was asked and who answered, once a case has been closed for long enough.

Hashes, groups, doors, days, and answers as they may be shown stay: papers that were drafted from them can still be
drawn, and the audit chain still holds. An answer that nobody looked through leaves only its hash.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.cases import State
from app.store.audit import AuditLog
from app.store.consultation_tables import (
    AnswerOriginalRow,
    AnswerRow,
    ConsultationDraftRow,
    ConsultationLinkRow,
    ConsulteeContactRow,
    ConsulteeRow,
    MessageRow,
)
from app.store.tables import ApplicationRow, CaseRow

OVER = (State.DECIDED.value, State.STATEMENT_PUBLISHED.value, State.WITHDRAWN.value)
"""States in which nothing is asked any more. A decided case that gets its statement starts its time anew."""


@dataclass(frozen=True)
class Removed:
    """How much there is to remove, or was removed, of one application."""

    application: str
    originals: int
    contacts: int

    @property
    def records(self) -> int:
        """All of it together."""
        return self.originals + self.contacts


class PersonalRecords:
    """What consultations hold of persons, in one database."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def remove_consultees(self, before: datetime, event: AuditEvent | None) -> tuple[Removed, ...]:
        """Remove contacts and originals of cases closed before a time, each case with its event.

        Where ``event`` is None nothing is removed, and what would be is given.
        """
        closed = select(ApplicationRow).join(CaseRow).where(CaseRow.state.in_(OVER), CaseRow.changed < before)
        found = []
        for owner in self._session.scalars(closed.order_by(ApplicationRow.position)).all():
            removed = self._left(owner)
            if removed.records:
                found.append(removed)
                if event is not None:
                    self._remove(owner, removed, event)
        return tuple(found)

    def _left(self, owner: ApplicationRow) -> Removed:
        originals = self._session.scalar(_count(AnswerOriginalRow).where(_of_answers(owner))) or 0
        known = or_(ConsulteeContactRow.email.is_not(None), ConsulteeContactRow.post.is_not(None))
        contacts = self._session.scalar(_count(ConsulteeContactRow).where(_of_consultees(owner), known)) or 0
        drafts = ConsultationDraftRow.application == owner.position
        written = MessageRow.application == owner.position
        contacts += self._session.scalar(_count(ConsultationDraftRow).where(drafts)) or 0
        contacts += (
            self._session.scalar(_count(MessageRow).where(written, MessageRow.address.is_not(None))) or 0
        )
        return Removed(owner.id, originals, contacts)

    def _remove(self, owner: ApplicationRow, removed: Removed, event: AuditEvent) -> None:
        hashes = select(AnswerRow.number, AnswerRow.sha256).join(AnswerOriginalRow).where(_of_answers(owner))
        gone = {f"answer {number}": sha256 for number, sha256 in self._session.execute(hashes)}
        here = owner.position
        # Straight to the tables: rows of originals are otherwise never removed.
        for statement in (
            delete(AnswerOriginalRow).where(_of_answers(owner)),
            update(ConsulteeContactRow).where(_of_consultees(owner)).values(email=None, post=None),
            delete(ConsultationDraftRow).where(ConsultationDraftRow.application == here),
            update(MessageRow).where(MessageRow.application == here).values(address=None),
        ):
            self._session.execute(statement.execution_options(synchronize_session=False))
        after = {"removed": gone, "contacts": {"removed": removed.contacts}}
        self._audit.record(event, "personal data removed", owner.id, None, after)


class Drafts:
    """Answers that were begun and not sent, in one database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count_before(self, at: datetime) -> int:
        """How many were last saved before a time."""
        return self._session.scalar(_count(ConsultationDraftRow).where(ConsultationDraftRow.saved < at)) or 0

    def remove_before(self, at: datetime) -> None:
        """Remove those that were last saved before a time."""
        self._session.execute(delete(ConsultationDraftRow).where(ConsultationDraftRow.saved < at))


class VisitorLinks:
    """Links that visitors of a public link started and did not answer by, in one database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count_before(self, at: datetime) -> int:
        """How many expired before a time."""
        return self._session.scalar(_count(ConsultationLinkRow).where(*_unused(at))) or 0

    def remove_before(self, at: datetime) -> None:
        """Remove those that expired before a time."""
        self._session.execute(delete(ConsultationLinkRow).where(*_unused(at)))


def _unused(at: datetime) -> tuple[ColumnElement[bool], ...]:
    answered = select(AnswerRow.slot).where(AnswerRow.slot.is_not(None))
    return (
        ConsultationLinkRow.parent.is_not(None),
        ConsultationLinkRow.expires < at,
        ConsultationLinkRow.slot.not_in(answered),
    )


def _count(table: Any) -> Select[int]:
    return select(func.count()).select_from(table)


def _of_answers(owner: ApplicationRow) -> ColumnElement[bool]:
    own = select(AnswerRow.position).where(AnswerRow.application == owner.position)
    return AnswerOriginalRow.answer.in_(own)


def _of_consultees(owner: ApplicationRow) -> ColumnElement[bool]:
    own = select(ConsulteeRow.position).where(ConsulteeRow.application == owner.position)
    return ConsulteeContactRow.consultee.in_(own)
