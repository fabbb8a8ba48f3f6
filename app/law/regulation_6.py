"""Regulations 4(2) and 6: when a Pharmaceutical Needs Assessment is brought up to date, renewed or supplemented.

These rules bind a board after the fact: after a change in need, after a closure, after a consolidation is granted.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.dates import months_after
from app.domain.findings import Duty
from app.domain.officer import Choice
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.rule import Judge, rule
from app.law.sources import READ_2013_AND_2019, READ_2016_AND_2019, SI_2020_885, SI_2021_1346, read_in

REVISION_MONTHS = 36
BEFORE_THE_PANDEMIC = date(2020, 7, 1)
PUT_OFF = date(2020, 9, 14)
"""SI 2020/885 came into force on the 21st day after it was laid, 24 August 2020."""
PUT_OFF_AGAIN = date(2022, 1, 1)
FIRST_PUBLISHED = date(2015, 4, 1)
FIRST_MONTHS = 12


@dataclass(frozen=True)
class Obligation:
    """What the board must or may do next, and why."""

    duty: Duty
    text: str


@rule(
    "reg4(2)",
    "regulation 4(2)",
    "The board keeps the map of premises in its assessment up to date, so far as that is practicable, "
    "without publishing the assessment anew.",
    judge=Judge.BOARD,
)
def keep_the_map() -> Obligation:
    """Whatever changes the premises: an entry, a move, a closure."""
    return Obligation(
        Duty.MUST, "The board must bring the map in its assessment up to date, so far as that is practicable."
    )


@rule(
    "reg6(1)",
    "regulation 6(1)",
    "The board publishes a revised assessment within 3 years of the last.",
    judge=Judge.BOARD,
    until=PUT_OFF - timedelta(days=1),
)
def within_three_years(published: date) -> date:
    """As worded up to 13 September 2020."""
    return months_after(published, REVISION_MONTHS)


@rule(
    "reg6(1)",
    "regulation 6(1) and (A2), as amended by SI 2020/885",
    "A board that published an assessment before 1 July 2020 publishes a revised one by 1 April 2022; every "
    "other within 3 years of the last.",
    judge=Judge.BOARD,
    since=PUT_OFF,
    until=PUT_OFF_AGAIN - timedelta(days=1),
    source=read_in(SI_2020_885),
)
def by_april_2022(published: date) -> date:
    """As worded from 14 September 2020, in the pandemic."""
    return date(2022, 4, 1) if published < BEFORE_THE_PANDEMIC else within_three_years(published)


@rule(
    "reg6(1)",
    "regulation 6(1) and (A2), as amended by SI 2021/1346",
    "A board that published an assessment before 1 July 2020 publishes a revised one by 1 October 2022; "
    "every other within 3 years of the last.",
    judge=Judge.BOARD,
    since=PUT_OFF_AGAIN,
    source=read_in(SI_2020_885, SI_2021_1346),
)
def by_october_2022(published: date) -> date:
    """As worded since 1 January 2022."""
    return date(2022, 10, 1) if published < BEFORE_THE_PANDEMIC else within_three_years(published)


def revision_due(published: date, as_at: date) -> date:
    """The day by which an assessment published on a day is to be revised, by the words that hold on another."""
    in_force = next(
        one for one in (within_three_years, by_april_2022, by_october_2022) if one.in_force(as_at)
    )
    due: date = in_force(published)
    return due


@rule(
    "reg5",
    "regulation 5",
    "Each board publishes its first assessment by 1 April 2015.",
    judge=Judge.BOARD,
    source=READ_2013_AND_2019,
)
def first_by_april_2015(established: date) -> date | None:
    """For boards that were there by then; of one that came later it says nothing that could be kept."""
    return FIRST_PUBLISHED if established <= FIRST_PUBLISHED else None


@rule(
    "reg6(A1)",
    "regulation 6(A1)",
    "A board that had published no assessment before 1 July 2020 publishes its first by 1 April 2022.",
    judge=Judge.BOARD,
    since=PUT_OFF,
    until=PUT_OFF_AGAIN - timedelta(days=1),
    source=read_in(SI_2020_885),
)
def first_by_april_2022(established: date) -> date | None:
    """As worded from 14 September 2020: boards new since 2015 among them."""
    return date(2022, 4, 1) if established > FIRST_PUBLISHED else None


@rule(
    "reg6(A1)",
    "regulation 6(A1), as amended by SI 2021/1346",
    "A board that had published no assessment before 1 July 2020, and was established before 1 January 2022, publishes its "
    "first by 1 October 2022.",
    judge=Judge.BOARD,
    since=PUT_OFF_AGAIN,
    source=read_in(SI_2020_885, SI_2021_1346),
)
def first_by_october_2022(established: date) -> date | None:
    """As worded since 1 January 2022; (A3) has the boards established from then on."""
    return date(2022, 10, 1) if FIRST_PUBLISHED < established < PUT_OFF_AGAIN else None


@rule(
    "reg6(A3)",
    "regulation 6(A3)",
    "A board established on or after 1 January 2022 publishes its first assessment no later than twelve months after it is "
    "established.",
    judge=Judge.BOARD,
    since=PUT_OFF_AGAIN,
    source=read_in(SI_2020_885, SI_2021_1346),
)
def first_within_twelve_months(established: date) -> date | None:
    """Every council that a reorganisation makes establishes one."""
    return months_after(established, FIRST_MONTHS) if established >= PUT_OFF_AGAIN else None


def first_due(established: date, as_at: date) -> date | None:
    """The day by which a board's first assessment is due, by the words that hold on a day; None where the text sets none.

    From 1 April 2015 to 13 September 2020 it set none for a board that was established meanwhile.
    """
    said = (
        one(established)
        for one in (
            first_within_twelve_months,
            first_by_october_2022,
            first_by_april_2022,
            first_by_april_2015,
        )
        if one.in_force(as_at)
    )
    return next((due for due in said if due is not None), None)


@rule(
    "reg7(1)",
    "regulation 7(1)",
    "Until a board publishes its first assessment, that of the Primary Care Trust for the locality serves, with its "
    "supplementary statements and the board's own.",
    judge=Judge.TEXT,
    until=PUT_OFF_AGAIN - timedelta(days=1),
    source=READ_2013_AND_2019,
)
def trusts_assessment_serves(published_first: date | None, as_at: date) -> bool:
    """Whether the trust's assessment serves still: SI 2021/1346 took the paragraph out on 1 January 2022."""
    return published_first is None or as_at < published_first


