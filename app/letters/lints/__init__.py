"""Lints of a paper: what a careful colleague would mark before it goes out.

They warn; the statutory statement alone blocks.
"""

from datetime import date

from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.officer import OfficerPart
from app.domain.responses import Consulted
from app.letters.lints import days, figures, names, opinions, silence, statement
from app.letters.lints.lint import Lint, Rule, Subject
from app.letters.lints.manuscript import Manuscript, of_letter, of_text
from app.letters.model import Letter

RULES = (
    Rule(
        statement.RULE,
        "The statement of Schedule 2, paragraph 19(5) stands whole.",
        statement.statutory_statement,
    ),
    Rule(figures.NO_EVIDENCE, "Every figure rests on evidence that still gives it.", figures.figures),
    Rule(figures.DIFFERS, "Every row of a table is as it was measured.", figures.tables),
    Rule(names.SERVICE, "Services are named as they were on the day.", names.services),
    Rule(names.BODY, "Bodies are named as they were on the day.", names.bodies),
    Rule(names.ENHANCED, "“Enhanced service” has its legal meaning.", names.enhanced),
    Rule(days.PNA, "The needs assessment has one date.", days.pna_dated_two_ways),
    Rule(days.NUMBERS, "Each paragraph number stands once.", days.numbers_repeated),
    Rule(days.REPLY, "The day to reply by has not passed.", days.reply_by_passed),
    Rule(
        days.RECEIPT,
        "The time is counted from the day that is recorded now.",
        days.time_counted_from_another_day,
    ),
    Rule(
        opinions.FORMED, "The opinion is the Board’s or its sub-committee’s.", opinions.formed_by_an_officer
    ),
    Rule(opinions.OPINION, "An opinion is somebody’s who gave it.", opinions.opinion_nobody_gave),
    Rule(
        silence.SILENCE,
        "That the papers leave something out is said only where somebody has looked.",
        silence.silence_not_confirmed,
    ),
    Rule(opinions.SPEED, "Minutes are given with the speed.", opinions.minutes_without_speed),
)


def check(
    manuscript: Manuscript,
    draft: Letter,
    assessment: Assessment,
    baseline: Baseline,
    officer: OfficerPart | None,
    on: date,
    consulted: Consulted | None = None,
) -> tuple[Lint, ...]:
    """What the rules find in a paper, in the order of the rules. draft: the same paper as it is drafted now. on: today.

    ``consulted`` is what the consultation came to, None where there was none.
    """
    subject = Subject(manuscript, draft, assessment, baseline, officer or OfficerPart(), on, consulted)
    return tuple(lint for rule in RULES for lint in rule.check(subject))


def check_draft(
    draft: Letter,
    assessment: Assessment,
    baseline: Baseline,
    officer: OfficerPart | None,
    on: date,
    consulted: Consulted | None = None,
) -> tuple[Lint, ...]:
    """What the rules find in a draft as it was drafted."""
    return check(of_letter(draft), draft, assessment, baseline, officer, on, consulted)


__all__ = ["RULES", "Lint", "Manuscript", "check", "check_draft", "of_letter", "of_text"]
