"""Reading streets: a county's and ten times as much, beside the commit before, osmium's own filter and osmnx.

Run by `make bench-streets`; prints a table and writes build/bench/streets.json. The county is 36 copies of a small real
extract, Rutland's, which must stand beside the checkout or where PHARMACY_REAL_DATA says.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from platform import python_version
from statistics import median
from typing import Any

import osmium
from rich.console import Console

from bench.county import repeat
from bench.measure import Found
from bench.report import Figure, figures_table

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "bench"
BEFORE = "2c172ee"
"""The commit that read each mode by itself, node by node in Python."""

COUNTY, REGION, TOWN = 36, 360, 4
COLUMNS = {COUNTY: 6, REGION: 18, TOWN: 2}
ROUNDS = 3

_OURS = 'from geodata.network import read_modes as r; made = r(Path(FILE), {"walk": "x", "drive": "x"})'
_THEIRS = 'from geodata.network import read_streets as r; made = [r(Path(FILE), m, vintage="x") for m in ("walk", "drive")]'
_OSMNX = "import osmnx; made = osmnx.graph_from_xml(FILE, retain_all=True)"
_MEASURED = """
import json, sys, time
from pathlib import Path
FILE = sys.argv[1]
begin = time.process_time()
{work}
seconds = time.process_time() - begin
sys.path.append({root!r})
from bench.measure import peak_mb
print(json.dumps({{"cpu_s": seconds, "peak_mb": peak_mb()}}))
"""


def main() -> int:
    """Measure, print and write. Exit code 1 where a figure misses its target."""
    console = Console()
    extract = _extract()
    if not extract.is_file():
        console.print(f"There is no {extract}: set PHARMACY_REAL_DATA to the folder of real data.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with console.status("making the files") as status:
        county, region, town = (
            repeat(extract, FOLDER / f"streets-{copies}.osm.pbf", copies, COLUMNS[copies])
            for copies in (COUNTY, REGION, TOWN)
        )
        before = _checked_out()
        rounds: list[dict[str, Found]] = []
        for number in range(ROUNDS):  # in turns, so that a busy minute of the machine does not tell
            status.update(f"a county, round {number + 1} of {ROUNDS}")
            found = {"ours": _run(_OURS, county), "filter": _filter(county)}
            rounds.append(found | ({"before": _run(_THEIRS, county, before)} if before else {}))
        status.update("ten times as much")
        large = _run(_OURS, region)
        status.update("osmnx")
        small = {"ours": _run(_OURS, town), "osmnx": _run(_OSMNX, _as_xml(town))}
    middle = {
        name: {key: median(found[name][key] for found in rounds) for key in rounds[0][name]}
        for name in rounds[0]
        if rounds[0][name]
    }
    figures = list(_figures(middle, large))
    console.print(
        figures_table(figures, "Reading streets, walk and drive together: processor time and peak memory")
    )
    for name, found in {"county": middle, "ten times": {"ours": large}, "four Rutlands": small}.items():
        console.print(name, {who: {k: round(v, 2) for k, v in part.items()} for who, part in found.items()})
    if "filter" not in middle:
        console.print(
            "There is no osmium (osmium-tool) on this machine: nothing to hold read_vs_osmium_filter against."
        )
    if before is None:
        console.print(f"Commit {BEFORE} is not in this clone: nothing to hold read_vs_before against.")
    _write(figures, middle, large, small)
    return int(not all(figure.met for figure in figures))


def _extract() -> Path:
    folder = os.environ.get("PHARMACY_REAL_DATA") or str(ROOT.parent / "shared" / "data")
    return Path(folder) / "rutland" / "rutland-2018.osm.pbf"


def _figures(county: dict[str, Found], large: Found) -> Iterator[Figure]:
    ours = county["ours"]
    if "before" in county:
        yield Figure("read_vs_before", ours["cpu_s"], county["before"]["cpu_s"], 1 / 3)
        yield Figure("memory_vs_before", ours["peak_mb"], county["before"]["peak_mb"], 1.0)
    if "filter" in county:
        yield Figure("read_vs_osmium_filter", ours["cpu_s"], county["filter"]["cpu_s"], 4.0)
    yield Figure("growth_time_10x", large["cpu_s"], ours["cpu_s"], 11.0)
    yield Figure("growth_memory_10x", large["peak_mb"], ours["peak_mb"], 11.0)


def _run(work: str, file: Path, checkout: Path = ROOT) -> Found:
    """Processor seconds (of all threads) and peak memory of some work in a process of its own, by a checkout's code."""
    code = _MEASURED.format(work=work, root=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        check=True,
        capture_output=True,
        text=True,
    )
    answer: Found = json.loads(done.stdout.splitlines()[-1])
    return answer


def _filter(file: Path) -> Found:
    """What osmium takes to find the same streets and to write them; nothing where it is not installed."""
    if shutil.which("osmium") is None:
        return {}
    out = FOLDER / "filtered.osm.pbf"
    begin = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        ["osmium", "tags-filter", str(file), "w/highway", "-o", str(out), "--overwrite", "--no-progress"],
        check=True,
        capture_output=True,
    )
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    out.unlink()
    return {"cpu_s": end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime}


def _checked_out() -> Path | None:
    """The tree of the commit before, beside; None where this clone does not have it."""
    folder = FOLDER / f"before-{BEFORE}"
    if not folder.exists():
        done = subprocess.run(["git", "archive", BEFORE], cwd=ROOT, capture_output=True, check=False)
        if done.returncode:
            return None
        with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
    return folder


def _as_xml(file: Path) -> Path:
    """The streets alone with their nodes as XML, which is what osmnx reads."""
    out = FOLDER / "streets.osm"
    out.unlink(missing_ok=True)
    items: Iterator[Any] = iter(
        osmium.FileProcessor(str(file), osmium.osm.WAY).with_filter(osmium.filter.KeyFilter("highway"))
    )
    with osmium.BackReferenceWriter(str(out), ref_src=str(file)) as writer:
        for item in items:
            writer.add(item)
    return out


def _write(figures: list[Figure], county: dict[str, Found], large: Found, small: dict[str, Found]) -> None:
    data: dict[str, Any] = {figure.name: figure.value for figure in figures}
    data["targets"] = {figure.name: figure.target for figure in figures}
    data |= {"county": county, "ten_times": large, "four_extracts": small, "before": BEFORE}
    data["versions"] = {"python": python_version()} | {
        name: version(name) for name in ("osmium", "numpy", "osmnx", "convertbng")
    }
    (FOLDER / "streets.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
