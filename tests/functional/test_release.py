"""What is released: a wheel that runs where nothing else is, and files that name one version."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import yaml

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def run(*command: str | Path, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A command outside the checkout, without what this process was started with."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | more
    return subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, check=False
    )


def install(python: Path, *what: str | Path, folder: Path) -> None:
    """Install from the installer's own cache, which the set-up filled; from the index where it is not there."""
    cache = {"UV_CACHE_DIR": os.environ["UV_CACHE_DIR"]} if "UV_CACHE_DIR" in os.environ else {}
    command = (UV, "pip", "install", "--quiet", "--python", python, *what)
    done = run(*command, "--offline", folder=folder, **cache)
    if done.returncode:
        done = run(*command, folder=folder, **cache)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and what the lock file says that the service needs, and with no tool of developers."""
    folder = tmp_path_factory.mktemp("released")
    built = run(
        sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, folder=ROOT
    )
    assert built.returncode == 0, built.stderr.decode()
    (wheel,) = folder.glob("*.whl")
    assert wheel.name.startswith(f"pharmacy_assessor-{VERSION}-")
    with (ROOT / "requirements.lock").open("rb") as lock:
        needed = subprocess.run(
            [sys.executable, ROOT / "docker" / "locked_requirements.py"],
            stdin=lock,
            capture_output=True,
            check=True,
        ).stdout
    (folder / "service.txt").write_bytes(needed)
    made = run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv", folder=folder)
    assert made.returncode == 0, made.stderr.decode()
    python = folder / "venv" / "bin" / "python"
    install(python, "--require-hashes", "--requirement", folder / "service.txt", folder=folder)
    install(python, "--no-deps", wheel, folder=folder)
    return folder


def test_the_demo_runs_from_the_wheel_in_a_new_environment(released: Path) -> None:
    done = run(released / "venv" / "bin" / "pharmacy-assessor", "demo", "--once", folder=released)
    assert done.returncode == 0, done.stderr.decode()
    letters = released / ".demo" / "letters"
    assert "Assessment: .demo/letters/consolidation-assessment.json" in done.stdout.decode()
    assert zipped(letters / "consolidation-letter.docx")
    assert b"would / would not" in (letters / "consolidation-letter.html").read_bytes()


def zipped(path: Path) -> bool:
    return path.read_bytes().startswith(b"PK")


def test_styles_and_fonts_are_in_the_wheel(released: Path) -> None:
    program = """
import sys, typst
from importlib.resources import files
from pathlib import Path
import app
assert Path(app.__file__).is_relative_to(sys.argv[1]), app.__file__
static = files("app") / "web" / "static"
assert ".govuk-button" in (static / "styles.css").read_text()
assert all((static / name).is_file() for name in ("leaflet.js", "map.js", "favicon.ico", "licences.txt"))
page = b'#set document(title: "Page")\\nA paper with no font of the machine.'
sys.stdout.buffer.write(typst.compile(page, format="pdf", ignore_system_fonts=True))
"""
    python = released / "venv" / "bin" / "python"
    done = run(python, "-c", program, released / "venv", folder=released)
    assert done.returncode == 0, done.stderr.decode()
    (page,) = pypdf.PdfReader(BytesIO(done.stdout)).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all(
        "FontFile" in str(font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object())
        for font in fonts
    )


def test_every_file_of_the_packages_is_in_the_wheel(released: Path) -> None:
    left_out = ("app/web/front_end/", "app/web/static/")
    wanted = {
        name
        for package in ("app", "geodata")
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
        for name in [file.relative_to(ROOT).as_posix()]
        if not name.startswith(left_out)
    }
    (wheel,) = released.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        there = {name for name in opened.namelist() if not name.endswith("/")}
    assert wanted - there == set()
    for ending in (".html", ".toml", ".py", ".mako", ".css"):
        assert any(name.endswith(ending) for name in wanted), ending
    assert not any("node_modules" in name or name.startswith("app/web/front_end/") for name in there)
    built = {file.name for file in (ROOT / "app" / "web" / "static").glob("*")}
    assert {Path(name).name for name in there if name.startswith("app/web/static/")} == built


def test_the_service_answers_from_the_wheel(released: Path) -> None:
    program = """
import app, sys
from pathlib import Path
from starlette.testclient import TestClient
from app.main import create_app
from app.settings import Settings
assert Path(app.__file__).is_relative_to(sys.argv[1]), app.__file__
with TestClient(create_app(Settings(data=Path("data"), demo=True, requests_a_minute=0))) as client:
    for path in ("/health/live", "/docs", "/v1/law", "/openapi.json"):
        assert client.get(path).status_code == 200, path
"""
    # What the test client needs is a developer's tool, and comes from this environment, after all that is the service's own.
    tools = next(path for path in sys.path if path.endswith("site-packages"))
    program = f"import sys; sys.path.append({tools!r})\n{program}"
    done = run(released / "venv" / "bin" / "python", "-c", program, released / "venv", folder=released)
    assert done.returncode == 0, done.stderr.decode()


def test_every_file_of_the_release_names_one_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", changes, re.MULTILINE)
    released = [line for line in headings if line != "Unreleased"]
    day = date.fromisoformat(str(citation["date-released"]))
    assert released[0] == f"{VERSION}, {day.day} {day:%B %Y}"
    assert citation["version"] == VERSION
    dates = [re.fullmatch(r"\d+\.\d+\.\d+, \d{1,2} [A-Z][a-z]+ \d{4}", line) for line in released]
    assert all(dates), released
    assert headings.count("Unreleased") <= 1
    assert "Unreleased" not in headings[1:]


def test_the_workflow_runs_what_anybody_can_run() -> None:
    (job,) = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert [command for command in commands if ".ci/run" in command] == commands
    assert os.access(ROOT / ".ci" / "run", os.R_OK)


def test_the_hooks_are_the_locked_tools() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local", (
        "a hook of somebody else's would be fetched, at a version that the lock does not hold"
    )
    programs = [hook["entry"].split()[0] for hook in repository["hooks"]]
    assert all(program.startswith(".venv/bin/") for program in programs)
    assert all(Path(sys.executable).with_name(Path(program).name).exists() for program in programs)
