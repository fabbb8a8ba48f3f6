"""The container installs what the service needs and no tool of developers, every file by its hash."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def locked(*names: str) -> set[str]:
    script = ROOT / "docker" / "locked_requirements.py"
    lock = (ROOT / "requirements.lock").read_bytes()
    output = subprocess.run(
        [sys.executable, script, *names], input=lock, capture_output=True, check=True
    ).stdout.decode()
    blocks = re.split(r"^(?=[a-z0-9])", output, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    return {block.partition("==")[0] for block in blocks}


def test_every_dependency_of_the_service_is_in_and_no_tool_of_developers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[\[=]", entry)[0] for entry in project["project"]["dependencies"]}
    tools = {entry.partition("==")[0] for entry in project["dependency-groups"]["dev"]}
    found = locked()
    assert wanted <= found
    assert {"starlette", "lxml", "anyio"} <= found
    assert found.isdisjoint(tools)


def test_a_named_package_comes_with_what_it_asks_for() -> None:
    assert {"hatchling", "pluggy", "pathspec"} <= locked("hatchling")
    assert "numpy" not in locked("hatchling")
