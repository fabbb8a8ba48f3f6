"""Registered baselines as the library serves them: read again only where something was registered or retired."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from app.domain.baselines import Baseline
from app.store.database import Database


@dataclass(frozen=True)
class Registered:
    """A registered baseline in the version that holds. ``retired`` is None while it is offered."""

    baseline: Baseline
    version: int
    retired: datetime | None


class RegisteredBaselines:
    """The registered baselines of a database, by id. Raises DatabaseError, AlteredError when asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._known: dict[str, Registered] = {}

    def __call__(self) -> dict[str, Registered]:
        """All of them, as they stand now."""
        with self._lock:
            with self._database.reading() as records:
                stamp = records.baselines.stamp()
                if stamp != self._stamp:
                    self._known = {
                        each.baseline.id: Registered(each.baseline, each.latest, each.retired)
                        for each in records.baselines.every()
                    }
                    self._stamp = stamp
            return self._known
