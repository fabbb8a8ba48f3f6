"""Which sites are open when, before and after a change: the list as it stands, and the sites that the papers add to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access.engine import Engine
from app.access.table import ReachTable
from app.access.week import Spans
from app.access.whatif import Change
from geodata.model.hours import EARLY, MINUTES_A_DAY, MINUTES_A_WEEK, WeekHours, merge_spans
from geodata.model.point import Point


@dataclass(frozen=True)
class Scene:
    """Sites by label, the list's first and then the added ones, each with its week before and after.

    A week of None is a site that is not there; an empty one is a site that is known to be open at no time. ``unknown``:
    the spans in which nobody knows whether a site is open, the same before and after.
    """

    table: ReachTable
    before: tuple[Spans | None, ...]
    after: tuple[Spans | None, ...]
    unknown: tuple[Spans, ...]

    def counted(self, weeks: tuple[Spans | None, ...]) -> NDArray[np.bool_]:
        """Which sites are there, bool (sites,)."""
        return np.array([week is not None for week in weeks], dtype=bool)


@dataclass(frozen=True)
class Weeks:
    """The hours of the two sites of an application, None where not known."""

    leaving: WeekHours | None
    staying_now: WeekHours | None
    staying_after: WeekHours | None


def scene(
    engine: Engine,
    listed: Sequence[WeekHours | None],
    table: ReachTable,
    change: Change,
    staying: int,
    weeks: Weeks,
) -> Scene:
    """The scene of a change. ``listed``: the hours of each counted pharmacy, as far as they are known.

    ``staying`` is the label of the continuing site, -1 where it is not where the list has it.
    """
    before: list[Spans | None] = [_spans(hours) for hours in listed]
    after = before.copy()
    unknown = [_unknown(hours) for hours in listed]
    for label in (*change.set_aside, *((staying,) if staying >= 0 else ())):
        unknown[label] = ()
    if change.leaves >= 0:
        before[change.leaves], after[change.leaves] = _spans(weeks.leaving), None
    for label in change.absent:
        before[label] = after[label] = None
    if staying >= 0:
        before[staying], after[staying] = _spans(weeks.staying_now), _spans(weeks.staying_after)
    added: list[tuple[Point, Spans | None, Spans | None]] = []
    if change.left_point is not None:
        if change.leaves >= 0:
            before[change.leaves] = None
        added.append((change.left_point, _spans(weeks.leaving), None))
    if change.new_point is not None:
        added.append((change.new_point, None, _spans(weeks.staying_after)))
    if change.also_open is not None:
        added.append((change.also_open, _spans(weeks.staying_now), _spans(weeks.staying_after)))
    wider = table.with_sites(engine, tuple(point for point, _, _ in added), len(before))
    before += [week for _, week, _ in added]
    after += [week for _, _, week in added]
    return Scene(wider, tuple(before), tuple(after), (*unknown, *(() for _ in added)))


def _spans(hours: WeekHours | None) -> Spans:
    return () if hours is None else hours.week_spans()


def _unknown(hours: WeekHours | None) -> Spans:
    """The spans of a week in which nobody knows whether premises are open: each day that is not known, and its night."""
    if hours is None:
        return ((0, MINUTES_A_WEEK),)
    spans = []
    for at, day in enumerate(hours.days):
        if day is None:
            begins, ends = at * MINUTES_A_DAY, (at + 1) * MINUTES_A_DAY + EARLY
            spans += [(begins, min(ends, MINUTES_A_WEEK)), (0, max(0, ends - MINUTES_A_WEEK))]
    return merge_spans(spans)
