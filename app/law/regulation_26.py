"""Regulation 26: change of ownership, alone (26(1)) or with a move to other premises (26(2)).

A plain change of ownership is not notifiable: a board hears of the decision only. One with a move is notifiable. Its
applicant (X) need not be on a list yet, and has limbs of its own; one of them is that the present owner (Y) would have been
granted the move under regulation 24, whose limbs are therefore read for Y.
"""

from collections.abc import Callable
from datetime import date

from app.domain.applications import Relocation
from app.domain.other_applications import OtherApplication
from app.law.case import Case
from app.law.regulation_24 import continuity, on_a_list, sameness
from app.law.regulation_24_refusals import distance_selling
from app.law.rule import (
    CHANGE_OF_OWNERSHIP,
    RELOCATION,
    Judge,
    Outcome,
    does_not_apply,
    judgement,
    met,
    not_met,
    rule,
    unsaid,
)
from app.law.sites import LISTED_READS, OWNERSHIP_READS, changes_hands, names_differ
from app.law.sources import READ_2013_AND_2019, READ_2014

DISTANCE_SELLING_STAYS = date(2014, 4, 1)
"""SI 2014/417, regulation 9(b)."""
KINDS = (RELOCATION,)
PASSES_25_2 = (
    "Regulation 25(2) asks further that the premises do not share a site or building with a GP provider and that their "
    "procedures are likely to secure the services without face to face contact."
)

Limb = Callable[[Relocation, Case], Outcome]


def with_the_business(limb: Limb) -> Limb:
    """A limb of paragraph (2): it holds where the business changes hands with the move."""

    def test(move: Relocation, case: Case) -> Outcome:
        found = changes_hands(move)
        if found is None:
            return unsaid(
                case,
                ("changes_hands", "existing.contractor"),
                "who the contractor of the existing premises is, so that it is not shown whether the business changes "
                "hands with the move",
            )
        if not found:
            return does_not_apply("The business does not change hands with the move.")
        return limb(move, case)

    return test


@rule(
    "reg26(1)",
    "regulation 26(1)",
    "The new owner carries on the same business and services at the same premises, without interruption.",
    judge=Judge.SATISFIED,
    kinds=(CHANGE_OF_OWNERSHIP,),
    source=READ_2013_AND_2019,
)
def same_business(_: OtherApplication, __: Case) -> Outcome:
    """No board is asked, as the application is not notifiable."""
    return judgement(
        "This is between the parties and the decision-maker: the board is told of the decision, not asked "
        "beforehand. Access does not change."
    )


def taken_over(move: Relocation, case: Case) -> Outcome:
    """26(2)(a): X gives the services of Y's listed premises, in the area or a neighbour's; X need not be listed yet."""
    who = (
        f"The papers name {move.applicant} as the applicant and {move.existing.contractor} as the contractor of the "
        "existing premises."
        if names_differ(move)
        else "The papers say that the business changes hands with the move."
    )
    unlisted = on_a_list(case)
    if unlisted is not None:
        return Outcome(unlisted.verdict, (who, *unlisted.reasons))
    if move.seller_has_ceased:
        return judgement(
            who,
            "The present owner no longer gives services there. Whether the reasons are good cause is for the decision-maker "
            "to accept.",
        )
    if move.changes_hands is None:
        return judgement(
            who,
            "If these are two, the application is one under regulation 26(2), and the applicant need not be on a list yet. "
            "Ask the sender.",
        )
    return met(who, "The existing premises are listed; the applicant need not be on a list yet.")


def business_carried_on(move: Relocation, case: Case) -> Outcome:
    """26(2)(b): X carries on the business in place of Y."""
    if move.business_carried_on is None:
        return unsaid(
            case,
            "business_carried_on",
            "whether the applicant will carry on the present owner's business in its place",
        )
    if move.business_carried_on:
        return met(
            "The papers say that the applicant will carry on the present owner's business in its place."
        )
    return not_met("The papers say that the applicant will not carry on the present owner's business.")


def granted_to_the_owner(_: Relocation, __: Case) -> Outcome:
    """26(2)(d): Y's own move would have been granted. Only the findings on regulation 24 can say."""
    return judgement(
        "Regulation 24 is to be met as though the present owner had asked to move: see each finding on it here. The twelve "
        "months of regulation 24(3)(c) are those of the present owner's listing at the existing premises."
    )


