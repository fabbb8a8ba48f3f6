"""Evidence about when and how many: the standard through the week, and how many pharmacies people can choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access import PreparedSnapshot
from app.access.engine import Engine
from app.access.nearest import NOBODY
from app.access.week import PARTS_OF_THE_WEEK, Range, Spans, Stretch, week_change
from app.access.whatif import Change, Effect
from app.assessment.doubtful_hours import too_few_known
from app.assessment.record import Record
from app.assessment.scene import Scene, Weeks, scene
from app.assessment.sites import Site
from app.domain.baselines import AccessStandard
from app.domain.evidence import Row
from geodata.model.hours import DAYS, MINUTES_A_DAY, MINUTES_A_WEEK
from geodata.snapshot import Codes, Ints

ALL_WEEK: Spans = ((0, MINUTES_A_WEEK),)


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
    found = scene(engine, area.known_hours, table, change, _stays_listed(change, staying), weeks)
    who = _who(standard, engine, area)
    after = _record_choice(record, standard, engine, found, who)
    _record_left(record, standard, engine, after, who, effect)
    _record_week(record, standard, engine, found, who, weeks)


@dataclass(frozen=True)
class Who:
    """People, int32 (h,), and the homes to which the streets end nearer than the standard reaches, bool (h,).

    Of the latter it is known which pharmacies of the data they can reach, and not whether there are more. Whoever stands on
    no street is not among them, and reaches none.
    """

    people: Codes
    near_end: NDArray[np.bool_]

    @property
    def near(self) -> int:
        """How many people live near an end of the streets."""
        return int(self.people[self.near_end].sum(dtype=np.int64))


def _stays_listed(change: Change, staying: Site) -> int:
    """The label of a site that is open before and after where the list has it; -1 where there is none such."""
    return NOBODY if change.new_point is not None or staying.stands_apart else staying.label


def _who(standard: AccessStandard, engine: Engine, area: PreparedSnapshot) -> Who:
    doubt = area.doubt(standard)
    return Who(area.homes.people, doubt.near_end & ~(doubt.off & np.isinf(engine.homes.first)))


def record_choice_of_entry(
    record: Record, standard: AccessStandard, engine: Engine, area: PreparedSnapshot, change: Change
) -> None:
    """How many pharmacies people can choose from, with one more than now."""
    found = scene(engine, area.known_hours, area.table(standard), change, NOBODY, Weeks(None, None, None))
    _record_choice(record, standard, engine, found, _who(standard, engine, area))


def _record_choice(record: Record, standard: AccessStandard, engine: Engine, found: Scene, who: Who) -> Ints:
    """Pharmacies that each home can choose from after the change, int64 (h,). Who may have more is in no figure."""
    before = found.table.choices(found.counted(found.before))
    after = found.table.choices(found.counted(found.after))
    for number, word in ((2, "two"), (3, "three")):
        unsure = who.near_end & (np.minimum(before, after) < number)
        people = np.where(unsure, 0, who.people)
        left_out = int(who.people[unsure].sum(dtype=np.int64))
        for when, choices in (("before", before), ("after", after)):
            record.measure(
                f"choice.{standard.id}.{word}.{when}",
                f"Residents with at least {word} different pharmacies within the standard {when}",
                int(people[choices >= number].sum(dtype=np.int64)),
                "people",
                method=engine.method,
                inputs=(f"standard:{standard.id}",),
                note=f"{left_out:,} people {_NEAR_END}, and are not counted" if left_out else "",
            )
    return after


_NEAR_END = (
    "may have more to choose from beyond the end of the streets, nearer to them than the standard reaches"
)


def _record_left(
    record: Record, standard: AccessStandard, engine: Engine, after: Ints, who: Who, effect: Effect
) -> None:
    theirs = effect.home[effect.affected]
    number = np.minimum(after[theirs], 3)
    number[who.near_end[theirs] & (number < 3)] = 4
    left = np.bincount(number, who.people[theirs], 5).astype(np.int64)
    words = ["none", "one", "two", "three or more", "not known, near the end of the streets"]
    shown = 5 if left[4] else 4
    record.measure(
        f"choice.{standard.id}.left",
        "Of those whose nearest pharmacy was the leaving site, residents left with no pharmacy within the standard",
        int(left[0]),
        "people",
        method=engine.method,
        inputs=(f"standard:{standard.id}",),
        rows=[{"left": words[at], "people": int(left[at])} for at in range(shown)],
    )


WEEK = {
    "falls": "Hours a week in which fewer residents are within the standard of an open pharmacy, whatever is not known",
    "may_fall": "Hours a week in which fewer are, or may be",
    "by_hour": "Residents within the standard of an open pharmacy, by hour of the week",
    "summary": "Residents within the standard of an open pharmacy, by part of the week",
    "near_end": "Residents to whom the streets end nearer than the standard reaches, for whom a pharmacy beyond may be open "
    "when none of the data's is",
}


def _record_week(
    record: Record, standard: AccessStandard, engine: Engine, found: Scene, who: Who, weeks: Weeks
) -> None:
    name = f"week.{standard.id}"
    why = _why_no_week(weeks) or too_few_known(record.ledger)
    if why:
        for part, what in WEEK.items():
            record.measure(f"{name}.{part}", what, None, method="not measured", note=why)
        return
    # What may stand beyond the end of the streets is one more pharmacy, of which nobody knows when it is open.
    near = np.flatnonzero(who.near_end & (who.people > 0))
    table = found.table.with_site(near, len(found.before)) if len(near) else found.table
    beyond: tuple[Spans, ...] = ((),) if len(near) else ()
    change = week_change(
        table,
        who.people,
        [*(week or () for week in found.before), *beyond],
        [*(week or () for week in found.after), *beyond],
        [*found.unknown, *((ALL_WEEK,) if len(near) else ())],
    )
    silent = record.ledger.number("hours.others")
    told = (
        f"the hours of {silent:,.0f} other pharmacies are not known for every day: the first figure has all of them "
        "shut, the second all of them open"
        if silent
        else "",
        f"the streets of the data end near {who.near:,} people: the second figure has a pharmacy open beyond their end"
        if len(near)
        else "",
    )
    note = "; ".join(part for part in told if part)
    falls, may_fall = change.falls(), change.may_fall()
    summary: list[Row] = []
    for words, spans in PARTS_OF_THE_WEEK:
        # Five evenings are as long as each other: their mean is that of their means.
        means = [change.mean(*span) for span in spans]
        before, after = (
            Range(
                float(np.mean([each[when].least for each in means])),
                float(np.mean([each[when].most for each in means])),
            )
            for when in (0, 1)
        )
        summary.append({"when": words, **_bounds("before", before), **_bounds("after", after)})
    by_hour: list[Row] = [
        {"day": day, "hour": hour, **_bounds("before", before), **_bounds("after", after)}
        for day, hour, before, after in change.hours()
    ]
    values: dict[str, tuple[float, str, list[Row]]] = {
        "falls": (_hours(falls), "hours a week", [_fall(stretch) for stretch in falls]),
        "may_fall": (_hours(may_fall), "hours a week", []),
        "by_hour": (len(by_hour), "", by_hour),
        "summary": (len(summary), "", summary),
        "near_end": (who.near, "people", []),
    }
    how = f"{engine.method}; opening hours as listed or stated"
    for part, (value, unit, rows) in values.items():
        record.measure(f"{name}.{part}", WEEK[part], value, unit, method=how, note=note, rows=rows)


def _why_no_week(weeks: Weeks) -> str:
    every = (weeks.leaving, weeks.staying_now, weeks.staying_after)
    known = all(week is not None and week.known for week in every)
    return "" if known else "the hours of a site are not known"


def _hours(stretches: Sequence[Stretch]) -> float:
    return round(sum(stretch.ends - stretch.begins for stretch in stretches) / 60, 4)


def _bounds(name: str, people: Range) -> dict[str, float]:
    """A head-count as rows have it: at least, and at most."""
    return {name: round(people.least), f"{name}_most": round(people.most)}


def _fall(stretch: Stretch) -> Row:
    return {
        "from": _moment(stretch.begins),
        "to": _moment(stretch.ends),
        **_bounds("before", stretch.before),
        **_bounds("after", stretch.after),
        **_bounds("lost", stretch.lost),
    }


def _moment(minute: int) -> str:
    day, at = divmod(minute, MINUTES_A_DAY)
    return f"{DAYS[day % 7]} {at // 60:02d}:{at % 60:02d}"
