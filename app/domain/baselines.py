"""A Baseline is one published Pharmaceutical Needs Assessment (PNA): its standards and what it found, by locality."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.dates import span_of
from app.domain.schedule_1 import Housing, HowAssessed, Schedule1, SupplementaryStatement
from app.domain.screens import Screen

METRES_A_MILE = 1609.344
MM_A_METRE = 1000
FASTEST_ROAD_KMH = 130


class BaselineError(ValueError):
    """A baseline that cannot be one; ``field`` is the path of what is at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Mode(StrEnum):
    """How a standard measures a trip. Straight line is a method of its own and is named as such."""

    WALK = "walk"
    DRIVE = "drive"
    STRAIGHT_LINE = "straight line"


@dataclass(frozen=True)
class SpeedProfile:
    """A walking pace by name, with its source. Raises ValueError where it is no walking pace (0 < km/h <= 15)."""

    name: str
    kmh: float
    source: str

    def __post_init__(self) -> None:
        if not 0 < self.kmh <= 15:
            raise ValueError(f"{self.kmh} km/h is no walking pace; give one above 0 and up to 15 km/h.")

    def minutes_for(self, metres: float) -> float:
        """Minutes that a walk of so many metres takes."""
        return metres / (self.kmh * 1000 / 60)


THREE_MPH = SpeedProfile(
    "3 miles an hour",
    4.828032,
    "20 minutes to the mile, as Pharmaceutical Needs Assessments and the Pharmacy Access Scheme use",
)
FOUR_AND_A_HALF_KMH = SpeedProfile("4.5 km/h", 4.5, "the pace at which 450 metres takes 6 minutes")
OLDER_PERSON = SpeedProfile(
    "an older person's pace",
    3.2,
    "0.9 metres a second: men aged 65 and over, Health Survey for England (Asher and others, 2012)",
)
SPEED_PROFILES = (THREE_MPH, FOUR_AND_A_HALF_KMH, OLDER_PERSON)


@dataclass(frozen=True)
class RoadSpeed:
    """An average speed for a class of road (the map's highway value). Raises ValueError outside 0 < km/h <= 130."""

    road: str
    kmh: float

    def __post_init__(self) -> None:
        if not 0 < self.kmh <= FASTEST_ROAD_KMH:
            raise ValueError(
                f"{self.kmh} km/h on {self.road} roads is no driving speed; give one above 0 and up to 130 km/h."
            )


@dataclass(frozen=True)
class AccessStandard:
    """An access standard of a PNA: minutes by a mode at a speed, for a stated population.

    ``as_published`` is how the PNA words it; ``assumed`` says what of it the PNA does not state and somebody chose.
    ``road_speeds`` replace this service's assumed speeds when driving. A drive standard has no walking pace: its
    ``speed`` is None, whatever was given. Raises ValueError where ``minutes`` is not above 0.
    """

    id: str
    mode: Mode
    minutes: float
    speed: SpeedProfile | None = THREE_MPH
    as_published: str = ""
    population_source: str = ""
    assumed: str = ""
    road_speeds: tuple[RoadSpeed, ...] = ()

    def __post_init__(self) -> None:
        if self.road_speeds and self.mode is not Mode.DRIVE:
            raise ValueError("Speeds by class of road are for a drive standard only.")
        if not 0 < self.minutes <= 240:
            raise ValueError(
                f"A standard of {self.minutes} minutes cannot be measured; give more than 0 and up to 240."
            )
        if self.mode is Mode.DRIVE:
            # Left standing it would be printed as the speed of a car, and reach as far as a walk.
            object.__setattr__(self, "speed", None)
        elif self.speed is None:
            raise ValueError("A standard on foot or by straight line needs a speed.")

    @property
    def reach_mm(self) -> int:
        """Reach in whole millimetres: 20 minutes at 3 mph is 1,609,344. Raises ValueError for a drive standard."""
        if self.speed is None:
            raise ValueError("A drive standard reaches as far as its roads let it; it has no length.")
        return round(self.minutes * self.speed.kmh * 1_000_000 / 60)


@dataclass(frozen=True)
class LocalityFinding:
    """What the PNA found for one locality, and which wards make it up.

    ``statement`` is the PNA's finding in its own words or a faithful summary; ``gaps`` are the gaps it states under
    Schedule 1 paragraphs 2 and 4, empty where it says there are none, None where it is not known. ``schedule_1`` says the
    same paragraph by paragraph, and more; gaps are then given there alone. ``planned_housing`` is what the PNA says of it,
    ``housing`` the same as figures. Raises ValueError where gaps are given twice.
    """

    id: str
    name: str
    wards: tuple[str, ...]
    statement: str | None = None
    gaps: tuple[str, ...] | None = None
    planned_housing: str | None = None
    schedule_1: Schedule1 | None = None
    housing: tuple[Housing, ...] | None = None

    def __post_init__(self) -> None:
        by_paragraph = self.schedule_1
        if (
            self.gaps is not None
            and by_paragraph
            and (by_paragraph.gaps, by_paragraph.better_access) != (None, None)
        ):
            raise ValueError("Gaps are given twice. Give them by paragraph, in schedule_1, or in gaps.")

    @property
    def stated_gaps(self) -> tuple[str, ...] | None:
        """Every gap in the PNA's words; None where what it says under paragraph 2 or paragraph 4 is not known."""
        if self.gaps is not None or self.schedule_1 is None:
            return self.gaps
        if not self.schedule_1.complete:
            return None
        return tuple(gap.text for _, gap in self.schedule_1.stated)

    @property
    def housing_said(self) -> str | None:
        """What the PNA says of housing, in words; None where nothing is known."""
        if self.planned_housing is not None or self.housing is None:
            return self.planned_housing
        return "; ".join(each.text for each in self.housing) or "no homes are planned"


