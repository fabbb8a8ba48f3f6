"""Two sites side by side: hours in the week and services, as facts."""

from dataclasses import dataclass
from functools import lru_cache

from app.domain.services import recognise
from geodata.model.hours import DAYS, MINUTES_A_DAY, Span, WeekHours, day_text, merge_spans

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class DayCompared:
    """One day at both sites as people write it, None where unknown; ``both`` is when either is open; minutes lost."""

    day: str
    leaving: str | None
    staying: str | None
    both: str | None
    lost: str | None
    minutes_lost: int | None


@dataclass(frozen=True)
class HoursCompared:
    """Hours of the leaving site against those at the staying site after the change. Minutes; None where a day is unknown."""

    days: tuple[DayCompared, ...]
    leaving: int | None
    staying: int | None
    lost: int | None


@lru_cache(4096)
def compare_hours(leaving: WeekHours | None, staying: WeekHours | None) -> HoursCompared:
    """Compare two weeks day by day, over midnight too: lost is when the leaving site was open and the other will not be."""
    nothing = (None,) * len(DAYS)
    lost_week = _minus(leaving.week_spans() if leaving else (), staying.week_spans() if staying else ())
    rows = []
    for index, name in enumerate(DAYS):
        one = (leaving.days if leaving else nothing)[index]
        other = (staying.days if staying else nothing)[index]
        known = one is not None and other is not None
        lost = _on_day(lost_week, index) if known else ()
        rows.append(
            DayCompared(
                day=name,
                leaving=day_text(one),
                staying=day_text(other),
                both=day_text(merge_spans((*(one or ()), *(other or ())))) if known else None,
                lost=(day_text(lost) if lost else "none") if known else None,
                minutes_lost=_length(lost) if known else None,
            )
        )
    whole = leaving is not None and staying is not None and leaving.known and staying.known
    return HoursCompared(
        days=tuple(rows),
        leaving=leaving.total_minutes() if leaving else None,
        staying=staying.total_minutes() if staying else None,
        lost=_length(lost_week) if whole else None,
    )


@dataclass(frozen=True)
class ServiceCompared:
    """One service at both sites. ``outcome``: kept, added by undertaking, lost, staying site only, or not known."""

    service: str
    leaving: bool | None
    staying: bool | None
    undertaken: bool
    outcome: str


KEPT, ADDED, LOST, STAYING_ONLY, NOT_KNOWN = (
    "kept",
    "added by undertaking",
    "lost",
    "staying site only",
    "not known",
)


def compare_services(
    leaving: tuple[str, ...] | None, staying: tuple[str, ...] | None, undertaken: tuple[str, ...]
) -> tuple[ServiceCompared, ...]:
    """Compare services by the names they go by, whatever each paper calls them; in alphabetical order."""
    here, there, promised = _names(leaving), _names(staying), _names(undertaken)
    rows = []
    for name in sorted(here | there | promised, key=str.casefold):
        at_leaving = None if leaving is None else name in here
        at_staying = None if staying is None else name in there
        rows.append(
            ServiceCompared(
                name,
                at_leaving,
                at_staying,
                name in promised,
                _outcome(at_leaving, at_staying, name in promised),
            )
        )
    return tuple(rows)


def _outcome(leaving: bool | None, staying: bool | None, promised: bool) -> str:
    if leaving is False:
        return STAYING_ONLY
    if staying:
        return KEPT if leaving else NOT_KNOWN
    if promised:
        return ADDED
    return LOST if leaving and staying is False else NOT_KNOWN


def _names(services: tuple[str, ...] | None) -> set[str]:
    found = ((name, recognise(name)) for name in services or ())
    return {service.name if service else name for name, service in found}


def _minus(spans: Spans, other: Spans) -> Spans:
    """What of sorted spans lies outside other sorted spans."""
    left: list[Span] = []
    for first, last in spans:
        at = first
        for begins, ends in other:
            if ends <= at or begins >= last:
                continue
            if begins > at:
                left.append((at, begins))
            at = max(at, ends)
        if at < last:
            left.append((at, last))
    return merge_spans(left)


def _on_day(spans: Spans, index: int) -> Spans:
    """The part of a week's spans that falls on one day, in minutes of that day."""
    start, stop = index * MINUTES_A_DAY, (index + 1) * MINUTES_A_DAY
    return tuple((max(a, start) - start, min(b, stop) - start) for a, b in spans if a < stop and b > start)


def _length(spans: Spans) -> int:
    return sum(last - first for first, last in spans)
