"""Re-checks at scale: 10,000 cases on 200,000 nodes, on one core, on two processes and on a Dask cluster of this machine.

Run by ``make bench-recheck``; prints a table and writes build/bench/recheck.json. Each run begins with nothing started:
workers, snapshots and the journal on disk are in its time.
"""

import hashlib
import json
import os
import pickle
import resource
import sys
import time
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from app.assessment import assess
from app.domain.applications import Consolidation, Relocation
from app.domain.rechecks import Outcome
from app.recheck.batch import CHUNK, run
from app.recheck.plans import BasisAt, Plan, Task, identity
from app.recheck.work import work
from app.recheck.workers import Workers, dask, here, processes
from app.store.journal import RunJournal
from app.store.kept import open_prepared
from app.store.values import read_value
from bench.access import COUNCIL
from bench.cases import AS_AT, another_list, baseline_of, tasks_of
from bench.measure import Found, in_own_process
from bench.report import Figure, figures_table
from bench.town import Size, open_town, write_town
from geodata.snapshot import Snapshot, SnapshotContents, write_snapshot

FOLDER = Path("build/bench")
TOWN = FOLDER / "rechecks"
CASES = 10_000
SAMPLE = 200
LEAST_A_SECOND, LEAST_SPEEDUP = 300.0, 1.7


def main() -> int:
    """Measure, print and write. Exit code 1 where the cluster's results are not the same to the byte."""
    console = Console()
    with console.status("a town of 200,000 nodes") as status:
        in_own_process(_make_town, COUNCIL)
        status.update(f"{CASES:,} cases on one core")
        one_core = in_own_process(_on_one_core, CASES, "standard")
        status.update("a new pharmacy list, on one core")
        new_list = in_own_process(_on_one_core, CASES // 5, "list")
        status.update(f"{SAMPLE} cases by whole assessments, on one core")
        peer = in_own_process(_whole_assessments)
        found = {}
        for name, start in (("one", 1), ("two", 2)):
            status.update(f"{name} process{'es' if start > 1 else ''}")
            found[name] = in_own_process(_with_processes, start)
        status.update("a Dask cluster on this machine")
        cluster = in_own_process(_with_dask)
    rate = one_core["a_second"]
    figures = {
        "rechecks_per_second_one_core": rate,
        "two_process_speedup": found["one"]["seconds"] / found["two"]["seconds"],
        "dask_identical": cluster["outcomes"] == one_core["outcomes"],
        "worker_memory_mb": found["two"]["unique_mb"],
    }
    details = {
        "cases": CASES,
        "rechecks_per_processor_second_one_core": CASES / one_core["processor_seconds"],
        # What two processes would gain over one with both cores to themselves: all of it is work, none of it waiting.
        "two_process_speedup_by_processor_time": 2
        * found["one"]["processor_seconds"]
        / found["two"]["processor_seconds"],
        "rechecks_per_second_new_list": new_list["a_second"],
        "whole_assessments_rechecks_per_second": peer["a_second"],
        "worker_memory_pss_mb": found["two"]["pss_mb"],
        "pickled_bytes_a_task": one_core["pickled"],
        "cases_a_task": CHUNK,
        "seconds": {
            "one core": one_core["seconds"],
            **{f"{n} process": f["seconds"] for n, f in found.items()},
            "Dask, 2 workers": cluster["seconds"],
        },
        "processor_seconds": {
            "one core": one_core["processor_seconds"],
            **{f"{n} process": f["processor_seconds"] for n, f in found.items()},
        },
        "seconds_to_first_outcomes": {
            "one core": one_core["first_after"],
            **{f"{n} process": f["first_after"] for n, f in found.items()},
        },
        "processes_identical": found["two"]["outcomes"] == one_core["outcomes"],
        "failed": one_core["failed"],
        "load_average": os.getloadavg()[0],
    }
    console.print(
        figures_table(
            [
                Figure("seconds_a_recheck_one_core", 1 / rate, None, 1 / LEAST_A_SECOND),
                Figure("share_of_whole_assessments", 1 / rate, 1 / peer["a_second"], 1.0),
                Figure(
                    "two_processes_of_one",
                    found["two"]["seconds"],
                    found["one"]["seconds"],
                    1 / LEAST_SPEEDUP,
                ),
            ]
        )
    )
    console.print(figures | details)
    (FOLDER / "recheck.json").write_text(json.dumps(figures | details, indent=1) + "\n", encoding="utf-8")
    console.print(f"Written to {FOLDER / 'recheck.json'}.")
    return int(not figures["dask_identical"])


def _make_town(size: Size) -> Found:
    """Write the town, and the same town with another list, if they are not there yet."""
    if not (TOWN / "another").is_file():
        write_town(TOWN, size, outlines=True)
        town = open_town(TOWN).snapshot
        network = town.network("walk")
        assert network is not None  # noqa: S101 - it was written just now
        contents = SnapshotContents(
            name=f"{size.name}-another",
            as_at=AS_AT,
            hwbs=town.manifest.hwbs,
            homes=town.homes,
            premises=another_list(town.premises),
            postcodes=town.postcodes,
            boundaries={layer: town.boundaries(layer) for layer in ("hwb", "ward")},
            networks={"walk": network},
            sources=(),
            notes=town.manifest.notes,
            invented=True,
        )
        other = write_snapshot(TOWN, contents)
        for snapshot in (town, Snapshot.open(other)):
            open_prepared(snapshot)
        (TOWN / "another").write_text(other.name, encoding="utf-8")
    return {}


def _plan(what: str) -> tuple[Plan, list[Task]]:
    """A new standard on the same snapshot, or a new list on the same streets; and the cases."""
    town = open_town(TOWN).snapshot
    new = Snapshot.open(TOWN / (TOWN / "another").read_text(encoding="utf-8")) if what == "list" else town
    bases = [
        BasisAt(baseline_of(on, minutes), on.path, on.path, on.path, AS_AT)
        for on, minutes in ((town, 20.0), (new, 20.0 if what == "list" else 15.0))
    ]
    return Plan(*bases), tasks_of(town, CASES)


def _done(workers: AbstractContextManager[Workers], cases: int, what: str) -> Found:
    """One run from nothing: its seconds, and its outcomes as one number to compare."""
    plan, tasks = _plan(what)
    with TemporaryDirectory() as folder:
        begun, processor, first = time.perf_counter(), _processor_seconds(), []
        journal = RunJournal(Path(folder) / "journal.sqlite", identity(plan, tasks[:cases]))
        with workers as at:
            done = run(
                plan,
                tasks[:cases],
                journal,
                at.executor,
                at_once=2 * at.number,
                renew=at.renew,
                progress=lambda _: first.append(time.perf_counter() - begun),
            )
            taken = time.perf_counter() - begun
            memory = _memory_of(at.executor, at.number) if at.renew else {}
        processor = _processor_seconds() - processor
        outcomes = journal.outcomes()
        journal.close()
    return {
        "seconds": taken,
        "a_second": cases / taken,
        "processor_seconds": processor,
        "first_after": first[0],
        "outcomes": _number(outcomes),
        "failed": done.failed,
        "pickled": len(pickle.dumps((work, plan, tuple(tasks[:CHUNK])))),
        **memory,
    }


def _processor_seconds() -> float:
    """Processor time of this process and of its workers that have ended: it does not grow while others use the machine."""
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def _on_one_core(cases: int, what: str) -> Found:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return _done(here(), cases, what)


def _with_processes(number: int) -> Found:
    return _done(processes(number), CASES, "standard")


def _with_dask() -> Found:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
    ) as cluster:
        return _done(dask(cluster.scheduler_address), CASES, "standard")


