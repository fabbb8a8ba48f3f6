"""Regulations 18, 19 and 22, for routine applications: on what they rest, and the gap left by a consolidation.

A board is told of these and may write. They are not judged limb by limb here: only what follows from a consolidation
and from the assessment itself is.
"""

from app.domain.dates import months_after, span_of
from app.domain.other_applications import Basis, OtherApplication
from app.law.case import Case
from app.law.figures import day
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.points import ENTRY_READS, PNA_READS, Points, entry_points, pna_points
from app.law.rule import (
    ROUTINE_ENTRY,
    Judge,
    Outcome,
    after,
    does_not_apply,
    judgement,
    met,
    not_known,
    not_met,
    rule,
    unsaid,
)
from app.law.sources import READ_2016_AND_2019

KINDS = (ROUTINE_ENTRY,)
MONTHS_TO_CLOSING = 10
"""From the grant of a consolidation to the closing, at most: notice within 6 months and 3 more, in force 14 days on (34A).

An appeal can make it longer; that is not reckoned with here.
"""


@rule(
    "reg18(2)(a)-(b)",
    "regulation 18(2)(a) and (b), with 19(5) and (6)",
    "If it offers unforeseen benefits, they are significant (choice, protected groups, innovation), and "
    "granting it would cause no significant detriment to proper planning or to the arrangements in place.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    reads=("papers:basis", *PNA_READS, *ENTRY_READS),
)
def unforeseen_benefits(papers: OtherApplication, case: Case) -> Outcome:
    """Benefits that the assessment did not foresee."""
    if papers.basis is None:
        return unsaid(case, "basis", "on what the application rests")
    if papers.basis is not Basis.UNFORESEEN_BENEFITS:
        return does_not_apply("The application does not rest on unforeseen benefits.")
    points = Points()
    pna_points(case, points, gaps_help=None)
    entry_points(case, points)
    return points.outcome("Whether the benefits are significant and were not foreseen is left to people.")


@rule(
    "reg18(2)(g)",
    "regulation 18(2)(g), with 19(5)",
    "If it offers unforeseen benefits, it does not presuppose a gap that a consolidation has left, or is to "
    "leave, since the assessment was last revised; a supplementary statement is no revision.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016_AND_2019,
    reads=(
        "papers:basis",
        "papers:presupposes_consolidation_gap",
        "papers:consolidation_granted",
        "pna.published",
    ),
)
def no_gap_left_by_a_consolidation(papers: OtherApplication, case: Case) -> Outcome:
    """Why the statement on a consolidation matters: it closes the place to such applications until the next revision."""
    if papers.basis is None:
        return unsaid(case, "basis", "on what the application rests")
    if papers.basis is not Basis.UNFORESEEN_BENEFITS:
        return does_not_apply("The application does not rest on unforeseen benefits.")
    if papers.presupposes_consolidation_gap is None:
        return judgement(
            "Whether the application presupposes a gap left by a consolidation is to be read out of what it "
            "argues."
        )
    if not papers.presupposes_consolidation_gap:
        return met("The application does not presuppose a gap left by a consolidation.")
    published, granted = case.text("pna.published"), papers.consolidation_granted
    if published is None or granted is None:
        told = "The application presupposes a gap left by a consolidation."
        if granted is None:
            return after(told, unsaid(case, "consolidation_granted", "when that was granted"))
        return not_known(f"{told} When the assessment was last revised is not known.")
    first, last = span_of(published)
    if granted > last:
        return not_met(
            f"The application presupposes a gap left by a consolidation granted on {day(granted)}, since the "
            "assessment was last revised. It must be refused."
        )
    if granted >= first:
        return not_known(
            f"The consolidation was granted on {day(granted)}. Only the month or the year in which the "
            "assessment was published is known; the day is needed to say which came first."
        )
    if months_after(granted, MONTHS_TO_CLOSING) < first:
        return met(
            f"The consolidation was granted on {day(granted)}, long enough before the assessment was last "
            "revised for the premises to have left the list by then."
        )
    return not_known(
        f"The consolidation was granted on {day(granted)}, before the assessment was last revised. The gap "
        "comes about when the premises leave the list, which may be months later (Schedule 2, paragraph "
        "34A); when they did is not known."
    )


@rule(
    "reg22(1)",
    "regulation 22(1)",
    "If it does not rest on unforeseen benefits, it would meet a need, or secure improvements or better "
    "access, that the assessment itself states.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    reads=("papers:basis", *PNA_READS, *ENTRY_READS),
)
def stated_in_the_assessment(papers: OtherApplication, case: Case) -> Outcome:
    """The assessment that is current when the decision is taken, save where justice needs an earlier one."""
    if papers.basis is None:
        return unsaid(case, "basis", "on what the application rests")
    if papers.basis is Basis.UNFORESEEN_BENEFITS:
        return does_not_apply("The application rests on unforeseen benefits.")
    points = Points()
    pna_points(case, points, gaps_help=True)
    entry_points(case, points)
    return points.outcome(
        f"The application rests on {papers.basis.value}. Whether it would meet what the assessment states is "
        "left to people."
    )


RULES = (unforeseen_benefits, no_gap_left_by_a_consolidation, stated_in_the_assessment)
