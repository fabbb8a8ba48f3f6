"""Keys of accounts inside one transaction. A key reads ``pa_<id>_<secret>``; the secret is shown once and never kept."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.accounts import Account, Role
from app.domain.audit import AuditEvent
from app.domain.people import LONGEST, holder_of
from app.store.audit import AuditLog
from app.store.ids import short_id
from app.store.missing import NotStoredError
from app.store.tables import ApiKeyRow

KEY = re.compile(r"pa_([a-z0-9]{10})_([A-Za-z0-9_-]{43})")


class KeyRefusedError(Exception):
    """A key that opens nothing: unknown, revoked or expired. Which of them is not said."""


@dataclass(frozen=True)
class StoredKey:
    """What is kept of a key. ``revoked`` is None while it holds."""

    id: str
    name: str
    account: Account
    made: datetime
    expires: datetime
    revoked: datetime | None


class Keys:
    """The keys of one database."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def make(
        self,
        name: str,
        holder: str,
        roles: Iterable[Role],
        boards: Iterable[str],
        expires: datetime,
        event: AuditEvent,
    ) -> str:
        """Make a key and give it out, this once. Raises ValueError where it would open nothing."""
        holder = holder_of(holder)
        role_names, codes = sorted(role.value for role in set(roles)), sorted(set(boards))
        if not (name.strip() and holder.strip() and role_names and codes):
            raise ValueError("a key needs a name, a holder, a role and a board")
        if max(len(name), len(holder)) > LONGEST or not (name.isprintable() and holder.isprintable()):
            raise ValueError(f"name and holder are one line of up to {LONGEST} characters each")
        if expires <= event.at:
            raise ValueError("a key has to expire in the future")
        id_, secret = short_id(), secrets.token_urlsafe(32)
        row = ApiKeyRow(
            id=id_,
            name=name,
            holder=holder,
            roles=json.dumps(role_names),
            boards=json.dumps(codes),
            sha256=_hash(secret),
            made=event.at,
            expires=expires,
        )
        self._session.add(row)
        self._session.flush()
        self._audit.record(event, "key made", f"key {id_}", None, {"key": key_facts(row)})
        return f"pa_{id_}_{secret}"

    def account(self, presented: str, now: datetime) -> Account:
        """The account that a key opens. Raises KeyRefusedError."""
        found = KEY.fullmatch(presented)
        row = self._session.get(ApiKeyRow, found[1]) if found else None
        # The secrets are compared even where there is no row, so that the time taken tells nothing.
        right = hmac.compare_digest(_hash(found[2] if found else ""), row.sha256 if row else _hash("none"))
        if row is None or not right or row.revoked is not None or row.expires <= now:
            raise KeyRefusedError
        return _account(row)

    def read(self, key_id: str) -> StoredKey:
        """One key. Raises NotStoredError."""
        row = self._session.get(ApiKeyRow, key_id)
        if row is None:
            raise NotStoredError(f"There is no key {key_id}.")
        return _stored(row)

    def revoke(self, key_id: str, event: AuditEvent) -> StoredKey:
        """Let a key open nothing from now on. Raises NotStoredError; a key that is revoked already stays so."""
        row = self._session.get(ApiKeyRow, key_id)
        if row is None:
            raise NotStoredError(f"There is no key {key_id}.")
        if row.revoked is None:
            before = {"key": key_facts(row)}
            row.revoked = event.at
            self._audit.record(event, "key revoked", f"key {key_id}", before, {"key": key_facts(row)})
        return _stored(row)

    def every(self) -> tuple[StoredKey, ...]:
        """Every key, the oldest first."""
        query = select(ApiKeyRow).order_by(ApiKeyRow.made, ApiKeyRow.id)
        return tuple(_stored(row) for row in self._session.scalars(query))


def key_facts(row: ApiKeyRow) -> dict[str, Any]:
    """A key as its events write it down: the hash of its secret too, so that it cannot be changed for another."""
    return {
        "name": row.name,
        "holder": row.holder,
        "roles": json.loads(row.roles),
        "boards": json.loads(row.boards),
        "sha256": row.sha256,
        "expires": row.expires.isoformat(),
        "revoked": row.revoked and row.revoked.isoformat(),
    }


def _account(row: ApiKeyRow) -> Account:
    roles = frozenset(Role(role) for role in json.loads(row.roles))
    return Account(row.holder, roles, frozenset(json.loads(row.boards)), row.id)


def _stored(row: ApiKeyRow) -> StoredKey:
    return StoredKey(row.id, row.name, _account(row), row.made, row.expires, row.revoked)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
