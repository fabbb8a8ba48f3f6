"""Old place against new place: the trip to a new site of those to whom the old one is the nearest.

Who is accustomed to a pharmacy is not known from any published data. Those to whom it is nearer than any other stand in for
them: over the whole week, and in each part of it by the pharmacies that are open then.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access.engine import Engine
from app.access.pace import Unit
from app.access.population import ByArea, ByKind, Grouping
from app.access.table import ReachTable
from app.access.week import Spans, open_sets
from app.access.whatif import Effect
from geodata.model.hours import MINUTES_A_WEEK, Span
from geodata.model.point import Point
from geodata.snapshot import Codes, Floats, Ints

MARGIN = 5_000.0
"""Millimetres or milliseconds by which a way over the old site may be rounded shorter than it is."""


def old_and_new(engine: Engine, effect: Effect, old: Point, new: Point) -> Effect:
    """Those to whom the old site was the nearest, as an effect: ``before`` is their cost to it, ``after`` to the new site.

    Exact however far it is: a way over the old site bounds what has to be searched.
    """
    home, before = effect.home[effect.affected], effect.before[effect.affected]
    after = costs_to(engine, new, home, bound(engine, before, old, new))
    return Effect(home, before, before, after, np.ones(len(home), dtype=bool))


def bound(engine: Engine, to_old: Floats, old: Point, new: Point) -> float:
    """The most that anybody goes to a new site who goes no farther than so to the old one; inf where no way joins them."""
    between = engine.cost(old, new)
    return np.inf if between is None else float(to_old.max(initial=0.0)) + between + MARGIN


def costs_to(engine: Engine, site: Point, home: Ints, limit: float) -> Floats:
    """Cost from some homes to a site, float64 (k,), inf where there is no way. ``limit``: what none should exceed."""
    for within in dict.fromkeys((limit, np.inf)):
        found, cost = engine.reached(site, within) if len(home) else (home, np.empty(0))
        answer = _of(found, cost, home)
        if np.isfinite(answer).all():
            break
    return answer


def _of(home: Ints, cost: Floats, wanted: Ints) -> Floats:
    """Costs of the wanted homes out of those found, in order, inf for the others."""
    if not len(home):
        return np.full(len(wanted), np.inf)
    at = np.minimum(np.searchsorted(home, wanted), len(home) - 1)
    return np.where(home[at] == wanted, cost[at], np.inf)


@dataclass(frozen=True)
class GroupTrips:
    """The trips of the people of one group on average, before and after, and the most that is added to any, in one unit.

    Those with no way to the new site are counted among the ``people`` and are in no average.
    """

    group: str
    people: int
    before: float | None
    after: float | None
    worst: float | None


def trips_by_group(found: Effect, grouping: Grouping, unit: Unit) -> tuple[GroupTrips, ...]:
    """The trips of each group in which anybody is concerned, in the order of the groups."""
    rows = []
    for at in _present(grouping, found.home):
        weight = _weight(grouping, found.home, at)
        if weight.any():
            rows.append(_of_group(grouping.names[at], found, weight, unit))
    return tuple(rows)


def _present(grouping: Grouping, home: Ints) -> Sequence[int]:
    """The groups that any of some homes can be of, in order."""
    if isinstance(grouping, ByArea):
        return [int(code) for code in np.unique(grouping.code[home])]
    return range(len(grouping.names))


def _weight(grouping: Grouping, home: Ints, at: int) -> NDArray[np.int64]:
    """People of one group in each of some homes, int64 (k,)."""
    if isinstance(grouping, ByArea):
        return np.where(grouping.code[home] == at, grouping.people[home], 0).astype(np.int64)
    assert isinstance(grouping, ByKind)  # noqa: S101 - there are no other groupings; tells the type checker
    return np.asarray(grouping.people[home, at], dtype=np.int64)


def _of_group(name: str, found: Effect, weight: NDArray[np.int64], unit: Unit) -> GroupTrips:
    going = np.isfinite(found.after) & (weight > 0)
    before, after, people = found.before[going] / unit.cost, found.after[going] / unit.cost, weight[going]
    total = int(people.sum())
    return GroupTrips(
        name,
        int(weight.sum()),
        float((before * people).sum() / total) if total else None,
        float((after * people).sum() / total) if total else None,
        float((after - before).max()) if total else None,
    )


def nearer_and_farther(found: Effect, people: Codes) -> tuple[int, int]:
    """People to whom the new site is nearer than the old one, and to whom it is farther or out of reach."""
    here = people[found.home]
    return (
        int(here[found.after < found.before].sum(dtype=np.int64)),
        int(here[found.after > found.before].sum(dtype=np.int64)),
    )


@dataclass(frozen=True)
class Stretch:
    """A stretch of the week in which the old site is open, in minutes, and the homes to which it is the nearest open one.

    home: int64 (k,); cost: float64 (k,), to the old site.
    """

    begins: int
    ends: int
    home: Ints
    cost: Floats


def while_open(
    table: ReachTable, site: int, weeks: Sequence[Spans | None], beyond: tuple[Ints, Floats]
) -> tuple[Stretch, ...]:
    """Every stretch in which a site is open, with those to whom it is then nearer than any other open one.

    ``site``: its label in the table; ``weeks``: for each site of the table when it is open. Within the table's limit the
    answer is exact. ``beyond`` are homes farther from the site than that to which it is the nearest of all: they count
    whenever it is open. Of homes farther off whose nearest of all is closed then, nothing is known here.
    """
    of_pair = np.repeat(np.arange(table.homes), np.diff(table.start))
    turns, masks, which = open_sets([week or () for week in weeks])
    found: dict[int, tuple[Ints, Floats]] = {}
    stretches = []
    for at, (begin, end) in enumerate(itertools.pairwise(turns)):
        mask = masks[which[at]]
        if not mask[site]:
            continue
        if which[at] not in found:
            home, cost = _nearest_at(table, of_pair, site, mask)
            found[which[at]] = np.concatenate([home, beyond[0]]), np.concatenate([cost, beyond[1]])
        stretches.append(Stretch(int(begin), int(end), *found[which[at]]))
    return tuple(stretches)


def _nearest_at(table: ReachTable, of_pair: Ints, site: int, mask: NDArray[np.bool_]) -> tuple[Ints, Floats]:
    """Homes to which a site is nearer than any other of a mask, and their cost to it."""
    pair = np.flatnonzero(mask[table.site])
    home = of_pair[pair]
    first = np.flatnonzero(np.diff(home, prepend=-1))
    best = pair[first]
    # Where the next of the same home is exactly as near, the home has another as near and is not among them.
    following = np.minimum(first + 1, len(pair) - 1)
    tied = (
        (home[following] == home[first])
        & (following != first)
        & (table.cost[pair[following]] == table.cost[best])
    )
    own = (table.site[best] == site) & ~tied
    return home[first][own], table.cost[best][own]


@dataclass(frozen=True)
class PartTrips:
    """A part of the week: hours in which the old site is open, of them those in which the new one is (None: not known).

    ``people``, ``before``, ``after`` and ``worst`` are of those whose nearest open pharmacy the old site is, on average over
    those hours; the trips in the unit given, None where there is nobody.
    """

    hours: float
    hours_new: float | None
    people: float
    before: float | None
    after: float | None
    worst: float | None


def trips_in(
    stretches: Sequence[Stretch],
    part: Sequence[Span],
    to_new: Floats,
    people: Codes,
    unit: Unit,
    new: Spans | None,
) -> PartTrips:
    """The trips in one part of the week. to_new: float64 (h,), cost from every home to the new site, inf: no way."""
    minutes = both = 0
    sums = np.zeros(4)
    worst: float | None = None
    for stretch in stretches:
        shared = _shared(((stretch.begins, stretch.ends),), part)
        lasts = sum(last - first for first, last in shared)
        if not lasts:
            continue
        minutes += lasts
        both += sum(last - first for first, last in _shared(shared, new or ()))
        here, after = people[stretch.home], to_new[stretch.home]
        going = np.isfinite(after) & (here > 0)
        weight = here[going].astype(np.float64) * lasts
        sums += (
            float(here.sum(dtype=np.int64)) * lasts,
            weight.sum(),
            (weight * stretch.cost[going]).sum(),
            (weight * after[going]).sum(),
        )
        if len(weight):
            most = float((after[going] - stretch.cost[going]).max()) / unit.cost
            worst = most if worst is None else max(worst, most)
    counted = float(sums[1])
    return PartTrips(
        hours=minutes / 60,
        hours_new=None if new is None else both / 60,
        people=float(sums[0]) / minutes if minutes else 0.0,
        before=float(sums[2]) / counted / unit.cost if counted else None,
        after=float(sums[3]) / counted / unit.cost if counted else None,
        worst=worst,
    )


def all_but(parts: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """The rest of the week beside some parts of it."""
    left, at = [], 0
    for first, last in sorted(span for part in parts for span in part):
        if first > at:
            left.append((at, first))
        at = max(at, last)
    return (*left, (at, MINUTES_A_WEEK)) if at < MINUTES_A_WEEK else tuple(left)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """What two sets of spans have in common."""
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))
