"""Evidence about access: alternatives left, coverage of each standard by group, and how trips change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from app.access import NoEngineError, PreparedSnapshot
from app.access.coverage import Coverage, Groups, TripMeans, Trips, coverage
from app.access.engine import Engine
from app.access.nearest import NOBODY
from app.access.pace import DEFAULT_ROAD_KMH, OTHER_ROAD_KMH
from app.access.population import EVERYONE, UNPLACED
from app.access.prepared import DECILES, Localities
from app.access.streets import StreetEngine
from app.access.whatif import Change, Effect
from app.assessment.accustomed import record_accustomed, record_accustomed_in_full, record_no_accustomed
from app.assessment.opening import record_week_and_choice
from app.assessment.places import walking_speed
from app.assessment.reached import engine_from, not_reached, not_walked_to
from app.assessment.record import Record, metres, share
from app.assessment.scene import Weeks
from app.assessment.sites import Site
from app.assessment.ways import record_sensitivity, record_ways_of_affected
from app.assessment.whose import whose_people
from app.domain.baselines import METRES_A_MILE, MM_A_METRE, AccessStandard, Baseline, Mode
from app.domain.evidence import Row
from geodata.standing import FAR_FROM_STREET_M

MILE_MM = METRES_A_MILE * MM_A_METRE


ALTERNATIVES = tuple(
    (f"alternatives.{name}", mode, f"Pharmacies left within a mile of the leaving site {how}")
    for name, mode, how in (
        ("straight", Mode.STRAIGHT_LINE, "in a straight line"),
        ("walk", Mode.WALK, "on foot"),
    )
)


def record_alternatives(
    record: Record,
    leaving: Site,
    changes: Sequence[Change],
    stay: Sequence[Site],
    area: PreparedSnapshot,
    baseline: Baseline,
) -> None:
    """Pharmacies left within a mile of the leaving site after the change, in a straight line and on foot, listed.

    ``changes`` close, or set aside, listings. ``stay`` are sites open afterwards, of which some are not where the list says.
    """
    closed = {label for change in changes for label in change.set_aside}
    also = [site for site in stay if site.serves_callers and site.stands_apart]
    for name, mode, what in ALTERNATIVES:
        engine, why_not = engine_from(leaving, mode, area)
        if engine is None:
            record.measure(name, what, None, method="not measured", note=why_not)
            continue
        timed_by = None if mode is Mode.STRAIGHT_LINE else baseline
        rows = pharmacies_near(engine, leaving, MILE_MM, closed, timed_by, also)
        record.measure(
            name,
            what,
            len(rows),
            method=engine.method,
            inputs=("site.leaving.point",),
            note=not_walked_to(leaving, mode, area),
            rows=rows,
        )


def record_no_alternatives(record: Record, why: str) -> None:
    """That pharmacies left within a mile were not counted, and why."""
    for name, _, what in ALTERNATIVES:
        record.measure(name, what, None, method="not measured", note=why)


NOT_LISTED = "not on the list"
"""What stands in place of the ODS code of a site that the list does not have, where the papers give none either."""


def pharmacies_near(
    engine: Engine,
    site: Site,
    limit: float,
    left_out: Collection[int],
    timed_by: Baseline | None,
    also: Sequence[Site] = (),
) -> list[Row]:
    """Pharmacies within a limit of a site, nearest first, without some labels; with minutes by a baseline's pace.

    ``also`` are sites that are pharmacies too, at places of their own.
    """
    costs = engine.to_pharmacies(site.point, limit)
    found: dict[str, tuple[float, Row]] = {}
    for at in np.argsort(costs, kind="stable"):
        if not np.isfinite(costs[at]):
            break
        if int(at) not in left_out:
            one, cost = engine.pharmacies[at], float(costs[at])
            found[one.ods_code] = cost, _near(one.ods_code, one.trading_name, one.postcode, cost, timed_by)
    for other in also:
        away = engine.cost(site.point, other.point)
        if away is not None and away <= limit:
            code = other.listed.ods_code if other.listed else other.stated.ods_code or NOT_LISTED
            named = other.stated
            found[code] = away, _near(code, named.name, named.postcode, away, timed_by)
    return [row for _, row in sorted(found.values(), key=lambda each: each[0])]


def _near(code: str, name: str, postcode: str | None, cost: float, timed_by: Baseline | None) -> Row:
    length = cost / MM_A_METRE
    row: dict[str, str | float | None] = {
        "ods_code": code,
        "name": name,
        "postcode": postcode,
        "metres": metres(length),
    }
    if timed_by is not None:
        row["minutes"] = round(walking_speed(timed_by).minutes_for(length), 3)
    return row


def record_standard(
    record: Record,
    standard: AccessStandard,
    leaving: Site,
    staying: Site,
    area: PreparedSnapshot,
    baseline: Baseline,
    kind: str,
    weeks: Weeks | None,
) -> None:
    """All that is measured on one standard: coverage by group, trips, choice, the week, ways and other paces.

    With no ``weeks`` it ends with what findings and flags turn on: coverage and trips. Coverage and choice are those of the
    people of the relevant board's area; the trips, those of whoever the leaving site is nearest to.
    """
    engine = engine_or_why_not(record, standard, area, (leaving, staying))
    if engine is None:
        return
    localities = localities_of(baseline)
    change = change_of(leaving, staying, kind)
    effect = area.effect(standard, change)
    both = leaving, staying
    whose = whose_people(kind, both, area)
    if whose.relevant is None:
        record_unmeasured(record, standard, whose.why_not_relevant)
    else:
        found = coverage(whose.relevant.standing(standard, localities), effect)
        record_coverage(record, standard, engine, found, in_full=weeks is not None)
        record_who_is_not(
            record, standard, engine, effect, whose.relevant, found, both, in_full=weeks is not None
        )
        if weeks is not None and standard.mode is Mode.WALK:
            record_by_street(record, standard, engine, whose.relevant, localities, both, change)
    accustomed: Effect | None = None
    if whose.why_not_left:
        record_no_trips(record, standard, engine, whose.why_not_left)
        record_no_accustomed(record, standard, engine, whose.why_not_left)
    else:
        record_trips(
            record, standard, engine, area.trips(standard, localities, change), unsure_of(effect, area)
        )
        if kind == "relocation":
            accustomed = record_accustomed(
                record, standard, engine, area, localities, change, both, in_full=weeks is not None
            )
    if weeks is None:
        return
    if accustomed is not None:
        record_accustomed_in_full(record, standard, engine, area, change, accustomed, both, weeks)
    record_speeds(record, standard, engine)
    if not whose.why_not_left:
        record_ways_of_affected(record, standard, engine, area, change, effect)
    if whose.relevant is not None:
        record_week_and_choice(record, standard, engine, whose.relevant, change, effect, staying, weeks)
        record_sensitivity(record, standard, engine, whose.relevant, effect)


def record_by_street(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    area: PreparedSnapshot,
    localities: Localities,
    sites: tuple[Site, Site],
    change: Change,
) -> None:
    """Residents who lose the standard at least and at most, by which street within its point's error a site stands on.

    One site at a time is put on each of its streets. Entered only where the walk between the sites turns on that too.
    """
    if "distance.walk.at_least" not in record.ledger or not isinstance(engine, StreetEngine):
        return
    leaving, staying = sites
    others = [replace(change, left_point=at) for at in engine.other_standings(leaving.point)]
    for at in engine.other_standings(staying.point):
        if change.new_point is not None:
            others.append(replace(change, new_point=at))
        else:
            aside = {*change.absent, staying.label} - {NOBODY}
            others.append(replace(change, also_open=at, absent=tuple(sorted(aside))))
    counts = []
    for one in (change, *others):
        (total,) = coverage(area.standing(standard, localities), area.effect(standard, one))[EVERYONE]
        counts.append(total.lost)
    for name, value in (("least", min(counts)), ("most", max(counts))):
        record.measure(
            f"coverage.{standard.id}.lost.at_{name}",
            f"Residents who no longer are within the standard, at {name}, by which street a site stands on "
            f"({_called(standard)})",
            value,
            "people",
            method=f"{_how(standard, engine)}; every street of the connected network within the error of a site's point, "
            "one site at a time",
            inputs=(f"standard:{standard.id}", "distance.walk.at_most"),
        )


def engine_or_why_not(
    record: Record, standard: AccessStandard, area: PreparedSnapshot, *changes: Sequence[Site]
) -> Engine | None:
    """The engine of a standard; None, and every figure of it entered as not known, where it cannot measure the sites.

    ``changes``: the sites of each. It cannot where there are no streets for it, or none that leads to one of them.
    """
    try:
        engine = area.engine_of(standard)
        why_not = next(filter(None, (not_reached(engine, sites) for sites in changes)), "")
    except NoEngineError as error:
        why_not = str(error)
    if not why_not:
        return engine
    record_unmeasured(record, standard, why_not)
    return None


def record_unmeasured(record: Record, standard: AccessStandard, why: str) -> None:
    """Every figure of coverage on a standard, entered as not known."""
    for name, what in _STANDARD_WORDS.items():
        record.measure(
            f"coverage.{standard.id}.{name}",
            f"{what} ({_called(standard)})",
            None,
            _unit(name),
            method="not measured",
            note=why,
        )


def localities_of(baseline: Baseline) -> Localities:
    """The localities of a PNA as coverage is grouped by them."""
    return tuple((found.name, found.wards) for found in baseline.localities)


def record_speeds(record: Record, standard: AccessStandard, engine: Engine) -> None:
    """The speeds of a drive standard by class of road; nothing for others."""
    if standard.mode is not Mode.DRIVE or not isinstance(engine, StreetEngine):
        return
    given = {speed.road: speed.kmh for speed in standard.road_speeds}
    rows: list[Row] = [
        {
            "road": road,
            "kmh": given.get(road, DEFAULT_ROAD_KMH.get(road, OTHER_ROAD_KMH)),
            "given": road in given,
        }
        for road in sorted(engine.network.classes)
    ]
    record.measure(
        f"speeds.{standard.id}",
        "Speeds by class of road; where the map states a lower limit, the limit is used",
        len(rows),
        method="given in the baseline, else assumed by this service",
        inputs=(f"standard:{standard.id}",),
        rows=rows,
    )


def change_of(leaving: Site, staying: Site, kind: str) -> Change:
    """The change in access that an application asks for. Premises that serve no callers take no part in it."""
    left = leaving.at if leaving.serves_callers and leaving.stands_apart else None
    moves = kind == "relocation"
    apart = not moves and staying.serves_callers and staying.stands_apart
    # The site that is moved to is measured at its own place, and one that stays where the papers put it: not at the list's.
    aside = {*leaving.own, *staying.own, *((staying.label,) if moves or apart else ())}
    return Change(
        leaves=leaving.label,
        left_point=left,
        new_point=staying.at if moves and staying.serves_callers else None,
        also_open=staying.at if apart else None,
        absent=tuple(sorted(aside - {leaving.label, NOBODY})),
    )


_STANDARD_WORDS = {
    "people": "Residents measured",
    "before": "Residents within the standard before",
    "after": "Residents within the standard after",
    "before_share": "Share of residents within the standard before",
    "after_share": "Share of residents within the standard after",
    "gained": "Residents who come within the standard",
    "lost": "Residents who no longer are within the standard",
    "unreachable_before": "Residents with no way to any pharmacy before",
    "unreachable_after": "Residents with no way to any pharmacy after",
    "not_measured": "Residents not measured, as the streets of the data cannot tell whether they are within the standard",
    "may_lose": "Residents within the standard before of whom it cannot be told whether they are afterwards",
}


def _called(standard: AccessStandard) -> str:
    return f"{standard.minutes:g} minutes, {standard.mode.value}"


def _how(standard: AccessStandard, engine: Engine) -> str:
    if standard.mode is Mode.DRIVE:
        return f"{engine.method}; within {standard.minutes:g} minutes"
    reach = standard.reach_mm / MM_A_METRE
    speed = f" at {standard.speed.name} ({standard.speed.kmh} km/h)" if standard.speed else ""
    return f"{engine.method}; {standard.minutes:g} minutes{speed} reach {reach:,.1f} m"


def _unit(name: str) -> str:
    return "share" if name.endswith("share") else "people"


def record_coverage(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    found: Mapping[str, Groups],
    *,
    in_full: bool = True,
) -> None:
    """People within a standard before and after, in all and by group.

    Groups in which nobody gains or loses it are listed only where all is to be entered ``in_full``.
    """
    how, inputs = _how(standard, engine), (f"standard:{standard.id}",)
    (total,) = found[EVERYONE]
    values = {name: getattr(total, name, None) for name in _STANDARD_WORDS}
    values |= {
        "before_share": share(total.before, total.people),
        "after_share": share(total.after, total.people),
    }
    for name, what in _STANDARD_WORDS.items():
        if name == "not_measured":  # with its reasons: ``record_who_is_not``
            continue
        record.measure(
            f"coverage.{standard.id}.{name}",
            f"{what} ({_called(standard)})",
            values[name],
            _unit(name),
            method=how,
            inputs=inputs,
        )
    for name in ("by_locality", "by_ward", "by_lsoa", "by_deprivation", "by_age"):
        changed = found[name].changed()
        # People in no known group are listed as such and make up no group: of nobody known, nothing is counted.
        known = any(group not in UNPLACED for group in found[name].names)
        # A borough has hundreds of LSOAs: only those in which anyone gains or loses are listed.
        shown = changed if name == "by_lsoa" or not in_full else found[name]
        record.measure(
            f"coverage.{standard.id}.{name}",
            f"Groups in which anyone gains or loses the standard, {name.replace('_', ' ')} ({_called(standard)})",
            sum(each.group not in UNPLACED for each in changed) if known else None,
            method=how,
            inputs=inputs,
            note="only those in which anyone gains or loses are listed" if name == "by_lsoa" else "",
            rows=[_group_row(group) for group in shown],
        )


def _group_row(group: Coverage) -> Row:
    names = ("group", "people", "before", "after", "gained", "lost", "not_measured", "may_lose")
    return {name: getattr(group, name) for name in names}


_TRIP_WORDS = {
    "people": "Residents whose nearest pharmacy was the leaving site",
    "before_mean": "Their mean trip before",
    "after_mean": "Their mean trip after",
    "change_mean": "Mean addition to their trip",
    "change_median": "Median addition to their trip",
    "change_p90": "Addition to their trip that nine in ten do not exceed",
    "change_worst": "Largest addition to anyone's trip",
}


def record_trips(
    record: Record, standard: AccessStandard, engine: Engine, trips: Trips, unsure: int = 0
) -> None:
    """How the trips of those change whose nearest pharmacy was one that is left.

    ``unsure``: people more who are nearer to where the streets end, so that it is not known whether they are among those.
    """
    found, unit = trips.whole, engine.unit.name
    told = (
        f"{found.stranded} of them reach no pharmacy afterwards and are in no average"
        if found.stranded
        else "",
        f"{unsure} more may be among them, but are nearer to where the streets of the data end: they are not measured"
        if unsure
        else "",
    )
    note = "; ".join(part for part in told if part)
    record.measure(
        f"affected.{standard.id}.not_measured",
        "Residents to whom the end of the streets is nearer than the leaving site, their nearest pharmacy of the data "
        f"({standard.mode.value})",
        unsure,
        "people",
        method=engine.method,
    )
    for name, what in _TRIP_WORDS.items():
        value = getattr(found, name.removeprefix("change_"))
        counts = name == "people"
        record.measure(
            f"affected.{standard.id}.{name}",
            f"{what} ({standard.mode.value})",
            value if counts else metres(value),
            "people" if counts else unit,
            method=engine.method,
            note=note,
        )
    bands: list[Row] = [{"band": words, "people": number} for words, number in found.bands]
    record.measure(
        f"affected.{standard.id}.bands",
        f"Residents by how much longer their trip becomes ({standard.mode.value})",
        len(bands),
        method=engine.method,
        rows=bands,
    )
    deciles = [_decile_row(words, means) for words, means in trips.by_decile]
    record.measure(
        f"affected.{standard.id}.by_deprivation",
        f"Deprivation deciles with residents whose nearest pharmacy was the leaving site ({standard.mode.value})",
        len(deciles),
        method=engine.method,
        rows=deciles,
    )


def _decile_row(words: str, found: TripMeans) -> Row:
    return {
        "group": words,
        "decile": DECILES.index(words) + 1 if words in DECILES else None,
        "people": found.people,
        "before_mean": metres(found.before),
        "after_mean": metres(found.after),
    }


def record_no_trips(record: Record, standard: AccessStandard, engine: Engine, why: str) -> None:
    """The trips of those whose nearest pharmacy was the leaving site, entered as not known."""
    for name, what in _TRIP_WORDS.items():
        record.measure(
            f"affected.{standard.id}.{name}",
            f"{what} ({standard.mode.value})",
            None,
            "people" if name == "people" else engine.unit.name,
            method="not measured",
            note=why,
        )


NO_STREET = f"no street of the connected network within {FAR_FROM_STREET_M:g} m"
END_NEARER = "nearer to the end of the data's streets, or to a pharmacy that they do not lead to, than to any other pharmacy"


def record_who_is_not(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    effect: Effect,
    area: PreparedSnapshot,
    found: Mapping[str, Groups],
    sites: Sequence[Site],
    *,
    in_full: bool = True,
) -> None:
    """People who are not measured, and why, and those measured whose answer could still differ.

    The reasons are listed only where all is to be entered ``in_full``.
    """
    (total,) = found[EVERYONE]
    record.measure(
        f"coverage.{standard.id}.not_measured",
        f"{_STANDARD_WORDS['not_measured']} ({_called(standard)})",
        total.not_measured,
        "people",
        method=_how(standard, engine),
        inputs=(f"standard:{standard.id}",),
        rows=_reasons(engine, standard, effect, area) if in_full and total.not_measured else [],
    )
    record.measure(
        f"coverage.{standard.id}.not_measured_near",
        "Of those not measured, residents within the standard's reach of a site in a straight line: whether they gain or "
        f"lose the standard is not known ({_called(standard)})",
        area.unsure_near(standard, effect, [site.point for site in sites if site.serves_callers])
        if total.not_measured
        else 0,
        "people",
        method=_how(standard, engine),
        inputs=(f"standard:{standard.id}",),
    )
    if standard.mode is Mode.WALK:
        record.measure(
            f"coverage.{standard.id}.edge",
            "Residents not within the standard near a border beyond which the data has neither streets nor areas: their "
            "answer could differ",
            area.perhaps_beyond(standard, effect),
            "people",
            method=_how(standard, engine),
        )


def _reasons(engine: Engine, standard: AccessStandard, effect: Effect, area: PreparedSnapshot) -> list[Row]:
    people, doubt = area.homes.people, area.doubt(standard)
    masks = [doubt.why(cost) for cost in effect.whole(engine)]
    off = masks[0][0] | masks[1][0]
    near = (masks[0][1] | masks[1][1]) & ~off
    counts = ((NO_STREET, int(people[off].sum())), (END_NEARER, int(people[near].sum())))
    return [{"why": why, "people": number} for why, number in counts if number]


def unsure_of(effect: Effect, area: PreparedSnapshot) -> int:
    """People to whom the leaving site is the nearest pharmacy of the data, and the end of the streets nearer."""
    return (
        0 if effect.unsure is None else int(area.homes.people[effect.home[effect.unsure]].sum(dtype=np.int64))
    )
