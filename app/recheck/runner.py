"""The process of one run over stored cases: ``python -m app.recheck.runner``, started by the service.

What it needs comes as one line of JSON on its standard input, which then stays open: once it is closed, whoever started it
is gone, and the run is left interrupted, to be resumed. It takes up the run in the database, so that no two work on one.
"""

import json
import logging
import os
import secrets
import signal
import socket
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from threading import Event, Thread

from app.domain.audit import AuditEvent
from app.domain.rechecks import RunPlan, RunState
from app.recheck.stored import work_off
from app.recheck.stored_parts import ELSEWHERE
from app.recheck.workers import Workers, here
from app.recheck.workers import processes as pool
from app.store.database import Database, DatabaseError
from app.store.journal import NotHeldError, StoredJournal
from app.store.values import read_value

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0


@dataclass
class Signs:
    """Why to stop: ``stop`` for whatever reason, ``cancelled`` where somebody asked, ``lost`` where it is another's now."""

    stop: Event
    cancelled: Event
    lost: Event


def main() -> None:
    """Work off the run that the first line of standard input names."""
    config = json.loads(sys.stdin.buffer.readline())
    signs = Signs(Event(), Event(), Event())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: signs.stop.set())
    Thread(target=_until_closed, args=(signs.stop,), daemon=True).start()
    database = Database(config["database"])
    try:
        work(
            database,
            config["run"],
            {key: Path(path) for key, path in config["snapshots"].items()},
            signs,
            at_once=config["at_once"],
            processes=config["processes"],
            parts=Path(config["parts"]),
        )
    finally:
        database.close()


def work(
    database: Database,
    run_id: str,
    snapshots: dict[str, Path],
    signs: Signs,
    *,
    at_once: int = 1,
    processes: int = 1,
    parts: Path = ELSEWHERE,
    workers: AbstractContextManager[Workers] | None = None,
) -> RunState | None:
    """Take up a run, work it off, and write down how it ended; None where it was not to be taken up.

    ``workers`` are others to share it: a cluster's, say.
    ``parts`` holds a folder of parts of snapshots for each run that needs some; it goes when the run is done.
    ``processes``: how many share the work, so that a case that ends one of them ends no more; 0 works in this one.
    """
    worker = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
    if not _claimed(database, run_id, worker, signs.stop, at_once):
        return None
    journal = StoredJournal(database, run_id, worker)
    Thread(target=_beat, args=(journal, signs), daemon=True).start()
    problem = None
    try:
        with database.reading() as records:
            plan = read_value(RunPlan, records.rechecks.read(run_id, _now()).plan)
        with workers or (here() if processes == 0 else pool(processes)) as at:
            work_off(database, journal, plan, snapshots, at, signs.stop.is_set, parts / run_id)
        whole = len(journal.done()) >= len(plan.cases)
        state = (
            RunState.DONE
            if whole
            else RunState.CANCELLED
            if signs.cancelled.is_set()
            else RunState.INTERRUPTED
        )
    except NotHeldError:
        return None
    except Exception as error:
        log.exception("re-check %s failed", run_id)
        state, problem = RunState.FAILED, f"{type(error).__name__}: {error}"
    finally:
        signs.stop.set()
    if state is RunState.DONE:
        rmtree(parts / run_id, ignore_errors=True)
    with database.writing() as records:
        records.rechecks.end(run_id, worker, state, _event(run_id), problem)
    return state


def _claimed(database: Database, run_id: str, worker: str, stop: Event, at_once: int) -> bool:
    """Wait for its turn. False where it was cancelled, or is another worker's."""
    waiting = StoredJournal(database, run_id)
    while not stop.is_set():
        waiting.beat(_now())
        with database.reading() as records:
            if records.rechecks.read(run_id, _now()).state is not RunState.WAITING:
                return False
        with database.writing() as records:
            if records.rechecks.claim(run_id, worker, at_once, _event(run_id)):
                return True
        stop.wait(BEAT_SECONDS)
    return False


def _beat(journal: StoredJournal, signs: Signs) -> None:
    while not signs.stop.wait(BEAT_SECONDS):
        try:
            if journal.beat(_now()):
                signs.cancelled.set()
                signs.stop.set()
        except NotHeldError:
            signs.lost.set()
            signs.stop.set()
        except DatabaseError as error:
            log.warning("no sign of life of re-check %s could be given: %s", journal.run_id, error)


def _until_closed(stop: Event) -> None:
    # Past Python's own buffer, whose lock a thread that waits would hold when the process ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()


def _event(run_id: str) -> AuditEvent:
    return AuditEvent(_now(), "re-check", f"recheck-{run_id}")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
