"""Stored cases on a snapshot of many boards: whose residents are counted, and the parts that are cut for them.

An assessment on file counted the residents of its snapshot. Checked again on a snapshot that counts those of more boards, it
would be set beside everybody who lives there. So the new snapshot is cut to the boards of the needs assessment, with the
halo that is proven to be enough, as the command line cuts it (``app.recheck.shares``).
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from app.access import PreparedSnapshot
from app.domain.baselines import Baseline
from app.domain.other_applications import AnyApplication
from app.recheck.plans import Plan, Task
from app.recheck.shares import Case, Counted, Share, share
from app.store.values import read_value
from geodata.snapshot import Snapshot

ELSEWHERE = Path(tempfile.gettempdir()) / "pharmacy-recheck-parts"
"""Where parts stand if nobody says where."""


class PartsError(RuntimeError):
    """Parts that cannot be written; the message says where and what to do."""


def counted(plan: Plan) -> tuple[Counted, Counted] | None:
    """Whose residents the old and the new basis count; None where the snapshots count no others.

    The old one counts those that the assessment on file counted, all of them. The new one counts those of its baseline's
    boards; and those that are on file besides, where the snapshot on file had others' residents than its baseline's.
    """
    old, new = Snapshot.open(plan.old.people), Snapshot.open(plan.new.people)
    on_file, ours = set(old.manifest.hwbs), _codes(plan.new.baseline)
    if not on_file <= _codes(plan.old.baseline):
        ours |= on_file
    boards = tuple(code for code in new.manifest.hwbs if code in ours)
    # Where it counts none of them, it is measured as it is: the flags say that it is another area's.
    if not boards or len(boards) == len(new.manifest.hwbs):
        return None
    return (old, old.manifest.hwbs), (new, boards)


def cut_for(plan: Plan, tasks: Sequence[Task], of: tuple[Counted, Counted], folder: Path) -> Share:
    """The tasks of a plan on parts below ``folder``. Raises PartsError, SnapshotError."""
    (old, _), (new, _) = of
    cases = [Case(task, read_value(cast("Any", AnyApplication), task.application)) for task in tasks]
    try:
        return share(plan, cases, *of, [PreparedSnapshot(new), PreparedSnapshot(old)], folder)
    except OSError as error:
        raise PartsError(
            f"Parts of snapshots cannot be written to {folder}: {error.strerror}. Let PHARMACY_RECHECK_PARTS name a folder "
            "with room that the service may write to, and resume this re-check."
        ) from error


def _codes(baseline: Baseline) -> set[str]:
    return {board.code for board in baseline.boards}
