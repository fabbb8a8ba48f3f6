"""Re-checks over HTTP: begun, followed, cancelled, resumed, reported; one run of one plan; boards apart."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api import recheck_events
from app.api.recheck_answers import ProgressAnswer, RunAnswer, RunList, WhatARecheckWouldTakeIn
from app.domain.accounts import Role
from app.domain.audit import AuditEvent
from app.domain.rechecks import Outcome
from app.store.journal import StoredJournal
from tests.functional.conftest import NOW
from tests.made_up.papers import consolidation, relocation
from tests.made_up.small_area import EAST, PREMISES, WEST, premises, snapshot
from tests.made_up.waiting import until

MakeKey = Callable[..., dict[str, str]]
EVENT = AuditEvent(NOW, "a test", "request")


@pytest.fixture
def newer(data: Path) -> str:
    """The id of a second snapshot, in which there is one pharmacy more."""
    return snapshot(data / "snapshots", premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD"))).id


@pytest.fixture
def next_pna(data: Path) -> str:
    """A second assessment of needs, with five minutes in place of twenty."""
    document = json.loads((data / "baselines" / "westley.json").read_bytes())
    document |= {"id": "westley-2026", "published": "2026-04-01"}
    document["standards"][0]["minutes"] = 5
    (data / "baselines" / "next.json").write_text(json.dumps(document), encoding="utf-8")
    return "westley-2026"


def assessed(client: TestClient, document: dict[str, Any], headers: dict[str, str] | None = None) -> str:
    made = client.post("/v1/applications", json=document, headers=headers).json()
    done = client.post(made["links"]["assessments"], json={"baseline": "westley-2025"}, headers=headers)
    assert done.status_code == 201, done.text
    return str(made["id"])


def ended(client: TestClient, here: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    run: dict[str, Any] = {}

    def over() -> bool:
        run.update(client.get(here, headers=headers).json())
        return run["state"] not in ("waiting", "running")

    until(over, "the end of the run")
    return run


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_a_recheck_is_begun_followed_and_reported(next_pna: str, newer: str, client: TestClient) -> None:
    cases = {assessed(client, consolidation(reference=f"PC/{at}")): f"PC/{at}" for at in range(3)}
    client.post("/v1/applications", json=relocation(reference="NOT ASSESSED"))
    wanted = client.get(f"/v1/baselines/{next_pna}/recheck").json()
    WhatARecheckWouldTakeIn.model_validate_json(json.dumps(wanted))
    assert (wanted["cases"], wanted["same"], wanted["differ"]) == (3, 0, 3)
    assert wanted["inputs"] == [{"input": "baseline", "was": "westley-2025", "cases": 3}]
    assert client.get("/v1/baselines/westley-2025/recheck").json()["same"] == 3

    begun = client.post("/v1/rechecks", json={"baseline": next_pna, "snapshot": newer})
    assert begun.status_code == 202, begun.text
    here = begun.headers["location"]
    RunAnswer.model_validate_json(begun.content)
    assert begun.json()["left_out"] == [
        {"reason": "not assessed yet, so that there is nothing to compare", "cases": 1}
    ]
    streamed = client.get(f"{here}/events")
    assert streamed.headers["content-type"].startswith("text/event-stream")
    said = events(streamed.text)
    assert [name for name, _ in said][-1] == "end"
    assert said[-1][1]["state"] == "done"
    seen = [each["case"] for name, progress in said if name == "progress" for each in progress["ended"]]
    assert sorted(seen) == sorted(cases), "each case once"

    run = ended(client, here)
    assert (run["state"], run["cases"], run["done"], run["failed"], run["problem"]) == ("done", 3, 3, 0, None)
    report = client.get(f"{here}/report.json").json()
    assert report["complete"]
    assert len(report["report"]["changed"]) + len(report["report"]["figures_only"]) == 3
    changes = client.get(f"{here}/changes.csv")
    assert changes.headers["content-type"].startswith("text/csv")
    by_name = {row["name"]: row["causes"] for row in csv.DictReader(io.StringIO(changes.text))}
    assert by_name["coverage.walk20.before"] == "standard and findings of the PNA"
    assert by_name["alternatives.straight"] == "pharmacy list"
    page = client.get(f"{here}/summary.html")
    assert "Three cases were checked again on Westley Pharmaceutical Needs Assessment" in page.text
    assert "one case not assessed yet" in page.text
    words = docx.Document(io.BytesIO(client.get(f"{here}/summary.docx").content))
    assert any("The assessments on file stay as they are" in p.text for p in words.paragraphs)
    assert client.get(f"{here}/summary.pdf").content.startswith(b"%PDF")
    listed = client.get("/v1/rechecks").json()
    RunList.model_validate_json(json.dumps(listed))
    assert [item["id"] for item in listed["items"]] == [run["id"]]
    assert client.get("/v1/audit").json()["faults"] == []


def test_the_same_asked_twice_is_one_run_and_asked_otherwise_is_another(
    next_pna: str, client: TestClient
) -> None:
    assessed(client, consolidation())
    first = client.post("/v1/rechecks", json={"baseline": next_pna})
    again = client.post("/v1/rechecks", json={"baseline": next_pna})
    assert first.headers["location"] == again.headers["location"]
    ended(client, first.headers["location"])
    done = client.post("/v1/rechecks", json={"baseline": next_pna})
    assert (done.status_code, done.json()["state"]) == (202, "done")
    other = client.post("/v1/rechecks", json={"as_at": "2026-06-20"})
    assert other.headers["location"] != first.headers["location"]
    ended(client, other.headers["location"])
    assert len(client.get("/v1/rechecks?limit=1").json()["items"]) == 1
    assert len(client.get(client.get("/v1/rechecks?limit=1").json()["next"]).json()["items"]) == 1
    keyed = {"Idempotency-Key": "one"}
    once = client.post("/v1/rechecks", json={"as_at": "2026-06-20"}, headers=keyed)
    assert client.post("/v1/rechecks", json={"as_at": "2026-06-20"}, headers=keyed).content == once.content


def test_a_new_day_alone_is_put_down_to_the_law(client: TestClient) -> None:
    assessed(client, consolidation())
    here = client.post("/v1/rechecks", json={"as_at": "2026-07-20"}).headers["location"]
    ended(client, here)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{here}/changes.csv").text)))
    assert "deadline-passed" in {row["name"] for row in rows if row["kind"] == "flag"}
    assert {row["causes"] for row in rows} == {"law"}


def test_applications_considered_together_are_checked_together(newer: str, client: TestClient) -> None:
    other = assessed(
        client, consolidation(reference="OTHER", closing__ods_code="XA003", closing__postcode="XT1 1AC")
    )
    made = client.post("/v1/applications", json=consolidation()).json()
    done = client.post(made["links"]["assessments"], json={"together": [other]})
    assert done.status_code == 201, done.text
    here = client.post("/v1/rechecks", json={"cases": {"ids": [made["id"]]}, "snapshot": newer}).headers[
        "location"
    ]
    assert ended(client, here)["failed"] == 0
    report = client.get(f"{here}/report.json").json()["report"]
    old = {name: value for case in report["changed"] for name, value in case["rechecked"]["old"]["figures"]}
    assert not any(
        "method" in change["causes"] for case in report["changed"] for change in case["rechecked"]["changes"]
    )
    assert old or report["figures_only"] == [made["id"]] or report["unchanged"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"baseline": "nobody"}, "baseline"),
        ({"snapshot": "nobody"}, "snapshot"),
        ({"as_at": "2026-02-30"}, "as_at"),
        ({"as_at": "2026-07-01", "cases": {"ids": ["nobody"]}}, "cases.ids.0"),
        ({"as_at": "2026-07-01", "cases": {"states": ["lost"]}}, "cases.states.0"),
        ({"as_at": "2026-07-01", "cases": {"states": ["decided"]}}, "cases"),
        ({"as_at": "2026-07-01", "cases": {"colour": "green"}}, "cases.colour"),
    ],
)
def test_what_cannot_be_checked_names_its_field(client: TestClient, body: dict[str, Any], field: str) -> None:
    assessed(client, consolidation())
    answer = client.post("/v1/rechecks", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert client.get("/v1/rechecks").json()["items"] == []


def test_a_case_that_was_not_assessed_cannot_be_named(client: TestClient) -> None:
    made = client.post("/v1/applications", json=relocation()).json()["id"]
    answer = client.post("/v1/rechecks", json={"as_at": "2026-07-01", "cases": {"ids": [made]}})
    assert "is not assessed yet" in answer.json()["errors"][0]["message"]


def test_a_poisoned_case_stops_nothing_and_is_tried_again_when_asked(
    data: Path, next_pna: str, client: TestClient
) -> None:
    good, bad = assessed(client, consolidation()), assessed(client, relocation())
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    with services.database.session(writing=True) as session:
        from sqlalchemy import text

        kept = session.scalar(
            text(
                "SELECT s.content FROM assessments s JOIN applications a ON a.position = s.application WHERE a.id = :id"
            ),
            {"id": bad},
        )
        change = text(
            "UPDATE assessments SET content = :content WHERE application = "
            "(SELECT position FROM applications WHERE id = :id)"
        )
        session.execute(change, {"content": b"{}", "id": bad})
    here = client.post("/v1/rechecks", json={"baseline": next_pna}).headers["location"]
    run = ended(client, here)
    assert (run["state"], run["done"], run["failed"]) == ("done", 2, 1)
    report = client.get(f"{here}/report.json").json()["report"]
    assert [each["case"] for each in report["failed"]] == [bad]
    assert "has changed since it was stored" in report["failed"][0]["error"]
    assert "could not be checked" in client.get(f"{here}/summary.html").text
    with services.database.session(writing=True) as session:
        session.execute(change, {"content": kept, "id": bad})
    assert client.post(f"{here}/resume").json()["state"] == "waiting"
    run = ended(client, here)
    assert (run["done"], run["failed"]) == (2, 0)
    assert client.post(f"{here}/resume").status_code == 409
    assert client.post(f"{here}/cancel").status_code == 409
    assert client.get("/v1/audit").json()["faults"] == []
    assert good in client.get(f"{here}/changes.csv").text


@pytest.fixture
def idle(make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service whose processes never start: runs stand where a test puts them."""
    monkeypatch.setattr("app.recheck.runs.Runs.start", lambda self, run_id: None)
    with TestClient(make_app(), raise_server_exceptions=False) as client:
        yield client