@rule(
    "reg7(1A)",
    "regulation 7(1A)",
    "Until a board publishes the first assessment that (A1) or (A3) asks of it, that of the board that was there before it "
    "for the locality serves, with that board's supplementary statements under 6(3) and the new board's own under 6(3A).",
    judge=Judge.TEXT,
    since=PUT_OFF_AGAIN,
    source=read_in(SI_2020_885, SI_2021_1346),
)
def predecessors_assessment_serves(published_first: date | None, as_at: date) -> bool:
    """Whether the assessment of the board before serves still."""
    return published_first is None or as_at < published_first


@rule(
    "reg6(3A)",
    "regulation 6(3A)",
    "While it makes its first assessment, a new board may publish a supplementary statement to its predecessor's on changes "
    "since, in a locality that was the predecessor's, where that is essential at once to prevent significant detriment.",
    judge=Judge.BOARD,
    since=PUT_OFF_AGAIN,
    source=read_in(SI_2020_885, SI_2021_1346),
)
def may_supplement_predecessor(*, making_first: bool, relevant: bool, essential: bool) -> Obligation:
    """What a new board may do before its own assessment is there."""
    if making_first and relevant and essential:
        return Obligation(
            Duty.MAY,
            "The board may publish a supplementary statement to its predecessor's assessment, for the locality that was the "
            "predecessor's.",
        )
    return Obligation(
        Duty.NONE, "The conditions for a supplementary statement to a predecessor's assessment are not met."
    )


@rule(
    "reg6(2)",
    "regulation 6(2)",
    "After significant changes in need (numbers, demography, risks to health) the board revises its "
    "assessment as soon as is reasonably practicable, unless that would be disproportionate.",
    judge=Judge.BOARD,
)
def revise_sooner(*, significant: bool, disproportionate: bool) -> Obligation:
    """Both are the board's own judgements."""
    if not significant:
        return Obligation(
            Duty.NONE, "The changes in need are not significant: no revision is called for before its time."
        )
    if disproportionate:
        return Obligation(
            Duty.NONE,
            "The changes in need are significant, but a revised assessment would be out of proportion.",
        )
    return Obligation(Duty.MUST, "The board must revise its assessment as soon as is reasonably practicable.")


@rule(
    "reg6(3)",
    "regulation 6(3)",
    "The board may publish a supplementary statement on changed availability that bears on applications, if "
    "a revision would be disproportionate, or if one is under way and prompt modification is essential to "
    "prevent significant detriment.",
    judge=Judge.BOARD,
)
def may_supplement(*, relevant: bool, disproportionate: bool, revising_and_essential: bool) -> Obligation:
    """The way open after a closure for which nobody applied."""
    if relevant and (disproportionate or revising_and_essential):
        return Obligation(
            Duty.MAY, "The board may publish a supplementary statement, which becomes part of its assessment."
        )
    return Obligation(Duty.NONE, "The conditions for a supplementary statement are not met.")


@rule(
    "reg6(4)",
    "regulation 6(4)",
    "If a granted consolidation removes premises and the board's opinion is that this creates no gap, it "
    "must publish a supplementary statement saying so.",
    judge=Judge.BOARD,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016_AND_2019,
)
def supplement_after_consolidation(*, granted: bool, opinion: Choice | None) -> Obligation:
    """No time is set for it. It counts as part of the assessment, though not as a revision (18(2)(g))."""
    if not granted:
        return Obligation(Duty.NONE, "Nothing is to be published unless the consolidation is granted.")
    if opinion is None:
        return Obligation(
            Duty.MUST,
            "The board must form its opinion whether the removal creates a gap; if it does not, it must "
            "publish a supplementary statement.",
        )
    if opinion is Choice.WOULD_NOT:
        return Obligation(
            Duty.MUST,
            "The board must publish a supplementary statement that, in its view, the removal does not create "
            "a gap. It becomes part of the assessment. No time is set.",
        )
    return Obligation(
        Duty.NONE,
        "No statement under this paragraph is due, as the board's opinion is that there is a gap. Consider a "
        "revised assessment (6(2)) or a supplementary statement (6(3)).",
    )


RULES = (
    keep_the_map,
    within_three_years,
    by_april_2022,
    by_october_2022,
    first_by_april_2015,
    first_by_april_2022,
    first_by_october_2022,
    first_within_twelve_months,
    trusts_assessment_serves,
    predecessors_assessment_serves,
    revise_sooner,
    may_supplement,
    may_supplement_predecessor,
    supplement_after_consolidation,
)
