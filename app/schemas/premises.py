"""Premises as papers state them: points, hours by day, sites."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator, model_validator

from app.domain import applications as domain
from app.schemas.fields import Line, Lines, OdsCode, Postcode
from app.schemas.mirror import Mirror, build
from geodata.model import hours as hours_model
from geodata.model import point as point_model
from geodata.model.premises import ContractType

MeasuredAt = Annotated[domain.MeasuredAt, Field(strict=False)]
Contract = Annotated[ContractType, Field(strict=False)]
DayText = Annotated[
    str | None,
    Field(
        max_length=200,
        description='Ranges parted by commas, or "closed"; null where it was not entered or is not stated.',
        examples=["09:00-13:00,14:00-17:30", "closed"],
    ),
]


class Point(Mirror):
    """A point in metres on the British National Grid (EPSG:27700)."""

    easting: float = Field(ge=0, le=700_000)
    """Metres east, 0 to 700,000. Longitude is not taken."""
    northing: float = Field(ge=0, le=1_300_000)
    """Metres north, 0 to 1,300,000. Latitude is not taken."""
    source: Line
    """Where the point came from, in plain words: it is printed beside every figure that rests on it."""
    error_m: float | None = Field(default=None, ge=0, le=100_000)
    """By how many metres the point may be out; leave out where nothing is known of it."""

    def value(self) -> point_model.Point:
        """The point as a frozen value."""
        return build(point_model.Point, self)


class WeekHours(Mirror):
    """Opening hours of a week, day by day. A day left out, or null, was not entered or is not stated.

    A day is one or more ranges parted by commas ("09:00-13:00,14:00-17:30") or "closed". A range that ends by 06:00
    may run past midnight.
    """

    monday: DayText = None
    tuesday: DayText = None
    wednesday: DayText = None
    thursday: DayText = None
    friday: DayText = None
    saturday: DayText = None
    sunday: DayText = None

    @field_validator(*hours_model.DAYS)
    @classmethod
    def _readable(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is not None and not text.strip():
            raise ValueError('This is blank. Give the hours, "closed", or null where the papers do not say.')
        hours_model.parse_day(text, info.field_name or "the day")
        return text

    @model_validator(mode="after")
    def _possible(self) -> "WeekHours":
        self.value()
        return self

    def value(self) -> hours_model.WeekHours:
        """The week as a frozen value. Raises HoursError."""
        return hours_model.parse_week(self.model_dump())


class StatedPremises(Mirror):
    """One site as the papers state it. What is left out or null counts as not entered: it is never guessed.

    That the papers are silent on a field is said in `not_stated` of the application."""

    name: Line
    """The trading name."""
    address: Line
    """The address on one line, without the postcode."""
    postcode: Postcode | None = None
    """The postcode. It gives the place of the site unless `point` does. Where the papers give none, give `point` or
    `street`; or name it in `not_stated` (`proposed.postcode`, say), and what turns on the place is not measured."""
    contractor: Line | None = None
    """Who holds the contract."""
    ods_code: OdsCode | None = None
    """The ODS code ("F code") of listed premises, such as FNF64."""
    contract_type: Contract = ContractType.UNKNOWN
    """"community", "lps" (local pharmaceutical services), "appliance", or "unknown" where it was not entered or is
    not stated."""
    distance_selling: bool | None = None
    """Whether these are distance-selling premises."""
    point: Point | None = None
    """The door, where somebody measured it. A move of a few metres cannot be measured from postcodes."""
    hours: WeekHours | None = None
    """All opening hours, core and supplementary."""
    core_hours: WeekHours | None = None
    """The core part of the opening hours."""
    hours_directed: bool | None = None
    """Whether opening-hours directions bind the premises (a former 100-hour pharmacy, say)."""
    services: Lines | None = None
    """Services given there, as the papers name them. Null where none were entered; an empty list says "none"."""
    address_is_best_estimate: bool = False
    """Whether the papers call the address a best estimate."""
    step_free_access: bool | None = None
    """Whether there is step-free access, as the papers state."""
    consultation_room: bool | None = None
    """Whether there is a room for consultations in private, as the papers state."""
    walk_in_use: Line | None = None
    """What the papers say of use by people who walk in, in their words: "about 15 a day, few prescriptions"."""
    parking: Line | None = None
    """What the papers say of parking, in their words."""
    listed_as: list[OdsCode] | None = Field(default=None, max_length=4)
    """A person's answer to "which premises of the pharmacy list are these?": their ODS code, the one to go by first where
    the list has them under several. An empty list says that the pharmacy list does not have them. Null while nobody
    answered: where it is in question, no figure of access is given."""
    measured_at: MeasuredAt | None = None
    """A person's choice where the papers put the site elsewhere than the pharmacy list does: "papers" or "list". Null
    while nobody chose: then the place in the papers is measured."""
    hours_checked: bool | None = None
    """A person's answer to "are these hours right?", asked of days that look like a slip: true where they are as
    written. Until then such a day counts as not known."""
    street: Line | None = None
    """The name of its street on the map, where the papers give no postcode and nobody measured the door. The site is then
    measured from the middle of the street, and may be out by half its length."""

    def value(self) -> domain.StatedPremises:
        """The premises as a frozen value."""
        return build(domain.StatedPremises, self)
