"""What a run of re-checks is: small values that are handed to workers, and an id by which the same run is known again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json


@dataclass(frozen=True)
class BasisAt:
    """A basis by the folders of its snapshots: what is handed to a worker."""

    baseline: Baseline
    pharmacies: Path
    streets: Path
    people: Path
    as_at: date


@dataclass(frozen=True)
class Plan:
    """From which basis to which."""

    old: BasisAt
    new: BasisAt


@dataclass(frozen=True)
class Task:
    """One case: its id, its application as canonical JSON, and the conclusion on file, where there is one.

    ``together`` are the consolidations that were considered together with it, each as canonical JSON. ``versions`` are
    those of the assessment on file, by name.
    """

    case: str
    application: bytes
    stored: bytes | None = None
    together: tuple[bytes, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


def identity(plan: Plan, tasks: Sequence[Task]) -> bytes:
    """What a run is, so that a journal is only gone on with by the same one: bases by content, cases by id and content."""
    bases = [
        [b.baseline, b.pharmacies.name, b.streets.name, b.people.name, b.as_at] for b in (plan.old, plan.new)
    ]
    return canonical_json({"bases": bases, "cases": [_content(task) for task in tasks]})


def run_id(plan: Plan, tasks: Sequence[Task]) -> str:
    """The id of a run: the same bases and the same cases give the same one, in whatever order the cases stand."""
    ordered = sorted(tasks, key=lambda task: task.case)
    return hashlib.sha256(identity(plan, ordered)).hexdigest()[:16]


def _content(task: Task) -> list[object]:
    """An application, and what there is besides."""
    content: list[object] = [task.case, task.application.decode()]
    if task.stored or task.together or task.versions:
        stored = task.stored.decode() if task.stored else None
        content += [stored, [other.decode() for other in task.together], list(map(list, task.versions))]
    return content
