"""A baseline as its JSON file holds it: one published Pharmaceutical Needs Assessment.

Format 1 had the fields up to ``invented``, and did not say so. Format 2 adds fields and takes none away: whatever is a file
of format 1 is one of format 2.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.domain import baselines as domain
from app.domain import screens
from app.schemas.fields import Form, Id, IsoDate, Line, Text, Texts
from app.schemas.mirror import Mirror, build
from app.schemas.schedule_1 import Housing, HowAssessed, Schedule1, SupplementaryStatement

Mode = Annotated[domain.Mode, Field(strict=False)]
Published = Annotated[
    str,
    Form(
        r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
        'Give the date of publication as "2018-03-21", or as "2018-03" or "2018" where no more is known.',
    ),
]


class SpeedProfile(Mirror):
    """A walking pace by name, with its source."""

    name: Line
    """What the pace is called: "3 miles an hour"."""
    kmh: float = Field(gt=0, le=15)
    """Kilometres an hour; 4.828032 makes 20 minutes one mile."""
    source: Line
    """Where the pace comes from."""

    def value(self) -> domain.SpeedProfile:
        """The pace as a frozen value."""
        return build(domain.SpeedProfile, self)


def _three_mph() -> SpeedProfile:
    pace = domain.THREE_MPH
    return SpeedProfile(name=pace.name, kmh=pace.kmh, source=pace.source)


class RoadSpeed(Mirror):
    """An average speed for a class of road."""

    road: Line
    """The class, as OpenStreetMap's highway value: "residential"."""
    kmh: float = Field(gt=0, le=domain.FASTEST_ROAD_KMH)
    """Kilometres an hour."""

    def value(self) -> domain.RoadSpeed:
        """The speed as a frozen value."""
        return build(domain.RoadSpeed, self)


class AccessStandard(Mirror):
    """An access standard: minutes by a mode at a speed. "20 minutes" alone means nothing."""

    id: Id
    """A short id; it names the standard's figures (`coverage.<id>.after`)."""
    mode: Mode
    """"walk", "drive" or "straight line"."""
    minutes: float = Field(gt=0, le=240)
    """Minutes; a home at exactly so many is within."""
    speed: SpeedProfile | None = Field(default_factory=_three_mph)
    """The pace on foot or by straight line; 3 miles an hour where left out. A drive standard has none: leave it out."""
    as_published: str = Field(default="", max_length=5000)
    """How the assessment words the standard."""
    population_source: str = Field(default="", max_length=300)
    """Whose homes are counted: the census or estimate."""
    assumed: str = Field(default="", max_length=5000)
    """What of the standard is not stated in the assessment and was chosen by somebody."""
    road_speeds: list[RoadSpeed] = Field(default_factory=list)
    """Speeds by class of road that replace the service's assumed ones. For a drive standard only."""

    @model_validator(mode="after")
    def _possible(self) -> "AccessStandard":
        # Files that were written when 3 miles an hour stood in every standard are read still.
        if self.mode is domain.Mode.DRIVE and self.speed and self.speed.kmh != domain.THREE_MPH.kmh:
            raise ValueError(
                "A drive standard has no walking pace. Leave speed out, and give speeds by class of road in road_speeds."
            )
        self.value()
        return self

    def value(self) -> domain.AccessStandard:
        """The standard as a frozen value. Raises ValueError."""
        return build(domain.AccessStandard, self)


class LocalityFinding(Mirror):
    """What the assessment found for one locality."""

    id: Id
    """A short id of the locality."""
    name: Line
    """The locality's name."""
    wards: list[Line]
    """Codes of the wards that make it up."""
    statement: Text | None = None
    """The finding, in the assessment's words or a faithful summary."""
    gaps: Texts | None = None
    """Gaps that it states; an empty list says that it states none, null that this is not known."""
    planned_housing: Text | None = None
    """What it says of planned housing."""
    schedule_1: Schedule1 | None = None
    """The findings by paragraph of Schedule 1. Gaps stand here or in `gaps`, not in both."""
    housing: list[Housing] | None = Field(default=None, max_length=100)
    """Planned housing as figures; an empty list says that none is planned, null that this is not known."""

    @model_validator(mode="after")
    def _possible(self) -> "LocalityFinding":
        self.value()
        return self

    def value(self) -> domain.LocalityFinding:
        """The finding as a frozen value. Raises ValueError."""
        return build(domain.LocalityFinding, self)


class Screen(Mirror):
    """What may change at most for a relocation to be answered without going to the board. What is not known stops it."""

    most_metres: float = Field(default=screens.HISTORIC_METRES, ge=0)
    """Metres on foot between the two sites."""
    most_people_losing_the_standard: float = Field(default=0, ge=0)
    """People who fall outside an access standard."""
    most_hours_lost: float = Field(default=0, ge=0)
    """Hours of opening lost a week."""
    most_services_lost: float = Field(default=0, ge=0)
    """Services lost."""
    stopping_flags: list[Line] = Field(default_factory=lambda: list(screens.FLAGS_THAT_STOP))
    """Ids of flags that send it to the board."""

    @model_validator(mode="after")
    def _possible(self) -> "Screen":
        self.value()
        return self

    def value(self) -> screens.Screen:
        """The screen as a frozen value. Raises ValueError."""
        return build(screens.Screen, self)


