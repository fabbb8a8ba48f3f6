"""Consultations, those who are asked, their links, drafts, answers and messages."""

import json
from collections import defaultdict
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.domain.audit import RecordedEvent, event_hash

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "consultations",
    "consultees",
    "consultee_contacts",
    "consultation_links",
    "consultation_drafts",
    "consultation_answers",
    "answer_originals",
    "answer_redactions",
    "consultation_messages",
)


def upgrade() -> None:
    """Make the tables."""
    _asked()
    _answered()
    _written()


def downgrade() -> None:
    """Remove consultations and everything that was answered. The chain is told, and goes on without them."""
    _tell()
    for table in reversed(TABLES):
        op.drop_table(table)


def _asked() -> None:
    op.create_table(
        "consultations",
        sa.Column("position", sa.Integer(), nullable=False),
        _application(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_consultations"),
        _of_application("consultations"),
        sa.UniqueConstraint("application", "version", name="uq_consultations_application_version"),
    )
    op.create_table(
        "consultees",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        _application(),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("removed", MOMENT),
        sa.PrimaryKeyConstraint("position", name="pk_consultees"),
        _of_application("consultees"),
        sa.UniqueConstraint("id", name="uq_consultees_id"),
    )
    op.create_index("ix_consultees_application", "consultees", ["application"])
    op.create_table(
        "consultee_contacts",
        sa.Column("consultee", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("post", sa.Text()),
        sa.PrimaryKeyConstraint("consultee", name="pk_consultee_contacts"),
        _of_consultee("consultee_contacts"),
    )


def _answered() -> None:
    op.create_table(
        "consultation_links",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        _application(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("consultee", sa.Integer()),
        sa.Column("parent", sa.Integer()),
        sa.Column("slot", sa.String(20)),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("revoked", MOMENT),
        sa.PrimaryKeyConstraint("position", name="pk_consultation_links"),
        _of_application("consultation_links"),
        _of_consultee("consultation_links"),
        sa.ForeignKeyConstraint(
            ["parent"], ["consultation_links.position"], name="fk_consultation_links_parent"
        ),
        sa.UniqueConstraint("id", name="uq_consultation_links_id"),
        sa.UniqueConstraint("sha256", name="uq_consultation_links_sha256"),
    )
    op.create_index("ix_consultation_links_application", "consultation_links", ["application"])
    op.create_index("ix_consultation_links_slot", "consultation_links", ["slot"])
    op.create_table(
        "consultation_drafts",
        sa.Column("slot", sa.String(20), nullable=False),
        _application(),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("slot", name="pk_consultation_drafts"),
        _of_application("consultation_drafts"),
    )
    op.create_index("ix_consultation_drafts_application", "consultation_drafts", ["application"])
    op.create_table(
        "consultation_answers",
        sa.Column("position", sa.Integer(), nullable=False),
        _application(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("slot", sa.String(20)),
        sa.Column("consultee", sa.Integer()),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("who", sa.String(60), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.String(200)),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_consultation_answers"),
        _of_application("consultation_answers"),
        _of_consultee("consultation_answers"),
        sa.UniqueConstraint("application", "number", name="uq_consultation_answers_application_number"),
        sa.UniqueConstraint("reference", name="uq_consultation_answers_reference"),
        sa.UniqueConstraint("slot", name="uq_consultation_answers_slot"),
    )


def _written() -> None:
    op.create_table(
        "answer_originals",
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("answer", name="pk_answer_originals"),
        _of_answer("answer_originals"),
    )
    op.create_table(
        "answer_redactions",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_answer_redactions"),
        _of_answer("answer_redactions"),
        sa.UniqueConstraint("answer", "number", name="uq_answer_redactions_answer_number"),
    )
    op.create_table(
        "consultation_messages",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        _application(),
        sa.Column("consultee", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("address", sa.String(254)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_consultation_messages"),
        _of_application("consultation_messages"),
        _of_consultee("consultation_messages"),
        sa.UniqueConstraint("id", name="uq_consultation_messages_id"),
    )
    op.create_index("ix_consultation_messages_application", "consultation_messages", ["application"])
    op.create_index("ix_consultation_messages_consultee", "consultation_messages", ["consultee"])


def _application() -> sa.Column[int]:
    return sa.Column("application", sa.Integer(), nullable=False)


def _of_application(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["application"], ["applications.position"], name=f"fk_{table}_application")


def _of_consultee(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["consultee"], ["consultees.position"], name=f"fk_{table}_consultee")


def _of_answer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["answer"], ["consultation_answers.position"], name=f"fk_{table}_answer")


_DOCUMENTS = (
    (
        "SELECT a.id, 'consultation ' || c.version, c.sha256 FROM consultations c "
        "JOIN applications a ON a.position = c.application"
    ),
    (
        "SELECT a.id, 'consultee ' || c.id, c.sha256 FROM consultees c "
        "JOIN applications a ON a.position = c.application"
    ),
    (
        "SELECT a.id, 'link ' || l.id, l.sha256 FROM consultation_links l "
        "JOIN applications a ON a.position = l.application WHERE l.kind IN ('personal', 'public')"
    ),
    (
        "SELECT a.id, 'answer ' || c.number, c.sha256 FROM consultation_answers c "
        "JOIN applications a ON a.position = c.application"
    ),
    (
        "SELECT a.id, 'redaction ' || r.number || ' of answer ' || c.number, r.sha256 FROM answer_redactions r "
        "JOIN consultation_answers c ON c.position = r.answer JOIN applications a ON a.position = c.application"
    ),
)


def _tell() -> None:
    """One event for each application, that names what is gone, so that nobody takes it for tampering."""
    connection = op.get_bind()
    gone: dict[str, dict[str, str]] = defaultdict(dict)
    for query in _DOCUMENTS:
        for subject, name, sha256 in connection.execute(sa.text(query)):
            gone[subject][name] = sha256
    end = connection.execute(sa.text("SELECT position, hash FROM audit_head")).one()
    position, previous = int(end[0]), str(end[1])
    for subject, documents in sorted(gone.items()):
        event = RecordedEvent(
            position=position + 1,
            at=datetime.now(UTC),
            actor=f"migration {revision}",
            action="consultation removed",
            subject=subject,
            reason="The tables were taken down to an earlier step.",
            before="null",
            after=json.dumps({"removed": documents}, sort_keys=True, ensure_ascii=False),
            request_id="",
            previous=previous,
            hash="",
        )
        values = {**vars(event), "hash": event_hash(event)}
        events = sa.table(
            "audit_events", *(sa.column(name, MOMENT if name == "at" else None) for name in values)
        )
        connection.execute(events.insert(), values)
        position, previous = event.position, str(values["hash"])
    connection.execute(
        sa.text("UPDATE audit_head SET position = :position, hash = :hash"),
        {"position": position, "hash": previous},
    )
