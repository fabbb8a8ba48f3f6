"""The way of a case as data: states, the moves between them, who may make each and what it needs."""

from dataclasses import dataclass, fields
from enum import Enum

from app.domain.accounts import Account, Role
from app.domain.officer import OfficerPart


class State(Enum):
    """Where a case stands."""

    RECEIVED = "received"
    ASSESSED = "assessed"
    DRAFTED = "drafted"
    CONSULTED = "consulted"
    APPROVED = "approved"
    SENT = "sent"
    NO_RESPONSE = "no response"
    DECIDED = "decided"
    APPEAL_NOTIFIED = "appeal notified"
    APPEAL_DRAFTED = "appeal drafted"
    APPEAL_APPROVED = "appeal approved"
    APPEAL_SENT = "appeal representation sent"
    APPEAL_NO_RESPONSE = "no appeal representation"
    APPEAL_DECIDED = "appeal decided"
    STATEMENT_PUBLISHED = "statement published"
    WITHDRAWN = "withdrawn"


class Outcome(Enum):
    """How the application was decided. ``REMITTED``, on appeal alone: quashed and sent back to be decided again.

    Schedule 3 paragraph 9(1)(a): the decision is confirmed, or quashed and made anew, or quashed and sent back.
    """

    GRANTED = "granted"
    REFUSED = "refused"
    REMITTED = "sent back"


class Need(Enum):
    """What a move needs. The value says what is missing where it is."""

    ASSESSMENT = "There is no assessment yet: run one first."
    OPINION = (
        "The board's opinion is not given yet, and a consolidation needs it: give it in the officer's part."
    )
    NO_DUTY = "The board must make a statement on this application: it cannot be left without a response."
    NO_RESPONSE_REASON = (
        "No reason for making no representation is given: give no_response_reason in the officer's part."
    )
    ANOTHER_PERSON = (
        "Whoever drafted may not approve: the draft has your hand in it. Another person has to do this."
    )
    REASON = "This move needs a reason: give it in reason."
    OUTCOME = 'This move needs the outcome: give "granted" or "refused" in outcome.'
    APPEAL_OUTCOME = 'This move needs the outcome: give "granted", "refused" or "sent back" in outcome.'
    WROTE = (
        "The board made no representation on this application, so that it is not sent the notice of an appeal "
        "(Schedule 3, paragraph 3(1)(c)(ii)). Record the outcome of the appeal when it is heard of."
    )
    APPEAL = (
        "Who appeals, and on which day the notice of appeal was sent to the board, is not given yet: give both in the "
        "appeal of the officer's part."
    )
    GRANTED_CONSOLIDATION = (
        "A supplementary statement follows a granted consolidation only (regulation 6(4)); this is none."
    )


@dataclass(frozen=True)
class Move:
    """One move. ``by`` are the roles that may make it; ``step`` says what it means to a person."""

    sources: tuple[State, ...]
    to: State
    by: tuple[Role, ...]
    needs: tuple[Need, ...]
    step: str


_DRAFTING = (State.DRAFTED, State.CONSULTED)
APPEAL_RUNNING = (State.APPEAL_NOTIFIED, State.APPEAL_DRAFTED, State.APPEAL_APPROVED)
"""The states in which the board's time to write on an appeal counts."""
_OPEN = (
    State.RECEIVED, State.ASSESSED, *_DRAFTING, State.APPROVED, State.SENT, State.NO_RESPONSE, *APPEAL_RUNNING,
    State.APPEAL_SENT, State.APPEAL_NO_RESPONSE,
)  # fmt: skip
_ANALYST, _APPROVER = (Role.ANALYST,), (Role.APPROVER,)
_EITHER = (Role.ANALYST, Role.APPROVER)

