"""The clock by the day on which notice was given to the board, the day on which the letter was sent, and appeals.

The last day of every case is counted anew: 45 days, which no day to reply by that a notice states moves. Each case whose
record changes by it gets an event in the chain.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.domain.audit import RecordedEvent, event_hash

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DAYS_TO_REPLY = 45
"""As the law stood when this step was written: a step never changes."""
SATURDAY = 5
APPEALS = (
    "appeal notified", "appeal drafted", "appeal approved", "appeal representation sent", "no appeal representation",
    "appeal decided",
)  # fmt: skip


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("relevant", sa.String(20)),
        sa.Column("plan_to", sa.Date()),
        sa.Column("sent_on", sa.Date()),
        sa.Column("appeal_given", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("appeal_drafters", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("appeal_last_day", sa.Date()),
        sa.Column("appeal_approved_by", sa.String(200)),
        sa.Column("appeal_sent_on", sa.Date()),
        sa.Column("appeal_outcome", sa.String(20)),
        sa.Column("approved_assessment", sa.Integer()),
    )


def upgrade() -> None:
    """Add the columns, and count each case's days anew."""
    with op.batch_alter_table("cases") as table:
        for column in _columns():
            table.add_column(column)
        table.create_index("ix_cases_plan_to", ["plan_to"])
    connection = op.get_bind()
    query = sa.text(
        "SELECT a.position, a.id, a.content, c.last_day, c.state, c.version FROM applications a "
        "JOIN cases c ON c.application = a.position ORDER BY a.position"
    ).columns(last_day=sa.Date())
    for position, id_, content, last_day, state, version in connection.execute(query).all():
        notice = json.loads(bytes(content))["notice"]
        relevant = _relevant(connection, position)
        days = _days(notice, relevant) if last_day is not None else (None, None)
        facts = {
            "relevant": relevant,
            "last_day": days[0],
            "plan_to": days[1],
            "sent_on": _sent(connection, id_)
            if state in ("sent", "decided", "statement published")
            else None,
        }
        if any(value is not None for value in facts.values()) or last_day is not None:
            _change(connection, position, id_, {**facts, "version": version + 1}, last_day)


def downgrade() -> None:
    """Take the columns away. A case on appeal goes back to where it was decided."""
    connection = op.get_bind()
    for state in APPEALS:
        connection.execute(
            sa.text("UPDATE cases SET state = 'decided' WHERE state = :state"), {"state": state}
        )
    with op.batch_alter_table("cases") as table:
        table.drop_index("ix_cases_plan_to")
        for column in _columns():
            table.drop_column(column.name)


def _days(notice: dict[str, Any], relevant: str | None) -> tuple[date | None, date | None]:
    """The last day and the day to plan to, at a weekend the Friday before; bank holidays come with the next change."""
    other = relevant is not None and notice.get("sent_to_hwb") not in (None, relevant)
    last = None if other else date.fromisoformat(notice["dated"]) + timedelta(days=DAYS_TO_REPLY)
    stated = notice.get("reply_by")
    days = [each for each in (last, date.fromisoformat(stated) if stated else None) if each is not None]
    plan = min(days) if days else None
    while plan is not None and plan.weekday() >= SATURDAY:
        plan -= timedelta(days=1)
    return last, plan


def _relevant(connection: sa.Connection, position: int) -> str | None:
    query = "SELECT content FROM assessments WHERE application = :position ORDER BY number DESC LIMIT 1"
    content = connection.execute(sa.text(query), {"position": position}).scalar()
    found = None if content is None else json.loads(bytes(content)).get("relevant_hwb")
    return None if found is None else str(found)


def _sent(connection: sa.Connection, id_: str) -> date | None:
    """The day on which the chain says that the letter was recorded as sent."""
    query = sa.text(
        "SELECT at FROM audit_events WHERE subject = :id AND action = 'case moved to sent' ORDER BY position DESC LIMIT 1"
    ).columns(at=MOMENT)
    at = connection.execute(query, {"id": id_}).scalar()
    return None if at is None else at.date()


def _change(
    connection: sa.Connection, position: int, id_: str, facts: dict[str, Any], before: date | None
) -> None:
    now = datetime.now(UTC)
    cases = sa.table(
        "cases",
        sa.column("application"),
        sa.column("version"),
        sa.column("relevant"),
        *(sa.column(name, sa.Date()) for name in ("last_day", "plan_to", "sent_on")),
        sa.column("changed", MOMENT),
    )
    connection.execute(cases.update().where(cases.c.application == position).values(**facts, changed=now))
    after = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    head = connection.execute(sa.text("SELECT position, hash FROM audit_head")).one()
    event = RecordedEvent(
        position=head[0] + 1,
        at=now,
        actor="migration 0007",
        action="days of the case counted anew",
        subject=id_,
        reason="45 days from the day on which notice was given to the board; a day to reply by moves them neither way.",
        before=json.dumps({"case": {"last_day": before and before.isoformat()}}, sort_keys=True),
        after=json.dumps({"case": after}, sort_keys=True),
        request_id="",
        previous=head[1],
        hash="",
    )
    values = {**vars(event), "hash": event_hash(event)}
    events = sa.table("audit_events", *(sa.column(name, MOMENT if name == "at" else None) for name in values))
    connection.execute(events.insert(), values)
    connection.execute(
        sa.text("UPDATE audit_head SET position = :position, hash = :hash"),
        {"position": event.position, "hash": values["hash"]},
    )
