"""Baselines over HTTP and from the command line: registered, versioned, stated, retired; what is refused and to whom."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.api.baseline_answers import BaselineVersions
from app.cli import commands
from app.domain.accounts import Role
from tests.made_up.papers import baseline, consolidation
from tests.made_up.small_area import EAST

MakeKey = Callable[..., dict[str, str]]
STATEMENT = {"published": "2026-04-02", "under": "6(4)", "text": "No gap.", "localities": ["west"]}


@pytest.fixture
def snapshot_id(data: Path) -> str:
    return str(json.loads((data / "baselines" / "westley.json").read_bytes())["snapshot"])


def document(snapshot: str, /, **changes: Any) -> dict[str, Any]:
    return {**baseline(snapshot), "id": "westley-2026", "published": "2026-04-01", **changes}


def test_a_baseline_is_registered_changed_stated_and_retired(client: TestClient, snapshot_id: str) -> None:
    made = client.post("/v1/baselines", json=document(snapshot_id))
    assert made.status_code == 201, made.text
    BaselineVersions.model_validate_json(made.content)
    here = made.headers["location"]
    assert (here, made.headers["etag"]) == ("/v1/baselines/westley-2026", '"1"')
    read = client.get(here)
    assert read.headers["etag"] == '"1"'
    whole = read.json()

    changed = client.put(here, json={**whole, "note": "Corrected."}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert client.put(here, json={**whole, "note": "Lost."}, headers={"If-Match": '"1"'}).status_code == 412
    assert client.put(here, json=whole).status_code == 428

    stated = client.post(f"{here}/statements", json=STATEMENT, headers={"If-Match": '"2"'})
    assert stated.status_code == 201, stated.text
    assert stated.headers["location"] == f"{here}?version=3"
    assert [item["what"] for item in stated.json()["items"]] == [
        "registered",
        "new version",
        "statement under 6(4)",
    ]
    assert client.get(f"{here}?version=1").json() == whole
    assert client.get(f"{here}?version=9").status_code == 404
    assert client.get(here).json()["supplementary_statements"][0]["text"] == "No gap."
    earlier = {**STATEMENT, "published": "2026-04-01"}
    refused = client.post(f"{here}/statements", json=earlier, headers={"If-Match": "*"})
    assert [error["field"] for error in refused.json()["errors"]] == ["published"]

    retired = client.post(f"{here}/retire", json={"reason": "Replaced."}, headers={"If-Match": '"3"'})
    assert retired.status_code == 200
    assert retired.json()["retired"]
    assert client.put(here, json=whole, headers={"If-Match": "*"}).status_code == 409
    listed = {item["id"]: item for item in client.get("/v1/baselines").json()["items"]}
    assert listed["westley-2026"]["version"] == 3
    assert listed["westley-2026"]["retired"]
    assert listed["westley-2025"]["version"] is None
    assert client.get("/v1/audit").json()["faults"] == []


def test_an_assessment_keeps_the_version_that_it_was_made_on(client: TestClient, snapshot_id: str) -> None:
    client.post("/v1/baselines", json=document(snapshot_id))
    application = client.post("/v1/applications", json=consolidation()).json()
    first = client.post(application["links"]["assessments"])
    assert first.json()["baseline"] == "westley-2026", "registered baselines are chosen like those of files"
    client.post("/v1/baselines/westley-2026/statements", json=STATEMENT, headers={"If-Match": "*"})
    second = client.post(application["links"]["assessments"])
    kept = [{item["id"] for item in answer.json()["evidence"]} for answer in (first, second)]
    assert ["pna.statements" in ids for ids in kept] == [False, True]
    assert client.get(first.headers["location"]).content == first.content


def test_a_repeated_registration_is_answered_as_before(client: TestClient, snapshot_id: str) -> None:
    headers = {"Idempotency-Key": "one"}
    first = client.post("/v1/baselines", json=document(snapshot_id), headers=headers)
    again = client.post("/v1/baselines", json=document(snapshot_id), headers=headers)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content
    other = client.post("/v1/baselines", json=document(snapshot_id))
    assert other.status_code == 409
    assert "registered already" in other.json()["detail"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"snapshot": "0123456789abcdef"}, "snapshot"),
        ({"in_force_to": "2020-01-01"}, "in_force_to"),
        ({"predecessor": "nobody"}, "predecessor"),
        ({"boards": [{"code": "E06000999", "name": "X", "short_name": "X"}]}, "boards.0.code"),
        ({"format": 3}, "format"),
        ({"colour": "green"}, "colour"),
    ],
)
def test_what_cannot_be_registered_names_its_field(
    client: TestClient, snapshot_id: str, changes: dict[str, Any], field: str
) -> None:
    answer = client.post("/v1/baselines", json=document(snapshot_id, **changes))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert client.get("/v1/baselines/westley-2026").status_code == 404


def test_a_file_is_not_changed_over_http(client: TestClient) -> None:
    whole = client.get("/v1/baselines/westley-2025").json()
    for answer in (
        client.put("/v1/baselines/westley-2025", json=whole, headers={"If-Match": "*"}),
        client.post("/v1/baselines/westley-2025/statements", json=STATEMENT, headers={"If-Match": "*"}),
    ):
        assert answer.status_code == 409
        assert "Register it first" in answer.json()["detail"]
    assert client.get("/v1/baselines/westley-2025/versions").json()["registered"] is False
    assert client.get("/v1/baselines/westley-2025?version=1").status_code == 404
    other = client.put("/v1/baselines/westley-2026", json=whole, headers={"If-Match": "*"})
    assert [error["field"] for error in other.json()["errors"]] == ["id"]


def test_an_administrator_of_another_board_registers_nothing_for_this_one(
    guarded: TestClient, make_key: MakeKey, snapshot_id: str
) -> None:
    theirs = make_key(Role.ADMINISTRATOR, board=EAST)
    answer = guarded.post("/v1/baselines", json=document(snapshot_id), headers=theirs)
    assert answer.status_code == 403
    ours = make_key(Role.ADMINISTRATOR)
    assert guarded.post("/v1/baselines", json=document(snapshot_id), headers=ours).status_code == 201
    for path, body in (("statements", STATEMENT), ("retire", {"reason": "x"})):
        answer = guarded.post(
            f"/v1/baselines/westley-2026/{path}", json=body, headers={**theirs, "If-Match": "*"}
        )
        assert answer.status_code == 403


def test_the_command_line_registers_lists_shows_and_retires(
    data: Path, tmp_path: Path, snapshot_id: str
) -> None:
    file, statement = tmp_path / "new.json", tmp_path / "statement.json"
    file.write_text(json.dumps(document(snapshot_id)), encoding="utf-8")
    statement.write_text(json.dumps(STATEMENT), encoding="utf-8")
    here = ["--data", str(data)]

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(commands, ["baselines", *arguments])

    assert "is the baseline westley-2026" in run("check", str(file)).output
    assert "is registered as version 1" in run("register", str(file), *here).output
    file.write_text(json.dumps(document(snapshot_id, note="Corrected.")), encoding="utf-8")
    assert "is registered as version 2" in run("register", str(file), *here).output
    assert "stands at version 3" in run("state", "westley-2026", str(statement), *here).output
    assert "westley-2026  version 3  offered  published 2026-04-01" in run("list", *here).output
    shown = run("show", "westley-2026", "--version", "1", *here)
    assert json.loads(shown.stdout)["note"] == ""
    assert "version 3" in shown.stderr
    assert "is retired" in run("retire", "westley-2026", "--reason", "Replaced", *here).output
    file.write_text(json.dumps(document("none", predecessor="nobody")), encoding="utf-8")
    refused = run("register", str(file), *here)
    assert refused.exit_code == 1
    assert "snapshot: " in refused.output
    assert "predecessor: " in refused.output
    for arguments in (("show", "nobody", *here), ("retire", "nobody", "--reason", "x", *here)):
        assert "no registered baseline nobody" in run(*arguments).output
