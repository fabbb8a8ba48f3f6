"""The officer's part and the papers on pages, without a browser: what is typed is kept, faults stand at their fields."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.made_up.papers import consolidation, relocation

PAGE = {"accept": "text/html"}


@pytest.fixture
def case(client: TestClient) -> str:
    made = client.post("/v1/applications", json=consolidation()).json()
    client.post(f"/v1/applications/{made['id']}/assessments", json={})
    application_id: str = made["id"]
    return application_id


def fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', html))


def send(client: TestClient, path: str, **typed: str) -> Any:
    """A section as a browser sends it, from the page as it was drawn."""
    hidden = {name: unescape(value) for name, value in fields(client.get(path, headers=PAGE).text).items()}
    return client.post(path, data=hidden | typed, headers=PAGE, follow_redirects=False)


def test_every_section_is_filled_in_with_what_was_kept(client: TestClient, case: str) -> None:
    typed = {
        "matters": {"local_knowledge": "One.\n\nTwo.", "assurances": "That it opens."},
        "signing": {"wishes_to_be_heard": "no", "signatory": "The Director of Public Health"},
        "report": {"report.meeting-day": "7", "report.meeting-month": "7", "report.meeting-year": "2026"},
        "decision": {"decision.taken_by": "The Director of Public Health"},
        "grant": {"grant.reference": "CAS-1"},
        "received": {
            "received.on-day": "4", "received.on-month": "5", "received.on-year": "2026", "received.how": "post",
        },
    }  # fmt: skip
    for section, values in typed.items():
        path = f"/cases/{case}/officer/{section}"
        answer = send(client, path, **values)
        assert answer.status_code == 303, answer.text
        shown = client.get(path, headers=PAGE).text
        for value in values.values():
            assert value.replace("\n", "\r\n") in shown or value in shown
    part = client.get(f"/v1/applications/{case}/officer").json()["part"]
    assert part["local_knowledge"] == ["One.", "Two."]
    assert part["wishes_to_be_heard"] is False
    assert part["report"]["meeting"] == "2026-07-07"
    assert part["decision"]["taken_by"] == "The Director of Public Health"
    assert part["grant"] == {
        "granted_on": None, "granted_by": None, "reference": "CAS-1", "removed_on": None, "opinion_on": None,
        "opinion_by": None, "statement_on": None, "signatory": None, "authority": None,
    }  # fmt: skip
    assert part["received"] == {"on": "2026-05-04", "by": None, "how": "post"}
    assert part["opinion"] is None
    assert part["appeal"] is None


def test_a_position_is_typed_limb_by_limb_and_what_is_empty_stays_empty(client: TestClient) -> None:
    here = client.post("/v1/applications", json=relocation()).headers["location"]
    case = here.rpartition("/")[2]
    typed = {
        "position.stance": "objects",
        "position.given_by": "the Board",
        "position.given_on-day": "1", "position.given_on-month": "6", "position.given_on-year": "2026",
        "position.accessibility.view": "is not met",
        "position.accessibility.reasons": "The steps.",
    }  # fmt: skip
    assert send(client, f"/cases/{case}/officer/position", **typed).status_code == 303
    position = client.get(f"{here}/officer").json()["part"]["position"]
    assert position["stance"] == "objects"
    assert position["accessibility"] == {"view": "is not met", "reasons": "The steps."}
    assert position["planning"] is None
    shown = client.get(f"/cases/{case}/officer/position", headers=PAGE).text
    assert "The steps." in shown
    empty = dict.fromkeys(typed, "")
    assert send(client, f"/cases/{case}/officer/position", **empty).status_code == 303
    assert client.get(f"{here}/officer").json()["part"]["position"] is None
    half = send(client, f"/cases/{case}/officer/position", **{"position.stance": "supports"})
    assert half.status_code == 422
    assert "Give this too" in half.text


def test_a_day_of_receipt_before_the_notice_is_told_at_its_field(client: TestClient, case: str) -> None:
    typed = {"received.on-day": "1", "received.on-month": "4", "received.on-year": "2026"}
    answer = send(client, f"/cases/{case}/officer/received", **typed)
    assert answer.status_code == 422
    assert "cannot have been given to the board on 01 April 2026" in answer.text


def test_what_was_typed_is_shown_where_the_case_was_closed_meanwhile(client: TestClient, case: str) -> None:
    path = f"/cases/{case}/officer/matters"
    page = client.get(path, headers=PAGE).text
    moves = f"/v1/applications/{case}/case/moves"
    moved = client.post(
        moves, json={"to": "withdrawn", "reason": "Told by e-mail."}, headers={"If-Match": "*"}
    )
    assert moved.status_code == 200, moved.text
    typed = {"local_knowledge": "Words that took an afternoon.", "version": moved.headers["etag"]}
    answer = client.post(path, data=unescaped(fields(page)) | typed, headers=PAGE, follow_redirects=False)
    assert answer.status_code == 422
    assert "Words that took an afternoon." in answer.text
    assert "The case has been approved or is closed: this was not saved." in answer.text
    assert "<title>Error: " in answer.text
    assert client.get(f"/v1/applications/{case}/officer").status_code == 404


def unescaped(found: dict[str, str]) -> dict[str, str]:
    return {name: unescape(value) for name, value in found.items()}


def test_an_opinion_needs_its_giver_and_its_day(client: TestClient, case: str) -> None:
    answer = send(client, f"/cases/{case}/officer/opinion", **{"opinion.choice": "would not"})
    assert answer.status_code == 422
    assert "Who gave the opinion: Give this too" in answer.text
    assert "When it was given: Give this too" in answer.text
    assert 'value="would not" checked' in answer.text
    assert client.get(f"/v1/applications/{case}/officer").status_code == 404


def test_a_section_emptied_is_not_given_any_more(client: TestClient, case: str) -> None:
    path = f"/cases/{case}/officer/opinion"
    full = {"opinion.choice": "would", "opinion.given_by": "The board", "opinion.given_on-day": "1"}
    full |= {"opinion.given_on-month": "5", "opinion.given_on-year": "2026"}
    assert send(client, path, **full).status_code == 303
    assert send(client, path, **dict.fromkeys(full, "")).status_code == 303
    assert client.get(f"/v1/applications/{case}/officer").json()["part"]["opinion"] is None


def test_a_section_of_another_kind_is_not_there(client: TestClient) -> None:
    made = client.post("/v1/applications", json=relocation()).json()["id"]
    assert client.get(f"/cases/{made}/officer/opinion", headers=PAGE).status_code == 404
    assert client.get(f"/cases/{made}/officer/no-response", headers=PAGE).status_code == 200


def test_what_a_paper_does_not_apply_for_is_said_in_the_list(client: TestClient, case: str) -> None:
    text = client.get(f"/cases/{case}/papers", headers=PAGE).text
    assert "no record of no response can be drafted" in text.replace("\n", " ")
    assert f"/v1/applications/{case}/papers/representation.docx" in text


def test_before_an_assessment_there_is_nothing_to_read_and_the_page_says_what_to_do(
    client: TestClient,
) -> None:
    made = client.post("/v1/applications", json=relocation()).json()["id"]
    assert "Run an assessment" in client.get(f"/cases/{made}/papers", headers=PAGE).text
    assert "It has not been assessed yet." in client.get(f"/cases/{made}/assessment", headers=PAGE).text
    assert client.get(f"/cases/{made}/evidence", headers=PAGE).status_code == 404


def test_a_file_that_is_no_word_file_is_told_at_the_field(client: TestClient, case: str) -> None:
    token = fields(client.get(f"/cases/{case}/papers", headers=PAGE).text)["csrf_token"]
    answer = client.post(
        f"/cases/{case}/papers/check",
        data={"csrf_token": token},
        files={"file": ("notes.docx", b"no zip", "application/octet-stream")},
        headers=PAGE,
    )
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
