"""What pages say in words where an address, a file or a form has ids: choices, closed sections, history, forms sent again."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.accounts import Role
from app.domain.consultations import QUESTIONS
from app.web.apply.questions import questions
from app.web.case_words import KINDS
from app.web.field_words import PAGES, said_back
from app.web.officer_sections import SECTIONS
from tests.functional.conftest import sign_in
from tests.made_up.consulting import consult, personal_link
from tests.made_up.papers import consolidation, relocation

PAGE = {"accept": "text/html"}
TEMPLATES = Path(__file__).parents[2] / "app" / "web" / "templates"


@pytest.fixture
def case(client: TestClient) -> str:
    """The id of an assessed case."""
    made = client.post("/v1/applications", json=consolidation()).json()
    client.post(f"/v1/applications/{made['id']}/assessments", json={})
    return str(made["id"])


def words(answer: Any) -> str:
    """A page without its tags."""
    text = re.sub(r"<(script|style).*?</\1>", "", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def links(answer: Any) -> set[str]:
    return {unescape(each) for each in re.findall(r'<a class="govuk-link" href="([^"]+)"', answer.text)}


@pytest.mark.parametrize(
    ("asked", "status", "said", "offered"),
    [
        ("papers/nonsense", 404, "There is no paper “nonsense”.", {"papers/representation", "papers/board-report"}),
        ("papers/representation?assessment=9", 404, "no assessment “9”", {"papers/representation?assessment=1"}),
        ("papers/representation?assessment=x", 404, "no assessment “x”", {"papers/representation?assessment=1"}),
        ("papers/board-report?format=x", 404, "There is no format “x”.", {"papers/board-report?format=dorset"}),
        ("papers/board-report?format=dorset&assessment=0", 404, "no assessment “0”",
         {"papers/board-report?assessment=1&format=dorset"}),
        ("papers/no-response", 409, "Draft the representation.", {"papers/representation"}),
        ("assessment?assessment=2", 404, "no assessment “2”", {"assessment?assessment=1"}),
        ("evidence?assessment=", 404, "no assessment “”", {"evidence?assessment=1"}),
        ("map?assessment=-1", 404, "no assessment “-1”", {"map?assessment=1"}),
        ("officer/nonsense", 404, "no section “nonsense”", {"officer/opinion", "officer/report"}),
    ],
)  # fmt: skip
def test_an_address_of_what_is_not_there_leads_to_what_is(
    client: TestClient, case: str, asked: str, status: int, said: str, offered: set[str]
) -> None:
    answer = client.get(f"/cases/{case}/{asked}", headers=PAGE)
    assert answer.status_code == status
    assert said in words(answer)
    here = {f"/cases/{case}/{each}" for each in offered}
    assert here <= links(answer)
    assert not re.search(r"/v1/|no-response|board-report|literal|Input should", words(answer))
    for each in here:
        assert client.get(each, headers=PAGE).status_code == 200, each


@pytest.mark.parametrize(
    "asked",
    ["/nowhere", "/cases/{case}/consultation/answers/x", "/cases/{case}/week/walk-20.svg?assessment=x"],
)
def test_an_address_that_is_none_is_told_without_paths_and_names_of_fields(
    client: TestClient, case: str, asked: str
) -> None:
    answer = client.get(asked.format(case=case), headers=PAGE)
    assert answer.status_code == 404
    assert "Page not found" in words(answer)
    assert "check that you copied all of it" in words(answer)
    assert not re.search(r"/docs\b.* lists|whole number|<code>", answer.text)
    assert client.get(asked.format(case=case)).headers["content-type"].startswith("application/problem+json")


def test_before_an_assessment_every_page_of_one_leads_to_the_form_that_runs_it(client: TestClient) -> None:
    made = client.post("/v1/applications", json=relocation()).json()["id"]
    for asked in ("papers/representation", "evidence", "map"):
        answer = client.get(f"/cases/{made}/{asked}", headers=PAGE)
        assert answer.status_code == 404
        assert f"/cases/{made}/assessment#run" in links(answer)


def test_a_baseline_and_a_standard_that_are_not_there(client: TestClient) -> None:
    answer = client.get("/baselines/nonsense", headers=PAGE)
    assert answer.status_code == 404
    (baseline,) = {each for each in links(answer) if each.startswith("/baselines/")}
    answer = client.get(f"{baseline}/removals?standard=nonsense", headers=PAGE)
    assert answer.status_code == 404
    assert "no access standard “nonsense”" in words(answer)
    offered = {each for each in links(answer) if "?standard=" in each}
    assert offered
    assert all(client.get(each, headers=PAGE).status_code == 200 for each in offered)


def test_what_an_address_says_is_shown_as_text_and_not_whole_where_it_is_long(
    client: TestClient, case: str
) -> None:
    answer = client.get(f"/cases/{case}/papers/<b>{'x' * 500}", headers=PAGE)
    assert "<b>x" not in answer.text
    assert "x" * 61 not in answer.text


def test_a_house_format_is_shown_by_its_name(client: TestClient, case: str) -> None:
    said = words(client.get(f"/cases/{case}/papers", headers=PAGE))
    assert "Bournemouth, Christchurch and Poole format" in said
    assert "Dorset format" in said
    assert not re.search(r"\bbcp\b|\bdorset\b", said)


def test_a_closed_section_says_by_whom_and_when_and_shows_its_text(client: TestClient, case: str) -> None:
    part = {"local_knowledge": ["The hill is steep."]}
    given = client.put(f"/v1/applications/{case}/officer", json=part, headers={"If-Match": "*"})
    assert given.status_code in (200, 201), given.text
    move = {"to": "withdrawn", "reason": "Told by e-mail."}
    moved = client.post(f"/v1/applications/{case}/case/moves", json=move, headers={"If-Match": "*"})
    assert moved.status_code == 200, moved.text
    answer = client.get(f"/cases/{case}/officer/matters", headers=PAGE)
    said = words(answer)
    assert answer.status_code == 200
    assert "<textarea" not in answer.text
    assert "The hill is steep." in said
    (event,) = [each for each in history(client, case) if each.startswith("Case moved to “Withdrawn”")]
    who, at = re.findall(r"(\w+), (\d+ \w+ \d{4} at [\d:]+[ap]m)", event)[0]
    assert f"Closed by {who} on {at}." in said
    assert "The case is at “Withdrawn”, so this part is not changed any more." in said
    assert "Closed by" in words(client.get(f"/cases/{case}/officer", headers=PAGE))
    assert "Nothing was given here." in words(client.get(f"/cases/{case}/officer/signing", headers=PAGE))


def history(client: TestClient, case: str) -> list[str]:
    """The events of a case's history, each without its tags."""
    text = client.get(f"/cases/{case}/history", headers=PAGE).text
    events = re.findall(r'<section class="app-event">(.*?)</section>', text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in events]


