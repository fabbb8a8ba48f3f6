"""What the whole suite costs beside what it cost before, in processor time: ``python -m bench.suite``. Half an hour or more.

Commit 2c172ee and this checkout as it was committed are cloned side by side, each with an environment from its own lock,
and ``pytest`` runs in one after the other with two workers. Counted is the processor time of the workers and of what they
start and wait for; a PostgreSQL that a test starts is on its own, in both. Writes ``suite_vs_before`` with its day to
build/bench/setup.json, and leaves what else stands there. It is run by hand: see docs/performance.md.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.setup import BEFORE, OUT, ROOT

LIMIT = 0.5
WORKERS = "2"


def environment() -> dict[str, str]:
    """What both suites are started with: nothing of the environment that this runs in, and the same real data."""
    kept_out = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    found = {name: value for name, value in os.environ.items() if name not in kept_out}
    real = ROOT.parent / "shared" / "data"
    return found | ({"PHARMACY_REAL_DATA": str(real)} if real.is_dir() else {})


def cloned(folder: Path, commit: str) -> Path:
    """A clone at a commit. Raises CalledProcessError."""
    subprocess.run(["git", "clone", "--quiet", f"file://{ROOT}", str(folder)], check=True)
    subprocess.run(["git", "checkout", "--quiet", commit], cwd=folder, check=True)
    return folder


def set_up_before(folder: Path) -> None:
    """As its Makefile did, by the pip of its own lock: the one that comes with Python cannot read that any more."""
    python, lock = str(folder / ".venv" / "bin" / "python"), (folder / "requirements.lock").read_text("utf-8")
    (pip,) = [line.split()[0] for line in lock.splitlines() if line.startswith("pip==")]
    install = [python, "-m", "pip", "install", "--quiet"]
    for command in (
        [sys.executable, "-m", "venv", ".venv"],
        [*install, pip],
        [*install, "--require-hashes", "--requirement", "requirements.lock"],
        [*install, "--no-deps", "--no-build-isolation", "--editable", "."],
        [python, "scripts/build_pages.py"],
    ):
        subprocess.run(command, cwd=folder, env=environment(), check=True)


def run(folder: Path) -> dict[str, float | str]:
    """Run a suite: processor and wall seconds, and the last line that it prints. What failed is printed."""
    pytest = [".venv/bin/python", "-m", "pytest", "-q", "-n", WORKERS, "--dist", "loadfile"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [*pytest, "--no-loadscope-reorder"],
        cwd=folder, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    for line in re.findall(r"^(?:FAILED|ERROR) .*$", done.stdout, re.MULTILINE):
        print(line[:200], flush=True)  # noqa: T201
    said = re.findall(r"^.*\d+ passed.*$", done.stdout, re.MULTILINE)
    wall = time.monotonic() - started
    return {
        "processor_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "wall_seconds": round(wall, 1),
        "said": said[-1] if said else f"ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}",
    }


def main() -> None:
    """Both, one after the other, and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        old, new = cloned(Path(name) / "old", BEFORE), cloned(Path(name) / "new", "HEAD")
        set_up_before(old)
        subprocess.run(
            ["make", "--silent", "setup", f"PYTHON={sys.executable}"], cwd=new, env=environment(), check=True
        )
        now = run(new)
        print(f"now: {now}", flush=True)  # noqa: T201
        before = run(old)
        print(f"before ({BEFORE}): {before}")  # noqa: T201
    ratio = round(float(now["processor_seconds"]) / float(before["processor_seconds"]), 3)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    measured = {
        "suite_vs_before": ratio,
        "suite_measured": {"day": datetime.now(UTC).date().isoformat(), "before": before, "now": now},
    }
    OUT.write_text(json.dumps(kept | measured, indent=2) + "\n", encoding="utf-8")
    print(f"suite_vs_before: {ratio} of the processor time (at most {LIMIT} is asked for)")  # noqa: T201


if __name__ == "__main__":
    main()
