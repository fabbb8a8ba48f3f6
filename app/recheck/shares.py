"""The work of several boards in one run: whose each case is, and each board's basis cut from a snapshot of many boards.

A baseline counts the residents of its own boards. Where a snapshot counts others' too, each baseline's share of the cases
is measured on the people of its boards, with the streets and pharmacies within the halo that is proven to be enough.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app import METHOD_VERSION
from app.access import PreparedSnapshot
from app.domain.applications import ApplicationError, Consolidation
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.other_applications import AnyApplication
from app.domain.rechecks import Outcome
from app.recheck.halo import Closed, Sites, found_sites, sites_of, standards_halo_m
from app.recheck.partition import NothingLeftOutError, by_board, people_of, write_parts
from app.recheck.plans import BasisAt, Plan, Task, identity, run_id
from app.recheck.successors import ways
from app.store.values import read_value
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot, SnapshotError, write_snapshot

PARTS = ".parts"
"""Beside the parts: which were cut for what, so that a run that goes on does not cut again."""

ON_ALL = "Measured on all streets and the whole list, with the people of its own boards."


class SharesError(ValueError):
    """Baselines that do not go together, or with a snapshot; the message says which and what to do."""


Counted = tuple[Snapshot, tuple[str, ...]]
"""A snapshot, and the boards whose residents are counted."""


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
    """The cases of one plan, on the residents of its baselines' boards."""
    old, new = _boards_of(plan.old), _boards_of(plan.new)
    if cases:
        yield share(plan, cases, old, new, areas, folder)


def share(
    plan: Plan,
    cases: Sequence[Case],
    old: Counted,
    new: Counted,
    areas: Sequence[PreparedSnapshot],
    folder: Path,
) -> Share:
    """The cases of one plan on parts of its snapshots below ``folder``, which count the residents of some boards alone.

    ``areas``: where sites are looked for. Raises SnapshotError, OSError.
    """
    tasks, counted = tuple(case.task for case in cases), (old, new)
    if all(set(whole.manifest.hwbs) <= set(boards) for whole, boards in counted):
        return Share(plan, tasks, "Its snapshots count nobody else's residents: nothing to cut.")
    bases = (plan.old, plan.new)
    asked = _asked(plan, cases, areas)
    told = [
        [METHOD_VERSION, whole.id, boards, basis.baseline]
        for (whole, boards), basis in zip(counted, bases, strict=True)
    ]
    paths = _kept(folder, told, asked)
    if paths is None:
        paths = ()
        wholes = [
            (whole, boards, basis.baseline) for (whole, boards), basis in zip(counted, bases, strict=True)
        ]
        halo_m = max(standards_halo_m(basis.baseline) for basis in bases)
        with suppress(NothingLeftOutError):
            paths = write_parts(folder, wholes, halo_m, asked.sites, asked.together)
        _keep(folder, told, asked, paths)
    if not paths:
        why = "No less than all there is proves some of its trips: not cut."
        return Share(_uncut(plan, counted, folder), tasks, f"{why} {ON_ALL}")
    before, after = (
        replace(basis, pharmacies=path, streets=path, people=path)
        for basis, path in zip(bases, paths, strict=True)
    )
    return Share(Plan(before, after), tasks, _cut_said(before.people))


@dataclass(frozen=True)
class _Asked:
    """What parts are to answer: where the sites of the cases are, and which pharmacies close at once."""

    sites: tuple[Sites, ...]
    together: tuple[Closed, ...]


def _asked(plan: Plan, cases: Sequence[Case], areas: Sequence[PreparedSnapshot]) -> _Asked:
    """Sites by every list there is. A case whose sites cannot be placed fails when it is re-checked."""
    lists = [PreparedSnapshot(Snapshot.open(basis.pharmacies)) for basis in (plan.old, plan.new)]
    sites: dict[Sites, None] = {}
    together: dict[Closed, None] = {}
    for case in cases:
        own = _each_way(case.application, lists)
        others = [
            way for each in case.task.together for way in _each_way(read_value(Consolidation, each), lists)
        ]
        sites |= dict.fromkeys(each for way in own for area in areas for each in _sites(way, area))
        # Nobody walks between the sites of the others: each is a place by itself.
        sites |= dict.fromkeys(
            (point,) for way in others for area in areas for each in _sites(way, area) for point in each
        )
        # Where a list has a site elsewhere than its papers, the list's place is looked for too, and may be set aside.
        listed = [one for way in (*own, *others) for area in (*areas, *lists) for one in _listings(way, area)]
        sites |= dict.fromkeys((one.point,) for one in listed if one.point is not None)
        aside = frozenset(one.ods_code for one in listed)
        if len(aside) > 1:
            together[aside] = None
        if others:
            # Where all that may close do, whoever stays is the farthest.
            together[frozenset(code for area in lists for code in _closed([*own, *others], area))] = None
    return _Asked(tuple(sites), tuple(together))


