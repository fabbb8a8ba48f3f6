"""Cases with their states, the audit chain, keys, and answers kept for repeated requests.

Applications that are there already get a case each, and an event in the chain each.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.domain.audit import NOTHING_BEFORE, RecordedEvent, event_hash

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DAYS_TO_REPLY = 45
"""As the law stood when this step was written: a step never changes."""


def upgrade() -> None:
    """Make the tables, and a case for every application."""
    _tables()
    head = 0, NOTHING_BEFORE
    connection = op.get_bind()
    connection.execute(
        sa.text("INSERT INTO audit_head (id, position, hash) VALUES (1, :position, :hash)"),
        {"position": 0, "hash": NOTHING_BEFORE},
    )
    found = connection.execute(
        sa.text("SELECT position, id, content, sha256 FROM applications ORDER BY position")
    )
    for position, id_, content, sha256 in found.all():
        head = _add_case(connection, position, id_, json.loads(bytes(content)), sha256, head)
    connection.execute(
        sa.text("UPDATE audit_head SET position = :position, hash = :hash"),
        {"position": head[0], "hash": head[1]},
    )


def downgrade() -> None:
    """Remove cases, the chain, keys and kept answers. Applications, assessments and officers' parts stay."""
    for table in ("repeats", "api_keys", "audit_head", "audit_events", "case_boards", "cases"):
        op.drop_table(table)


def _tables() -> None:
    op.create_table(
        "cases",
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("duty", sa.String(10)),
        sa.Column("opinion_given", sa.Boolean(), nullable=False),
        sa.Column("no_response_reason_given", sa.Boolean(), nullable=False),
        sa.Column("drafters", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.String(200)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("changed", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("application", name="pk_cases"),
        sa.ForeignKeyConstraint(["application"], ["applications.position"], name="fk_cases_application"),
    )
    op.create_index("ix_cases_state", "cases", ["state"])
    op.create_index("ix_cases_last_day", "cases", ["last_day"])
    op.create_table(
        "case_boards",
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("application", "board", name="pk_case_boards"),
        sa.ForeignKeyConstraint(
            ["application"], ["applications.position"], name="fk_case_boards_application"
        ),
    )
    op.create_index("ix_case_boards_board", "case_boards", ["board"])
    op.create_table(
        "audit_events",
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(80), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_audit_events"),
    )
    op.create_index("ix_audit_events_subject", "audit_events", ["subject"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("boards", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("revoked", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_table(
        "repeats",
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("holder", "key", name="pk_repeats"),
    )
    op.create_index("ix_repeats_at", "repeats", ["at"])


def _add_case(
    connection: sa.Connection, position: int, id_: str, document: Any, sha256: str, head: tuple[int, str]
) -> tuple[int, str]:
    """One case with its event; the new head of the chain."""
    now = datetime.now(UTC)
    notice = document["notice"]
    last_day = (
        date.fromisoformat(notice["reply_by"])
        if notice.get("reply_by")
        else date.fromisoformat(notice["dated"]) + timedelta(days=DAYS_TO_REPLY)
    )
    duty, part = _duty(connection, position), _officer_part(connection, position)
    state = "received" if duty is None else "assessed"
    board = notice.get("sent_to_hwb")
    boards = [board] if board else []
    case = {
        "application": position,
        "state": state,
        "version": 1,
        "last_day": last_day,
        "duty": duty,
        "opinion_given": bool(part.get("opinion")),
        "no_response_reason_given": bool(part.get("no_response_reason")),
        "drafters": "[]",
        "changed": now,
    }
    # Without a type SQLite's driver turns a date to text by itself, which Python 3.12 and later warn of.
    typed: dict[str, Any] = {"changed": MOMENT, "last_day": sa.Date()}
    cases = sa.table("cases", *(sa.column(name, typed.get(name)) for name in case))
    connection.execute(cases.insert(), case)
    for code in boards:
        connection.execute(
            sa.text("INSERT INTO case_boards (application, board) VALUES (:application, :board)"),
            {"application": position, "board": code},
        )
    after = {
        "documents": {"application": sha256, **_hashes(connection, position)},
        "case": {
            "state": state,
            "version": 1,
            "boards": boards,
            "last_day": last_day.isoformat(),
            "duty": duty,
            "opinion_given": case["opinion_given"],
            "no_response_reason_given": case["no_response_reason_given"],
            "drafters": [],
            "approved_by": None,
            "outcome": None,
        },
    }
    event = RecordedEvent(
        position=head[0] + 1,
        at=now,
        actor="migration 0002",
        action="case made",
        subject=id_,
        reason="Kept before there were cases.",
        before="null",
        after=json.dumps(after, sort_keys=True, ensure_ascii=False),
        request_id="",
        previous=head[1],
        hash="",
    )
    values = {**vars(event), "hash": event_hash(event)}
    events = sa.table("audit_events", *(sa.column(name, MOMENT if name == "at" else None) for name in values))
    connection.execute(events.insert(), values)
    return event.position, str(values["hash"])


def _hashes(connection: sa.Connection, position: int) -> dict[str, str]:
    found = {}
    for name, table, number in (
        ("assessment", "assessments", "number"),
        ("officer part", "officer_parts", "version"),
    ):
        query = f"SELECT {number}, sha256 FROM {table} WHERE application = :position ORDER BY {number}"  # noqa: S608
        for at, sha256 in connection.execute(sa.text(query), {"position": position}).all():
            found[f"{name} {at}"] = sha256
    return found


def _duty(connection: sa.Connection, position: int) -> str | None:
    query = "SELECT content FROM assessments WHERE application = :position ORDER BY number DESC LIMIT 1"
    content = connection.execute(sa.text(query), {"position": position}).scalar()
    return None if content is None else str(json.loads(bytes(content))["duty"])


def _officer_part(connection: sa.Connection, position: int) -> dict[str, Any]:
    query = "SELECT content FROM officer_parts WHERE application = :position ORDER BY version DESC LIMIT 1"
    content = connection.execute(sa.text(query), {"position": position}).scalar()
    found: dict[str, Any] = {} if content is None else json.loads(bytes(content))
    return found
