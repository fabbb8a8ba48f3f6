"""Every move of a case from every state by every role: what is there is made, what is not is refused and says why."""

from dataclasses import replace
from itertools import product

import pytest

from app.domain.accounts import Account, Role
from app.domain.cases import (
    MOVES,
    Case,
    ForbiddenMoveError,
    IllegalMoveError,
    Need,
    Outcome,
    State,
    check_move,
    next_moves,
)

READY = Case(
    "consolidation",
    State.RECEIVED,
    1,
    frozenset({"E1"}),
    duty="may",
    opinion_given=True,
    no_response_reason_given=True,
    drafters=frozenset({"ann"}),
    outcome=Outcome.GRANTED,
    wrote=True,
    appeal_given=True,
    appeal_drafters=frozenset({"ann"}),
)
"""A case that lacks nothing, whatever is asked of it; another person than the drafter moves it."""
LACKS = {
    Need.ASSESSMENT: {"duty": None},
    Need.OPINION: {"opinion_given": False},
    Need.NO_DUTY: {"duty": "must"},
    Need.NO_RESPONSE_REASON: {"no_response_reason_given": False},
    Need.ANOTHER_PERSON: {
        "drafters": frozenset({"ann", "ben"}),
        "appeal_drafters": frozenset({"ann", "ben"}),
    },
    Need.WROTE: {"wrote": False},
    Need.APPEAL: {"appeal_given": False},
    Need.GRANTED_CONSOLIDATION: {"outcome": Outcome.REFUSED},
}
PAIRS = list(product(State, State))


def ben(*roles: Role) -> Account:
    return Account("ben", frozenset(roles), frozenset({"E1"}), "key")


def there(state: State, to: State) -> bool:
    return any(state in move.sources and move.to is to for move in MOVES)


@pytest.mark.parametrize(("state", "to"), [pair for pair in PAIRS if not there(*pair)])
def test_a_move_that_is_not_there_is_refused_for_everybody_and_says_which_are(
    state: State, to: State
) -> None:
    ways = ", ".join(move.to.value for move in next_moves(state)) or "nowhere"
    with pytest.raises(IllegalMoveError) as raised:
        check_move(replace(READY, state=state), to, ben(*Role), "Because.", Outcome.GRANTED)
    assert (
        str(raised.value) == f"A case that is {state.value} cannot become {to.value}. It can go to: {ways}."
    )


@pytest.mark.parametrize(("state", "to"), [pair for pair in PAIRS if there(*pair)])
def test_a_move_that_is_there_is_for_its_roles_and_refused_for_each_thing_that_is_wanting(
    state: State, to: State
) -> None:
    case = replace(READY, state=state)
    move = check_move(case, to, ben(*Role), "Because.", Outcome.GRANTED)
    for role in Role:
        if role in move.by:
            assert check_move(case, to, ben(role), "Because.", Outcome.GRANTED) is move
            continue
        with pytest.raises(ForbiddenMoveError, match="Only the role"):
            check_move(case, to, ben(role), "Because.", Outcome.GRANTED)
    for need in Need:
        reason = " \n" if need is Need.REASON else "Because."
        wanting = need in move.needs and need in (Need.OUTCOME, Need.APPEAL_OUTCOME)
        outcome = None if wanting else Outcome.GRANTED
        lacking = replace(case, **LACKS.get(need, {}))  # type: ignore[arg-type]
        if need not in move.needs:
            assert check_move(lacking, to, ben(*Role), reason, outcome) is move
            continue
        kind = ForbiddenMoveError if need is Need.ANOTHER_PERSON else IllegalMoveError
        with pytest.raises(kind) as raised:
            check_move(lacking, to, ben(*Role), reason, outcome)
        assert raised.value.reasons == (need.value,)


def test_everything_that_is_wanting_is_named_at_once() -> None:
    bare = Case("consolidation", State.DRAFTED, 1, frozenset({"E1"}), drafters=frozenset({"ben"}))
    with pytest.raises(IllegalMoveError) as raised:
        check_move(bare, State.APPROVED, ben(Role.APPROVER), "", None)
    assert raised.value.reasons == (Need.OPINION.value, Need.ANOTHER_PERSON.value)
