"""What a needs assessment says, paragraph by paragraph of Schedule 1, as a baseline's JSON file holds it."""

from typing import Annotated

from pydantic import Field, model_validator

from app.domain import schedule_1 as domain
from app.schemas.fields import Id, IsoDate, Line, Lines, OdsCode, Text, Texts
from app.schemas.mirror import Mirror, build

When = Annotated[domain.When, Field(strict=False)]
Under = Annotated[domain.Under, Field(strict=False)]


class Gap(Mirror):
    """A gap that the assessment states."""

    text: Text
    """The gap, in the assessment's words or a faithful summary."""
    when: When = domain.When.NOW
    """"current" or "future"."""
    circumstances: Text | None = None
    """Of a future gap: the circumstances in which it would arise, as the assessment specifies them."""
    services: Lines | None = None
    """The services that are lacking, where the assessment names them."""

    @model_validator(mode="after")
    def _possible(self) -> "Gap":
        self.value()
        return self

    def value(self) -> domain.Gap:
        """The gap as a frozen value. Raises ValueError."""
        return build(domain.Gap, self)


class Schedule1(Mirror):
    """The findings for one locality by paragraph. Null says that it is not recorded; an empty list that there is none."""

    necessary_services: Texts | None = None
    """Paragraph 1: services that are provided now and necessary."""
    gaps: list[Gap] | None = Field(default=None, max_length=100)
    """Paragraph 2: necessary services that are lacking, now (a) or in specified future circumstances (b)."""
    other_relevant_services: Texts | None = None
    """Paragraph 3: services that are not necessary, and secure improvements or better access."""
    better_access: list[Gap] | None = Field(default=None, max_length=100)
    """Paragraph 4: services that would secure improvements or better access, now (a) or in future circumstances (b)."""
    other_nhs_services: Texts | None = None
    """Paragraph 5: other NHS services that affect the need, or whether more would be better."""

    def value(self) -> domain.Schedule1:
        """The findings as a frozen value."""
        return build(domain.Schedule1, self)


class HowAssessed(Mirror):
    """Paragraph 6: how the assessment was carried out."""

    localities: Text | None = None
    """How the localities were determined."""
    differing_needs: Text | None = None
    """How the differing needs of the localities were taken into account."""
    protected_characteristics: Text | None = None
    """How the needs of people who share a protected characteristic were taken into account."""
    consultation: Text | None = None
    """The report on the consultation."""

    def value(self) -> domain.HowAssessed:
        """How it was carried out, as a frozen value."""
        return build(domain.HowAssessed, self)


class Housing(Mirror):
    """Homes that the assessment expects."""

    place: Line
    """Where."""
    homes: int | None = Field(default=None, ge=1, le=1_000_000)
    """How many; null where it does not say."""
    by: int | None = Field(default=None, ge=2000, le=2199)
    """The year by which; null where it does not say."""

    def value(self) -> domain.Housing:
        """The homes as a frozen value."""
        return build(domain.Housing, self)


class SupplementaryStatement(Mirror):
    """A supplementary statement: part of the assessment from the day on which it was published."""

    published: IsoDate
    """The day of publication."""
    under: Under
    """The paragraph of regulation 6: "6(3)", "6(3A)" or, after a consolidation, "6(4)"."""
    text: Text
    """What it says, in its words or a faithful summary."""
    title: str = Field(default="", max_length=300)
    """Its title."""
    localities: list[Id] = Field(default_factory=list, max_length=100)
    """Ids of the localities that it concerns; empty where it concerns all."""
    closed: list[OdsCode] = Field(default_factory=list, max_length=100)
    """ODS codes of premises that it says are gone from the list."""
    url: Line | None = None
    """Where it is published."""

    def value(self) -> domain.SupplementaryStatement:
        """The statement as a frozen value."""
        return build(domain.SupplementaryStatement, self)
