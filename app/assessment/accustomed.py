"""Evidence for regulation 24(1)(a) and (2)(b): the new place beside the old, for those to whom the old is the nearest.

They stand in for the patient groups accustomed to the existing premises, who are not known from any published data. Where
they could go instead is another question, and other evidence (``affected``, ``alternatives``).
"""

from dataclasses import replace

import numpy as np

from app.access import PreparedSnapshot
from app.access.accustomed import (
    GroupTrips,
    PartTrips,
    all_but,
    bound,
    costs_to,
    nearer_and_farther,
    trips_by_group,
    trips_in,
    while_open,
)
from app.access.coverage import trip_change
from app.access.engine import Engine
from app.access.nearest import NOBODY
from app.access.pace import limit_of
from app.access.prepared import DECILES, Localities
from app.access.streets import StreetEngine
from app.access.week import PARTS_OF_THE_WEEK
from app.access.whatif import Change, Effect
from app.assessment.doubtful_hours import too_few_known
from app.assessment.record import Record, hours, metres
from app.assessment.scene import Weeks, scene
from app.assessment.sites import Site
from app.assessment.ways import record_ways_to_site
from app.domain.baselines import AccessStandard
from app.domain.evidence import Row

WORDS = {
    "people": "Residents whose nearest pharmacy is the existing site, who stand in for those accustomed to it",
    "before_mean": "Their mean trip to the existing site",
    "new_mean": "Their mean trip to the new site",
    "change_mean": "Mean addition to their trip, to the new site in place of the existing one",
    "change_median": "Median addition to their trip, to the new site in place of the existing one",
    "change_p90": "Addition to the trip to the new site that nine in ten do not exceed",
    "change_worst": "Largest addition to anyone's trip, to the new site in place of the existing one",
    "nearer": "Of them, residents to whom the new site is nearer than the existing one",
    "farther": "Of them, residents to whom the new site is farther than the existing one",
}
COUNTS = ("people", "nearer", "farther")
GROUPS = ("by_locality", "by_ward", "by_deprivation", "by_age")
OTHER_HOURS = "all other hours"


def record_accustomed(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    area: PreparedSnapshot,
    localities: Localities,
    change: Change,
    sites: tuple[Site, Site],
    *,
    in_full: bool,
) -> Effect | None:
    """The trip to the new site of those to whom the old one is the nearest, in all and by group.

    Where it is not to be ``in_full``, bands are left out and all groups but those by deprivation, on which a flag turns.

    Gives them back, None where the new site serves no callers: then there is no trip to it.
    """
    if change.new_point is None:
        record_no_accustomed(record, standard, engine, "nobody can call at the new site")
        return None
    leaving, staying = sites
    found = area.accustomed(standard, change, leaving.point, staying.point)
    people = area.population(localities)
    trips = trip_change(found, people, engine.unit)
    nearer, farther = nearer_and_farther(found, people.people)
    note = (
        f"{trips.stranded} of them have no way to the new site and are in no average"
        if trips.stranded
        else ""
    )
    values = {
        "people": trips.people,
        "before_mean": metres(trips.before_mean),
        "new_mean": metres(trips.after_mean),
        "change_mean": metres(trips.mean),
        "change_median": metres(trips.median),
        "change_p90": metres(trips.p90),
        "change_worst": metres(trips.worst),
        "nearer": nearer,
        "farther": farther,
    }
    for name, what in WORDS.items():
        record.measure(
            f"accustomed.{standard.id}.{name}",
            f"{what} ({standard.mode.value})",
            values[name],
            "people" if name in COUNTS else engine.unit.name,
            method=engine.method,
            inputs=("site.leaving.point", "site.staying.point"),
            note=note,
        )
    for name in GROUPS if in_full else ("by_deprivation",):
        rows = [_group_row(each) for each in trips_by_group(found, people.groupings[name], engine.unit)]
        record.measure(
            f"accustomed.{standard.id}.{name}",
            f"Groups of which any of those residents are, {name.replace('_', ' ')} ({standard.mode.value})",
            len(rows),
            method=engine.method,
            rows=rows,
        )
    if not in_full:
        return found
    bands: list[Row] = [{"band": words, "people": number} for words, number in trips.bands[:-1]]
    bands.append({"band": "no way to the new site", "people": trips.stranded})
    record.measure(
        f"accustomed.{standard.id}.bands",
        f"Those residents by how much longer the trip to the new site is ({standard.mode.value})",
        len(bands),
        method=engine.method,
        rows=bands,
    )
    return found


