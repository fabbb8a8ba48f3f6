"""The last day for representations: 45 days from the date on which notice was given.

Schedule 2 paragraph 19(4) of SI 2013/349. Whether the day of the notice counts was not found in any source; the dates
in a real board's paper fit leaving it out (notice 13 August 2019, reply by 27 September 2019), and so it is done here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

REPRESENTATION_DAYS = 45
CITATION = "Schedule 2, paragraph 19(4)"


@dataclass(frozen=True)
class Deadline:
    """The last day to reply. The date that the notice states wins; ``computed`` stands beside it."""

    notice: date
    computed: date
    stated: date | None

    @property
    def last_day(self) -> date:
        """The day that binds: the one the notice states, else the computed one."""
        return self.stated or self.computed

    @property
    def differs(self) -> bool:
        """Whether the notice states another day than 45 days after its date."""
        return self.stated is not None and self.stated != self.computed

    def days_left(self, today: date) -> int:
        """Days from ``today`` to the last day; negative once it has passed."""
        return (self.last_day - today).days

    def passed(self, on: date) -> bool:
        """Whether the last day lies before ``on``."""
        return on > self.last_day


def deadline(notice: date, stated: date | None = None) -> Deadline:
    """The deadline for representations on a notice given on a date."""
    return Deadline(notice, notice + timedelta(days=REPRESENTATION_DAYS), stated)
