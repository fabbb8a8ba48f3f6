"""The other kinds measured: what a new pharmacy would add; for the rest, that access does not change, and why."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.access import PreparedSnapshot
from app.access.coverage import coverage, trip_change
from app.access.engine import Engine
from app.access.nearest import NOBODY
from app.access.population import Population
from app.access.whatif import Change, Effect
from app.assessment.measures import (
    MILE_MM,
    engine_or_why_not,
    localities_of,
    pharmacies_near,
    record_coverage,
    record_speeds,
    record_unmeasured,
    record_who_is_not,
)
from app.assessment.needs import record_pna
from app.assessment.opening import record_choice_of_entry
from app.assessment.places import record_adjacent
from app.assessment.reached import engine_from, not_walked_to
from app.assessment.record import Record, metres
from app.assessment.since import record_since
from app.assessment.sites import ENTRIES, Site, in_question
from app.assessment.stated import record_hours_of_one
from app.domain.baselines import AccessStandard, Baseline, Mode
from app.domain.other_applications import OtherApplication, OtherKind

NEAREST_LISTED = 5
SEARCHED_MM = (MILE_MM, 10 * MILE_MM, np.inf)
"""How far the nearest pharmacies are looked for, farther only where nearer there are not enough."""

NO_CHANGE = {
    OtherKind.DISTANCE_SELLING_ENTRY: "distance-selling premises serve nobody who calls there",
    OtherKind.CHANGE_OF_SERVICES: "the same premises are open to callers as before, with other services",
    OtherKind.CHANGE_OF_OWNERSHIP: "the same premises are open to callers as before, under another owner",
}


def measure_one_site(
    record: Record,
    application: OtherApplication,
    site: Site,
    area: PreparedSnapshot,
    baseline: Baseline,
    as_at: date,
    *,
    in_full: bool = True,
) -> None:
    """Enter all evidence of an application of another kind: what is added to access, where anything is.

    What no finding, duty or flag turns on is left out where it is not to be ``in_full``.
    """
    enters = application.kind in ENTRIES
    adds = application.kind is OtherKind.ROUTINE_ENTRY and site.serves_callers
    why = "" if adds else NO_CHANGE.get(application.kind, NO_CHANGE[OtherKind.DISTANCE_SELLING_ENTRY])
    record.measure(
        "access.changes",
        "Whether the application changes where people can go for a pharmacy",
        adds,
        method="by the kind of application",
        inputs=("application:kind",),
        note=why,
    )
    if enters:
        record_adjacent(record, site, None, area)
    asked = in_question((site,))
    if adds and asked:
        _record_in_question(record, baseline, asked)
    elif adds:
        _record_near(record, site, area, baseline)
        for standard in baseline.standards:
            _record_addition(record, standard, site, area, baseline, in_full=in_full)
    record_hours_of_one(record, site)
    record_pna(record, baseline, site, area, as_at)
    record_since(record, baseline, site, area)


NEAR = tuple(
    (
        name,
        mode,
        f"Pharmacies within a mile of the site {how}",
        f"Distance {how} to the nearest pharmacy; the nearest {NEAREST_LISTED} are listed",
    )
    for name, mode, how in (
        ("straight", Mode.STRAIGHT_LINE, "in a straight line"),
        ("walk", Mode.WALK, "on foot"),
    )
)


def _aside(site: Site) -> tuple[int, ...]:
    """Labels of listings that are the new site itself, where the list is later than its opening."""
    return tuple(sorted({site.label, *site.own} - {NOBODY}))


def _record_in_question(record: Record, baseline: Baseline, why: str) -> None:
    """That nothing was measured while it is not known whether the list has the site already."""
    for name, _, within, nearest in NEAR:
        record.measure(f"near.{name}", within, None, method="not measured", note=why)
        record.measure(f"nearest.{name}", nearest, None, "m", method="not measured", note=why)
    for standard in baseline.standards:
        record_unmeasured(record, standard, why)


def _record_near(record: Record, site: Site, area: PreparedSnapshot, baseline: Baseline) -> None:
    """Pharmacies within a mile of the site, and the nearest ones, in a straight line and on foot."""
    for name, mode, within, nearest in NEAR:
        point = ("site.staying.point",)
        engine, why_not = engine_from(site, mode, area)
        if engine is None:
            record.measure(f"near.{name}", within, None, method="not measured", note=why_not)
            record.measure(f"nearest.{name}", nearest, None, "m", method="not measured", note=why_not)
            continue
        timed_by = None if mode is Mode.STRAIGHT_LINE else baseline
        aside = _aside(site)
        rows = pharmacies_near(engine, site, MILE_MM, aside, timed_by)
        note = not_walked_to(site, mode, area)
        record.measure(
            f"near.{name}", within, len(rows), method=engine.method, inputs=point, note=note, rows=rows
        )
        for limit in SEARCHED_MM:
            rows = pharmacies_near(engine, site, limit, aside, timed_by)[:NEAREST_LISTED]
            if len(rows) == NEAREST_LISTED:
                break
        record.measure(
            f"nearest.{name}",
            nearest,
            rows[0]["metres"] if rows else None,
            "m",
            method=engine.method,
            inputs=point,
            note="" if rows else "no way to any pharmacy was found",
            rows=rows,
        )


def _record_addition(
    record: Record,
    standard: AccessStandard,
    site: Site,
    area: PreparedSnapshot,
    baseline: Baseline,
    *,
    in_full: bool,
) -> None:
    engine = engine_or_why_not(record, standard, area, (site,))
    if engine is None:
        return
    change = Change(NOBODY, new_point=site.point, absent=_aside(site))
    effect, localities = area.effect(standard, change), localities_of(baseline)
    found = coverage(area.standing(standard, localities), effect)
    record_coverage(record, standard, engine, found, in_full=in_full)
    record_who_is_not(record, standard, engine, effect, area, found, (site,), in_full=in_full)
    if in_full:
        record_speeds(record, standard, engine)
        record_choice_of_entry(record, standard, engine, area, change)
    _record_nearer(record, standard, engine, effect, area, area.population(localities))


def _record_nearer(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    effect: Effect,
    area: PreparedSnapshot,
    people: Population,
) -> None:
    """Those to whom the new site would be nearer than any pharmacy, and how their trip would change."""
    closer = effect.after < effect.before
    unsure = closer & area.end_nearer(engine, effect.after, effect.home)
    nearer = closer & ~unsure
    could = np.isfinite(effect.before)
    found = trip_change(_only(effect, nearer & could), people, engine.unit)
    everyone = int(people.people[effect.home[nearer]].sum(dtype=np.int64))
    not_measured = int(people.people[effect.home[unsure]].sum(dtype=np.int64))
    told = (
        f"{everyone - found.people} of them reach no pharmacy now and are in no average"
        if everyone > found.people
        else "",
        f"{not_measured} more are nearer to where the streets of the data end than to the site: they are not measured"
        if not_measured
        else "",
    )
    note = "; ".join(part for part in told if part)
    mode = standard.mode.value
    for name, what, value, unit in (
        ("people", "Residents to whom the site would be nearer than any pharmacy", everyone, "people"),
        ("before_mean", "Their mean trip now", metres(found.before_mean), engine.unit.name),
        ("after_mean", "Their mean trip to the site", metres(found.after_mean), engine.unit.name),
        ("change_mean", "Mean change of their trip", metres(found.mean), engine.unit.name),
    ):
        record.measure(
            f"nearer.{standard.id}.{name}", f"{what} ({mode})", value, unit, method=engine.method, note=note
        )


def _only(effect: Effect, wanted: NDArray[np.bool_]) -> Effect:
    """Some homes of an effect, as those affected."""
    return Effect(
        effect.home[wanted],
        effect.listed[wanted],
        effect.before[wanted],
        effect.after[wanted],
        np.ones(int(wanted.sum()), dtype=bool),
    )
