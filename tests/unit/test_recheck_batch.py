"""Batches of re-checks: one bad case stops nothing, a run that was stopped goes on, and order does not matter."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.canonical import canonical_json
from app.domain.rechecks import Outcome
from app.recheck.batch import Plan, Task, run, work
from app.recheck.causes import Cause, Rechecked
from app.recheck.plans import BasisAt
from app.recheck.report import Failed, as_csv, report
from app.store.journal import OtherPlanError, RunJournal
from app.store.values import read_value
from tests.made_up.applications import BASELINE, S2, WITHIN, consolidation
from tests.made_up.small_area import PREMISES, premises, snapshot


class Here(Executor):
    """Runs what it is given at once; from a chosen call on it is as if the machine had died."""

    def __init__(self, dies_at: int | None = None) -> None:
        self.calls, self._dies_at = 0, dies_at

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.calls += 1
        if self.calls == self._dies_at:
            raise KeyboardInterrupt
        future: Future[list[Outcome]] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.recheck.batch.CHUNK", 2)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    old = snapshot(tmp_path).path
    new = snapshot(tmp_path, premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD"))).path
    return Plan(BasisAt(BASELINE, old, old, old, WITHIN), BasisAt(BASELINE, new, new, new, WITHIN))


def _tasks(number: int) -> list[Task]:
    return [
        Task(f"case-{at:03d}", canonical_json(consolidation(reference=f"CAS-{at:03d}")))
        for at in range(number)
    ]


def _journal(tmp_path: Path, name: str = "run") -> RunJournal:
    return RunJournal(tmp_path / name / "journal.sqlite", b"plan")


def test_every_case_has_its_outcome_and_the_cause(plan: Plan, tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    done = run(plan, _tasks(5), journal, Here())
    assert (done.done, done.of, done.failed) == (5, 5, 0)
    outcomes = journal.outcomes()
    assert [o.case for o in outcomes] == [task.case for task in _tasks(5)]
    found = read_value(Rechecked, outcomes[0].result or b"")
    assert {cause for change in found.changes for cause in change.causes} == {Cause.PHARMACIES}
    journal.close()


def test_a_poisoned_case_is_reported_and_stops_nothing(plan: Plan, tmp_path: Path) -> None:
    lost = consolidation(closing=replace(S2, ods_code=None, postcode="XT7 7XX"))
    tasks = [*_tasks(3), Task("bad-place", canonical_json(lost)), Task("bad-json", b"{}")]
    journal = _journal(tmp_path)
    done = run(plan, tasks, journal, Here())
    assert (done.done, done.failed) == (5, 2)
    errors = {o.case: o.error for o in journal.outcomes() if o.error}
    assert "XT7 7XX" in (errors["bad-place"] or "")
    assert set(errors) == {"bad-place", "bad-json"}
    journal.close()


@pytest.mark.parametrize("dies_at", [1, 2, 3, 4])
def test_a_run_that_died_goes_on_with_no_case_twice_and_none_lost(
    plan: Plan, tmp_path: Path, dies_at: int
) -> None:
    tasks, journal = _tasks(7), _journal(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(plan, tasks, journal, Here(dies_at), at_once=1)
    journal.close()
    again, executor = _journal(tmp_path), Here()
    before = len(again.done())
    assert before == 2 * (dies_at - 1)
    assert run(plan, tasks, again, executor).done == 7
    assert executor.calls == -(-(7 - before) // 2)
    assert len(again.outcomes()) == 7
    whole = _journal(tmp_path, "whole")
    run(plan, tasks, whole, Here())
    assert again.outcomes() == whole.outcomes()
    again.close()
    whole.close()


def test_a_run_started_twice_is_one_run(plan: Plan, tmp_path: Path) -> None:
    journal, second = _journal(tmp_path), Here()
    run(plan, _tasks(3), journal, Here())
    assert run(plan, _tasks(3), journal, second).done == 3
    assert second.calls == 0
    journal.write([Outcome("case-000", None, "a late copy")])
    assert journal.outcomes()[0].error is None
    journal.close()


def test_a_cancelled_run_keeps_what_is_out_and_stops(plan: Plan, tmp_path: Path) -> None:
    journal, asked = _journal(tmp_path), 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    done = run(plan, _tasks(7), journal, Here(), at_once=1, cancelled=cancelled)
    assert done.done == len(journal.done()) == 4
    journal.close()


def test_threads_give_the_same_outcomes(plan: Plan, tmp_path: Path) -> None:
    one, other = _journal(tmp_path, "one"), _journal(tmp_path, "other")
    run(plan, _tasks(5), one, Here())
    with ThreadPoolExecutor(2) as pool:
        run(plan, _tasks(5), other, pool)
    assert one.outcomes() == other.outcomes()
    one.close()
    other.close()


def test_a_journal_of_another_plan_is_refused(tmp_path: Path) -> None:
    _journal(tmp_path).close()
    with pytest.raises(OtherPlanError, match="journal of another run"):
        RunJournal(tmp_path / "run" / "journal.sqlite", b"another plan")


def test_two_cases_of_one_id_are_refused(plan: Plan, tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    with pytest.raises(ValueError, match="same id"):
        run(plan, _tasks(1) * 2, journal, Here())
    journal.close()


def test_the_report_ranks_what_weighs_and_counts_the_rest(plan: Plan) -> None:
    later = replace(plan, new=replace(plan.old, as_at=WITHIN.replace(month=7)))
    outcomes = [
        *work(later, _tasks(2)),
        *work(Plan(plan.old, plan.old), [Task("same", _tasks(1)[0].application)]),
    ]
    found = [(o.case, read_value(Rechecked, o.result or b"")) for o in outcomes]
    summary = report(found, [Failed("z", "why")])
    assert [ranked.case for ranked in summary.changed] == ["case-000", "case-001"]
    assert summary.unchanged == 1
    assert summary.causes == ((Cause.LAW, 2),)
    assert summary.failed == (Failed("z", "why"),)
    rows = as_csv(found).splitlines()
    assert rows[0] == "case,reference,kind,name,old,new,causes,inputs,why"
    assert any(
        row.startswith("case-000,CAS-000,flag,deadline-passed,") and row.endswith(",law,,") for row in rows
    )


def test_a_cell_that_looks_like_a_formula_is_text(plan: Plan) -> None:
    later = replace(plan, new=replace(plan.old, as_at=WITHIN.replace(month=7)))
    (outcome,) = work(later, [Task("a", canonical_json(consolidation(reference="=1+1")))])
    text = as_csv([("a", read_value(Rechecked, outcome.result or b""))])
    assert "'=1+1" in text
