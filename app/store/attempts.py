"""Sign-ins under way at the provider: kept for half an hour at most, taken once, by the browser that began."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.sessions import token_sha256
from app.store.tables import AttemptRow

KEPT = timedelta(minutes=30)


class AttemptRefusedError(Exception):
    """No sign-in under way has this state, or another browser began it, or it is too late."""


@dataclass(frozen=True)
class Attempt:
    """A sign-in under way: what the token has to say, what the code is exchanged with, and what follows after it.

    ``carried`` is a form that was not sent yet, as the pages write it.
    """

    nonce: str
    verifier: str
    following: str
    carried: str


class Attempts:
    """The sign-ins under way of one database. They are no records: nothing rests on them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, state: str, visit: str, attempt: Attempt, now: datetime) -> None:
        """Keep one, and forget those that are too old. ``visit`` is the secret of the browser that begins it."""
        self.remove_before(now - KEPT)
        self._session.add(
            AttemptRow(
                state_sha256=token_sha256(state),
                visit_sha256=token_sha256(visit),
                nonce=attempt.nonce,
                verifier=attempt.verifier,
                following=attempt.following,
                carried=attempt.carried,
                made=now,
            )
        )
        self._session.flush()

    def take(self, state: str, visit: str, now: datetime) -> Attempt:
        """The one of a state, which is then no longer there. Raises AttemptRefusedError."""
        row = self._session.get(AttemptRow, token_sha256(state))
        if row is None or not hmac.compare_digest(row.visit_sha256, token_sha256(visit)):
            raise AttemptRefusedError
        self._session.delete(row)
        self._session.flush()
        if row.made <= now - KEPT:
            raise AttemptRefusedError
        return Attempt(row.nonce, row.verifier, row.following, row.carried)

    def count_before(self, at: datetime) -> int:
        """How many began before a time."""
        return (
            self._session.scalar(select(func.count()).select_from(AttemptRow).where(AttemptRow.made < at))
            or 0
        )

    def remove_before(self, at: datetime) -> None:
        """Remove those that began before a time."""
        self._session.execute(delete(AttemptRow).where(AttemptRow.made < at))
