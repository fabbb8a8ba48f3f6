"""Opening hours of one week, exact to the minute; unknown is a value.

A week is seven days, Monday first. Each day is either unknown (None) or a tuple of spans; a span is
(opens, closes) in minutes after that day's midnight. A span that runs past midnight closes after 1440
and belongs to the day on which it opens. An empty tuple is a day on which the premises is known to be closed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
NOON = 12 * 60
EARLY = 6 * 60
"""A close by so late in the morning is read as one of the next morning, where it is before the opening."""
LONGEST_DAY = 16 * 60
"""Of some 630 pharmacies of a city one is open longer on a day; "09:00-05:30" for 09:00-17:30 is commoner."""

Span = tuple[int, int]
Day = tuple[Span, ...] | None

_RANGE = re.compile(r"(\d{1,2})[:.]?(\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.]?(\d{2})", re.IGNORECASE)
_CLOSED = {"closed", "shut"}


class HoursError(ValueError):
    """Opening hours that cannot be: the message names the day, says what is wrong and what to do."""


@dataclass(frozen=True)
class WeekHours:
    """Opening hours for a week: seven days from Monday; a day of None is not known.

    Raises HoursError where a day's spans overlap, end before they start or run on into the next opening.
    """

    days: tuple[Day, ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(DAYS):
            raise HoursError(f"A week has seven days; {len(self.days)} were given.")
        for name, day in zip(DAYS, self.days, strict=True):
            _check_day(name, day)
        _check_midnight(self.days)

    @property
    def known(self) -> bool:
        """Whether every day of the week is known."""
        return all(day is not None for day in self.days)

    def total_minutes(self) -> int | None:
        """Minutes open in the week, or None while a day is unknown."""
        if not self.known:
            return None
        return sum(closes - opens for day in self.days for opens, closes in day or ())

    def week_spans(self) -> tuple[Span, ...]:
        """Known spans in minutes after Monday 00:00, sorted, merged, within one week (Sunday night wraps to Monday)."""
        spans: list[Span] = []
        for index, day in enumerate(self.days):
            start = index * MINUTES_A_DAY
            for opens, closes in day or ():
                first, last = start + opens, start + closes
                if last > MINUTES_A_WEEK:
                    spans += [(first, MINUTES_A_WEEK), (0, last - MINUTES_A_WEEK)]
                else:
                    spans.append((first, last))
        return merge_spans(spans)

    def questions(self) -> dict[int, str]:
        """Days whose hours look like a slip, by their position, and why: to be asked about, and not counted as known."""
        found = {}
        for index, day in enumerate(self.days):
            why = _question(day or ())
            if why:
                found[index] = why
        return found

    def without(self, days: Collection[int]) -> "WeekHours":
        """The same week with some days, by their position, not known."""
        return WeekHours(tuple(None if at in days else day for at, day in enumerate(self.days)))

    def agrees_with(self, total_hours: float) -> bool:
        """Whether a published total of the week is that of these hours; true where they are not known for every day.

        A publisher may count to 23:59 what is open until midnight: a minute less for each such day.
        """
        minutes = self.total_minutes()
        if minutes is None:
            return True
        midnights = sum(closes == MINUTES_A_DAY for day in self.days for _, closes in day or ())
        return -1.2 <= minutes - 60 * total_hours <= 1.2 + midnights

    def as_text(self) -> dict[str, str | None]:
        """Each day as people write it: "09:00-13:00,14:00-17:30", "closed", or None where unknown."""
        return {name: day_text(day) for name, day in zip(DAYS, self.days, strict=True)}


def _question(day: tuple[Span, ...]) -> str:
    for opens, closes in day:
        ends = closes - MINUTES_A_DAY if closes > MINUTES_A_DAY else closes
        if opens < NOON and ends <= EARLY:
            return f"it opens in the morning, at {_clock(opens)}, and shuts at {_clock(ends)}"
    minutes = sum(closes - opens for opens, closes in day)
    if minutes > LONGEST_DAY:
        return f"it is open for {minutes / 60:g} hours, more than {LONGEST_DAY // 60}"
    return ""


def merge_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sorted spans with those that touch or overlap made one; empty spans vanish."""
    merged: list[Span] = []
    for first, last in sorted(span for span in spans if span[1] > span[0]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def parse_day(text: str | None, day: str = "the day") -> Day:
    """Read one day's hours as publishers and officers write them.

    Accepts "09:00-17:30", several ranges parted by commas or semicolons, "22:00-06:00" (past midnight),
    "00:00-24:00", "Closed"; a close at 23:59 is midnight. None or an empty text is unknown. Raises HoursError for
    anything else.
    """
    if text is None or not text.strip():
        return None
    if text.strip().lower() in _CLOSED:
        return ()
    spans = [_parse_range(part, day) for part in re.split(r"[,;]", text) if part.strip()]
    if len(spans) > 1 and any(closes > MINUTES_A_DAY for _, closes in spans[:-1]):
        raise HoursError(f"{day}: only the last opening of a day can run past midnight ({text!r}).")
    result = tuple(spans)
    _check_day(day, result)
    return result


def parse_week(days: Mapping[str, str | None]) -> WeekHours:
    """Read a week from day names to texts; a day left out is unknown. Raises HoursError."""
    unknown = set(days) - set(DAYS)
    if unknown:
        raise HoursError(f"{sorted(unknown)[0]!r} is not a day of the week; use monday to sunday.")
    return WeekHours(tuple(parse_day(days.get(name), name) for name in DAYS))


def day_text(day: Day) -> str | None:
    """One day as text that ``parse_day`` reads back."""
    if day is None:
        return None
    if not day:
        return "closed"
    return ",".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in day)


