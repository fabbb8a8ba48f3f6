"""Messages inside one transaction: drafted, or on their way, sent or not. The link in one is never kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.store.audit import AuditLog
from app.store.consultation_tables import ConsulteeRow, MessageRow
from app.store.consultations import Consultations, owner_row
from app.store.ids import short_id
from app.store.missing import NotStoredError


class MessageState(Enum):
    """Where a message stands. SENDING is written down before it is handed over: one that stays so may have gone, and so
    may one that is NOT_KNOWN, where the line broke."""

    DRAFTED = "drafted"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    NOT_KNOWN = "not known"


ON_THE_WAY = (MessageState.SENDING, MessageState.SENT, MessageState.NOT_KNOWN)


@dataclass(frozen=True)
class StoredMessage:
    """A message. ``body`` has the place of the link; ``address`` is None where it was removed after its time."""

    id: str
    consultee: str
    kind: str
    subject: str
    body: str
    address: str | None
    state: MessageState
    fault: str
    made: datetime
    changed: datetime


class Messages:
    """The messages of one database."""

    def __init__(self, session: Session, audit: AuditLog, consultations: Consultations) -> None:
        self._session = session
        self._audit = audit
        self._consultations = consultations

    def add(
        self,
        application_id: str,
        consultee_id: str,
        kind: str,
        subject: str,
        body: str,
        address: str | None,
        state: MessageState,
        event: AuditEvent,
    ) -> StoredMessage:
        """Keep a message that is drafted or about to be sent. Raises NotStoredError."""
        owner = owner_row(self._session, application_id)
        row = MessageRow(
            id=short_id(),
            application=owner.position,
            consultee=self._consultations.row(owner, consultee_id).position,
            kind=kind,
            subject=subject,
            body=body,
            address=address,
            state=state.value,
            fault="",
            made=event.at,
            changed=event.at,
        )
        self._session.add(row)
        self._session.flush()
        words = {"message": row.id, "consultee": consultee_id, "sha256": _hash(f"{subject}\n{body}")}
        self._audit.record(event, f"{kind} {state.value}", owner.id, None, {"message": words})
        return self._stored(row)

    def settle(self, message_id: str, state: MessageState, fault: str, event: AuditEvent) -> StoredMessage:
        """Say what came of a message that was being sent. Raises NotStoredError, ValueError for one that was not."""
        row = self._session.scalars(select(MessageRow).where(MessageRow.id == message_id)).first()
        if row is None:
            raise NotStoredError(f"There is no message {message_id}.")
        if row.state != MessageState.SENDING.value:
            raise ValueError(f"message {message_id} is {row.state} and was not being sent")
        row.state, row.fault, row.changed = state.value, fault, event.at
        consultee = self._session.get_one(ConsulteeRow, row.consultee)
        owner = self._consultations.application_of(consultee)
        words = {"message": row.id, "consultee": consultee.id}
        self._audit.record(event, f"{row.kind} {state.value}", owner, None, {"message": words})
        return self._stored(row)

    def every(self, application_id: str) -> tuple[StoredMessage, ...]:
        """The messages on an application, the first one first. Raises NotStoredError."""
        owner = owner_row(self._session, application_id)
        query = select(MessageRow).where(MessageRow.application == owner.position)
        return tuple(self._stored(row) for row in self._session.scalars(query.order_by(MessageRow.position)))

    def last_on_the_way(self, application_id: str, consultee_id: str, kind: str) -> datetime | None:
        """When a message of a kind was last sent, or begun to be, to a consultee; None where none was."""
        made = [
            message.made
            for message in self.every(application_id)
            if message.consultee == consultee_id and message.kind == kind and message.state in ON_THE_WAY
        ]
        return max(made, default=None)

    def _stored(self, row: MessageRow) -> StoredMessage:
        return StoredMessage(
            row.id,
            self._session.get_one(ConsulteeRow, row.consultee).id,
            row.kind,
            row.subject,
            row.body,
            row.address,
            MessageState(row.state),
            row.fault,
            row.made,
            row.changed,
        )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
