"""The command on a service's stored cases: chosen by state as over HTTP, one run with it, stopped and gone on with."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import commands
from tests.functional.test_rechecks_http import assessed, ended
from tests.made_up.papers import consolidation, relocation
from tests.made_up.small_area import PREMISES, premises, snapshot

RUN = CliRunner()
REASON = {"reason": "The applicant withdrew it."}


@pytest.fixture
def newer(data: Path) -> str:
    """The id of a second snapshot, in which there is one pharmacy more."""
    return snapshot(data / "snapshots", premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD"))).id


@pytest.fixture
def cases(newer: str, client: TestClient) -> dict[str, str]:
    """Cases by state: one that was received only, one that was assessed, one that was withdrawn since."""
    found = {
        "assessed": assessed(client, consolidation(reference="PC/1")),
        "withdrawn": assessed(client, relocation(reference="PC/2")),
        "received": str(client.post("/v1/applications", json=relocation(reference="PC/3")).json()["id"]),
    }
    here = f"/v1/applications/{found['withdrawn']}/case/moves"
    moved = client.post(here, json={"to": "withdrawn", **REASON}, headers={"If-Match": "*"})
    assert moved.status_code == 200, moved.text
    return found


@pytest.fixture
def given(data: Path, newer: str, tmp_path: Path) -> Callable[..., Any]:
    def invoke(*more: str, out: str = "run") -> Any:
        arguments = [
            "recheck", "--database", f"sqlite:///{data / 'pharmacy.sqlite3'}", "--snapshots", str(data / "snapshots"),
            "--new-snapshot", newer, "--out", str(tmp_path / out), "--processes", "0", *more,
        ]  # fmt: skip
        return RUN.invoke(commands, arguments)

    return invoke


def _checked(folder: Path) -> set[str]:
    with (folder / "changes.csv").open(encoding="utf-8") as table:
        return {row["case"] for row in csv.DictReader(table)}


def test_open_and_past_cases_are_checked_unless_states_are_named(
    cases: dict[str, str], given: Callable[..., Any], tmp_path: Path
) -> None:
    every = given()
    assert every.exit_code == 0, every.output
    assert "Left out: 1 not assessed yet" in every.output
    assert "2 of 2 cases re-checked" in every.output
    assert _checked(tmp_path / "run") == {cases["assessed"], cases["withdrawn"]}
    paper = "\n".join(each.text for each in docx.Document(str(tmp_path / "run" / "summary.docx")).paragraphs)
    assert "set beside the assessment on file" in paper
    assert "one case not assessed yet" in paper
    past = given("--state", "withdrawn,decided", out="past")
    assert "1 of 1 cases re-checked" in past.output, past.output
    assert _checked(tmp_path / "past") == {cases["withdrawn"]}
    several = given("--state", "received, assessed", "--state", "no response", out="several")
    assert "1 of 1 cases re-checked" in several.output, several.output
    assert _checked(tmp_path / "several") == {cases["assessed"]}


def test_it_is_the_run_that_is_begun_over_http(
    cases: dict[str, str], newer: str, given: Callable[..., Any], client: TestClient, tmp_path: Path
) -> None:
    body = {"snapshot": newer, "cases": {"states": ["assessed"]}}
    here = client.post("/v1/rechecks", json=body).headers["location"]
    assert ended(client, here)["state"] == "done"
    found = given("--state", "assessed")
    assert found.exit_code == 0, found.output
    assert f"Run {here.rsplit('/', 1)[-1]}." in found.output
    report = json.loads((tmp_path / "run" / "report.json").read_bytes())
    assert report == client.get(f"{here}/report.json").json()["report"]
    assert (tmp_path / "run" / "changes.csv").read_text() == client.get(f"{here}/changes.csv").text
    assert len(client.get("/v1/rechecks").json()["items"]) == 1
    assert client.get("/v1/audit").json()["faults"] == []


def test_stopped_it_goes_on_by_the_same_command(
    cases: dict[str, str], given: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    class AtOnce(Event):
        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 2 or super().is_set()

    @contextmanager
    def stopped() -> Iterator[Event]:
        yield AtOnce()

    monkeypatch.setattr("app.recheck.batch.CHUNK", 1)
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["app.cli.recheck_stored"], "stopping", stopped)
        first = given()
    assert first.exit_code == 130, first.output
    assert "Run the same command again to go on" in first.output
    second = given()
    assert second.exit_code == 0, second.output
    assert "2 of 2 cases re-checked" in second.output
    assert _checked(tmp_path / "run") == {cases["assessed"], cases["withdrawn"]}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--state", "lost"), "There is no state 'lost'. Give --state one or more of: received, assessed"),
        (("--state", "sent"), "No case is left to check"),
        (("--id", "nobody"), "There is no application nobody among those chosen"),
        (("--as-at", "2026-05-01"), "Leave --old and --as-at out with --database"),
        (("--new-snapshot", "0123456789abcdef"), "no folder in --snapshots ends in -0123456789abcdef"),
    ],
)
def test_what_cannot_be_taken_is_said(
    cases: dict[str, str], given: Callable[..., Any], more: tuple[str, ...], said: str
) -> None:
    assert cases
    found = given(*more)
    assert found.exit_code == 1
    assert said in found.output


def test_states_are_not_those_of_files(given: Callable[..., Any], tmp_path: Path) -> None:
    arguments = [
        "recheck",
        "--snapshots",
        str(tmp_path),
        "--out",
        str(tmp_path / "x"),
        "--new-as-at",
        "2026-06-01",
    ]
    found = RUN.invoke(commands, [*arguments, str(tmp_path), "--state", "sent"])
    assert "Files have no state" in found.output
    assert "Give a folder of applications; or --database" in RUN.invoke(commands, arguments).output
    assert "Give --old and --as-at" in RUN.invoke(commands, [*arguments, str(tmp_path)]).output