def _whole_assessments() -> Found:
    """The peer: a plain loop that makes both assessments in full, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    plan, tasks = _plan("standard")
    area = open_prepared(Snapshot.open(plan.old.pharmacies))
    assess(_application(tasks[0]), plan.old.baseline, area, AS_AT)
    begun = time.perf_counter()
    for task in tasks[:SAMPLE]:
        for basis in (plan.old, plan.new):
            assess(_application(task), basis.baseline, area, basis.as_at)
    return {"a_second": SAMPLE / (time.perf_counter() - begun)}


def _application(task: Task) -> Relocation | Consolidation:
    found: Relocation | Consolidation = read_value(Relocation | Consolidation, task.application)  # type: ignore[arg-type]
    return found


def _memory_of(executor: Executor, workers: int) -> Found:
    """The most memory that a worker has to itself, and its share of what is mapped by several, MB."""
    found: dict[int, tuple[float, float]] = {}
    for _ in range(50):
        futures = [executor.submit(own_memory) for _ in range(4 * workers)]
        found |= {pid: sizes for pid, *sizes in (future.result() for future in futures)}  # type: ignore[misc]
        if len(found) == workers:
            break
    return {
        "unique_mb": max(unique for unique, _ in found.values()),
        "pss_mb": max(pss for _, pss in found.values()),
    }


def own_memory() -> tuple[int, float, float]:
    """This process: its id, memory that no other process shares, and its proportional share of all, MB (Linux)."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return os.getpid(), float("nan"), float("nan")
    sizes = {line.split(":")[0]: line.split() for line in rollup.read_text().splitlines()[1:]}
    kb = {name: int(words[1]) for name, words in sizes.items()}
    return os.getpid(), (kb["Private_Clean"] + kb["Private_Dirty"]) / 1024, kb["Pss"] / 1024


def _number(outcomes: tuple[Outcome, ...]) -> str:
    """All outcomes as one hash."""

    digest = hashlib.sha256()
    for one in outcomes:
        digest.update(repr(one).encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
