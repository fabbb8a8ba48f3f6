"""The work of several boards in one run: whose each case is, and each board's basis cut from a snapshot of many boards.

A baseline counts the residents of its own boards. Where a snapshot counts others' too, each baseline's share of the cases
is measured on the people of its boards: with the streets and pharmacies within the halo, or with all of them where a
standard's reach is no length (a drive) or several consolidations close at once.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.access import PreparedSnapshot
from app.domain.applications import ApplicationError
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.other_applications import AnyApplication
from app.domain.rechecks import Outcome
from app.recheck.partition import (
    HaloError,
    Sites,
    by_board,
    people_of,
    sites_of,
    standards_halo_m,
    write_parts,
)
from app.recheck.plans import BasisAt, Plan, Task, identity, run_id
from geodata.snapshot import Snapshot, SnapshotError, write_snapshot

PARTS = ".parts"
"""Beside the parts: which were cut for what, so that a run that goes on does not cut again."""

ON_ALL = "Measured on all streets and the whole list, with the people of its own boards."


class SharesError(ValueError):
    """Baselines that do not go together, or with a snapshot; the message says which and what to do."""


@dataclass(frozen=True)
class Case:
    """A case of a run: what is handed to a worker, and the application that it was made of."""

    task: Task
    application: AnyApplication


@dataclass(frozen=True)
class Share:
    """The cases of one baseline with their plan. ``said``: whether its snapshots were cut, or why not."""

    plan: Plan
    tasks: tuple[Task, ...]
    said: str = ""


@dataclass(frozen=True)
class Divided:
    """A run over several boards. ``nobodys``: cases of boards of which no baseline was given, each with its reason."""

    shares: tuple[Share, ...]
    nobodys: tuple[Outcome, ...] = ()

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of all cases."""
        tasks = tuple(task.case for share in self.shares for task in share.tasks)
        return tasks + tuple(outcome.case for outcome in self.nobodys)

    def identity(self) -> bytes:
        """What the run is: that of its plan where it has one and all cases are somebody's."""
        each = sorted(identity(s.plan, sorted(s.tasks, key=lambda t: t.case)) for s in self.shares)
        if len(each) == 1 and not self.nobodys:
            return identity(self.shares[0].plan, self.shares[0].tasks)
        return canonical_json(
            {"shares": [one.decode() for one in each], "nobodys": sorted(o.case for o in self.nobodys)}
        )

    def run_id(self) -> str:
        """The id of the run, whatever the order of its cases."""
        if len(self.shares) == 1 and not self.nobodys:
            return run_id(self.shares[0].plan, self.shares[0].tasks)
        return _hash(self.identity())


def paired(old: Sequence[BasisAt], new: Sequence[BasisAt]) -> tuple[Plan, ...]:
    """Each old basis with the new one that has a board in common with it. Raises SharesError."""
    for given, which in ((old, "old"), (new, "new")):
        _check_apart([basis.baseline for basis in given], which)
    plans = []
    for before in old:
        after = [basis for basis in new if _codes(basis.baseline) & _codes(before.baseline)]
        if not after:
            raise SharesError(
                f"No new baseline is of a board of {before.baseline.id!r}. Give one with --new, or leave the old one out."
            )
        plans += [Plan(before, basis) for basis in after]
    for basis in new:
        if all(plan.new is not basis for plan in plans):
            raise SharesError(
                f"No old baseline is of a board of {basis.baseline.id!r}. Give one with --old, or leave the new one out."
            )
    return tuple(plans)


def divide(plans: Sequence[Plan], cases: Sequence[Case], folder: Path) -> Divided:
    """Each case to the plan of the board in whose area its premises are, with snapshots of many boards cut below ``folder``.

    A case whose premises cannot be placed, or lie in no outline, is that of the board that had the notice. Raises
    SharesError, SnapshotError, OSError.
    """
    areas = [PreparedSnapshot(one) for one in _snapshots(plans)]
    of_plan: dict[int, list[Case]] = {at: [] for at in range(len(plans))}
    nobodys = []
    for case in cases:
        board = _board_of(case, areas) or case.application.notice.sent_to_hwb
        at = next((at for at, plan in enumerate(plans) if _is_of(plan, board)), None)
        if at is None:
            why = f"Its premises are in the area of {board or 'no board'}, of which no old and new baseline was given."
            nobodys.append(Outcome(case.task.case, None, why))
        else:
            of_plan[at].append(case)
    shares = [share for at, plan in enumerate(plans) for share in _cut(plan, of_plan[at], areas, folder)]
    return Divided(tuple(shares), tuple(nobodys))


