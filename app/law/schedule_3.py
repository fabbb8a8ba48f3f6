"""After the decision: who is told of it, who may appeal, and what a board has in an appeal that others bring.

Schedule 2 paragraphs 28, 30 and 36, Schedule 3 paragraphs 3, 8 and 10, and regulation 10(6). A board appeals against
nothing; a board that wrote on the application is sent any appeal, may write on it, may speak at a hearing of it and hears
its outcome.
"""

from datetime import date, timedelta

from app.domain.deadlines import appeal_last_day
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.rule import (
    CHANGE_OF_OWNERSHIP,
    CHANGE_OF_SERVICES,
    CONSOLIDATION,
    NOTIFIABLE,
    ROUTINE_ENTRY,
    Judge,
    Outcome,
    met,
    not_known,
    not_met,
    rule,
)
from app.law.sources import (
    MADE_2013,
    READ_2013,
    READ_2013_AND_2019,
    READ_2016_AND_2019,
    TEXT_2019,
    read_in,
)

APPEAL_DAYS = 30
CONTRACTORS = ("contractor", "lps chemist")
PRACTICE = "gp practice"
APPLICANT_TOGETHER = "applicant considered together"


@rule(
    "sch2para28",
    "Schedule 2, paragraph 28",
    "The board in whose area the premises are is told of the decision, with reasons, on every kind but an application to "
    "add directed services. On a routine application, and on a plain change of ownership, so is every board any part of "
    "whose area is within 2 km; under regulations 24, 25, 26(2) and 26A another board is told where the premises move out "
    "of its area into the other's, or where it was notified and wrote within the time.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def told_of_decision(
    kind: str, *, relevant: bool = True, near: bool = False, moved_from: bool = False, wrote: bool = False
) -> bool:
    """Whether a board is told of the decision: 28(1)(j), 28(3)(a), (b)(iv) and (v), (c)(viii).

    ``relevant``: the premises are in its area; ``near``: part of its area is within 2 km; ``moved_from``: they are moved out
    of it into another board's; ``wrote``: it was notified and made representations under paragraph 19(4).
    """
    if kind == CHANGE_OF_SERVICES:
        return False
    if kind in (ROUTINE_ENTRY, CHANGE_OF_OWNERSHIP):
        return relevant or near
    return relevant or moved_from or wrote


