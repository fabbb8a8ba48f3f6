"""What setting up a fresh clone costs beside what it cost before, in processor time: ``make bench-setup``.

Standard library only, since it runs before anything is installed. In one run, each with caches of its own that begin
empty:

* *before*: ``pip install --require-hashes`` with the lock file of commit 2c172ee, by the pip of its own lock file. The
  pip that Python 3.11.7 carries could not install that lock file any more.
* *now*: all of ``make setup`` in a fresh clone of this checkout as it was committed: environment, installer, packages
  and pages.

Writes ``setup_vs_before`` and both times to build/bench/setup.json, and leaves what else stands there.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEFORE = "2c172ee"
OUT = ROOT / "build" / "bench" / "setup.json"
CACHES = ("PIP_CACHE_DIR", "UV_CACHE_DIR", "npm_config_cache")
LIMIT = 1 / 3


def run(command: list[str], folder: Path) -> dict[str, float]:
    """Run a command with empty caches; processor and wall seconds. Raises CalledProcessError."""
    caches = Path(tempfile.mkdtemp(dir=folder.parent))
    kept_out = {"PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    environment |= {name: str(caches / name) for name in CACHES}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=folder, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(caches)
    return {
        "processor_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "user_seconds": round(after.ru_utime - before.ru_utime, 2),
        "wall_seconds": round(time.monotonic() - started, 2),
    }


def main() -> None:
    """Both, one after the other, and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = folder / "old", folder / "new"
        subprocess.run(["git", "clone", "--quiet", f"file://{ROOT}", str(new)], check=True)
        old.mkdir()
        lock = subprocess.run(
            ["git", "show", f"{BEFORE}:requirements.lock"], cwd=ROOT, capture_output=True, check=True
        ).stdout.decode()
        (old / "requirements.lock").write_text(lock, encoding="utf-8")
        (pip,) = [line.split()[0] for line in lock.splitlines() if line.startswith("pip==")]
        python = str(old / "venv" / "bin" / "python")
        quiet_pip = [python, "-m", "pip", "install", "--quiet"]
        subprocess.run([sys.executable, "-m", "venv", str(old / "venv")], check=True)
        subprocess.run([*quiet_pip, pip], check=True)
        before = run([*quiet_pip, "--require-hashes", "--requirement", "requirements.lock"], old)
        now = run(["make", "--silent", "setup", f"PYTHON={sys.executable}"], new)
    ratio = round(now["processor_seconds"] / before["processor_seconds"], 3)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    measured = {
        "setup_vs_before": ratio,
        "setup_measured": {
            "day": datetime.now(UTC).date().isoformat(),
            "python": sys.version.split()[0],
            "before": before,
            "now": now,
        },
    }
    OUT.write_text(json.dumps(kept | measured, indent=2) + "\n", encoding="utf-8")
    print(f"before: pip install --require-hashes of {BEFORE}: {before}")  # noqa: T201
    print(f"now: make setup in a fresh clone: {now}")  # noqa: T201
    print(f"setup_vs_before: {ratio} (at most {LIMIT:.2f}); in {OUT.relative_to(ROOT)}")  # noqa: T201
    if ratio > LIMIT:
        sys.exit("Setting up takes more than a third of what it took.")


if __name__ == "__main__":
    main()
