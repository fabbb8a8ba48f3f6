"""The officer's part as JSON: what people decide and add."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from app.domain import officer as domain
from app.schemas.applications import Received
from app.schemas.fields import IsoDate, Line, Text, Texts
from app.schemas.mirror import Mirror, build

Choice = Annotated[domain.Choice, Field(strict=False)]
Stance = Annotated[domain.Stance, Field(strict=False)]
LimbView = Annotated[domain.LimbView, Field(strict=False)]
Appellant = Annotated[domain.Appellant, Field(strict=False)]


class Opinion(Mirror):
    """The board's opinion on a consolidation: Schedule 2 paragraph 19(5). It is never filled in by the service."""

    choice: Choice
    """"would" or "would not" (create a gap that a routine application could meet)."""
    given_by: Line
    """Who gave the opinion: the body or the post that may give it for the board."""
    given_on: IsoDate
    """The date on which it was given."""
    reasons: Text | None = None
    """The board's reasons, in its own words."""

    def value(self) -> domain.Opinion:
        """The opinion as a frozen value."""
        return build(domain.Opinion, self)


class Limb(Mirror):
    """What the board says of one limb of the test. The limb itself is for the decision-maker to settle."""

    view: LimbView
    """"is met", "is not met" or "nothing to say"."""
    reasons: Text | None = None
    """Why, in the board's own words."""

    def value(self) -> domain.Limb:
        """The limb as a frozen value."""
        return build(domain.Limb, self)


class Position(Mirror):
    """The board's position on a relocation. It is never filled in by the service."""

    stance: Stance
    """"supports", "objects" or "nothing to say"."""
    given_by: Line
    """Who formed it: the body that may speak for the board."""
    given_on: IsoDate
    """The date on which it was formed."""
    reasons: Text | None = None
    """The board's reasons, in its own words."""
    accessibility: Limb | None = None
    """Regulation 24(1)(a) or (2)(b): the new place not significantly less accessible for those accustomed to the old."""
    arrangements: Limb | None = None
    """Regulation 24(1)(b) or (2)(c): significant change to the arrangements in place."""
    planning: Limb | None = None
    """Regulation 24(1)(c) or (2)(d): significant detriment to proper planning."""
    services: Limb | None = None
    """Regulation 24(1)(d) or (2)(e): the same services."""
    interruption: Limb | None = None
    """Regulation 24(1)(e) or (2)(f): no interruption."""

    def value(self) -> domain.Position:
        """The position as a frozen value."""
        return build(domain.Position, self)


class Report(Mirror):
    """What a report to the board says that only its authors can."""

    meeting: IsoDate | None = None
    """The date of the meeting."""
    status: Line | None = None
    """Such as "Public report"."""
    classification: Line | None = None
    """Such as "For decision"."""
    portfolio_holder: Line | None = None
    """The portfolio holder or holders."""
    councillors: Line | None = None
    """The local councillors."""
    wards: Line | None = None
    """The wards concerned."""
    director: Line | None = None
    """The director who answers for the report."""
    author: Line | None = None
    """The author."""
    author_title: Line | None = None
    """The author's post."""
    author_telephone: Line | None = None
    """The author's telephone."""
    author_email: Line | None = None
    """The author's e-mail."""
    recommended: Choice | None = None
    """What the authors recommend as the board's opinion on a consolidation: "would" or "would not". Not the opinion."""
    reason: Text | None = None
    """The reason for the recommendations."""
    financial: Text | None = None
    """Financial implications."""
    legal: Text | None = None
    """Legal implications."""
    human_resources: Text | None = None
    """Implications for staff."""
    environmental: Text | None = None
    """Environmental impact."""
    climate: Text | None = None
    """Implications for the climate."""
    public_health: Text | None = None
    """Implications for public health."""
    equality: Text | None = None
    """Implications for equality."""
    risk: Text | None = None
    """The assessment of risk."""
    current_risk: Line | None = None
    """The level of risk now."""
    residual_risk: Line | None = None
    """The level of risk that remains."""
    background_papers: Text | None = None
    """Background papers beside the needs assessment."""

    def value(self) -> domain.Report:
        """The report as a frozen value."""
        return build(domain.Report, self)