MOVES = (
    Move((State.RECEIVED,), State.ASSESSED, _ANALYST, (Need.ASSESSMENT,), "Run an assessment"),
    Move((State.ASSESSED,), State.DRAFTED, _ANALYST, (Need.ASSESSMENT,), "Say that the draft is ready"),
    Move((State.DRAFTED,), State.CONSULTED, _ANALYST, (), "Record that the consultation is done"),
    Move(_DRAFTING, State.APPROVED, _APPROVER, (Need.OPINION, Need.ANOTHER_PERSON), "Approve the draft"),
    Move((*_DRAFTING, State.APPROVED), State.ASSESSED, _EITHER, (Need.REASON,), "Send the draft back"),
    Move((State.APPROVED,), State.SENT, _EITHER, (), "Record that the letter was sent"),
    Move(
        (State.ASSESSED, *_DRAFTING),
        State.NO_RESPONSE,
        _APPROVER,
        (Need.NO_DUTY, Need.NO_RESPONSE_REASON, Need.ANOTHER_PERSON),
        "Decide that no representation is made",
    ),
    Move((State.SENT, State.NO_RESPONSE), State.DECIDED, _ANALYST, (Need.OUTCOME,), "Record the decision"),
    Move(
        (State.DECIDED,),
        State.APPEAL_NOTIFIED,
        _ANALYST,
        (Need.WROTE, Need.APPEAL),
        "Record the notice of an appeal",
    ),
    Move((State.APPEAL_NOTIFIED,), State.APPEAL_DRAFTED, _ANALYST, (), "Say that the draft is ready"),
    Move(
        (State.APPEAL_DRAFTED,), State.APPEAL_APPROVED, _APPROVER, (Need.ANOTHER_PERSON,), "Approve the draft"
    ),
    Move(
        (State.APPEAL_DRAFTED, State.APPEAL_APPROVED),
        State.APPEAL_NOTIFIED,
        _EITHER,
        (Need.REASON,),
        "Send the draft back",
    ),
    Move((State.APPEAL_APPROVED,), State.APPEAL_SENT, _EITHER, (), "Record that the letter was sent"),
    Move(
        (State.APPEAL_NOTIFIED, State.APPEAL_DRAFTED),
        State.APPEAL_NO_RESPONSE,
        _APPROVER,
        (Need.REASON, Need.ANOTHER_PERSON),
        "Decide that no representation is made on the appeal",
    ),
    Move(
        (State.DECIDED, State.APPEAL_NOTIFIED, State.APPEAL_SENT, State.APPEAL_NO_RESPONSE),
        State.APPEAL_DECIDED,
        _ANALYST,
        (Need.APPEAL_OUTCOME,),
        "Record the outcome of an appeal",
    ),
    Move(
        (State.DECIDED, State.APPEAL_DECIDED),
        State.STATEMENT_PUBLISHED,
        _EITHER,
        (Need.GRANTED_CONSOLIDATION,),
        "Publish the supplementary statement",
    ),
    Move(_OPEN, State.WITHDRAWN, _ANALYST, (Need.REASON,), "Record that the application was withdrawn"),
)

CHANGEABLE = frozenset({State.RECEIVED, State.ASSESSED, State.DRAFTED, State.CONSULTED})
"""The states in which assessments and officers' parts are taken: what was approved stays as it was approved."""

CLOSED = frozenset({State.STATEMENT_PUBLISHED, State.WITHDRAWN})
"""The states that no move leads out of."""

_ON_APPEAL = frozenset({*APPEAL_RUNNING, State.APPEAL_SENT, State.APPEAL_NO_RESPONSE})
TAKES_APPEAL = frozenset({State.DECIDED, State.APPEAL_NOTIFIED, State.APPEAL_DRAFTED})
"""The states in which the appeal of the officer's part is taken: its notice, and what the board writes on it."""


@dataclass(frozen=True)
class Case:
    """Where one case stands. ``version`` counts its changes; ``drafters`` are all whose hand the draft has in it.

    ``duty`` is that of the latest assessment, None before the first. ``wrote`` is whether the board sent a representation
    on the application. ``appeal_given`` is whether the officer's part says who appeals and when the board was sent the
    notice of it; ``appeal_drafters`` are those whose hand the paper on the appeal has in it.
    """

    kind: str
    state: State
    version: int
    boards: frozenset[str]
    duty: str | None = None
    opinion_given: bool = False
    no_response_reason_given: bool = False
    drafters: frozenset[str] = frozenset()
    approved_by: str | None = None
    outcome: Outcome | None = None
    wrote: bool = False
    appeal_given: bool = False
    appeal_drafters: frozenset[str] = frozenset()
    appeal_outcome: Outcome | None = None

    @property
    def stands(self) -> Outcome | None:
        """What was decided in the end: on the appeal, else at first. None while it is open, or was sent back."""
        outcome = self.appeal_outcome or self.outcome
        return None if outcome is Outcome.REMITTED else outcome


