"""The consultee's form over HTTP: what each link opens, what is kept, and that one answer is kept once."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web import respond
from tests.functional.conftest import NOW
from tests.made_up.consulting import CONTACT, consult, personal_link, public_link
from tests.made_up.logs import logged
from tests.made_up.papers import consolidation, relocation

OPENS, CLOSES = "2026-05-04", "2026-06-08"
HOSTILE = '<script>alert(1)</script> & "<img src=x onerror=alert(2)>" {{ 7*7 }} \'); DROP TABLE'


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(data: Any, clock: Clock) -> Iterator[TestClient]:
    """A client of a service whose clock can be moved, that follows no redirect by itself."""
    app = create_app(Settings(data=data, demo=True, requests_a_minute=0), clock=clock)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def here(client: TestClient) -> str:
    return consult(client, consolidation(), OPENS, CLOSES, public=True)


@pytest.fixture
def link(client: TestClient, here: str) -> str:
    return personal_link(client, here)[0]


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))


def answer(client: TestClient, link: str, question: str, text: str, **more: str) -> Any:
    """Answer one question as a browser would."""
    page = client.get(f"{link}/{question}")
    assert page.status_code == 200, page.text
    return client.post(f"{link}/{question}", data={**hidden(page.text), question: text, **more})


def fill(client: TestClient, link: str, **changes: str) -> None:
    """Answer every question."""
    said = {"who": "PATIENTS", "on_behalf_of": "Healthwatch Westley", "uses": "Weekly", "meaning": "Farther"}
    for question, text in {**said, "anything_else": "", **changes}.items():
        assert answer(client, link, question, text).status_code == 303


def test_the_proposal_says_what_the_papers_and_the_assessment_say(client: TestClient, link: str) -> None:
    page = client.get(link)
    assert page.status_code == 200
    text = page.text
    for said in (
        "Two pharmacies may become one",
        "Pharmacy XA002 Ltd wants to join two pharmacies. One of them would close.",
        "Pharmacy XA001<br>500 Long Street, XT1 1AA",
        "Pharmacy XA002<br>950 Long Street, XT1 1AB",
        "It is around 450 metres on foot from one to the other. At 3 miles an hour this takes around 6 minutes.",
        "The applicant says that it is 450 metres.",
        "XT1 1AB<br>B on the map",
        "Answer by 8 June 2026.",
        "9am to 1pm and 2pm to 5:30pm",
        "Flu Vaccination",
        "The integrated care board decides.",
        "Westley Health and Wellbeing Board does not decide.",
        "The board asks you as: Healthwatch Westley.",
        CONTACT,
    ):
        assert said in text, said
    drawn = client.get(f"{link}/map.svg")
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert client.get(f"{link}/map.svg", headers={"If-None-Match": drawn.headers["etag"]}).status_code == 304


def test_a_move_is_told_as_one(client: TestClient) -> None:
    text = client.get(personal_link(client, consult(client, relocation(), OPENS, CLOSES))[0]).text
    for said in (
        "A pharmacy may move",
        "Where the pharmacy is now",
        "Where the pharmacy would be",
        "After the move",
    ):
        assert said in text, said


def test_what_is_not_measured_is_said_to_be_so(client: TestClient) -> None:
    here = consult(client, consolidation(), OPENS, CLOSES, assessed=False)
    link = personal_link(client, here)[0]
    text = client.get(link).text
    assert "We have not measured the distance yet." in text
    assert "Which other pharmacies are near is not measured yet." in text
    assert "The opening hours are not compared yet." in text
    assert "map.svg" not in text
    assert client.get(f"{link}/map.svg").status_code == 404


def test_the_form_sets_no_cookie_and_tells_no_other_page_where_it_is(client: TestClient, link: str) -> None:
    fill(client, link)
    client.post(f"{link}/send")
    for path in (link, f"{link}/sent", f"{link}/copy", f"{link}/copy.txt"):
        headers = client.get(path).headers
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["cache-control"] == "no-store", path
        assert "set-cookie" not in headers, path
    assert not client.cookies


def test_the_token_stands_in_no_log_and_no_figure(client: TestClient, link: str) -> None:
    token = link.rpartition("/")[2]
    with logged() as stream:
        client.get(link)
        client.get(f"{link}x/who")
        client.post(f"{link}/who", data={"who": "nobody"})
        figures = client.get("/metrics").text
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["route"] for line in lines if line["event"] == "answered"] == [
        "/respond/{token}",
        "/respond/{token}/{question_id}",
        "/respond/{token}/{question_id}",
        "/metrics",
    ]
    assert token not in stream.getvalue() + figures


def test_an_answer_is_kept_once_and_a_copy_can_be_kept(client: TestClient, here: str, link: str) -> None:
    fill(client, link)
    check = client.get(f"{link}/check").text
    assert "Not provided" in check
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: client.post(f"{link}/send"), range(4)))
    assert {each.status_code for each in sent} == {303}
    assert {each.headers["location"] for each in sent} == {f"{link}/sent"}
    (kept,) = client.get(f"{here}/answers").json()
    assert kept["original"] == {
        "who": "Healthwatch and community groups",
        "on_behalf_of": "Healthwatch Westley",
        "uses": "Weekly",
        "meaning": "Farther",
        "anything_else": None,
    }
    for path in ("sent", "copy", "copy.txt"):
        assert kept["reference"] in client.get(f"{link}/{path}").text
    download = client.get(f"{link}/copy.txt")
    assert download.headers["content-disposition"] == f'attachment; filename="answer-{kept["reference"]}.txt"'
    assert "How do you use the pharmacies?\r\nWeekly\r\n" in download.text


def test_after_it_was_sent_nothing_changes_and_what_is_typed_is_shown(
    client: TestClient, here: str, link: str
) -> None:
    open_window = hidden(client.get(f"{link}/meaning").text)
    fill(client, link)
    client.post(f"{link}/send")
    assert "You have already answered" in client.get(link).text
    late = client.post(f"{link}/meaning", data={**open_window, "meaning": "A later thought"})
    assert late.status_code == 409
    assert "A later thought" in late.text
    assert client.get(f"{link}/meaning").headers["location"] == link
    (kept,) = client.get(f"{here}/answers").json()
    assert kept["original"]["meaning"] == "Farther"


def test_somebody_for_themselves_is_not_asked_for_an_organisation(
    client: TestClient, here: str, link: str
) -> None:
    fill(client, link)
    moved = answer(client, link, "who", "PUBLIC")
    assert moved.headers["location"] == f"{link}/uses"
    assert "Which organisation" not in client.get(f"{link}/check").text
    client.post(f"{link}/send")
    (kept,) = client.get(f"{here}/answers").json()
    assert (kept["who"], kept["original"]["on_behalf_of"]) == ("people who use a pharmacy", None)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("who", "", "Choose the answer that fits you best"),
        ("who", "KING", "Choose the answer that fits you best"),
        ("uses", "x" * 4_001, "Shorten your answer by 1 characters, to 4,000"),
        ("meaning", "bell \x07", "Your answer holds a sign that cannot be printed"),
    ],
)
def test_what_cannot_be_kept_is_said_at_the_field_with_everything_typed(
    client: TestClient, link: str, question: str, text: str, said: str
) -> None:
    refused = answer(client, link, question, text)
    assert refused.status_code == 422
    assert "<title>Error: " in refused.text
    assert f'href="#{question}"' in refused.text
    assert refused.text.count(said) == 2
    if len(text) > 10:
        assert text in refused.text
        assert text in client.get(f"{link}/{question}").text, "it is kept on the server too"


def test_nothing_at_all_is_no_answer(client: TestClient, here: str, link: str) -> None:
    empty = client.post(f"{link}/send")
    assert empty.status_code == 422
    assert 'href="#change-who"' in empty.text
    answer(client, link, "who", "PUBLIC")
    refused = client.post(f"{link}/send")
    for question in ("uses", "meaning", "anything_else"):
        assert answer(client, link, question, "").status_code == 303, "a question may be left out"
    assert "Answer at least one of the questions" in refused.text
    assert 'href="#change-uses"' in refused.text
    assert client.get(f"{here}/answers").json() == []


def test_a_change_comes_back_to_the_check(client: TestClient, link: str) -> None:
    fill(client, link)
    page = client.get(f"{link}/uses?then=check")
    assert f'href="{link}/check"' in page.text
    moved = client.post(f"{link}/uses", data={**hidden(page.text), "uses": "Daily"})
    assert moved.headers["location"] == f"{link}/check"
    assert "Daily" in client.get(f"{link}/check").text


def test_two_windows_lose_nothing(client: TestClient, link: str) -> None:
    one, two = (hidden(client.get(f"{link}/uses").text) for _ in range(2))
    other = hidden(client.get(f"{link}/meaning").text)
    assert client.post(f"{link}/uses", data={**one, "uses": "From the first"}).status_code == 303
    assert client.post(f"{link}/meaning", data={**other, "meaning": "Elsewhere"}).status_code == 303
    asked = client.post(f"{link}/uses", data={**two, "uses": "From the second"})
    assert asked.status_code == 409
    assert "From the first" in asked.text
    assert "From the second" in asked.text
    again = client.post(f"{link}/uses", data={**hidden(asked.text), "uses": "From both"})
    assert again.status_code == 303
    check = client.get(f"{link}/check").text
    assert "From both" in check
    assert "Elsewhere" in check
    # Going back to a window that was sent from, as a browser shows it again, is no other window.
    back = hidden(asked.text)
    assert client.post(f"{link}/uses", data={**back, "uses": "From both, mended"}).status_code == 303


def test_hostile_text_is_text_everywhere(client: TestClient, here: str, link: str) -> None:
    fill(client, link, on_behalf_of=HOSTILE, uses=HOSTILE, meaning=HOSTILE, anything_else=HOSTILE)
    pages = [client.get(f"{link}/{path}").text for path in ("uses", "check")]
    client.post(f"{link}/send")
    pages.append(client.get(f"{link}/copy").text)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "49" not in re.findall(r"&lt;img.*?DROP", page)[0]
    (kept,) = client.get(f"{here}/answers").json()
    assert kept["original"]["meaning"] == HOSTILE


def test_an_unknown_link_and_an_unknown_question(client: TestClient, link: str) -> None:
    for path in (
        "/respond/nonsense",
        "/respond/nonsense/who",
        "/consultations/nonsense",
        "/respond/nonsense/sent",
    ):
        page = client.get(path)
        expected = (303, "") if path.endswith("sent") else (404, "We do not know this link")
        assert page.status_code == expected[0], path
        assert expected[1] in page.text
    assert client.get(f"{link}/age").status_code == 404
    assert client.post(f"{link}/age", data={"age": "9"}).status_code == 404


def test_a_link_that_is_withdrawn_in_mid_form_loses_nothing(client: TestClient, here: str) -> None:
    link, made = personal_link(client, here)
    answer(client, link, "who", "PATIENTS")
    answer(client, link, "uses", "Kept before")
    form = hidden(client.get(f"{link}/meaning").text)
    assert client.post(f"{here}/links/{made['id']}/revocation", json={}).status_code == 200
    gone = client.post(f"{link}/meaning", data={**form, "meaning": "Typed too late"})
    assert gone.status_code == 410
    assert "This link no longer works" in gone.text
    assert "Typed too late" in gone.text
    assert "Kept before" not in gone.text, (
        "a personal link may have been withdrawn because somebody else had it"
    )
    newer = client.post(f"{here}/links", json={"consultee": made["consultee"]}).json()["url"]
    assert "Kept before" in client.get(f"{newer}/uses").text


def test_a_public_link_that_is_withdrawn_shows_visitors_their_own_words(
    client: TestClient, here: str
) -> None:
    public, made = public_link(client, here)
    own = client.post(f"{public}/start").headers["location"].removesuffix("/who")
    answer(client, own, "who", "PUBLIC")
    answer(client, own, "uses", "Kept before")
    client.post(f"{here}/links/{made['id']}/revocation", json={})
    gone = client.get(f"{own}/check")
    assert gone.status_code == 410
    assert "Kept before" in gone.text


def test_each_reason_has_its_page(client: TestClient, here: str, link: str, clock: Clock) -> None:
    answer(client, link, "uses", "Kept before")
    clock.now = NOW - timedelta(days=1)
    early = client.get(link)
    assert (early.status_code, "You cannot answer yet" in early.text) == (403, True)
    clock.now = NOW + timedelta(days=40)
    closed = client.get(f"{link}/uses")
    assert (closed.status_code, "It is too late to answer here" in closed.text) == (410, True)
    assert "Kept before" in closed.text
    assert CONTACT in closed.text
    clock.now = NOW + timedelta(days=90)
    expired = client.post(f"{link}/uses", data={"uses": "Now"})
    assert (expired.status_code, "This link has run out" in expired.text) == (410, True)
    assert "Now" in expired.text


def test_a_copy_can_be_had_after_it_closed(client: TestClient, link: str, clock: Clock) -> None:
    fill(client, link)
    client.post(f"{link}/send")
    clock.now = NOW + timedelta(days=40)
    closed = client.get(link)
    assert "You sent your answer on 4 May 2026" in closed.text
    assert "Farther" in client.get(f"{link}/copy").text


def test_everybody_answers_by_a_link_of_their_own(client: TestClient, here: str) -> None:
    public, _ = public_link(client, here)
    path = public.replace("consultations", "respond")
    assert client.get(path).headers["location"] == public
    assert "Start now" in client.get(public).text
    first, second = (client.post(f"{public}/start").headers["location"] for _ in range(2))
    assert first != second
    own = first.removesuffix("/who")
    later = answer(client, own, "who", "PUBLIC", later="yes")
    assert later.headers["location"] == f"{own}/later"
    assert f'value="http://testserver{own}"' in client.get(f"{own}/later").text
    answer(client, own, "meaning", "A longer walk")
    assert client.post(f"{own}/send").status_code == 303
    assert [each["name"] for each in client.get(f"{here}/answers").json()] == [None]
    assert client.get(f"/consultations/{own.rpartition('/')[2]}").headers["location"] == own
    for wrong in ("who", "check", "later"):
        assert client.get(f"{path}/{wrong}").status_code == 303


def test_a_program_that_fills_in_every_field_is_stopped_and_a_person_is_not(
    client: TestClient, here: str, link: str
) -> None:
    public = public_link(client, here)[0]
    stopped = client.post(f"{public}/start", data={respond.HONEYPOT: "http://spam.example.org"})
    assert stopped.status_code == 422
    assert "Press the button again" in stopped.text
    fill(client, link)
    stopped = client.post(f"{link}/send", data={respond.HONEYPOT: "x"})
    assert (stopped.status_code, "Weekly" in stopped.text) == (422, True)
    assert client.get(f"{here}/answers").json() == []
    assert client.post(f"{link}/send", data={respond.HONEYPOT: ""}).headers["location"] == f"{link}/sent"


def test_a_flood_is_asked_to_wait(client: TestClient, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respond, "STARTS_AN_HOUR", 2)
    public = public_link(client, here)[0]
    statuses = [client.post(f"{public}/start").status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    busy = client.post(f"{public}/start")
    assert busy.headers["retry-after"] == "600"
    assert "Many people are answering now" in busy.text


def test_nobody_needs_a_key_to_answer(guarded: TestClient, make_app: Callable[..., FastAPI]) -> None:
    page = guarded.get("/respond/nonsense")
    assert page.status_code == 404
    assert "We do not know this link" in page.text


def test_the_pages_read_easily(client: TestClient, link: str) -> None:
    """Flesch and Kincaid's grade of the running text: 6 is a reader of 11 years."""
    fill(client, link)
    texts = [
        client.get(f"{link}{path}").text for path in ("", "/who", "/uses", "/meaning", "/check", "/later")
    ]
    client.post(f"{link}/send")
    texts += [client.get(f"{link}{path}").text for path in ("", "/sent")]
    parts = [
        part
        for text in texts
        for part in re.findall(r'<(?:p|li)[^>]*class="govuk-[^>]*>(.*?)</', text, re.DOTALL)
    ]
    # What the board wrote and what the sites are called is not ours to put plainly.
    ours = [re.sub(r"<[^>]*>", "", part) for part in parts if CONTACT not in part]
    sentences = [each for part in ours for each in re.split(r"[.:?!]\s", part) if len(each.split()) > 2]
    words = re.findall(r"[A-Za-z’']+", " ".join(sentences))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade < 6, f"grade {grade:.1f} over {len(sentences)} sentences"


def test_one_address_may_ask_so_often_and_no_oftener(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(demo=False, requests_a_minute=3)
    with TestClient(app, raise_server_exceptions=False, headers={"Accept": "text/html"}) as client:
        statuses = [client.get("/respond/nonsense").status_code for _ in range(4)]
        assert statuses == [404, 404, 404, 429]
        too_many = client.get("/respond/nonsense/check")
        assert "Too many requests: wait a little" in too_many.text
        typed = client.post("/respond/nonsense/uses", data={"uses": "Weekly"})
        assert (typed.status_code, "Weekly" in typed.text) == (404, True), (
            "what is typed is never turned away"
        )
