"""Known vulnerabilities of what requirements.lock names, asked of the advisory service by pip-audit.

A vulnerability that is found ends with 1. Where the service cannot be reached, or does not know the packages (a mirror
without advisories answers so), it is said plainly that nothing was looked up, and the check goes on: a machine with no
network has to be able to run it. CI of a council should run where the service can be reached.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
COMMAND = [
    "--requirement", "requirements.lock", "--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off",
    "--timeout=10",
]  # fmt: skip


def audited(report: Mapping[str, Any]) -> tuple[list[str], list[str], int]:
    """From pip-audit's report: what is vulnerable, in words; the names it could not look up; how many it looked up."""
    found, unknown, looked_up = [], [], 0
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unknown.append(package["name"])
            continue
        looked_up += 1
        for one in package["vulns"]:
            mended = ", ".join(one.get("fix_versions", [])) or "no version yet"
            found.append(f"{package['name']} {package['version']}: {one['id']}, mended in {mended}")
    return found, unknown, looked_up


def verdict(report: Mapping[str, Any]) -> tuple[str, int]:
    """What to say of a report and what to end with."""
    found, unknown, looked_up = audited(report)
    if found:
        return "\n".join(["Vulnerabilities that are known:", *found]), 1
    if not looked_up:
        return (
            "Vulnerabilities: NOT CHECKED. The advisory service knows none of the packages here (a mirror?).",
            0,
        )
    beside = f" NOT CHECKED, for it does not know them: {', '.join(unknown)}." if unknown else ""
    return f"Vulnerabilities: none known of {looked_up} packages.{beside}", 0


def main() -> None:
    """Ask, and say what was found or that nobody could be asked."""
    program = Path(sys.executable).with_name("pip-audit")
    try:
        done = subprocess.run(
            [program, *COMMAND], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        report = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        print(f"Vulnerabilities: NOT CHECKED. The advisory service did not answer in {SECONDS} seconds.")
        return
    except json.JSONDecodeError:
        # pip-audit says on the error stream why it has no report: a file it cannot read, or no way to the service.
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        unreachable = ("ConnectionError", "Max retries", "ServiceError", "Timeout", "ProxyError", "SSLError")
        if not any(word in done.stderr for word in unreachable):
            sys.exit(f"pip-audit failed: {last}")
        print(f"Vulnerabilities: NOT CHECKED. The advisory service cannot be reached: {last}")
        return
    words, code = verdict(report)
    print(words)
    sys.exit(code)


if __name__ == "__main__":
    main()
