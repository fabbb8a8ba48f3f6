"""Evidence about what lies on the way, and whether the conclusion holds at other walking paces."""

import numpy as np

from app.access import PreparedSnapshot
from app.access.barriers import (
    OnTheWay,
    on_the_way,
    passed_on_route,
    passed_to_pharmacies,
    passed_to_site,
    together,
)
from app.access.coverage import coverage, standing
from app.access.engine import Engine, Trip
from app.access.population import EVERYONE, population
from app.access.streets import StreetEngine
from app.access.whatif import Change, Effect
from app.assessment.record import Record
from app.domain.baselines import MM_A_METRE, SPEED_PROFILES, AccessStandard, Mode
from app.domain.evidence import Row
from geodata.model.point import Point
from geodata.snapshot import Codes, Floats, Ints

MOST_PLACES = 50


def record_route(record: Record, area: PreparedSnapshot, walk: Trip | None) -> None:
    """What OpenStreetMap states of the walk between the sites."""
    what = "Places on the walk between the sites of which the map states something"
    if walk is None or walk.metres is None:
        record.measure("route.on_the_way", what, None, method="not measured", note="no walk was measured")
        return
    engine = area.engine(Mode.WALK)
    assert isinstance(engine, StreetEngine)  # noqa: S101 - a walk was measured on streets; tells the type checker
    found = on_the_way(engine.network, passed_on_route(engine.network, walk.edges))
    rows = [_row(fact, counted=False) for fact in found]
    record.measure("route.on_the_way", what, len(rows), method=_METHOD, inputs=("distance.walk",), rows=rows)


def record_ways_of_affected(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    area: PreparedSnapshot,
    change: Change,
    effect: Effect,
) -> None:
    """What lies on the new ways of those whose nearest pharmacy was the leaving site."""
    if not isinstance(engine, StreetEngine) or standard.mode is not Mode.WALK:
        return
    going = effect.affected & np.isfinite(effect.after)
    home, after = effect.home[going], effect.after[going]
    if change.absent:
        without = engine.without(change.set_aside)
        assert isinstance(without, StreetEngine)  # noqa: S101 - the same ways; tells the type checker
        engine = without
        label, listed = engine.homes.first_label[home], engine.homes.first[home]
    else:
        nearest = engine.homes
        theirs = nearest.first_label[home] == change.leaves
        label = np.where(theirs, nearest.second_label[home], nearest.first_label[home])
        listed = np.where(theirs, nearest.second[home], nearest.first[home])
    to_list = listed <= after
    people = area.homes.people[home]
    parts = [passed_to_pharmacies(engine, home[to_list], label[to_list], people[to_list], after[to_list])]
    for point in (change.new_point, change.also_open):
        if point is not None:
            parts.append(
                passed_to_site(engine, engine.door(point), home[~to_list], people[~to_list], after[~to_list])
            )
            break
    found = on_the_way(engine.network, together(parts))
    note = f"the {MOST_PLACES} places of most people are listed" if len(found) > MOST_PLACES else ""
    record.measure(
        f"affected.{standard.id}.on_the_way",
        "Places on their new ways of which the map states something",
        len(found),
        method=_METHOD,
        note=note,
        rows=[_row(fact, counted=True) for fact in found[:MOST_PLACES]],
    )


def record_ways_to_site(
    record: Record,
    standard: AccessStandard,
    engine: StreetEngine,
    site: Point,
    home: Ints,
    people: Codes,
    cost: Floats,
) -> None:
    """What lies on the ways to a new site of those to whom the old one is the nearest; nothing for standards by car."""
    if standard.mode is not Mode.WALK:
        return
    going = np.isfinite(cost)
    found = on_the_way(
        engine.network,
        passed_to_site(engine, engine.door(site), home[going], people[going], cost[going]),
    )
    note = f"the {MOST_PLACES} places of most people are listed" if len(found) > MOST_PLACES else ""
    record.measure(
        f"accustomed.{standard.id}.on_the_way",
        "Places on their ways to the new site of which the map states something",
        len(found),
        method=_METHOD,
        note=note,
        rows=[_row(fact, counted=True) for fact in found[:MOST_PLACES]],
    )


_METHOD = "tags of OpenStreetMap along shortest walks; what the map does not say is not known"


def _row(fact: OnTheWay, *, counted: bool) -> Row:
    row: dict[str, str | float] = {
        "what": fact.what,
        "street": fact.street,
        "easting": fact.easting,
        "northing": fact.northing,
    }
    return {**row, "people": fact.people} if counted else row


def record_sensitivity(
    record: Record, standard: AccessStandard, engine: Engine, area: PreparedSnapshot, effect: Effect
) -> None:
    """Coverage before and after at every named pace, beside the standard's own."""
    if standard.speed is None:
        return
    paces = {profile.kmh: profile for profile in (*SPEED_PROFILES, standard.speed)}
    at_pace = {
        kmh: AccessStandard(standard.id, standard.mode, standard.minutes, pace) for kmh, pace in paces.items()
    }
    everybody = population(area.homes.people, {})
    rows: list[Row] = []
    for kmh, pace in sorted(paces.items(), reverse=True):
        reach, doubt = at_pace[kmh].reach_mm, area.doubt(at_pace[kmh])
        (total,) = coverage(standing(engine, reach, everybody, doubt), effect)[EVERYONE]
        rows.append(
            {
                "pace": pace.name,
                "kmh": kmh,
                "metres": reach / MM_A_METRE,
                "before": total.before,
                "after": total.after,
                "gained": total.gained,
                "lost": total.lost,
                "source": pace.source,
            }
        )
    record.measure(
        f"sensitivity.{standard.id}",
        "Walking paces at which any resident loses the standard",
        sum(bool(row["lost"]) for row in rows),
        method=engine.method,
        inputs=(f"standard:{standard.id}",),
        rows=rows,
    )