class DatedName(Mirror):
    """A name that a body bore from a day to a day."""

    name: Line
    """The name in full."""
    since: IsoDate | None = None
    """The first day on which it bore it, where that is known."""
    until: IsoDate | None = None
    """The last one; left out where it still does."""

    def value(self) -> domain.DatedName:
        """The name as a frozen value."""
        return build(domain.DatedName, self)


class Board(Mirror):
    """A Health and Wellbeing Board."""

    code: Line
    """The code of its area, such as E06000058."""
    name: Line
    """Its full name."""
    short_name: Line
    """The name used inside a letter."""
    meetings: list[IsoDate] = Field(default_factory=list)
    """Dates of its meetings."""
    sign_off_body: Line | None = None
    """Who signs representations for it."""
    contact: Text | None = None
    """Where replies are sent."""
    screen: Screen | None = None
    """The board's own rule for relocations that need not go to it; the service's own, marked as such, where left out."""
    integrated_care_boards: list[DatedName] = Field(default_factory=list, max_length=50)
    """The integrated care boards that decide for its area, by dates; they go before what the service knows."""
    established: IsoDate | None = None
    """The day on which the board was established: its first assessment falls due by it (regulations 5 and 6(A1) to (A3))."""
    predecessors: list[Line] = Field(default_factory=list, max_length=50)
    """The codes of the areas of the boards that were there before it, whose assessment serves until its own (7(1A))."""

    def value(self) -> domain.Board:
        """The board as a frozen value."""
        return build(domain.Board, self)


class Baseline(Mirror):
    """One published Pharmaceutical Needs Assessment (PNA) and the snapshot on which it is measured."""

    id: Id
    """A short id, unique in the folder."""
    title: Line
    """The title of the assessment."""
    published: Published
    """The date of publication: "2018-03-21", or "2018-03" where the day is not known."""
    boards: list[Board] = Field(min_length=1)
    """The board or boards whose assessment it is."""
    standards: list[AccessStandard] = Field(min_length=1)
    """Its access standards, the one that papers quote first."""
    localities: list[LocalityFinding]
    """Its findings by locality."""
    snapshot: Line
    """The id of the snapshot that it is measured on."""
    url: Line | None = None
    """Where it is published."""
    note: str = Field(default="", max_length=5000)
    """What else a reader should know."""
    invented: bool = False
    """Whether it is made up, as the demonstration is."""
    in_force_from: IsoDate | None = None
    """The day from which it is in force, where that is another than the day of publication."""
    in_force_to: IsoDate | None = None
    """The last day on which it is in force; null while it is."""
    predecessor: Id | None = None
    """The id of the assessment that it takes the place of."""
    supplementary_statements: list[SupplementaryStatement] = Field(default_factory=list, max_length=200)
    """Its supplementary statements, in the order of their dates."""
    how_assessed: HowAssessed | None = None
    """How it was carried out: Schedule 1, paragraph 6."""
    map_url: Line | None = None
    """Where its map of premises is: Schedule 1, paragraph 7."""

    @model_validator(mode="after")
    def _possible(self) -> "Baseline":
        self.value()
        return self

    def value(self) -> domain.Baseline:
        """The baseline as a frozen value. Raises ValueError."""
        return build(domain.Baseline, self)


class BaselineFile(Baseline):
    """A file of a baseline: the baseline, and in which format it is written."""

    format: Literal[1, 2] = 2
    """The format: 2. Files that were written before formats had numbers do not give it, and need no change."""

    @field_validator("format", mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:
        if type(given) is not int or given not in (1, 2):
            raise PydanticCustomError(
                "format",
                "This service reads formats 1 and 2. Update the service, or write the file in format 2.",
            )
        return given

    def value(self) -> domain.Baseline:
        """The baseline as a frozen value, which has no format. Raises ValueError."""
        return build(
            domain.Baseline,
            Baseline.model_construct(**{name: getattr(self, name) for name in Baseline.model_fields}),
        )


BASELINE: TypeAdapter[BaselineFile] = TypeAdapter(BaselineFile)
STATEMENT: TypeAdapter[SupplementaryStatement] = TypeAdapter(SupplementaryStatement)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a baseline's file, as docs/baseline.schema.json holds it."""
    found = BASELINE.json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Baseline of a Pharmaceutical Needs Assessment, format 2",
        **{name: part for name, part in found.items() if name != "title"},
    }


__all__ = [
    "BASELINE",
    "STATEMENT",
    "AccessStandard",
    "Baseline",
    "BaselineFile",
    "Board",
    "LocalityFinding",
    "Screen",
    "SpeedProfile",
    "SupplementaryStatement",
    "json_schema",
]
