"""Applications as JSON, told apart by ``kind``."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from app.domain import applications as domain
from app.domain import other_applications as other
from app.schemas.fields import IsoDate, Line, Lines, Text
from app.schemas.mirror import Mirror, build
from app.schemas.premises import StatedPremises, WeekHours

Route = Annotated[domain.Route, Field(strict=False)]
Basis = Annotated[other.Basis, Field(strict=False)]


def _one_site(value: Any) -> Any:
    if isinstance(value, list):
        raise PydanticCustomError(
            "several_sites",
            "Give one site here, in curly brackets: a consolidation joins two sites, one that continues and one that "
            "closes. Where more close, each is an application of its own, and they are assessed together.",
        )
    return value


OneSite = Annotated[StatedPremises, BeforeValidator(_one_site)]


class Received(Mirror):
    """How the notice reached the board that writes, where that is known."""

    on: IsoDate | None = None
    """The day on which notice was given to that board: its 45 days run from it."""
    by: Line | None = None
    """Who gave it, or passed it on: "Primary Care Support England", another board."""
    how: Line | None = None
    """By what way: e-mail, portal, post."""

    def value(self) -> domain.Received:
        """The receipt as a frozen value."""
        return build(domain.Received, self)


class Notice(Mirror):
    """The notice that told the board of the application."""

    reference: Line
    """The reference that the notice bears."""
    dated: IsoDate
    """The date that the notice bears. The 45 days run from it where no other day of receipt is given."""
    reply_by: IsoDate | None = None
    """The last day for a reply as the notice states it. It is planned to where it is the earlier; it moves no 45 days."""
    sent_to_hwb: Line | None = None
    """The code of the area of the board to which the notice was sent, such as E06000059."""
    notified: Lines | None = None
    """The bodies that the notice says were told."""
    received: Received | None = None
    """When, by whom and how notice was given to the board that writes."""
    reply_to: Text | None = None
    """The address for replies as the notice gives it."""

    @model_validator(mode="after")
    def _in_order(self) -> "Notice":
        self.value()
        return self

    def value(self) -> domain.Notice:
        """The notice as a frozen value. Raises ApplicationError where a day is before that of the notice."""
        return build(domain.Notice, self)


class Claims(Mirror):
    """What the papers claim of the change in access, to be shown beside what is measured."""

    distance_m: float | None = Field(default=None, ge=0, le=1_000_000)
    """Metres between the two sites."""
    walk_minutes: float | None = Field(default=None, ge=0, le=10_000)
    """Minutes on foot between the two sites."""
    alternatives_within_a_mile: int | None = Field(default=None, ge=0, le=10_000)
    """Pharmacies left within a mile of the site that is left."""

    def value(self) -> domain.Claims:
        """The claims as a frozen value."""
        return build(domain.Claims, self)


class Relocation(Mirror):
    """A move to new premises: regulation 24 of SI 2013/349, "relocations that do not result in significant change"."""

    kind: Literal["relocation"]
    """Says which application this is: "relocation"."""
    reference: Line
    """The reference under which the application is known."""
    applicant: Line
    """Who applies."""
    notice: Notice
    """The notice that the board got."""
    existing: StatedPremises
    """The premises that are left."""
    proposed: StatedPremises
    """The premises moved to."""
    applied: IsoDate | None = None
    """The date of the application."""
    claims: Claims = Field(default_factory=Claims)
    """What the papers claim of the change in access."""
    same_services: bool | None = None
    """Whether the applicant undertakes to give the same services: regulation 24(1)(d)."""
    uninterrupted: bool | None = None
    """Whether services will not be interrupted: regulation 24(1)(e)."""
    interruption: Text | None = None
    """Where services will be interrupted: for how long, and the cause given."""
    adjacency_explanation: Text | None = None
    """The explanation that Schedule 2 paragraph 6 asks for where regulation 31 (same or adjacent premises) could bite."""
    last_relocated: IsoDate | None = None
    """When these premises were last relocated without significant change: regulation 24(3)(c)."""
    last_relocation_good_cause: bool | None = None
    """Whether a further move within 12 months is accepted as necessary for good cause: regulation 24(3)(c)."""
    granted_under_retail_area_exemption: bool | None = None
    """Whether the premises were granted under the 2005 exemption for approved retail areas: regulation 24(3)(a)."""
    stays_in_retail_area: bool | None = None
    """Whether the new premises are in that retail area."""
    granted_under_one_stop_exemption: bool | None = None
    """Whether the premises were granted under the 2005 exemption for one-stop primary care centres: regulation 24(3)(b)."""
    moves_with_all_gp_providers: bool | None = None
    """Whether all the GP providers of that centre move too."""
    same_directed_hours_undertaken: bool | None = None
    """Where directions bind the old premises: whether the same core hours are undertaken. Regulation 65A(3)."""
    consents_to_removal_from_old_list: bool | None = None
    """On a move into another board's area: whether removal from the old list is consented to. Regulation 24(2)(g)."""
    changes_hands: bool | None = None
    """Whether the business changes hands with the move, so that the application is one under regulation 26(2)."""
    business_carried_on: bool | None = None
    """Where it does: whether the applicant will carry on the present owner's business in its place. Regulation 26(2)(b)."""
    seller_has_ceased: bool | None = None
    """Where it does: whether the present owner no longer gives services at the old premises. Regulation 26(2)(a)(ii)."""
    hours_kept: bool | None = None
    """Whether the applicant undertakes that opening hours stay as they are."""
    not_stated: Lines = Field(default_factory=list)
    """Fields on which the papers are silent, as a person who read them has confirmed: their paths, such as
    `existing.hours` or `claims.distance_m`. A field that has no value and is not named here counts as not entered: nothing
    is said of it in any letter. For a week of which some days are given, the path stands for the days left out."""

    @model_validator(mode="after")
    def _possible(self) -> "Relocation":
        self.value()
        return self

    def value(self) -> domain.Relocation:
        """The relocation as a frozen value. Raises ApplicationError."""
        return build(domain.Relocation, self)


