"""All of England at once: 20 million generated nodes and 10,500 pharmacies, prepared in one process.

Run by `make bench-england`; prints minutes and memory and writes build/bench/england.json.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from rich.console import Console

from bench import ours, peers
from bench.measure import in_own_process
from bench.town import Size

FOLDER = Path("build/bench")
ENGLAND = Size("england", 20_000_000, 1_500_000, 10_500)
MOST_MB = 8_000
SAME_M = 0.01


def main() -> int:
    """Generate, prepare, compare with one plain scipy pass. Exit code 1 where they differ or memory is over the target."""
    console, folder = Console(), FOLDER / ENGLAND.name
    begin = time.perf_counter()
    town = in_own_process(ours.generate, folder, ENGLAND)
    console.print(
        f"{town['nodes']:,} nodes, {town['edges']:,} edges, {ENGLAND.homes:,} homes, {ENGLAND.pharmacies:,} "
        f"pharmacies: generated in {(time.perf_counter() - begin) / 60:.1f} minutes"
    )
    opened = in_own_process(ours.opening, folder)
    prepared = in_own_process(ours.preparing, folder, 1)
    removed = in_own_process(ours.removing, folder, 1)
    console.print(f"opened in {opened['open_s']:.2f} s")
    console.print(
        f"prepared in {prepared['prepare_s'] / 60:.2f} minutes, with {prepared['peak_mb']:,.0f} MB at most "
        f"(target {MOST_MB:,} MB)"
    )
    console.print(f"every removal in {removed['removals_s']:.2f} s")
    plain = in_own_process(peers.scipy_again, folder, 1, 0)
    apart = float(np.max(np.abs(prepared["metres"] - plain["metres"])))
    console.print(
        f"one plain scipy pass, distances only: {plain['pass_s'] / 60:.2f} minutes, differs by {apart:.6f} m"
    )
    figures = {
        "nodes": town["nodes"],
        "edges": town["edges"],
        "homes": ENGLAND.homes,
        "pharmacies": ENGLAND.pharmacies,
        "open_s": opened["open_s"],
        "prepare_s": prepared["prepare_s"],
        "peak_mb": prepared["peak_mb"],
        "removals_s": removed["removals_s"],
        "scipy_pass_s": plain["pass_s"],
        "max_difference_m": apart,
    }
    (FOLDER / "england.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(apart > SAME_M or prepared["peak_mb"] > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
