"""Stored cases of two boards on a snapshot of three: each on its own residents and its own part, as on all of the streets."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from app.access import prepare
from app.access.mixed import Parts
from app.assessment import assess
from app.domain.applications import Consolidation
from app.domain.assessments import Assessment
from app.domain.audit import AuditEvent
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json, compact_json
from app.domain.rechecks import NewBasis, RunPlan, RunState
from app.recheck.causes import AreaCache, Basis, recheck
from app.recheck.conclusions import conclusion
from app.recheck.partition import cut, people_of
from app.recheck.plans import BasisAt, Plan
from app.recheck.runner import Signs, work
from app.recheck.stored_parts import counted
from app.store.database import Database
from geodata.snapshot import Snapshot, write_snapshot
from tests.made_up import long_town
from tests.made_up.applications import WITHIN
from tests.made_up.long_town import EAST, MIDDLE, WEST

BOARDS = (WEST, MIDDLE)


@dataclass(frozen=True)
class Town:
    """The whole town on the next list, a snapshot of each board's residents on the old one, and a folder."""

    folder: Path
    whole: Snapshot
    own: dict[str, Snapshot]

    @property
    def folders(self) -> dict[str, Path]:
        return {each.id: each.path for each in (self.whole, *self.own.values())}


@dataclass(frozen=True)
class Filed:
    """A case with the assessment on file and what that was made on."""

    id: str
    board: str
    assessment: Assessment
    baseline: Baseline


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("three-boards")
    listed = long_town.pharmacies(np.random.default_rng(5))
    old = long_town.snapshot(folder, np.random.default_rng(5), premises=listed)
    gone = {listed[at].ods_code for at in range(0, len(listed), 12)}
    later = tuple(one for one in listed if one.ods_code not in gone)
    whole = long_town.snapshot(folder, np.random.default_rng(5), premises=later)
    own = {
        board: Snapshot.open(write_snapshot(folder, cut(old, (board,), 1e6)[0])) for board in (*BOARDS, EAST)
    }
    return Town(folder, whole, own)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    database.migrate()
    yield database
    database.close()


def event() -> AuditEvent:
    return AuditEvent(datetime.now(UTC), "an analyst", "request")


def filed(database: Database, town: Town, each: int = 3) -> tuple[str, list[Filed]]:
    """Cases of both boards, assessed on their own snapshots, and a run of them on the whole town."""
    found = []
    with database.writing() as records:
        for board in BOARDS:
            own = town.own[board]
            area = prepare(own)
            pna = replace(
                long_town.baseline(5, ("walk", "car", "line"), board), id=f"pna-{board}", snapshot=own.id
            )
            papers = long_town.applications(np.random.default_rng(7), own.premises, each, board)
            joined = [one for one in papers if isinstance(one, Consolidation)]
            for application in papers:
                beside = [one for one in joined if one is not application]
                together = beside if isinstance(application, Consolidation) else []
                made = assess(application, pna, area, WITHIN, together)
                kept = records.add_application(application, event(), boards=[board])
                records.add_assessment(kept.id, made, pna, event())
                found.append(Filed(kept.id, board, made, pna))
        plan = RunPlan(
            NewBasis(snapshot=town.whole.id), tuple((one.id, 1) for one in found), (("method", "1"),)
        )
        run, _ = records.rechecks.begin(canonical_json(plan), plan.cases, event())
    return run.id, found


def signs() -> Signs:
    return Signs(Event(), Event(), Event())


def outcomes(database: Database, run: str) -> dict[str, bytes | None]:
    with database.reading() as records:
        return {one.case: one.result for one in records.rechecks.outcomes(run)}


def uncut(town: Town, one: Filed) -> bytes:
    """A case on all of the streets and the whole list, with the residents of its board."""
    own, whole = town.own[one.board], town.whole
    people = Snapshot.open(write_snapshot(town.folder, people_of(whole, (one.board,))))
    assessment = one.assessment
    found = recheck(
        assessment.application,
        Basis(one.baseline, Parts(own, own, own), WITHIN),
        Basis(replace(one.baseline, snapshot=whole.id), Parts(whole, whole, people), WITHIN),
        AreaCache(),
        conclusion(assessment),
        assessment.together,
        dict(assessment.versions),
    )
    return compact_json(found)


