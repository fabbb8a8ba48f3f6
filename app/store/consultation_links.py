"""Links of a consultation: 256 random bits that are given out once and kept as a hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from app.store.consultation_tables import ConsultationLinkRow, ConsulteeRow
from app.store.ids import short_id
from app.store.tables import ApplicationRow


class LinkKind(Enum):
    """What a link is for. It opens nothing else."""

    PERSONAL = "personal"
    PUBLIC = "public"
    STARTED = "visitor"


@dataclass(frozen=True)
class StoredLink:
    """What is kept of a link. ``consultee`` is an id, None for a public one; ``revoked`` is None while it holds."""

    id: str
    kind: LinkKind
    consultee: str | None
    made: datetime
    expires: datetime
    revoked: datetime | None


def new_link(
    session: Session,
    owner: ApplicationRow,
    kind: LinkKind,
    consultee: ConsulteeRow | None,
    expires: datetime,
    made: datetime,
    parent: ConsultationLinkRow | None = None,
) -> tuple[ConsultationLinkRow, str]:
    """A new link and its token: 256 random bits, safe in an address."""
    token, id_ = secrets.token_urlsafe(32), short_id()
    own = {LinkKind.STARTED: id_, LinkKind.PUBLIC: None}
    row = ConsultationLinkRow(
        id=id_,
        application=owner.position,
        kind=kind.value,
        consultee=None if consultee is None else consultee.position,
        parent=None if parent is None else parent.position,
        slot=own[kind] if consultee is None else consultee.id,
        sha256=token_hash(token),
        made=made,
        expires=expires,
    )
    session.add(row)
    session.flush()
    return row, token


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def stored_link(row: ConsultationLinkRow, consultee: str | None) -> StoredLink:
    """A link as it is given out."""
    return StoredLink(row.id, LinkKind(row.kind), consultee, row.made, row.expires, row.revoked)


def link_facts(row: ConsultationLinkRow) -> dict[str, Any]:
    """A link as its events write it down: what it opens, and until when."""
    return {
        "kind": row.kind,
        "slot": row.slot,
        "expires": row.expires.astimezone(UTC).isoformat(),
        "revoked": row.revoked and row.revoked.astimezone(UTC).isoformat(),
    }
