"""A consultation over HTTP: made, asked, answered by other doors, made fit to be shown."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.domain.accounts import Role
from app.domain.consultations import Answer, Group
from app.main import create_app
from app.settings import Settings
from tests.functional.conftest import NOW
from tests.made_up.papers import consolidation, other

ANY = {"If-Match": "*"}
DATES = {"opens": "2026-05-04", "closes": "2026-06-08", "contact": "The public health team"}
HEALTHWATCH = {
    "name": "Healthwatch Westley",
    "group": "Healthwatch and community groups",
    "email": "office@example.org",
}


@pytest.fixture
def here(client: TestClient) -> str:
    """The address of the consultation on an assessed application."""
    application = client.post("/v1/applications", json=consolidation()).json()["links"]
    assert client.post(application["assessments"]).status_code == 201
    return f"{application['self']}/consultation"


@pytest.fixture
def made(client: TestClient, here: str) -> str:
    """The address of a consultation that was made."""
    assert client.put(here, json=DATES).status_code == 201
    return here


def field_at_fault(answer: Any) -> str:
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    return str(error["field"])


def asked(client: TestClient, here: str, **changes: object) -> dict[str, Any]:
    answer = client.post(f"{here}/consultees", json={"consultees": [HEALTHWATCH | changes]})
    assert answer.status_code == 201, answer.text
    (only,) = answer.json()
    return dict(only)


def test_it_is_made_and_changed_on_the_version_that_was_seen(client: TestClient, here: str) -> None:
    assert client.get(here).status_code == 404
    first = client.put(here, json=DATES)
    assert (first.status_code, first.headers["etag"]) == (201, '"consultation-1"')
    body = first.json()
    assert (body["stage"], body["last_day"], body["asked"], body["answers"]) == ("open", "2026-06-15", 0, 0)
    assert [each["id"] for each in body["questions"]] == body["consultation"]["questions"]
    assert client.put(here, json=DATES).status_code == 428
    assert client.put(here, json=DATES, headers={"If-Match": '"consultation-7"'}).status_code == 412
    later = client.put(here, json=DATES | {"public": True}, headers={"If-Match": first.headers["etag"]})
    assert (later.status_code, later.headers["etag"]) == (200, '"consultation-2"')
    assert client.get(here).json() == later.json()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes": "2026-06-12"}, "closes"),
        ({"closes": "2026-05-01"}, "closes"),
        ({"contact": " "}, "contact"),
        ({"questions": ["who", "age"]}, "questions"),
        ({"opens": "tomorrow"}, "opens"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    client: TestClient, here: str, changes: dict[str, Any], field: str
) -> None:
    assert field_at_fault(client.put(here, json=DATES | changes)) == field
    assert client.get(here).status_code == 404


def test_suggestions_come_from_the_law_and_the_wards_in_reach(client: TestClient, made: str) -> None:
    found = client.get(f"{made}/suggestions").json()
    assert found["note"] is None
    names = {each["consultee"]["name"]: each for each in found["suggestions"]}
    committee = names["The Local Pharmaceutical Committee for the area of Westley Health and Wellbeing Board"]
    assert committee["consultee"]["citation"] == "Schedule 2, paragraph 19(1)(a)"
    assert committee["certain"]
    assert committee["consultee"]["why"] == (
        "The Regulations have them told of the application: its area includes the premises."
    )
    neighbour = names["The Local Medical Committee for the area of Eastley Health and Wellbeing Board"]
    assert not neighbour["certain"], "it may be the same committee"
    healthwatch = names[
        "The local Healthwatch organisation for the area of Westley Health and Wellbeing Board"
    ]["consultee"]
    assert healthwatch["group"] == "Healthwatch and community groups"
    assert names["Eastley Health and Wellbeing Board"]["consultee"]["group"] == "other boards", (
        "its area begins 1.05 km from S1"
    )
    assert "Westley Health and Wellbeing Board" not in names, "the board does not ask itself"
    west, middle = names["Councillors of the ward West End"], names["Councillors of the ward Middle"]
    assert west["consultee"]["why"] == (
        "Pharmacy XA001 is in the ward; 300 people of the ward are within 20 minutes' walk of a site."
    )
    assert middle["consultee"]["why"].endswith(
        "700 people of the ward are within 20 minutes' walk of a site."
    )
    added = client.post(
        f"{made}/consultees", json={"consultees": [each["consultee"] for each in found["suggestions"]]}
    )
    assert added.status_code == 201, added.text
    assert len(added.json()) == len(names)
    assert all(each["listed"] for each in client.get(f"{made}/suggestions").json()["suggestions"])


def test_nobody_is_suggested_before_an_assessment_or_where_nobody_is_told(client: TestClient) -> None:
    bare = client.post("/v1/applications", json=consolidation()).json()["links"]["self"]
    assert client.get(f"{bare}/consultation/suggestions").json()["type"] == "/docs#problem-not-assessed"
    owner = client.post("/v1/applications", json=other("change of ownership")).json()["links"]
    client.post(owner["assessments"])
    assert client.get(f"{owner['self']}/consultation/suggestions").json()["suggestions"] == []


def test_without_its_snapshot_those_told_by_law_are_still_suggested(
    make_app: Callable[..., FastAPI], data: Path
) -> None:
    with TestClient(make_app()) as client:
        links = client.post("/v1/applications", json=consolidation()).json()["links"]
        assert client.post(links["assessments"]).status_code == 201
    (data / "snapshots").rename(data / "elsewhere")
    with TestClient(make_app()) as client:
        found = client.get(f"{links['self']}/consultation/suggestions").json()
    assert found["note"].startswith("The wards in reach are not known. Snapshot")
    assert {each["consultee"]["group"] for each in found["suggestions"]} == {
        "committees, contractors and practices",
        "Healthwatch and community groups",
        "other boards",
    }


def test_a_list_is_pasted_whole_or_not_at_all(client: TestClient, made: str) -> None:
    text = (
        "Name;Group;Email;Why\r\n"
        "Patients of a health centre;Healthwatch and community groups;ppg@example.org;it is next door\r\n"
        "\r\n"
        "A ward's councillors;COUNCILLORS;;\r\n"
    )
    added = client.post(f"{made}/consultees", json={"csv": text})
    assert added.status_code == 201, added.text
    first, second = added.json()
    assert (first["consultee"]["email"], first["consultee"]["why"]) == ("ppg@example.org", "it is next door")
    assert (second["consultee"]["email"], second["consultee"]["group"]) == (None, "councillors")
    wrong = (
        "name,group,email\nA,others,a@example.org\nB,strangers,b@example.org\nC,others,nonsense\nD,others\n"
    )
    refused = client.post(f"{made}/consultees", json={"csv": wrong})
    assert [error["field"] for error in refused.json()["errors"]] == [
        "csv.row 3.group",
        "csv.row 4.email",
        "csv.row 5",
    ]
    assert len(client.get(f"{made}/consultees").json()) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,group\n", "no rows under them"),
        ("group\nothers\n", "no heading 'name'"),
        ("name,group,shoe\nA,others,42\n", "no column 'shoe'"),
        ("name,group,name\nA,others,B\n", "stands twice"),
        ('name,group\n"A,others\n', "cannot be read"),
        ("name,group\n" + "A,others\n" * 501, "more than 500 rows"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(client: TestClient, made: str, text: str, says: str) -> None:
    refused = client.post(f"{made}/consultees", json={"csv": text})
    assert refused.status_code == 422
    assert says in " ".join(error["message"] for error in refused.json()["errors"])


def test_consultees_are_named_by_field_and_never_doubled(client: TestClient, made: str) -> None:
    body = {"consultees": [HEALTHWATCH, {"name": "B", "group": "others", "email": "nonsense"}]}
    assert field_at_fault(client.post(f"{made}/consultees", json=body)) == "consultees.1.email"
    assert field_at_fault(client.post(f"{made}/consultees", json={})) == "consultees"
    once = {"Idempotency-Key": "list-1"}
    first = client.post(f"{made}/consultees", json={"consultees": [HEALTHWATCH]}, headers=once)
    again = client.post(f"{made}/consultees", json={"consultees": [HEALTHWATCH]}, headers=once)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert len(client.get(f"{made}/consultees").json()) == 1


def test_a_contact_is_changed_and_a_consultee_taken_off(client: TestClient, made: str) -> None:
    one = f"{made}/consultees/{asked(client, made)['id']}"
    assert client.put(f"{one}/contact", json={"email": "b@example.org"}).status_code == 428
    assert field_at_fault(client.put(f"{one}/contact", json={"email": "b"}, headers=ANY)) == "email"
    changed = client.put(f"{one}/contact", json={"email": "b@example.org"}, headers=ANY)
    assert changed.json()["consultee"]["email"] == "b@example.org"
    removed = client.post(f"{one}/removal", json={"reason": "asked twice"}, headers=ANY)
    assert removed.status_code == 200
    assert client.get(f"{made}/consultees").json() == []
    assert len(client.get(f"{made}/consultees", params={"removed": True}).json()) == 1


def test_a_link_is_shown_once_and_opens_the_form(client: TestClient, made: str) -> None:
    consultee = asked(client, made)["id"]
    link = client.post(f"{made}/links", json={"consultee": consultee}).json()
    assert link["url"] == f"http://testserver/respond/{link['token']}"
    assert link["expires"] == "2026-07-07T00:00:00+01:00"
    listed = client.get(f"{made}/consultees").json()[0]["links"]
    assert [each["id"] for each in listed] == [link["id"]]
    assert link["token"] not in client.get(f"{made}/consultees").text
    application = made.removesuffix("/consultation")
    assert link["token"] not in client.get(f"{application}/events").text
    services = client.app.state.services  # type: ignore[attr-defined]
    with services.database.writing() as records:
        answer = Answer(Group.PATIENTS, meaning="A longer walk.")
        receipt = records.responding.submit(link["token"], answer, NOW, "request")
    (answered,) = client.get(f"{made}/answers").json()
    assert (answered["reference"], answered["door"], answered["name"]) == (
        receipt.reference,
        "web form",
        HEALTHWATCH["name"],
    )
    body = client.get(made).json()
    assert (body["asked"], body["answered"], body["unchecked"]) == (1, 1, 1)
    assert body["by_door"] == [{"of": "web form", "count": 1}]
    assert client.get(f"{made}/consultees", params={"waiting": True}).json() == []
    revoked = client.post(f"{made}/links/{link['id']}/revocation", json={})
    assert revoked.json()["revoked"] is not None
    assert field_at_fault(client.post(f"{made}/links", json={"expires": "2026-05-01"})) == "expires"
    assert field_at_fault(client.post(f"{made}/links", json={})) == "public"
    client.put(made, json=DATES | {"public": True}, headers=ANY)
    assert client.post(f"{made}/links", json={}).status_code == 201
    assert [each["kind"] for each in client.get(f"{made}/links").json()] == ["public"]


def test_a_letter_is_entered_once_and_named_with_its_officer(client: TestClient, made: str) -> None:
    entry = {
        "door": "letter",
        "received": "2026-05-04",
        "answer": {"who": "others", "uses": "Weekly."},
        "consultee": asked(client, made)["id"],
    }
    once = {"Idempotency-Key": "letter-1"}
    first = client.post(f"{made}/answers", json=entry, headers=once)
    assert (first.status_code, first.json()["entered_by"], first.json()["door"]) == (201, "demo", "letter")
    assert client.post(f"{made}/answers", json=entry, headers=once).content == first.content
    assert len(client.get(f"{made}/answers").json()) == 1
    for changes, field in (
        ({"door": "web form"}, "door"),
        ({"received": "2026-05-05"}, "received"),
        ({"answer": {"who": "others"}}, "meaning"),
        ({"answer": {"who": "strangers", "uses": "x"}}, "answer.who"),
    ):
        assert field_at_fault(client.post(f"{made}/answers", json=entry | changes)) == field


def test_an_answer_is_shown_as_somebody_made_it_fit(client: TestClient, made: str) -> None:
    said = {"who": "others", "uses": "Weekly.", "meaning": "I am the only baker in Long Street."}
    client.post(f"{made}/answers", json={"door": "e-mail", "received": "2026-05-04", "answer": said})
    where = f"{made}/answers/1/redactions"
    both = {"reason": "fine", "unchanged": True, "uses": "Weekly."}
    assert field_at_fault(client.post(where, json=both)) == "unchanged"
    assert field_at_fault(client.post(where, json={"reason": " "})) == "reason"
    passed = client.post(where, json={"reason": "Nothing to change.", "unchanged": True}).json()
    assert passed["shown"]["meaning"] == said["meaning"]
    shown = client.post(where, json={"reason": "It told who it is from.", "uses": "Weekly."}).json()
    assert shown["original"]["meaning"] == said["meaning"]
    assert (shown["shown"]["number"], shown["shown"]["by"], shown["shown"]["meaning"]) == (2, "demo", None)
    assert client.get(made).json()["unchecked"] == 0
    assert "baker" not in client.get(f"{made.removesuffix('/consultation')}/events").text
    assert client.get("/v1/audit").json()["faults"] == []


def test_originals_are_for_those_who_work_on_the_case(
    guarded: TestClient, make_key: Callable[..., dict[str, str]]
) -> None:
    analyst, approver, reader = (make_key(role) for role in (Role.ANALYST, Role.APPROVER, Role.READER))
    owner = guarded.post("/v1/applications", json=consolidation(), headers=analyst).json()["links"]["self"]
    here = f"{owner}/consultation"
    assert guarded.put(here, json=DATES, headers=reader).status_code == 403
    assert guarded.put(here, json=DATES, headers=analyst).status_code == 201
    assert guarded.get(here, headers=reader).status_code == 200
    for part in ("consultees", "answers", "links"):
        assert guarded.get(f"{here}/{part}", headers=reader).status_code == 403
        assert guarded.get(f"{here}/{part}", headers=approver).status_code == 200


def test_a_link_bears_the_address_of_the_service(data: Any) -> None:
    settings = Settings(
        data=data, demo=True, requests_a_minute=0, public_url="https://pharmacy.example.gov.uk"
    )
    with TestClient(create_app(settings, clock=lambda: NOW)) as client:
        owner = client.post("/v1/applications", json=consolidation()).json()["links"]["self"]
        client.put(f"{owner}/consultation", json=DATES | {"public": True})
        link = client.post(f"{owner}/consultation/links", json={}).json()
    assert link["url"] == f"https://pharmacy.example.gov.uk/consultations/{link['token']}"


def moved(client: TestClient, case: str, to: str) -> dict[str, Any]:
    answer = client.post(f"{case}/moves", json={"to": to}, headers=ANY)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_papers_quote_what_was_looked_through_and_count_the_rest(client: TestClient, made: str) -> None:
    owner = made.removesuffix("/consultation")
    summary = f"{owner}/papers/consultation-summary.html"
    assert "The Board asked no consultees, from 4 May 2026 to 8 June 2026." in client.get(summary).text
    consultee = asked(client, made)["id"]
    asked(client, made, name="A committee", email=None)
    for who, door, by, words in (
        ("Healthwatch and community groups", "letter", consultee, "SECRETONE and a steep street."),
        ("people who use a pharmacy", "e-mail", None, "SECRETTWO and a long walk."),
        ("people who use a pharmacy", "e-mail", None, "SECRETTHREE"),
    ):
        said = {
            "door": door,
            "received": "2026-05-04",
            "consultee": by,
            "answer": {"who": who, "meaning": words},
        }
        assert client.post(f"{made}/answers", json=said).status_code == 201
    shown = {"reason": "It told who it is from.", "meaning": "[Withheld] and a steep street."}
    client.post(f"{made}/answers/1/redactions", json=shown)
    page = client.get(summary).text
    assert (
        "The Board asked two consultees, from 4 May 2026 to 8 June 2026. One of the consultees answered. "
        "Three responses were received in all (Table 3). "
        "Two responses are not quoted, because nobody has looked through them yet."
    ) in page
    assert "[Withheld] and a steep street." in page
    assert page.count("Not quoted: nobody has looked through it yet.") == 2
    assert "SECRET" not in page
    assert "office@example.org" not in page
    for cells in (("e-mail", "2"), ("letter", "1"), ("people who use a pharmacy", "2")):
        assert all(f">{cell}</td>" in page or f">{cell}</th>" in page for cell in cells)
    client.post(f"{made}/answers/3/redactions", json={"reason": "All of it told who it is from."})
    assert "Not quoted: all of it could tell who it is from." in client.get(summary).text
    report = client.get(f"{owner}/papers/board-report.html").text
    assert "[Withheld] and a steep street." in report
    assert "SECRET" not in report
    for name in ("consultation-summary", "board-report", "delegated-decision"):
        assert client.get(f"{owner}/papers/{name}.docx").status_code in (200, 409)


def test_figures_of_a_consultation_are_accounted_for_and_others_are_not(
    client: TestClient, made: str
) -> None:
    owner = made.removesuffix("/consultation")
    many = [{"name": f"Body {number}", "group": "others"} for number in range(14)]
    client.post(f"{made}/consultees", json={"consultees": many})
    said = {
        "door": "meeting",
        "received": "2026-05-04",
        "answer": {"who": "others", "uses": "I walk 37 minutes."},
    }
    for number in range(1, 13):
        client.post(f"{made}/answers", json=said)
        looked = {"reason": "Nothing to change.", "unchanged": True}
        assert client.post(f"{made}/answers/{number}/redactions", json=looked).status_code == 201
    page = client.get(f"{owner}/papers/consultation-summary.html").text
    assert "The Board asked 14 consultees, from" in page
    assert "None of the consultees answered. 12 responses were received in all" in page
    lints = client.get(f"{owner}/lints", params={"paper": "consultation-summary"}).json()["lints"]
    assert lints == []
    file = client.get(f"{owner}/papers/consultation-summary.docx").content
    document = Document(io.BytesIO(file))
    for paragraph in document.paragraphs:
        if "14 consultees" in paragraph.text:
            paragraph.text = paragraph.text.replace("14 consultees", "41 consultees")
    changed = io.BytesIO()
    document.save(changed)
    found = client.post(f"{owner}/letter/check", files={"file": ("a.docx", changed.getvalue())}).json()[
        "lints"
    ]
    assert [lint["rule"] for lint in found] == ["figure-without-evidence"]
    assert "41 consultees" in found[0]["message"]


def test_a_case_warns_of_an_open_consultation_and_is_not_barred_by_it(client: TestClient, here: str) -> None:
    case = f"{here.removesuffix('/consultation')}/case"
    assert client.get(case).json()["warnings"] is None
    assert moved(client, case, "drafted")["warnings"] == [
        "There is no consultation here on this application: nobody was asked through this service."
    ]
    client.put(here, json=DATES)
    entry = {"door": "letter", "received": "2026-05-04", "answer": {"who": "others", "uses": "Weekly."}}
    client.post(f"{here}/answers", json=entry)
    both = [
        "The consultation is open until 8 June 2026: more answers may come.",
        "Answers that nobody has looked through, and that no paper quotes: 1.",
    ]
    assert client.get(case).json()["warnings"] == both
    assert client.get("/v1/cases").json()["items"][0]["warnings"] is None
    assert moved(client, case, "consulted")["warnings"] == both
    client.post(f"{here}/answers/1/redactions", json={"reason": "Nothing to change.", "unchanged": True})
    client.put(here, json=DATES | {"opens": "2026-05-05"}, headers=ANY)
    assert client.get(case).json()["warnings"] == ["The consultation opens on 5 May 2026 only."]
