"""Regulations 4(2) and 6: when a Pharmaceutical Needs Assessment is brought up to date, renewed or supplemented.

These rules bind a board after the fact: after a change in need, after a closure, after a consolidation is granted.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.dates import months_after
from app.domain.findings import Duty
from app.domain.officer import Choice
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.rule import READ_2016, READ_2019, Judge, Source, rule

REVISION_MONTHS = 36
EXTENDED_TO = date(2022, 10, 1)
EXTENSION_REACHES_FROM = date(2021, 1, 1)
"""Assessments that fell due from this day on are taken to have been extended. Where that began was not read in source."""


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
    "regulation 6(1), with (A2)",
    "The board publishes a revised assessment within 3 years of the last; those that fell due in the "
    "pandemic had until 1 October 2022.",
    judge=Judge.BOARD,
    source=Source(
        f"the 3 years {READ_2019.words}; the extension read in SI 2021/1346 as made, without the paragraph "
        "that says whom it reached",
        read=False,
    ),
)
def revision_due(published: date) -> date:
    """The day by which an assessment published on a day is to be revised."""
    due = months_after(published, REVISION_MONTHS)
    return EXTENDED_TO if EXTENSION_REACHES_FROM <= due < EXTENDED_TO else due


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
    source=READ_2016,
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


RULES = (keep_the_map, revision_due, revise_sooner, may_supplement, supplement_after_consolidation)
