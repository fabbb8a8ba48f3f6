"""The last day for representations: 45 days from the date on which notice was given to the board.

Schedule 2 paragraph 19(4) of SI 2013/349 counts from the date on which notice was given "to them". The first day is left
out, as is the general rule for a period from a date (Matthew v Sedman [2021] UKSC 19). Nothing in the paragraph lengthens
the period for a weekend or a bank holiday, and a day to reply by that the notice states moves it neither way.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.applications import Notice
from app.domain.working_days import working_day_before

REPRESENTATION_DAYS = 45
APPEAL_REPRESENTATION_DAYS = 30
CITATION = "Schedule 2, paragraph 19(4)"
APPEAL_CITATION = "Schedule 3, paragraph 3(2)"


class Given(StrEnum):
    """From what it is known on which day notice was given to the board."""

    RECEIVED = "the day on which notice was given to the board, as recorded"
    DATED = "the date that the notice bears: on which day it was given to the board is not recorded"
    UNKNOWN = (
        "not known: the notice went to another board first, and when it was given to this one is not recorded"
    )


@dataclass(frozen=True)
class Deadline:
    """The time that a board has. ``given`` is the day from which it runs, None where that is not known.

    ``stated`` is the day to reply by that the notice states: it is planned to where it is the earlier, and binds nobody.
    ``elsewhere`` is the last day of another board to which the notice was sent, None where it was sent to this one.
    """

    given: date | None
    basis: Given
    stated: date | None = None
    elsewhere: date | None = None

    @property
    def last_day(self) -> date | None:
        """Day 45, the last on which a representation is one under paragraph 19(4); None where it cannot be counted."""
        return None if self.given is None else last_day_of(self.given)

    @property
    def plan_to(self) -> date | None:
        """The day to have the reply there by: the earlier of day 45 and the day stated, or the working day before it.

        None where neither is known.
        """
        days = [day for day in (self.last_day, self.stated) if day is not None]
        return working_day_before(min(days)) if days else None

    @property
    def differs(self) -> bool:
        """Whether the notice states another day than day 45; False where either is not known."""
        return None not in (self.stated, self.last_day) and self.stated != self.last_day

    def days_left(self, today: date) -> int | None:
        """Days from ``today`` to day 45; negative once it is over, None where it is not known."""
        return None if self.last_day is None else (self.last_day - today).days

    def passed(self, on: date) -> bool | None:
        """Whether day 45 is over on a day; None where it is not known."""
        return None if self.last_day is None else on > self.last_day


def last_day_of(given: date) -> date:
    """Day 45 after a day on which notice was given."""
    return given + timedelta(days=REPRESENTATION_DAYS)


def appeal_last_day(sent: date) -> date:
    """The last day to write on an appeal whose notice was sent on a day: 30 days, the first left out."""
    return sent + timedelta(days=APPEAL_REPRESENTATION_DAYS)


def deadline(notice: Notice, board: str | None = None) -> Deadline:
    """The time that a board, by the code of its area, has to reply to a notice. None: the board that the notice went to."""
    other = board is not None and notice.sent_to_hwb is not None and notice.sent_to_hwb != board
    elsewhere = last_day_of(notice.dated) if other else None
    if notice.received is not None and notice.received.on is not None:
        return Deadline(notice.received.on, Given.RECEIVED, notice.reply_by, elsewhere)
    if other:
        return Deadline(None, Given.UNKNOWN, notice.reply_by, elsewhere)
    return Deadline(notice.dated, Given.DATED, notice.reply_by)
