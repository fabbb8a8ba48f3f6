"""The main line over HTTP: an application in, an assessment kept to the byte, the officer's part, the draft letters."""

import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access import prepare
from app.api.answers import (
    ApplicationAnswer,
    ApplicationList,
    BaselineList,
    LawAnswer,
    OfficerAnswer,
    Version,
)
from app.api.assessment_answer import AssessmentAnswer
from app.assessment import assess
from app.domain.canonical import canonical_json, plain
from app.main import create_app
from app.schemas.applications import APPLICATION
from app.schemas.baselines import BASELINE
from app.settings import Settings
from app.store.library import read_baseline
from geodata.snapshot import Snapshot
from tests.functional.conftest import NOW
from tests.made_up.papers import baseline, consolidation, relocation
from tests.made_up.small_area import snapshot

ANY_VERSION = {"If-Match": "*"}
OPINION = {"choice": "would not", "given_by": "Westley Health and Wellbeing Board", "given_on": "2026-05-20"}


def kept(client: TestClient, document: dict[str, Any]) -> str:
    response = client.post("/v1/applications", json=document)
    assert response.status_code == 201, response.text
    assert response.headers["location"] == f"/v1/applications/{response.json()['id']}"
    return str(response.headers["location"])


def assessed(client: TestClient, document: dict[str, Any]) -> str:
    application = kept(client, document)
    response = client.post(f"{application}/assessments")
    assert response.status_code == 201, response.text
    return application


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("document", [relocation(), consolidation()], ids=["relocation", "consolidation"])
def test_an_application_reads_back_as_it_was_sent(client: TestClient, document: dict[str, Any]) -> None:
    answer = client.get(kept(client, document))
    ApplicationAnswer.model_validate_json(answer.content)
    back = answer.json()["application"]
    assert back == plain(APPLICATION.validate_python(document).value())
    assert client.post("/v1/applications", json=back).json()["application"] == back


def test_an_answer_says_where_its_papers_are(client: TestClient) -> None:
    here = kept(client, relocation())
    assert client.get(here).json()["links"] == {
        "self": here,
        "assessments": f"{here}/assessments",
        "officer": f"{here}/officer",
        "letter_docx": f"{here}/letter.docx",
        "letter_html": f"{here}/letter.html",
        "no_response_docx": f"{here}/no-response.docx",
        "no_response_html": f"{here}/no-response.html",
    }
    assert client.get(kept(client, consolidation())).json()["links"]["no_response_docx"] is None