def test_a_stream_goes_on_where_it_was_cut_off(idle: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recheck_events, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(recheck_events, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(recheck_events, "HEARTBEAT_SECONDS", 0.05)
    cases = [assessed(idle, consolidation(reference=f"PC/{at}")) for at in range(3)]
    here = idle.post("/v1/rechecks", json={"as_at": "2026-07-01"}).headers["location"]
    run = here.rpartition("/")[2]
    database = idle.app.state.services.database  # type: ignore[attr-defined]
    journal = StoredJournal(database, run)
    journal.write([Outcome(cases[0], None, "lost"), Outcome(cases[1], None, "lost")])

    cut = idle.get(f"{here}/events").text
    assert ": still there" in cut
    first = events(cut)
    assert [each["case"] for each in first[0][1]["ended"]] == cases[:2]
    assert "end" not in [name for name, _ in first]
    journal.write([Outcome(cases[2], None, "lost")])
    last = {"Last-Event-ID": str(first[-1][1]["id"])}
    again = events(idle.get(f"{here}/events", headers=last).text)
    assert [each["case"] for _, progress in again for each in progress["ended"]] == cases[2:]
    polled = idle.get(f"{here}/events.json?after={first[-1][1]['id']}")
    ProgressAnswer.model_validate_json(polled.content)
    assert polled.json() == again[0][1]
    monkeypatch.setattr(recheck_events, "AT_A_TIME", 2)
    assert idle.get(f"{here}/events.json").json()["more"] is True
    idle.post(f"{here}/cancel")
    paged = events(idle.get(f"{here}/events").text)
    assert [len(progress["ended"]) for _, progress in paged] == [2, 1, 1]
    assert [name for name, _ in paged] == ["progress", "progress", "end"]
    assert idle.get("/v1/rechecks/nobody/events").status_code == 404


def test_a_run_is_cancelled_and_resumed_by_asking_again(idle: TestClient) -> None:
    assessed(idle, consolidation())
    body = {"as_at": "2026-07-01"}
    here = idle.post("/v1/rechecks", json=body).headers["location"]
    assert idle.post(f"{here}/cancel").json()["state"] == "cancelled"
    assert idle.post(f"{here}/cancel").json()["state"] == "cancelled"
    assert idle.get(f"{here}/summary.html").status_code == 200
    assert "The re-check is cancelled: 0 of 1 cases" in idle.get(f"{here}/summary.html").text
    assert idle.post(f"{here}/resume").json()["state"] == "waiting"
    idle.post(f"{here}/cancel")
    assert idle.post("/v1/rechecks", json=body).json()["state"] == "waiting"


def test_a_run_shows_only_ones_own_boards_cases(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch, guarded: TestClient, make_key: MakeKey
) -> None:
    monkeypatch.setattr("app.recheck.runs.Runs.start", lambda self, run_id: None)
    west, east = make_key(Role.ANALYST), make_key(Role.ANALYST, board=EAST)
    both = make_key(Role.ANALYST, board="all")
    mine = assessed(guarded, consolidation(reference="OURS"), west)
    theirs = assessed(guarded, consolidation(reference="THEIRS", notice__sent_to_hwb=EAST), east)
    body = {"as_at": "2026-07-01"}
    here = guarded.post("/v1/rechecks", json=body, headers=both).headers["location"]
    alone = guarded.post("/v1/rechecks", json=body, headers=west).headers["location"]
    assert alone != here
    journal = StoredJournal(guarded.app.state.services.database, here.rpartition("/")[2])  # type: ignore[attr-defined]
    journal.write([Outcome(mine, None, "ours is lost"), Outcome(theirs, None, "theirs is lost")])

    for key, own, other in ((west, mine, theirs), (east, theirs, mine)):
        run = guarded.get(here, headers=key).json()
        assert (run["cases"], run["done"], run["failed"], run["whole"]) == (1, 1, 1, False)
        polled = guarded.get(f"{here}/events.json", headers=key).json()
        assert [each["case"] for each in polled["ended"]] == [own]
        for form in ("report.json", "changes.csv", "summary.html"):
            text = guarded.get(f"{here}/{form}", headers=key).text
            assert other not in text
            assert ("theirs is lost" in text) is (own == theirs and form != "changes.csv")
        assert (
            "Cases of other boards were checked too" in guarded.get(f"{here}/summary.html", headers=key).text
        )
        for step in ("cancel", "resume"):
            assert guarded.post(f"{here}/{step}", headers=key).status_code == 403
    assert guarded.get(here, headers=both).json()["whole"] is True
    assert guarded.get(alone, headers=east).status_code == 404
    for path in ("events", "events.json", "report.json", "changes.csv", "summary.docx"):
        assert guarded.get(f"{alone}/{path}", headers=east).status_code == 404
    assert guarded.post(f"{alone}/cancel", headers=east).status_code == 404
    assert [item["url"] if "url" in item else item["links"]["self"] for item in
            guarded.get("/v1/rechecks", headers=east).json()["items"]] == [here]  # fmt: skip
    refused = guarded.post("/v1/rechecks", json={**body, "cases": {"ids": [theirs]}}, headers=west)
    assert refused.json()["errors"][0]["field"] == "cases.ids.0"
    refused = guarded.post("/v1/rechecks", json={**body, "cases": {"boards": [EAST]}}, headers=west)
    assert refused.json()["errors"][0]["field"] == "cases.boards.0"
    chosen = guarded.post("/v1/rechecks", json={**body, "cases": {"boards": [WEST]}}, headers=both)
    assert chosen.headers["location"] == alone, "the same cases on the same basis"
    reader = make_key(Role.READER)
    assert guarded.post("/v1/rechecks", json=body, headers=reader).status_code == 403


def test_cases_of_boards_that_the_new_assessment_is_not_of_are_left_out(
    next_pna: str, idle: TestClient
) -> None:
    theirs = assessed(idle, consolidation(notice__sent_to_hwb=EAST))
    mine = assessed(idle, consolidation())
    run = idle.post("/v1/rechecks", json={"baseline": "westley-2025"}).json()
    assert run["cases"] == 1
    assert run["left_out"] == [{"reason": "of boards whose assessment the new baseline is not", "cases": 1}]
    named = idle.post("/v1/rechecks", json={"baseline": "westley-2025", "cases": {"ids": [mine, theirs]}})
    assert [error["field"] for error in named.json()["errors"]] == ["cases.ids.1"]


def test_the_summary_is_for_the_boards_of_the_new_assessment_and_not_for_all_that_its_reader_works_for(
    next_pna: str, guarded: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.recheck.runs.Runs.start", lambda self, run_id: None)
    services = guarded.app.state.services  # type: ignore[attr-defined]
    event = AuditEvent(NOW, "administrator", "request")
    with services.database.writing() as records:
        made = records.keys.make(
            "both", "analyst", [Role.ANALYST], [WEST, EAST], NOW + timedelta(days=1), event
        )
    both = {"Authorization": f"Bearer {made}"}
    assessed(guarded, consolidation(), both)
    here = guarded.post("/v1/rechecks", json={"baseline": next_pna}, headers=both).headers["location"]
    page = guarded.get(f"{here}/summary.html", headers=both).text
    assert "Westley Health and Wellbeing Board" in page
    assert EAST not in page
    assert "Eastley" not in page
