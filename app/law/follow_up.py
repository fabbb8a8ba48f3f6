"""What comes after a decision: what the board must or may publish then, and who is told of what."""

from app.domain.applications import Consolidation
from app.domain.findings import Duty, FollowUp
from app.domain.officer import Choice
from app.law.case import Case
from app.law.regulation_6 import (
    Obligation,
    keep_the_map,
    may_supplement,
    supplement_after_consolidation,
)
from app.law.rule import CHANGE_OF_OWNERSHIP, CHANGE_OF_SERVICES
from app.law.schedule_2 import appeal_by, notifiable, told_of_decision

ALWAYS = "once it is decided"


def follow_up(case: Case) -> tuple[FollowUp, ...]:
    """What follows a decision on a case, in the order in which it comes up."""
    kind = case.application.kind
    return (
        *(_told() if told_of_decision(kind) else ()),
        *(_no_appeal() if notifiable(kind) else ()),
        *(_after_a_grant(case) if kind not in (CHANGE_OF_SERVICES, CHANGE_OF_OWNERSHIP) else ()),
    )


def _told() -> tuple[FollowUp, ...]:
    text = "The relevant board is told of the decision."
    return (FollowUp(ALWAYS, Duty.NONE, text, told_of_decision.citation),)


def _no_appeal() -> tuple[FollowUp, ...]:
    text = (
        "The board has no right of appeal, so that its representation is its only say; contractors who wrote "
        "may appeal within 30 days of a grant."
    )
    return (FollowUp(ALWAYS, Duty.NONE, text, appeal_by.citation),)


def _after_a_grant(case: Case) -> tuple[FollowUp, ...]:
    keep = keep_the_map()
    listed = [FollowUp("if it is granted", keep.duty, keep.text, keep_the_map.citation)]
    if isinstance(case.application, Consolidation):
        for choice in (Choice.WOULD_NOT, Choice.WOULD):
            found: Obligation = supplement_after_consolidation(granted=True, opinion=choice)
            sees = "no gap" if choice is Choice.WOULD_NOT else "a gap"
            when = f"if it is granted and the board's opinion is that the removal creates {sees}"
            listed.append(FollowUp(when, found.duty, found.text, supplement_after_consolidation.citation))
    else:
        may: Obligation = may_supplement(relevant=True, disproportionate=True, revising_and_essential=False)
        when = (
            "if it is granted, the change bears on applications for market entry, and a revised assessment "
            "would be out of proportion"
        )
        listed.append(FollowUp(when, may.duty, may.text, may_supplement.citation))
    return tuple(listed)
