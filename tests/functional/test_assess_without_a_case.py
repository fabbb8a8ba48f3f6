"""POST /v1/assess: the same figures and papers as through a case, and nothing kept."""

import io
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient

from app.api.stateless import AssessAnswer
from tests.made_up.papers import consolidation, relocation

DAY = "2026-05-10"


def kept(client: TestClient) -> tuple[int, int]:
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    return len(client.get("/v1/applications").json()["items"]), services.database.verify().events


@pytest.mark.parametrize("document", [relocation(), consolidation()], ids=["relocation", "consolidation"])
def test_it_is_the_same_assessment_as_through_a_case(client: TestClient, document: Any) -> None:
    answer = client.post("/v1/assess", json={"application": document, "as_at": DAY})
    assert answer.status_code == 200, answer.text
    AssessAnswer.model_validate_json(answer.content)
    assert kept(client) == (0, 0)
    here = client.post("/v1/applications", json=document).headers["location"]
    through = client.post(f"{here}/assessments", json={"as_at": DAY})
    assert answer.json()["assessment"] == through.json()
    assert (answer.json()["baseline"], answer.json()["as_at"]) == ("westley-2025", DAY)


@pytest.mark.parametrize("document", [relocation(), consolidation()], ids=["relocation", "consolidation"])
def test_the_links_draft_the_same_papers_as_a_case_would(client: TestClient, document: Any) -> None:
    body = {"application": document, "as_at": DAY, "officer": {"signatory": "The Chair of the Board"}}
    links = client.post("/v1/assess", json=body).json()["papers"]
    wanted = {"letter"} | ({"no-response"} if document["kind"] == "relocation" else set())
    assert {link["paper"] for link in links} == wanted
    here = client.post("/v1/applications", json=document).headers["location"]
    client.post(f"{here}/assessments", json={"as_at": DAY})
    client.put(f"{here}/officer", json=body["officer"], headers={"If-Match": "*"})
    for link in links:
        answer = client.request(link["method"], link["url"], json=body)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(link["media_type"])
        name = link["url"].rpartition("/")[2]
        if name.endswith(".docx"):
            assert docx.Document(io.BytesIO(answer.content)).paragraphs
        assert answer.content == client.get(f"{here}/{name}").content


def test_a_paper_that_does_not_apply_is_409(client: TestClient) -> None:
    answer = client.post("/v1/assess/no-response.html", json={"application": consolidation(), "as_at": DAY})
    assert (answer.status_code, answer.json()["type"]) == (409, "/docs#problem-does-not-apply")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"application": relocation(applicant=3)}, "application.applicant"),
        ({"application": relocation(), "baseline": "nobody"}, "baseline"),
        ({"application": relocation(), "as_at": "soon"}, "as_at"),
        ({"application": relocation(proposed__postcode="ZZ1 1ZZ")}, "application.proposed.postcode"),
        (
            {
                "application": relocation(),
                "officer": {"opinion": {"choice": "would not", "given_by": "B", "given_on": DAY}},
            },
            "officer.opinion",
        ),
        ({}, "application"),
    ],
)
def test_bad_input_is_refused_with_its_field(client: TestClient, body: Any, field: str) -> None:
    answer = client.post("/v1/assess", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
