"""The standard as a function of the week: people within reach of a pharmacy that is open, minute by minute.

Openings change only at certain minutes. Between two of them nothing changes, so each distinct set of open pharmacies is
counted once, whatever its length; hours and summaries are time-weighted from there. Pharmacies whose hours are not known
are counted as never open, and their number is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.access.table import ReachTable
from geodata.model.hours import DAYS, MINUTES_A_DAY, MINUTES_A_WEEK, Span
from geodata.snapshot import Codes, Floats, Ints

Spans = tuple[Span, ...]
EVENING = 18 * 60
MORNING = 9 * 60


@dataclass(frozen=True)
class Stretch:
    """A stretch of the week, in minutes after Monday 00:00, in which the same people are within reach."""

    begins: int
    ends: int
    before: int
    after: int


@dataclass(frozen=True)
class WeekChange:
    """The week before and after. ``stretches`` cover it from end to end."""

    stretches: tuple[Stretch, ...]

    def mean(self, begins: int, ends: int) -> tuple[float, float]:
        """People within reach of an open pharmacy, before and after, on average over a part of the week."""
        before, after = self._upto(np.array([begins, ends]))
        return float(before[1] - before[0]) / (ends - begins), float(after[1] - after[0]) / (ends - begins)

    def falls(self) -> tuple[Stretch, ...]:
        """The stretches in which fewer people are within reach afterwards."""
        return tuple(stretch for stretch in self.stretches if stretch.after < stretch.before)

    def hours(self) -> tuple[tuple[str, int, float, float], ...]:
        """Each hour of the week: day, hour, people before and after, on average over the hour."""
        before, after = (np.diff(upto) / 60 for upto in self._upto(np.arange(0, MINUTES_A_WEEK + 1, 60)))
        return tuple(
            (DAYS[hour // 24], hour % 24, float(before[hour]), float(after[hour]))
            for hour in range(len(before))
        )

    def _upto(self, minutes: Ints) -> tuple[Floats, Floats]:
        """People times minutes from the week's beginning up to some minutes, before and after, float64 (k,) each."""
        turns = np.array([0, *(stretch.ends for stretch in self.stretches)])
        people = np.array([(stretch.before, stretch.after) for stretch in self.stretches], dtype=np.float64)
        sums = np.concatenate([np.zeros((1, 2)), np.cumsum(people * np.diff(turns)[:, None], axis=0)])
        return np.interp(minutes, turns, sums[:, 0]), np.interp(minutes, turns, sums[:, 1])


PARTS_OF_THE_WEEK: tuple[tuple[str, tuple[Span, ...]], ...] = (
    (
        "weekdays, 9am to 6pm",
        tuple((d * MINUTES_A_DAY + MORNING, d * MINUTES_A_DAY + EVENING) for d in range(5)),
    ),
    (
        "weekday evenings, 6pm to midnight",
        tuple((d * MINUTES_A_DAY + EVENING, (d + 1) * MINUTES_A_DAY) for d in range(5)),
    ),
    ("Saturday, 9am to 6pm", ((5 * MINUTES_A_DAY + MORNING, 5 * MINUTES_A_DAY + EVENING),)),
    ("Sunday, 9am to 6pm", ((6 * MINUTES_A_DAY + MORNING, 6 * MINUTES_A_DAY + EVENING),)),
)


def week_change(
    table: ReachTable, people: Codes, before: Sequence[Spans], after: Sequence[Spans]
) -> WeekChange:
    """The week before and after. before, after: for each site of the table the spans in which it is open."""
    turns = _turns((*before, *after))
    begins = np.array(turns[:-1], dtype=np.int64)
    counts = _count_each(table, people, np.concatenate([_open_at(before, begins), _open_at(after, begins)]))
    half = len(begins)
    stretches: list[Stretch] = []
    for at, (begin, end) in enumerate(pairwise(turns)):
        now = Stretch(begin, end, int(counts[at]), int(counts[half + at]))
        last = stretches[-1] if stretches else None
        if last and (last.before, last.after) == (now.before, now.after):
            stretches[-1] = Stretch(last.begins, now.ends, now.before, now.after)
        else:
            stretches.append(now)
    return WeekChange(tuple(stretches))


def open_sets(weeks: Sequence[Spans]) -> tuple[list[int], NDArray[np.bool_], Ints]:
    """The minutes at which anything opens or closes, from 0 to the week's end, and the distinct sets of sites open between.

    Sets: bool (sets, sites), and int64 (stretches,), which of them holds in each stretch between two such minutes.
    """
    turns = _turns(weeks)
    masks, which = np.unique(
        _open_at(weeks, np.array(turns[:-1], dtype=np.int64)), axis=0, return_inverse=True
    )
    return turns, masks, which.ravel()


def _turns(weeks: Sequence[Spans]) -> list[int]:
    return sorted({0, MINUTES_A_WEEK, *(minute for week in weeks for span in week for minute in span)})


def _open_at(weeks: Sequence[Spans], moments: Ints) -> NDArray[np.bool_]:
    """Which sites are open at each moment, bool (moments, sites)."""
    found = np.zeros((len(moments), len(weeks)), dtype=bool)
    for site, spans in enumerate(weeks):
        for first, last in spans:
            found[np.searchsorted(moments, first) : np.searchsorted(moments, last), site] = True
    return found


def _count_each(table: ReachTable, people: Codes, open_sets: NDArray[np.bool_]) -> Ints:
    """People within reach of any open site, for each set, int64 (sets,). Equal sets are counted once."""
    distinct, which = np.unique(np.packbits(open_sets, axis=1), axis=0, return_inverse=True)
    masks = np.unpackbits(distinct, axis=1, count=open_sets.shape[1]).astype(bool)
    counts = [people[table.choices(mask) > 0].sum(dtype=np.int64) for mask in masks]
    return np.array(counts, dtype=np.int64)[which.ravel()]
