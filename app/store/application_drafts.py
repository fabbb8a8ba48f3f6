"""Applications that somebody is still typing in. They are no records: no event speaks of them, and they go in time.

A draft is its holder's alone. Once it was taken in it keeps only the id of its application, so that a form that is sent
twice, or sent again from the page before, leads to that application and makes no second one.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.missing import NotStoredError
from app.store.tables import ApplicationDraftRow

LONGEST = 500_000
"""Characters of a draft."""


class DraftTooLongError(Exception):
    """A draft that holds more than is kept."""


@dataclass(frozen=True)
class Draft:
    """A draft as it was last saved. ``application`` is the id of what it became."""

    id: str
    content: str
    begun: datetime
    saved: datetime
    application: str | None


class ApplicationDrafts:
    """The drafts of one database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, draft_id: str, holder: str, at: datetime) -> Draft:
        """A new draft of a holder; the one there is where it was begun already. Raises NotStoredError for another's."""
        row = self._session.get(ApplicationDraftRow, draft_id)
        if row is None:
            row = ApplicationDraftRow(id=draft_id, holder=holder, content="{}", begun=at, saved=at)
            self._session.add(row)
            self._session.flush()
        return self.read(draft_id, holder)

    def read(self, draft_id: str, holder: str) -> Draft:
        """A draft of a holder. Raises NotStoredError, for another's as for one that is not there."""
        return _draft(self._row(draft_id, holder))

    def of(self, holder: str) -> tuple[Draft, ...]:
        """The drafts of a holder that were not taken in yet, the one saved last first."""
        query = select(ApplicationDraftRow).where(
            ApplicationDraftRow.holder == holder, ApplicationDraftRow.application.is_(None)
        )
        found = self._session.scalars(
            query.order_by(ApplicationDraftRow.saved.desc(), ApplicationDraftRow.id)
        )
        return tuple(_draft(row) for row in found)

    def save(self, draft_id: str, holder: str, content: str, at: datetime) -> None:
        """Keep what was typed. Raises NotStoredError, DraftTooLongError."""
        if len(content) > LONGEST:
            raise DraftTooLongError
        row = self._row(draft_id, holder)
        row.content, row.saved = content, at
        self._session.flush()

    def finish(self, draft_id: str, holder: str, application_id: str, at: datetime) -> None:
        """The draft was taken in: what was typed goes, the id of its application stays. Raises NotStoredError."""
        row = self._row(draft_id, holder)
        row.content, row.saved, row.application = "{}", at, application_id
        self._session.flush()

    def discard(self, draft_id: str, holder: str) -> None:
        """Remove a draft. Raises NotStoredError."""
        self._session.delete(self._row(draft_id, holder))
        self._session.flush()

    def count_before(self, at: datetime) -> int:
        """How many drafts were last saved before a time."""
        query = select(func.count()).select_from(ApplicationDraftRow).where(ApplicationDraftRow.saved < at)
        return self._session.scalar(query) or 0

    def remove_before(self, at: datetime) -> None:
        """Remove the drafts that were last saved before a time."""
        self._session.execute(delete(ApplicationDraftRow).where(ApplicationDraftRow.saved < at))

    def _row(self, draft_id: str, holder: str) -> ApplicationDraftRow:
        row = self._session.get(ApplicationDraftRow, draft_id) if draft_id.isalnum() else None
        if row is None or row.holder != holder:
            raise NotStoredError("There is no such draft. It may have been removed.")
        return row


def _draft(row: ApplicationDraftRow) -> Draft:
    return Draft(row.id, row.content, row.begun, row.saved, row.application)
