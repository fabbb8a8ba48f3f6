"""Repeated requests, lost updates, limits, ids and headers: what a client may count on."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.domain.accounts import Role
from app.main import create_app
from app.settings import Settings
from tests.functional.conftest import NOW
from tests.made_up.papers import consolidation, relocation

MakeKey = Callable[..., dict[str, str]]


def post(client: TestClient, key: str | None, document: Any = None, path: str = "/v1/applications") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(path, headers=headers, **({} if document is None else {"json": document}))


@pytest.fixture
def either(make_app: Callable[..., FastAPI], database_url: str) -> Iterator[TestClient]:
    """A client of the service on each kind of database in turn."""
    with TestClient(make_app(database=database_url), raise_server_exceptions=False) as client:
        yield client


def references(client: TestClient) -> list[str]:
    return [item["reference"] for item in client.get("/v1/applications?limit=200").json()["items"]]


def test_a_repeated_request_is_answered_as_before_and_done_once(client: TestClient) -> None:
    first, again = (post(client, "one", relocation()) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert all(again.headers[name] == first.headers[name] for name in ("location", "etag", "content-type"))
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert references(client) == ["PC/2"]


def test_an_assessment_and_a_move_are_repeated_too(client: TestClient) -> None:
    here = post(client, None, consolidation()).headers["location"]
    runs = [post(client, "run", path=f"{here}/assessments") for _ in range(3)]
    assert len({run.content for run in runs}) == 1
    assert len(client.get(f"{here}/assessments").json()) == 1
    headers = {"Idempotency-Key": "move", "If-Match": '"2"'}
    moves = [client.post(f"{here}/case/moves", json={"to": "drafted"}, headers=headers) for _ in range(2)]
    assert [move.status_code for move in moves] == [200, 200]
    assert moves[0].content == moves[1].content
    assert client.get(f"{here}/case").json()["version"] == 3


@pytest.mark.parametrize(
    "other", [("/v1/applications", consolidation()), ("/v1/applications?x=1", relocation())]
)
def test_a_key_with_another_request_is_409(client: TestClient, other: tuple[str, Any]) -> None:
    post(client, "one", relocation())
    answer = post(client, "one", other[1], other[0])
    assert answer.status_code == 409
    assert answer.json()["type"] == "/docs#problem-key-used"
    assert references(client) == ["PC/2"]


def test_a_request_that_was_refused_uses_no_key_up(client: TestClient) -> None:
    assert post(client, "one", relocation(applicant="")).status_code == 422
    assert post(client, "one", relocation()).status_code == 201


def test_keys_of_two_people_do_not_meet(guarded: TestClient, make_key: MakeKey) -> None:
    for who in ("ann", "ben"):
        headers = {**make_key(Role.ANALYST, holder=who), "Idempotency-Key": "one"}
        answer = guarded.post("/v1/applications", json=relocation(reference=who), headers=headers)
        assert (answer.status_code, answer.json()["application"]["reference"]) == (201, who)


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201])
def test_a_key_that_is_none_is_422(client: TestClient, key: str) -> None:
    answer = post(client, key, relocation())
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_double_submits_side_by_side_are_one(either: TestClient) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: post(either, "double", consolidation()), range(12)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert references(either) == ["PC/1"]


def test_a_change_needs_the_version_that_was_seen(client: TestClient) -> None:
    here = post(client, None, consolidation()).headers["location"]
    part = {"signatory": "The Chair"}
    bare = client.put(f"{here}/officer", json=part)
    assert (bare.status_code, bare.json()["type"]) == (428, "/docs#problem-version-needed")
    seen = client.get(here).headers["etag"]
    put = client.put(f"{here}/officer", json=part, headers={"If-Match": seen})
    assert put.status_code == 200
    late = client.put(f"{here}/officer", json=part, headers={"If-Match": seen})
    assert (late.status_code, late.json()["type"]) == (412, "/docs#problem-changed-since")
    assert put.headers["etag"] in late.json()["detail"]
    for path in (here, f"{here}/case", f"{here}/officer"):
        assert client.get(path).headers["etag"] == put.headers["etag"]
    for taken in (f'"99", {put.headers["etag"]}',):
        assert client.put(f"{here}/officer", json=part, headers={"If-Match": taken}).status_code == 200
    for refused in ('W/"3"', "3", '"99"', ""):
        assert client.put(f"{here}/officer", json=part, headers={"If-Match": refused}).status_code == 412


def test_of_edits_side_by_side_one_is_kept_and_the_others_are_told(either: TestClient) -> None:
    client = either
    here = post(client, None, consolidation()).headers["location"]
    seen = client.get(here).headers["etag"]

    def edit(number: int) -> int:
        part = {"signatory": f"Officer {number}"}
        return client.put(f"{here}/officer", json=part, headers={"If-Match": seen}).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(edit, range(8)))
    assert statuses == [200] + [412] * 7
    assert client.get(f"{here}/officer").json()["version"] == 1
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    assert services.database.verify().faults == ()


def test_an_assessment_that_one_has_is_304(client: TestClient) -> None:
    here = post(client, None, consolidation()).headers["location"]
    client.post(f"{here}/assessments")
    first = client.get(f"{here}/assessments/1")
    again = client.get(f"{here}/assessments/1", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(f"{here}/assessments/1", headers={"If-None-Match": '"0"'}).status_code == 200


def test_what_is_read_stays_out_of_caches(client: TestClient) -> None:
    here = post(client, None, consolidation()).headers["location"]
    client.post(f"{here}/assessments")
    for path in (
        "/",
        "/docs",
        here,
        "/v1/law",
        "/nowhere",
        "/version",
    ):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
    for path in (f"{here}/assessments/1", f"{here}/letter.html", f"{here}/letter.docx", f"{here}/map.gpkg"):
        assert client.get(path).headers["cache-control"] == "private, no-cache", path


def test_every_answer_bears_the_id_of_its_request(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        client.get("/version", headers={"X-Request-ID": "trace-12345678"}).headers["x-request-id"]
        == "trace-12345678"
    )
    ids = {
        client.get(path).headers["x-request-id"] for path in ("/version", "/nowhere", "/v1/applications/x")
    }
    assert len(ids) == 3
    for bad in ("short", "x" * 65, "two words here", "<script>alert(1)</script>"):
        assert client.get("/version", headers={"X-Request-ID": bad}).headers["x-request-id"] != bad

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.api.health.versions", fail)
    failed = client.get("/version", headers={"X-Request-ID": "trace-12345678"})
    assert (failed.status_code, failed.headers["x-request-id"]) == (500, "trace-12345678")
    assert "Reference: trace-12345678" in failed.json()["detail"]


def test_the_event_of_a_change_bears_the_id_of_its_request(client: TestClient) -> None:
    answer = client.post("/v1/applications", json=relocation(), headers={"X-Request-ID": "trace-12345678"})
    events = client.get(f"{answer.headers['location']}/events").json()
    assert [(event["request_id"], event["actor"]) for event in events] == [("trace-12345678", "demo")]


def test_requests_are_counted_and_too_many_are_429(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(make_app(requests_a_minute=3)) as client:
        left = [client.get("/v1/law") for _ in range(4)]
        assert [answer.headers["ratelimit-remaining"] for answer in left] == ["2", "1", "0", "0"]
        assert {answer.headers["ratelimit-limit"] for answer in left} == {"3"}
        assert [answer.status_code for answer in left] == [200, 200, 200, 429]
        last = left[-1]
        assert last.json()["type"] == "/docs#problem-too-many"
        assert 0 < int(last.headers["retry-after"]) <= 60
        assert last.headers["ratelimit-reset"] == last.headers["retry-after"]
        assert client.get("/health/live").status_code == 200


def test_wrong_keys_are_counted_by_the_address_they_come_from(
    make_app: Callable[..., FastAPI],
) -> None:
    with TestClient(make_app(demo=False, requests_a_minute=100, failed_keys_a_minute=2)) as client:
        statuses = [
            client.get("/v1/law", headers={"Authorization": f"Bearer pa_{number}"}).status_code
            for number in range(4)
        ]
        assert statuses == [401, 401, 429, 429]


def test_paths_carry_their_version() -> None:
    from app.api.access import API_RULES

    outside = {path for _, path in API_RULES if not path.startswith("/v1/")}
    assert outside == {"/metrics", "/version", "/health/live", "/health/ready"}


def test_the_committed_document_is_the_one_that_is_served() -> None:
    committed = Path(__file__).parents[2] / "docs" / "openapi.json"
    document = create_app(Settings()).openapi()
    assert json.loads(committed.read_bytes()) == json.loads(json.dumps(document)), (
        "The API changed. Where that is meant, write it down: "
        "pharmacy-assessor openapi --out docs/openapi.json"
    )


def test_answers_are_kept_for_a_week_and_then_removed_on_request(client: TestClient) -> None:
    from app.domain.audit import AuditEvent
    from app.store.retention import ANSWERS, due, remove

    post(client, "one", relocation())
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    for days, count in ((6, 0), (8, 1)):
        with services.database.reading() as records:
            found = {each.rule: each.count for each in due(records, NOW + timedelta(days=days))}
            assert found[ANSWERS] == count
    with services.database.writing() as records:
        remove(records, AuditEvent(NOW + timedelta(days=8), "administrator", "request", "past its time"))
    with services.database.reading() as records:
        assert {each.count for each in due(records, NOW + timedelta(days=8))} == {0}
        assert [event.action for event in records.audit.events("retention")] == ["records removed"]
    assert services.database.verify().faults == ()
    assert post(client, "one", relocation()).status_code == 201
    assert len(references(client)) == 2
