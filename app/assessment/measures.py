"""Evidence about access: alternatives left, coverage of each standard by group, and how trips change."""

from collections.abc import Iterable

import numpy as np

from app.access import NoEngineError, PreparedSnapshot
from app.access.coverage import Coverage, TripChange, by_area, by_group, coverage, trip_change
from app.access.engine import Engine
from app.access.whatif import BeforeAfter, Change, before_and_after
from app.assessment.places import walking_speed
from app.assessment.record import Record, metres, share
from app.assessment.sites import Site
from app.domain.applications import Application
from app.domain.baselines import METRES_A_MILE, MM_A_METRE, AccessStandard, Baseline, Mode
from app.domain.evidence import Row
from geodata.snapshot import Codes

MILE_MM = METRES_A_MILE * MM_A_METRE


def record_alternatives(
    record: Record, application: Application, leaving: Site, area: PreparedSnapshot, baseline: Baseline
) -> None:
    """Pharmacies left within a mile of the leaving site after the change, in a straight line and on foot, listed."""
    claimed = application.claims.alternatives_within_a_mile
    record.state(
        "alternatives.claimed",
        "Pharmacies left within a mile, as the papers claim",
        claimed,
        inputs=("application:claims",),
    )
    for name, mode in (("alternatives.straight", Mode.STRAIGHT_LINE), ("alternatives.walk", Mode.WALK)):
        how = "in a straight line" if mode is Mode.STRAIGHT_LINE else "on foot"
        what = f"Pharmacies left within a mile of the leaving site {how}"
        try:
            engine = area.engine(mode)
        except NoEngineError as error:
            record.measure(name, what, None, method="not measured", note=str(error))
            continue
        rows = _within_a_mile(engine, leaving, None if mode is Mode.STRAIGHT_LINE else baseline)
        record.measure(name, what, len(rows), method=engine.method, inputs=("site.leaving.point",), rows=rows)


def _within_a_mile(engine: Engine, leaving: Site, timed_by: Baseline | None) -> list[Row]:
    costs = engine.to_pharmacies(leaving.point, MILE_MM)
    rows: list[Row] = []
    for at in np.argsort(costs, kind="stable"):
        if not np.isfinite(costs[at]):
            break
        if at == leaving.label:
            continue
        premises, length = engine.pharmacies[at], float(costs[at]) / MM_A_METRE
        row: dict[str, str | float | None] = {
            "ods_code": premises.ods_code,
            "name": premises.trading_name,
            "postcode": premises.postcode,
            "metres": metres(length),
        }
        if timed_by is not None:
            row["minutes"] = round(walking_speed(timed_by).minutes_for(length), 3)
        rows.append(row)
    return rows


def record_standard(
    record: Record,
    standard: AccessStandard,
    leaving: Site,
    staying: Site,
    area: PreparedSnapshot,
    baseline: Baseline,
    kind: str,
) -> None:
    """Coverage before and after on one standard, in all and by group, and how the trips of those affected change."""
    try:
        engine = area.engine(standard.mode)
    except NoEngineError as error:
        for name in ("people", "before", "after", "before_share", "after_share", "gained", "lost"):
            unit = "share" if name.endswith("share") else "people"
            record.measure(
                f"coverage.{standard.id}.{name}",
                f"{_STANDARD_WORDS[name]} ({_called(standard)})",
                None,
                unit,
                method="not measured",
                note=str(error),
            )
        return
    change = before_and_after(engine, change_of(leaving, staying, kind))
    _record_coverage(record, standard, engine, change, area)
    _record_groups(record, standard, engine, change, area, baseline)
    _record_trips(record, standard, engine, change, area)
    if standard.mode is Mode.WALK:
        _record_edge(record, standard, engine, change, area)


def change_of(leaving: Site, staying: Site, kind: str) -> Change:
    """The change in access that an application asks for. Premises that serve no callers take no part in it."""
    left = leaving.point if leaving.serves_callers and leaving.point_is_better_than_listed else None
    moves = kind == "relocation" and staying.serves_callers
    unlisted = kind != "relocation" and staying.serves_callers and staying.listed is None
    return Change(
        leaves=leaving.label,
        left_point=left,
        new_point=staying.point if moves else None,
        also_open=staying.point if unlisted else None,
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
}


def _called(standard: AccessStandard) -> str:
    return f"{standard.minutes:g} minutes, {standard.mode.value}"


def _how(standard: AccessStandard, engine: Engine) -> str:
    reach = standard.reach_mm / MM_A_METRE
    speed = f" at {standard.speed.name} ({standard.speed.kmh} km/h)" if standard.speed else ""
    return f"{engine.method}; {standard.minutes:g} minutes{speed} reach {reach:,.1f} m"


def _record_coverage(
    record: Record, standard: AccessStandard, engine: Engine, change: BeforeAfter, area: PreparedSnapshot
) -> None:
    found = coverage(change, standard.reach_mm, area.homes.people)
    values = {name: getattr(found, name, None) for name in _STANDARD_WORDS}
    values |= {
        "before_share": share(found.before, found.people),
        "after_share": share(found.after, found.people),
    }
    for name, what in _STANDARD_WORDS.items():
        unit = "share" if name.endswith("share") else "people"
        record.measure(
            f"coverage.{standard.id}.{name}",
            f"{what} ({_called(standard)})",
            values[name],
            unit,
            method=_how(standard, engine),
            inputs=(f"standard:{standard.id}",),
        )


