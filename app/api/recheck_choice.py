"""Which cases a re-check takes in, and on what: from what somebody asks for to the plan of a run."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.api.problems import not_valid
from app.api.services import Services
from app.domain.accounts import Account
from app.domain.cases import State
from app.domain.rechecks import NewBasis, RunPlan
from app.recheck.causes import RECHECK_VERSION
from app.schemas.faults import Fault
from app.schemas.fields import Id, IsoDate, Line
from app.schemas.mirror import Mirror
from app.store.assessed import AssessedCase, AssessedOn
from app.store.database import Database
from app.store.library import Library, UnknownBaselineError, UnusableSnapshotError
from app.versions import versions

StateName = Annotated[State, Field(strict=False)]
NOT_ASSESSED = "not assessed yet, so that there is nothing to compare"
OTHER_BOARDS = "of boards whose assessment the new baseline is not"


class CaseChoice(Mirror):
    """Which cases; what is left out does not narrow them down. Without any of them: every assessed case of your boards."""

    ids: list[Line] = Field(default_factory=list, max_length=1000)
    """Ids of applications."""
    states: list[StateName] = Field(default_factory=list, max_length=20)
    """States of cases."""
    kinds: list[Line] = Field(default_factory=list, max_length=20)
    """Kinds of application."""
    boards: list[Line] = Field(default_factory=list, max_length=100)
    """Codes of boards, of those that you may see."""


class RecheckRequest(Mirror):
    """What to check again, and on what. At least one of baseline, snapshot and as_at is given."""

    cases: CaseChoice = Field(default_factory=CaseChoice)
    """Which cases."""
    baseline: Id | None = None
    """The baseline to check on, with its own snapshot; where left out, the one on which each case was assessed."""
    snapshot: Line | None = None
    """The id of the snapshot to measure on, where that is another one."""
    as_at: IsoDate | None = None
    """The day on which the law is read; where left out, that of each assessment."""


@dataclass(frozen=True)
class Chosen:
    """The cases of a plan, with on what each was assessed, and how many were left out, by reason."""

    cases: tuple[AssessedCase, ...]
    left_out: tuple[tuple[str, int], ...]


def planned(request: RecheckRequest, services: Services, account: Account) -> RunPlan:
    """The plan of a run. Raises Problem naming each field at fault."""
    return planned_on(request.cases, _basis(request, services.library), services.database, account)


def planned_on(choice: CaseChoice, new: NewBasis, database: Database, account: Account) -> RunPlan:
    """The plan of a run on a basis that is there. Raises Problem where no case is left, as ``choose`` does."""
    chosen = choose(choice, new, database, account)
    if not chosen.cases:
        why = "; ".join(f"{count} {reason}" for reason, count in chosen.left_out)
        raise not_valid(
            [
                Fault(
                    "cases",
                    f"No case is left to check{f' ({why})' if why else ''}. Choose others, or assess them first.",
                )
            ]
        )
    found = versions()
    return RunPlan(
        new,
        tuple((case.application, case.on.number) for case in chosen.cases if case.on is not None),
        (*((name, str(found[name])) for name in ("method", "law")), ("re-check", RECHECK_VERSION)),
        chosen.left_out,
    )


def choose(choice: CaseChoice, new: NewBasis, database: Database, account: Account) -> Chosen:
    """The cases that somebody asks for and may see. Raises Problem for a case or a board that is not there for them."""
    boards = None if account.sees_all else account.boards
    if choice.boards:
        foreign = [board for board in choice.boards if not account.sees(frozenset({board}))]
        if foreign:
            raise not_valid(
                Fault(
                    f"cases.boards.{choice.boards.index(board)}",
                    f"Your key is not for the board {board!r}. Leave it out.",
                )
                for board in foreign
            )
        boards = frozenset(choice.boards)
    with database.reading() as records:
        found = records.assessed.find(boards=boards, ids=choice.ids, states=choice.states, kinds=choice.kinds)
    _check_named(choice, found)
    faults: list[Fault] = []
    left_out: Counter[str] = Counter()
    kept: list[AssessedCase] = []
    for case in found:
        reason = _left_out(case, new)
        if reason is None:
            kept.append(case)
        elif case.application in choice.ids:
            field = f"cases.ids.{choice.ids.index(case.application)}"
            faults.append(Fault(field, f"Application {case.application} is {reason}. Leave it out."))
        else:
            left_out[reason] += 1
    if faults:
        raise not_valid(faults)
    return Chosen(tuple(kept), tuple(sorted(left_out.items())))


def _check_named(choice: CaseChoice, found: Iterable[AssessedCase]) -> None:
    there = {case.application for case in found}
    missing = [
        Fault(
            f"cases.ids.{at}",
            f"There is no application {each} among those chosen. Check its id, or leave it out.",
        )
        for at, each in enumerate(choice.ids)
        if each not in there
    ]
    if missing:
        raise not_valid(missing)


def _left_out(case: AssessedCase, new: NewBasis) -> str | None:
    if case.on is None:
        return NOT_ASSESSED
    if new.baseline is not None and case.boards:
        theirs = {board.code for board in new.baseline.boards}
        if not case.boards & theirs:
            return OTHER_BOARDS
    return None


def _basis(request: RecheckRequest, library: Library) -> NewBasis:
    if request.baseline is None and request.snapshot is None and request.as_at is None:
        raise not_valid([Fault("", "Give baseline, snapshot or as_at: what the cases are to be checked on.")])
    faults: list[Fault] = []
    baseline = None
    if request.baseline is not None:
        try:
            baseline = library.baseline(request.baseline)
        except UnknownBaselineError as error:
            faults.append(Fault("baseline", str(error)))
    wanted = request.snapshot or (baseline.snapshot if baseline else None)
    if wanted is not None:
        try:
            library.snapshot(wanted)
        except UnusableSnapshotError as error:
            faults.append(Fault("snapshot" if request.snapshot else "baseline", str(error)))
    if faults:
        raise not_valid(faults)
    registered = library.registered(baseline.id) if baseline else None
    return NewBasis(baseline, registered.version if registered else None, request.snapshot, request.as_at)


def same_basis(on: AssessedOn, baseline_sha256: str, snapshot: str) -> bool:
    """Whether an assessment was made on a baseline as it stands now, and on its snapshot."""
    return on.baseline_sha256 == baseline_sha256 and on.snapshot == snapshot