@rule(
    "sch2para28(5)",
    "Schedule 2, paragraph 28(5)",
    "Where applications are considered together, each applicant is told of the decision on each other of them.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def told_of_each_other(considered_together: int) -> bool:
    """Whether applicants hear of each other's decision; they may then appeal against a grant without having written."""
    return considered_together > 1


@rule(
    "sch2para30",
    "Schedule 2, paragraph 30",
    "A grant of a notifiable application can be appealed against within 30 days by listed contractors and LPS chemists "
    "whose interests might be significantly affected and who wrote under paragraph 19(4), and by applicants whose "
    "applications were considered together with it; by GP practices only where the premises are in a controlled locality "
    "and the grant rested on regulation 44(3), which is about routine applications. A board is not among them.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def appeal_by(
    notified: date, appellant: str, *, kind: str, wrote: bool = True, rested_on_44_3: bool = False
) -> date | None:
    """The last day of an appeal against a grant; None for those with no right of appeal against it.

    ``appellant``: "contractor", "lps chemist", "gp practice" or "applicant considered together" (28(5) and 30(2)(b)).
    ``wrote`` is asked of a notifiable application alone (30(3)(b)); whether the grounds will do is not looked at here.
    """
    who, last = appellant.lower(), notified + timedelta(days=APPEAL_DAYS)
    if who == APPLICANT_TOGETHER:
        return last
    may = who in CONTRACTORS or (who == PRACTICE and kind == ROUTINE_ENTRY and rested_on_44_3)
    heard = wrote or kind not in NOTIFIABLE
    return last if may and heard and kind != CHANGE_OF_SERVICES else None


@rule(
    "sch2para36",
    "Schedule 2, paragraph 36",
    "The applicant may appeal within 30 days of being notified against a refusal on grounds in Parts 3 to 5 or 7.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def applicants_appeal_by(notified: date) -> date:
    """The last day of the applicant's own appeal against a refusal."""
    return notified + timedelta(days=APPEAL_DAYS)


@rule(
    "sch3para3(1)",
    "Schedule 3, paragraph 3(1)(c)(ii)",
    "On a notifiable application a notice of appeal, a third party's or the applicant's, is sent to everybody who was "
    "notified under paragraph 19 of Schedule 2 and wrote under 19(4), unless it is dismissed as misconceived.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def sent_the_appeal(kind: str, *, wrote: bool) -> bool:
    """Whether a board that was notified is sent a notice of appeal: it has to have written in time."""
    return kind in NOTIFIABLE and wrote


@rule(
    "sch3para3(2)",
    "Schedule 3, paragraph 3(2)",
    "Whoever is sent a notice of appeal may write on it within 30 days of the date on which it was sent to them.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def appeal_in_time(sent_to_board: date, written: date) -> bool:
    """Whether a representation on an appeal is made in time. The day of sending is left out, as in paragraph 19(4)."""
    return written <= appeal_last_day(sent_to_board)


@rule(
    "sch3para8(2)",
    "Schedule 3, paragraph 8(2)",
    "At a hearing of the appeal those may speak who were notified of it and wrote on it in time, after a reasonable attempt "
    "to put their views in writing. As made the paragraph also wanted them to have asked to be heard and named a matter.",
    judge=Judge.SATISFIED,
    source=read_in(
        MADE_2013,
        TEXT_2019,
        caveat="as made with the asking and the matter, in the text of 2019 without them; on which day they went was not "
        "read",
    ),
)
def may_speak_on_appeal(*, wrote_on_appeal: bool, wishes: bool | None, matter: str | None) -> Outcome:
    """Whether what a board wrote on an appeal keeps its chance to speak. It is safest to ask and to name a matter still."""
    if not wrote_on_appeal:
        return not_met("The board has written nothing on the appeal, and cannot speak at a hearing of it.")
    if wishes is None:
        return not_known(
            "The representation on the appeal does not say whether the board wishes to be heard."
        )
    if not wishes:
        return not_met("The representation on the appeal says that the board does not wish to be heard.")
    if not matter:
        return not_known(
            "The representation on the appeal says that the board wishes to be heard and names no matter. The text of 2019 "
            "no longer asks for one; that of 2013 did: name it."
        )
    return met(f"The representation on the appeal says that the board wishes to be heard, on: {matter}")


@rule(
    "sch3para10",
    "Schedule 3, paragraph 10(1)",
    "Once an appeal is determined, those are told of it with reasons who wrote on it.",
    judge=Judge.TEXT,
    source=READ_2013_AND_2019,
)
def told_of_outcome(*, wrote_on_appeal: bool) -> bool:
    """Whether a board is told how the appeal ended (10(1)(d))."""
    return wrote_on_appeal


@rule(
    "sch3para10(1A)",
    "Schedule 3, paragraph 10(1A)",
    "Where a consolidation is granted, or its grant confirmed, on appeal, the board of the area is told in any case, with "
    "the reasons and the findings of fact.",
    judge=Judge.TEXT,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016_AND_2019,
)
def told_of_granted_consolidation(kind: str, *, granted: bool) -> bool:
    """Whether the relevant board is told whatever it wrote: a statement under regulation 6(4) hangs on it."""
    return kind == CONSOLIDATION and granted


@rule(
    "reg10(6)",
    "regulation 10(6), as it stood to 4 December 2016",
    "The board is given access to the pharmaceutical lists.",
    judge=Judge.TEXT,
    until=CONSOLIDATIONS_IN_FORCE - timedelta(days=1),
    source=READ_2013,
)
def given_access_to_lists(*, bears_on_functions: bool) -> bool:  # noqa: ARG001 - asked as the later wording asks
    """Whether the board has to hear of a change of the lists: it had to look for itself."""
    return False


@rule(
    "reg10(6)",
    "regulation 10(6)",
    "The board is given access to the pharmaceutical lists, and is notified of changes to them that bear on its functions.",
    judge=Judge.TEXT,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016_AND_2019,
)
def told_of_changed_lists(*, bears_on_functions: bool) -> bool:
    """Whether the board has to hear of a change of the lists: it should bring the news on which regulation 6(4) hangs."""
    return bears_on_functions


RULES = (
    told_of_decision,
    told_of_each_other,
    appeal_by,
    applicants_appeal_by,
    sent_the_appeal,
    appeal_in_time,
    may_speak_on_appeal,
    told_of_outcome,
    told_of_granted_consolidation,
    given_access_to_lists,
    told_of_changed_lists,
)
