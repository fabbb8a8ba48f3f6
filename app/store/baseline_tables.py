"""The tables of registered baselines: one row a baseline, and its versions, which are never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables import Moment, Table, refuse


class BaselineRow(Table):
    """A registered baseline. ``version`` is the one that holds; ``retired`` is None while it is offered."""

    __tablename__ = "baselines"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int]
    retired: Mapped[datetime | None] = mapped_column(Moment, default=None)


class BaselineVersionRow(Table):
    """One version of a registered baseline, as canonical JSON. ``what`` says how it came about."""

    __tablename__ = "baseline_versions"
    __table_args__ = (UniqueConstraint("baseline", "version"),)

    position: Mapped[int] = mapped_column(primary_key=True, init=False)
    baseline: Mapped[str] = mapped_column(ForeignKey("baselines.id"))
    version: Mapped[int]
    what: Mapped[str] = mapped_column(String(60))
    registered: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


event.listen(BaselineVersionRow, "before_update", refuse)
event.listen(BaselineVersionRow, "before_delete", refuse)
