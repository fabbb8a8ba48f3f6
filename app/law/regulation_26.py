"""Regulation 26: change of ownership, alone (26(1)) or with a move to other premises (26(2)).

A plain change of ownership is not notifiable: a board hears of the decision only. One with a move is judged as though the
present owner had asked to move, under regulation 24.
"""

from app.domain.applications import Relocation
from app.domain.other_applications import OtherApplication
from app.law.case import Case
from app.law.rule import (
    CHANGE_OF_OWNERSHIP,
    RELOCATION,
    Judge,
    Outcome,
    does_not_apply,
    judgement,
    rule,
    silent,
)
from app.law.sites import same_name


@rule(
    "reg26(1)",
    "regulation 26(1)",
    "The new owner carries on the same business and services at the same premises, without interruption.",
    judge=Judge.SATISFIED,
    kinds=(CHANGE_OF_OWNERSHIP,),
)
def same_business(_: OtherApplication, __: Case) -> Outcome:
    """No board is asked, as the application is not notifiable."""
    return judgement(
        "This is between the parties and the decision-maker: the board is told of the decision, not asked "
        "beforehand. Access does not change."
    )


@rule(
    "reg26(2)",
    "regulation 26(2)",
    "If the business changes hands with the move, the present owner's own move would have been granted under "
    "regulation 24.",
    judge=Judge.SATISFIED,
    kinds=(RELOCATION,),
    reads=("papers:applicant", "papers:existing.contractor"),
)
def owner_would_have_been_granted(move: Relocation, _: Case) -> Outcome:
    """Told by the names in the papers, which may differ for other reasons."""
    same = same_name(move.applicant, move.existing.contractor)
    if same is None:
        return silent(
            "The papers do not name the contractor of the existing premises, so that it is not shown whether "
            "the business changes hands with the move."
        )
    if same:
        return does_not_apply("The applicant is the contractor of the existing premises.")
    return judgement(
        f"The papers name {move.applicant} as the applicant and {move.existing.contractor} as the contractor "
        "of the existing premises. If these are two, the application is one under regulation 26(2): "
        "regulation 24 is to be met as though the present owner had asked to move."
    )


RULES = (same_business, owner_would_have_been_granted)
