"""What a new pharmacy list means before anybody applies: areas that crossed the standard, sites that now matter more.

Both lists are measured on the streets and the people of the later snapshot, so that the list alone differs. Nothing here
weighs anything: which duty follows is said in ``app.recheck.due``, with what is left to the board.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access import NoEngineError, PreparedSnapshot
from app.access.engine import Engine
from app.access.measured import Doubt
from app.access.nearest import NOBODY
from app.access.pace import limit_of
from app.access.population import EVERYONE, Population
from app.access.removals import all_removals
from app.access.unknown import not_walked_to_words, selling_words
from app.domain.baselines import AccessStandard, Baseline
from app.recheck.lists import Event, ListChange, list_changes
from geodata.model.premises import Premises

LAYERS = {"by_locality": "locality", "by_ward": "ward", EVERYONE: "whole area"}
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Touched:
    """What an event does on one standard, in residents.

    ``nearest_before`` and ``nearest_after``: those whose nearest pharmacy it was and is. ``lost``: of the first, those
    no longer within the standard; ``gained``: of the second, those who were not within it before. ``may_lose``: of the
    first, those of whom the streets cannot tell whether they still are within it.
    """

    standard: str
    nearest_before: int
    nearest_after: int
    lost: int
    gained: int
    may_lose: int


@dataclass(frozen=True)
class EventFound:
    """An event, the board in whose area it is (None: outside every outline), and what it does on each standard."""

    change: ListChange
    hwb: str | None
    touched: tuple[Touched, ...]

    @property
    def premises(self) -> Premises:
        """The premises as they are now; for a closure as they were."""
        found = self.change.after or self.change.before
        assert found is not None  # noqa: S101 - every event has one or the other; tells the type checker
        return found

    @property
    def felt(self) -> bool:
        """Whether it is or was anybody's nearest pharmacy."""
        return any(one.nearest_before or one.nearest_after or one.may_lose for one in self.touched)


@dataclass(frozen=True)
class AreaCrossed:
    """An area in which residents crossed a standard. ``crossed`` says how, empty where the area as a whole did not."""

    standard: str
    layer: str
    area: str
    people: int
    before: int
    after: int
    lost: int
    gained: int
    crossed: str


@dataclass(frozen=True)
class SiteMatters:
    """A pharmacy whose closing alone would take more residents outside a standard than on the list before."""

    standard: str
    ods_code: str
    name: str
    postcode: str
    losing_before: int
    losing_now: int
    stranded_now: int


@dataclass(frozen=True)
class EarlyWarning:
    """What the later list means. ``not_measured``: standards for which there are no streets, and why.

    ``people_not_measured``: by standard, residents of whom the streets cannot tell, on either list; they are in no figure.
    ``unknown``: what the lists do not say of pharmacies that are counted, in sentences.
    """

    events: tuple[EventFound, ...]
    areas: tuple[AreaCrossed, ...]
    sites: tuple[SiteMatters, ...]
    not_measured: tuple[tuple[str, str], ...]
    people_not_measured: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class _Measured:
    """One standard on both lists: whether each home is measured and within it, bool (h,).

    ``known``: whether each home is measured on both. ``lost_sight``: within it before, and not measured on the later list.
    """

    standard: AccessStandard
    old: Engine
    new: Engine
    was: Mask
    will: Mask
    limit: float
    known: Mask
    lost_sight: Mask
    doubts: tuple[Doubt, Doubt]


def early_warning(baseline: Baseline, before: PreparedSnapshot, after: PreparedSnapshot) -> EarlyWarning:
    """Compare two lists on a PNA's standards. Both areas have the same streets and homes; their lists differ."""
    changes = list_changes(before.snapshot.premises, after.snapshot.premises)
    people = after.population(tuple((found.name, found.wards) for found in baseline.localities))
    measured, missing = [], []
    for standard in baseline.standards:
        try:
            measured.append(_measure(standard, before, after))
        except NoEngineError as error:
            missing.append((standard.id, str(error)))
    predecessors = {
        change.after.ods_code: change.before.ods_code for change in changes if change.after and change.before
    }
    return EarlyWarning(
        events=tuple(_event(change, measured, people, after) for change in changes),
        areas=tuple(area for one in measured for area in _areas(one, people)),
        sites=tuple(site for one in measured for site in _sites(one, people, predecessors)),
        not_measured=tuple(missing),
        people_not_measured=tuple(
            (one.standard.id, int(people.people[~one.known].sum(dtype=np.int64))) for one in measured
        ),
        unknown=_unknown(before, after),
    )


def _unknown(before: PreparedSnapshot, after: PreparedSnapshot) -> tuple[str, ...]:
    """What each list does not say; once where both say the same."""
    now = (*selling_words(after), *not_walked_to_words(after))
    then = (*selling_words(before), *not_walked_to_words(before))
    return (*now, *(f"Of the earlier list: {words}" for words in then if words not in now))


