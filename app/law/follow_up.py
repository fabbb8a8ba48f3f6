"""What comes after the letter: who is told, who may appeal, what the board has in an appeal, what it publishes."""

from app.domain.applications import Consolidation, Relocation
from app.domain.findings import Duty, FollowUp
from app.domain.officer import Choice
from app.law.case import Case
from app.law.regulation_6 import (
    Obligation,
    keep_the_map,
    may_supplement,
    supplement_after_consolidation,
)
from app.law.rule import CHANGE_OF_OWNERSHIP, CHANGE_OF_SERVICES, NOTIFIABLE, ROUTINE_ENTRY
from app.law.schedule_3 import (
    appeal_by,
    applicants_appeal_by,
    may_speak_on_appeal,
    sent_the_appeal,
    told_of_changed_lists,
    told_of_decision,
    told_of_each_other,
    told_of_granted_consolidation,
    told_of_outcome,
)

DECIDED = "once it is decided"
GRANTED = "if it is granted"
REFUSED = "if it is refused"
APPEALED = "if anybody appeals"
TOGETHER = "if it is considered together with other applications"
SILENT = "if the board makes no representation in time"


def follow_up(case: Case) -> tuple[FollowUp, ...]:
    """What follows on a case, in the order in which it comes up."""
    kind = case.application.kind
    return (
        *_told(case),
        *(_appeals(case) if kind in NOTIFIABLE else ()),
        *(_after_a_grant(case) if kind not in (CHANGE_OF_SERVICES, CHANGE_OF_OWNERSHIP) else ()),
    )


def _told(case: Case) -> tuple[FollowUp, ...]:
    """Who among boards is told of the decision, by kind and by route."""
    kind, own = case.application.kind, _name(case)
    if not told_of_decision(kind):
        return ()
    text = f"{own} is told of the decision, with reasons."
    left, other = case.text("hwb.leaving"), _other_board(case)
    if kind in (ROUTINE_ENTRY, CHANGE_OF_OWNERSHIP):
        text += " So is every board any part of whose area is within 2 kilometres, whether or not it wrote."
    elif isinstance(case.application, Relocation) and other is not None:
        text += f" So is {other}, out of whose area the premises move."
        text += " Any further board is told only if it was notified and wrote in time."
    else:
        text += " Another board is told only if it was notified and wrote in time."
    found = [FollowUp(DECIDED, Duty.NONE, text, told_of_decision.citation)]
    if isinstance(case.application, Relocation) and other is not None:
        found.append(
            FollowUp(
                GRANTED,
                Duty.MUST,
                f"{other} (area {left}) must bring the map in its assessment up to date too, so far as that is practicable: "
                "premises leave its area.",
                keep_the_map.citation,
            )
        )
    return tuple(found)


def _appeals(case: Case) -> tuple[FollowUp, ...]:
    """Who may appeal, and what a board has in an appeal, and loses by saying nothing."""
    kind = case.application.kind
    grant = (
        "Contractors on the list and LPS chemists whose interests might be significantly affected, and who wrote in time, "
        "may appeal within 30 days of being told."
    )
    if kind == ROUTINE_ENTRY:
        grant += (
            " So may GP practices who wrote, but only where the premises are in a controlled locality and the grant rested "
            "on regulation 44(3)."
        )
    else:
        grant += " GP practices may not: theirs is a right on routine applications."
    grant += " The board may not appeal."
    found = [FollowUp(GRANTED, Duty.NONE, grant, appeal_by.citation)]
    others = len(case.application.considered_with) if isinstance(case.application, Consolidation) else None
    if others is None or told_of_each_other(1 + others):
        found.append(
            FollowUp(
                TOGETHER if others is None else DECIDED,
                Duty.NONE,
                "Applicants whose applications were considered together are told of each other's decision, and may appeal "
                "against a grant without having written.",
                f"{told_of_each_other.citation} and 30(2)(b)",
            )
        )
    found += [
        FollowUp(
            REFUSED,
            Duty.NONE,
            "The applicant may appeal within 30 days of being told.",
            applicants_appeal_by.citation,
        ),
        FollowUp(
            APPEALED,
            Duty.MAY,
            "A board that was notified and wrote in time is sent the notice of appeal, and may write on it within 30 days "
            "of the day on which it was sent, that day not counted.",
            f"{sent_the_appeal.citation} and 3(2)",
        ),
        FollowUp(
            APPEALED,
            Duty.MAY,
            "A board that wrote on the appeal may speak at a hearing of it. It should say that it wishes to, and on what "
            "matter. It is told how the appeal ended.",
            f"{may_speak_on_appeal.citation} and {told_of_outcome.citation.removeprefix('Schedule 3, ')}",
        ),
    ]
    if isinstance(case.application, Consolidation):
        found.append(
            FollowUp(
                "if it is granted on appeal",
                Duty.NONE,
                "The board of the area is told in any case, whatever it wrote.",
                told_of_granted_consolidation.citation,
            )
        )
    else:
        found.append(
            FollowUp(
                SILENT,
                Duty.NONE,
                "The board gives up more than its say on the application: it is not sent an appeal, cannot write on it or "
                "speak at a hearing of it, and does not hear its outcome.",
                f"{sent_the_appeal.citation}, 8(2) and 10(1)(d)",
            )
        )
    return tuple(found)


def _after_a_grant(case: Case) -> tuple[FollowUp, ...]:
    keep = keep_the_map()
    listed = [FollowUp(GRANTED, keep.duty, keep.text, keep_the_map.citation)]
    if isinstance(case.application, Consolidation):
        listed.append(
            FollowUp(
                "when the premises leave the list",
                Duty.NONE,
                "The board has to be notified of changes to the lists that bear on its functions. That is the news on which "
                "the supplementary statement hangs: ask for it where it does not come.",
                told_of_changed_lists.citation,
            )
        )
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


def _name(case: Case) -> str:
    name = case.text("hwb.relevant.name")
    return f"The {name.removeprefix('the ').removeprefix('The ')}" if name else "The relevant board"


def _other_board(case: Case) -> str | None:
    """The board out of whose area premises move into another's; None where they stay, or that is not known."""
    left, relevant = case.text("hwb.leaving"), case.text("hwb.relevant")
    if left is None or relevant is None or left == relevant:
        return None
    near = {str(row.get("code")): str(row.get("name")) for row in case.rows("hwb.within_2km")}
    name = case.text("hwb.leaving.name") or near.get(left)
    return f"the {name.removeprefix('the ')}" if name else f"the board of area {left}"