def _cut(
    plan: Plan, cases: Sequence[Case], areas: Sequence[PreparedSnapshot], folder: Path
) -> Iterator[Share]:
    """The cases of one plan: on parts with a halo, and what cannot be cut on all of the streets."""
    cuts = [_boards_of(basis) for basis in (plan.old, plan.new)]
    if all(set(whole.manifest.hwbs) <= set(boards) for whole, boards in cuts):
        yield from _share(plan, cases, "Its snapshots count nobody else's residents: nothing to cut.")
        return
    try:
        halo_m = max(standards_halo_m(basis.baseline) for basis in (plan.old, plan.new))
    except HaloError as error:
        yield from _share(_uncut(plan, folder), cases, f"{error} {ON_ALL}")
        return
    alone = [case for case in cases if not case.task.together]
    if alone:
        sites = tuple(dict.fromkeys(each for case in alone for each in _sites(case, areas)))
        told = [
            [whole.id, boards, basis.baseline]
            for (whole, boards), basis in zip(cuts, (plan.old, plan.new), strict=True)
        ]
        kept = folder / PARTS / _hash(canonical_json([told, sites]))
        paths = _kept(kept, folder)
        if paths is None:
            wholes = [
                (whole, boards, basis.baseline)
                for (whole, boards), basis in zip(cuts, (plan.old, plan.new), strict=True)
            ]
            paths = write_parts(folder, wholes, halo_m, sites)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text("\n".join(path.name for path in paths), encoding="utf-8")
        old, new = (
            replace(basis, pharmacies=path, streets=path, people=path)
            for basis, path in zip((plan.old, plan.new), paths, strict=True)
        )
        yield from _share(Plan(old, new), alone, _cut_said(old.people))
    several = [case for case in cases if case.task.together]
    if several:
        why = "Considered together, several pharmacies close at once: how far people would go is not proven. Not cut."
        yield from _share(_uncut(plan, folder), several, f"{why} {ON_ALL}")


def _cut_said(path: Path) -> str:
    """What a part says of how it was cut."""
    return str(Snapshot.open(path).manifest.notes[-1])


def _share(plan: Plan, cases: Sequence[Case], said: str) -> Iterator[Share]:
    if cases:
        yield Share(plan, tuple(case.task for case in cases), said)


def _uncut(plan: Plan, folder: Path) -> Plan:
    """A plan with the people of its boards alone, on all of the streets and the whole list."""

    def on_all(basis: BasisAt) -> BasisAt:
        whole, boards = _boards_of(basis)
        if set(whole.manifest.hwbs) <= set(boards):
            return basis
        return replace(basis, people=write_snapshot(folder, people_of(whole, boards)))

    return Plan(on_all(plan.old), on_all(plan.new))


def _boards_of(basis: BasisAt) -> tuple[Snapshot, tuple[str, ...]]:
    """A basis's snapshot, and those boards of its baseline whose residents it counts. Raises SharesError."""
    whole, codes = Snapshot.open(basis.people), _codes(basis.baseline)
    boards = tuple(code for code in whole.manifest.hwbs if code in codes)
    if not boards:
        raise SharesError(
            f"Snapshot {whole.id} counts no residents of {', '.join(sorted(codes))}, the boards of {basis.baseline.id!r}. "
            "Give a snapshot that covers them."
        )
    return whole, boards


def _kept(file: Path, folder: Path) -> tuple[Path, ...] | None:
    """The parts that were cut earlier for the same, where they are there and whole."""
    try:
        paths = tuple(folder / name for name in file.read_text(encoding="utf-8").splitlines())
        for path in paths:
            Snapshot.open(path).verify()
    except (OSError, SnapshotError):
        return None
    return paths


def _board_of(case: Case, areas: Sequence[PreparedSnapshot]) -> str | None:
    for area in areas:
        try:
            (board,) = by_board({case.task.case: case.application}, area)
        except ApplicationError:
            continue
        if board is not None:
            return board
    return None


def _sites(case: Case, areas: Sequence[PreparedSnapshot]) -> Iterator[Sites]:
    """Where the sites of a case are by each snapshot; a case whose sites cannot be placed fails when it is re-checked."""
    for area in areas:
        try:
            yield sites_of(case.application, area)
        except ApplicationError:
            continue


def _snapshots(plans: Sequence[Plan]) -> list[Snapshot]:
    """The snapshots of the plans, the new ones first."""
    paths = [basis.pharmacies for basis in (*(p.new for p in plans), *(p.old for p in plans))]
    return [Snapshot.open(path) for path in dict.fromkeys(paths)]


def _is_of(plan: Plan, board: str | None) -> bool:
    return board in _codes(plan.old.baseline) and board in _codes(plan.new.baseline)


def _check_apart(baselines: Sequence[Baseline], which: str) -> None:
    found: Mapping[str, str] = {}
    for baseline in baselines:
        twice = sorted(_codes(baseline) & found.keys())
        if twice:
            raise SharesError(
                f"Two {which} baselines are of the board of {twice[0]}: {found[twice[0]]!r} and {baseline.id!r}. Give one."
            )
        found = {**found, **dict.fromkeys(_codes(baseline), baseline.id)}


def _codes(baseline: Baseline) -> frozenset[str]:
    return frozenset(board.code for board in baseline.boards)


def _hash(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:16]
