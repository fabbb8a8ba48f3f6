"""Work for tests of re-checks that goes wrong in the worst ways. A module of its own, so that a worker can import it."""

import os
from collections.abc import Sequence

from app.domain.rechecks import Outcome
from app.recheck.plans import Plan, Task
from app.recheck.work import work

DEADLY = "deadly"


def deadly_work(plan: Plan, tasks: Sequence[Task]) -> list[Outcome]:
    """As ``work``; but a case whose id says so takes its process with it, as running out of memory does."""
    if any(task.case.startswith(DEADLY) for task in tasks):
        os._exit(9)
    return work(plan, tasks)


def work_that_cannot_begin(plan: Plan, tasks: Sequence[Task]) -> list[Outcome]:
    """Never gives an outcome."""
    raise MemoryError("no room")