def _each_way(application: AnyApplication, lists: Sequence[PreparedSnapshot]) -> tuple[AnyApplication, ...]:
    """An application as it stands, and each way in which the new list may have its premises."""
    old, new = lists
    return application, *ways(application, old, new)[0]


def _closed(papers: Sequence[AnyApplication], area: PreparedSnapshot) -> Closed:
    """The codes of the sites that are left by several applications, on one list."""
    found = set()
    for application in papers:
        try:
            leaving = found_sites(application, area)[0].listed
        except ApplicationError:
            continue
        if leaving is not None:
            found.add(leaving.ods_code)
    return frozenset(found)


def _listings(application: AnyApplication, area: PreparedSnapshot) -> Iterator[Premises]:
    """Listings of the sites of an application, at which nothing or something else than the papers' place is measured."""
    try:
        sites = found_sites(application, area)
    except ApplicationError:
        return
    for site in sites:
        yield from site.match.own
        if site.listed is not None and site.listed.point is not None and site.stands_apart:
            yield site.listed


def _cut_said(path: Path) -> str:
    """What a part says of how it was cut."""
    return str(Snapshot.open(path).manifest.notes[-1])


def _uncut(plan: Plan, counted: tuple[Counted, Counted], folder: Path) -> Plan:
    """A plan with the people of some boards alone, on all of the streets and the whole list."""

    def on_all(basis: BasisAt, whole: Snapshot, boards: tuple[str, ...]) -> BasisAt:
        if set(whole.manifest.hwbs) <= set(boards):
            return basis
        return replace(basis, people=write_snapshot(folder, people_of(whole, boards)))

    old, new = counted
    return Plan(on_all(plan.old, *old), on_all(plan.new, *new))


def _boards_of(basis: BasisAt) -> Counted:
    """A basis's snapshot, and those boards of its baseline whose residents it counts. Raises SharesError."""
    whole, codes = Snapshot.open(basis.people), _codes(basis.baseline)
    boards = tuple(code for code in whole.manifest.hwbs if code in codes)
    if not boards:
        raise SharesError(
            f"Snapshot {whole.id} counts no residents of {', '.join(sorted(codes))}, the boards of {basis.baseline.id!r}. "
            "Give a snapshot that covers them."
        )
    return whole, boards


def _keep(folder: Path, told: object, asked: _Asked, paths: Sequence[Path]) -> None:
    """Write down which parts were cut for what; none where there was nothing to cut."""
    questions = _questions(asked)
    file = folder / PARTS / f"{_hash(canonical_json(told))}-{_hash(canonical_json(questions))}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    names = [path.name for path in paths]
    file.write_text(json.dumps({"parts": names, "asked": questions}), encoding="utf-8")


def _kept(folder: Path, told: object, asked: _Asked) -> tuple[Path, ...] | None:
    """The parts that were cut earlier for the same or for more, where they are there and whole."""
    wanted = set(_questions(asked))
    for file in sorted((folder / PARTS).glob(f"{_hash(canonical_json(told))}-*.json")):
        try:
            known = json.loads(file.read_text(encoding="utf-8"))
            if not wanted <= set(known["asked"]):
                continue
            paths = tuple(folder / name for name in known["parts"])
            for path in paths:
                Snapshot.open(path).verify()
        except (OSError, ValueError, SnapshotError):
            continue
        return paths
    return None


def _questions(asked: _Asked) -> list[str]:
    each = [*asked.sites, *(sorted(codes) for codes in asked.together)]
    return sorted(canonical_json(one).decode() for one in each)


def _board_of(case: Case, areas: Sequence[PreparedSnapshot]) -> str | None:
    for area in areas:
        try:
            (board,) = by_board({case.task.case: case.application}, area)
        except ApplicationError:
            continue
        if board is not None:
            return board
    return None


def _sites(application: AnyApplication, area: PreparedSnapshot) -> Iterator[Sites]:
    """Where the sites of an application are by a snapshot; nothing where they cannot be placed."""
    try:
        yield sites_of(application, area)
    except ApplicationError:
        return


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
