"""The audit chain inside one transaction: every change adds its event at the end."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent, RecordedEvent, event_hash
from app.store.tables import AuditEventRow, AuditHeadRow

FIELDS = tuple(RecordedEvent.__dataclass_fields__)


class AuditLog:
    """The chain of one database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> AuditHeadRow:
        """Hold the end of the chain until the transaction ends: one writer at a time."""
        return self._session.scalars(select(AuditHeadRow).with_for_update()).one()

    def record(self, event: AuditEvent, action: str, subject: str, before: Any, after: Any) -> RecordedEvent:
        """Add what was done to the end of the chain. ``before`` and ``after`` are plain JSON values."""
        end = self.lock()
        link = RecordedEvent(
            position=end.position + 1,
            at=event.at,
            actor=event.actor,
            action=action,
            subject=subject,
            reason=event.reason,
            before=_json(before),
            after=_json(after),
            request_id=event.request_id,
            previous=end.hash,
            hash="",
        )
        link = RecordedEvent(**{**vars(link), "hash": event_hash(link)})
        self._session.add(AuditEventRow(**vars(link)))
        end.position, end.hash = link.position, link.hash
        self._session.flush()
        return link

    def events(
        self, subject: str | None = None, *, after: int = 0, limit: int | None = None
    ) -> Iterator[RecordedEvent]:
        """Events in order, those of one subject where it is given."""
        query = select(AuditEventRow).where(AuditEventRow.position > after).order_by(AuditEventRow.position)
        if subject is not None:
            query = query.where(AuditEventRow.subject == subject)
        found = self._session.scalars(query.limit(limit).execution_options(yield_per=500))
        for row in found:
            yield RecordedEvent(**{name: getattr(row, name) for name in FIELDS})

    def head(self) -> tuple[int, str]:
        """Position and hash of the last event as the database names it."""
        end = self._session.scalars(select(AuditHeadRow)).one()
        return end.position, end.hash


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