def _clock(minutes: int) -> str:
    if minutes > MINUTES_A_DAY:
        minutes -= MINUTES_A_DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _parse_range(part: str, day: str) -> Span:
    match = _RANGE.fullmatch(part.strip())
    if match is None:
        raise HoursError(
            f'{day}: {part.strip()!r} is not a time range; write it as "09:00-17:30" or "closed".'
        )
    opens_h, opens_m, closes_h, closes_m = (int(group) for group in match.groups())
    if opens_m > 59 or closes_m > 59 or opens_h > 23 or closes_h > 24 or (closes_h == 24 and closes_m):
        raise HoursError(f"{day}: {part.strip()!r} has a time that no clock shows; use 00:00 to 24:00.")
    opens, closes = opens_h * 60 + opens_m, closes_h * 60 + closes_m
    if opens == closes:
        raise HoursError(
            f"{day}: {part.strip()!r} opens and closes at the same minute; for all day write 00:00-24:00."
        )
    if closes < opens:
        # Closing earlier than opening is the next morning only where it is early morning; otherwise a slip of the pen.
        if closes > EARLY:
            raise HoursError(
                f"{day}: {part.strip()!r} ends before it starts; check the times "
                "(only a close by 06:00 is read as next morning)."
            )
        closes += MINUTES_A_DAY
    # Lists and papers write midnight as 23:59: a pharmacy of 100 hours that shuts then has 100 hours.
    return opens, MINUTES_A_DAY if closes == MINUTES_A_DAY - 1 else closes


def _check_day(name: str, day: Day) -> None:
    previous = -1
    for opens, closes in day or ():
        if not 0 <= opens < MINUTES_A_DAY or not opens < closes <= opens + MINUTES_A_DAY:
            raise HoursError(
                f"{name}: {day_text(((opens, closes),))} ends before it starts or is longer than a day."
            )
        if opens < previous:
            raise HoursError(
                f"{name}: the times {day_text(day)} overlap or are out of order; give each opening once, in order."
            )
        previous = closes


def _check_midnight(days: tuple[Day, ...]) -> None:
    for index, day in enumerate(days):
        following = days[(index + 1) % len(days)]
        if day and following and day[-1][1] - MINUTES_A_DAY > following[0][0]:
            raise HoursError(
                f"{DAYS[index]}: the opening that runs past midnight overlaps the first opening of the next day."
            )
