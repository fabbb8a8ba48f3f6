"""The tables. Contents are canonical JSON with their SHA-256; columns beside them are what lists sort and search by."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time with its zone, kept in UTC on every database. Raises ValueError for a time without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """UTC, whatever the zone given."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """UTC with its zone, which SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of every table; constraints get names, so that a migration can find them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class ApplicationRow(Table):
    """One application as it came in. ``position`` is the order of arrival."""

    __tablename__ = "applications"

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    id: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(300))
    received: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class AssessmentRow(Table):
    """One assessment of an application, and the baseline as it stood when it was made. Never changed."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("application", "number"),
        Index(None, "baseline"),
        Index(None, "snapshot"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    number: Mapped[int]
    made: Mapped[datetime] = mapped_column(Moment)
    as_at: Mapped[date] = mapped_column(Date)
    baseline: Mapped[str] = mapped_column(String(80))
    snapshot: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    baseline_content: Mapped[bytes] = mapped_column(LargeBinary)
    baseline_sha256: Mapped[str] = mapped_column(String(64))


class OfficerPartRow(Table):
    """One version of the officer's part of an application. A change is a new version; the last one holds."""

    __tablename__ = "officer_parts"
    __table_args__ = (UniqueConstraint("application", "version"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    version: Mapped[int]
    given: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class CaseRow(Table):
    """Where the case of an application stands. ``version`` counts its changes; each has its audit event.

    ``last_day`` is day 45 after notice was given to the board, ``plan_to`` the working day to have the reply, or what is
    written on an appeal, there by. ``approved_assessment`` is the number of that from which the letter was drafted.
    """

    __tablename__ = "cases"
    __table_args__ = (Index(None, "state"), Index(None, "last_day"), Index(None, "plan_to"))

    application: Mapped[int] = mapped_column(ForeignKey("applications.position"), primary_key=True)
    state: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    last_day: Mapped[date | None] = mapped_column(Date)
    changed: Mapped[datetime] = mapped_column(Moment)
    duty: Mapped[str | None] = mapped_column(String(10), default=None)
    opinion_given: Mapped[bool] = mapped_column(default=False)
    no_response_reason_given: Mapped[bool] = mapped_column(default=False)
    drafters: Mapped[str] = mapped_column(Text, default="[]")
    approved_by: Mapped[str | None] = mapped_column(String(200), default=None)
    outcome: Mapped[str | None] = mapped_column(String(20), default=None)
    relevant: Mapped[str | None] = mapped_column(String(20), default=None)
    plan_to: Mapped[date | None] = mapped_column(Date, default=None)
    sent_on: Mapped[date | None] = mapped_column(Date, default=None)
    appeal_given: Mapped[bool] = mapped_column(default=False)
    appeal_drafters: Mapped[str] = mapped_column(Text, default="[]")
    appeal_last_day: Mapped[date | None] = mapped_column(Date, default=None)
    appeal_approved_by: Mapped[str | None] = mapped_column(String(200), default=None)
    appeal_sent_on: Mapped[date | None] = mapped_column(Date, default=None)
    appeal_outcome: Mapped[str | None] = mapped_column(String(20), default=None)
    approved_assessment: Mapped[int | None] = mapped_column(default=None)


class CaseBoardRow(Table):
    """A board whose case it is: its accounts see it, others do not."""

    __tablename__ = "case_boards"
    __table_args__ = (Index(None, "board"),)

    application: Mapped[int] = mapped_column(ForeignKey("applications.position"), primary_key=True)
    board: Mapped[str] = mapped_column(String(300), primary_key=True)


class AuditEventRow(Table):
    """One event of the chain. No foreign keys: the log outlives what it speaks of."""

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "subject"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(String(80))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Table):
    """The one row that names the last event. Whoever writes holds it, so that the chain cannot fork."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class ApiKeyRow(Table):
    """A key of an account. Of the secret only its SHA-256 is kept: it is 256 random bits, so nothing slower is needed."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    holder: Mapped[str] = mapped_column(String(200))
    roles: Mapped[str] = mapped_column(Text)
    boards: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    made: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    revoked: Mapped[datetime | None] = mapped_column(Moment, default=None)


class RepeatRow(Table):
    """The answer to a request that came with an Idempotency-Key, to be given again when it is repeated."""

    __tablename__ = "repeats"
    __table_args__ = (Index(None, "at"),)

    holder: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[str] = mapped_column(Text)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)


class PersonRow(Table):
    """Somebody who may sign in. ``subject`` is bound at the first sign-in and tells who they are from then on."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("issuer", "email"),
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("holder"),
    )

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200))
    holder: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(300))
    roles: Mapped[str] = mapped_column(Text)
    boards: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime] = mapped_column(Moment)
    subject: Mapped[str | None] = mapped_column(String(255), default=None)
    disabled: Mapped[datetime | None] = mapped_column(Moment, default=None)


class SessionRow(Table):
    """A browser that is signed in, by a person or by a key. Of its token only the SHA-256 is kept."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "person"), Index(None, "key"), Index(None, "expires"))

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    form_secret: Mapped[str] = mapped_column(String(64))
    made: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    key: Mapped[str | None] = mapped_column(ForeignKey("api_keys.id"), default=None)
    ended: Mapped[datetime | None] = mapped_column(Moment, default=None)


class AttemptRow(Table):
    """A sign-in under way at the provider, and what was typed before it: gone once the browser is back, or too late."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "made"),)

    state_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    visit_sha256: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    following: Mapped[str] = mapped_column(Text)
    carried: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime] = mapped_column(Moment)


class ApplicationDraftRow(Table):
    """An application that somebody is still typing in. No record: of one that was taken in only the id stays."""

    __tablename__ = "application_drafts"
    __table_args__ = (Index(None, "holder"), Index(None, "saved"))

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    begun: Mapped[datetime] = mapped_column(Moment)
    saved: Mapped[datetime] = mapped_column(Moment)
    application: Mapped[str | None] = mapped_column(String(20), default=None)


class ImmutableRowError(Exception):
    """Somebody tried to change or remove a row that stays as it was written."""


def refuse(_mapper: Any, _connection: Any, row: Any) -> None:
    """For tables whose rows are never changed. Raises ImmutableRowError."""
    raise ImmutableRowError(f"rows of {row.__tablename__} stay as they were written; add a new one")


for _table in (ApplicationRow, AssessmentRow, OfficerPartRow, AuditEventRow):
    event.listen(_table, "before_update", refuse)
    event.listen(_table, "before_delete", refuse)
