"""The tables of consultations. What could tell who somebody is stands in tables of its own, so that it can be removed.

What stays after that are hashes, groups, doors, days, and answers as they may be shown.
"""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Moment, Table, refuse


class ConsultationRow(Table):
    """One version of the consultation of an application. A change is a new version; the last one holds."""

    __tablename__ = "consultations"
    __table_args__ = (UniqueConstraint("application", "version"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class ConsulteeRow(Table):
    """Somebody whom the board asks: a body or post, and why. ``removed`` is when the board took it off its list."""

    __tablename__ = "consultees"
    __table_args__ = (Index(None, "application"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    id: Mapped[str] = mapped_column(String(20), unique=True)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    removed: Mapped[datetime | None] = mapped_column(Moment, default=None)


class ConsulteeContactRow(Table):
    """Where a consultee is written to. It can be changed, and goes when its time has passed."""

    __tablename__ = "consultee_contacts"

    consultee: Mapped[int] = mapped_column(ForeignKey("consultees.position"), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254))
    post: Mapped[str | None] = mapped_column(Text)


class ConsultationLinkRow(Table):
    """A link. Of its token only the SHA-256 is kept: it is 256 random bits, so nothing slower is needed.

    ``slot`` is what answers once: a consultee, however many links it was sent, or one visitor of a public link. It is
    None for the public link itself.
    """

    __tablename__ = "consultation_links"
    __table_args__ = (Index(None, "application"), Index(None, "slot"))

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    id: Mapped[str] = mapped_column(String(20), unique=True)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    kind: Mapped[str] = mapped_column(String(20))
    consultee: Mapped[int | None] = mapped_column(ForeignKey("consultees.position"))
    parent: Mapped[int | None] = mapped_column(ForeignKey("consultation_links.position"))
    slot: Mapped[str | None] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    revoked: Mapped[datetime | None] = mapped_column(Moment, default=None)


class ConsultationDraftRow(Table):
    """An answer that is not sent yet, as far as it goes. No record: it goes when it is sent."""

    __tablename__ = "consultation_drafts"
    __table_args__ = (Index(None, "application"),)

    slot: Mapped[str] = mapped_column(String(20), primary_key=True)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    content: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(Moment)


class AnswerRow(Table):
    """That somebody answered: how, when and as which group. Never changed. The words stand in ``answer_originals``."""

    __tablename__ = "consultation_answers"
    __table_args__ = (UniqueConstraint("application", "number"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    slot: Mapped[str | None] = mapped_column(String(20), unique=True)
    consultee: Mapped[int | None] = mapped_column(ForeignKey("consultees.position"))
    door: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(60))
    received: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))


class AnswerOriginalRow(Table):
    """An answer in somebody's own words. Never changed; it goes when its time has passed, and its hash stays."""

    __tablename__ = "answer_originals"

    answer: Mapped[int] = mapped_column(ForeignKey("consultation_answers.position"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RedactionRow(Table):
    """An answer as it may be shown, by whom it was made so and why. A change is a new one; the last one holds."""

    __tablename__ = "answer_redactions"
    __table_args__ = (UniqueConstraint("answer", "number"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    answer: Mapped[int] = mapped_column(ForeignKey("consultation_answers.position"))
    number: Mapped[int]
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class MessageRow(Table):
    """A message to a consultee. ``body`` keeps the place of the link, never the link. ``address`` goes with the contact."""

    __tablename__ = "consultation_messages"
    __table_args__ = (Index(None, "application"), Index(None, "consultee"))

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    id: Mapped[str] = mapped_column(String(20), unique=True)
    application: Mapped[int] = mapped_column(ForeignKey("applications.position"))
    consultee: Mapped[int] = mapped_column(ForeignKey("consultees.position"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(20))
    fault: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)


for _table in (ConsultationRow, AnswerRow, AnswerOriginalRow, RedactionRow):
    event.listen(_table, "before_update", refuse)
    event.listen(_table, "before_delete", refuse)