def not_interrupted(move: Relocation, case: Case) -> Outcome:
    """26(2)(e): no interruption; where Y has ceased already, a start within a period that is acceptable."""
    if move.seller_has_ceased:
        return judgement(
            "Services are not being given at the existing premises. Whether those at the new premises start within an "
            "acceptable period is for the decision-maker."
        )
    return continuity(move, case)


takes_over = rule(
    "reg26(2)(a)",
    "regulation 26(2) and (2)(a)",
    "If the business changes hands with the move, the applicant, who need not be on a list yet, takes over the "
    "services that another gives (or, for accepted good cause, no longer gives) at listed premises in the area or "
    "in a neighbour's.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*OWNERSHIP_READS, "papers:seller_has_ceased", *LISTED_READS),
)(with_the_business(taken_over))

carries_on = rule(
    "reg26(2)(b)",
    "regulation 26(2)(b)",
    "If the business changes hands with the move, the applicant carries it on in place of the present owner.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*OWNERSHIP_READS, "papers:business_carried_on"),
)(with_the_business(business_carried_on))

same_services = rule(
    "reg26(2)(c)",
    "regulation 26(2)(c)",
    "If the business changes hands with the move, the applicant undertakes the same services at the new premises as the "
    "present owner gives, or gave, at the existing ones.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*OWNERSHIP_READS, "papers:same_services", "services.lost"),
)(with_the_business(sameness))

owner_would_have_been_granted = rule(
    "reg26(2)(d)",
    "regulation 26(2)(d)",
    "If the business changes hands with the move, the present owner's own move would have been granted under regulation 24.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=OWNERSHIP_READS,
)(with_the_business(granted_to_the_owner))

uninterrupted = rule(
    "reg26(2)(e)",
    "regulation 26(2)(e)",
    "If the business changes hands with the move, services are not interrupted, except for a period allowed for good cause; "
    "where they are not being given now, they start within an acceptable period.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*OWNERSHIP_READS, "papers:seller_has_ceased", "papers:uninterrupted", "papers:interruption"),
)(with_the_business(not_interrupted))


@rule(
    "reg26(3)",
    "regulation 26(3), with regulation 25(2)",
    "If the premises that change hands are distance-selling premises, they would pass regulation 25(2).",
    judge=Judge.REFUSES,
    kinds=(CHANGE_OF_OWNERSHIP,),
    since=DISTANCE_SELLING_STAYS,
    source=READ_2014,
    reads=("site.staying.distance_selling", "papers:premises.distance_selling"),
)
def distance_selling_changes_hands(_: OtherApplication, case: Case) -> Outcome:
    """Since 1 April 2014."""
    selling = case.truth("site.staying.distance_selling")
    if selling is None:
        return unsaid(
            case,
            "premises.distance_selling",
            "whether the premises are distance-selling premises",
            lists=True,
        )
    if not selling:
        return does_not_apply("The premises are not distance-selling premises.")
    return judgement(f"The premises are distance-selling premises. {PASSES_25_2}")


def stays_distance_selling(_: Relocation, case: Case) -> Outcome:
    """26(4): from distance-selling premises only to distance-selling premises."""
    return distance_selling(case, PASSES_25_2)


distance_selling_stays = rule(
    "reg26(4)",
    "regulation 26(4), with regulation 25(2)",
    "If the business changes hands with the move and the existing premises are distance-selling premises, the new premises "
    "are too.",
    judge=Judge.REFUSES,
    kinds=KINDS,
    since=DISTANCE_SELLING_STAYS,
    source=READ_2014,
    reads=(
        *OWNERSHIP_READS,
        "site.leaving.distance_selling",
        "site.staying.distance_selling",
        "papers:existing.distance_selling",
        "papers:proposed.distance_selling",
    ),
)(with_the_business(stays_distance_selling))

RULES = (
    same_business,
    takes_over,
    carries_on,
    same_services,
    owner_would_have_been_granted,
    uninterrupted,
    distance_selling_changes_hands,
    distance_selling_stays,
)
