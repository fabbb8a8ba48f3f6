"""Evidence about when and how many: the standard through the week, and how many pharmacies people can choose from."""

import numpy as np

from app.access import PreparedSnapshot
from app.access.engine import Engine
from app.access.nearest import NOBODY
from app.access.week import PARTS_OF_THE_WEEK, Stretch, week_change
from app.access.whatif import Change, Effect
from app.assessment.record import Record
from app.assessment.scene import Scene, Weeks, scene
from app.assessment.sites import Site
from app.domain.baselines import AccessStandard
from app.domain.evidence import Row
from geodata.model.hours import DAYS, MINUTES_A_DAY
from geodata.snapshot import Codes, Ints


def record_week_and_choice(
    record: Record,
    standard: AccessStandard,
    engine: Engine,
    area: PreparedSnapshot,
    change: Change,
    effect: Effect,
    staying: Site,
    weeks: Weeks,
) -> None:
    """How coverage runs through the week, and how many pharmacies people have within the standard."""
    table = area.table(standard)
    found = scene(engine, table, change, -1 if change.new_point is not None else staying.label, weeks)
    after = _record_choice(record, standard, engine, found, area.homes.people)
    _record_left(record, standard, engine, after, area.homes.people, effect)
    _record_week(record, standard, engine, found, area.homes.people, weeks)


def record_choice_of_entry(
    record: Record, standard: AccessStandard, engine: Engine, area: PreparedSnapshot, change: Change
) -> None:
    """How many pharmacies people can choose from, with one more than now."""
    found = scene(engine, area.table(standard), change, NOBODY, Weeks(None, None, None))
    _record_choice(record, standard, engine, found, area.homes.people)


def _record_choice(
    record: Record, standard: AccessStandard, engine: Engine, found: Scene, people: Codes
) -> Ints:
    """Pharmacies that each home can choose from after the change, int64 (h,)."""
    before = found.table.choices(found.counted(found.before))
    after = found.table.choices(found.counted(found.after))
    for number, word in ((2, "two"), (3, "three")):
        for when, choices in (("before", before), ("after", after)):
            record.measure(
                f"choice.{standard.id}.{word}.{when}",
                f"Residents with at least {word} different pharmacies within the standard {when}",
                int(people[choices >= number].sum(dtype=np.int64)),
                "people",
                method=engine.method,
                inputs=(f"standard:{standard.id}",),
            )
    return after


def _record_left(
    record: Record, standard: AccessStandard, engine: Engine, after: Ints, people: Codes, effect: Effect
) -> None:
    theirs = effect.home[effect.affected]
    left = np.bincount(np.minimum(after[theirs], 3), people[theirs], 4).astype(np.int64)
    words = ("none", "one", "two", "three or more")
    record.measure(
        f"choice.{standard.id}.left",
        "Of those whose nearest pharmacy was the leaving site, residents left with no pharmacy within the standard",
        int(left[0]),
        "people",
        method=engine.method,
        inputs=(f"standard:{standard.id}",),
        rows=[{"left": word, "people": int(count)} for word, count in zip(words, left, strict=True)],
    )


def _record_week(
    record: Record, standard: AccessStandard, engine: Engine, found: Scene, people: Codes, weeks: Weeks
) -> None:
    name, how = f"week.{standard.id}", f"{engine.method}; opening hours as listed or stated"
    whats = {
        "falls": "Hours a week in which fewer residents are within the standard of an open pharmacy",
        "by_hour": "Residents within the standard of an open pharmacy, by hour of the week",
        "summary": "Residents within the standard of an open pharmacy, by part of the week",
    }
    if any(
        week is None or not week.known for week in (weeks.leaving, weeks.staying_now, weeks.staying_after)
    ):
        for part, what in whats.items():
            record.measure(
                f"{name}.{part}", what, None, method="not measured", note="the hours of a site are not known"
            )
        return
    change = week_change(found.table, people, [w or () for w in found.before], [w or () for w in found.after])
    note = (
        f"{found.unknown} pharmacies whose hours are not known are counted as never open"
        if found.unknown
        else ""
    )
    falls = change.falls()
    minutes = sum(stretch.ends - stretch.begins for stretch in falls)
    summary: list[Row] = []
    for words, spans in PARTS_OF_THE_WEEK:
        means = np.array([change.mean(*span) for span in spans]).mean(axis=0)
        summary.append({"when": words, "before": round(float(means[0])), "after": round(float(means[1]))})
    by_hour: list[Row] = [
        {"day": day, "hour": hour, "before": round(before), "after": round(after)}
        for day, hour, before, after in change.hours()
    ]
    values: dict[str, tuple[float, str, list[Row]]] = {
        "falls": (round(minutes / 60, 4), "hours a week", [_fall(stretch) for stretch in falls]),
        "by_hour": (len(by_hour), "", by_hour),
        "summary": (len(summary), "", summary),
    }
    for part, (value, unit, rows) in values.items():
        record.measure(f"{name}.{part}", whats[part], value, unit, method=how, note=note, rows=rows)


def _fall(stretch: Stretch) -> Row:
    return {
        "from": _moment(stretch.begins),
        "to": _moment(stretch.ends),
        "before": stretch.before,
        "after": stretch.after,
        "lost": stretch.before - stretch.after,
    }


def _moment(minute: int) -> str:
    day, at = divmod(minute, MINUTES_A_DAY)
    return f"{DAYS[day % 7]} {at // 60:02d}:{at % 60:02d}"
