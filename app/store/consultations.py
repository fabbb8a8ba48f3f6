"""Consultations inside one transaction, as the board sees them: what is asked, who is asked, and the links.

``app.store.responding`` is the side of those who answer, ``app.store.answers`` what was answered, ``app.store.messages``
what was written to them. Events name ids and hashes and never what somebody wrote or where they can be reached.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.canonical import canonical_json
from app.domain.cases import check_changeable
from app.domain.consultations import Consultation, ConsultationError, Consultee, check_closing
from app.store.audit import AuditLog
from app.store.cases import Cases, StoredCase
from app.store.consultation_links import LinkKind, StoredLink, link_facts, new_link, stored_link
from app.store.consultation_tables import (
    AnswerRow,
    ConsultationLinkRow,
    ConsultationRow,
    ConsulteeContactRow,
    ConsulteeRow,
)
from app.store.ids import short_id
from app.store.missing import NotStoredError
from app.store.tables import ApplicationRow
from app.store.values import read_value

MOST_CONSULTEES = 500


@dataclass(frozen=True)
class StoredConsultation:
    """A consultation as it holds. ``version`` counts its changes."""

    application: str
    version: int
    at: datetime
    consultation: Consultation


@dataclass(frozen=True)
class StoredConsultee:
    """Somebody whom the board asks. ``answers`` are the numbers of what came from them, by whatever door."""

    id: str
    consultee: Consultee
    removed: datetime | None
    links: tuple[StoredLink, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True)
class MadeLink:
    """A new link with its token, which is given out this once."""

    link: StoredLink
    token: str


class Consultations:
    """The consultations of one database."""

    def __init__(self, session: Session, audit: AuditLog, cases: Cases) -> None:
        self._session = session
        self._audit = audit
        self._cases = cases

    def put(self, application_id: str, consultation: Consultation, event: AuditEvent) -> StoredConsultation:
        """Open a consultation on an application, or change the one that there is.

        Raises NotStoredError, IllegalMoveError, ConsultationError where it closes too late.
        """
        owner, case = self._changeable(application_id)
        check_closing(consultation, case.plan_to or case.last_day)
        content, sha256 = written(consultation)
        row = ConsultationRow(
            application=owner.position,
            version=(self._version(owner) or 0) + 1,
            at=event.at,
            content=content,
            sha256=sha256,
        )
        self._session.add(row)
        self._session.flush()
        action = "consultation made" if row.version == 1 else "consultation changed"
        self._record(owner, action, event, {f"consultation {row.version}": sha256})
        return StoredConsultation(owner.id, row.version, row.at, consultation)

    def read(self, application_id: str) -> StoredConsultation | None:
        """The consultation of an application as it holds, None where there is none. Raises NotStoredError."""
        return self.of(owner_row(self._session, application_id))

    def of(self, owner: ApplicationRow) -> StoredConsultation | None:
        """The consultation of an application's row."""
        query = select(ConsultationRow).where(ConsultationRow.application == owner.position)
        row = self._session.scalars(query.order_by(ConsultationRow.version.desc()).limit(1)).first()
        if row is None:
            return None
        return StoredConsultation(owner.id, row.version, row.at, read_value(Consultation, row.content))

    def add_consultees(
        self, application_id: str, consultees: Sequence[Consultee], event: AuditEvent
    ) -> tuple[StoredConsultee, ...]:
        """Put some on the list. One whose name is on it already gets what was not known of it before.

        Raises NotStoredError, IllegalMoveError, ConsultationError.
        """
        owner, _ = self._changeable(application_id)
        listed = {stored.consultee.name.casefold(): stored for stored in self._listed(owner)}
        documents: dict[str, str] = {}
        facts: dict[str, Any] = {}
        for consultee in consultees:
            there = listed.get(consultee.name.casefold())
            if there is not None:
                if self._complete(there, consultee):
                    self._record(owner, f"contact of consultee {there.id} changed", event, {})
                continue
            row = self._add(owner, consultee)
            documents[f"consultee {row.id}"] = row.sha256
            facts[f"consultee {row.id}"] = consultee_facts(row)
            listed[consultee.name.casefold()] = self._stored(row)
        if len(listed) > MOST_CONSULTEES:
            raise ConsultationError(
                "consultees", f"A consultation asks at most {MOST_CONSULTEES} consultees."
            )
        if documents:
            self._record(owner, "consultees added", event, documents, facts)
        names = {consultee.name.casefold() for consultee in consultees}
        return tuple(each for each in self._listed(owner) if each.consultee.name.casefold() in names)

    def set_contact(
        self, application_id: str, consultee_id: str, email: str | None, post: str | None, event: AuditEvent
    ) -> StoredConsultee:
        """Where a consultee is written to from now on. Raises NotStoredError, IllegalMoveError, ConsultationError."""
        owner, _ = self._changeable(application_id)
        row = self.row(owner, consultee_id)
        replace(self._stored(row).consultee, email=email, post=post)  # refuses what is no address
        contact = self._session.get_one(ConsulteeContactRow, row.position)
        contact.email, contact.post = email, post
        self._record(owner, f"contact of consultee {row.id} changed", event, {})
        return self._stored(row)

    def remove_consultee(self, application_id: str, consultee_id: str, event: AuditEvent) -> StoredConsultee:
        """Take somebody off the list; their links open nothing any more. What they answered stays.

        Raises NotStoredError, IllegalMoveError; one who was removed already stays so.
        """
        owner, _ = self._changeable(application_id)
        row = self.row(owner, consultee_id)
        if row.removed is None:
            row.removed = event.at
            links = self._links(row)
            for link in links:
                link.revoked = link.revoked or event.at
            facts = {f"link {link.id}": link_facts(link) for link in links}
            facts[f"consultee {row.id}"] = consultee_facts(row)
            self._record(owner, f"consultee {row.id} removed", event, {}, facts)
        return self._stored(row)

    def consultees(self, application_id: str, *, removed: bool = False) -> tuple[StoredConsultee, ...]:
        """Those whom the board asks, in the order in which they were added; those it took off again where asked for.

        Raises NotStoredError.
        """
        return tuple(self._listed(owner_row(self._session, application_id), removed=removed))

    def make_link(
        self,
        application_id: str,
        consultee_id: str | None,
        expires: datetime,
        event: AuditEvent,
        *,
        renew: bool = False,
    ) -> MadeLink:
        """Make a personal link, or the public one where ``consultee_id`` is None. Its token is given out this once.

        Links that were sent before go on until they expire, and lead to the same answer; ``renew`` revokes them.
        Raises NotStoredError, IllegalMoveError, ConsultationError.
        """
        owner, _ = self._changeable(application_id)
        held = self.of(owner)
        if held is None:
            raise NotStoredError(
                f"There is no consultation on application {application_id} yet. Make one first."
            )
        if expires <= event.at:
            raise ConsultationError("expires", "A link has to expire in the future.")
        consultee = None if consultee_id is None else self.row(owner, consultee_id)
        if consultee is None and not held.consultation.public:
            raise ConsultationError(
                "public", "This consultation asks nobody but its consultees. Open it first."
            )
        if consultee is not None and consultee.removed is not None:
            raise ConsultationError("consultee", "This consultee was taken off the list.")
        facts = {}
        if renew:
            for before in self._links(consultee) if consultee else self._public_links(owner):
                before.revoked = before.revoked or event.at
                facts[f"link {before.id}"] = link_facts(before)
        kind = LinkKind.PUBLIC if consultee is None else LinkKind.PERSONAL
        row, token = new_link(self._session, owner, kind, consultee, expires, event.at)
        facts[f"link {row.id}"] = link_facts(row)
        self._record(owner, f"{kind.value} link made", event, {f"link {row.id}": row.sha256}, facts)
        return MadeLink(stored_link(row, consultee_id), token)

    def revoke_link(self, application_id: str, link_id: str, event: AuditEvent) -> StoredLink:
        """Let a link open nothing from now on. Raises NotStoredError; one that is revoked already stays so."""
        owner = owner_row(self._session, application_id)
        query = select(ConsultationLinkRow).where(
            ConsultationLinkRow.id == link_id, ConsultationLinkRow.application == owner.position
        )
        row = self._session.scalars(query).first() if link_id.isalnum() else None
        if row is None:
            raise NotStoredError(f"There is no link {link_id} for application {application_id}.")
        if row.revoked is None:
            row.revoked = event.at
            facts = {f"link {row.id}": link_facts(row)}
            self._record(owner, f"link {row.id} revoked", event, {}, facts)
        return stored_link(row, self._consultee_id(row.consultee))

    def public_links(self, application_id: str) -> tuple[StoredLink, ...]:
        """The public links of an application, the oldest first. Raises NotStoredError."""
        found = self._public_links(owner_row(self._session, application_id))
        return tuple(stored_link(row, None) for row in found)

    def row(self, owner: ApplicationRow, consultee_id: str) -> ConsulteeRow:
        """The row of a consultee. Raises NotStoredError."""
        query = select(ConsulteeRow).where(
            ConsulteeRow.id == consultee_id, ConsulteeRow.application == owner.position
        )
        row = self._session.scalars(query).first() if consultee_id.isalnum() else None
        if row is None:
            raise NotStoredError(f"There is no consultee {consultee_id} for application {owner.id}.")
        return row

    def application_of(self, row: ConsulteeRow) -> str:
        """The id of the application on which a consultee is asked."""
        return self._session.get_one(ApplicationRow, row.application).id

    def name_of(self, row: ConsulteeRow) -> str:
        """The body or post of a consultee's row."""
        return read_value(Consultee, row.content).name

    def _add(self, owner: ApplicationRow, consultee: Consultee) -> ConsulteeRow:
        content, sha256 = written(replace(consultee, email=None, post=None))
        row = ConsulteeRow(id=short_id(), application=owner.position, content=content, sha256=sha256)
        self._session.add(row)
        self._session.flush()
        self._session.add(
            ConsulteeContactRow(consultee=row.position, email=consultee.email, post=consultee.post)
        )
        self._session.flush()
        return row

    def _complete(self, there: StoredConsultee, more: Consultee) -> bool:
        """Add what was not known of where somebody is written to; whether there was anything to add."""
        row = self._session.scalars(select(ConsulteeRow).where(ConsulteeRow.id == there.id)).one()
        contact = self._session.get_one(ConsulteeContactRow, row.position)
        before = contact.email, contact.post
        contact.email, contact.post = contact.email or more.email, contact.post or more.post
        return before != (contact.email, contact.post)

    def _listed(self, owner: ApplicationRow, *, removed: bool = False) -> list[StoredConsultee]:
        query = select(ConsulteeRow).where(ConsulteeRow.application == owner.position)
        if not removed:
            query = query.where(ConsulteeRow.removed.is_(None))
        return [self._stored(row) for row in self._session.scalars(query.order_by(ConsulteeRow.position))]

    def _stored(self, row: ConsulteeRow) -> StoredConsultee:
        contact = self._session.get(ConsulteeContactRow, row.position)
        value = read_value(Consultee, row.content)
        if contact is not None:
            value = replace(value, email=contact.email, post=contact.post)
        answers = select(AnswerRow.number).where(AnswerRow.consultee == row.position)
        return StoredConsultee(
            row.id,
            value,
            row.removed,
            tuple(stored_link(link, row.id) for link in self._links(row)),
            tuple(self._session.scalars(answers.order_by(AnswerRow.number))),
        )

    def _links(self, row: ConsulteeRow) -> list[ConsultationLinkRow]:
        query = select(ConsultationLinkRow).where(ConsultationLinkRow.consultee == row.position)
        return list(self._session.scalars(query.order_by(ConsultationLinkRow.position)))

    def _public_links(self, owner: ApplicationRow) -> list[ConsultationLinkRow]:
        query = select(ConsultationLinkRow).where(
            ConsultationLinkRow.application == owner.position,
            ConsultationLinkRow.kind == LinkKind.PUBLIC.value,
        )
        return list(self._session.scalars(query.order_by(ConsultationLinkRow.position)))

    def _consultee_id(self, position: int | None) -> str | None:
        return None if position is None else self._session.get_one(ConsulteeRow, position).id

    def _version(self, owner: ApplicationRow) -> int | None:
        query = select(func.max(ConsultationRow.version)).where(ConsultationRow.application == owner.position)
        return self._session.scalar(query)

    def _changeable(self, application_id: str) -> tuple[ApplicationRow, StoredCase]:
        case = self._cases.read(application_id)
        check_changeable(case.case)
        return owner_row(self._session, application_id), case

    def _record(
        self,
        owner: ApplicationRow,
        action: str,
        event: AuditEvent,
        documents: dict[str, str],
        facts: dict[str, Any] | None = None,
    ) -> None:
        after: dict[str, Any] = {**(facts or {}), **({"documents": documents} if documents else {})}
        self._audit.record(event, action, owner.id, None, after or None)


def consultee_facts(row: ConsulteeRow) -> dict[str, Any]:
    """Whether somebody is on the list, as events write it down."""
    return {"removed": row.removed and row.removed.astimezone(UTC).isoformat()}


def owner_row(session: Session, application_id: str) -> ApplicationRow:
    """The row of an application. Raises NotStoredError."""
    query = select(ApplicationRow).where(ApplicationRow.id == application_id)
    row = session.scalars(query).first() if application_id.isalnum() else None
    if row is None:
        raise NotStoredError(f"There is no application {application_id}.")
    return row


def written(value: object) -> tuple[bytes, str]:
    """A value as it is kept, and the SHA-256 of that."""
    content = canonical_json(value)
    return content, hashlib.sha256(content).hexdigest()