class IllegalMoveError(Exception):
    """A move that a case cannot make now, or not by this account; ``reasons`` say why."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class ForbiddenMoveError(IllegalMoveError):
    """A move that is there, and not for this account."""


def next_moves(state: State) -> tuple[Move, ...]:
    """The moves that lead out of a state."""
    return tuple(move for move in MOVES if state in move.sources)


def missing(
    case: Case, move: Move, *, holder: str = "", reason: str = "", outcome: Outcome | None = None
) -> tuple[Need, ...]:
    """What a move needs and the case does not have. A holder of "" is nobody: four eyes are not asked."""
    hands = case.appeal_drafters if move.to in _ON_APPEAL else case.drafters
    lacking = {
        Need.ASSESSMENT: case.duty is None,
        Need.OPINION: case.kind == "consolidation" and not case.opinion_given,
        Need.NO_DUTY: case.duty == "must",
        Need.NO_RESPONSE_REASON: not case.no_response_reason_given,
        Need.ANOTHER_PERSON: bool(holder) and holder in hands,
        Need.REASON: not reason.strip(),
        Need.OUTCOME: outcome in (None, Outcome.REMITTED),
        Need.APPEAL_OUTCOME: outcome is None,
        Need.WROTE: not case.wrote,
        Need.APPEAL: not case.appeal_given,
        Need.GRANTED_CONSOLIDATION: not (
            case.kind == "consolidation" and case.stands is Outcome.GRANTED
        ),
    }  # fmt: skip
    return tuple(need for need in move.needs if lacking[need])


def check_move(case: Case, to: State, account: Account, reason: str, outcome: Outcome | None) -> Move:
    """The move to a state. Raises IllegalMoveError, ForbiddenMoveError."""
    move = next((move for move in next_moves(case.state) if move.to is to), None)
    if move is None:
        ways = ", ".join(move.to.value for move in next_moves(case.state)) or "nowhere"
        raise IllegalMoveError(
            (f"A case that is {case.state.value} cannot become {to.value}. It can go to: {ways}.",)
        )
    if not account.roles & set(move.by):
        roles = " or ".join(role.value for role in move.by)
        raise ForbiddenMoveError((f"Only the role {roles} may make this move.",))
    lacking = missing(case, move, holder=account.holder, reason=reason, outcome=outcome)
    if lacking == (Need.ANOTHER_PERSON,):
        raise ForbiddenMoveError((Need.ANOTHER_PERSON.value,))
    if lacking:
        raise IllegalMoveError(tuple(need.value for need in lacking))
    return move


_BACK = "Where it must be, send an approved draft back first."


def check_changeable(case: Case) -> None:
    """Assessments and officers' parts are taken now. Raises IllegalMoveError."""
    if case.state not in CHANGEABLE:
        raise IllegalMoveError(
            (f"The case is {case.state.value}: what it rests on is not changed any more. {_BACK}",)
        )


def check_assessable(case: Case) -> None:
    """An assessment is taken now. Raises IllegalMoveError.

    Once a consolidation is granted another one may be made: the figures of the supplementary statement are those of its own
    day. The letter stays on that from which it was approved.
    """
    if not takes_grant(case):
        check_changeable(case)


def takes_grant(case: Case) -> bool:
    """Whether the decision can be written down: what the supplementary statement on a granted consolidation says of it."""
    decided = case.state in (State.DECIDED, State.APPEAL_DECIDED)
    return decided and case.stands is Outcome.GRANTED and case.kind == "consolidation"


def takes_appeal(case: Case) -> bool:
    """Whether the appeal can be written down: its notice, and what the board writes on it."""
    return case.state in TAKES_APPEAL


def changed_parts(held: OfficerPart | None, given: OfficerPart) -> frozenset[str]:
    """The fields of an officer's part that another one changes."""
    before = held or OfficerPart()
    return frozenset(
        each.name for each in fields(OfficerPart) if getattr(before, each.name) != getattr(given, each.name)
    )


def check_part(case: Case, held: OfficerPart | None, given: OfficerPart) -> None:
    """An officer's part is taken now. Raises IllegalMoveError.

    After the decision that is the grant and the appeal alone: nobody can know of them sooner, and no representation on the
    application speaks of them.
    """
    free = {"grant"} if takes_grant(case) else set()
    free |= {"appeal"} if takes_appeal(case) else set()
    if free and changed_parts(held, given) <= free:
        return
    check_changeable(case)
