"""Many applications re-checked through any ``concurrent.futures`` executor: processes here, a cluster where outgrown.

A plan is small: it names snapshots by their folders, and every worker opens them memory-mapped, once. A case that fails is
reported with its cause and stops nothing, even where it takes its worker with it. What is done is in a journal before more
is asked for, so that a run that was killed at any moment goes on where it was: no case twice, none lost.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Protocol

from app.domain.rechecks import Outcome
from app.recheck.plans import BasisAt, Plan, Task
from app.recheck.work import alive, work

__all__ = ["BasisAt", "Done", "Journal", "Plan", "Task", "WorkersError", "run", "run_parts", "work"]

CHUNK = 50
"""Cases handed to a worker at a time: enough to outweigh the handing, few enough to lose little when killed."""


@dataclass(frozen=True)
class Chunk:
    """Cases of one plan that are handed to a worker together."""

    plan: Plan
    tasks: tuple[Task, ...]

    def one_by_one(self) -> Iterator["Chunk"]:
        """Each case alone."""
        return (Chunk(self.plan, (task,)) for task in self.tasks)


class WorkersError(RuntimeError):
    """Workers that end before they have done anything: no case is at fault."""


class Journal(Protocol):
    """What is done, kept where it outlives the run."""

    def done(self) -> frozenset[str]:
        """Cases that have an outcome."""
        ...

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Keep some outcomes, all or none; a case that has one keeps it."""
        ...


@dataclass(frozen=True)
class Done:
    """How far a run is."""

    done: int
    of: int
    failed: int


def run(
    plan: Plan,
    tasks: Sequence[Task],
    journal: Journal,
    executor: Executor,
    *,
    at_once: int = 4,
    progress: Callable[[Done], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    renew: Callable[[], Executor] | None = None,
) -> Done:
    """Re-check every case that has no outcome yet. ``at_once``: chunks that are out at a time.

    ``renew`` gives a new executor once a worker has died with the old one's work. What was out is then tried one case at
    a time: the case that ends its worker again, alone, has that as its outcome. When cancelled, what is out is waited for
    and kept. Raises ValueError where two cases have one id, WorkersError where workers cannot work at all, BrokenExecutor
    where one breaks and there is no ``renew``.
    """
    return run_parts(
        ((plan, tasks),),
        journal,
        executor,
        at_once=at_once,
        progress=progress,
        cancelled=cancelled,
        renew=renew,
    )


def run_parts(
    parts: Sequence[tuple[Plan, Sequence[Task]]],
    journal: Journal,
    executor: Executor,
    *,
    at_once: int = 4,
    progress: Callable[[Done], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    renew: Callable[[], Executor] | None = None,
) -> Done:
    """As ``run``, for several plans in one journal: the cases of several boards, each on its own.

    Workers go from one board to the next without waiting for each other.
    """
    ids = [task.case for _, tasks in parts for task in tasks]
    if len(set(ids)) != len(ids):
        raise ValueError("Two cases have the same id: each case is to have one outcome.")
    one = _Run(executor, renew, at_once, cancelled)
    before = journal.done()
    for plan, tasks in parts:
        one.waiting.extend(_chunks(plan, [task for task in tasks if task.case not in before]))
    done, failed = sum(case in before for case in ids), 0
    for outcomes in one:
        journal.write(outcomes)
        done, failed = done + len(outcomes), failed + sum(outcome.error is not None for outcome in outcomes)
        progress(Done(done, len(ids), failed))
    return Done(done, len(ids), failed)


def _chunks(plan: Plan, tasks: Sequence[Task]) -> list[Chunk]:
    return [Chunk(plan, tuple(tasks[at : at + CHUNK])) for at in range(0, len(tasks), CHUNK)]


class _Run:
    """Chunks that wait, chunks that are out, and cases that may have ended a worker, which go alone and last."""

    def __init__(
        self,
        executor: Executor,
        renew: Callable[[], Executor] | None,
        at_once: int,
        cancelled: Callable[[], bool],
    ) -> None:
        self._executor, self._renew = executor, renew
        self._at_once, self._cancelled = at_once, cancelled
        self.waiting: deque[Chunk] = deque()
        self._suspects: deque[Chunk] = deque()
        self._out: dict[Future[list[Outcome]], Chunk] = {}

    def __iter__(self) -> "_Run":
        return self

    def __next__(self) -> list[Outcome]:
        """The next outcomes; those of cases that were out when the run was cancelled too."""
        while True:
            self._submit()
            if not self._out:
                raise StopIteration
            found = self._collect()
            if found:
                return found

    def _submit(self) -> None:
        while self.waiting and len(self._out) < self._at_once and not self._cancelled():
            self._hand_out(self.waiting.popleft())
        if self._suspects and not self._out and not self._cancelled():
            self._hand_out(self._suspects.popleft())

    def _hand_out(self, chunk: Chunk) -> None:
        try:
            future = self._executor.submit(work, chunk.plan, chunk.tasks)
        except BrokenExecutor as error:  # a worker has died since: what the others say is collected first
            future = Future()
            future.set_exception(error)
        self._out[future] = chunk

    def _collect(self) -> list[Outcome]:
        """What some futures that are done say. Their chunks are out no more: they have outcomes or wait again."""
        alone = len(self._out) == 1
        finished, _ = wait(self._out, return_when=FIRST_COMPLETED)
        outcomes: list[Outcome] = []
        broken: list[tuple[Chunk, BrokenExecutor]] = []
        for future in finished:
            self._read(future, outcomes, broken)
        if broken:
            # All that is out was lost with the worker, or is done by now.
            for future in wait(self._out).done:
                self._read(future, outcomes, broken)
            outcomes += self._after_a_death(broken, alone=alone)
        return outcomes

    def _read(
        self,
        future: Future[list[Outcome]],
        outcomes: list[Outcome],
        broken: list[tuple[Chunk, BrokenExecutor]],
    ) -> None:
        chunk = self._out.pop(future)
        try:
            outcomes += future.result()
        except BrokenExecutor as error:
            broken.append((chunk, error))
        except Exception as error:  # what a cluster says of work that it could not do
            if len(chunk.tasks) == 1:
                outcomes.append(Outcome(chunk.tasks[0].case, None, f"{type(error).__name__}: {error}"))
            else:
                self._suspects.extend(chunk.one_by_one())

    def _after_a_death(self, broken: list[tuple[Chunk, BrokenExecutor]], *, alone: bool) -> list[Outcome]:
        """The case that was alone with the worker that died has that as its outcome; of several each goes alone."""
        if self._renew is None:
            raise broken[0][1]
        self._executor = self._renew()
        try:
            self._executor.submit(alive).result()
        except BrokenExecutor as error:
            raise WorkersError(
                "Workers end before they have re-checked anything. Look at the messages above: memory, or an "
                "installation that is not whole, is the usual cause."
            ) from error
        lost = [chunk for chunk, _ in broken]
        if alone and len(lost) == 1 and len(lost[0].tasks) == 1:
            why = "The worker process ended while it re-checked this case, alone. It may have run out of memory."
            return [Outcome(lost[0].tasks[0].case, None, why)]
        self._suspects.extend(alone for chunk in lost for alone in chunk.one_by_one())
        return []