def test_each_stored_case_comes_to_what_it_comes_to_uncut(
    town: Town, database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run, cases = filed(database, town)
    parts = tmp_path / "parts"
    with caplog.at_level(logging.INFO, "app.recheck.stored"):
        ended = work(database, run, town.folders, signs(), processes=0, parts=parts)
    assert ended is RunState.DONE
    assert sum("with a halo of" in each.getMessage() for each in caplog.records) == 2
    found = outcomes(database, run)
    assert len(found) == len(cases) == 6
    for one in cases:
        assert found[one.id] == uncut(town, one), one
    # The residents are the same: what moved was moved by the list, and nothing by the method.
    assert b'"pharmacy list"' in b"".join(result or b"" for result in found.values())
    assert not any(
        word in (result or b"") for result in found.values() for word in (b'"method"', b'"population"')
    )
    assert not (parts / run).exists(), "what a run that is done has cut is deleted"


def test_a_run_that_was_stopped_goes_on_without_cutting_again(
    town: Town, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, cases = filed(database, town)
    parts, asked = tmp_path / "parts", signs()
    monkeypatch.setattr("app.recheck.batch.CHUNK", 1)
    from app.recheck import batch

    def once(plan: Plan, tasks: object) -> object:
        asked.stop.set()
        return done(plan, tasks)  # type: ignore[arg-type]

    done = batch.work
    with monkeypatch.context() as patch:
        patch.setattr(batch, "work", once)
        assert work(database, run, town.folders, asked, processes=0, parts=parts) is RunState.INTERRUPTED
    assert 0 < len(outcomes(database, run)) < len(cases)
    made = sorted(each.name for each in (parts / run).iterdir())
    assert made
    with database.writing() as records:
        records.rechecks.resume(run, event())
    kept = list[list[str]]()

    def keep(folder: Path, **_: object) -> None:
        kept.append(sorted(each.name for each in folder.iterdir()))

    monkeypatch.setattr("app.recheck.runner.rmtree", keep)
    assert work(database, run, town.folders, signs(), processes=0, parts=parts) is RunState.DONE
    assert set(made) <= set(kept[0])
    of_first = [name for name in kept[0] if WEST.lower() in name]
    assert of_first == [name for name in made if WEST.lower() in name], (
        "what was cut already is not cut again"
    )
    found = outcomes(database, run)
    assert all(found[one.id] == uncut(town, one) for one in cases)


def test_parts_that_cannot_be_written_end_the_run_and_say_what_to_do(
    town: Town, database: Database, tmp_path: Path
) -> None:
    run, _ = filed(database, town, 1)
    (tmp_path / "a file").write_text("no folder", encoding="utf-8")
    assert (
        work(database, run, town.folders, signs(), processes=0, parts=tmp_path / "a file") is RunState.FAILED
    )
    with database.reading() as records:
        problem = records.rechecks.read(run, datetime.now(UTC)).problem or ""
    assert "Let PHARMACY_RECHECK_PARTS name a folder" in problem
    with database.writing() as records:
        records.rechecks.resume(run, event())
    assert work(database, run, town.folders, signs(), processes=0, parts=tmp_path / "p") is RunState.DONE


def test_whose_residents_are_counted(town: Town) -> None:
    def plan(old: Snapshot, new: Snapshot, before: str, after: str) -> Plan:
        bases = ((old, before), (new, after))
        return Plan(
            *(
                BasisAt(long_town.baseline(5, ("walk",), board), made.path, made.path, made.path, WITHIN)
                for made, board in bases
            )
        )

    own, whole = town.own[MIDDLE], town.whole
    found = counted(plan(own, whole, MIDDLE, MIDDLE))
    assert found is not None
    assert [boards for _, boards in found] == [(MIDDLE,), (MIDDLE,)]
    assert counted(plan(own, own, MIDDLE, MIDDLE)) is None, "nobody else's residents are in it"
    assert counted(plan(whole, whole, MIDDLE, MIDDLE)) is None, "all were counted on file, and are again"
    assert counted(plan(town.own[WEST], own, MIDDLE, WEST)) is None, (
        "it counts none of them: measured as it is"
    )
    # What is on file had residents of another board than its baseline's: they are counted again.
    wider = counted(plan(town.own[WEST], whole, MIDDLE, MIDDLE))
    assert wider is not None
    assert wider[1][1] == (WEST, MIDDLE)
