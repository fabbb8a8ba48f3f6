"""Runs of re-checks and the processes that work them off: stopped, killed, started twice. No case twice, none lost."""

import os
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor, Executor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from app.access import prepare
from app.assessment import assess
from app.domain.audit import AuditEvent
from app.domain.canonical import canonical_json
from app.domain.rechecks import STALE_SECONDS, NewBasis, Outcome, RunPlan, RunState
from app.recheck.runner import Signs
from app.recheck.runner import work as work_in
from app.recheck.runs import Running, Runs
from app.recheck.stored import work_off
from app.recheck.workers import Here, Workers
from app.store.database import Database
from app.store.journal import NotHeldError, OtherPlanError, SharedJournal, StoredJournal
from app.store.rechecks import RunStateError
from app.store.values import read_value
from geodata.snapshot import Snapshot
from tests.made_up.applications import BASELINE, WITHIN, consolidation
from tests.made_up.small_area import PREMISES, premises, snapshot
from tests.made_up.waiting import PATIENCE_SECONDS, until

CASES = 12


def now() -> datetime:
    return datetime.now(UTC)


def event() -> AuditEvent:
    return AuditEvent(now(), "an analyst", "request")


@pytest.fixture
def area(tmp_path: Path) -> dict[str, Path]:
    """The folders of two snapshots by id, the later one with one pharmacy more."""
    made = [
        snapshot(tmp_path / "snapshots"),
        snapshot(tmp_path / "snapshots", premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD"))),
    ]
    return {each.id: each.path for each in made}


def filled(database: Database, area: dict[str, Path], cases: int = CASES) -> str:
    """A run over so many stored cases, waiting to be worked off."""
    old, new = area
    on = prepare(Snapshot.open(area[old]))
    chosen = []
    with database.writing() as records:
        for at in range(cases):
            application = consolidation(reference=f"PC/{at}")
            kept = records.add_application(application, event(), boards=["E1"])
            records.add_assessment(kept.id, assess(application, BASELINE, on, WITHIN), BASELINE, event())
            chosen.append((kept.id, 1))
        plan = RunPlan(NewBasis(snapshot=new), tuple(chosen), (("method", "1"),))
        run, _ = records.rechecks.begin(canonical_json(plan), plan.cases, event())
    return run.id


def signs() -> Signs:
    return Signs(Event(), Event(), Event())


def work(
    database: Database, run: str, folders: dict[str, Path], asked: Signs, **more: int
) -> RunState | None:
    """In this process, so that nothing is waited for."""
    return work_in(database, run, folders, asked, **{"processes": 0, **more})


def state(database: Database, run: str) -> RunState:
    with database.reading() as records:
        return records.rechecks.read(run, now()).state


def whole(database: Database, run: str) -> None:
    with database.reading() as records:
        counts = records.rechecks.counts(run)
        outcomes = records.rechecks.outcomes(run)
    assert (counts.done, counts.of, counts.failed) == (CASES, CASES, 0)
    assert len({outcome.case for outcome in outcomes}) == len(outcomes) == CASES
    assert database.verify().faults == ()


def test_a_run_is_worked_off_once_and_its_outcomes_are_in_the_chain(
    database: Database, area: dict[str, Path]
) -> None:
    run = filled(database, area)
    assert work(database, run, area, signs()) is RunState.DONE
    whole(database, run)
    assert work(database, run, area, signs()) is None, "done is done"
    with database.reading() as records:
        actions = [each.action for each in records.audit.events(f"recheck {run}")]
    assert actions == ["re-check begun", "re-check running", "re-check done"]
    with database.session(writing=True) as session:
        session.execute(text("UPDATE recheck_outcomes SET result = NULL, error = 'made up'"))
    assert [f"recheck {run}: outcomes was replaced" in fault for fault in database.verify().faults] == [True]


def test_two_workers_on_one_run_are_one(database: Database, area: dict[str, Path]) -> None:
    run = filled(database, area)
    found: list[RunState | None] = []
    workers = [
        Thread(target=lambda: found.append(work(database, run, area, signs(), at_once=2))) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(found, key=str) == [None, RunState.DONE]
    whole(database, run)


def test_a_run_waits_for_its_turn(database: Database, area: dict[str, Path]) -> None:
    run = filled(database, area, 1)
    with database.writing() as records:
        other, _ = records.rechecks.begin(b"{}", (), event())
        assert records.rechecks.claim(other.id, "another", 1, event())
        assert not records.rechecks.claim(run, "this one", 1, event())
        assert records.rechecks.claim(run, "this one", 2, event())


def test_a_cancelled_run_goes_on_where_it_was(
    database: Database, area: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.batch.CHUNK", 2)
    monkeypatch.setattr("app.recheck.runner.BEAT_SECONDS", 0.01)
    run, asked = filled(database, area), signs()
    write = StoredJournal.write

    def cancel_then_write(journal: StoredJournal, outcomes: Any) -> None:
        write(journal, outcomes)
        if outcomes and not asked.stop.is_set():
            with database.writing() as records:
                records.rechecks.cancel(run, event())
                with pytest.raises(RunStateError, match="being stopped"):
                    records.rechecks.resume(run, event())
            assert asked.stop.wait(PATIENCE_SECONDS)

    monkeypatch.setattr(StoredJournal, "write", cancel_then_write)
    assert work(database, run, area, asked) is RunState.CANCELLED
    monkeypatch.undo()
    done = StoredJournal(database, run).done()
    assert 0 < len(done) < CASES
    with database.writing() as records:
        assert records.rechecks.resume(run, event()).state is RunState.WAITING
    assert work(database, run, area, signs()) is RunState.DONE
    whole(database, run)


def test_a_worker_that_lost_its_run_writes_nothing_more(database: Database, area: dict[str, Path]) -> None:
    run = filled(database, area, 1)
    with database.writing() as records:
        records.rechecks.claim(run, "first", 1, event())
    first = StoredJournal(database, run, "first")
    later = AuditEvent(now() + timedelta(seconds=STALE_SECONDS + 1), "an analyst", "request")
    with database.writing() as records:
        assert records.rechecks.read(run, later.at).state is RunState.INTERRUPTED
        records.rechecks.resume(run, later)
        assert records.rechecks.claim(run, "second", 1, later)
    with pytest.raises(NotHeldError):
        first.write([Outcome("a", None, "late")])
    with pytest.raises(NotHeldError):
        first.beat(now())
    with database.writing() as records:
        assert records.rechecks.end(run, "first", RunState.DONE, later).state is RunState.RUNNING


def test_a_snapshot_that_is_gone_fails_its_cases_with_that_as_their_cause(
    database: Database, area: dict[str, Path]
) -> None:
    run = filled(database, area, 2)
    old, new = area
    assert work(database, run, {new: area[new]}, signs()) is RunState.DONE
    with database.reading() as records:
        errors = {outcome.error for outcome in records.rechecks.outcomes(run)}
    assert len(errors) == 1
    assert f"Snapshot {old}, on which the case was or is to be assessed, is not loaded" in str(errors.pop())
    with database.writing() as records:
        records.rechecks.resume(run, event())
    assert work(database, run, area, signs()) is RunState.DONE
    with database.reading() as records:
        assert records.rechecks.counts(run).failed == 0


def test_a_run_that_cannot_be_read_fails_as_a_whole_and_says_why(database: Database) -> None:
    with database.writing() as records:
        run, _ = records.rechecks.begin(b'{"cases": 1}', (), event())
    assert work(database, run.id, {}, signs()) is RunState.FAILED
    with database.reading() as records:
        assert "StoredValueError" in str(records.rechecks.read(run.id, now()).problem)


def slowed(folder: Path) -> dict[str, str]:
    """An environment in which a process re-checks one case and then waits, so that it is killed in the middle of a run."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(
        "import time\n"
        "import app.recheck.batch as batch\n"
        "batch.CHUNK = 1\n"
        "import app.recheck.stored as stored\n"
        "run = stored.run\n"
        "stored.AT_A_TIME = 1\n"
        "begun = []\n"
        "def slow(*given, **named):\n"
        "    begun.append(1)\n"
        "    while len(begun) > 1 and not named['cancelled']():\n"
        "        time.sleep(0.02)\n"
        "    return run(*given, **named)\n"
        "stored.run = slow\n"
    )
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def test_a_killed_process_leaves_a_run_that_goes_on(
    database: Database,
    database_url: str,
    area: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", slowed(tmp_path / "slow")["PYTHONPATH"])
    monkeypatch.setattr("app.store.rechecks.STALE_SECONDS", 1.0)
    run = filled(database, area)
    journal = StoredJournal(database, run)
    for kills in range(2):
        before = len(journal.done())
        runs = Runs(database, Running(database_url), lambda: area)
        runs.start(run)
        until(lambda before=before: len(journal.done()) > before)  # type: ignore[misc]
        (child,) = runs._children.values()
        child.kill()
        runs.stop()
        until(lambda: state(database, run) is RunState.INTERRUPTED)
        assert before < len(journal.done()) < CASES
        with database.writing() as records:
            records.rechecks.resume(run, event())
        assert kills < 2
    monkeypatch.undo()
    assert work(database, run, area, signs()) is RunState.DONE
    whole(database, run)


def test_a_service_that_stops_leaves_its_run_interrupted_at_once(
    database: Database,
    database_url: str,
    area: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", slowed(tmp_path / "slow")["PYTHONPATH"])
    run = filled(database, area)
    journal = StoredJournal(database, run)
    runs = Runs(database, Running(database_url), lambda: area)
    runs.start(run)
    runs.start(run)
    until(lambda: len(journal.done()) > 0)
    runs.stop()
    assert state(database, run) is RunState.INTERRUPTED
    runs.start(run)
    assert runs._queue == [], "a service that stops takes up nothing more"
    with database.writing() as records:
        records.rechecks.resume(run, event())
    monkeypatch.undo()
    assert work(database, run, area, signs()) is RunState.DONE
    whole(database, run)


def test_a_service_killed_in_the_middle_shows_its_run_as_interrupted_and_resumes_it(
    area: dict[str, Path], tmp_path: Path
) -> None:
    """The service as a council runs it, over real HTTP: SIGKILL, another start, resume."""
    url = f"sqlite:///{tmp_path / 'pharmacy.sqlite3'}"
    store = Database(url)
    store.migrate()
    run = filled(store, area)
    with store.writing() as records:
        records.rechecks.cancel(run, event())
    here = f"/v1/rechecks/{run}"

    def serve(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], httpx2.Client]:
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        given = {"PHARMACY_DATA": str(tmp_path), "PHARMACY_DEMO": "true", "PHARMACY_DATABASE": url}
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
        service = subprocess.Popen(
            command, env={**environment, **given}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        client = httpx2.Client(base_url=f"http://127.0.0.1:{port}")

        def answers() -> bool:
            try:
                return client.get("/health/live").status_code == 200
            except httpx2.TransportError:
                return False

        until(answers)
        return service, client

    service, client = serve(slowed(tmp_path / "slow"))
    try:
        assert client.post(f"{here}/resume").json()["state"] == "waiting"
        until(lambda: client.get(here).json()["done"] > 0)
        service.send_signal(signal.SIGKILL)
        service.wait()
        client.close()
        # The process of the run hears that the service is gone, keeps what it had out, and lets go.
        until(lambda: state(store, run) is RunState.INTERRUPTED)
        assert 0 < len(StoredJournal(store, run).done()) < CASES
        service, client = serve(dict(os.environ))
        assert client.get(here).json()["state"] == "interrupted"
        client.post(f"{here}/resume")
        until(lambda: client.get(here).json()["state"] == "done")
        whole(store, run)
        service.send_signal(signal.SIGTERM)
        assert service.wait(PATIENCE_SECONDS) is not None
    finally:
        service.kill()
        service.wait()
        client.close()
        store.close()


def test_the_command_line_keeps_its_run_in_the_services_journal(
    database: Database, database_url: str
) -> None:
    asked = event()
    journal = SharedJournal(database_url, b"a plan", ["a", "b"], asked)
    with pytest.raises(OtherPlanError, match="worked on by another process"):
        SharedJournal(database_url, b"a plan", ["a", "b"], event())
    journal.write([Outcome("a", None, "lost")])
    assert state(database, journal.run_id) is RunState.RUNNING
    with database.writing() as records:
        records.rechecks.cancel(journal.run_id, event())
    until(lambda: journal.stopped)
    journal.close()
    assert state(database, journal.run_id) is RunState.CANCELLED
    again = SharedJournal(database_url, b"a plan", ["a", "b"], event())
    assert (again.run_id, again.done()) == (journal.run_id, {"a"})
    again.write([Outcome("b", b"{}", None)])
    again.close()
    assert state(database, again.run_id) is RunState.DONE
    read = SharedJournal(database_url, b"a plan", ["a", "b"], event())
    assert [outcome.case for outcome in read.outcomes()] == ["a", "b"]
    read.close()
    assert database.verify().faults == ()


def test_a_pool_that_broke_is_replaced_for_all_that_follows(
    database: Database, area: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.stored.AT_A_TIME", 4)
    renewed: list[Executor] = []

    class Broken(Executor):
        def submit(self, fn: Any, /, *args: Any, **named: Any) -> Any:
            raise BrokenExecutor("a worker has died")

    def renew() -> Executor:
        renewed.append(Here())
        return renewed[-1]

    run = filled(database, area)
    with database.reading() as records:
        plan = read_value(RunPlan, records.rechecks.read(run, now()).plan)
    journal = StoredJournal(database, run)
    work_off(database, journal, plan, area, Workers(Broken(), 1, renew))
    assert len(journal.done()) == CASES
    assert len(renewed) == 1
    with database.reading() as records:
        assert records.rechecks.counts(run).failed == 0
