"""One rule of the law as one unit: what it asks, who judges it, from when to when it holds, and what it reads.

**How to read a verdict.** Every rule is phrased so that *met* is good for the application: a ground on which an
application must be refused is asked the other way round ("Neither site is distance-selling premises"). *Not met* means
that the facts and the text settle it against the application. *Needs judgement* is left to people, with the points
for and against. *Papers silent* means that the papers do not say what the rule turns on, as a person who read them has
confirmed. *Not entered* means that nobody has entered what they say of it, so that the test is open and nothing is said of
the papers. *Not known* means that it is not for the papers to say, and that no list and no map at hand does. *Does not
apply* means that the rule begins with an "if" that does not hold here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.entered import Entered
from app.domain.findings import Verdict
from app.domain.other_applications import OtherKind
from app.law.case import Case
from app.law.links import provision_links
from app.law.period import REGULATIONS_IN_FORCE
from app.law.sources import READ_2019, Source

RELOCATION = "relocation"
CONSOLIDATION = "consolidation"
ROUTINE_ENTRY = OtherKind.ROUTINE_ENTRY.value
DISTANCE_SELLING_ENTRY = OtherKind.DISTANCE_SELLING_ENTRY.value
CHANGE_OF_SERVICES = OtherKind.CHANGE_OF_SERVICES.value
CHANGE_OF_OWNERSHIP = OtherKind.CHANGE_OF_OWNERSHIP.value
NOTIFIABLE = (RELOCATION, CONSOLIDATION, ROUTINE_ENTRY, DISTANCE_SELLING_ENTRY)
"""Kinds of which a board is told beforehand (Schedule 2, paragraph 18)."""


class Judge(StrEnum):
    """Whose judgement a rule is. In a finding the decision-maker bears its name of the day.

    Where the Regulations have an application refused on a ground, nobody has to be satisfied that the ground is absent: the
    rule is asked the other way round, and its judge says where doubt leaves it.
    """

    OBJECTIVE = "an objective test, applied by the decision-maker"
    OPINION = "the opinion of the decision-maker"
    NOT_OPINION = "the decision-maker; the test fails only if its opinion is the opposite"
    SATISFIED = "the decision-maker must be satisfied"
    REFUSES = "the decision-maker, which must refuse if it is satisfied of the opposite"
    MAY_REFUSE = "the decision-maker, which may refuse on the opposite ground"
    FACT = "a matter of fact"
    BOARD = "the Health and Wellbeing Board"
    TEXT = "settled by the text"

    def named(self, decision_maker: str) -> str:
        """The same with the body that decides by name."""
        return self.value.replace("the decision-maker", decision_maker)


@dataclass(frozen=True)
class Outcome:
    """What a rule gives for one application, before it is written up as a finding."""

    verdict: Verdict
    reasons: tuple[str, ...]
    points_for: tuple[str, ...] = ()
    points_against: tuple[str, ...] = ()


def met(*reasons: str) -> Outcome:
    """The test that lets the application pass is satisfied."""
    return Outcome(Verdict.MET, reasons)


def not_met(*reasons: str) -> Outcome:
    """Facts and text settle the test against the application."""
    return Outcome(Verdict.NOT_MET, reasons)


def unsaid(case: Case, paths: str | tuple[str, ...], whether: str, *, lists: bool = False) -> Outcome:
    """The papers give no answer to what the test turns on: they are silent, or nobody has entered what they say.

    ``paths`` are the fields that would answer it; they are silent where a person has confirmed that of each not stated.
    ``whether`` is what is not answered, in words that follow "The papers do not say". ``lists``: no list says it either.
    """
    asked = (paths,) if isinstance(paths, str) else paths
    open_ = [state for path in asked if (state := case.entered(path)) is not Entered.STATED]
    if open_ and all(state is Entered.SILENT for state in open_):
        who = "Neither the papers nor the list say" if lists else "The papers do not say"
        return Outcome(Verdict.PAPERS_SILENT, (f"{who} {whether}.",))
    beside = ", and the list does not say" if lists else ""
    return Outcome(
        Verdict.NOT_ENTERED, (f"What the papers say of this has not been entered{beside}: {whether}.",)
    )


def not_known(*reasons: str) -> Outcome:
    """It is not for the papers to say what the test turns on, and nothing at hand says it."""
    return Outcome(Verdict.NOT_KNOWN, reasons)


def after(told: str, outcome: Outcome) -> Outcome:
    """An outcome with a sentence before its reasons."""
    return replace(outcome, reasons=(told, *outcome.reasons))


def together(*outcomes: Outcome) -> Outcome:
    """Several outcomes of one test that all leave it open: nothing is confirmed as silent unless all of it is."""
    verdicts = {outcome.verdict for outcome in outcomes}
    first = Verdict.NOT_ENTERED if Verdict.NOT_ENTERED in verdicts else outcomes[0].verdict
    return Outcome(first, tuple(reason for outcome in outcomes for reason in outcome.reasons))


def does_not_apply(*reasons: str) -> Outcome:
    """The rule begins with a condition that does not hold."""
    return Outcome(Verdict.DOES_NOT_APPLY, reasons)


def judgement(
    *reasons: str, points_for: tuple[str, ...] = (), points_against: tuple[str, ...] = ()
) -> Outcome:
    """The test is left to people, with the facts for and against the application laid out."""
    return Outcome(Verdict.NEEDS_JUDGEMENT, reasons, points_for, points_against)


@dataclass(frozen=True)
class Rule:
    """One rule: ``id`` and ``since`` together are unique, as a rule may be worded anew from a date.

    ``kinds`` are the kinds of application of which it is a limb, empty for rules that bind a board instead. ``reads``
    names every evidence id and every field of the papers ("papers:closing.hours") that ``test`` looks at, and no more:
    ``<std>`` stands for any access standard. ``until`` is the last day on which it holds, None while it still does.
    ``source`` says how far its wording was read and in what.
    """

    id: str
    citation: str
    asks: str
    judge: Judge
    since: date
    until: date | None
    reads: tuple[str, ...]
    source: Source
    kinds: tuple[str, ...]
    test: Callable[..., Any]

    @property
    def links(self) -> tuple[str, ...]:
        """Addresses of its provisions at legislation.gov.uk, in the order in which it cites them."""
        return provision_links(self.citation)

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on a day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def __call__(self, *facts: Any, **named: Any) -> Any:
        """Apply the rule to plain facts; what it takes and gives stands on the function that it was made of."""
        return self.test(*facts, **named)

    def outcome(self, case: Case) -> Outcome:
        """What the rule gives for a case; only for rules that are limbs of an application."""
        result: Outcome = self.test(case.application, case)
        return result


def rule(
    rule_id: str,
    citation: str,
    asks: str,
    *,
    judge: Judge,
    kinds: tuple[str, ...] = (),
    reads: tuple[str, ...] = (),
    since: date = REGULATIONS_IN_FORCE,
    until: date | None = None,
    source: Source = READ_2019,
) -> Callable[[Callable[..., Any]], Rule]:
    """Make a rule of the function below it."""

    def make(test: Callable[..., Any]) -> Rule:
        return Rule(rule_id, citation, asks, judge, since, until, reads, source, kinds, test)

    return make
