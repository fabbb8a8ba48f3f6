"""The lock file is whole, and the container installs from it what the service needs and no tool of developers."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-bench.lock")


def entries(lock: str) -> list[Requirement]:
    """What a lock file names: a requirement each, without the hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [
        Requirement(line.removesuffix("\\").strip())
        for line in re.findall(r"^[a-zA-Z0-9].*$", text, re.MULTILINE)
    ]


def applies(asked: Requirement, extras: set[str]) -> bool:
    """Whether a requirement counts on this system, for a package that is locked with these extras."""
    return asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in extras | {""})


def extras_asked_for() -> Iterator[tuple[str, str, set[str]]]:
    """Who asks for which extras of which package, by the metadata of what is installed here."""
    for entry in entries("requirements.lock"):
        try:
            asked = requires(entry.name) or []
        except PackageNotFoundError:
            continue  # locked for another system
        for line in map(Requirement, asked):
            if line.extras and applies(line, entry.extras):
                yield entry.name, canonicalize_name(line.name), line.extras


def test_every_extra_that_is_asked_for_is_locked_with_its_package() -> None:
    """Otherwise pip 23.2, which Python 3.11.7 carries, takes the newest release of the package and refuses it unpinned."""
    locked: dict[str, set[str]] = {}
    for entry in entries("requirements.lock"):
        locked.setdefault(canonicalize_name(entry.name), set()).update(entry.extras)
    asked = list(extras_asked_for())
    assert ("pytest-cov", "coverage", {"toml"}) in asked, "nothing was found: the check itself is broken"
    missing = [
        f"{name}[{','.join(extras)}] for {who}" for who, name, extras in asked if not extras <= locked[name]
    ]
    assert missing == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_is_pinned_to_one_version_with_its_hashes(lock: str) -> None:
    for entry in entries(lock):
        (pin,) = entry.specifier
        assert pin.operator == "==", entry
        assert "*" not in pin.version, entry
    blocks = re.split(r"^(?=[a-zA-Z0-9])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_everything_that_the_project_asks_for_is_pinned_and_the_installer_and_build_tools_with_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"]
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(entry for extra in optional.values() for entry in extra),
        *project["dependency-groups"]["dev"],
    ]
    unpinned = [line for line in asked if [one.operator for one in Requirement(line).specifier] != ["=="]]
    assert unpinned == []
    locked = {
        canonicalize_name(entry.name): str(entry.specifier) for lock in LOCKS for entry in entries(lock)
    }
    different = [
        line
        for line in asked
        for one in [Requirement(line)]
        if locked[canonicalize_name(one.name)] != str(one.specifier)
    ]
    assert different == []


def test_nothing_that_the_makefile_installs_goes_without_a_hash() -> None:
    commands = re.findall(
        r"^.*(?:pip install|\$\(PIP\) install|\$\(INSTALL\)) .*$",
        (ROOT / "Makefile").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    of_others = [
        line
        for line in commands
        if ":= " not in line and "--no-deps --no-build-isolation --editable ." not in line
    ]
    assert len(of_others) >= 3
    assert [line for line in of_others if "--require-hashes" not in line] == []


def locked(*names: str) -> set[str]:
    script = ROOT / "docker" / "locked_requirements.py"
    lock = (ROOT / "requirements.lock").read_bytes()
    output = subprocess.run(
        [sys.executable, script, *names], input=lock, capture_output=True, check=True
    ).stdout.decode()
    blocks = re.split(r"^(?=[a-z0-9])", output, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    return {Requirement(block.partition("==")[0]).name for block in blocks}


def test_every_dependency_of_the_service_is_in_and_no_tool_of_developers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {Requirement(entry).name for entry in project["project"]["dependencies"]}
    tools = {Requirement(entry).name for entry in project["dependency-groups"]["dev"]}
    found = locked()
    assert wanted <= found
    assert {"starlette", "lxml", "anyio", "psycopg-binary"} <= found
    assert found.isdisjoint(tools)


def test_a_named_package_comes_with_what_it_asks_for() -> None:
    assert {"hatchling", "pluggy", "pathspec"} <= locked("hatchling")
    assert "numpy" not in locked("hatchling")
    assert locked("uv") == {"uv"}
