"""The processes in which a service works off its runs of re-checks: few at a time, and none outlives the service."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

import app
from app.recheck.stored_parts import ELSEWHERE
from app.store.database import Database, DatabaseError
from app.store.journal import StoredJournal

log = logging.getLogger(__name__)

TEND_SECONDS = 0.5
STOP_SECONDS = 20
"""How long processes may take to end when the service stops: what is out is waited for and kept."""


@dataclass(frozen=True)
class Running:
    """How runs are worked off: where the database is, how many at once, by how many processes each, where parts stand."""

    database_url: str
    at_once: int = 1
    processes: int = 1
    parts: Path = ELSEWHERE


class Runs:
    """Starts a process for each run that it is given, waits for the slots, and ends them all when asked.

    ``snapshots`` gives the folders of the snapshots that are served, by id.
    """

    def __init__(
        self, database: Database, running: Running, snapshots: Callable[[], Mapping[str, Path]]
    ) -> None:
        self._database = database
        self._running = running
        self._snapshots = snapshots
        self._lock = Lock()
        self._queue: list[str] = []
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = Event()
        self._tending: Thread | None = None

    def start(self, run_id: str) -> None:
        """Work off a run, as soon as there is room and its last process has ended."""
        with self._lock:
            if self._stop.is_set() or run_id in self._queue:
                return
            self._queue.append(run_id)
            if self._tending is None:
                self._tending = Thread(target=self._tend, name="re-checks", daemon=True)
                self._tending.start()
        self._turn()

    def stop(self) -> None:
        """End every process: what it has out is kept, and the run is left to be resumed."""
        self._stop.set()
        if self._tending is not None:
            self._tending.join()
        with self._lock:
            children, self._children = list(self._children.values()), {}
            self._queue.clear()
        until = monotonic() + STOP_SECONDS
        for child in children:
            _close(child)
        for child in children:
            try:
                child.wait(max(0.1, until - monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            _end_group(child)

    def _tend(self) -> None:
        while not self._stop.wait(TEND_SECONDS):
            self._turn()

    def _turn(self) -> None:
        with self._lock:
            for run_id, child in list(self._children.items()):
                if child.poll() is not None:
                    _close(child)
                    _end_group(child)
                    del self._children[run_id]
            for run_id in [each for each in self._queue if each not in self._children]:
                if len(self._children) >= self._running.at_once or self._stop.is_set():
                    break
                self._queue.remove(run_id)
                self._children[run_id] = self._launch(run_id)
            waiting = tuple(self._queue)
        for run_id in waiting:
            try:
                StoredJournal(self._database, run_id).beat(datetime.now(UTC))
            except DatabaseError as error:
                log.warning("no sign of life of re-check %s could be given: %s", run_id, error)

    def _launch(self, run_id: str) -> subprocess.Popen[bytes]:
        config = {
            "run": run_id,
            "database": self._running.database_url,
            "snapshots": {key: str(path) for key, path in self._snapshots().items()},
            "at_once": self._running.at_once,
            "processes": self._running.processes,
            "parts": str(self._running.parts),
        }
        here = str(Path(app.__file__).parents[1])
        paths = os.pathsep.join(each for each in (here, os.environ.get("PYTHONPATH", "")) if each)
        child = subprocess.Popen(
            [sys.executable, "-m", "app.recheck.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,
        )
        assert child.stdin is not None  # noqa: S101 - a pipe was asked for
        # Neither in its arguments nor in its environment, where others on the machine could read a password.
        child.stdin.write(json.dumps(config).encode() + b"\n")
        child.stdin.flush()
        return child


def _close(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        try:
            child.stdin.close()
        except OSError:
            log.debug("the pipe of a process that has ended is closed already")


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """End what a process that has ended left behind: its own workers, which do not hear that it was killed."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        log.debug("nothing was left behind")
