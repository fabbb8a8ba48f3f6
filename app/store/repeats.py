"""Answers kept under the Idempotency-Key of their request, in the transaction of the change itself."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.tables import RepeatRow


class OtherRequestError(Exception):
    """The key was used for another request before."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was first given."""

    status: int
    headers: dict[str, str]
    body: bytes


class Repeats:
    """The kept answers of one database. They are no records: nothing rests on them, and they are removed in time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, holder: str, key: str, request_sha256: str) -> KeptAnswer | None:
        """The answer to a request that came before, or None. Raises OtherRequestError."""
        row = self._session.get(RepeatRow, (holder, key))
        if row is None:
            return None
        if row.request_sha256 != request_sha256:
            raise OtherRequestError
        return KeptAnswer(row.status, json.loads(row.headers), row.body)

    def keep(self, holder: str, key: str, request_sha256: str, answer: KeptAnswer, *, at: datetime) -> None:
        """Keep an answer."""
        self._session.add(
            RepeatRow(
                holder=holder,
                key=key,
                request_sha256=request_sha256,
                status=answer.status,
                headers=json.dumps(answer.headers),
                body=answer.body,
                at=at,
            )
        )
        self._session.flush()

    def count_before(self, at: datetime) -> int:
        """How many answers are older than a time."""
        return self._session.scalar(select(func.count()).where(RepeatRow.at < at)) or 0

    def remove_before(self, at: datetime) -> None:
        """Remove the answers that are older than a time."""
        self._session.execute(delete(RepeatRow).where(RepeatRow.at < at))
