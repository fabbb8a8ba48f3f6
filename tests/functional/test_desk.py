"""The desk over HTTP: lists, cases, moves, history and drafts, with what needs no browser."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.domain.accounts import Role
from tests.functional.conftest import sign_in
from tests.made_up.papers import consolidation, other, relocation
from tests.made_up.small_area import EAST, WEST

MakeKey = Callable[..., dict[str, str]]
NEW = "/applications/new"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])).split())


def send(client: TestClient, path: str, **typed: Any) -> Any:
    """Open the page and send its form."""
    fields = {name.replace("__", "."): value for name, value in typed.items()}
    data = hidden(client.get(path).text) | fields
    return client.post(path, data=data, headers={"Accept": "text/html"}, follow_redirects=False)


def kept(client: TestClient, document: dict[str, Any]) -> str:
    return str(client.post("/v1/applications", json=document).json()["id"])


def begin(client: TestClient, way: str = "type") -> str:
    answer = send(client, NEW, way=way)
    assert answer.status_code == 303
    return "/".join(answer.headers["location"].split("/")[:4])


def test_the_list_tells_how_long_is_left_in_words(client: TestClient) -> None:
    dates = {"2026-05-01": "Overdue by 3 days", "2026-05-04": "Due today", "2026-05-05": "Due tomorrow",
             "2026-05-08": "Due this week: 4 days left (4 working days)", "2026-05-11": "7 days left (5 working days)"}  # fmt: skip
    for n, day in enumerate(dates):
        # Day 45 is the day shown: the notice bears the date 45 days before it.
        dated = date.fromisoformat(day) - timedelta(days=45)
        kept(client, relocation(reference=f"R{n}", notice__dated=dated.isoformat(), notice__reply_by=None))
    kept(client, other("change of ownership", reference="R9"))
    shown = words(client.get("/cases").text)
    places = [shown.index(text) for text in dates.values()]
    assert places == sorted(places)
    assert "No reply asked for" in shown
    assert shown.index("R9") > shown.index("R4")


def test_the_list_is_narrowed_sorted_and_paged(client: TestClient) -> None:
    for n in range(22):
        kept(client, relocation(reference=f"R{n:02}"))
    kept(client, consolidation(reference="C1"))
    first = client.get("/cases?sort=reference").text
    assert len(re.findall(r'href="/cases/\w+"', first)) == 20
    following = html.unescape(re.search(r'href="(/cases\?[^"]*after=[^"]*)"', first)[1])  # type: ignore[index]
    assert "sort=reference" in following
    assert len(re.findall(r'href="/cases/\w+"', client.get(following).text)) == 3
    assert len(re.findall(r'href="/cases/\w+"', client.get("/cases?after=gone").text)) == 20
    only = words(client.get("/cases?kind=consolidation").text)
    assert "C1" in only
    assert "R00" not in only
    assert "No case fits what you chose." in words(client.get("/cases?show=sent").text)
    by = "due_by-day=1&due_by-month=6&due_by-year=2026"
    assert "No case fits what you chose." in words(client.get(f"/cases?{by}").text)
    assert "C1" in words(client.get(f"/cases?kind=consolidation&{by.replace('month=6', 'month=7')}").text)
    wrong = client.get(f"/cases?{by.replace('day=1', 'day=31')}")
    assert wrong.status_code == 422
    assert "there is no 31 June 2026" in words(wrong.text)
    assert 'value="31"' in wrong.text


def test_an_empty_desk_says_what_to_do(client: TestClient) -> None:
    assert "There is nothing to reply to. Show all cases , or start a new application" in words(
        client.get("/cases").text
    )
    assert client.get("/", follow_redirects=False).headers["location"] == "/cases"


def test_one_board_is_chosen_among_ones_own_and_no_other(guarded: TestClient, make_key: MakeKey) -> None:
    west, both = make_key(Role.ANALYST), make_key(Role.READER, board="all")
    guarded.post("/v1/applications", json=relocation(reference="OURS"), headers=west)
    for key, board, found in (
        (both, WEST, True),
        (both, EAST, False),
        (west, WEST, True),
        (west, EAST, False),
    ):
        page = guarded.get(f"/cases?board={board}", headers=key).text
        assert ("OURS" in page) is found
        items = guarded.get(f"/v1/cases?board={board}", headers=key).json()["items"]
        assert bool(items) is found


def test_what_leads_on_comes_first_and_what_to_look_at_stands_beside_it(client: TestClient) -> None:
    id_ = kept(client, relocation())
    case = f"/cases/{id_}"

    def offered() -> list[str]:
        shown = client.get(case).text
        heads = re.findall(
            r'<h3 class="govuk-heading-s">([^<]+)</h3>', shown.partition("What the papers say")[0]
        )
        return [html.unescape(head) for head in heads]

    assert offered() == ["Run an assessment", "Record that the application was withdrawn"]
    client.post(f"/v1/applications/{id_}/assessments")
    send(client, f"{case}/moves/drafted")
    back = ["Send the draft back", "Record that the application was withdrawn"]
    assert offered()[0] == "Record that the consultation is done"
    assert offered()[-2:] == back
    for move in ("consulted", "approved"):
        shown = words(client.get(f"{case}/moves/{move}").text)
        assert "nobody was asked through this service" in shown
    assert "through this service" not in words(client.get(f"{case}/moves/withdrawn").text)


def test_nothing_is_offered_that_would_be_refused(guarded: TestClient, make_key: MakeKey) -> None:
    """A reader sees what is there and no form; nobody is led to a map before there is an assessment."""
    analyst, reader = make_key(Role.ANALYST), make_key(Role.READER)
    id_ = guarded.post("/v1/applications", json=consolidation(), headers=analyst).json()["id"]
    case, assessment = f"/cases/{id_}", f"/cases/{id_}/assessment"
    before = guarded.get(case, headers=analyst).text
    assert f'href="{case}/map"' not in before
    assert "It is for an analyst to run the first." in guarded.get(assessment, headers=reader).text
    guarded.post(f"/v1/applications/{id_}/assessments", headers=analyst)
    assert f'href="{case}/map"' in guarded.get(case, headers=reader).text
    for key, offered in ((analyst, True), (reader, False)):
        shown = guarded.get(assessment, headers=key).text
        assert ("Run the assessment" in shown, 'href="#run"' in shown) == (offered, offered)
        assert (f"{case}/officer/signing" in guarded.get(f"{case}/officer", headers=key).text) is offered
    papers = guarded.get(f"{case}/papers", headers=reader).text
    assert "Draft the representation." in papers
    assert "Ask for" not in papers


def test_a_case_is_told_and_moved_and_its_history_says_so(client: TestClient) -> None:
    id_ = kept(client, relocation())
    page = words(client.get(f"/cases/{id_}").text)
    assert "15 June 2026: 42 days left (29 working days)" in page
    assert (
        "45 days from 1 May 2026, the date of the notice. When it was given to the board is not recorded."
        in page
    )
    assert "Not known until the application is assessed." in page
    assert f'href="/cases/{id_}/assessment"' in client.get(f"/cases/{id_}").text
    linked = set(re.findall(rf'href="/cases/{id_}/(\w+)"', client.get(f"/cases/{id_}").text))
    assert linked >= {"assessment", "officer", "papers", "history"}
    assert "map" not in linked
    for part in linked:
        assert client.get(f"/cases/{id_}/{part}").status_code == 200, part
    assert "The papers do not say" in page
    assert "Monday: 09:00-13:00,14:00-17:30" in page
    client.post(f"/v1/applications/{id_}/assessments")
    assert "It does not have to." in words(client.get(f"/cases/{id_}").text)
    moved = send(client, f"/cases/{id_}/moves/drafted", reason="Ready\r\nto read")
    assert (moved.status_code, moved.headers["location"]) == (303, f"/cases/{id_}?moved=drafted")
    assert "Done. The case now stands at: Draft ready." in words(client.get(moved.headers["location"]).text)
    assert "Done." not in words(client.get(f"/cases/{id_}?moved=approved").text)
    history = words(client.get(f"/cases/{id_}/history").text)
    assert (
        history.index("Case moved to “Draft ready”")
        < history.index("Assessment made")
        < history.index("Application taken in")
    )
    assert "Reason: Ready to read" in history
    assert "Where it stands: Draft ready (before: Assessed)" in history
    assert "Document: Assessment 1" in history


def test_four_eyes_are_told_plainly(guarded: TestClient, make_key: MakeKey) -> None:
    both = make_key(Role.ANALYST, Role.APPROVER, holder="the analyst")
    id_ = guarded.post("/v1/applications", json=relocation(), headers=both).json()["id"]
    guarded.post(f"/v1/applications/{id_}/assessments", headers=both)
    assert "This is for an approver to do." in words(guarded.get(f"/cases/{id_}/moves/no-response", headers=make_key(Role.ANALYST)).text)  # fmt: skip
    sign_in(guarded, both)
    assert send(guarded, f"/cases/{id_}/moves/drafted").status_code == 303
    page = guarded.get(f"/cases/{id_}/moves/approved").text
    assert "You have worked on this draft. A second person has to do this" in words(page)
    assert "<form" not in page[page.index("<main") :].replace('action="/sign-out"', "")
    guarded.cookies.clear()
    sign_in(guarded, make_key(Role.APPROVER, holder="the consultant"))
    assert send(guarded, f"/cases/{id_}/moves/approved").status_code == 303
    assert send(guarded, f"/cases/{id_}/moves/sent").status_code == 303
    assert "Approved by the consultant" in words(guarded.get(f"/cases/{id_}").text)


def test_a_form_sent_twice_moves_once_and_one_from_an_old_page_loses_nothing(client: TestClient) -> None:
    id_ = kept(client, relocation())
    client.post(f"/v1/applications/{id_}/assessments")
    here = f"/cases/{id_}/moves/withdrawn"
    form = hidden(client.get(here).text) | {"reason": "The applicant wrote so."}
    draft = hidden(client.get(f"/cases/{id_}/moves/drafted").text)
    assert client.post(f"/cases/{id_}/moves/drafted", data=draft, follow_redirects=False).status_code == 303
    assert client.post(f"/cases/{id_}/moves/drafted", data=draft, follow_redirects=False).status_code == 303
    assert client.get(f"/v1/applications/{id_}/case").json()["version"] == 3
    old = client.post(here, data=form, headers={"Accept": "text/html"})
    assert old.status_code == 412
    assert "nothing was done. demo, 4 May 2026 at 10:30am: Case moved to “Draft ready”" in words(old.text)
    assert "The applicant wrote so." in old.text
    again = hidden(old.text) | {"reason": "The applicant wrote so."}
    assert client.post(here, data=again, follow_redirects=False).status_code == 303
    assert "Nothing more. The case has ended" in words(client.get(f"/cases/{id_}").text)


def test_a_move_that_is_not_whole_says_why_and_keeps_what_was_typed(client: TestClient) -> None:
    id_ = kept(client, consolidation())
    missing = send(client, f"/cases/{id_}/moves/withdrawn", reason="")
    assert (missing.status_code, "Give the reason." in words(missing.text)) == (422, True)
    long = send(client, f"/cases/{id_}/moves/withdrawn", reason="x" * 5001)
    assert "shorten it to 5,000 characters or fewer" in words(long.text)
    assert "x" * 5001 in long.text
    assert "cannot be done now" in words(client.get(f"/cases/{id_}/moves/sent").text)
    form = hidden(client.get(f"/cases/{id_}/moves/withdrawn").text) | {"reason": "kept"}
    refused = client.post(f"/cases/{id_}/moves/sent", data=form, headers={"Accept": "text/html"})
    assert refused.status_code == 409
    assert "cannot become sent" in words(refused.text)
    assert "kept" in words(refused.text)
    for nothing in ("nonsense", "received"):
        assert client.get(f"/cases/{id_}/moves/{nothing}").status_code == 404


def answers(client: TestClient, draft: str) -> None:
    """Answer what a relocation needs, and some of what it may say."""
    pages: dict[str, dict[str, str | list[str]]] = {
        "kind": {"kind": "relocation"},
        "notice": {
            "notice.reference": "CAS-1", "notice.dated-day": "1", "notice.dated-month": "5", "notice.dated-year": "2026",
        },
        "sent-to": {"notice.sent_to_hwb": WEST, "notice.notified": "Healthwatch\r\n\r\nThe LPC"},
        "applicant": {"applicant": "Long Street Chemists Ltd", "reference": "PC/7"},
        "existing-place": {
            "existing.name": "Pharmacy XA001", "existing.address": "500 Long Street", "existing.postcode": "xt11aa",
        },
        "existing-hours": {"existing.hours.monday": "09:00-13:00, 14:00-17:30", "existing.hours.sunday": "closed"},
        "existing-services": {"existing.services": ["New Medicine Service"], "existing.services-other": "Ear piercing"},
        "proposed-place": {
            "proposed.name": "Pharmacy XA001", "proposed.address": "520 Long Street", "proposed.postcode": "XT1 1ZZ",
        },
        "undertakings": {"same_services": "yes", "uninterrupted": "not said"},
    }  # fmt: skip
    for slug, typed in pages.items():
        answer = send(client, f"{draft}/questions/{slug}", **typed)
        assert answer.status_code == 303, (slug, words(answer.text))
        assert not answer.headers["location"].endswith(f"/{slug}"), (slug, typed)


def test_questions_make_the_same_application_as_the_api(client: TestClient) -> None:
    draft = begin(client)
    answers(client, draft)
    assert "Save and come back" in client.get(f"{draft}/check").text
    made = send(client, f"{draft}/check")
    assert made.status_code == 303
    id_ = made.headers["location"].rpartition("/")[2]
    stored = client.get(f"/v1/applications/{id_}").json()["application"]
    assert stored["notice"]["notified"] == ["Healthwatch", "The LPC"]
    assert stored["existing"]["hours"] == {
        "monday": "09:00-13:00,14:00-17:30",
        "sunday": "closed",
    } | dict.fromkeys(("tuesday", "wednesday", "thursday", "friday", "saturday"))
    assert stored["existing"]["services"] == ["New Medicine Service", "Ear piercing"]
    assert (stored["same_services"], stored["uninterrupted"], stored["proposed"]["services"]) == (
        True,
        None,
        None,
    )
    again = client.post(f"/v1/applications", json=stored)  # noqa: F541
    assert again.status_code == 201
    assert again.json()["sha256"] == client.get(f"/v1/applications/{id_}").json()["sha256"]


def test_a_draft_becomes_one_application_however_often_it_is_sent(client: TestClient) -> None:
    draft = begin(client)
    answers(client, draft)
    form = hidden(client.get(f"{draft}/check").text)
    where = {
        client.post(f"{draft}/check", data=form, follow_redirects=False).headers["location"] for _ in range(3)
    }
    assert len(where) == 1
    assert len(client.get("/v1/applications").json()["items"]) == 1
    # The pages from before lead to the case, and nothing typed is kept twice.
    for path in (draft, f"{draft}/check", f"{draft}/questions/kind", f"{draft}/notice-text"):
        assert client.get(path, follow_redirects=False).headers["location"] in where
    assert "PC/7" not in client.get(NEW).text


def test_a_form_that_begins_a_draft_twice_begins_one(client: TestClient) -> None:
    form = hidden(client.get(NEW).text) | {"way": "type"}
    places = {client.post(NEW, data=form, follow_redirects=False).headers["location"] for _ in range(2)}
    assert len(places) == 1


def test_what_cannot_be_taken_is_kept_and_told_on_each_page_and_at_the_check(client: TestClient) -> None:
    draft = begin(client)
    answers(client, draft)
    page = f"{draft}/questions/existing-place"
    sent = send(client, page, existing__name="A", existing__address="B", existing__postcode="nowhere")
    assert (sent.status_code, sent.headers["location"]) == (303, page)
    wrong = client.get(page)
    assert "<title>Error: " in wrong.text
    assert 'href="#existing-postcode"' in wrong.text
    assert 'value="nowhere"' in wrong.text
    assert 'value="nowhere"' in client.get(page).text
    assert "Needs mending" in client.get(draft).text
    check = client.get(send(client, f"{draft}/check").headers["location"])
    assert 'href="#change-existing-postcode"' in check.text
    assert "nowhere" in words(check.text)
    later = send(client, page, existing__name="A", existing__postcode="still wrong", later="yes")
    assert (later.status_code, later.headers["location"]) == (303, draft)
    assert client.get("/v1/applications").json()["items"] == []


def test_a_postcode_in_no_data_asks_for_the_door(client: TestClient) -> None:
    draft = begin(client)
    answers(client, draft)
    place = {"proposed.name": "P", "proposed.address": "1 Far Street", "proposed.postcode": "ZZ9 9ZZ"}
    assert send(client, f"{draft}/questions/proposed-place", **place).status_code == 303
    assert "The postcode ZZ9 9ZZ is in no data" in words(client.get(f"{draft}/questions/proposed-door").text)
    refused = send(client, f"{draft}/check")
    assert (refused.status_code, "give the place of the door" in words(refused.text)) == (422, True)
    door = {
        "proposed.point.easting": "501,520",
        "proposed.point.northing": "200000",
        "proposed.point.source": "a visit",
    }
    assert send(client, f"{draft}/questions/proposed-door", **door).status_code == 303
    assert send(client, f"{draft}/check").status_code == 303


def test_two_tabs_on_one_page_overwrite_nothing_unseen(client: TestClient) -> None:
    draft = begin(client)
    answers(client, draft)
    page = f"{draft}/questions/applicant"
    one = hidden(client.get(page).text)
    assert send(client, page, applicant="First", reference="PC/7").status_code == 303
    other_tab = client.post(
        page, data=one | {"applicant": "Second", "reference": "PC/7"}, headers={"Accept": "text/html"}
    )
    assert other_tab.status_code == 412
    assert "Applicant: First" in words(other_tab.text)
    assert 'value="Second"' in other_tab.text
    again = hidden(other_tab.text) | {"applicant": "Second", "reference": "PC/7"}
    assert client.post(page, data=again, follow_redirects=False).status_code == 303
    assert 'value="Second"' in client.get(page).text
    # Two tabs on two pages never meet.
    claims = hidden(client.get(f"{draft}/questions/claims").text)
    assert send(client, page, applicant="Third", reference="PC/7").status_code == 303
    both = client.post(
        f"{draft}/questions/claims", data=claims | {"claims.distance_m": "20"}, follow_redirects=False
    )
    assert both.status_code == 303


def test_a_draft_is_its_holders_alone(guarded: TestClient, make_key: MakeKey) -> None:
    sign_in(guarded, make_key(Role.ANALYST, holder="one"))
    draft = begin(guarded)
    guarded.cookies.clear()
    sign_in(guarded, make_key(Role.ANALYST, Role.APPROVER, holder="two"))
    for path in (
        draft,
        f"{draft}/check",
        f"{draft}/questions/kind",
        f"{draft}/delete",
        f"{draft}/suggestions",
    ):
        assert guarded.get(path).status_code == 404
    assert draft not in guarded.get(NEW).text


def test_another_boards_application_is_told_at_the_check(guarded: TestClient, make_key: MakeKey) -> None:
    sign_in(guarded, make_key(Role.ANALYST, board=EAST))
    draft = begin(guarded)
    answers(guarded, draft)
    refused = send(guarded, f"{draft}/check")
    assert refused.status_code == 422
    assert 'href="#change-notice-sent_to_hwb"' in refused.text
    assert f"is for the board of {WEST}" in words(refused.text)


def test_suggestions_are_used_where_they_are_ticked_and_nowhere_else(client: TestClient) -> None:
    draft = begin(client, "paste")
    text = (
        "Ref: AB/12 dated 1 May 2026. Relocation from Pharmacy XA001, 500 Long Street, XT1 1AA to 520 Long Street, XT1 1ZZ. "
        "Reply by 15 June 2026. <script>alert(1)</script>"
    )
    assert send(client, f"{draft}/notice-text", text="  ").status_code == 422
    assert send(client, f"{draft}/notice-text", text="x" * 50_001).status_code == 422
    shown = client.get(send(client, f"{draft}/notice-text", text=text).headers["location"]).text
    assert "<script>alert" not in shown
    told = words(shown)
    assert "From: “Ref: AB/12" in told
    assert "Not found in the text The board it was sent to Applicant" in told
    assert " checked" not in shown
    ticked = {"use-kind": "0", "use-notice-dated": "0", "use-existing": "0", "use-proposed": "7"}
    answer = send(client, f"{draft}/suggestions", **ticked)
    assert (answer.status_code, answer.headers["location"]) == (303, draft)
    page = client.get(f"{draft}/questions/existing-place").text
    assert 'value="500 Long Street"' in page
    assert 'value="XT1 1AA"' in page
    notice = client.get(f"{draft}/questions/notice").text
    assert 'value="2026"' in notice
    assert "AB/12" not in notice
    assert "520 Long Street" not in client.get(f"{draft}/questions/proposed-place").text
    # The text is pasted anew in another tab: what was ticked was ticked on the old one.
    old = hidden(client.get(f"{draft}/suggestions").text)
    send(client, f"{draft}/notice-text", text=text + " Ref: CD/34")
    moved = client.post(
        f"{draft}/suggestions", data=old | {"use-notice-reference": "0"}, headers={"Accept": "text/html"}
    )
    assert (moved.status_code, "nothing was taken over" in words(moved.text)) == (412, True)


def test_a_draft_is_deleted_when_asked_and_too_long_a_draft_is_refused(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(make_app(), raise_server_exceptions=False) as client:
        draft = begin(client)
        monkeypatch.setattr("app.store.application_drafts.LONGEST", 1000)
        assert send(client, f"{draft}/notice-text", text="x" * 2000).status_code == 413
        assert send(client, f"{draft}/delete").status_code == 303
        assert client.get(draft).status_code == 404
        assert client.get("/v1/applications").json()["items"] == []
