"""The consultation's pages of the desk: made, asked, answered, looked through; errors and edits side by side."""

import re
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.accounts import Role
from tests.functional.conftest import sign_in
from tests.made_up.consulting import consult, personal_link
from tests.made_up.papers import consolidation

DATES = {
    "opens-day": "4", "opens-month": "5", "opens-year": "2026",
    "closes-day": "8", "closes-month": "6", "closes-year": "2026",
    "contact": "The public health team", "public": "yes", "questions": ["uses", "meaning", "anything_else"],
}  # fmt: skip
OPENS, CLOSES = "2026-05-04", "2026-06-08"
HOSTILE = "<script>alert(1)</script> & </textarea><b>bold</b>"


@pytest.fixture
def here(client: TestClient) -> str:
    """The address of the consultation's pages, of an assessed application without one."""
    links = client.post("/v1/applications", json=consolidation()).json()["links"]
    assert client.post(links["assessments"], json={}).status_code == 201
    return f"/cases/{links['self'].rpartition('/')[2]}/consultation"


@pytest.fixture
def made(client: TestClient) -> str:
    """The address of a consultation's pages."""
    address = consult(client, consolidation(), OPENS, CLOSES, public=True)
    return address.replace("/v1/applications", "/cases")


def api(address: str) -> str:
    return address.replace("/cases", "/v1/applications")


def send(client: TestClient, page: str, data: dict[str, Any], to: str = "") -> Any:
    """Send a form of a page with its hidden fields, as a browser would."""
    text = client.get(page).text
    action = to or page
    form = next(
        each for each in re.findall(r"<form.*?</form>", text, re.DOTALL) if not to or f'action="{to}"' in each
    )
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    fields = {name: unescape(value) for name, value in hidden.items()}
    return client.post(action, data={**fields, **data}, follow_redirects=False)


def test_a_consultation_is_made_and_changed(client: TestClient, here: str) -> None:
    assert "The board has asked nobody" in client.get(here).text
    assert send(client, f"{here}/dates", DATES).headers["location"] == f"{here}?done=kept"
    assert client.get(api(here)).json()["consultation"]["closes"] == "2026-06-08"
    again = send(client, f"{here}/dates", DATES | {"contact": "Another team"})
    assert again.status_code == 303
    text = client.get(f"{here}?done=kept").text
    assert "Another team" in text
    assert "4 May 2026 to 8 June 2026" in text


