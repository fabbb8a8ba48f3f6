"""Regulation 31: refusal because the premises are, or adjoin, premises from which the same service is given already.

It reaches routine and excepted applications, but not consolidations. Read by the letter it bites on a pharmacy that moves
next door, as the applicant's own shop is adjacent; yet the old listing ends when the new one starts, so that there is
never a second service. The engine therefore asks for the explanation that Schedule 2, paragraph 6 requires and never
concludes a refusal. That reading is the authors' own and was not found in any decision.
"""

from app.domain.applications import Consolidation
from app.law.case import AnyApplication, Case
from app.law.figures import metres
from app.law.rule import (
    NOTIFIABLE,
    READ_2019,
    Judge,
    Outcome,
    Source,
    does_not_apply,
    judgement,
    rule,
    silent,
)

ADJACENT_METRES = 50.0
"""Sites no farther apart than this are taken to be adjacent or close, to be looked at: neither word is defined."""

NEARNESS_READS = ("distance.straight", "distance.claimed", "papers:adjacency_explanation")


def closest(case: Case) -> float | None:
    """The smaller of the distances claimed and measured in a straight line, metres; None where neither is known."""
    known = [
        one for one in (case.number("distance.claimed"), case.number("distance.straight")) if one is not None
    ]
    return min(known, default=None)


@rule(
    "reg31",
    "regulation 31, with Schedule 2, paragraph 6",
    "If the new premises are, adjoin or are close to listed premises, the services are not to be treated as "
    "part of the service already given there.",
    judge=Judge.SATISFIED,
    kinds=NOTIFIABLE,
    source=Source(
        f"{READ_2019.words}; that a move next door need not be refused is the authors' own reading"
    ),
    reads=NEARNESS_READS,
)
def not_the_same_site(application: AnyApplication, case: Case) -> Outcome:
    """Needs the applicant's explanation where the premises are close; the verdict is never a refusal."""
    if isinstance(application, Consolidation):
        return does_not_apply("Consolidations are left out of regulation 31.")
    explanation = application.adjacency_explanation
    if explanation:
        return judgement(
            "The applicant explains why regulation 31 should not bite; whether it is reasonable to treat the "
            "two as one service is for the decision-maker.",
            points_for=(f"The applicant's explanation: {explanation}",),
        )
    apart = closest(case)
    if apart is None:
        return silent(
            "Neither the papers nor any measurement say how close the new premises are to listed premises."
        )
    if apart <= ADJACENT_METRES:
        return silent(
            f"The new premises are {metres(apart)} from the existing premises, and the papers hold no "
            "explanation under Schedule 2, paragraph 6. Ask for it: the applicant may say that the old "
            "listing ends when the new one starts."
        )
    return does_not_apply(
        f"The two sites are {metres(apart)} apart, and the papers hold no explanation under Schedule 2, "
        "paragraph 6, which an applicant must give where other listed premises are close. Such premises were "
        "not looked for."
    )


RULES = (not_the_same_site,)