def _record_groups(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    change: BeforeAfter,
    area: PreparedSnapshot,
    baseline: Baseline,
) -> None:
    homes, reach = area.homes, standard.reach_mm
    localities, names = _localities(area, baseline)
    wards = {outline.code: outline.name for outline in area.snapshot.boundaries("ward")}
    ward_names = [wards.get(code, code) for code in homes.labels["ward"]]
    found = {
        "by_locality": by_area(change, reach, homes.people, localities, names, "in no locality of the PNA"),
        "by_ward": by_area(change, reach, homes.people, homes.ward, ward_names, "ward not known"),
        "by_deprivation": by_area(
            change,
            reach,
            homes.people,
            (homes.imd_decile - 1).astype(np.int32),
            DECILES,
            "deprivation not known",
        ),
        "by_age": by_group(
            change, reach, {_age_words(name): people for name, people in homes.groups.items()}
        ),
    }
    for name, groups in found.items():
        record.measure(
            f"coverage.{standard.id}.{name}",
            f"Groups in which anyone gains or loses the standard, {name.replace('_', ' ')} ({_called(standard)})",
            sum(bool(g.gained or g.lost) for g in groups),
            method=_how(standard, engine),
            inputs=(f"standard:{standard.id}",),
            rows=[_group_row(g) for g in groups],
        )


DECILES = tuple(
    f"decile {n}" + {1: " (most deprived)", 10: " (least deprived)"}.get(n, "") for n in range(1, 11)
)


def _group_row(group: Coverage) -> Row:
    return {
        "group": group.group,
        "people": group.people,
        "before": group.before,
        "after": group.after,
        "gained": group.gained,
        "lost": group.lost,
    }


def _localities(area: PreparedSnapshot, baseline: Baseline) -> tuple[Codes, list[str]]:
    """The locality of each home, int32 (h,), by its ward, and the localities' names."""
    order = {found.id: at for at, found in enumerate(baseline.localities)}
    of_ward = [baseline.locality_of_ward(code) for code in area.homes.labels["ward"]]
    table = np.array([order[found.id] if found else -1 for found in of_ward] + [-1], dtype=np.int32)
    return table[area.homes.ward], [found.name for found in baseline.localities]


def _age_words(group: str) -> str:
    words = group.split("_")
    if words[0] != "age" or len(words) != 3:
        return group.replace("_", " ")
    return f"aged {words[1]} and over" if words[2] == "plus" else f"aged {words[1]} to {words[2]}"


_TRIP_WORDS = {
    "people": ("Residents whose nearest pharmacy was the leaving site", "people"),
    "before_mean": ("Their mean trip before", "m"),
    "after_mean": ("Their mean trip after", "m"),
    "change_mean": ("Mean metres added to their trip", "m"),
    "change_median": ("Median metres added to their trip", "m"),
    "change_p90": ("Metres added to their trip that nine in ten do not exceed", "m"),
    "change_worst": ("Most metres added to anyone's trip", "m"),
}


def _record_trips(
    record: Record, standard: AccessStandard, engine: Engine, change: BeforeAfter, area: PreparedSnapshot
) -> None:
    found = trip_change(change, area.homes.people)
    note = (
        f"{found.stranded} of them reach no pharmacy afterwards and are in no average"
        if found.stranded
        else ""
    )
    for name, (what, unit) in _TRIP_WORDS.items():
        value = getattr(found, name.removeprefix("change_"))
        record.measure(
            f"affected.{standard.id}.{name}",
            f"{what} ({standard.mode.value})",
            value if unit == "people" else metres(value),
            unit,
            method=engine.method,
            note=note,
        )
    rows: list[Row] = [{"band": words, "people": people} for words, people in found.bands]
    record.measure(
        f"affected.{standard.id}.bands",
        f"Residents by how much longer their trip becomes ({standard.mode.value})",
        len(rows),
        method=engine.method,
        rows=rows,
    )
    by_decile = list(_trips_by_decile(change, area))
    record.measure(
        f"affected.{standard.id}.by_deprivation",
        f"Deprivation deciles with residents whose nearest pharmacy was the leaving site ({standard.mode.value})",
        len(by_decile),
        method=engine.method,
        rows=by_decile,
    )


def _trips_by_decile(change: BeforeAfter, area: PreparedSnapshot) -> Iterable[Row]:
    for decile, words in enumerate(("deprivation not known", *DECILES)):
        here = area.homes.imd_decile == decile
        part = BeforeAfter(change.before[here], change.after[here], change.affected[here])
        found: TripChange = trip_change(part, area.homes.people[here])
        if found.people:
            yield {
                "group": words,
                "decile": decile or None,
                "people": found.people,
                "before_mean": metres(found.before_mean),
                "after_mean": metres(found.after_mean),
            }


def _record_edge(
    record: Record, standard: AccessStandard, engine: Engine, change: BeforeAfter, area: PreparedSnapshot
) -> None:
    reach = standard.reach_mm
    uncertain = (change.after > reach) & area.beyond_the_data(reach / MM_A_METRE)
    record.measure(
        f"coverage.{standard.id}.edge",
        "Residents not within the standard near a border beyond which the data has no streets: their answer could differ",
        int(area.homes.people[uncertain].sum(dtype=np.int64)),
        "people",
        method=_how(standard, engine),
    )
