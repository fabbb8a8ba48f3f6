"""Cases inside one transaction: where each stands, the list of them, and their moves."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.accounts import Account
from app.domain.audit import AuditEvent
from app.domain.cases import APPEAL_RUNNING, Case, Outcome, State, check_move
from app.domain.deadlines import Deadline
from app.domain.working_days import working_day_before
from app.store.audit import AuditLog
from app.store.missing import NotStoredError
from app.store.tables import ApplicationRow, CaseBoardRow, CaseRow

LAST = date(9999, 12, 31)
"""Where a case without a last day is sorted: every database at the same place."""

SORTS: dict[str, Any] = {
    "last_day": func.coalesce(CaseRow.plan_to, CaseRow.last_day, LAST),
    "received": ApplicationRow.position,
    "state": CaseRow.state,
    "reference": ApplicationRow.reference,
}
"""What a list can be sorted by; a minus before it turns it round."""


@dataclass(frozen=True)
class StoredCase:
    """A case under the id of its application, with what a list shows of it.

    ``last_day`` is day 45 of the time for representations, ``appeal_last_day`` day 30 of that on an appeal, ``plan_to`` the
    working day to plan to; each is None where it is not known or does not come up. ``approved_assessment`` is the number of
    the assessment from which the approved letter was drafted.
    """

    application: str
    reference: str
    last_day: date | None
    case: Case
    plan_to: date | None = None
    relevant: str | None = None
    sent_on: date | None = None
    appeal_last_day: date | None = None
    appeal_approved_by: str | None = None
    appeal_sent_on: date | None = None
    approved_assessment: int | None = None

    @property
    def due(self) -> date | None:
        """The day that counts where the case stands: that of an appeal once there is one."""
        return self.appeal_last_day if self.case.state in APPEAL_RUNNING else self.last_day


@dataclass(frozen=True)
class Wanted:
    """Which cases a list gives: every field that is None leaves all in."""

    boards: frozenset[str] | None = None
    states: tuple[State, ...] = ()
    kind: str | None = None
    due_by: date | None = None
    sort: str = "last_day"


class Cases:
    """The cases of one database."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def make(
        self,
        owner: ApplicationRow,
        due: Deadline | None,
        relevant: str | None,
        boards: Iterable[str],
        event: AuditEvent,
    ) -> None:
        """The case of an application that has just come in, with the event of both. ``due``: None where no time runs."""
        row = CaseRow(
            application=owner.position,
            state=State.RECEIVED.value,
            version=1,
            last_day=due.last_day if due else None,
            plan_to=due.plan_to if due else None,
            relevant=relevant,
            changed=event.at,
        )
        codes = sorted(set(boards))
        self._session.add(row)
        self._session.add_all(CaseBoardRow(application=owner.position, board=code) for code in codes)
        self._session.flush()
        after = {"documents": {"application": owner.sha256}, "case": case_facts(row, codes)}
        self._audit.record(event, "application received", owner.id, None, after)

    def read(self, application_id: str) -> StoredCase:
        """The case of an application. Raises NotStoredError."""
        owner, row = self._rows(application_id)
        return _stored(owner, row, self._boards([row])[row.application])

    def boards(self, application_id: str) -> frozenset[str]:
        """The boards whose case it is. Raises NotStoredError."""
        return self.read(application_id).case.boards

    def find(self, wanted: Wanted, *, limit: int, after: str | None = None) -> tuple[StoredCase, ...]:
        """The cases that are wanted, in order, from the one that follows ``after``. Raises NotStoredError for ``after``."""
        query = select(ApplicationRow, CaseRow).join(CaseRow).where(*_conditions(wanted))
        backwards, name = wanted.sort.startswith("-"), wanted.sort.lstrip("-")
        column, position = SORTS[name], ApplicationRow.position
        if after is not None:
            query = _following(query, column, backwards, *self._key(wanted, after, column))
        order = (column.desc(), position.desc()) if backwards else (column, position)
        found = self._session.execute(query.order_by(*order).limit(limit)).all()
        boards = self._boards([row for _, row in found])
        return tuple(_stored(owner, row, boards[row.application]) for owner, row in found)

    def move(
        self,
        application_id: str,
        to: State,
        account: Account,
        event: AuditEvent,
        *,
        outcome: Outcome | None = None,
        on: date | None = None,
        assessment: int | None = None,
        appeal_last_day: date | None = None,
    ) -> StoredCase:
        """Move a case. Raises NotStoredError, IllegalMoveError.

        ``on`` is the day on which a letter was sent, ``assessment`` the number of that from which an approved one was
        drafted, ``appeal_last_day`` the last day to write on an appeal whose notice has come.
        """
        owner, row = self._rows(application_id)
        stored = _stored(owner, row, self._boards([row])[row.application])
        check_move(stored.case, to, account, event.reason, outcome)
        changes: dict[str, Any] = {"state": to.value}
        if to is State.DRAFTED:
            changes["drafters"] = _with(row.drafters, account.holder)
        if to in (State.APPROVED, State.NO_RESPONSE):
            changes["approved_by"] = account.holder
        if to is State.APPROVED:
            changes["approved_assessment"] = assessment
        if to is State.ASSESSED:
            changes["approved_by"] = changes["approved_assessment"] = None
        if to is State.SENT:
            changes["sent_on"] = on
        if to is State.DECIDED:
            changes["outcome"] = outcome and outcome.value
        changes |= _on_appeal(row, to, account.holder, outcome, on, appeal_last_day)
        self.change(owner, f"case moved to {to.value}", event, changes)
        return self.read(application_id)

    def change(
        self,
        owner: ApplicationRow,
        action: str,
        event: AuditEvent,
        changes: dict[str, Any],
        documents: dict[str, str] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> None:
        """Change a case, count its version up and write the event. ``facts`` are what it says of other rows, by name."""
        row = self._session.get_one(CaseRow, owner.position)
        boards = self._boards([row])[row.application]
        before = {"case": case_facts(row, boards)}
        for name, value in changes.items():
            setattr(row, name, value)
        row.version += 1
        row.changed = event.at
        after: dict[str, Any] = {**(facts or {}), "case": case_facts(row, boards)}
        if documents:
            after["documents"] = documents
        self._audit.record(event, action, owner.id, before, after)

    def drafted_by(self, owner: ApplicationRow, holder: str, *, on_appeal: bool = False) -> str:
        """All whose hand the draft, or the paper on the appeal, has in it, with one more."""
        row = self._session.get_one(CaseRow, owner.position)
        return _with(row.appeal_drafters if on_appeal else row.drafters, holder)

    def _rows(self, application_id: str) -> tuple[ApplicationRow, CaseRow]:
        query = select(ApplicationRow, CaseRow).join(CaseRow).where(ApplicationRow.id == application_id)
        found = self._session.execute(query).first() if application_id.isalnum() else None
        if found is None:
            raise NotStoredError(f"There is no application {application_id}.")
        return found

    def _boards(self, rows: list[CaseRow]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {row.application: [] for row in rows}
        query = select(CaseBoardRow).where(CaseBoardRow.application.in_(found))
        for row in self._session.scalars(query.order_by(CaseBoardRow.board)):
            found[row.application].append(row.board)
        return found

    def _key(self, wanted: Wanted, after: str, column: Any) -> tuple[Any, int]:
        query = select(column, ApplicationRow.position).select_from(ApplicationRow).join(CaseRow)
        query = query.where(ApplicationRow.id == after, *_conditions(Wanted(boards=wanted.boards)))
        found = self._session.execute(query).first() if after.isalnum() else None
        if found is None:
            raise NotStoredError(f"There is no application {after}.")
        return found


def case_facts(row: CaseRow, boards: Iterable[str]) -> dict[str, Any]:
    """A case as its events write it down."""
    return {
        "state": row.state,
        "version": row.version,
        "boards": sorted(boards),
        "last_day": row.last_day and row.last_day.isoformat(),
        "duty": row.duty,
        "opinion_given": row.opinion_given,
        "no_response_reason_given": row.no_response_reason_given,
        "drafters": json.loads(row.drafters),
        "approved_by": row.approved_by,
        "outcome": row.outcome,
        "relevant": row.relevant,
        "plan_to": row.plan_to and row.plan_to.isoformat(),
        "sent_on": row.sent_on and row.sent_on.isoformat(),
        "appeal_given": row.appeal_given or None,
        "appeal_drafters": json.loads(row.appeal_drafters) or None,
        "appeal_last_day": row.appeal_last_day and row.appeal_last_day.isoformat(),
        "appeal_approved_by": row.appeal_approved_by,
        "appeal_sent_on": row.appeal_sent_on and row.appeal_sent_on.isoformat(),
        "appeal_outcome": row.appeal_outcome,
        "approved_assessment": row.approved_assessment,
    }


def said(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of a case without what is not known: events of earlier versions say nothing of what came later."""
    return {name: value for name, value in facts.items() if value is not None}


def _on_appeal(
    row: CaseRow, to: State, holder: str, outcome: Outcome | None, on: date | None, last_day: date | None
) -> dict[str, Any]:
    """What a move changes of the record of an appeal."""
    if to is State.APPEAL_NOTIFIED and row.state == State.DECIDED.value:
        return {"appeal_last_day": last_day, "plan_to": last_day and working_day_before(last_day)}
    if to is State.APPEAL_NOTIFIED:
        return {"appeal_approved_by": None}
    if to is State.APPEAL_DRAFTED:
        return {"appeal_drafters": _with(row.appeal_drafters, holder)}
    if to in (State.APPEAL_APPROVED, State.APPEAL_NO_RESPONSE):
        return {"appeal_approved_by": holder}
    if to is State.APPEAL_SENT:
        return {"appeal_sent_on": on}
    return {"appeal_outcome": outcome and outcome.value} if to is State.APPEAL_DECIDED else {}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.boards is not None:
        mine = select(CaseBoardRow.application).where(CaseBoardRow.board.in_(wanted.boards))
        conditions.append(CaseRow.application.in_(mine))
    if wanted.states:
        conditions.append(CaseRow.state.in_([state.value for state in wanted.states]))
    if wanted.kind is not None:
        conditions.append(ApplicationRow.kind == wanted.kind)
    if wanted.due_by is not None:
        conditions.append(func.coalesce(CaseRow.plan_to, CaseRow.last_day) <= wanted.due_by)
    return conditions


def _following(
    query: Select[ApplicationRow, CaseRow], column: Any, backwards: bool, value: Any, position: int
) -> Select[ApplicationRow, CaseRow]:
    at = ApplicationRow.position
    if backwards:
        return query.where(or_(column < value, and_(column == value, at < position)))
    return query.where(or_(column > value, and_(column == value, at > position)))


def _stored(owner: ApplicationRow, row: CaseRow, boards: Iterable[str]) -> StoredCase:
    case = Case(
        kind=owner.kind,
        state=State(row.state),
        version=row.version,
        boards=frozenset(boards),
        duty=row.duty,
        opinion_given=row.opinion_given,
        no_response_reason_given=row.no_response_reason_given,
        drafters=frozenset(json.loads(row.drafters)),
        approved_by=row.approved_by,
        outcome=Outcome(row.outcome) if row.outcome else None,
        wrote=row.sent_on is not None,
        appeal_given=row.appeal_given,
        appeal_drafters=frozenset(json.loads(row.appeal_drafters)),
        appeal_outcome=Outcome(row.appeal_outcome) if row.appeal_outcome else None,
    )
    return StoredCase(
        owner.id,
        owner.reference,
        row.last_day,
        case,
        row.plan_to,
        row.relevant,
        row.sent_on,
        row.appeal_last_day,
        row.appeal_approved_by,
        row.appeal_sent_on,
        row.approved_assessment,
    )


def _with(names: str, name: str) -> str:
    return json.dumps(sorted({*json.loads(names), name}), ensure_ascii=False)