class DelegatedDecision(Mirror):
    """A decision taken for the board under delegated authority."""

    taken_by: Line | None = None
    """The post or body that took it."""
    taken_on: IsoDate | None = None
    """The day on which it was taken."""
    authority: Text | None = None
    """The authority for it, such as the meeting that delegated it."""
    decision: Text | None = None
    """What was decided."""
    reasons: Text | None = None
    """Why."""
    other_options: Text | None = None
    """What else was considered and why not."""
    interests: Text | None = None
    """Interests declared."""
    consulted: Text | None = None
    """Who was consulted before it was taken."""

    def value(self) -> domain.DelegatedDecision:
        """The decision as a frozen value."""
        return build(domain.DelegatedDecision, self)


class Grant(Mirror):
    """That a consolidation was granted."""

    granted_on: IsoDate | None = None
    """The day of the decision."""
    granted_by: Line | None = None
    """Who decided."""
    reference: Line | None = None
    """The reference of the decision."""
    removed_on: IsoDate | None = None
    """The day from which the premises are off the pharmaceutical list."""
    opinion_on: IsoDate | None = None
    """The day on which the board, after the decision, was of the opinion that there is no gap (regulation 6(4))."""
    opinion_by: Line | None = None
    """Who formed that opinion."""
    statement_on: IsoDate | None = None
    """The day on which the supplementary statement is published."""
    signatory: Line | None = None
    """Who signs the supplementary statement."""
    authority: Line | None = None
    """The authority by which they sign it."""

    def value(self) -> domain.Grant:
        """The grant as a frozen value."""
        return build(domain.Grant, self)


class Appeal(Mirror):
    """An appeal to the Secretary of State, and what the board writes on it: Schedule 3 paragraphs 3(2) and 8."""

    brought_by: Appellant | None = None
    """"applicant" (against a refusal) or "third party" (against a grant)."""
    sent_on: IsoDate | None = None
    """The day on which the notice of appeal was sent to the board: its 30 days run from it."""
    reference: Line | None = None
    """The reference of the appeal."""
    reply_to: Text | None = None
    """The address for representations as the notice of appeal gives it."""
    maintains: bool | None = None
    """Whether the board maintains what it wrote on the application."""
    matters: Texts = Field(default_factory=list)
    """What the board says of the appeal, each as a paragraph."""
    given_by: Line | None = None
    """Who decided what the board says of the appeal."""
    given_on: IsoDate | None = None
    """The date on which they did."""
    wishes_to_be_heard: bool | None = None
    """Whether the board wishes to be heard if there is a hearing of the appeal."""
    heard_on: Text | None = None
    """The matter on which it wishes to be heard."""
    signatory: Line | None = None
    """Who signs the representation on the appeal."""
    authority: Line | None = None
    """The authority by which they sign it."""

    def value(self) -> domain.Appeal:
        """The appeal as a frozen value."""
        return build(domain.Appeal, self)


class OfficerPart(Mirror):
    """What people decide and add to the paper; it stands apart from what was computed and is shown as theirs."""

    opinion: Opinion | None = None
    """The opinion on the gap; left open until a person gives it. On consolidations only."""
    position: Position | None = None
    """The board's position; left open until a person gives it. On relocations only."""
    no_response_reason: Text | None = None
    """Why the board makes no representation, for the record."""
    local_knowledge: Texts = Field(default_factory=list)
    """Matters that the board knows and the papers do not state, each as a paragraph."""
    assurances: Texts = Field(default_factory=list)
    """Further assurances that the board seeks, each as a paragraph."""
    wishes_to_be_heard: bool | None = None
    """Whether the board wishes to be heard if there is an oral hearing: Schedule 2 paragraph 25."""
    heard_on: Text | None = None
    """The matter on which it wishes to be heard."""
    signatory: Line | None = None
    """Who signs: a post or a body."""
    authority: Line | None = None
    """The authority by which they sign, such as the meeting that resolved it."""
    recommendations: Texts = Field(default_factory=list)
    """Recommendations of the report to the board, in place of those that it is drafted with."""
    report: Report | None = None
    """What a report to the board says that only its authors can."""
    decision: DelegatedDecision | None = None
    """A decision taken for the board under delegated authority."""
    grant: Grant | None = None
    """That a consolidation was granted, for the supplementary statement."""
    appeal: Appeal | None = None
    """An appeal, and what the board writes on it. Taken after the decision."""
    received: Received | None = None
    """How the notice reached the board, where that was learned after the papers came in. Assess again afterwards."""

    def value(self) -> domain.OfficerPart:
        """The officer's part as a frozen value."""
        return build(domain.OfficerPart, self)


OFFICER_PART: TypeAdapter[OfficerPart] = TypeAdapter(OfficerPart)