def _measure(standard: AccessStandard, before: PreparedSnapshot, after: PreparedSnapshot) -> _Measured:
    old, new, limit = before.engine_of(standard), after.engine_of(standard), limit_of(standard)
    doubts = before.doubt(standard), after.doubt(standard)
    unsure = doubts[0].of(old.homes.first), doubts[1].of(new.homes.first)
    known = ~(unsure[0] | unsure[1])
    was, will = old.homes.first <= limit, new.homes.first <= limit
    return _Measured(standard, old, new, was & known, will & known, limit, known, was & unsure[1], doubts)


def _event(
    change: ListChange, measured: Iterable[_Measured], people: Population, area: PreparedSnapshot
) -> EventFound:
    where = change.after or change.before
    outline = area.layer("hwb").containing(where.point) if where and where.point else None
    return EventFound(
        change,
        outline.code if outline else None,
        tuple(_touched(change, one, people) for one in measured),
    )


def _touched(change: ListChange, one: _Measured, people: Population) -> Touched:
    was = one.old.homes.first_label == _label(one.old, change.before)
    now = one.new.homes.first_label == _label(one.new, change.after)

    def count(mask: Mask) -> int:
        return int(people.people[mask].sum(dtype=np.int64))

    return Touched(
        one.standard.id,
        nearest_before=count(was & one.known),
        nearest_after=count(now & one.known),
        lost=count(was & one.was & ~one.will),
        gained=count(now & one.will & ~one.was),
        may_lose=count(was & one.lost_sight),
    )


def _label(engine: Engine, premises: Premises | None) -> int:
    """The label of premises; one that no home has where they do not count."""
    if premises is None:
        return NOBODY - 1
    codes = (label for label, one in enumerate(engine.pharmacies) if one.ods_code == premises.ods_code)
    return next(codes, NOBODY - 1)


def _areas(one: _Measured, people: Population) -> Iterable[AreaCrossed]:
    """Areas in which anybody crossed the standard: localities, then wards, then all together; most people lost first."""
    for layer, called in LAYERS.items():
        grouping = people.groupings[layer]
        masks = one.known, one.was, one.will, one.was & ~one.will, one.will & ~one.was
        counts = np.stack([grouping.count(mask) for mask in masks], axis=1).tolist()
        found = [
            AreaCrossed(
                one.standard.id, called, name, number, was, will, lost, gained, crossed(number, was, will)
            )
            for name, (number, was, will, lost, gained) in zip(grouping.names, counts, strict=True)
            if lost or gained
        ]
        yield from sorted(found, key=lambda area: (-area.lost, -area.gained, area.area))


def crossed(people: int, before: int, after: int) -> str:
    """How an area as a whole crossed a standard, in words; empty where it did not."""
    if before == people > after:
        return "all residents were within it, some are not now"
    if before < people == after:
        return "some residents were not within it, all are now"
    if 2 * before > people >= 2 * after:
        return "most residents were within it, most are not now"
    if 2 * before <= people < 2 * after:
        return "most residents were not within it, most are now"
    return ""


def _sites(one: _Measured, people: Population, predecessors: Mapping[str, str]) -> Iterable[SiteMatters]:
    """Sites whose removal takes more people outside the standard than before, the largest addition first."""
    old, new = (
        all_removals(
            engine.homes,
            np.where(one.known, people.people, 0).astype(np.int32),
            one.limit,
            len(engine.pharmacies),
            doubt,
        )
        for engine, doubt in zip((one.old, one.new), one.doubts, strict=True)
    )
    was = {premises.ods_code: int(lost) for premises, lost in zip(one.old.pharmacies, old.lost, strict=True)}
    found = []
    for label, premises in enumerate(one.new.pharmacies):
        before = was.get(predecessors.get(premises.ods_code, premises.ods_code), 0)
        now = int(new.lost[label])
        if now > before:
            found.append(
                SiteMatters(
                    one.standard.id,
                    premises.ods_code,
                    premises.trading_name,
                    premises.postcode,
                    before,
                    now,
                    int(new.stranded[label]),
                )
            )
    return sorted(found, key=lambda site: (site.losing_before - site.losing_now, site.ods_code))


def words_of(change: ListChange) -> str:
    """An event as a sentence."""
    premises = change.after or change.before
    assert premises is not None  # noqa: S101 - every event has one or the other; tells the type checker
    named = f"{premises.trading_name} ({premises.ods_code}), {premises.postcode}"
    before = change.before
    match change.event:
        case Event.MOVED if before is not None:
            far = "" if change.metres is None else f", {change.metres:,.0f} m"
            return f"{named} moved from {before.postcode}{far}."
        case Event.NEW_CODE if before is not None:
            return f"{named} is at the door of {before.trading_name} ({before.ods_code}): another owner, not a closure."
        case Event.CLOSED:
            return f"{named} is on the list no more."
        case _:
            return f"{named} is new on the list."
