"""Browsers that are signed in, inside one transaction. The token is given out once; its SHA-256 is kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.accounts import Account
from app.domain.audit import AuditEvent
from app.domain.people import Lifetime, Person
from app.store.audit import AuditLog
from app.store.ids import short_id
from app.store.keys import Keys
from app.store.missing import NotStoredError
from app.store.people import People
from app.store.tables import SessionRow

SEEN_AGAIN = timedelta(seconds=60)
"""How old the time of the last request may be before it is written anew: not every request is a write."""


class SessionRefusedError(Exception):
    """A cookie that opens nothing: unknown, ended or too old, or whose person or key has ended. Which is not said."""


@dataclass(frozen=True)
class SignedIn:
    """An open session. ``form_secret`` is what the tokens of its forms are made from; ``stale`` asks for ``touch``."""

    id: str
    account: Account
    name: str
    form_secret: str
    stale: bool


@dataclass(frozen=True)
class Started:
    """A session that begins: its id and the token for the cookie, given out this once."""

    id: str
    token: str


@dataclass(frozen=True)
class SessionNote:
    """What a list says of a session. ``holder`` is whose it is, ``person`` or ``key`` what opened it."""

    id: str
    holder: str
    person: str | None
    key: str | None
    made: datetime
    seen: datetime
    expires: datetime
    ended: datetime | None


class Sessions:
    """The sessions of one database."""

    def __init__(self, session: Session, audit: AuditLog, people: People, keys: Keys) -> None:
        self._session = session
        self._audit = audit
        self._people = people
        self._keys = keys

    def start_for_person(self, person: Person, lifetime: Lifetime, event: AuditEvent) -> Started:
        """Begin a session of somebody who signed in at the provider."""
        return self._start(event, event.at + lifetime.whole, person=person.id)

    def start_for_key(self, presented: str, lifetime: Lifetime, event: AuditEvent) -> Started:
        """Begin a session of somebody who gave a key; the holder is the event's actor. Raises KeyRefusedError."""
        account = self._keys.account(presented, event.at)
        event = AuditEvent(event.at, account.holder, event.request_id, event.reason)
        return self._start(event, event.at + lifetime.whole, key=account.key)

    def open(self, token: str, now: datetime, lifetime: Lifetime) -> SignedIn:
        """The session that a cookie opens, as its person or key stands now. Raises SessionRefusedError."""
        row = self._by_token(token)
        if row is None or row.ended is not None or lifetime.ended(row.seen, row.expires, now):
            raise SessionRefusedError
        stale = now - row.seen >= SEEN_AGAIN
        if row.person is not None:
            person = self._people.read(row.person)
            if person.disabled is not None:
                raise SessionRefusedError
            return SignedIn(row.id, person.account(row.id), person.name, row.form_secret, stale)
        key = self._keys.read(row.key or "")
        if key.revoked is not None or key.expires <= now:
            raise SessionRefusedError
        return SignedIn(row.id, key.account, key.account.holder, row.form_secret, stale)

    def touch(self, session_id: str, now: datetime) -> None:
        """Write down that a session was used: no change of a record, and so no event."""
        self._session.execute(
            update(SessionRow).where(SessionRow.id == session_id, SessionRow.seen < now).values(seen=now)
        )

    def end(self, session_id: str, event: AuditEvent, action: str = "session ended") -> None:
        """End a session; one that has ended stays so. Raises NotStoredError."""
        row = self._session.get(SessionRow, session_id)
        if row is None:
            raise NotStoredError(f"There is no session {session_id}. `sessions list` prints their ids.")
        if row.ended is None:
            before = {"session": session_facts(row)}
            row.ended = event.at
            self._audit.record(event, action, f"session {row.id}", before, {"session": session_facts(row)})

    def end_all(self, event: AuditEvent, holder: str | None = None) -> int:
        """End every session that is not ended, of one holder where given; how many there were."""
        found = [note.id for note in self.every() if note.ended is None and holder in (None, note.holder)]
        for session_id in found:
            self.end(session_id, event)
        return len(found)

    def refused(self, event: AuditEvent, why: str) -> None:
        """Write down that somebody was not let in. ``why`` names no person and no secret."""
        self._audit.record(event, "sign-in refused", "sign-in", None, {"why": why})

    def every(self) -> tuple[SessionNote, ...]:
        """Every session that is kept, the oldest first."""
        query = select(SessionRow).order_by(SessionRow.made, SessionRow.id)
        return tuple(self._note(row) for row in self._session.scalars(query))

    def count_before(self, at: datetime) -> int:
        """How many sessions ended, or ran out, before a time."""
        return self._session.scalar(select(func.count()).select_from(SessionRow).where(_over(at))) or 0

    def remove_before(self, at: datetime) -> None:
        """Remove the sessions that ended, or ran out, before a time; their events stay."""
        self._session.execute(delete(SessionRow).where(_over(at)))

    def _start(
        self, event: AuditEvent, expires: datetime, *, person: str | None = None, key: str | None = None
    ) -> Started:
        token = secrets.token_urlsafe(32)
        row = SessionRow(
            id=short_id(),
            sha256=token_sha256(token),
            form_secret=secrets.token_urlsafe(32),
            made=event.at,
            seen=event.at,
            expires=expires,
            person=person,
            key=key,
        )
        self._session.add(row)
        self._session.flush()
        self._audit.record(event, "signed in", f"session {row.id}", None, {"session": session_facts(row)})
        return Started(row.id, token)

    def _by_token(self, token: str) -> SessionRow | None:
        # Looked up by the hash of 256 random bits: how long that takes tells nothing about a token.
        return self._session.scalars(
            select(SessionRow).where(SessionRow.sha256 == token_sha256(token))
        ).first()

    def _note(self, row: SessionRow) -> SessionNote:
        holder = (
            self._people.read(row.person).holder
            if row.person is not None
            else self._keys.read(row.key or "").account.holder
        )
        return SessionNote(row.id, holder, row.person, row.key, row.made, row.seen, row.expires, row.ended)


def session_facts(row: SessionRow) -> dict[str, Any]:
    """A session as its events write it down: the hash of its token too, so that none can be slipped in."""
    return {
        "person": row.person,
        "key": row.key,
        "sha256": row.sha256,
        "expires": row.expires.isoformat(),
        "ended": row.ended and row.ended.isoformat(),
    }


def token_sha256(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _over(at: datetime) -> Any:
    return or_(SessionRow.ended < at, SessionRow.expires < at)
