"""How often somebody may ask: requests of the last minute, counted over all workers of a service."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import time

from limits import RateLimitItemPerMinute
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter

from app.api.figures import SHARED
from app.api.problems import Problem

FILE = "counted.sqlite3"


@dataclass(frozen=True)
class Rate:
    """What is left of somebody's requests: so many in all, so many left, so many seconds until all are there again."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """As headers."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


class Counting:
    """The requests of one service. ``folder`` is shared by its workers; where None this process counts alone."""

    def __init__(self, folder: Path | None) -> None:
        self._limiter = MovingWindowRateLimiter(SharedStorage(folder and folder / FILE))

    def count(self, who: str, limit: int) -> Rate | None:
        """Count one request; None where there is no limit (0). Raises Problem where it is one too many."""
        if limit == 0:
            return None
        item = RateLimitItemPerMinute(limit)
        allowed = self._limiter.hit(item, who)
        window = self._limiter.get_window_stats(item, who)
        rate = Rate(limit, window.remaining, max(1, round(window.reset_time - time())))
        if not allowed:
            raise TooManyError(rate)
        return rate


class TooManyError(Problem):
    """One request too many in a minute. ``rate`` says when to come again."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        super().__init__(
            "too-many",
            f"More than {rate.limit} requests came in a minute. Wait {rate.seconds} seconds.",
            headers={"Retry-After": str(rate.seconds)},
        )


def shared_counting() -> Counting:
    """Counts with the other workers where `serve` started several, in the folder that they share."""
    folder = os.environ.get(SHARED)
    return Counting(Path(folder) if folder else None)


class SharedStorage(Storage, MovingWindowSupport):
    """Moving windows in one small SQLite file of the workers' own, without waiting for the disk: nothing in it is kept.

    The service's database is left alone, because a count is no reason for every request to wait for its one writer.
    Where there is one worker it is in memory.
    """

    STORAGE_SCHEME = None

    def __init__(self, file: Path | None) -> None:
        super().__init__()
        self._lock = Lock()
        self._connection = sqlite3.connect(
            file or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
        )
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE IF NOT EXISTS hits (who TEXT NOT NULL, at REAL NOT NULL)",
            "CREATE INDEX IF NOT EXISTS hits_who ON hits (who, at)",
        ):
            self._connection.execute(statement)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What goes wrong with the file."""
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count ``amount`` requests, unless that makes more than ``limit`` in the last ``expiry`` seconds."""
        now, ask = time(), self._connection.execute
        with self._lock:
            ask("BEGIN IMMEDIATE")
            try:
                # A clock that was put back would leave requests of the future standing until it catches up with them.
                gone = (key, now - expiry, now + expiry)
                ask("DELETE FROM hits WHERE who = ? AND (at <= ? OR at > ?)", gone)
                (found,) = ask("SELECT count(*) FROM hits WHERE who = ?", (key,)).fetchone()
                allowed: bool = found + amount <= limit
                if allowed:
                    self._connection.executemany("INSERT INTO hits VALUES (?, ?)", [(key, now)] * amount)
                    if found == 0:  # somebody begins anew: a good time to forget everybody who has gone
                        ask("DELETE FROM hits WHERE at <= ?", (now - 3600,))
            except BaseException:
                ask("ROLLBACK")
                raise
            ask("COMMIT")
        return allowed

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002
        """When the window began, in seconds since 1970, and how many requests are in it."""
        now = time()
        with self._lock:
            first, found = self._connection.execute(
                "SELECT min(at), count(*) FROM hits WHERE who = ? AND at > ?", (key, now - expiry)
            ).fetchone()
        return (now if first is None else first), found

    def check(self) -> bool:
        """Whether the file answers."""
        with self._lock:
            return bool(self._connection.execute("SELECT 1").fetchone())

    def reset(self) -> int:
        """Forget everything; how much there was."""
        with self._lock:
            return self._connection.execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        """Forget somebody."""
        with self._lock:
            self._connection.execute("DELETE FROM hits WHERE who = ?", (key,))

    def get(self, key: str) -> int:
        """How many requests of somebody are in the file."""
        with self._lock:
            found: int = self._connection.execute(
                "SELECT count(*) FROM hits WHERE who = ?", (key,)
            ).fetchone()[0]
        return found

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Not asked for by a moving window."""
        raise NotImplementedError

    def get_expiry(self, key: str) -> float:
        """Not asked for by a moving window."""
        raise NotImplementedError
