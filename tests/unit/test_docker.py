"""What reading the Docker files can check, and by hand what the build stage does: no engine is needed."""

import json
import os
import re
import socket
import subprocess
import sys
from fnmatch import fnmatch
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from app.settings import Settings
from tests.made_up.waiting import PATIENCE_SECONDS
from tests.unit.test_locked_requirements import locked

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, with their words in one line."""
    whole = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in whole.splitlines() if line.strip()]
    found: list[list[tuple[str, str]]] = []
    for name, rest in lines:
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found


def ignored(path: str) -> bool:
    """Whether a path stays out of what Docker is sent: the last rule that fits it decides."""
    out = False
    for line in (ROOT / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").split():
        rule = line.removeprefix("!")
        parts = [path, *(str(parent) for parent in Path(path).parents if str(parent) != ".")]
        tail = rule.removeprefix("**/")
        fits = any(fnmatch(part, rule) or (tail != rule and Path(part).name == tail) for part in parts)
        # What is let in again lets in the folders that lead to it.
        if fits:
            out = not line.startswith("!")
    return out


def test_the_image_runs_as_a_user_who_is_not_root_and_checks_its_health() -> None:
    last = stages()[-1]
    names = [name for name, _ in last]
    assert [rest for name, rest in last if name == "USER"] == ["10001:10001"]
    assert names.index("USER") < names.index("CMD")
    (health,) = [rest for name, rest in last if name == "HEALTHCHECK"]
    assert "/health/live" in health
    assert 'CMD ["pharmacy-assessor", "serve"]' in DOCKERFILE
    copied = [rest for name, rest in last if name == "COPY"]
    assert copied, "the environment is copied from the stage that built it"
    assert all(rest.startswith("--from=build ") for rest in copied)
    assert "ADD" not in [name for stage in stages() for name, _ in stage]
    assert all(re.match(r"python:3\.11-slim-[a-z]+( AS build)?$", stage[0][1]) for stage in stages())


def test_nothing_that_is_installed_goes_unchecked() -> None:
    commands = re.findall(r"pip install [^&\n]*", DOCKERFILE.replace("\\\n", " "))
    assert len(commands) == 3
    assert all("--require-hashes" in command or "--no-deps --no-index" in command for command in commands)


def test_what_is_copied_is_there_and_is_sent_to_docker() -> None:
    sources = []
    for name, rest in (each for stage in stages() for each in stage):
        if name == "COPY" and "--from" not in rest:
            sources += rest.split()[:-1]
    assert {"app", "geodata", "requirements.lock", "pyproject.toml"} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists(), source
        assert not ignored(source), source
    for path in ("app/main.py", "app/letters/wording/word_lists.toml", "app/web/front_end/styles.scss"):
        assert not ignored(path), path
    for path in (".git/config", ".venv/bin/python", "tests/conftest.py", "data/x.sqlite3", "app/__pycache__/x.pyc",
                 "app/web/front_end/node_modules/x.js", "app/web/static/styles.css", ".env"):  # fmt: skip
        assert ignored(path), path


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return found


def test_the_composed_service_can_change_nothing_but_its_data() -> None:
    assessor, database = services()["assessor"], services()["database"]
    assert assessor["read_only"] is True
    assert assessor["cap_drop"] == ["ALL"]
    assert assessor["tmpfs"] == ["/tmp"]  # noqa: S108
    for each in (assessor, database):
        assert each["security_opt"] == ["no-new-privileges:true"]
        assert each["restart"] == "unless-stopped"
        assert "privileged" not in each
    assert assessor["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in database["healthcheck"]["test"]
    assert "ports" not in database
    assert all(port.startswith("127.0.0.1:") for port in assessor["ports"])
    assert int(assessor["stop_grace_period"].removesuffix("s")) > 30
    passwords = re.findall(r"PASSWORD: (.*)", COMPOSE)
    assert len(passwords) == 2
    assert all(text.startswith("${DATABASE_PASSWORD:?") for text in passwords)


def test_the_composed_settings_are_taken() -> None:
    given = {
        name.removeprefix("PHARMACY_").lower(): value
        for name, value in services()["assessor"]["environment"].items()
        if name.startswith("PHARMACY_")
    }
    settings = Settings(**given, host="0.0.0.0")  # type: ignore[arg-type]  # noqa: S104
    assert settings.over_tls
    (network,) = yaml.safe_load(COMPOSE)["networks"]["default"]["ipam"]["config"]
    assert settings.proxy == network["gateway"], "the proxy comes in by the gateway, which is therefore fixed"


@pytest.mark.parametrize(("status", "well"), [(b"200 OK", True), (b"503 Service Unavailable", False)])
def test_the_health_check_asks_the_service_itself_whatever_proxy_is_set(status: bytes, well: bool) -> None:
    (health,) = [rest for name, rest in stages()[-1] if name == "HEALTHCHECK"]
    command = json.loads(health[health.index("[") :])
    assert command[0] == "python"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = str(listening.getsockname()[1])
        environment = {"PHARMACY_PORT": port, "http_proxy": "http://127.0.0.1:9", "PATH": os.environ["PATH"]}
        asking = subprocess.Popen([sys.executable, *command[1:]], env=environment, stderr=subprocess.DEVNULL)
        listening.settimeout(PATIENCE_SECONDS)
        connection, _ = listening.accept()
        with connection:
            assert connection.recv(1000).startswith(b"GET /health/live ")
            connection.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
            assert (asking.wait(PATIENCE_SECONDS) == 0) == well


def test_every_variable_is_a_setting_and_every_setting_is_documented() -> None:
    known = {f"PHARMACY_{name.upper()}" for name in Settings.model_fields}
    used = set(re.findall(r"\bPHARMACY_[A-Z_]+", DOCKERFILE + COMPOSE))
    assert used <= known
    table = "\n".join(line for line in OPERATIONS.splitlines() if line.startswith("| `PHARMACY_"))
    assert set(re.findall(r"`(PHARMACY_[A-Z_]+)`", table)) == known


def test_what_the_image_installs_is_all_that_it_asks_for() -> None:
    """As far as this machine can tell: every package that one of them needs here is among them."""
    names = locked()
    wanting = set()
    for name in names:
        try:
            asked = requires(name) or []
        except ModuleNotFoundError:
            continue  # locked for another system
        for line in asked:
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                wanting |= {re.sub(r"[-_.]+", "-", one.name).lower()} - names
    assert wanting == set()
