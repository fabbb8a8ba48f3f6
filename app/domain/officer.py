"""The officer's part of a paper: what people add, kept apart from what was computed and shown as theirs."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.applications import Received
from app.domain.other_applications import AnyApplication


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


class Stance(StrEnum):
    """What the board says of a relocation as a whole. Saying nothing of it is an answer too."""

    SUPPORTS = "supports"
    OBJECTS = "objects"
    NOTHING = "nothing to say"


class LimbView(StrEnum):
    """What the board says of one limb of the test, which is for the decision-maker to settle."""

    MET = "is met"
    NOT_MET = "is not met"
    NOTHING = "nothing to say"


@dataclass(frozen=True)
class Limb:
    """What the board says of one limb, and why."""

    view: LimbView
    reasons: str | None = None


@dataclass(frozen=True)
class Position:
    """The board's position on a relocation: as a whole and by limb, who formed it and when. Nobody else's word stands in.

    The limbs are those of regulation 24(1)(a) to (e), and of 24(2)(b) to (f) alike; None where the board has said nothing.
    """

    stance: Stance
    given_by: str
    given_on: date
    reasons: str | None = None
    accessibility: Limb | None = None
    arrangements: Limb | None = None
    planning: Limb | None = None
    services: Limb | None = None
    interruption: Limb | None = None


LIMBS = ("accessibility", "arrangements", "planning", "services", "interruption")
"""The limbs of a position, in the order of the regulation."""


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

    ``opinion_on`` is the day on which the board, after the decision, was of the opinion that regulation 6(4) asks for, and
    ``opinion_by`` who then formed it. ``statement_on``, ``signatory`` and ``authority`` are the statement's own: its day of
    publication, who signs it and by what authority, which need not be those of the letter.
    """

    granted_on: date | None = None
    granted_by: str | None = None
    reference: str | None = None
    removed_on: date | None = None
    opinion_on: date | None = None
    opinion_by: str | None = None
    statement_on: date | None = None
    signatory: str | None = None
    authority: str | None = None


class Appellant(StrEnum):
    """Who brings an appeal: the applicant against a refusal (paragraph 36), or a third party against a grant (30)."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third party"


@dataclass(frozen=True)
class Appeal:
    """An appeal to the Secretary of State, and what the board writes on it (Schedule 3 paragraph 3(2)).

    ``sent_on`` is the day on which the notice of appeal was sent to the board: its 30 days run from it. ``maintains`` is
    whether it maintains what it wrote on the application; ``matters`` are what it says of the appeal, each a paragraph.
    """

    brought_by: Appellant | None = None
    sent_on: date | None = None
    reference: str | None = None
    reply_to: str | None = None
    maintains: bool | None = None
    matters: tuple[str, ...] = ()
    given_by: str | None = None
    given_on: date | None = None
    wishes_to_be_heard: bool | None = None
    heard_on: str | None = None
    signatory: str | None = None
    authority: str | None = None

    @property
    def notified(self) -> bool:
        """Whether it is said who appeals, and from which day the board's time runs."""
        return None not in (self.brought_by, self.sent_on)


@dataclass(frozen=True)
class OfficerPart:
    """What people decide and add: the opinion, matters of their own, whether to be heard, who signs and by what authority.

    ``no_response_reason`` is why the board makes no representation on a relocation. ``wishes_to_be_heard`` and
    ``heard_on`` follow Schedule 2 paragraph 25: a hearing is only for those who asked, on a matter that they named.
    ``recommendations`` take the place of those that a report to the board is drafted with. ``received`` is how the notice
    reached the board, where that was learned after the papers were taken in: it takes the place of what they say.
    """

    opinion: Opinion | None = None
    position: Position | None = None
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
    appeal: Appeal | None = None
    received: Received | None = None


def as_known(application: AnyApplication, part: OfficerPart | None) -> AnyApplication:
    """An application with how its notice reached the board, where people have recorded that. Raises ApplicationError.

    That the papers are silent on it, where somebody confirmed so, is no longer what is known of it.
    """
    if part is None or part.received is None:
        return application
    silent = tuple(path for path in application.not_stated if not path.startswith("notice.received"))
    notice = replace(application.notice, received=part.received)
    return replace(application, notice=notice, not_stated=silent)
