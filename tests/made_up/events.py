"""Watches every transaction of the tests: what changes a record without an event in the same transaction is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

NOTES = {
    "repeats",
    "sign_in_attempts",
    "application_drafts",
    "consultation_drafts",
    "recheck_outcomes",
    "audit_events",
    "audit_head",
}
"""Tables whose rows are no records, and the chain itself. The last event of a run bears the hash of its outcomes."""
NOTED = {"sessions": {"seen"}, "rechecks": {"beat", "stopping"}}
"""Columns that are no records in tables that are."""


@contextmanager
def watching() -> Iterator[list[str]]:
    """Gives a list that the tables are put into which a transaction changed without an event."""
    unsaid: list[str] = []

    def flushed(session: Session, _context: Any) -> None:
        changed = session.info.setdefault("changed", set())
        for row in (*session.new, *session.deleted, *session.dirty):
            if row.__tablename__ == "audit_events":
                session.info["said"] = True
            elif _is_record(session, row):
                changed.add(row.__tablename__)

    def executed(state: ORMExecuteState) -> None:
        if state.is_update or state.is_delete:
            statement: Any = state.statement
            columns = {column.name for column in getattr(statement, "_values", None) or ()}
            name = statement.table.name
            if name not in NOTES and not (columns and columns <= NOTED.get(name, set())):
                state.session.info.setdefault("changed", set()).add(name)

    def committing(session: Session) -> None:
        session.flush()
        if session.info.get("changed") and not session.info.get("said"):
            unsaid.append(", ".join(sorted(session.info["changed"])))

    listeners = (("after_flush", flushed), ("do_orm_execute", executed), ("before_commit", committing))
    for name, listener in listeners:
        event.listen(Session, name, listener)
    try:
        yield unsaid
    finally:
        for name, listener in listeners:
            event.remove(Session, name, listener)


def _is_record(session: Session, row: Any) -> bool:
    if row.__tablename__ in NOTES or (row.__tablename__ == "consultation_links" and row.kind == "visitor"):
        return False
    if row not in session.dirty:
        return True
    changed = {each.key for each in inspect(row).attrs if each.history.has_changes()}
    return bool(changed - NOTED.get(row.__tablename__, set()))
