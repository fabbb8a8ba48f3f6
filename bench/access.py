"""The benchmark: the access engine beside networkx on osmnx's graph, scipy, igraph and pandana, as ratios of one run.

Run by `make bench`; prints tables and writes build/bench/access.json.
"""

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console

from bench import ours, peers
from bench.measure import Found, in_own_process
from bench.report import Figure, engines_table, figures_table
from bench.town import Size

FOLDER = Path("build/bench")
COUNCIL = Size("council", 200_000, 50_000, 120)
REGION = Size("region", 2_000_000, 500_000, 2_000)
SAME_M = 0.01
"""Engines that differ by less agree."""

MOVES = 200
COMPARED = 3


def main() -> int:
    """Measure, print and write. Exit code 1 where engines disagree by a centimetre or more."""
    console, folder = Console(), FOLDER / COUNCIL.name
    with console.status("council: 200,000 nodes") as status:
        start = _start(COUNCIL)
        # What takes little time is measured in three rounds far apart, so that a busy minute of the machine does not tell.
        rounds = [_round(COUNCIL, runs=9)]
        farthest_m = float(np.ceil(rounds[0]["prepare"]["metres"].max())) + 100
        others = {}
        for name, work, given in (
            ("igraph", peers.igraph_once, (5,)),
            ("pandana", peers.pandana_once, (3, farthest_m)),
            ("networkx on osmnx's graph", peers.networkx_on_osmnx, (3, COMPARED)),
        ):
            status.update(f"council: {name}")
            others[name] = in_own_process(work, folder, *given)
        status.update("region: 2,000,000 nodes")
        region = _start(REGION) | _round(REGION, runs=5, compared=1)
        check, prepared = region.pop("scipy"), [region["prepare"]]
        for _ in range(2):
            rounds.append(_round(COUNCIL, runs=9))
            prepared.append(in_own_process(ours.preparing, FOLDER / REGION.name, 5))
    region["prepare"] = _middle(prepared)
    council = start | {name: _middle([found[name] for found in rounds]) for name in rounds[0]}
    others = {"scipy": council.pop("scipy"), **others}
    differences = {name: difference(council, found) for name, found in others.items() if "metres" in found}
    largest = max(*differences.values(), difference(region, check))
    figures = _figures(council, region, others, largest)
    console.print(figures_table(figures))
    console.print(engines_table(council["prepare"], others, differences))
    _write(FOLDER / "access.json", figures, council, region, others, differences)
    console.print(f"Written to {FOLDER / 'access.json'}.")
    if largest > SAME_M:
        console.print(f"[red]Engines differ by up to {largest:.3f} m: one of them is wrong.[/red]")
    return int(largest > SAME_M)


def _start(size: Size) -> dict[str, Found]:
    """The town, made if need be, and what is measured of it once."""
    folder = FOLDER / size.name
    town = in_own_process(ours.generate, folder, size)
    return {
        "town": town | {"homes": size.homes, "pharmacies": size.pharmacies},
        "open": in_own_process(ours.opening, folder),
        "snap": in_own_process(ours.snapping, folder),
    }


def _round(size: Size, runs: int, compared: int = COMPARED) -> dict[str, Found]:
    """Each piece of the access engine's work, and scipy's search, each in a process of its own."""
    folder = FOLDER / size.name
    return {
        "prepare": in_own_process(ours.preparing, folder, runs),
        "scipy": in_own_process(peers.scipy_again, folder, runs, compared),
        "move": in_own_process(ours.moving, folder, MOVES, compared),
        "removals": in_own_process(ours.removing, folder, runs),
        "week": in_own_process(ours.week, folder, runs),
    }


def _middle(rounds: list[Found]) -> Found:
    """The median of every number that was measured in several rounds; anything else as in the first."""
    return {
        name: median(found[name] for found in rounds) if isinstance(value, float) else value
        for name, value in rounds[0].items()
    }


def _figures(
    council: dict[str, Found], region: dict[str, Found], others: dict[str, Found], largest: float
) -> list[Figure]:
    osmnx, scipy = others["networkx on osmnx's graph"], others["scipy"]
    prepare_s, region_s = council["prepare"]["prepare_s"], region["prepare"]["prepare_s"]
    move_s = council["move"]["move_s"]

    def a_node(found: dict[str, Found], name: str) -> float:
        return float(found["prepare"][name] / found["town"]["nodes"])

    return [
        Figure("prepare_vs_networkx_pass", prepare_s, osmnx["pass_s"], 1 / 8),
        Figure("move_vs_networkx", move_s, osmnx["move_s"], 1 / 1000),
        Figure("move_vs_scipy", move_s, 2 * scipy["search_s"], 1 / 50),
        Figure("all_removals_vs_prepare", region["removals"]["removals_s"], region_s, 1 / 20),
        Figure("week_vs_prepare", council["week"]["week_s"], prepare_s, 2.0),
        Figure("time_per_node_growth", a_node(region, "prepare_s"), a_node(council, "prepare_s"), 1.6),
        Figure("memory_per_node_growth", a_node(region, "own_mb"), a_node(council, "own_mb"), 1.6),
        Figure("open_snapshot_seconds", region["open"]["open_s"], None, 0.5),
        Figure("max_difference_m", largest, None, SAME_M),
    ]


def difference(our: dict[str, Found], their: Found) -> float:
    """The largest difference in metres of any home, over every question that both were asked."""
    pairs = [(our["prepare"]["metres"], their["metres"])]
    if "moves" in their:
        pairs.append((our["move"]["removed"], their["removed"]))
        for mine, other in zip(our["move"]["moves"], their["moves"], strict=False):
            pairs.append((mine[0], other[0]))
            if mine[1:] != other[1:]:
                return float("inf")  # coverage of some group is not the same
    return max(_apart(one, other) for one, other in pairs)


def _apart(one: Any, other: Any) -> float:
    """The largest difference; no way on one side only counts as infinitely far apart."""
    differs = one != other
    return float(np.max(np.abs(one[differs] - other[differs]), initial=0.0))


def _write(
    file: Path,
    figures: list[Figure],
    council: dict[str, Found],
    region: dict[str, Found],
    others: dict[str, Found],
    differences: dict[str, float],
) -> None:
    counts = ("nodes", "edges", "homes", "pharmacies")
    data: dict[str, Any] = {figure.name: figure.value for figure in figures}
    data |= {name: council["town"][name] for name in counts}
    data["targets"] = {figure.name: figure.target for figure in figures}
    for name, found in ((COUNCIL.name, council), (REGION.name, region)):
        data[name] = {count: found["town"][count] for count in counts} | {
            work: {key: value for key, value in measured.items() if isinstance(value, int | float)}
            for work, measured in found.items()
            if work != "town"
        }
    data["peers"] = {
        name: {key: value for key, value in found.items() if isinstance(value, int | float)}
        | ({"difference_m": differences[name]} if name in differences else {})
        for name, found in others.items()
    }
    data["versions"] = {"python": python_version()} | {name: _version(name) for name in VERSIONS}
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


VERSIONS = ("numpy", "scipy", "networkx", "osmnx", "igraph", "pandana")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
