"""What a Pharmaceutical Needs Assessment says, by paragraph of Schedule 1 to the 2013 Regulations.

Throughout, None means that what the assessment says is not recorded here, and an empty tuple that it says there is none.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class When(StrEnum):
    """Head (a) or head (b) of paragraphs 2 and 4: a need now, or one in future circumstances that are specified."""

    NOW = "current"
    FUTURE = "future"


@dataclass(frozen=True)
class Gap:
    """A gap that the assessment states. ``circumstances`` are those in which a future one would arise.

    Raises ValueError for a future gap without its circumstances and for a current one with them.
    """

    text: str
    when: When = When.NOW
    circumstances: str | None = None
    services: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.when is When.FUTURE and not self.circumstances:
            raise ValueError("A future gap is one in specified future circumstances. Give circumstances.")
        if self.when is When.NOW and self.circumstances:
            raise ValueError(
                'Circumstances are those of a future gap. Give "when": "future", or leave them out.'
            )


@dataclass(frozen=True)
class Schedule1:
    """The findings for one locality. Paragraphs 6 and 7 are of the whole assessment, and stand in the baseline.

    ``necessary_services`` is paragraph 1, ``gaps`` 2, ``other_relevant_services`` 3, ``better_access`` 4 and
    ``other_nhs_services`` 5.
    """

    necessary_services: tuple[str, ...] | None = None
    gaps: tuple[Gap, ...] | None = None
    other_relevant_services: tuple[str, ...] | None = None
    better_access: tuple[Gap, ...] | None = None
    other_nhs_services: tuple[str, ...] | None = None

    @property
    def stated(self) -> tuple[tuple[str, Gap], ...]:
        """Every gap with its paragraph: "2(a)" a current need, "2(b)" a future one, "4(a)" and "4(b)" better access."""
        found = [("2", gap) for gap in self.gaps or ()] + [("4", gap) for gap in self.better_access or ()]
        return tuple((f"{number}({'a' if gap.when is When.NOW else 'b'})", gap) for number, gap in found)

    @property
    def complete(self) -> bool:
        """Whether it is known what the assessment says of gaps, under paragraph 2 and under paragraph 4."""
        return self.gaps is not None and self.better_access is not None


@dataclass(frozen=True)
class HowAssessed:
    """Paragraph 6: how localities were determined, differing needs, protected characteristics, and the consultation."""

    localities: str | None = None
    differing_needs: str | None = None
    protected_characteristics: str | None = None
    consultation: str | None = None


@dataclass(frozen=True)
class Housing:
    """Homes that the assessment expects. ``homes`` and ``by`` (a year) are None where it does not say."""

    place: str
    homes: int | None = None
    by: int | None = None

    def __post_init__(self) -> None:
        if self.homes is not None and self.homes < 1:
            raise ValueError("Give a number of homes of 1 or more, or null where it is not stated.")

    @property
    def text(self) -> str:
        """ "640 homes at Hythemarsh by 2028"."""
        homes = "homes, their number not stated," if self.homes is None else f"{self.homes:,} homes"
        return f"{homes} at {self.place}{f' by {self.by}' if self.by else ''}"


class Under(StrEnum):
    """The paragraph of regulation 6 under which a supplementary statement is published."""

    NEW_BOARD = "6(3A)"
    AVAILABILITY = "6(3)"
    CONSOLIDATION = "6(4)"


@dataclass(frozen=True)
class SupplementaryStatement:
    """A statement that is part of the assessment from the day on which it was published.

    ``localities`` are ids of those that it concerns, empty where it concerns all. ``closed`` are the ODS codes of premises
    that it says are gone from the list.
    """

    published: date
    under: Under
    text: str
    title: str = ""
    localities: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    url: str | None = None

    def concerns(self, locality: str | None) -> bool:
        """Whether it speaks of a locality, or of all."""
        return not self.localities or locality in self.localities
