"""The officer's part of a paper: what people add, kept apart from what was computed and shown as theirs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Choice(StrEnum):
    """The board's opinion on the gap, in the words of Schedule 2 paragraph 19(5)."""

    WOULD = "would"
    WOULD_NOT = "would not"


@dataclass(frozen=True)
class Opinion:
    """The opinion on a consolidation, and who gave it and when. Nobody else's word stands in for it."""

    choice: Choice
    given_by: str
    given_on: date
    reasons: str | None = None


@dataclass(frozen=True)
class Report:
    """What a report to the board says that only its authors can: its heading, the recommendation, the implications.

    ``recommended`` is what the authors recommend as the board's opinion on a consolidation. It is not the opinion.
    """

    meeting: date | None = None
    status: str | None = None
    classification: str | None = None
    portfolio_holder: str | None = None
    councillors: str | None = None
    wards: str | None = None
    director: str | None = None
    author: str | None = None
    author_title: str | None = None
    author_telephone: str | None = None
    author_email: str | None = None
    recommended: Choice | None = None
    reason: str | None = None
    financial: str | None = None
    legal: str | None = None
    human_resources: str | None = None
    environmental: str | None = None
    climate: str | None = None
    public_health: str | None = None
    equality: str | None = None
    risk: str | None = None
    current_risk: str | None = None
    residual_risk: str | None = None
    background_papers: str | None = None


@dataclass(frozen=True)
class DelegatedDecision:
    """A decision taken for the board under delegated authority: by whom, when, what, why, and what else was open."""

    taken_by: str | None = None
    taken_on: date | None = None
    authority: str | None = None
    decision: str | None = None
    reasons: str | None = None
    other_options: str | None = None
    interests: str | None = None
    consulted: str | None = None


@dataclass(frozen=True)
class Grant:
    """That a consolidation was granted: when, by whom, under which reference, and from when the premises are off.

    ``opinion_on`` is the day on which the board, after the decision, was of the opinion that regulation 6(4) asks for.
    """

    granted_on: date | None = None
    granted_by: str | None = None
    reference: str | None = None
    removed_on: date | None = None
    opinion_on: date | None = None


@dataclass(frozen=True)
class OfficerPart:
    """What people decide and add: the opinion, matters of their own, whether to be heard, who signs and by what authority.

    ``no_response_reason`` is why the board makes no representation on a relocation. ``wishes_to_be_heard`` and
    ``heard_on`` follow Schedule 2 paragraph 25: a hearing is only for those who asked, on a matter that they named.
    ``recommendations`` take the place of those that a report to the board is drafted with.
    """

    opinion: Opinion | None = None
    no_response_reason: str | None = None
    local_knowledge: tuple[str, ...] = ()
    assurances: tuple[str, ...] = ()
    wishes_to_be_heard: bool | None = None
    heard_on: str | None = None
    signatory: str | None = None
    authority: str | None = None
    recommendations: tuple[str, ...] = ()
    report: Report | None = None
    decision: DelegatedDecision | None = None
    grant: Grant | None = None
