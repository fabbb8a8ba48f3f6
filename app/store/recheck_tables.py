"""The tables of re-checks: the runs, the cases that each takes in, and what came of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Moment, Table


class RecheckRow(Table):
    """One run. ``sha256`` is that of its plan: the same plan is the same run, and there is one row of it.

    ``worker`` holds the run until its ``beat`` is old; ``stopping`` asks it to stop. ``position`` is the order of arrival.
    """

    __tablename__ = "rechecks"

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    id: Mapped[str] = mapped_column(String(20), unique=True)
    plan: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(String(200))
    cases: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    beat: Mapped[datetime | None] = mapped_column(Moment, default=None)
    worker: Mapped[str | None] = mapped_column(String(80), default=None)
    stopping: Mapped[bool] = mapped_column(default=False)
    ended: Mapped[datetime | None] = mapped_column(Moment, default=None)
    problem: Mapped[str | None] = mapped_column(Text, default=None)


class RecheckCaseRow(Table):
    """A case that a run takes in, by the id of its application, and the assessment that it is set beside."""

    __tablename__ = "recheck_cases"
    __table_args__ = (Index(None, "case_id"),)

    recheck: Mapped[int] = mapped_column(ForeignKey("rechecks.position"), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    assessment: Mapped[int | None] = mapped_column(default=None)


class RecheckOutcomeRow(Table):
    """What came of a case: the re-check as canonical JSON, or why there is none. ``position`` is the order of ending."""

    __tablename__ = "recheck_outcomes"
    __table_args__ = (UniqueConstraint("recheck", "case_id"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    recheck: Mapped[int] = mapped_column(ForeignKey("rechecks.position"))
    case_id: Mapped[str] = mapped_column(String(300))
    result: Mapped[bytes | None] = mapped_column(LargeBinary)
    error: Mapped[str | None] = mapped_column(Text)