@pytest.fixture
def answered(client: TestClient) -> tuple[str, list[str]]:
    """A case on which a consultee and somebody else answered: its id, and the ids that its pages are not to show."""
    here = consult(client, consolidation(), "2026-05-04", "2026-06-08", public=True)
    link, made = personal_link(client, here, name="The patients’ group")
    consultee = made["consultee"]
    token = link.rpartition("/")[2]
    client.post(f"/respond/{token}/who", data={"who": "PUBLIC"})
    client.post(f"/respond/{token}/meaning", data={"meaning": "A longer walk"})
    assert client.post(f"/respond/{token}/send", data={}, follow_redirects=False).status_code == 303
    return here.split("/")[-2], [made["id"], consultee]


def test_the_history_names_whom_a_link_was_made_for_and_never_its_id(
    client: TestClient, answered: tuple[str, list[str]]
) -> None:
    case, ids = answered
    events = history(client, case)
    assert any("Boards: Westley Health and Wellbeing Board" in each for each in events)
    assert any("Personal link made" in each and "For: The patients’ group" in each for each in events)
    assert any(each.startswith("Answer to the consultation received The patients’ group,") for each in events)
    assert any("Consultee: The patients’ group" in each for each in events)
    for each in ids:
        assert each not in " ".join(events)