@pytest.mark.parametrize(
    ("changes", "control", "said"),
    [
        ({"closes-day": "31"}, "closes-day", "there is no 31 June 2026"),
        ({"closes-day": ""}, "closes-day", "give the day too"),
        ({"closes-day": "12"}, "closes-day", "Close at least 3 working days before it"),
        ({"closes-day": "1", "closes-month": "5"}, "closes-day", "Give a later closing day"),
        ({"contact": ""}, "contact", "Say where people can ask"),
        ({"public": ""}, "public", "Say whether everybody can answer"),
        ({"questions": []}, "questions", "one of the other questions"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(
    client: TestClient, here: str, changes: dict[str, Any], control: str, said: str
) -> None:
    refused = send(client, f"{here}/dates", DATES | {"proposal": "Buses matter."} | changes)
    assert refused.status_code == 422, refused.text
    text = unescape(refused.text)
    assert f'href="#{control}"' in text
    assert text.count(said) >= 2
    assert "Buses matter." in text
    assert client.get(api(here)).status_code == 404


@pytest.mark.parametrize(
    ("reply_by", "planned"), [("2026-06-15", ""), ("2026-06-10", "The reply is planned to 10 June 2026.")]
)
def test_an_earlier_day_to_reply_by_is_planned_to(client: TestClient, reply_by: str, planned: str) -> None:
    """Day 45 of the notice of 1 May is 15 June: an earlier day stated does not move it, and is planned to."""
    links = client.post("/v1/applications", json=consolidation(notice__reply_by=reply_by)).json()["links"]
    assert client.post(links["assessments"], json={}).status_code == 201
    page = client.get(f"/cases/{links['self'].rpartition('/')[2]}/consultation/dates").text
    assert "last day to reply is 15 June 2026" in page
    assert ("The reply is planned to" in page) is bool(planned)
    assert planned in page


def test_two_officers_see_what_the_other_did(client: TestClient, made: str) -> None:
    page = client.get(f"{made}/dates").text
    version = re.findall(r'name="version" value="([^"]*)"', page)[0]
    assert send(client, f"{made}/dates", DATES | {"contact": "The first officer's"}).status_code == 303
    token = re.findall(r'name="csrf_token" value="([^"]*)"', page)[0]
    late = {**DATES, "contact": "The second officer's", "version": unescape(version), "csrf_token": token}
    told = client.post(f"{made}/dates", data=late)
    assert told.status_code == 412
    assert "The first officer" in told.text
    assert "The second officer" in told.text


def test_suggestions_one_by_hand_and_a_list(client: TestClient, made: str) -> None:
    page = unescape(client.get(f"{made}/consultees").text)
    assert "Schedule 2, paragraph 19(1)(a)" in page
    names = re.findall(r'name="suggested" type="checkbox" value="([^"]*)"', page)
    added = send(
        client,
        f"{made}/consultees",
        {
            "suggested": names[:2],
            "name": "A patients' group",
            "group": "Healthwatch and community groups",
            "csv": "name,group,email\nA school,others,office@example.org\n",
        },
    )
    assert added.status_code == 303, added.text
    listed = [each["consultee"]["name"] for each in client.get(f"{api(made)}/consultees").json()]
    assert listed == [*names[:2], "A patients' group", "A school"]
    assert client.get(f"{made}/consultees").text.count("(on the list)") == 2


@pytest.mark.parametrize(
    ("given", "control"),
    [
        ({}, "name"),
        ({"name": "A school", "group": "others", "email": "nonsense"}, "email"),
        ({"name": "A school"}, "group"),
        ({"csv": "name,group\nA school,strangers\n"}, "csv"),
    ],
)
def test_a_list_that_cannot_be_is_told_where(
    client: TestClient, made: str, given: dict[str, str], control: str
) -> None:
    refused = send(client, f"{made}/consultees", given)
    assert refused.status_code == 422, refused.text
    assert f'href="#{control}"' in refused.text
    assert f'id="{control}"' in refused.text
    assert client.get(f"{api(made)}/consultees").json() == []


def test_contact_link_and_removal_of_one(client: TestClient, made: str) -> None:
    personal_link(client, api(made))
    (only,) = client.get(f"{api(made)}/consultees").json()
    one = f"{made}/consultees/{only['id']}"
    refused = send(client, one, {"email": "nonsense", "post": ""}, f"{one}/contact")
    assert (refused.status_code, 'value="nonsense"' in refused.text) == (422, True)
    assert send(client, one, {"email": "new@example.org", "post": ""}, f"{one}/contact").status_code == 303
    shown = send(client, one, {"renew": "yes"}, f"{one}/links")
    link = re.findall(r'value="(http://testserver/respond/[^"]+)"', shown.text)[0]
    assert client.get(link).status_code == 200
    (now,) = client.get(f"{api(made)}/consultees").json()
    assert now["consultee"]["email"] == "new@example.org"
    assert [bool(each["revoked"]) for each in now["links"]] == [True, False]
    last = now["links"][1]["id"]
    assert send(client, one, {}, f"{made}/links/{last}/revocation").status_code == 303
    assert client.get(link).status_code == 410
    assert send(client, one, {}, f"{one}/removal").status_code == 303
    assert client.get(f"{api(made)}/consultees").json() == []
    assert "Taken off the list" in client.get(one).text


def test_the_public_link_is_opened_and_closed(client: TestClient, made: str) -> None:
    shown = send(client, made, {}, f"{made}/links")
    link = re.findall(r'value="(http://testserver/consultations/[^"]+)"', shown.text)[0]
    assert "Start now" in client.get(link).text
    (kept,) = client.get(f"{api(made)}/links").json()
    assert send(client, made, {}, f"{made}/links/{kept['id']}/revocation").status_code == 303
    assert client.get(link).status_code == 410
    assert "There is no public link that works." in client.get(made).text


def test_messages_are_written_to_be_copied_with_links_that_work(client: TestClient, made: str) -> None:
    personal_link(client, api(made))
    (only,) = client.get(f"{api(made)}/consultees").json()
    nothing = send(client, f"{made}/messages", {"consultees": []})
    assert nothing.status_code == 422
    assert 'href="#kind"' in nothing.text
    assert 'href="#consultees"' in nothing.text
    written = send(client, f"{made}/messages", {"kind": "invitation", "consultees": [only["id"]]})
    assert written.status_code == 200, written.text
    link = re.findall(r"http://testserver/respond/[\w-]+", written.text)[0]
    assert client.get(link).status_code == 200
    assert "Written, to be sent by you" in client.get(f"{made}/messages").text
    forced = send(
        client, f"{made}/messages", {"kind": "invitation", "consultees": [only["id"]], "way": "send"}
    )
    assert (forced.status_code, "No mail server is set" in forced.text) == (422, True)


def test_an_answer_by_letter_is_entered_once_and_looked_through(client: TestClient, made: str) -> None:
    letter = {
        "door": "letter", "received-day": "4", "received-month": "5", "received-year": "2026",
        "who": "others", "consultee": "", "meaning": HOSTILE,
    }  # fmt: skip
    empty = send(client, f"{made}/answers/new", {"meaning": HOSTILE})
    assert empty.status_code == 422
    for control in ("door", "received-day", "who"):
        assert f'href="#{control}"' in empty.text
    page = client.get(f"{made}/answers/new").text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    for _ in range(2):
        assert (
            client.post(f"{made}/answers/new", data={**hidden, **letter}, follow_redirects=False).status_code
            == 303
        )
    (kept,) = client.get(f"{api(made)}/answers").json()
    assert (kept["entered_by"], kept["original"]["meaning"]) == ("demo", HOSTILE)
    shown = client.get(f"{made}/answers/1").text
    assert "<script>alert" not in shown
    assert "<b>bold" not in shown
    assert send(client, f"{made}/answers/1", {"meaning": "bold", "reason": ""}).status_code == 422
    seen_first = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown))
    assert (
        send(client, f"{made}/answers/1", {"meaning": "bold", "reason": "a script taken out"}).status_code
        == 303
    )
    late = client.post(f"{made}/answers/1", data={**seen_first, "meaning": "other", "reason": "mine"})
    assert (late.status_code, "bold" in late.text, "other" in late.text) == (412, True, True)
    (kept,) = client.get(f"{api(made)}/answers").json()
    assert (kept["original"]["meaning"], kept["shown"]["meaning"]) == (HOSTILE, "bold")
    assert "Yes, demo" in client.get(made).text


def test_a_day_before_it_opened_is_refused_at_its_field(client: TestClient, made: str) -> None:
    refused = send(
        client,
        f"{made}/answers/new",
        {
            "door": "letter", "received-day": "1", "received-month": "5", "received-year": "2026",
            "who": "others", "meaning": "Far",
        },
    )  # fmt: skip
    assert refused.status_code == 422
    assert 'href="#received-day"' in refused.text


def test_what_is_not_there_is_a_page(client: TestClient, here: str, made: str) -> None:
    browser = {"Accept": "text/html"}
    for path in (f"{here}/consultees", f"{here}/messages", f"{made}/answers/7", f"{made}/consultees/nobody"):
        assert client.get(path, headers=browser).status_code == 404, path


def test_readers_see_no_answers_and_approvers_change_nothing(guarded: TestClient, make_key: Any) -> None:
    analyst = make_key(Role.ANALYST)
    links = guarded.post("/v1/applications", json=consolidation(), headers=analyst).json()["links"]
    asked = {"opens": OPENS, "closes": CLOSES, "contact": "The team"}
    guarded.put(f"{links['self']}/consultation", json=asked, headers=analyst)
    page = f"{links['self']}/consultation".replace("/v1/applications", "/cases")
    sign_in(guarded, make_key(Role.READER))
    assert guarded.get(page).status_code == 403
    guarded.cookies.clear()
    sign_in(guarded, make_key(Role.APPROVER))
    text = guarded.get(page).text
    assert "Nobody has answered yet." in text
    assert "Add consultees" not in text
    assert guarded.get(f"{page}/dates").status_code == 403