def test_the_list_has_the_latest_first_with_the_last_day(client: TestClient) -> None:
    paths = [kept(client, consolidation(reference=f"PC/{number}")) for number in range(5)]
    page = client.get("/v1/applications?limit=2").json()
    ApplicationList.model_validate_json(json.dumps(page))
    assert page["items"][0]["last_day"] == "2026-06-15"
    assert page["items"][0]["leaving"] == "Pharmacy XA001, XT1 1AA"
    found = [item["url"] for item in page["items"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += [item["url"] for item in page["items"]]
    assert found == paths[::-1]


@pytest.mark.parametrize("document", [relocation(), consolidation()], ids=["relocation", "consolidation"])
def test_an_assessment_is_what_assess_gives_and_is_served_to_the_byte(
    client: TestClient, data: Path, document: dict[str, Any]
) -> None:
    here = kept(client, document)
    run = client.post(f"{here}/assessments", json={"as_at": "2026-05-10"})
    again = client.get(run.headers["location"])
    assert run.headers["location"] == f"{here}/assessments/1"
    assert run.content == again.content
    AssessmentAnswer.model_validate_json(run.content)

    made = Snapshot.open(next((data / "snapshots").iterdir()))
    baseline = read_baseline(data / "baselines" / "westley.json")
    application = APPLICATION.validate_python(document).value()
    assert run.content == canonical_json(assess(application, baseline, prepare(made), date(2026, 5, 10)))

    note = client.get(f"{here}/assessments").json()[0]
    assert again.headers["etag"] == f'"{note["sha256"]}"'
    assert note["as_at"] == "2026-05-10"
    assert note["made"] == "2026-05-04T09:30:00Z"
    assert note["snapshot"] == made.id


def test_where_there_are_no_streets_it_is_measured_in_a_straight_line_and_said_so(
    data: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    made = snapshot(bare / "snapshots", networks={})
    standard = {"id": "mile", "mode": "straight line", "minutes": 20}
    (bare / "baselines").mkdir()
    (bare / "baselines" / "one.json").write_text(json.dumps(baseline(made.id, standards=[standard])))
    with TestClient(
        create_app(Settings(data=bare, demo=True, requests_a_minute=0), clock=lambda: NOW)
    ) as client:
        here = assessed(client, consolidation())
        evidence = {item["id"]: item for item in client.get(f"{here}/assessments/1").json()["evidence"]}
        assert evidence["distance.straight"]["value"] == 450
        assert evidence["distance.walk"]["value"] is None
        assert "no streets" in evidence["distance.walk"]["note"]
        assert client.get(f"{here}/letter.html").status_code == 200


def test_with_no_body_the_boards_own_baseline_and_today_are_taken(client: TestClient) -> None:
    here = kept(client, consolidation())
    for body in ({}, {"json": {}}, {"json": {"baseline": None, "as_at": None}}):
        answer = client.post(f"{here}/assessments", **body)
        assert (answer.json()["baseline"], answer.json()["as_at"]) == ("westley-2025", "2026-05-04")


def test_another_assessment_is_added_and_the_first_stays(client: TestClient) -> None:
    here = assessed(client, consolidation())
    first = client.get(f"{here}/assessments/1").content
    client.post(f"{here}/assessments", json={"as_at": "2026-06-16"})
    assert client.get(f"{here}/assessments/1").content == first
    assert [note["number"] for note in client.get(here).json()["assessments"]] == [1, 2]
    flags = [{f["id"] for f in client.get(f"{here}/assessments/{n}").json()["flags"]} for n in (1, 2)]
    assert ["deadline-passed" in found for found in flags] == [False, True]


def test_the_opinion_stays_open_until_a_person_gives_it(client: TestClient) -> None:
    here = assessed(client, consolidation())
    assert "would / would not" in client.get(f"{here}/letter.html").text
    assert "would / would not" in words_of(client.get(f"{here}/letter.docx").content)
    given = client.put(
        f"{here}/officer",
        headers=ANY_VERSION,
        json={"opinion": OPINION, "local_knowledge": ["A surgery opens in 2027."]},
    )
    assert given.status_code == 200, given.text
    OfficerAnswer.model_validate_json(given.content)
    assert given.json()["version"] == 1
    for text in (client.get(f"{here}/letter.html").text, words_of(client.get(f"{here}/letter.docx").content)):
        assert "would / would not" not in text
        assert "would not create a gap" in text
        assert "A surgery opens in 2027." in text


def test_the_officers_part_reads_back_and_is_replaced_whole(client: TestClient) -> None:
    here = kept(client, consolidation())
    assert client.get(f"{here}/officer").status_code == 404
    client.put(f"{here}/officer", headers=ANY_VERSION, json={"opinion": OPINION})
    client.put(f"{here}/officer", headers=ANY_VERSION, json={"signatory": "The Chair of the Board"})
    answer = client.get(f"{here}/officer").json()
    assert answer["version"] == 2
    assert answer["part"]["signatory"] == "The Chair of the Board"
    assert answer["part"]["opinion"] is None
    assert client.get(here).json()["officer"] == answer


def test_a_letter_for_word_is_a_file_named_after_the_reference(client: TestClient) -> None:
    here = assessed(client, consolidation(reference='CAS-12/7 "x"; y=\u20ac'))
    answer = client.get(f"{here}/letter.docx")
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert (
        answer.headers["content-disposition"]
        == 'attachment; filename="representation-cas-12-7-x-y-draft.docx"'
    )
    assert "CAS-12/7" in words_of(answer.content)


def test_a_relocation_has_a_record_of_no_response(client: TestClient) -> None:
    here = assessed(client, relocation())
    client.put(f"{here}/officer", headers=ANY_VERSION, json={"no_response_reason": "The move is next door."})
    for text in (
        client.get(f"{here}/no-response.html").text,
        words_of(client.get(f"{here}/no-response.docx").content),
    ):
        assert "The move is next door." in text


def test_a_letter_rests_on_the_assessment_that_is_asked_for(client: TestClient) -> None:
    here = assessed(client, consolidation())
    first = client.get(f"{here}/letter.html").content
    client.post(f"{here}/assessments", json={"as_at": "2026-06-16"})
    assert client.get(f"{here}/letter.html?assessment=1").content == first
    latest = client.get(f"{here}/letter.html").content
    assert latest == client.get(f"{here}/letter.html?assessment=2").content
    assert latest != first


def test_a_letter_rests_on_stored_figures_even_when_the_folders_are_gone(
    make_app: Callable[..., FastAPI], data: Path
) -> None:
    with TestClient(make_app()) as client:
        here = assessed(client, consolidation())
        letter = client.get(f"{here}/letter.html").text
    shutil.rmtree(data / "snapshots")
    shutil.rmtree(data / "baselines")
    with TestClient(make_app()) as client:
        again = client.get(f"{here}/letter.html").text
    # The map alone shows fewer streets: those are looked at and nothing is counted by them.
    assert again != letter
    assert re.sub("<img [^>]*>", "", again) == re.sub("<img [^>]*>", "", letter)


def test_text_that_looks_like_html_is_shown_as_text(client: TestClient) -> None:
    here = assessed(client, consolidation(applicant="<script>alert(1)</script> & Sons"))
    for path in (f"{here}/letter.html", "/cases"):
        page = client.get(path).text
        assert "<script>" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_baselines_read_back_as_their_files_hold_them(client: TestClient, data: Path) -> None:
    listed = client.get("/v1/baselines")
    BaselineList.model_validate_json(listed.content)
    item = listed.json()["items"][0]
    assert item["usable"] is True
    assert item["invented"] is True
    whole = client.get(item["url"]).json()
    document = json.loads((data / "baselines" / "westley.json").read_bytes())
    assert BASELINE.validate_python(whole).value() == BASELINE.validate_python(document).value()


def test_the_law_is_that_of_the_day_asked_for(client: TestClient) -> None:
    answers = {day: client.get(f"/v1/law?as_at={day}") for day in ("2019-09-25", "2026-05-04")}
    for answer in answers.values():
        LawAnswer.model_validate_json(answer.content)
    named = {day: answer.json()["bodies"]["decision_maker"]["name"] for day, answer in answers.items()}
    assert named == {"2019-09-25": "NHS England", "2026-05-04": "the integrated care board"}
    assert client.get("/v1/law").json() == answers["2026-05-04"].json()


def test_the_law_says_of_each_rule_where_it_stands_and_how_far_it_was_read(client: TestClient) -> None:
    answer = client.get("/v1/law?as_at=2014-03-31").json()
    rules = {rule["id"]: rule for rule in answer["rules"]}
    planning = rules["reg24(1)(c)"]
    assert planning["links"] == ["https://www.legislation.gov.uk/uksi/2013/349/regulation/24"]
    assert (planning["since"], planning["until"]) == ("2013-04-01", "2014-03-31")
    assert planning["read"] == "read whole"
    assert planning["read_in"] == [
        {"name": "SI 2013/349 as made", "link": "https://www.legislation.gov.uk/uksi/2013/349/made"}
    ]
    assert "reg24(3)(d)" not in rules
    assert all(rule["links"] and rule["read_in"] for rule in rules.values())
    assert [set(question) for question in answer["open"]] == [
        {"what", "known", "settled_by", "rules"} for _ in answer["open"]
    ]
    assert any("Miscellaneous Amendments" in question["what"] for question in answer["open"])
    assert list(client.get("/v1/law?as_at=1999-01-01").json()["errors"][0]) == ["field", "message"]


def test_the_version_says_what_computes_the_figures(client: TestClient) -> None:
    answer = Version.model_validate_json(client.get("/version").content)
    assert {"numpy", "scipy", "shapely"} <= set(answer.libraries)


def test_the_date_is_that_of_england_and_not_of_the_server(data: Path) -> None:
    just_after_midnight = datetime(2026, 5, 4, 23, 30, tzinfo=UTC)
    with TestClient(
        create_app(Settings(data=data, demo=True, requests_a_minute=0), clock=lambda: just_after_midnight)
    ) as client:
        assert client.get("/v1/law").json()["as_at"] == "2026-05-05"
