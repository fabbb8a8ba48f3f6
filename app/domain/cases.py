"""The way of a case as data: states, the moves between them, who may make each and what it needs."""

from dataclasses import dataclass, replace
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
    STATEMENT_PUBLISHED = "statement published"
    WITHDRAWN = "withdrawn"


class Outcome(Enum):
    """How the application was decided."""

    GRANTED = "granted"
    REFUSED = "refused"


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
_OPEN = (State.RECEIVED, State.ASSESSED, *_DRAFTING, State.APPROVED, State.SENT, State.NO_RESPONSE)
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


@dataclass(frozen=True)
class Case:
    """Where one case stands. ``version`` counts its changes; ``drafters`` are all whose hand the draft has in it.

    ``duty`` is that of the latest assessment, None before the first.
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
    lacking = {
        Need.ASSESSMENT: case.duty is None,
        Need.OPINION: case.kind == "consolidation" and not case.opinion_given,
        Need.NO_DUTY: case.duty == "must",
        Need.NO_RESPONSE_REASON: not case.no_response_reason_given,
        Need.ANOTHER_PERSON: bool(holder) and holder in case.drafters,
        Need.REASON: not reason.strip(),
        Need.OUTCOME: outcome is None,
        Need.GRANTED_CONSOLIDATION: not (
            case.kind == "consolidation" and case.outcome is Outcome.GRANTED
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


def takes_grant(case: Case) -> bool:
    """Whether the decision can be written down: what the supplementary statement on a granted consolidation says of it."""
    return case.state is State.DECIDED and case.outcome is Outcome.GRANTED and case.kind == "consolidation"


def check_part(case: Case, held: OfficerPart | None, given: OfficerPart) -> None:
    """An officer's part is taken now. Raises IllegalMoveError.

    After the decision that is the grant alone: nobody can know it sooner, and no representation speaks of it.
    """
    if takes_grant(case) and replace(held or OfficerPart(), grant=given.grant) == given:
        return
    check_changeable(case)
