"""The access engine's own work, measured piece by piece."""

import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from app.access.coverage import coverage, standing
from app.access.population import Population, by_area, by_kind, population
from app.access.removals import all_removals
from app.access.table import reach_table
from app.access.week import week_change
from app.access.whatif import Change, effect_of
from bench.measure import Found, peak_mb, seconds
from bench.moves import AGE, areas_of, moves_of
from bench.town import Size, Town, open_town, write_town
from geodata.arrays import MM, Homes
from geodata.model.hours import MINUTES_A_WEEK
from geodata.standing import Snapper

LIMIT_MM = 1_609_344.0
"""20 minutes at 3 miles an hour."""


def generate(folder: Path, size: Size) -> Found:
    """Write the town, if it is not there yet."""
    if not (folder / "snapshot").is_file():
        write_town(folder, size)
    town = open_town(folder)
    return {"nodes": town.network.nodes, "edges": town.network.edges, "peak_mb": peak_mb()}


def opening(folder: Path) -> Found:
    """Seconds to open a snapshot: its network, homes and premises, mapped into memory."""
    begin = time.perf_counter()
    town = open_town(folder)
    counts = town.network.nodes, len(town.snapshot.homes), len(town.snapshot.premises)
    return {"open_s": time.perf_counter() - begin, "counts": counts}


def preparing(folder: Path, runs: int) -> Found:
    """Seconds and memory to prepare: from the arrays of the snapshot to the nearest two pharmacies of every home."""
    town = open_town(folder)
    before_mb = peak_mb()
    found: dict[str, Any] = {}

    def prepare() -> None:
        found.clear()
        engine = town.engine()
        found["homes"] = engine.homes

    prepare_s = seconds(prepare, runs)
    return {
        "prepare_s": prepare_s,
        "own_mb": peak_mb() - before_mb,
        "peak_mb": peak_mb(),
        "metres": found["homes"].first / MM,
    }


def snapping(folder: Path) -> Found:
    """Seconds to stand all homes on their nearest streets, the index of streets included."""
    town = open_town(folder)
    homes = town.snapshot.homes
    begin = time.perf_counter()
    snapper = Snapper(town.network)
    snapper.snap(homes.x[:1], homes.y[:1])
    built = time.perf_counter()
    snapper.snap(homes.x, homes.y)
    return {"index_s": built - begin, "homes_s": time.perf_counter() - built, "peak_mb": peak_mb()}


def moving(folder: Path, count: int, compared: int) -> Found:
    """Seconds of one move with coverage by group, in the middle of ``count``; answers of the first ``compared``."""
    town = open_town(folder)
    engine, people = town.engine(), _population(town.snapshot.homes)
    moves = moves_of(town, count)
    now = standing(engine, LIMIT_MM, people)
    engine.door(moves.points[0])  # a running service has its index of streets

    def move(at: int) -> Any:
        effect = effect_of(engine, Change(moves.labels[at], new_point=moves.points[at]))
        return effect, coverage(now, effect)

    move(0)
    taken = [seconds(partial(move, at), 1) for at in range(count)]
    answers = []
    for at in range(compared):
        effect, found = move(at)
        _, after = effect.whole(engine)
        answers.append((after / MM, _counts(town, found, "before"), _counts(town, found, "after")))
    return {
        "move_s": float(np.median(taken)),
        "moves": answers,
        "removed": engine.homes.without(moves.labels[0]) / MM,
    }


def removing(folder: Path, runs: int) -> Found:
    """Seconds for every removal at once."""
    town = open_town(folder)
    engine, people = town.engine(), town.snapshot.homes.people
    count = len(engine.pharmacies)
    nearest = engine.homes
    return {"removals_s": seconds(lambda: all_removals(nearest, people, LIMIT_MM, count), runs)}


def week(folder: Path, runs: int) -> Found:
    """Seconds for the whole week before and after a move: the table of who reaches what, the new site, every open set."""
    town = open_town(folder)
    engine, homes = town.engine(), town.snapshot.homes
    move = moves_of(town, 1)
    before = [premises.hours.week_spans() if premises.hours else () for premises in engine.pharmacies]
    leaving = move.labels[0]
    after = [() if label == leaving else spans for label, spans in enumerate(before)]
    engine.door(move.points[0])  # a running service has its index of streets
    engine.reached_by(leaving, LIMIT_MM)  # and knows which homes stand at which nodes
    found: dict[str, Any] = {}

    def build_table() -> None:
        table = reach_table(engine, len(homes), LIMIT_MM)
        found["table"] = table.with_sites(engine, move.points, len(before))

    def count_people() -> None:
        week_change(found["table"], homes.people, [*before, ()], [*after, before[leaving]])

    table_s, count_s = seconds(build_table, runs), seconds(count_people, runs)
    return {
        "week_s": table_s + count_s,
        "count_s": count_s,
        "pairs": len(found["table"].site),
        "open_sets": _open_sets(before),
    }


def _open_sets(weeks: list[tuple[tuple[int, int], ...]]) -> int:
    """How many different sets of pharmacies are open at some time of the week."""
    kinds = set(weeks)
    moments = range(0, MINUTES_A_WEEK, 30)  # the generated hours begin and end on the half-hour
    return len({tuple(any(a <= at < b for a, b in spans) for spans in kinds) for at in moments})


def _population(homes: Homes) -> Population:
    areas = {
        name: by_area([str(n) for n in range(int(code.max()) + 1)], code, homes.people, "unknown")
        for name, code in areas_of(homes).items()
    }
    return population(homes.people, {**areas, AGE: by_kind(homes.groups, len(homes))})


def _counts(town: Town, found: Any, when: str) -> dict[str, dict[str, int]]:
    """People within the standard by every grouping, as the peers count them."""
    names = (*areas_of(town.snapshot.homes), AGE)
    return {name: {row.group: getattr(row, when) for row in found[name]} for name in names}
