"""How much the service takes: assessments a second, and how long people wait, with two workers on this machine.

``make load`` runs it on the made-up town and writes build/bench/load.json. The clients share the processors with the
service, so the figures are a floor.
"""

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from geodata.demo.papers import TODAY, write_papers
from geodata.demo.town import build_town

OUT = Path("build/bench/load.json")
CLIENTS = 4


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, path: str, body: Any = None) -> bytes:
        """The body of the answer. Raises RuntimeError where it is no success."""
        content = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        self._connection.request(method, path, content, headers)
        answer = self._connection.getresponse()
        found = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {found[:500]!r}")
        return found


def measure(port: int, seconds: float, method: str, path: str, body: Any = None) -> dict[str, float]:
    """Ask one thing over and over from several clients: how many a second, and the wait in milliseconds."""
    end = time.perf_counter() + seconds

    def run(_: int) -> list[float]:
        client, waits = Client(port), []
        while time.perf_counter() < end:
            begun = time.perf_counter()
            client.ask(method, path, body)
            waits.append((time.perf_counter() - begun) * 1000)
        return waits

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        waits = [wait for each in pool.map(run, range(CLIENTS)) for wait in each]
    taken = time.perf_counter() - begun
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    return {
        "requests": len(waits),
        "a_second": round(len(waits) / taken, 1),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Raises RuntimeError where the service does not start."""
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError("the service did not start")
        try:
            Client(port).ask("GET", "/health/ready")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the service was not ready within a minute")


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="for each kind of request")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", help="database URL; SQLite where left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        data = Path(folder)
        papers = write_papers(data, build_town(data))
        port = free_port()
        settings = {"DATA": folder, "PORT": str(port), "WORKERS": str(given.workers), "DEMO": "true",
                    "REQUESTS_A_MINUTE": "0", "DATABASE": given.database or ""}  # fmt: skip
        environment = {**os.environ, **{f"PHARMACY_{name}": value for name, value in settings.items()}}
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
        with (data / "log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            try:
                wait_until_ready(process, port)
                report(measured(port, given.seconds, papers.consolidation), given.workers, given.database)
            finally:
                process.terminate()
                process.wait(60)


def measured(port: int, seconds: float, paper: Path) -> dict[str, dict[str, float]]:
    """Every kind of request in turn."""
    document, day = json.loads(paper.read_bytes()), TODAY.isoformat()
    made = json.loads(Client(port).ask("POST", "/v1/applications", document))["links"]
    for _ in range(6):  # every worker opens the snapshot once
        Client(port).ask("POST", made["assessments"], {"as_at": day})
    kinds = {
        "assess and keep": ("POST", made["assessments"], {"as_at": day}),
        "assess, keep nothing": ("POST", "/v1/assess", {"application": document, "as_at": day}),
        "take in": ("POST", "/v1/applications", document),
        "list of cases": ("GET", "/v1/cases?limit=50", None),
        "letter as a page": ("GET", made["letter_html"], None),
        "letter for Word": ("GET", made["letter_docx"], None),
    }
    return {name: measure(port, seconds, *asked) for name, asked in kinds.items()}


def tell(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def report(found: dict[str, dict[str, float]], workers: int, database: str | None) -> None:
    """Print the figures and write them down."""
    engine = (database or "sqlite").partition(":")[0]
    result = {"workers": workers, "clients": CLIENTS, "processors": os.cpu_count(), "database": engine,
              "python": platform.python_version(), "measured": found}  # fmt: skip
    tell(f"{workers} workers, {CLIENTS} clients, {os.cpu_count()} processors, {engine}")
    tell(f"{'':24}{'a second':>10}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}")
    for name, each in found.items():
        tell(f"{name:24}{each['a_second']:>10}{each['p50_ms']:>10}{each['p95_ms']:>10}{each['p99_ms']:>10}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    tell(f"written to {OUT}")


if __name__ == "__main__":
    main()
