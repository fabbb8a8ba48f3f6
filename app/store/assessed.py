"""Cases with the latest assessment of each, without reading the assessments: what a re-check is chosen from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.domain.cases import State
from app.store.recheck_tables import RecheckCaseRow, RecheckRow
from app.store.tables import ApplicationRow, AssessmentRow, CaseBoardRow, CaseRow


@dataclass(frozen=True)
class AssessedOn:
    """On what an assessment was made: the baseline as it stood then, the snapshot and the day."""

    number: int
    baseline: str
    baseline_sha256: str
    snapshot: str
    as_at: date


@dataclass(frozen=True)
class AssessedCase:
    """A case, and on what its latest assessment was made; None where there is none."""

    application: str
    reference: str
    kind: str
    state: State
    boards: frozenset[str]
    on: AssessedOn | None


class Assessed:
    """The cases of one database with their latest assessments. It changes nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self,
        *,
        boards: frozenset[str] | None,
        ids: Iterable[str] = (),
        states: Iterable[State] = (),
        kinds: Iterable[str] = (),
    ) -> tuple[AssessedCase, ...]:
        """Cases of some boards (None: of all), by application. ``ids``, ``states`` and ``kinds`` narrow them down."""
        latest = (
            select(AssessmentRow.application, func.max(AssessmentRow.number).label("number"))
            .group_by(AssessmentRow.application)
            .subquery()
        )
        query = (
            select(ApplicationRow, CaseRow.state, *_COLUMNS)
            .join(CaseRow, CaseRow.application == ApplicationRow.position)
            .outerjoin(latest, latest.c.application == ApplicationRow.position)
            .outerjoin(
                AssessmentRow,
                and_(
                    AssessmentRow.application == latest.c.application, AssessmentRow.number == latest.c.number
                ),
            )
        )
        if boards is not None:
            mine = select(CaseBoardRow.application).where(CaseBoardRow.board.in_(boards))
            query = query.where(ApplicationRow.position.in_(mine))
        for column, wanted in (
            (ApplicationRow.id, sorted(ids)),
            (CaseRow.state, sorted(state.value for state in states)),
            (ApplicationRow.kind, sorted(kinds)),
        ):
            if wanted:
                query = query.where(column.in_(wanted))
        theirs = self._boards()
        return tuple(
            AssessedCase(
                owner.id,
                owner.reference,
                owner.kind,
                State(state),
                frozenset(theirs.get(owner.position, ())),
                AssessedOn(*on) if on[0] is not None else None,
            )
            for owner, state, *on in self._session.execute(query.order_by(ApplicationRow.position))
        )

    def of_run(self, run_id: str) -> dict[str, AssessedOn]:
        """On what each assessment was made that a run of re-checks is set beside, by application."""
        query = (
            select(ApplicationRow.id, *_COLUMNS)
            .join(RecheckCaseRow, RecheckCaseRow.case_id == ApplicationRow.id)
            .join(RecheckRow, RecheckRow.position == RecheckCaseRow.recheck)
            .join(
                AssessmentRow,
                and_(
                    AssessmentRow.application == ApplicationRow.position,
                    AssessmentRow.number == RecheckCaseRow.assessment,
                ),
            )
            .where(RecheckRow.id == run_id)
        )
        return {id_: AssessedOn(*on) for id_, *on in self._session.execute(query)}

    def references(self, run_id: str) -> dict[str, str]:
        """What the papers call each case of a run, by application."""
        query = (
            select(ApplicationRow.id, ApplicationRow.reference)
            .join(RecheckCaseRow, RecheckCaseRow.case_id == ApplicationRow.id)
            .join(RecheckRow, RecheckRow.position == RecheckCaseRow.recheck)
            .where(RecheckRow.id == run_id)
        )
        return {row.id: row.reference for row in self._session.execute(query)}

    def _boards(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for row in self._session.execute(select(CaseBoardRow.application, CaseBoardRow.board)):
            found.setdefault(row.application, []).append(row.board)
        return found


_COLUMNS: tuple[Any, ...] = (
    AssessmentRow.number,
    AssessmentRow.baseline,
    AssessmentRow.baseline_sha256,
    AssessmentRow.snapshot,
    AssessmentRow.as_at,
)
