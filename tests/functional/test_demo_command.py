"""`pharmacy-assessor demo`: the whole line over real HTTP on the made-up town, with no network but loopback."""

import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from rich.console import Console
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from app.cli import commands
from app.cli.demo import make_town
from app.main import create_app
from app.schemas.applications import APPLICATION
from app.settings import Settings
from tests.made_up.waiting import PATIENCE_SECONDS

# Started in the background by a script, Ctrl-C would be ignored: a terminal's way is set again.
AS_FROM_A_TERMINAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from app.cli import main
main()
"""


@pytest.fixture
def folder(demo_town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_town, tmp_path / "demo"))


@pytest.fixture
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def checked_connect(self: socket.socket, address: Any) -> None:
        assert self.family == socket.AF_UNIX or address[0] == "127.0.0.1", f"reached for {address}"
        connect(self, address)

    def checked_look_up(host: Any, *more: Any, **named: Any) -> Any:
        assert host == "127.0.0.1", f"looked up {host}"
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket.socket, "connect", checked_connect)
    monkeypatch.setattr(socket, "getaddrinfo", checked_look_up)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(commands, ["demo", "--port", "0", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def rows_of(output: str) -> dict[str, dict[str, str]]:
    """Each panel's rows by label, lines that run on joined."""
    panels: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    label = ""
    for line in output.splitlines():
        if title := re.match(r"╭─ (\w+): ", line):
            rows = panels.setdefault(title[1], {})
        elif line.startswith("│"):
            label = line[2:20].strip() or label
            rows[label] = f"{rows.get(label, '')} {line[21:].rstrip('│ ')}".strip()
    return panels


@pytest.mark.usefixtures("loopback_only")
def test_once_shows_both_applications_and_writes_their_papers(folder: Path) -> None:
    output = run("--once", "--folder", str(folder)).output
    shown = rows_of(output)
    assert list(shown) == ["Relocation", "Consolidation"]
    move, merger = shown["Relocation"], shown["Consolidation"]
    assert move["Board"] == merger["Board"]
    assert move["Board"].startswith("Quernwick")
    assert move["Duty"] == "the board MAY make representations"
    assert merger["Duty"] == "the board MUST make a statement"
    assert move["Distance"].startswith("claimed 20 m; measured ")
    assert merger["Distance"].startswith("claimed 450 m (6 minutes); measured ")
    assert merger["Left within a mile"].startswith("claimed 4; measured 4 in a straight line, 4 on foot:")
    assert re.match(r"9\d\.\d% before, 9\d\.\d% after; \d+ people gain, \d+ lose", merger["Within walk-20"])
    assert "regulation-31" in move["Look at"]
    assert "regulation 26A(5)(a)" in merger["Needs judgement"]

    written = {file.name for file in (folder / "letters").iterdir()}
    assert written == {
        "consolidation-assessment.json",
        "consolidation-letter.docx",
        "consolidation-letter.html",
        "relocation-assessment.json",
        "relocation-letter.docx",
        "relocation-letter.html",
        "relocation-no-response.docx",
        "relocation-no-response.html",
    }
    assert all(str(folder / "letters" / name) in output for name in written)
    for name in written:
        content = (folder / "letters" / name).read_bytes()
        if name.endswith(".docx"):
            assert docx.Document(io.BytesIO(content)).paragraphs
        elif name.endswith(".html"):
            assert b"draft" in content.lower()
    assessment = json.loads((folder / "letters" / "consolidation-assessment.json").read_bytes())
    assert assessment["duty"] == "must"
    assert "would / would not" in (folder / "letters" / "consolidation-letter.html").read_text(
        encoding="utf-8"
    )


def test_the_figures_are_the_same_each_time(folder: Path) -> None:
    assessments = []
    for _ in range(2):
        run("--once", "--folder", str(folder))
        assessments.append([file.read_bytes() for file in sorted((folder / "letters").iterdir())])
    assert assessments[0] == assessments[1]


def test_the_papers_of_the_town_pass_over_http_to_letters(folder: Path) -> None:
    with TestClient(create_app(Settings(data=folder, demo=True, requests_a_minute=0))) as client:
        assert client.get("/health/ready").json()["status"] == "ready"
        for kind in ("relocation", "consolidation"):
            paper = json.loads((folder / "applications" / f"{kind}.json").read_bytes())
            application = client.post("/v1/applications", json=paper)
            assert application.status_code == 201, application.text
            back = APPLICATION.validate_python(application.json()["application"])
            assert back.value() == APPLICATION.validate_python(paper).value()
            links = application.json()["links"]
            assessment = client.post(links["assessments"], json={"as_at": "2026-09-15"})
            assert assessment.status_code == 201, assessment.text
            assert assessment.json()["relevant_hwb"] == paper["notice"]["sent_to_hwb"]
            assert client.get(links["letter_docx"]).status_code == 200


def test_the_server_is_left_running_until_it_is_interrupted(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-c",
            AS_FROM_A_TERMINAL,
            "demo",
            "--port",
            str(port),
            "--folder",
            str(folder),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("The server runs at "):
                break
        output = "".join(lines)
        try:
            assert f"Port {port} is in use" in output
            found = re.search(r"Letter to read: http://127\.0\.0\.1:(\d+)(/v1/\S+)", output)
            assert found is not None, output
            with socket.create_connection(
                ("127.0.0.1", int(found[1])), timeout=PATIENCE_SECONDS
            ) as connection:
                connection.sendall(f"GET {found[2]} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
                assert connection.makefile("rb").readline().split()[1] == b"200"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                rest, _ = process.communicate(timeout=PATIENCE_SECONDS)
            finally:
                process.kill()
    assert process.returncode == 0, rest
    assert "Stopped." in rest


def test_a_town_that_is_not_there_is_built(tmp_path: Path, demo_town: Path) -> None:
    papers = make_town(Console(quiet=True), tmp_path / "new")
    built, expected = (
        sorted(file.name for file in (f / "snapshots").iterdir()) for f in (tmp_path / "new", demo_town)
    )
    assert built == expected
    assert json.loads(papers.baseline.read_bytes())["snapshot"] == built[0].rpartition("-")[2]


def test_a_town_that_was_changed_is_refused_and_named(folder: Path) -> None:
    file = next(folder.glob("snapshots/*/homes/people.npy"))
    file.write_bytes(file.read_bytes()[:-1] + b"\x07")
    result = CliRunner().invoke(commands, ["demo", "--once", "--port", "0", "--folder", str(folder)])
    assert result.exit_code == 1
    assert "people.npy has changed since the snapshot was made" in result.stderr
