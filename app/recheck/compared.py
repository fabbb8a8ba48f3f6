"""Two snapshots' pharmacy lists compared for a PNA: the warning, and what may be due."""

from dataclasses import dataclass

import numpy as np

from app.access import PreparedSnapshot
from app.access.mixed import Parts
from app.domain.baselines import Baseline
from app.recheck.causes import AreaCache
from app.recheck.due import Due, NeedChanged, dues
from app.recheck.early_warning import EarlyWarning, early_warning


@dataclass(frozen=True)
class Compared:
    """A warning with what it was made from: ids and dates of both snapshots, and what may be due."""

    baseline: Baseline
    before: tuple[str, str]
    after: tuple[str, str]
    warning: EarlyWarning
    due: tuple[Due, ...]
    need: tuple[NeedChanged, ...]
    attribution: tuple[str, ...]


def compare(baseline: Baseline, old: PreparedSnapshot, new: PreparedSnapshot) -> Compared:
    """The warning of the list of one snapshot against that of another, on the streets and the people of the later one."""
    areas = AreaCache()
    for area in (old, new):
        areas.put(area)
    was, now = old.snapshot, new.snapshot
    parts = Parts(was, now, now)
    warning = early_warning(baseline, areas(parts), new)
    need = _need(baseline, old, new)
    return Compared(
        baseline,
        (was.id, was.manifest.as_at),
        (now.id, now.manifest.as_at),
        warning,
        dues(baseline, warning, need),
        need,
        tuple(dict.fromkeys(s.attribution for one in (was, now) for s in one.manifest.sources)),
    )


def _need(baseline: Baseline, old: PreparedSnapshot, new: PreparedSnapshot) -> tuple[NeedChanged, ...]:
    """Localities whose residents are other numbers in the later snapshot."""
    localities = tuple((found.name, found.wards) for found in baseline.localities)
    counted = []
    for area in (old, new):
        grouping = area.population(localities).groupings["by_locality"]
        counts = grouping.count(np.ones(len(area.homes), dtype=bool)).tolist()
        counted.append(dict(zip(grouping.names, counts, strict=True)))
    names = dict.fromkeys((*counted[0], *counted[1]))
    rows = (NeedChanged(name, counted[0].get(name, 0), counted[1].get(name, 0)) for name in names)
    return tuple(row for row in rows if row.before != row.after)
