"""The list of people who may sign in, inside one transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.domain.accounts import Role
from app.domain.audit import AuditEvent
from app.domain.people import EMAIL, LONGEST, Person, holder_of
from app.store.audit import AuditLog
from app.store.ids import short_id
from app.store.missing import NotStoredError
from app.store.tables import PersonRow

ANY_ISSUER = ""
"""The issuer of somebody who has not signed in: the provider that the service asks by then."""


class PersonRefusedError(Exception):
    """Somebody who proved who they are and may not sign in; the message is a few words for the audit chain."""


@dataclass(frozen=True)
class PersonChange:
    """What to change of a person; what is None stays as it is. ``disabled`` is None, True or False."""

    name: str | None = None
    email: str | None = None
    roles: frozenset[Role] | None = None
    boards: frozenset[str] | None = None
    disabled: bool | None = None
    unbound: bool = False
    """Forget the provider's name for the person, so that it is taken anew at the next sign-in."""


class People:
    """The people of one database."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def add(
        self,
        name: str,
        email: str,
        issuer: str,
        roles: Iterable[Role],
        boards: Iterable[str],
        event: AuditEvent,
        *,
        holder: str | None = None,
    ) -> Person:
        """Put somebody on the list. Raises ValueError.

        ``name`` may be empty: the provider's is taken then. ``issuer`` may be empty: it is the one of the first sign-in
        then. ``holder`` is what their keys bear, the address where None.
        """
        row = PersonRow(
            id=short_id(),
            name=name.strip(),
            email=holder_of(email),
            holder=holder_of(holder or email),
            issuer=issuer,
            roles=json.dumps(sorted(role.value for role in set(roles))),
            boards=json.dumps(sorted(set(boards))),
            made=event.at,
        )
        self._check(row)
        self._session.add(row)
        self._session.flush()
        self._audit.record(event, "person added", f"person {row.id}", None, {"person": person_facts(row)})
        return _person(row)

    def change(self, person_id: str, change: PersonChange, event: AuditEvent) -> Person:
        """Change what is said of somebody. Raises NotStoredError, ValueError."""
        row = self._row(person_id)
        before = {"person": person_facts(row)}
        if change.name is not None:
            row.name = change.name.strip()
        if change.email is not None:
            row.email = holder_of(change.email)
        if change.roles is not None:
            row.roles = json.dumps(sorted(role.value for role in change.roles))
        if change.boards is not None:
            row.boards = json.dumps(sorted(change.boards))
        if change.disabled is not None:
            row.disabled = (row.disabled or event.at) if change.disabled else None
        if change.unbound:
            # The provider itself may have changed, and it is the service that says which one is asked.
            row.subject, row.issuer = None, ANY_ISSUER
        try:
            self._check(row)
        except ValueError:
            self._session.expire(row)  # whoever catches this keeps nothing of the change
            raise
        after = {"person": person_facts(row)}
        if after != before:
            action = "person disabled" if change.disabled else "person changed"
            self._audit.record(event, action, f"person {row.id}", before, after)
        return _person(row)

    def find(self, issuer: str, subject: str) -> Person | None:
        """The person whom the provider calls ``subject``; None where nobody on the list is bound to it."""
        row = self._one(PersonRow.issuer == issuer, PersonRow.subject == subject)
        return None if row is None else _person(row)

    def sign_in(self, issuer: str, subject: str, email: str | None, name: str, event: AuditEvent) -> Person:
        """The person who proved to be ``subject``, bound to it at the first sign-in. Raises PersonRefusedError.

        ``email`` is an address that the provider vouches for, None where it vouches for none. It counts at the first
        sign-in only: addresses are given to others when people leave.
        """
        row = self._one(PersonRow.issuer == issuer, PersonRow.subject == subject)
        if row is None and email is not None:
            row = self._one(PersonRow.issuer.in_([issuer, ANY_ISSUER]), PersonRow.email == holder_of(email))
            if row is not None and row.subject is not None:
                raise PersonRefusedError("the address belongs to somebody else's sign-in")
        if row is None:
            raise PersonRefusedError(
                "not on the list" if email is not None else "no proven e-mail address came with the sign-in"
            )
        if row.disabled is not None:
            raise PersonRefusedError("disabled")
        if row.subject is None or not row.name:
            before = {"person": person_facts(row)}
            row.issuer, row.subject, row.name = issuer, subject, row.name or _line(name)
            after = {"person": person_facts(row)}
            self._audit.record(event, "person bound to a sign-in", f"person {row.id}", before, after)
        return _person(row)

    def every(self) -> tuple[Person, ...]:
        """Everybody on the list, the oldest first."""
        query = select(PersonRow).order_by(PersonRow.made, PersonRow.id)
        return tuple(_person(row) for row in self._session.scalars(query))

    def read(self, person_id: str) -> Person:
        """One person. Raises NotStoredError."""
        return _person(self._row(person_id))

    def _check(self, row: PersonRow) -> None:
        """Raises ValueError where somebody could not sign in like this, or somebody else has the address."""
        if not EMAIL.fullmatch(row.email) or len(row.email) > LONGEST:
            raise ValueError(f"{row.email!r} is no e-mail address; give one like name@example.gov.uk")
        if max(len(row.name), len(row.holder)) > LONGEST or not (row.name + row.holder).isprintable():
            raise ValueError(f"name and holder are one line of up to {LONGEST} characters each")
        if not (json.loads(row.roles) and json.loads(row.boards)):
            raise ValueError("a person needs a role and a board")
        rivals = () if row.issuer == ANY_ISSUER else (PersonRow.issuer.in_([row.issuer, ANY_ISSUER]),)
        for what, *same in (
            (row.email, *rivals, PersonRow.email == row.email),
            (f"the holder {row.holder}", PersonRow.holder == row.holder),
        ):
            other = self._one(*same, PersonRow.id != row.id)
            if other is not None:
                raise ValueError(f"{what} is on the list already, as person {other.id}; change that one")

    def _one(self, *conditions: ColumnElement[bool]) -> PersonRow | None:
        with self._session.no_autoflush:
            return self._session.scalars(select(PersonRow).where(*conditions)).first()

    def _row(self, person_id: str) -> PersonRow:
        row = self._session.get(PersonRow, person_id)
        if row is None:
            raise NotStoredError(f"There is no person {person_id}. `people list` prints their ids.")
        return row


def person_facts(row: PersonRow) -> dict[str, Any]:
    """A person as their events write it down."""
    return {
        "name": row.name,
        "email": row.email,
        "holder": row.holder,
        "issuer": row.issuer,
        "subject": row.subject,
        "roles": json.loads(row.roles),
        "boards": json.loads(row.boards),
        "disabled": row.disabled and row.disabled.isoformat(),
    }


def _line(text: str) -> str:
    """What a provider says as one printable line."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST]


def _person(row: PersonRow) -> Person:
    roles = frozenset(Role(role) for role in json.loads(row.roles))
    boards = frozenset(json.loads(row.boards))
    return Person(
        row.id,
        row.name,
        row.email,
        row.holder,
        row.issuer,
        row.subject,
        roles,
        boards,
        row.made,
        row.disabled,
    )
