"""Every error is a problem that names what is wrong: its shape at every status, and every bad input over HTTP."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.answers import ProblemAnswer
from app.api.problems import KINDS
from geodata.snapshot import Postcodes
from tests.made_up.papers import CLOSING, CONTINUING, baseline, consolidation, relocation
from tests.made_up.small_area import contents, snapshot

JSON = {"Content-Type": "application/json"}


def problem(response: Any, status: int, kind: str) -> ProblemAnswer:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    answer = ProblemAnswer.model_validate(response.json(), strict=True)
    assert answer.status == status
    assert answer.type == f"/docs#problem-{kind}"
    assert answer.title
    assert answer.detail
    return answer


def errors(response: Any) -> dict[str, str]:
    return {error.field: error.message for error in problem(response, 422, "not-valid").errors}


def kept(client: TestClient, document: dict[str, Any]) -> str:
    response = client.post("/v1/applications", json=document)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/v1/applications/nobody",
        "/v1/applications/nobody/assessments",
        "/v1/applications/nobody/assessments/1",
        "/v1/applications/nobody/letter.html",
        "/v1/applications/nobody/officer",
        "/v1/applications?after=nobody",
        "/v1/baselines/nobody",
    ],
)
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    answer = problem(client.get(path), 404, "not-found")
    assert answer.instance == path.partition("?")[0]
    assert "nothing" in answer.detail or "nobody" in answer.detail


def test_a_method_that_is_not_taken_is_405_and_says_which_are(client: TestClient) -> None:
    response = client.delete("/v1/baselines")
    assert problem(response, 405, "method-not-allowed").detail == "/v1/baselines takes GET, POST, not DELETE."
    assert response.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("whole", [True, False], ids=["length given", "in chunks"])
def test_a_body_too_large_is_413(make_app: Callable[..., FastAPI], whole: bool) -> None:
    body = json.dumps(relocation(adjacency_explanation="x" * 4000)).encode()
    with TestClient(make_app(max_body_bytes=2_000)) as client:
        content = body if whole else iter([body[:100], body[100:]])
        problem(client.post("/v1/applications", content=content, headers=JSON), 413, "too-large")


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}]
)
def test_a_body_that_is_not_sent_as_json_is_415(client: TestClient, headers: dict[str, str]) -> None:
    answer = problem(client.post("/v1/applications", content=b"{}", headers=headers), 415, "not-json-type")
    assert "Content-Type: application/json" in answer.detail


def test_json_is_taken_with_a_charset(client: TestClient) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert (
        client.post("/v1/applications", content=json.dumps(relocation()), headers=headers).status_code == 201
    )


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}'], ids=["cut short", "latin", "deep", "NaN"]
)
def test_a_body_that_is_no_json_is_400(client: TestClient, body: bytes) -> None:
    problem(client.post("/v1/applications", content=body, headers=JSON), 400, "not-json")


def test_a_body_that_is_left_out_is_422(client: TestClient) -> None:
    assert errors(client.post("/v1/applications")) == {"": "This is missing. Give it as the papers state it."}


def test_every_field_at_fault_is_named_at_once(client: TestClient) -> None:
    document = consolidation(
        applicant=3, notice__dated="soon", closing__hours__monday="nine to five", colour="green"
    )
    response = client.post("/v1/applications", json=document)
    assert set(errors(response)) == {"applicant", "notice.dated", "closing.hours.monday", "colour"}
    assert problem(response, 422, "not-valid").detail == "4 things cannot be taken as given."


def test_a_field_given_twice_is_refused(client: TestClient) -> None:
    body = json.dumps(relocation()).replace('"monday"', '"tuesday"', 1)
    assert errors(client.post("/v1/applications", content=body, headers=JSON)) == {
        "tuesday": "This field is given twice in one object. Keep the right one."
    }


BAD_INPUT: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown postcode": (
        relocation(proposed__postcode="ZZ1 1ZZ"),
        "proposed.postcode",
        "give the place in proposed.point",
    ),
    "closing site equal to continuing site": (
        consolidation(closing={**CONTINUING, "ods_code": None}),
        "closing.address",
        "must be different places",
    ),
    "one ODS code for both": (
        consolidation(closing__ods_code="XA002"),
        "closing.ods_code",
        "needs two listed sites",
    ),
    "reply date before notice date": (
        consolidation(notice__reply_by="2026-04-30"),
        "notice.reply_by",
        "before the date of the notice",
    ),
    "hours that overlap": (
        consolidation(closing__hours__friday="09:00-13:00,12:30-17:00"),
        "closing.hours.friday",
        "overlap",
    ),
    "hours that end before they start": (
        relocation(existing__hours__friday="17:30-09:00"),
        "existing.hours.friday",
        "ends before it starts",
    ),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_refused_with_its_own_message(client: TestClient, name: str) -> None:
    document, field, message = BAD_INPUT[name]
    found = errors(client.post("/v1/applications", json=document))
    assert list(found) == [field]
    assert message in found[field]
    assert client.get("/v1/applications").json()["items"] == []


def test_both_unknown_postcodes_are_named(client: TestClient) -> None:
    document = consolidation(closing__postcode="ZZ1 1ZZ", continuing__postcode="ZZ1 1ZY")
    assert set(errors(client.post("/v1/applications", json=document))) == {
        "closing.postcode",
        "continuing.postcode",
    }


def test_an_unknown_postcode_is_taken_with_a_point(client: TestClient) -> None:
    point = {"easting": 500_520, "northing": 400_000, "source": "measured by the board"}
    kept(client, relocation(proposed__postcode="ZZ1 1ZZ", proposed__point=point))


FLAGGED: dict[str, tuple[dict[str, Any], str]] = {
    "sites in different boards' areas": (
        consolidation(
            closing={
                **CLOSING,
                "name": "Pharmacy XA003",
                "address": "2500 Long Street",
                "postcode": "XT1 1AC",
                "ods_code": "XA003",
            }
        ),
        "different-boards",
    ),
    "a distance-selling closing site": (consolidation(closing__distance_selling=True), "distance-selling"),
    "a distance-selling continuing site": (
        consolidation(continuing__distance_selling=True),
        "distance-selling",
    ),
    "a premises further than 1 km from any street": (
        relocation(proposed__point={"easting": 500_900, "northing": 401_500, "source": "a map"}),
        "far-from-street",
    ),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_what_only_people_can_settle_is_flagged_and_not_refused(client: TestClient, name: str) -> None:
    document, flag = FLAGGED[name]
    response = client.post(
        f"/v1/applications/{kept(client, document)}/assessments", json={"baseline": "westley-2025"}
    )
    assert response.status_code == 201, response.text
    assert flag in {found["id"] for found in response.json()["flags"]}


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"baseline": "nobody"}, "baseline", "Those loaded are: westley-2025"),
        ({"baseline": "No Such"}, "baseline", "small letters"),
        ({"as_at": "May"}, "as_at", "2019-08-13"),
        ({"as_at": "2012-01-01"}, "baseline", "published after 2012-01-01"),
        ({"as_at": "2012-01-01", "baseline": "westley-2025"}, "as_at", "2013"),
        ({"asat": "2026-05-01"}, "asat", "no field of this name"),
    ],
)
def test_an_assessment_that_cannot_be_run_names_the_field(
    client: TestClient, body: dict[str, str], field: str, message: str
) -> None:
    application = kept(client, consolidation())
    found = errors(client.post(f"/v1/applications/{application}/assessments", json=body))
    assert list(found) == [field]
    assert message in found[field]
    assert client.get(f"/v1/applications/{application}/assessments").json() == []


def test_a_site_outside_every_baseline_is_not_measured_on_a_guess(client: TestClient) -> None:
    site = {**CLOSING, "postcode": "XT1 1AC", "address": "2500 Long Street", "ods_code": "XA003"}
    moved = {"name": "Pharmacy XA003", "address": "2520 Long Street", "postcode": "XT1 1AC"}
    application = kept(client, relocation(existing=site, proposed=moved))
    found = errors(client.post(f"/v1/applications/{application}/assessments"))
    assert "Load its baseline, or name one" in found["baseline"]


def test_a_postcode_that_the_chosen_baselines_data_does_not_know_is_named(
    data: Path, make_app: Callable[..., FastAPI]
) -> None:
    known = contents().postcodes
    kept_rows = known.code != b"XT11ZZ"
    fewer = Postcodes(known.code[kept_rows], known.x[kept_rows], known.y[kept_rows], known.error_m[kept_rows])
    made = snapshot(data / "snapshots", postcodes=fewer)
    (data / "baselines" / "other.json").write_text(json.dumps(baseline(made.id, id="westley-other")))
    with TestClient(make_app()) as client:
        application = kept(client, relocation())
        found = errors(
            client.post(f"/v1/applications/{application}/assessments", json={"baseline": "westley-other"})
        )
        assert list(found) == ["proposed.postcode"]
        assert client.post(
            f"/v1/applications/{application}/assessments", json={"baseline": "westley-2025"}
        ).is_success


@pytest.mark.parametrize("number", ["0", "-1", "one"])
def test_an_assessment_number_is_a_number_from_1(client: TestClient, number: str) -> None:
    application = kept(client, consolidation())
    assert list(errors(client.get(f"/v1/applications/{application}/assessments/{number}"))) == ["number"]


def test_a_page_is_of_1_to_200(client: TestClient) -> None:
    assert errors(client.get("/v1/applications?limit=0")) == {"limit": "Give a number of 1 or more."}
    assert errors(client.get("/v1/applications?limit=201")) == {"limit": "Give a number of 200 or less."}


def test_a_letter_before_any_assessment_is_409_and_says_what_to_do(client: TestClient) -> None:
    application = kept(client, consolidation())
    answer = problem(client.get(f"/v1/applications/{application}/letter.docx"), 409, "not-assessed")
    assert f"POST to /v1/applications/{application}/assessments first" in answer.detail
    client.post(f"/v1/applications/{application}/assessments")
    problem(client.get(f"/v1/applications/{application}/letter.docx?assessment=2"), 404, "not-found")


def test_there_is_no_record_of_no_response_where_the_board_must_answer(client: TestClient) -> None:
    application = kept(client, consolidation())
    client.post(f"/v1/applications/{application}/assessments")
    problem(client.get(f"/v1/applications/{application}/no-response.html"), 409, "does-not-apply")


def test_an_opinion_on_a_relocation_is_refused(client: TestClient) -> None:
    application = kept(client, relocation())
    opinion = {"choice": "would not", "given_by": "The Board", "given_on": "2026-05-04"}
    found = errors(
        client.put(
            f"/v1/applications/{application}/officer", headers={"If-Match": "*"}, json={"opinion": opinion}
        )
    )
    assert "on a consolidation only" in found["opinion"]


def test_a_snapshot_with_a_changed_byte_is_503_and_named_at_readiness(
    data: Path, make_app: Callable[..., FastAPI]
) -> None:
    with TestClient(make_app()) as client:
        application = kept(client, consolidation())
        assert client.get("/health/ready").json() == {"status": "ready", "reasons": [], "warnings": []}
    file = next(data.glob("snapshots/*/network/walk/edge_mm.npy"))
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    with TestClient(make_app()) as client:
        for asked in ({}, {"baseline": "westley-2025"}):
            answer = client.post(f"/v1/applications/{application}/assessments", json=asked)
            assert "edge_mm.npy has changed" in problem(answer, 503, "snapshot-unusable").detail
        answer = client.post("/v1/applications", json=relocation())
        assert (
            "places of this application cannot be checked" in problem(answer, 503, "snapshot-unusable").detail
        )
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        assert "edge_mm.npy has changed" in ready.json()["reasons"][0]
        assert client.get("/health/live").json() == {"status": "live"}
        assert client.get(f"/v1/applications/{application}").status_code == 200
        assert client.get("/v1/baselines").json()["items"][0]["usable"] is False


def test_a_stored_assessment_that_was_altered_is_never_drafted_from(client: TestClient, data: Path) -> None:
    application = kept(client, consolidation())
    client.post(f"/v1/applications/{application}/assessments")
    with sqlite3.connect(data / "pharmacy.sqlite3") as connection:
        connection.execute("UPDATE assessments SET content = CAST(replace(content, '450', '250') AS BLOB)")
    connection.close()
    for path in ("letter.html", "letter.docx", "assessments/1"):
        answer = problem(client.get(f"/v1/applications/{application}/{path}"), 500, "altered")
        assert "has changed since it was stored" in answer.detail


def test_a_database_that_is_gone_is_503(client: TestClient, data: Path) -> None:
    with sqlite3.connect(data / "pharmacy.sqlite3") as connection:
        connection.execute("DROP TABLE applications")
    connection.close()
    answer = problem(client.post("/v1/applications", json=relocation()), 503, "database-unusable")
    assert "no such table" in answer.detail
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert "no such table" in ready.json()["reasons"][0]


def test_a_failure_is_500_with_a_reference_and_without_its_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("app.api.assessments.assess", fail)
    application = kept(client, consolidation())
    answer = problem(client.post(f"/v1/applications/{application}/assessments"), 500, "failure")
    reference = answer.detail.rpartition("Reference: ")[2].rstrip(".")
    assert "secret" not in answer.model_dump_json()
    assert f"failure {reference}" in caplog.text
    assert "a secret of the inside" in caplog.text


def test_every_kind_of_problem_is_explained_on_the_api_page(client: TestClient) -> None:
    page = client.get("/docs").text
    assert all(f'id="problem-{kind.id}"' in page for kind in KINDS)