@dataclass(frozen=True)
class DatedName:
    """A name that a body bore from a day to a day; None where it began before anything here, or still bears it."""

    name: str
    since: date | None = None
    until: date | None = None

    def held(self, on: date) -> bool:
        """Whether it was borne on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Board:
    """A Health and Wellbeing Board as data: the code of its area, its names, when it meets and who signs off for it.

    ``screen`` is the board's own rule for relocations that need not go to the board; None where it has set none.
    ``integrated_care_boards`` are those that decide for its area, by dates. ``established`` is the day on which the board
    was established, where that is known, and ``predecessors`` the codes of the areas of the boards that were there before
    it.
    """

    code: str
    name: str
    short_name: str
    meetings: tuple[date, ...] = ()
    sign_off_body: str | None = None
    contact: str | None = None
    screen: Screen | None = None
    integrated_care_boards: tuple[DatedName, ...] = ()
    established: date | None = None
    predecessors: tuple[str, ...] = ()

    def integrated_care_board(self, on: date) -> str | None:
        """The integrated care board that decides for its area on a day, as the board's own data has it."""
        return next((each.name for each in self.integrated_care_boards if each.held(on)), None)


@dataclass(frozen=True)
class Baseline:
    """One published PNA. ``published`` is an ISO date, or less where the day is not known ("2018-03", "2018").

    ``in_force_from`` is given where that is another day than the publication, ``in_force_to`` where another PNA took its
    place or it was withdrawn. ``predecessor`` is the id of the PNA before it. ``supplementary_statements`` stand in the
    order of their dates; each is part of the PNA from its day on. ``how_assessed`` is paragraph 6 of Schedule 1 and
    ``map_url`` where the map of paragraph 7 is.

    Raises BaselineError for a date that there is none of, for dates out of order, for standards without ids of their own
    and for a statement on a locality that there is none of.
    """

    id: str
    title: str
    published: str
    boards: tuple[Board, ...]
    standards: tuple[AccessStandard, ...]
    localities: tuple[LocalityFinding, ...]
    snapshot: str
    url: str | None = None
    note: str = ""
    invented: bool = False
    in_force_from: date | None = None
    in_force_to: date | None = None
    predecessor: str | None = None
    supplementary_statements: tuple[SupplementaryStatement, ...] = ()
    how_assessed: HowAssessed | None = None
    map_url: str | None = None

    def __post_init__(self) -> None:
        try:
            first, _ = span_of(self.published)
        except ValueError:
            raise BaselineError(
                "published",
                f"There is no day {self.published!r} on which {self.id} can have been published. Check the date.",
            ) from None
        ids = [standard.id for standard in self.standards]
        if not ids or len(set(ids)) != len(ids):
            raise BaselineError(
                "standards",
                f"Baseline {self.id} needs at least one access standard, each with an id of its own.",
            )
        if self.predecessor == self.id:
            raise BaselineError(
                "predecessor", "A needs assessment does not come before itself. Name another one."
            )
        self._check_dates(first)
        self._check_statements(first)

    def _check_dates(self, first: date) -> None:
        begins = self.in_force_from
        if begins is not None and begins < first:
            raise BaselineError(
                "in_force_from",
                f"It cannot be in force before it was published, {self.published}. Check both dates.",
            )
        if self.in_force_to is not None and self.in_force_to < (begins or first):
            raise BaselineError(
                "in_force_to", f"It cannot end before it began, {begins or self.published}. Check both dates."
            )

    def _check_statements(self, first: date) -> None:
        known = {found.id for found in self.localities}
        before = first
        for at, statement in enumerate(self.supplementary_statements):
            here = f"supplementary_statements.{at}"
            if statement.published < before:
                what = "the statement before it" if at else "the needs assessment"
                raise BaselineError(
                    f"{here}.published",
                    f"{statement.published} is before {what} ({before}). Give statements in the order of their dates.",
                )
            before = statement.published
            for place, locality in enumerate(statement.localities):
                if locality not in known:
                    raise BaselineError(
                        f"{here}.localities.{place}",
                        f"This assessment has no locality {locality!r}. Give the id of one of its localities.",
                    )

    def begins(self) -> str:
        """The day from which it is in force, as far as is known: "2018-03-21", "2018-03" or "2018"."""
        return self.in_force_from.isoformat() if self.in_force_from else self.published

    def in_force(self, on: date) -> bool:
        """Whether it is in force on a day. One of which only the month is known is in force in that month."""
        begins = self.begins()
        return begins <= on.isoformat()[: len(begins)] and (
            self.in_force_to is None or on <= self.in_force_to
        )

    def statements(self, on: date) -> tuple[SupplementaryStatement, ...]:
        """The supplementary statements that are part of it on a day, in order."""
        return tuple(each for each in self.supplementary_statements if each.published <= on)

    def with_statement(self, statement: SupplementaryStatement) -> "Baseline":
        """The PNA with one statement more. Raises BaselineError where it is dated before the last one."""
        return replace(self, supplementary_statements=(*self.supplementary_statements, statement))

    def board(self, code: str) -> Board | None:
        """The board of an area, or None where this PNA is not that board's."""
        return next((board for board in self.boards if board.code == code), None)

    def locality_of_ward(self, ward: str | None) -> LocalityFinding | None:
        """The locality to which a ward belongs, or None where no locality claims it."""
        return next((found for found in self.localities if ward in found.wards), None)
