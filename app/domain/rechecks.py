"""Runs of re-checks: what a run is, where it stands, and what came of each case."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.baselines import Baseline


@dataclass(frozen=True)
class Outcome:
    """What came of one case: the re-check as canonical JSON, or why there is none."""

    case: str
    result: bytes | None
    error: str | None


class RunState(StrEnum):
    """Where a run of re-checks stands. ``INTERRUPTED`` is kept too where whoever worked on it was stopped in order."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


ACTIVE = frozenset({RunState.WAITING, RunState.RUNNING})
RESUMABLE = frozenset({RunState.CANCELLED, RunState.INTERRUPTED, RunState.FAILED})

STALE_SECONDS = 15
"""A run of which nothing was heard for so long is interrupted: its process, or its machine, is gone."""


@dataclass(frozen=True)
class NewBasis:
    """What cases are re-checked on. None leaves what each was assessed on as it was.

    ``version`` is that of a registered baseline, None for one that is a file. ``snapshot`` is an id.
    """

    baseline: Baseline | None = None
    version: int | None = None
    snapshot: str | None = None
    as_at: date | None = None


@dataclass(frozen=True)
class RunPlan:
    """What a run is: the new basis, the cases by application and number of assessment, and the versions that measure.

    ``left_out`` says how many cases that were asked for are not in it, by reason.
    """

    new: NewBasis
    cases: tuple[tuple[str, int], ...]
    versions: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class RunCounts:
    """How far a run is, over the cases that somebody may see."""

    done: int
    of: int
    failed: int