def record_no_accustomed(record: Record, standard: AccessStandard, engine: Engine, why: str) -> None:
    """The trips to the new site, entered as not known."""
    for name, what in WORDS.items():
        record.measure(
            f"accustomed.{standard.id}.{name}",
            f"{what} ({standard.mode.value})",
            None,
            "people" if name in COUNTS else engine.unit.name,
            method="not measured",
            note=why,
        )


def _group_row(found: GroupTrips) -> Row:
    return {
        "group": found.group,
        "decile": DECILES.index(found.group) + 1 if found.group in DECILES else None,
        "people": found.people,
        "before_mean": metres(found.before),
        "new_mean": metres(found.after),
        "change_worst": metres(found.worst),
    }


def record_accustomed_in_full(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    area: PreparedSnapshot,
    change: Change,
    found: Effect,
    sites: tuple[Site, Site],
    weeks: Weeks,
) -> None:
    """What lies on their ways to the new site, and the same trips in each part of the week."""
    assert change.new_point is not None  # noqa: S101 - there is nobody without one; tells the type checker
    if isinstance(engine, StreetEngine):
        people = area.homes.people[found.home]
        record_ways_to_site(record, standard, engine, change.new_point, found.home, people, found.after)
    _record_week(record, standard, engine, area, change, found, sites, weeks)


def _record_week(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    area: PreparedSnapshot,
    change: Change,
    found: Effect,
    sites: tuple[Site, Site],
    weeks: Weeks,
) -> None:
    name = f"accustomed.{standard.id}.week"
    what = "Parts of the week in which the existing site is anybody's nearest open pharmacy, with their trips"
    if weeks.leaving is None or not weeks.leaving.known:
        record.measure(
            name, what, None, method="not measured", note="the hours of the existing site are not known"
        )
        return
    why = too_few_known(record.ledger)
    if why:
        record.measure(name, what, None, method="not measured", note=why)
        return
    around = scene(engine, area.known_hours, area.table(standard), change, NOBODY, weeks)
    site = change.leaves if change.left_point is None else len(engine.pharmacies)
    if site == NOBODY:
        record.measure(name, what, 0, method=engine.method, note="nobody can call at the existing site")
        return
    far = found.before > limit_of(standard)
    stretches = while_open(around.table, site, around.before, (found.home[far], found.before[far]))
    # As over the whole week, nobody to whom the end of the streets is nearer is taken for one of theirs.
    kept = [~area.end_nearer(engine, stretch.cost, stretch.home) for stretch in stretches]
    stretches = tuple(
        replace(stretch, home=stretch.home[mine], cost=stretch.cost[mine])
        for stretch, mine in zip(stretches, kept, strict=True)
    )
    to_old = np.concatenate([found.before, *(stretch.cost for stretch in stretches)])
    homes = np.unique(np.concatenate([found.home, *(stretch.home for stretch in stretches)]))
    leaving, staying = sites
    to_new = np.full(len(area.homes), np.inf)
    to_new[homes] = costs_to(
        engine, staying.point, homes, bound(engine, to_old, leaving.point, staying.point)
    )
    new = weeks.staying_after.week_spans() if weeks.staying_after and weeks.staying_after.known else None
    parts = (*PARTS_OF_THE_WEEK, (OTHER_HOURS, all_but([spans for _, spans in PARTS_OF_THE_WEEK])))
    rows = [
        _part_row(words, trips_in(stretches, spans, to_new, area.homes.people, engine.unit, new))
        for words, spans in parts
    ]
    silent = record.ledger.number("hours.others")
    notes = [
        "people farther from the existing site than the standard reaches are counted where it is their nearest of all",
        "" if new is not None else "the hours of the new site are not known for every day",
        f"at most so many people: {silent:,.0f} other pharmacies whose hours are not known could be nearer and open"
        if silent
        else "",
    ]
    record.measure(
        name,
        what,
        sum(bool(row["people"]) for row in rows),
        method=f"{engine.method}; opening hours as listed or stated; averages over the hours in which it is open",
        note="; ".join(note for note in notes if note),
        rows=rows,
    )


def _part_row(words: str, found: PartTrips) -> Row:
    return {
        "when": words,
        "hours": hours(round(found.hours * 60)),
        "hours_new": None if found.hours_new is None else hours(round(found.hours_new * 60)),
        "people": round(found.people),
        "before_mean": metres(found.before),
        "new_mean": metres(found.after),
        "change_worst": metres(found.worst),
    }
