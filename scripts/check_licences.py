"""The licence of every installed package, and of what the pages are built from, against the list of those that are taken.

The list is scripts/licences_allowed.toml: licences for what the service installs, further ones for tools, and packages
that were read one by one. A package whose licence changed, or a line of the list that is of nothing, is refused.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / "scripts" / "licences_allowed.toml"
NPM_LOCK = ROOT / "app" / "web" / "front_end" / "package-lock.json"
OURS, EXTRAS = "pharmacy-assessor", ("postcodes",)


def wanted_by(name: str, extras: tuple[str, ...] = ()) -> set[str]:
    """The names of all that a package brings on this system, through any number of steps."""
    found: set[str] = set()
    waiting = [(name, extras)]
    while waiting:
        package, chosen = waiting.pop()
        try:
            listed = requires(package) or []
        except PackageNotFoundError:
            continue
        for requirement in map(Requirement, listed):
            marker, to = requirement.marker, canonicalize_name(requirement.name)
            if to not in found and (
                marker is None or any(marker.evaluate({"extra": e}) for e in (*chosen, ""))
            ):
                found.add(to)
                waiting.append((to, tuple(requirement.extras)))
    return found


def installed() -> dict[str, str]:
    """Every installed package with the licence that it states, as pip-licenses reads it."""
    listed = subprocess.run(
        [Path(sys.executable).with_name("pip-licenses"), "--format=json", "--from=mixed", "--with-system"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {canonicalize_name(package["Name"]): package["License"] for package in json.loads(listed.stdout)}


def of_pages(lock: Mapping[str, Any]) -> dict[str, str]:
    """Every npm package of a lock file with the licence that it states."""
    return {
        f"npm {path.rpartition('node_modules/')[2]}": package.get("license", "UNKNOWN")
        for path, package in lock["packages"].items()
        if path
    }


def parts(stated: str) -> list[str]:
    """The licences that a package states at once: all of them have to be taken, of a choice with OR as well."""
    return [part.strip() for part in re.split(r" AND | OR |;", stated)]


def refused(stated: Mapping[str, str], service: set[str], allowed: Mapping[str, Any]) -> list[str]:
    """What is wrong with the licences that are stated, a line each; ``service`` names the packages that are shipped."""
    complaints = []
    for name, licence in sorted(stated.items()):
        rule = allowed["packages"].get(name)
        taken = allowed["service"] if name in service else [*allowed["service"], *allowed["tools"]]
        if rule and rule["states"] != licence:
            complaints.append(f"{name} states {licence} now; {rule['states']} is what was read.")
        elif not rule and not all(part in taken for part in parts(licence)):
            complaints.append(
                f"{name}: the licence {licence} is on no list. Read it, then list it or the package."
            )
    return complaints


def main() -> None:
    """Say which licences are not taken; end with 1 where there is one."""
    allowed = tomllib.loads(ALLOWED.read_text(encoding="utf-8"))
    packages, pages = installed(), of_pages(json.loads(NPM_LOCK.read_bytes()))
    service = wanted_by(OURS, EXTRAS) | pages.keys()
    known = wanted_by(OURS, EXTRAS)
    if not known:
        sys.exit(f"{OURS} is not installed here: run make setup.")
    packages.pop(OURS, None)
    if complaints := refused({**packages, **pages}, service, allowed):
        sys.exit("\n".join(complaints))
    shipped = len(known & packages.keys())
    print(
        f"Licences: {shipped} packages of the service, {len(packages) - shipped} tools and {len(pages)} of npm are taken."
    )


if __name__ == "__main__":
    main()
