"""Re-checks that are killed, poisoned, started twice or handed to a cluster: no case twice, none lost, the same bytes."""

import json
import multiprocessing
import os
import random
import signal
import sqlite3
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from dask import config as dask_settings
from distributed import LocalCluster  # at once: its settings, once changed and put back, must have been there
from typer.testing import CliRunner

from app.cli import commands
from app.cli.running import AtWorkError, only_one, stopping
from app.domain.canonical import canonical_json
from app.domain.rechecks import Outcome
from app.recheck import batch
from app.recheck.batch import Done, WorkersError, run
from app.recheck.plans import BasisAt, Plan, Task, identity, run_id
from app.recheck.work import work
from app.recheck.workers import NoDaskError, dask, here, processes
from app.store.journal import RunJournal
from tests.made_up.applications import BASELINE, WITHIN, consolidation
from tests.made_up.papers import baseline as baseline_paper
from tests.made_up.poison import DEADLY, deadly_work, work_that_cannot_begin
from tests.made_up.small_area import PREMISES, premises, snapshot

RUN = CliRunner()
KILLS = 20


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    old = snapshot(tmp_path).path
    new = snapshot(tmp_path, premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD"))).path
    return Plan(BasisAt(BASELINE, old, old, old, WITHIN), BasisAt(BASELINE, new, new, new, WITHIN))


def _tasks(*cases: str) -> list[Task]:
    return [Task(case, canonical_json(consolidation(reference=case))) for case in cases]


def _outcomes(plan: Plan, tasks: list[Task], folder: Path) -> tuple[Outcome, ...]:
    journal = RunJournal(folder / "journal.sqlite", identity(plan, tasks))
    with here() as workers:
        run(plan, tasks, journal, workers.executor)
    found = journal.outcomes()
    journal.close()
    return found


class Brittle(Executor):
    """An executor in this process that breaks for good on a deadly case, as a pool of processes does."""

    def __init__(self) -> None:
        self._broken: BrokenExecutor | None = None

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        if self._broken is None and len(args) > 1 and any(t.case.startswith(DEADLY) for t in args[1]):
            self._broken = BrokenExecutor("a worker died")
        future: Future[object] = Future()
        if self._broken is not None:
            future.set_exception(self._broken)
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_case_that_ends_its_worker_is_isolated(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.batch.CHUNK", 3)
    tasks = _tasks("a", "b", f"{DEADLY}-1", "c", "d", f"{DEADLY}-2", "e", "f")
    journal = RunJournal(tmp_path / "poisoned" / "journal.sqlite", identity(plan, tasks))
    done = run(plan, tasks, journal, Brittle(), renew=Brittle)
    assert done == Done(8, 8, 2)
    found = {o.case: o for o in journal.outcomes()}
    journal.close()
    assert {case for case, o in found.items() if o.error} == {f"{DEADLY}-1", f"{DEADLY}-2"}
    assert "ended while it re-checked this case, alone" in (found[f"{DEADLY}-1"].error or "")
    healthy = [task for task in tasks if not task.case.startswith(DEADLY)]
    assert [found[t.case] for t in healthy] == list(_outcomes(plan, healthy, tmp_path / "healthy"))


def test_a_real_process_that_dies_is_replaced_and_its_case_named(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.batch.work", deadly_work)
    tasks = _tasks("a", f"{DEADLY}-1", "b")
    journal = RunJournal(tmp_path / "poisoned" / "journal.sqlite", identity(plan, tasks))
    with processes(1) as workers:
        done = run(plan, tasks, journal, workers.executor, renew=workers.renew)
    errors = [o.case for o in journal.outcomes() if o.error]
    journal.close()
    assert (done.done, errors) == (3, [f"{DEADLY}-1"])


def test_workers_that_cannot_work_at_all_blame_no_case(plan: Plan, tmp_path: Path) -> None:
    class Broken(Executor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            raise BrokenExecutor("no worker starts")

    journal = RunJournal(tmp_path / "broken" / "journal.sqlite", b"plan")
    with pytest.raises(WorkersError, match="before they have re-checked anything"):
        run(plan, _tasks("a", "b"), journal, Broken(), renew=Broken)
    with pytest.raises(BrokenExecutor):
        run(plan, _tasks("a", "b"), journal, Broken())
    assert journal.done() == frozenset()
    journal.close()


def test_work_that_a_cluster_gives_up_is_tried_case_by_case(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.batch.work", work_that_cannot_begin)
    tasks = _tasks("a", "b")
    journal = RunJournal(tmp_path / "given-up" / "journal.sqlite", b"plan")
    with here() as workers:
        done = run(plan, tasks, journal, workers.executor)
    assert done == Done(2, 2, 2)
    assert {o.error for o in journal.outcomes()} == {"MemoryError: no room"}
    journal.close()


def test_a_local_dask_cluster_gives_the_same_bytes(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.batch.CHUNK", 2)
    tasks = _tasks("a", "b", "c", "d", "e")
    journal = RunJournal(tmp_path / "dask" / "journal.sqlite", identity(plan, tasks))
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
        ) as cluster,
        dask(cluster.scheduler_address) as workers,
    ):
        assert workers.number == 2
        run(plan, tasks, journal, workers.executor, at_once=4)
    assert journal.outcomes() == _outcomes(plan, tasks, tmp_path / "here")
    journal.close()


def test_no_scheduler_at_the_address_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = dask_settings.set({"distributed.comm.timeouts.connect": "0.2s"})
    said = r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"
    with quick, pytest.raises(NoDaskError, match=said), dask("tcp://127.0.0.1:9"):
        pass


def test_the_same_run_has_the_same_id(plan: Plan) -> None:
    tasks = _tasks("a", "b")
    assert run_id(plan, tasks) == run_id(plan, tasks[::-1])
    assert run_id(plan, tasks) != run_id(plan, _tasks("a"))
    assert run_id(plan, tasks) != run_id(plan, [replace(tasks[0], together=(b"{}",)), tasks[1]])


# From the command line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A street before and after a new pharmacy, and sixty applications."""
    from app.schemas.applications import APPLICATION

    old = snapshot(tmp_path / "snapshots")
    new = snapshot(tmp_path / "snapshots", premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD")))
    for name, made in (("old", old), ("new", new)):
        (tmp_path / f"{name}.json").write_text(json.dumps(baseline_paper(made.id)))
    (tmp_path / "cases").mkdir()
    for at in range(60):
        document = APPLICATION.dump_python(APPLICATION.validate_python(_paper(f"CAS-{at:02d}")), mode="json")
        (tmp_path / "cases" / f"case-{at:02d}.json").write_text(json.dumps(document))
    return tmp_path


def _paper(reference: str) -> dict[str, object]:
    from tests.made_up.papers import consolidation as paper

    return {**paper(), "reference": reference}


def _arguments(folder: Path, out: str, *more: str) -> list[str]:
    return [
        "recheck", str(folder / "cases"), "--old", str(folder / "old.json"), "--new", str(folder / "new.json"),
        "--snapshots", str(folder / "snapshots"), "--as-at", WITHIN.isoformat(), "--out", str(folder / out),
        "--processes", "0", *more,
    ]  # fmt: skip


def _life(arguments: list[str], begun: Connection, last: int) -> None:
    """One start of the command, in a process of its own. It tells of each case begun, and goes no further than the last."""
    told = 0

    def telling(plan: Plan, tasks: list[Task]) -> list[Outcome]:
        nonlocal told
        told += 1
        begun.send(told)
        if told > last:
            signal.pause()
        return work(plan, tasks)

    batch.work = telling  # type: ignore[assignment]
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    commands(arguments)


def _kept(journal: Path) -> int:
    """How many outcomes a journal holds that may be half made."""
    try:
        with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database:
            return int(database.execute("select count(*) from recheck_outcomes").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_run_killed_twenty_times_ends_as_one_that_was_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in sorted((folder / "cases").glob("*.json")):
        paper = json.loads(file.read_text())
        for more in "bc":
            document = {**paper, "reference": f"{paper['reference']}-{more}"}
            file.with_stem(f"{file.stem}-{more}").write_text(json.dumps(document))
    whole = RUN.invoke(commands, _arguments(folder, "whole"))
    assert "180 of 180 cases re-checked" in whole.output
    monkeypatch.setattr("app.recheck.batch.CHUNK", 1)
    lives, chance = multiprocessing.get_context("fork"), random.Random(8)  # noqa: S311 - no secret
    grown = kept = 0
    for kill in range(KILLS):
        # A life is killed as it starts, or when it begins its first case, its second, and so on: whenever that is.
        cases, (heard, begun) = kill % 4, lives.Pipe(duplex=False)
        life = lives.Process(
            target=_life, args=(_arguments(folder, "killed"), begun, chance.randint(cases, 5))
        )
        life.start()
        begun.close()
        with heard:
            for case in range(1, cases + 1):
                assert heard.recv() == case
        os.kill(life.pid or 0, signal.SIGKILL)
        life.join()
        assert life.exitcode == -signal.SIGKILL, "a life ended before it was killed"
        before, kept = kept, _kept(folder / "killed" / "journal.sqlite")
        assert kept >= before, "an outcome was lost"
        grown += kept > before
    assert grown >= 3
    assert kept < 180
    monkeypatch.undo()
    last = RUN.invoke(commands, _arguments(folder, "killed"))
    assert last.exit_code == 0, last.output
    assert "180 of 180 cases re-checked" in last.output
    for name in ("report.json", "changes.csv"):
        assert (folder / "killed" / name).read_bytes() == (folder / "whole" / name).read_bytes()


def test_a_folder_takes_one_run_at_a_time(folder: Path) -> None:
    with only_one(folder / "run"):
        second = RUN.invoke(commands, _arguments(folder, "run"))
    assert second.exit_code == 1
    assert "A run is at work in" in second.output
    assert "run the same command again" in second.output
    with only_one(folder / "run"), pytest.raises(AtWorkError), only_one(folder / "run"):
        pass
    assert RUN.invoke(commands, _arguments(folder, "run")).exit_code == 0


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.batch.CHUNK", 5)
    work, calls = batch.work, 0

    def pressed(plan: Plan, tasks: list[Task]) -> list[Outcome]:
        nonlocal calls
        calls += 1
        if calls == 3:
            signal.raise_signal(signal.SIGINT)
        return work(plan, tasks)

    monkeypatch.setattr("app.recheck.batch.work", pressed)
    stopped = RUN.invoke(commands, _arguments(folder, "run"))
    assert stopped.exit_code == 130
    assert "Stopping: cases that are being re-checked are waited for" in stopped.output
    assert "Stopped with 45 cases to do. Run the same command again to go on." in stopped.output
    assert RUN.invoke(commands, _arguments(folder, "run")).exit_code == 0
    with stopping() as asked:
        signal.raise_signal(signal.SIGINT)
        assert asked.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize(
    ("more", "cases"),
    [(["--id", "case-03", "--id", "case-04"], 2), (["--kind", "consolidation"], 60)],
)
def test_cases_are_chosen(folder: Path, more: list[str], cases: int) -> None:
    found = RUN.invoke(commands, _arguments(folder, "run", *more))
    assert found.exit_code == 0, found.output
    assert f"{cases} of {cases} cases re-checked" in found.output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--id", "case-99"], "has no case-99.json"),
        (["--kind", "relocation"], "Their kinds are: consolidation"),
        (["--board", "E06000000"], "None of the 60 applications"),
        (["--dask", "tcp://127.0.0.1:9"], "No Dask scheduler answers"),
    ],
)
def test_what_cannot_be_chosen_is_said(
    folder: Path, more: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with dask_settings.set({"distributed.comm.timeouts.connect": "0.2s"}):
        found = RUN.invoke(commands, _arguments(folder, "run", *more))
    assert found.exit_code == 1
    assert said in found.output


def test_another_date_or_snapshot_alone_is_enough(folder: Path) -> None:
    arguments = _arguments(folder, "run", "--id", "case-00")
    at = arguments.index("--new")
    del arguments[at : at + 2]
    nothing = RUN.invoke(commands, arguments)
    assert nothing.exit_code == 1
    assert "Nothing differs" in nothing.output
    later = RUN.invoke(commands, [*arguments, "--new-as-at", "2026-07-01"])
    assert later.exit_code == 0, later.output
    assert "moved by law: 1" in later.output
    new = json.loads((folder / "new.json").read_text())["snapshot"]
    arguments[arguments.index(str(folder / "run"))] = str(folder / "other")
    listed = RUN.invoke(commands, [*arguments, "--new-snapshot", new])
    assert listed.exit_code == 0, listed.output
    assert "moved by pharmacy list: 1" in listed.output


def test_consolidations_considered_together_are_handed_on(folder: Path) -> None:
    from tests.made_up.papers import consolidation as paper

    cases = folder / "cases"
    for file in cases.glob("*.json"):
        file.unlink()
    one = {**paper(), "reference": "CAS-1", "considered_with": ["CAS-2", "CAS-9"]}
    (cases / "one.json").write_text(json.dumps(one))
    (cases / "two.json").write_text(json.dumps({**paper(), "reference": "CAS-2"}))
    found = RUN.invoke(commands, _arguments(folder, "run"))
    assert found.exit_code == 0, found.output
    assert "CAS-1 is considered with CAS-9" in found.output
    assert "CAS-1 is considered with CAS-2" not in found.output
