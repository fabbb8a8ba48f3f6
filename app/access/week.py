"""The standard as a function of the week: people within reach of a pharmacy that is open, minute by minute.

Openings change only at certain minutes. Between two of them nothing changes, so each distinct set of open pharmacies is
counted once, whatever its length; hours and summaries are time-weighted from there.

Hours that are not known are no closed doors. Each head-count is a range: at least, with every such pharmacy shut, and at
most, with every one of them open. Who loses by a change is a range too. A pharmacy whose hours are not known is the same
before and after, and the more of them are open, the fewer there are to whom the change makes any difference: so those who
lose the standard are fewest where all are open, those who gain it are most where all are shut, and a fall in the balance
of both is certain where the fewest that may lose outnumber the most that may gain.
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
class Range:
    """A head-count that is known to lie between two figures, which are the same where it is known."""

    least: float
    most: float

    @property
    def known(self) -> bool:
        """Whether it is one figure."""
        return self.least == self.most


@dataclass(frozen=True)
class Stretch:
    """A stretch of the week, in minutes after Monday 00:00, in which the same people are within reach.

    ``lost``: by how many there are fewer after than before; below 0 where there are more.
    """

    begins: int
    ends: int
    before: Range
    after: Range
    lost: Range

    @property
    def people(self) -> tuple[Range, Range, Range]:
        """Its three head-counts."""
        return self.before, self.after, self.lost


@dataclass(frozen=True)
class WeekChange:
    """The week before and after. ``stretches`` cover it from end to end."""

    stretches: tuple[Stretch, ...]

    def mean(self, begins: int, ends: int) -> tuple[Range, Range]:
        """People within reach of an open pharmacy, before and after, on average over a part of the week."""
        upto = self._upto(np.array([begins, ends]))
        values = [float(each[1] - each[0]) / (ends - begins) for each in upto]
        return Range(*values[:2]), Range(*values[2:])

    def falls(self) -> tuple[Stretch, ...]:
        """The stretches in which fewer people are within reach afterwards, whatever is not known."""
        return tuple(stretch for stretch in self.stretches if stretch.lost.least > 0)

    def may_fall(self) -> tuple[Stretch, ...]:
        """The stretches in which there are fewer afterwards, or may be."""
        return tuple(stretch for stretch in self.stretches if stretch.lost.most > 0)

    def hours(self) -> tuple[tuple[str, int, Range, Range], ...]:
        """Each hour of the week: day, hour, people before and after, on average over the hour."""
        values = [np.diff(upto) / 60 for upto in self._upto(np.arange(0, MINUTES_A_WEEK + 1, 60))]
        return tuple(
            (
                DAYS[hour // 24],
                hour % 24,
                Range(float(values[0][hour]), float(values[1][hour])),
                Range(float(values[2][hour]), float(values[3][hour])),
            )
            for hour in range(len(values[0]))
        )

    def _upto(self, minutes: Ints) -> list[Floats]:
        """People times minutes from the week's beginning up to some minutes: before at least and at most, and after.

        Four of float64 (k,).
        """
        turns = np.array([0, *(stretch.ends for stretch in self.stretches)])
        people = np.array(
            [(s.before.least, s.before.most, s.after.least, s.after.most) for s in self.stretches],
            dtype=np.float64,
        )
        sums = np.concatenate([np.zeros((1, 4)), np.cumsum(people * np.diff(turns)[:, None], axis=0)])
        return [np.interp(minutes, turns, sums[:, column]) for column in range(4)]


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
    table: ReachTable,
    people: Codes,
    before: Sequence[Spans],
    after: Sequence[Spans],
    unknown: Sequence[Spans] | None = None,
) -> WeekChange:
    """The week before and after. before, after: for each site of the table the spans in which it is known to be open.

    ``unknown``: for each site the spans in which nobody knows whether it is, the same before and after; none where left out.
    """
    turns = _turns((*before, *after, *(unknown or ())))
    begins = np.array(turns[:-1], dtype=np.int64)
    known = _open_at(before, begins), _open_at(after, begins)
    shut = _count_each(table, people, *known)
    opened = shut
    if unknown is not None and any(unknown):
        may = _open_at(unknown, begins)
        opened = _count_each(table, people, *(each | may for each in known))
    stretches: list[Stretch] = []
    for at, (begin, end) in enumerate(pairwise(turns)):
        least, most = shut[at], opened[at]
        now = Stretch(
            begin,
            end,
            Range(int(least[0]), int(most[0])),
            Range(int(least[1]), int(most[1])),
            Range(int(most[2] - least[3]), int(least[2] - most[3])),
        )
        last = stretches[-1] if stretches else None
        if last and last.people == now.people:
            stretches[-1] = Stretch(last.begins, now.ends, *now.people)
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


def _count_each(
    table: ReachTable, people: Codes, before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> Ints:
    """People within reach of any open site before and after, who lose it and who gain it, for each pair of sets.

    int64 (sets, 4). Equal pairs are counted once.
    """
    both = np.concatenate([before, after], axis=1)
    distinct, which = np.unique(np.packbits(both, axis=1), axis=0, return_inverse=True)
    masks = np.unpackbits(distinct, axis=1, count=both.shape[1]).astype(bool)
    counts = []
    for mask in masks:
        was, will = (table.choices(part) > 0 for part in np.split(mask, 2))
        counts.append([people[those].sum(dtype=np.int64) for those in (was, will, was & ~will, will & ~was)])
    return np.array(counts, dtype=np.int64)[which.ravel()]
