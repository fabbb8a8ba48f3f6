"""Regulations 25 and 25A: market entry by distance-selling premises, a way that closed on 23 June 2025."""

from datetime import date, timedelta

from app.domain.other_applications import OtherApplication
from app.law.case import Case
from app.law.figures import day
from app.law.rule import (
    DISTANCE_SELLING_ENTRY,
    Judge,
    Outcome,
    after,
    judgement,
    not_met,
    rule,
    unsaid,
)
from app.law.sources import READ_2013_AND_2019, READ_2025

KINDS = (DISTANCE_SELLING_ENTRY,)
CLOSED = date(2025, 6, 23)
OLD_TEST = (
    "Regulation 25(2) asks that the premises do not share a site or building with a GP provider and that "
    "their procedures are likely to secure uninterrupted essential services to anyone in England, without "
    "face to face contact."
)


@rule(
    "reg25(1)",
    "regulation 25(1) and (2), as it stood to 22 June 2025",
    "New distance-selling premises may come in without the test of need, if they would pass regulation "
    "25(2).",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    until=CLOSED - timedelta(days=1),
    source=READ_2013_AND_2019,
)
def entry_without_need(_: OtherApplication, __: Case) -> Outcome:
    """The exemption as it was."""
    return judgement(OLD_TEST)


@rule(
    "reg25(1)",
    "regulations 25(1) and 25A, as amended by SI 2025/636",
    "The application was made before 23 June 2025 by somebody not yet on a list, and would pass regulation "
    "25(2) as it then stood. Since that day the exemption is for existing distance-selling premises that "
    "move.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    since=CLOSED,
    source=READ_2025,
    reads=("papers:applied", "papers:already_listed"),
)
def saved_applications(papers: OtherApplication, case: Case) -> Outcome:
    """What 25A saves are applications under 25(1)(a), by people not already on the list."""
    if papers.applied is None:
        return unsaid(case, "applied", "when the application was made, on which this turns")
    if papers.applied >= CLOSED and papers.already_listed:
        return judgement(
            f"The application was made on {day(papers.applied)}, by somebody who is on the list. Since 23 "
            "June 2025 new distance-selling premises cannot come in this way; distance-selling premises that "
            "are listed may move. Which of the two is asked for is to be read out of the application."
        )
    if papers.applied >= CLOSED:
        return not_met(
            f"The application was made on {day(papers.applied)}. Since 23 June 2025 new distance-selling "
            "premises cannot come in this way."
        )
    if papers.already_listed is None:
        return after(
            "The application was made in time, and only those who were not on the list already keep the old rules.",
            unsaid(case, "already_listed", "whether the applicant was on it"),
        )
    if papers.already_listed:
        return judgement(
            "The application was made in time, but the saving in regulation 25A names only applicants who "
            "were not on the list already."
        )
    return judgement(f"The application was made in time and is decided by the old rules. {OLD_TEST}")


RULES = (entry_without_need, saved_applications)
