"""The journal of a run of re-checks: one SQLite file a run, so that a run can be killed, resumed and handed on."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.engine import Engine

from app.domain.rechecks import Outcome

_TABLES = MetaData()
_OUTCOMES = Table(
    "outcomes",
    _TABLES,
    Column("case", String, primary_key=True),
    Column("result", LargeBinary),
    Column("error", String),
)
_PLAN = Table(
    "plan", _TABLES, Column("id", String, primary_key=True), Column("content", LargeBinary, nullable=False)
)


class OtherPlanError(ValueError):
    """A journal that belongs to another run; the message says what to do."""


class RunJournal:
    """What a run has done. ``plan`` is what the run is: a journal of another plan is refused."""

    def __init__(self, file: Path, plan: bytes) -> None:
        """Raises OtherPlanError where the file is the journal of another plan."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._engine: Engine = create_engine(f"sqlite:///{file}")
        _TABLES.create_all(self._engine)
        with self._engine.begin() as connection:
            known = connection.execute(select(_PLAN.c.content)).scalar()
            if known is None:
                connection.execute(insert(_PLAN).values(id="plan", content=plan))
            elif known != plan:
                raise OtherPlanError(
                    f"{file} is the journal of another run. Give another folder, or its own plan."
                )

    def done(self) -> frozenset[str]:
        """Cases that have an outcome."""
        with self._engine.begin() as connection:
            return frozenset(connection.execute(select(_OUTCOMES.c.case)).scalars())

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Keep some outcomes, all or none; a case that has one keeps it."""
        rows = [{"case": o.case, "result": o.result, "error": o.error} for o in outcomes]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(_OUTCOMES).prefix_with("OR IGNORE"), rows)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Everything that is done, by case."""
        with self._engine.begin() as connection:
            found = connection.execute(select(_OUTCOMES).order_by(_OUTCOMES.c.case)).all()
        return tuple(Outcome(row.case, row.result, row.error) for row in found)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