def test_a_reader_of_the_history_does_not_see_whom_the_board_asks(guarded: TestClient, make_key: Any) -> None:
    analyst, reader = make_key(Role.ANALYST), make_key(Role.READER)
    guarded.headers["authorization"] = analyst["Authorization"]
    here = consult(guarded, consolidation(), "2026-05-04", "2026-06-08")
    _, made = personal_link(guarded, here, name="The patients’ group")
    del guarded.headers["authorization"]
    case = here.split("/")[-2]
    sign_in(guarded, reader)
    said = " ".join(history(guarded, case))
    assert "Personal link made" in said
    assert "For: A consultee" in said
    assert "patients" not in said
    assert made["id"] not in said


def controls() -> Iterator[tuple[str, str, str]]:
    """An address, a control and the question that its page asks, of every form that is described by data."""
    for section in SECTIONS:
        for one in section.fields:
            yield f"/cases/abc/officer/{section.id}", one.path, one.label
    for kind in KINDS:
        for question in questions(kind):
            for each in question.fields:
                yield f"/applications/new/abc/questions/{question.slug}", each.path, each.label


def test_a_form_that_is_sent_again_has_the_words_of_its_questions() -> None:
    for address, control, label in controls():
        assert said_back(address, [(control, "x")]) == [(label, "x")], (address, control)


def test_the_words_of_other_forms_stand_on_their_pages() -> None:
    pages = "".join(file.read_text(encoding="utf-8") for file in sorted(TEMPLATES.glob("*.html")))
    code = "".join(file.read_text(encoding="utf-8") for file in sorted((TEMPLATES.parents[1]).rglob("*.py")))
    own = (TEMPLATES.parent / "field_words.py").read_text(encoding="utf-8")
    for where, asked in PAGES:
        for control, one in asked.items():
            elsewhere = code.count(f'"{one.label}"') > own.count(f'"{one.label}"')
            assert one.label in pages or elsewhere, (where, control)


def test_a_date_and_the_choices_of_one_question_are_one_line() -> None:
    typed = [
        ("notice.reference", "CAS-1"),
        ("notice.dated-day", "31"), ("notice.dated-month", "2"), ("notice.dated-year", "2026"),
    ]  # fmt: skip
    assert said_back("/applications/new/abc/questions/notice?return=check", typed) == [
        ("Reference on the notice", "CAS-1"), ("Date of the notice", "31 2 2026"),
    ]  # fmt: skip
    week = [("existing.hours.monday", "9-5"), ("existing.services", "A"), ("existing.services", "none")]
    assert said_back("/applications/new/abc/questions/existing-hours", week[:1]) == [
        ("All opening hours, Monday", "9-5")
    ]
    said = said_back("/applications/new/abc/questions/existing-services", week[1:])
    assert [text for _, text in said] == ["A, The papers say that there are none"]
    assert said_back("/somewhere/else", [("a_b.c-d", "1")]) == [("A b: c, d", "1")]


def test_a_long_answer_is_counted_with_a_comma(client: TestClient) -> None:
    here = consult(client, consolidation(), "2026-05-04", "2026-06-08")
    link, _ = personal_link(client, here, name="A group")
    text = client.get(f"/respond/{link.rpartition('/')[2]}/uses", headers=PAGE).text
    assert "You can enter up to 4,000 characters" in text
    assert "4000 char" not in text


def test_a_hint_says_more_than_its_question() -> None:
    asked = [(one.label, one.hint) for section in SECTIONS for one in section.fields]
    asked += [(one.label, one.hint) for kind in KINDS for page in questions(kind) for one in page.fields]
    asked += [(one.asks, one.hint) for one in QUESTIONS]
    for label, hint in asked:
        new = set(re.findall(r"\w+", hint.casefold())) - set(re.findall(r"\w+", label.casefold()))
        assert not hint or len(new) > 1, (label, hint)
        assert not hint.casefold().startswith(label.casefold().rstrip("?")), (label, hint)
