"""Answers inside one transaction: kept once, never changed, shown as somebody made them fit to be shown."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.cases import check_changeable
from app.domain.consultations import Answer, ConsultationError, Door, Group, Redaction, day_in_england
from app.store.audit import AuditLog
from app.store.cases import Cases
from app.store.consultation_tables import AnswerOriginalRow, AnswerRow, ConsulteeRow, RedactionRow
from app.store.consultations import Consultations, owner_row, written
from app.store.ids import ID_LETTERS
from app.store.missing import NotStoredError
from app.store.tables import ApplicationRow
from app.store.values import read_value


@dataclass(frozen=True)
class StoredRedaction:
    """An answer as it may be shown: by whom it was made so, and when."""

    number: int
    by: str
    at: datetime
    redaction: Redaction


@dataclass(frozen=True)
class StoredAnswer:
    """One answer. ``original`` is None where its time has passed and it was removed; its hash stays.

    ``consultee`` is an id and ``name`` the body or post, both None for somebody whom the board did not ask by name.
    ``entered_by`` is the officer who entered what came by another door. ``shown`` is None until somebody has looked
    through it.
    """

    number: int
    reference: str
    door: Door
    who: Group
    received: date
    at: datetime
    entered_by: str | None
    consultee: str | None
    name: str | None
    sha256: str
    original: Answer | None
    shown: StoredRedaction | None


def answer_facts(row: AnswerRow) -> dict[str, Any]:
    """How and when somebody answered, as events write it down: none of their words."""
    return {
        "door": row.door,
        "who": row.who,
        "slot": row.slot,
        "received": row.received.isoformat(),
        "entered_by": row.entered_by,
    }


class Answers:
    """The answers of one database."""

    def __init__(self, session: Session, audit: AuditLog, cases: Cases, consultations: Consultations) -> None:
        self._session = session
        self._audit = audit
        self._cases = cases
        self._consultations = consultations

    def enter(
        self,
        application_id: str,
        answer: Answer,
        door: Door,
        received: date,
        event: AuditEvent,
        *,
        consultee_id: str | None = None,
    ) -> StoredAnswer:
        """Enter an answer that came by another door; the event names who entered it.

        Raises NotStoredError, IllegalMoveError, ConsultationError.
        """
        owner = owner_row(self._session, application_id)
        check_changeable(self._cases.read(application_id).case)
        held = self._consultations.of(owner)
        if held is None:
            raise NotStoredError(
                f"There is no consultation on application {application_id} yet. Make one first."
            )
        if door is Door.WEB_FORM:
            raise ConsultationError("door", "What came by the web form is kept already. Name another door.")
        if received > day_in_england(event.at):
            raise ConsultationError(
                "received", f"{received} has not come yet. Give the day on which it came."
            )
        if received < held.consultation.opens:
            raise ConsultationError(
                "received", f"It opened on {held.consultation.opens}. Check the day on which the answer came."
            )
        consultee = None if consultee_id is None else self._consultations.row(owner, consultee_id)
        row = self.add(owner, answer, door, received, event, consultee=consultee, entered_by=event.actor)
        return self._stored(row)

    def add(
        self,
        owner: ApplicationRow,
        answer: Answer,
        door: Door,
        received: date,
        event: AuditEvent,
        *,
        consultee: ConsulteeRow | None = None,
        slot: str | None = None,
        entered_by: str | None = None,
    ) -> AnswerRow:
        """Keep an answer, with an event that names its hash and nothing of what it says."""
        content, sha256 = written(answer)
        last = select(func.max(AnswerRow.number)).where(AnswerRow.application == owner.position)
        row = AnswerRow(
            application=owner.position,
            number=(self._session.scalar(last) or 0) + 1,
            reference=new_reference(),
            slot=slot,
            consultee=None if consultee is None else consultee.position,
            door=door.value,
            who=answer.who.value,
            received=received,
            at=event.at,
            entered_by=entered_by,
            sha256=sha256,
        )
        self._session.add(row)
        self._session.flush()
        self._session.add(AnswerOriginalRow(answer=row.position, content=content))
        self._session.flush()
        after = {
            "documents": {f"answer {row.number}": sha256},
            "door": door.value,
            f"answer {row.number}": answer_facts(row),
        }
        self._audit.record(event, "answer received", owner.id, None, after)
        return row

    def every(self, application_id: str) -> tuple[StoredAnswer, ...]:
        """Every answer on an application, the first one first. Raises NotStoredError."""
        owner = owner_row(self._session, application_id)
        query = select(AnswerRow).where(AnswerRow.application == owner.position).order_by(AnswerRow.number)
        return tuple(self._stored(row) for row in self._session.scalars(query))

    def read(self, application_id: str, number: int) -> StoredAnswer:
        """One answer by its number. Raises NotStoredError."""
        return self._stored(self._row(owner_row(self._session, application_id), number))

    def redact(
        self, application_id: str, number: int, redaction: Redaction, event: AuditEvent
    ) -> StoredAnswer:
        """Keep an answer as it may be shown from now on, beside the original. It can be done at any time.

        Raises NotStoredError.
        """
        owner = owner_row(self._session, application_id)
        row = self._row(owner, number)
        before = self._shown(row)
        content, sha256 = written(redaction)
        made = RedactionRow(
            answer=row.position,
            number=(before.number if before else 0) + 1,
            by=event.actor,
            at=event.at,
            content=content,
            sha256=sha256,
        )
        self._session.add(made)
        self._session.flush()
        after = {"documents": {f"redaction {made.number} of answer {row.number}": sha256}}
        self._audit.record(event, "answer made fit to be shown", owner.id, None, after)
        return self._stored(row)

    def by_slot(self, slot: str) -> StoredAnswer | None:
        """What was answered under a slot, None where nothing was."""
        row = self._session.scalars(select(AnswerRow).where(AnswerRow.slot == slot)).first()
        return None if row is None else self._stored(row)

    def _row(self, owner: ApplicationRow, number: int) -> AnswerRow:
        query = select(AnswerRow).where(AnswerRow.application == owner.position, AnswerRow.number == number)
        row = self._session.scalars(query).first()
        if row is None:
            raise NotStoredError(f"There is no answer {number} on application {owner.id}.")
        return row

    def _shown(self, row: AnswerRow) -> StoredRedaction | None:
        query = select(RedactionRow).where(RedactionRow.answer == row.position)
        found = self._session.scalars(query.order_by(RedactionRow.number.desc()).limit(1)).first()
        if found is None:
            return None
        return StoredRedaction(found.number, found.by, found.at, read_value(Redaction, found.content))

    def _stored(self, row: AnswerRow) -> StoredAnswer:
        original = self._session.get(AnswerOriginalRow, row.position)
        asked = None if row.consultee is None else self._session.get_one(ConsulteeRow, row.consultee)
        return StoredAnswer(
            number=row.number,
            reference=row.reference,
            door=Door(row.door),
            who=Group(row.who),
            received=row.received,
            at=row.at,
            entered_by=row.entered_by,
            consultee=None if asked is None else asked.id,
            name=None if asked is None else self._consultations.name_of(asked),
            sha256=row.sha256,
            original=None if original is None else read_value(Answer, original.content),
            shown=self._shown(row),
        )


def new_reference() -> str:
    """A reference that people can read out: 12 letters and digits (59 bits), in fours. It is no id and opens nothing."""
    letters = "".join(secrets.choice(ID_LETTERS) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))
