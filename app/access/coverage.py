"""Who is within a standard before and after a change, in all and by group. Nobody is lost: people in, people out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.access.engine import Engine
from app.access.measured import Doubt, no_doubt
from app.access.pace import Unit
from app.access.population import ByArea, Counts, Mask, Population, Signs
from app.access.whatif import Effect
from geodata.snapshot import Floats


@dataclass(frozen=True)
class Coverage:
    """People of one group: measured, within the standard before and after, gained, lost, and with no way to any pharmacy.

    ``not_measured`` are people of whom it is not known whether they are within it, before or after; they are in no other
    count. ``may_lose`` are those of them who are within it before: whether they are afterwards cannot be told.
    """

    group: str
    people: int
    before: int
    after: int
    gained: int
    lost: int
    unreachable_before: int
    unreachable_after: int
    not_measured: int
    may_lose: int


@dataclass(frozen=True)
class Standing:
    """How a standard stands on the list as it is: counts of each grouping, worked out once. "Within" includes equality.

    ``people`` are those measured.
    """

    limit: float
    population: Population
    people: Mapping[str, Counts]
    within: Mapping[str, Counts]
    unreachable: Mapping[str, Counts]
    not_measured: Mapping[str, Counts]
    doubt: Doubt


def standing(engine: Engine, limit: float, population: Population, doubt: Doubt | None = None) -> Standing:
    """Count every grouping on the list as it stands. ``doubt``: of whom an answer may not be known; None: of nobody."""
    first = engine.homes.first
    if doubt is None:
        doubt = no_doubt(len(first), limit)
    unsure = doubt.of(first)
    masks = ~unsure, first <= limit, ~np.isfinite(first) & ~unsure, unsure
    counts = (
        {name: grouping.count(mask) for name, grouping in population.groupings.items()} for mask in masks
    )
    people, within, unreachable, not_measured = counts
    return Standing(limit, population, people, within, unreachable, not_measured, doubt)


@dataclass(frozen=True)
class Groups:
    """Coverage of every group of one grouping, in order. counts: int64 (9, g), the fields of ``Coverage`` after its name."""

    names: tuple[str, ...]
    counts: Counts

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Coverage]:
        for name, column in zip(self.names, self.counts.T.tolist(), strict=True):
            yield Coverage(name, *column)

    def changed(self) -> tuple[Coverage, ...]:
        """The groups in which anyone gains or loses the standard, or may lose it."""
        some = np.flatnonzero(self.counts[3] | self.counts[4] | self.counts[8])
        return tuple(Groups(tuple(self.names[at] for at in some), self.counts[:, some]))


def coverage(now: Standing, effect: Effect) -> dict[str, Groups]:
    """Coverage of every group of every grouping before and after a change."""
    # Most homes that a change touches stay on their side of the standard.
    signs = _signs(now, effect)
    rows = np.flatnonzero(signs.any(axis=1))
    crossing = np.flatnonzero(signs.any(axis=0))
    home, signs = effect.home[crossing], signs[:, crossing]
    found = {}
    for name, grouping in now.population.groupings.items():
        balance = np.zeros((len(signs), len(grouping.names)), dtype=np.int64)
        if len(rows):
            balance[rows] = grouping.balance(home, signs[rows])
        found[name] = Groups(grouping.names, _counts(now, name, balance))
    return found


def _signs(now: Standing, effect: Effect) -> Signs:
    """Who comes in and who drops out of each count, int8 (7, c); see ``_counts`` for the rows."""
    listed, was, will = effect.listed <= now.limit, effect.before <= now.limit, effect.after <= now.limit
    cut_listed, cut, cut_after = np.isinf(effect.listed), np.isinf(effect.before), np.isinf(effect.after)
    left_out, may_lose = np.zeros(len(was), dtype=np.int8), np.zeros(len(was), dtype=np.int8)
    if now.doubt.any:
        unsure_listed, unsure, unsure_after = (
            now.doubt.of(cost, effect.home) for cost in (effect.listed, effect.before, effect.after)
        )
        known = ~(unsure | unsure_after)
        may_lose = (was & unsure_after).astype(np.int8)
        was, will, cut, cut_after = was & known, will & known, cut & known, cut_after & known
        cut_listed = cut_listed & ~unsure_listed
        left_out = (~known).astype(np.int8) - unsure_listed
    signs = np.array([was, will & ~was, was & ~will, cut, cut_after, left_out, may_lose], dtype=np.int8)
    # The change's own points may stand a little apart from the list's: start from the list, put those homes right.
    signs[4] -= signs[3]
    signs[0] -= listed
    signs[3] -= cut_listed
    return signs


def _counts(now: Standing, name: str, balance: Counts) -> Counts:
    righted, gained, lost, cut, cut_more, left_out, may_lose = balance
    found = np.empty((9, len(gained)), dtype=np.int64)
    found[0], found[1], found[3], found[4] = (
        now.people[name] - left_out,
        now.within[name] + righted,
        gained,
        lost,
    )
    found[2] = found[1] + gained - lost
    found[5] = now.unreachable[name] + cut
    found[6] = found[5] + cut_more
    found[7], found[8] = now.not_measured[name] + left_out, may_lose
    return found


@dataclass(frozen=True)
class TripChange:
    """How the trip of those changes whose nearest pharmacy was the leaving site, in the unit given, counted by people.

    ``stranded`` are people who could reach a pharmacy before and none after; they are in no average.
    ``bands`` are (words, people), and add up to ``people``.
    """

    people: int
    stranded: int
    before_mean: float | None
    after_mean: float | None
    mean: float | None
    median: float | None
    p90: float | None
    worst: float | None
    bands: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class TripMeans:
    """People affected, and the mean trips before and after of those of them who reach a pharmacy afterwards."""

    people: int
    before: float | None
    after: float | None


def trip_means(effect: Effect, population: Population, unit: Unit, only: Mask | None = None) -> TripMeans:
    """The trips of those affected, or of ``only`` some of the homes of the effect, bool (c,)."""
    weight, before, after = _trips(effect, population, unit, only)
    reached = np.isfinite(after)
    counted = weight[reached]
    return TripMeans(int(weight.sum()), _mean(before[reached], counted), _mean(after[reached], counted))


def _trips(
    effect: Effect, population: Population, unit: Unit, only: Mask | None = None
) -> tuple[Counts, Floats, Floats]:
    """People, and their trips before and after, of each home affected in which anybody lives, (k,) each."""
    chosen = effect.affected if only is None else effect.affected & only
    here = np.flatnonzero(chosen & (population.people[effect.home] > 0))
    weight = population.people[effect.home[here]].astype(np.int64)
    return weight, effect.before[here] / unit.cost, effect.after[here] / unit.cost


def trip_change(effect: Effect, population: Population, unit: Unit) -> TripChange:
    """How the trips of those affected change. Nine in ten people have p90 or less."""
    weight, before, after = _trips(effect, population, unit)
    reached = np.isfinite(after)
    added, counted = after[reached] - before[reached], weight[reached]
    bands = np.bincount(np.searchsorted(unit.bands, added, side="left"), counted, len(unit.words))
    stranded = int(weight[~reached].sum())
    rows = [(words, int(number)) for words, number in zip(unit.words, bands, strict=True)]
    return TripChange(
        people=int(weight.sum()),
        stranded=stranded,
        before_mean=_mean(before[reached], counted),
        after_mean=_mean(after[reached], counted),
        mean=_mean(added, counted),
        median=percentile(added, counted, 50),
        p90=percentile(added, counted, 90),
        worst=float(added.max()) if len(added) else None,
        bands=(*rows, ("no longer able to reach any", stranded)),
    )


@dataclass(frozen=True)
class Trips:
    """How trips change in all, and their means for each deprivation decile in which anybody is affected, by its words."""

    whole: TripChange
    by_decile: tuple[tuple[str, TripMeans], ...]


def trips_of(effect: Effect, population: Population, unit: Unit) -> Trips:
    """How the trips of those affected change, in all and by deprivation."""
    grouping = population.groupings["by_deprivation"]
    assert isinstance(grouping, ByArea)  # noqa: S101 - tells the type checker what the population is made of
    codes = grouping.code[effect.home]
    deciles = (
        (grouping.names[code], trip_means(effect, population, unit, codes == code))
        for code in np.unique(codes[effect.affected]).tolist()
    )
    return Trips(
        trip_change(effect, population, unit),
        tuple((words, found) for words, found in deciles if found.people),
    )


def _mean(values: Floats, weight: Counts) -> float | None:
    total = int(weight.sum())
    return float((values * weight).sum() / total) if total else None


def percentile(values: Floats, weight: Counts, percent: int) -> float | None:
    """The smallest value that at least so many per cent of people do not exceed."""
    if not weight.sum():
        return None
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weight[order])
    wanted = -(-int(upto[-1]) * percent // 100)  # rounded up, in whole people
    return float(values[order][np.searchsorted(upto, wanted)])