class Consolidation(Mirror):
    """Two listed sites into one: regulation 26A of SI 2013/349. S1 is the continuing site, S2 the closing one."""

    kind: Literal["consolidation"]
    """Says which application this is: "consolidation"."""
    reference: Line
    """The reference under which the application is known."""
    applicant: Line
    """Who applies."""
    notice: Notice
    """The notice that the board got."""
    continuing: OneSite
    """S1, the site where services go on."""
    closing: OneSite
    """S2, the site that closes."""
    applied: IsoDate | None = None
    """The date of the application."""
    claims: Claims = Field(default_factory=Claims)
    """What the papers claim of the change in access."""
    route: Route | None = None
    """Who applies: "continuing contractor applies" (regulation 26A(3)) or "closing contractor applies" (26A(4))."""
    same_owner: bool | None = None
    """Whether one contractor holds both sites."""
    continuing_hours_after: WeekHours | None = None
    """The hours of S1 after the change, where the papers say that they will differ."""
    services_added: Lines = Field(default_factory=list)
    """Services that the applicant undertakes to add at S1."""
    change_of_ownership_included: bool | None = None
    """Whether the application includes the change of ownership that different owners need: 26A(3)(b), (4)."""
    ownership_change_consented: bool | None = None
    """Whether the contractor who gives up a site consents to the change of ownership: 26A(6)(b), (7)."""
    removal_consented_by_continuing: bool | None = None
    """Whether the S1 contractor consents to S2 leaving the list."""
    removal_consented_by_closing: bool | None = None
    """Whether the S2 contractor consents to S2 leaving the list."""
    enhanced_services_uninterrupted: bool | None = None
    """Whether enhanced services that move from S2 to S1 go on without interruption: 26A(6)(a)."""
    continuing_business_carried_on: bool | None = None
    """Where the closing contractor applies: whether the business at S1 will be carried on. 26A(7)."""
    same_services_at_continuing: bool | None = None
    """Where the closing contractor applies: whether the same services are undertaken at S1. 26A(7)."""
    continuing_uninterrupted: bool | None = None
    """Where the closing contractor applies: whether services at S1 are not interrupted. 26A(7)."""
    staffing_stated: bool | None = None
    """Whether the papers say anything of staffing at S1 after the change."""
    considered_with: Lines = Field(default_factory=list)
    """References of other applications considered together with this one: 26A(8)."""
    services_added_unnamed: int | None = Field(default=None, ge=0, le=100)
    """How many services the applicant undertakes to add at S1 without naming them: 1 for "one more service"."""
    hours_kept: bool | None = None
    """Whether the applicant undertakes that the opening hours stay as they are."""
    services_kept: bool | None = None
    """Whether the applicant undertakes that all services of both sites go on at S1."""
    not_stated: Lines = Field(default_factory=list)
    """Fields on which the papers are silent, as a person who read them has confirmed: their paths, such as
    `existing.hours` or `claims.distance_m`. A field that has no value and is not named here counts as not entered: nothing
    is said of it in any letter. For a week of which some days are given, the path stands for the days left out."""

    @model_validator(mode="after")
    def _possible(self) -> "Consolidation":
        self.value()
        return self

    def value(self) -> domain.Consolidation:
        """The consolidation as a frozen value. Raises ApplicationError."""
        return build(domain.Consolidation, self)


class OtherApplication(Mirror):
    """Another kind of application that a board hears of: market entry, change of services, change of ownership.

    They are given the right duty, deadline and people to be told, and are measured where access changes.
    """

    kind: Literal["routine entry", "distance-selling entry", "change of services", "change of ownership"]
    """Says which application this is: "routine entry", "distance-selling entry", "change of services" (directed
    services under regulation 23) or "change of ownership"."""
    reference: Line
    """The reference under which the application is known."""
    applicant: Line
    """Who applies."""
    notice: Notice
    """The notice that the board got, or the letter by which it heard of the application."""
    premises: StatedPremises
    """The premises that the application is about."""
    applied: IsoDate | None = None
    """The date of the application."""
    basis: Basis | None = None
    """On what a routine application rests: "current need", "future need", "improvements or better access", "future
    improvements or better access" or "unforeseen benefits"."""
    presupposes_consolidation_gap: bool | None = None
    """Whether the applicant relies on a gap left by a consolidation: regulation 18(2)(g)."""
    consolidation_granted: IsoDate | None = None
    """When that consolidation was granted."""
    already_listed: bool | None = None
    """Whether the applicant is on a pharmaceutical list for the area already."""
    adjacency_explanation: Text | None = None
    """The explanation that Schedule 2 paragraph 6 asks for where regulation 31 (same or adjacent premises) could bite."""
    not_stated: Lines = Field(default_factory=list)
    """Fields on which the papers are silent, as a person who read them has confirmed: their paths, such as
    `existing.hours` or `claims.distance_m`. A field that has no value and is not named here counts as not entered: nothing
    is said of it in any letter. For a week of which some days are given, the path stands for the days left out."""

    @model_validator(mode="after")
    def _possible(self) -> "OtherApplication":
        self.value()
        return self

    def value(self) -> other.OtherApplication:
        """The application as a frozen value."""
        return build(other.OtherApplication, self, kind=other.OtherKind(self.kind))


Application = Annotated[Relocation | Consolidation | OtherApplication, Field(discriminator="kind")]
APPLICATION: TypeAdapter[Relocation | Consolidation | OtherApplication] = TypeAdapter(Application)
