"""Every paper in every form over HTTP, and what does not apply."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.letters import Paper
from tests.functional.test_api_line import OPINION, assessed, words_of
from tests.made_up.papers import consolidation, relocation

STARTS = {"docx": b"PK", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-"}


@pytest.mark.parametrize("paper", Paper)
def test_every_paper_comes_in_every_form(client: TestClient, paper: str) -> None:
    here = assessed(client, relocation() if paper == Paper.NO_RESPONSE else consolidation())
    for form, start in STARTS.items():
        answer = client.get(f"{here}/papers/{paper}.{form}")
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(start)
        assert answer.content == client.get(f"{here}/papers/{paper}.{form}").content


def test_the_letter_is_the_same_under_both_addresses(client: TestClient) -> None:
    here = assessed(client, consolidation())
    for form in STARTS:
        assert (
            client.get(f"{here}/letter.{form}").content
            == client.get(f"{here}/papers/representation.{form}").content
        )


def test_a_report_takes_its_house_format_and_what_its_authors_gave(client: TestClient) -> None:
    here = assessed(client, consolidation())
    report = {"meeting": "2026-06-10", "climate": "Shorter trips.", "recommended": "would not"}
    given = client.put(
        f"{here}/officer", headers={"If-Match": "*"}, json={"report": report, "recommendations": ["Note it"]}
    )
    assert given.json()["part"]["report"]["climate"] == "Shorter trips."
    words = words_of(client.get(f"{here}/papers/board-report.docx?format=dorset").content)
    assert "3. Climate implications" in words
    assert "Shorter trips." in words
    assert "(a) Note it." in words
    assert "Summary of financial implications" in words_of(
        client.get(f"{here}/papers/board-report.docx").content
    )
    refused = client.get(f"{here}/papers/board-report.docx?format=other")
    assert refused.status_code == 422
    assert "Give one of: bcp, dorset" in refused.json()["errors"][0]["message"]


def test_a_supplementary_statement_is_for_a_consolidation_without_a_gap(client: TestClient) -> None:
    moved = assessed(client, relocation())
    assert client.get(f"{moved}/papers/supplementary-statement.pdf").status_code == 409
    here = assessed(client, consolidation())
    client.put(f"{here}/officer", headers={"If-Match": "*"}, json={"opinion": {**OPINION, "choice": "would"}})
    answer = client.get(f"{here}/papers/supplementary-statement.html")
    assert answer.status_code == 409
    assert "regulation 6(2)" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["minutes.docx", "representation.odt", "representation", "../letter"])
def test_a_paper_or_form_that_there_is_not_is_refused(client: TestClient, path: str) -> None:
    here = assessed(client, consolidation())
    assert client.get(f"{here}/papers/{path}").status_code in (404, 422)


def test_a_paper_of_what_was_not_assessed_says_so(client: TestClient) -> None:
    here = client.post("/v1/applications", json=consolidation()).headers["location"]
    assert client.get(f"{here}/papers/board-report.pdf").status_code == 409


def test_papers_for_word_are_written_on_the_councils_template_and_on_no_other(
    make_app: Callable[..., FastAPI], tmp_path: Path
) -> None:
    file = tmp_path / "council.docx"
    made = docx.Document()
    made.add_paragraph("Made-up Council")
    made.add_paragraph("{{ body }}")
    made.save(str(file))
    with TestClient(make_app(template=file)) as client:
        here = assessed(client, consolidation())
        letter = docx.Document(io.BytesIO(client.get(f"{here}/letter.docx").content))
        assert letter.paragraphs[0].text == "Made-up Council"
        made.add_paragraph("{{ signature }}")
        made.save(str(file))
        refused = client.get(f"{here}/letter.docx")
        assert refused.status_code == 503
        assert (
            "council.docx: The template has placeholders that are not known: signature."
            in refused.json()["detail"]
        )
        assert client.get(f"{here}/letter.pdf").status_code == 200
