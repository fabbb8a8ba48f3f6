"""People in a browser: signing in by key and at a provider, sessions that end, forms that nobody else can send."""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.api.access import RULES
from app.api.forms import FormGuard, guarded_form
from app.cli import commands
from app.domain.accounts import Permission, Role
from app.domain.audit import AuditEvent
from app.main import ROUTERS, create_app
from app.settings import Settings
from app.store.people import PersonChange
from app.web.carrying import OWN, local
from app.web.field_words import named, said_back
from app.web.shell import page
from tests.functional.conftest import NOW, form_token, sign_in
from tests.made_up.papers import consolidation, relocation
from tests.made_up.provider import CLIENT, EC, RSA, SECRET, Provider, serving
from tests.made_up.small_area import EAST, WEST

MakeKey = Callable[..., dict[str, str]]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with serving(Provider(NOW.timestamp)) as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, clock: Clock) -> Provider:
    running.now = lambda: clock.now.timestamp()
    running.fault, running.algorithm, running.secret, running.claims = "", "RS256", SECRET, {}
    running.keys = [RSA, EC]
    return running


def service(data: Any, clock: Clock, **changes: Any) -> Iterator[TestClient]:
    app = create_app(Settings(data=data, **changes), clock=clock)
    app.add_api_route("/form", show_form, methods=["GET"])
    app.add_api_route("/form", take_form, methods=["POST"])
    with TestClient(
        app, "http://127.0.0.1:8000", raise_server_exceptions=False, follow_redirects=False
    ) as client:
        yield client


def show_form(request: Request) -> Response:
    """A page with a form, as others write it."""
    return page(request, "sign-out.html")


def take_form(form: FormGuard, request: Request) -> Response:
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return Response(json.dumps({"by": request.state.account.holder, "fields": fields}))


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("GET", "POST"):
        monkeypatch.setitem(RULES, (method, "/form"), Permission.READ)
    from app.api import access

    access._patterns.cache_clear()
    monkeypatch.setattr(access, "_patterns", access._patterns.__wrapped__)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """Where a service keeps what it keeps: on each kind of database in turn for a test that asks for ``database_url``."""
    return str(request.getfixturevalue("database_url")) if "database_url" in request.fixturenames else ""


@pytest.fixture
def desk(data: Any, clock: Clock, url: str) -> Iterator[TestClient]:
    """A service in which people sign in with keys."""
    yield from service(data, clock, database=url, requests_a_minute=1000)


@pytest.fixture
def council(data: Any, clock: Clock, url: str, provider: Provider) -> Iterator[TestClient]:
    """A service in which people sign in at a provider."""
    yield from service(
        data, clock, database=url, requests_a_minute=1000, public_url="http://127.0.0.1:8000",
        oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET, contact="the public health desk",
    )  # fmt: skip


def key_of(client: TestClient, *roles: Role, holder: str = "ann@example.gov.uk", board: str = WEST, days: float = 30) -> dict[str, str]:  # fmt: skip
    event = AuditEvent(NOW - timedelta(days=365), "administrator", "request")
    with writing(client) as records:
        key = records.keys.make(
            "a test", holder, roles or [Role.ANALYST], [board], NOW + timedelta(days=days), event
        )
    return {"Authorization": f"Bearer {key}"}


def writing(client: TestClient) -> Any:
    return client.app.state.services.database.writing()  # type: ignore[attr-defined]


def events(client: TestClient) -> list[Any]:
    with client.app.state.services.database.reading() as records:  # type: ignore[attr-defined]
        return list(records.audit.events())


def verifies(client: TestClient) -> bool:
    return client.app.state.services.database.verify().faults == ()  # type: ignore[attr-defined]


def add_person(client: TestClient, provider: Provider, *roles: Role, email: str = "ann@example.gov.uk", board: str = WEST) -> Any:  # fmt: skip
    event = AuditEvent(NOW, "administrator", "request")
    with writing(client) as records:
        return records.people.add("", email, provider.issuer, roles or [Role.ANALYST], [board], event)


def leave(client: TestClient, page_text: str) -> str:
    """Press the button of the sign-in page; the address at the provider."""
    answer = client.post("/sign-in/provider", data=hidden(page_text))
    assert answer.status_code == 200, answer.text
    return html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)[1])  # type: ignore[index]


def hidden(page_text: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page_text)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def at_provider(client: TestClient, provider: Provider, following: str = "/") -> Any:
    """Sign in at the provider as a person does; the answer to coming back."""
    back = provider.authorize(leave(client, client.get(f"/sign-in?next={quote(following)}").text))
    return client.get(back)


# Who is asked to sign in, and where it leads.


def test_a_page_asks_to_sign_in_and_leads_back_and_the_api_answers_401(desk: TestClient) -> None:
    answer = desk.get("/form?a=1&b=%C3%A9")
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"next": ["/form?a=1&b=%C3%A9"]}
    key = key_of(desk)
    form = hidden(desk.get(answer.headers["location"]).text) | {"key": f"  {key['Authorization'][7:]}\n"}
    signed_in = desk.post("/sign-in", data=form)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/form?a=1&b=%C3%A9")
    assert desk.get(signed_in.headers["location"]).status_code == 200
    assert desk.get("/sign-in?next=/docs").headers["location"] == "/docs"
    desk.cookies.clear()
    refused = desk.get("/v1/cases")
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.parametrize(
    "following",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)",
        "/\t/evil.example", "/x\r\nSet-Cookie: a=b", "evil.example", "", "/é", "/sign-in", "/sign-out", "/x\\..\\y", " /x",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_site(desk: TestClient, following: str) -> None:
    assert local(following) == "/"
    token = form_token(desk.get("/sign-in", params={"next": following}).text)
    form = {"csrf_token": token, "next": following, "key": key_of(desk)["Authorization"][7:]}
    assert desk.post("/sign-in", data=form).headers["location"] == "/"
    assert desk.get("/sign-in", params={"next": following}).headers["location"] == "/"


@pytest.mark.parametrize(
    "following", ["/", "/cases?state=received&after=x", "/a/b%2F%5Cc", "/x?next=//evil.example"]
)
def test_an_address_of_this_site_is_kept(following: str) -> None:
    assert local(following) == following


# The cookie and the session.


def test_the_cookie_is_kept_to_this_host_and_from_scripts(data: Any, clock: Clock) -> None:
    for client in service(data, clock, behind_tls=True, requests_a_minute=1000):
        client.base_url = "https://pharmacy.example.gov.uk"  # type: ignore[assignment]
        token = form_token(client.get("/sign-in").text)
        form = {"csrf_token": token, "key": key_of(client)["Authorization"][7:]}
        answer = client.post("/sign-in", data=form)
        assert re.fullmatch(
            r"__Host-pharmacy=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax", answer.headers["set-cookie"]
        )


def test_each_sign_in_has_a_new_token_and_ends_the_one_before(desk: TestClient) -> None:
    key = key_of(desk)
    desk.cookies.set("pharmacy", "A" * 43)  # what somebody may have planted
    tokens = []
    for _ in range(2):
        token = (
            form_token(desk.get("/sign-in").text) if not tokens else form_token(desk.get("/sign-out").text)
        )
        answer = desk.post("/sign-in", data={"csrf_token": token, "key": key["Authorization"][7:]})
        assert answer.status_code == 303
        tokens.append(re.search(r"pharmacy=([\w-]{43});", answer.headers["set-cookie"])[1])  # type: ignore[index]
    assert len({*tokens, "A" * 43}) == 3
    for token, status in zip(tokens, (303, 200), strict=True):
        desk.cookies.clear()
        desk.cookies.set("pharmacy", token)
        assert desk.get("/form").status_code == status


def test_signing_out_ends_the_session_on_the_server(desk: TestClient, database_url: str) -> None:
    signed_in = sign_in(desk, key_of(desk))
    kept = desk.cookies["pharmacy"]
    assert desk.get("/v1/cases").status_code == 200
    assert desk.post("/sign-out", data={"csrf_token": "0" * 64}).status_code == 403
    out = desk.post("/sign-out", data={"csrf_token": signed_in.token})
    assert (out.status_code, out.headers["location"]) == (303, "/signed-out")
    assert "pharmacy" not in desk.cookies
    assert "You are signed out" in desk.get("/signed-out").text
    desk.cookies.set("pharmacy", kept)
    assert desk.get("/v1/cases").status_code == 401
    assert [event.action for event in events(desk)] == ["key made", "signed in", "signed out"]
    assert verifies(desk)


@pytest.mark.parametrize("how", ["idle", "too old", "key revoked", "key expired", "ended by an administrator", "forged", "of another browser"])  # fmt: skip
def test_a_session_that_is_over_opens_nothing(desk: TestClient, clock: Clock, how: str) -> None:
    key = key_of(desk, days=1)
    sign_in(desk, key)
    event = AuditEvent(NOW, "administrator", "request")
    assert desk.get("/form").status_code == 200
    if how == "idle":
        clock.go(minutes=59)
        assert desk.get("/form").status_code == 200
        clock.go(minutes=60)
    if how == "too old":
        for _ in range(12):
            assert desk.get("/form").status_code == 200
            clock.go(minutes=55)
        clock.go(hours=1)
    if how == "key expired":
        clock.go(days=1)
    if how == "key revoked":
        with writing(desk) as records:
            records.keys.revoke(key["Authorization"].split("_")[1], event)
    if how == "ended by an administrator":
        with writing(desk) as records:
            assert records.sessions.end_all(event, "ann@example.gov.uk") == 1
    if how == "forged":
        held = desk.cookies["pharmacy"]
        desk.cookies.clear()
        desk.cookies.set("pharmacy", held[:-1] + ("A" if held[-1] != "A" else "B"))
    if how == "of another browser":
        held = desk.cookies["pharmacy"]
        desk.cookies.clear()
        desk.cookies.set("__Host-pharmacy", held)
    assert desk.get("/form").status_code == 303
    assert desk.get("/v1/cases").status_code == 401
    assert "You were signed out" in desk.post("/form", data={"a": "1"}).text


def test_a_session_sees_its_boards_only_and_a_key_goes_before_it(desk: TestClient) -> None:
    west, east = key_of(desk), key_of(desk, holder="ben@example.gov.uk", board=EAST)
    made = desk.post("/v1/applications", json=relocation(), headers=west).headers["location"]
    sign_in(desk, east)
    assert desk.get(made).status_code == 404
    assert desk.get(made, headers=west).status_code == 200
    assert desk.get(made, headers={"Authorization": "Bearer pa_wrong"}).status_code == 401


# Forms.


def test_every_unsafe_route_of_a_page_takes_its_form_through_the_guard() -> None:
    """What comes with a cookie and is no address of the API has its token checked, whoever writes the page."""

    def guarded(dependant: Any) -> bool:
        return any(each.call is guarded_form or guarded(each) for each in dependant.dependencies)

    found = [
        route
        for module in ROUTERS
        for route in module.router.routes
        if isinstance(route, APIRoute)
        and route.methods - {"GET", "HEAD"}
        and not route.path.startswith("/v1/")
        # A consultee's own link is a secret that no other site has, and comes with no cookie.
        and "{token}" not in route.path
    ]
    assert {route.path for route in found} >= {"/sign-in", "/sign-out"}
    assert [route.path for route in found if not guarded(route.dependant)] == []


FORM = {"reason": "Line 1\r\nLine 2", "who": '<script>"&', "empty": ""}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8000.evil.example"}, 403),
    ],
)
def test_a_form_is_taken_from_our_own_page_only(
    desk: TestClient, headers: dict[str, str], status: int
) -> None:
    token = sign_in(desk, key_of(desk)).token
    answer = desk.post("/form", data=FORM | {"csrf_token": token}, headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["by"] == "ann@example.gov.uk"
        assert dict(answer.json()["fields"]) == FORM | {"csrf_token": token}
    else:
        assert "another site" in answer.text


def test_the_public_address_is_what_an_origin_is_held_against(data: Any, clock: Clock) -> None:
    for client in service(data, clock, behind_tls=True, public_url="https://Pharmacy.example.gov.uk/", requests_a_minute=99):  # fmt: skip
        client.base_url = "https://inside"  # type: ignore[assignment]
        token = sign_in(client, key_of(client)).token
        for origin, status in (("https://pharmacy.example.gov.uk", 200), ("https://inside", 403), ("http://pharmacy.example.gov.uk", 403)):  # fmt: skip
            answer = client.post("/form", data={"csrf_token": token}, headers={"Origin": origin})
            assert answer.status_code == status, origin


@pytest.mark.parametrize(
    "token", [None, "", "0" * 64, "é", "of another session", "of the browser before signing in"]
)
def test_a_form_with_another_token_is_shown_again_and_not_taken(desk: TestClient, token: str | None) -> None:
    before = form_token(desk.get("/sign-in").text)
    if token == "of another session":
        token = sign_in(desk, key_of(desk, holder="ben@example.gov.uk")).token
    if token == "of the browser before signing in":
        token = before
    sign_in(desk, key_of(desk))
    answer = desk.post("/form?x=1", data=FORM | ({} if token is None else {"csrf_token": token}))
    assert answer.status_code == 403
    assert "was not sent yet" in answer.text
    again = hidden(answer.text)
    assert {name: again[name].replace("\r", "") for name in FORM} == {
        n: v.replace("\r", "") for n, v in FORM.items()
    }
    assert 'action="/form?x=1"' in answer.text
    assert desk.post("/form?x=1", data=again).status_code == 200


def test_what_comes_with_a_cookie_to_the_api_needs_a_token_too(desk: TestClient) -> None:
    token = sign_in(desk, key_of(desk)).token
    refused = desk.post("/v1/applications", json=relocation())
    assert (refused.status_code, "X-CSRF-Token" in refused.json()["detail"]) == (403, True)
    for wrong in ("0" * 64, token[:-1], "é".encode()):
        assert (
            desk.post("/v1/applications", json=relocation(), headers={"X-CSRF-Token": wrong}).status_code
            == 403
        )
    other = {"X-CSRF-Token": token, "Origin": "http://evil.example"}
    assert desk.post("/v1/applications", json=relocation(), headers=other).status_code == 403
    assert desk.get("/v1/applications").json()["items"] == []
    assert (
        desk.post("/v1/applications", json=relocation(), headers={"X-CSRF-Token": token}).status_code == 201
    )


def test_a_form_that_is_carried_is_shown_in_words_and_without_what_nobody_typed() -> None:
    assert [named(field) for field in ("opinion.given_on-day", "reason", "report.key_dates.0")] == [
        "Opinion: given on, day", "Reason", "Report: key dates, 0",
    ]  # fmt: skip
    typed = (("opinion.choice", "would not"), ("opinion.given_on-day", "31"), ("opinion.given_on-month", "9"))
    assert said_back("/cases/abc/officer/opinion", typed) == [
        ("Granting the application", "Would not create such a gap"), ("When it was given", "31 9"),
    ]  # fmt: skip
    assert {"version", "once"} <= OWN


def test_a_form_whose_session_is_lost_loses_nothing(
    desk: TestClient, clock: Clock, database_url: str
) -> None:
    key = key_of(desk)
    token = sign_in(desk, key).token
    clock.go(hours=2)
    lost = desk.post("/form?x=%C3%A9", data=FORM | {"csrf_token": token})
    assert lost.status_code == 403
    assert "Nothing you typed is lost" in lost.text
    assert '<script>"' not in lost.text
    wrong = desk.post("/sign-in", data=hidden(lost.text) | {"key": "pa_wrong"})
    assert (wrong.status_code, "This key is not known" in wrong.text) == (403, True)
    assert "pa_wrong" not in wrong.text
    shown = desk.post("/sign-in", data=hidden(wrong.text) | {"key": key["Authorization"][7:]})
    assert (shown.status_code, "was not sent yet" in shown.text) == (200, True)
    assert "Line 1<br>Line 2" in shown.text
    assert '<script>"' not in shown.text
    assert 'action="/form?x=%C3%A9"' in shown.text
    sent = desk.post("/form?x=%C3%A9", data=hidden(shown.text))
    assert sent.status_code == 200
    assert {name: value for name, value in sent.json()["fields"] if name != "csrf_token"} == FORM


def test_a_file_is_asked_for_again(desk: TestClient, clock: Clock) -> None:
    key = key_of(desk)
    lost = desk.post("/form", data={"a": "1"}, files={"letter": ("x.docx", b"PK")})
    shown = desk.post("/sign-in", data=hidden(lost.text) | {"key": key["Authorization"][7:]})
    assert "You had chosen a file" in shown.text
    assert hidden(shown.text)["a"] == "1"


def test_a_form_from_another_site_is_not_carried(desk: TestClient) -> None:
    answer = desk.post("/form", data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, "another site" in answer.text) == (403, True)


@pytest.mark.parametrize("carried", ["{", "[]", '{"fields": [["a"]], "files": []}', '{"fields": [["a", 1]], "files": []}', '{"fields": 7, "files": []}', "[" * 100_000])  # fmt: skip
def test_what_is_carried_is_ours_or_is_refused(desk: TestClient, carried: str) -> None:
    form = hidden(desk.get("/sign-in").text) | {"carried": carried, "key": key_of(desk)["Authorization"][7:]}
    assert desk.post("/sign-in", data=form).status_code == 400


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"x" * 1_100_000, "application/x-www-form-urlencoded"),
        (b"--b\r\nnonsense", "multipart/form-data; boundary=b"),
        (b"nonsense", "multipart/form-data"),
        (b"&".join(b"a=1" for _ in range(50_000)), "application/x-www-form-urlencoded"),
        (b"\xff=%ff&csrf_token=%00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
def test_a_hostile_form_is_refused(desk: TestClient, body: bytes, media_type: str) -> None:
    for path in ("/sign-in", "/sign-out", "/form"):
        answer = desk.post(path, content=body, headers={"Content-Type": media_type})
        assert answer.status_code in (400, 403, 413), (path, answer.text)


def test_in_a_demo_forms_work_alike_without_signing_in(data: Any, clock: Clock) -> None:
    for client in service(data, clock, demo=True, requests_a_minute=0):
        token = form_token(client.get("/form").text)
        assert client.post("/form", data={"csrf_token": token}).json()["by"] == "demo"
        assert client.post("/form", data={"a": "1"}).status_code == 403
        client.cookies.clear()
        assert client.post("/form", data={"csrf_token": token}).status_code == 403
        key = key_of(client)
        assert (
            client.post("/form", data={"csrf_token": sign_in(client, key).token}).json()["by"]
            == "ann@example.gov.uk"
        )


def test_a_page_without_a_form_sets_no_cookie(desk: TestClient) -> None:
    assert "set-cookie" not in desk.get("/accessibility").headers
    assert "pharmacy-form=" in desk.get("/sign-in").headers["set-cookie"]
    assert "set-cookie" not in desk.get("/sign-in").headers


def test_failed_sign_ins_are_counted_like_wrong_keys(data: Any, clock: Clock) -> None:
    for client in service(data, clock, failed_keys_a_minute=3):
        form = hidden(client.get("/sign-in").text) | {"key": "pa_wrong"}
        assert [client.post("/sign-in", data=form).status_code for _ in range(5)] == [403, 403, 403, 429, 429]
        assert client.get("/v1/law", headers={"Authorization": "Bearer pa_wrong"}).status_code == 429
        assert [event.action for event in events(client)] == ["sign-in refused"] * 3
        assert "pa_wrong" not in "".join(event.after for event in events(client))


# At the provider.


def test_somebody_on_the_list_signs_in_at_the_provider(
    council: TestClient, provider: Provider, database_url: str
) -> None:
    person = add_person(council, provider)
    answer = at_provider(council, provider, "/form?a=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/form?a=1")
    assert council.get("/form").status_code == 200
    made = council.post(
        "/v1/applications", json=relocation(), headers={"X-CSRF-Token": form_token(council.get("/form").text)}
    )
    assert made.status_code == 201
    assert [(event.action, event.actor) for event in events(council)] == [
        ("person added", "administrator"),
        ("person bound to a sign-in", "nobody signed in yet"),
        ("signed in", "ann@example.gov.uk"),
        ("application received", "ann@example.gov.uk"),
    ]
    assert verifies(council)
    with writing(council) as records:
        records.people.change(
            person.id, PersonChange(disabled=True), AuditEvent(NOW, "administrator", "request")
        )
    assert council.get("/form").status_code == 303
    refused = at_provider(council, provider)
    assert (refused.status_code, "not on the list" in refused.text) == (403, True)


def test_who_is_not_on_the_list_is_told_whom_to_ask(council: TestClient, provider: Provider) -> None:
    add_person(council, provider, email="ben@example.gov.uk")
    answer = at_provider(council, provider)
    assert answer.status_code == 403
    assert "Ask the public health desk" in answer.text
    refused = events(council)[-1]
    assert (refused.action, refused.after) == ("sign-in refused", '{"why": "not on the list"}')
    assert refused.request_id in answer.text
    assert council.get("/form").status_code == 303


def test_four_eyes_are_two_people_whether_by_key_or_in_a_browser(
    council: TestClient, provider: Provider
) -> None:
    """Somebody drafts with a key and would approve in a browser: one person, one pair of eyes."""
    add_person(council, provider, Role.APPROVER)
    key = key_of(council, Role.ANALYST, holder="Ann@example.gov.uk")
    here = council.post("/v1/applications", json=consolidation(), headers=key).headers["location"]
    council.post(f"{here}/assessments", headers=key)
    part = {"opinion": {"choice": "would not", "given_by": "the Board", "given_on": "2026-05-01"}, "signatory": "the Chair of the Board",
            "reply_to": "A desk"}  # fmt: skip
    put = council.put(
        f"{here}/officer",
        json={k: v for k, v in part.items() if k != "reply_to"},
        headers=key | {"If-Match": "*"},
    )
    assert put.status_code == 200, put.text
    moved = council.post(f"{here}/case/moves", json={"to": "drafted"}, headers=key | {"If-Match": "*"})
    assert moved.status_code == 200, moved.text
    assert at_provider(council, provider).status_code == 303
    token = form_token(council.get("/form").text)
    approved = council.post(
        f"{here}/case/moves", json={"to": "approved"}, headers={"X-CSRF-Token": token, "If-Match": "*"}
    )
    assert approved.status_code == 403
    assert "drafted" in approved.json()["detail"]


@pytest.mark.parametrize(
    "fault",
    [
        "alg none",
        "HS256 with the public key",
        "another key",
        "changed",
        "no ID token",
        "nonce",
        "aud",
        "iss",
        "exp",
    ],
)
def test_a_sign_in_that_proves_nothing_lets_nobody_in(
    council: TestClient, provider: Provider, fault: str
) -> None:
    add_person(council, provider)
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": "another"},
        "aud": {"aud": "another"},
        "iss": {"iss": "https://other.example.org"},
        "exp": {"exp": NOW.timestamp() - 3600},
    }
    provider.claims = wrong.get(fault, {})
    provider.fault = "" if fault in wrong else fault
    answer = at_provider(council, provider)
    assert (answer.status_code, "did not finish" in answer.text) == (403, True)
    assert "pharmacy" not in council.cookies
    assert events(council)[-1].action == "sign-in refused"
    provider.fault, provider.claims = "", {}
    assert council.get(provider.authorize(leave(council, answer.text))).status_code == 303


@pytest.mark.parametrize("how", ["no state", "another state", "another browser", "twice", "too late", "no code", "by the provider"])  # fmt: skip
def test_a_way_back_that_is_none_lets_nobody_in(
    council: TestClient, provider: Provider, clock: Clock, how: str
) -> None:
    add_person(council, provider)
    back = provider.authorize(leave(council, council.get("/sign-in").text))
    if how == "no state":
        back = re.sub(r"&state=[^&]+", "", back)
    if how == "another state":
        back = re.sub(r"state=[^&]+", "state=" + "A" * 43, back)
    if how == "another browser":
        council.cookies.clear()
    if how == "twice":
        assert council.get(back).status_code == 303
        council.cookies.delete("pharmacy")
    if how == "too late":
        clock.go(minutes=31)
    if how == "no code":
        back = re.sub(r"code=[^&]+", "code=", back)
    if how == "by the provider":
        back = re.sub(r"code=[^&]+", "error=access_denied&error_description=<script>", back)
    answer = council.get(back)
    assert answer.status_code == 403
    assert "<script>" not in answer.text.replace('<script src="/assets', "").replace(
        '<script type="module" src="/assets', ""
    )
    assert council.get("/form").status_code == 303


@pytest.mark.parametrize("fault", ["500", "HTML", "nothing", "elsewhere"])
@pytest.mark.parametrize("where", ["discovery", "token"])
def test_a_provider_that_is_away_loses_nothing_and_can_be_tried_again(
    council: TestClient, provider: Provider, fault: str, where: str
) -> None:
    add_person(council, provider)
    lost = council.post("/form?x=1", data=FORM, files={"letter": ("x.docx", b"PK")})
    council.app.state.services.provider.pause_seconds = 0  # type: ignore[attr-defined]
    provider.fault = f"{fault} at {where}"
    if where == "discovery":
        answer = council.post("/sign-in/provider", data=hidden(lost.text))
    else:
        answer = council.get(provider.authorize(leave(council, lost.text)))
    assert answer.status_code in (503, 403 if (fault, where) == ("500", "token") else 503)
    provider.fault = ""
    shown = council.get(provider.authorize(leave(council, answer.text)))
    assert (shown.status_code, "You had chosen a file" in shown.text) == (200, True)
    fields = hidden(shown.text)
    sent = council.post("/form?x=1", data=fields)
    assert {name: value for name, value in sent.json()["fields"] if name != "csrf_token"} == FORM
    assert verifies(council)


def test_where_there_is_a_provider_keys_are_for_programs(council: TestClient, provider: Provider) -> None:
    page_text = council.get("/sign-in").text
    assert 'name="key"' not in page_text
    key = key_of(council)
    assert (
        council.post("/sign-in", data=hidden(page_text) | {"key": key["Authorization"][7:]}).status_code
        == 403
    )
    assert council.get("/v1/cases", headers=key).status_code == 200


def test_where_there_is_none_nobody_comes_back_from_it(desk: TestClient) -> None:
    assert desk.get("/sign-in/return?state=x&code=y").status_code == 404
    assert desk.post("/sign-in/provider", data=hidden(desk.get("/sign-in").text)).status_code == 404


# By command.


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(commands, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def test_people_and_sessions_by_command(
    council: TestClient, provider: Provider, data: Any, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ("--data", str(data), "--database", database_url)
    add = ("people", "add", "--email", "Ann@example.gov.uk", "--role", "analyst", "--board", WEST)
    early = run(*add[:3], "cat@example.gov.uk", *add[4:], *here)
    assert "once PHARMACY_OIDC_ISSUER is" in early.stderr
    assert early.stdout.strip() in run("people", "list", *here).stdout
    for name, value in (("ISSUER", provider.issuer), ("CLIENT_ID", CLIENT)):
        monkeypatch.setenv(f"PHARMACY_OIDC_{name}", value)
    monkeypatch.setenv("PHARMACY_PUBLIC_URL", "http://127.0.0.1:8000")
    id_ = run(*add, *here).output.strip()
    assert "on the list already" in run(*add, *here, code=1).stderr
    assert (
        f"{id_}  not signed in yet  analyst  {WEST}  ann@example.gov.uk"
        in run("people", "list", *here).output
    )
    assert at_provider(council, provider).status_code == 303
    changed = run("people", "change", id_, "--role", "reader", "--name", "Desk 1", *here).output
    assert "signed in before  reader" in changed
    assert council.get("/form").status_code == 200
    session = run("sessions", "list", *here).output
    assert f"person {id_}  ann@example.gov.uk" in session
    assert "no session nobody" in run("sessions", "end", "nobody", *here, code=1).stderr
    assert "Say which" in run("sessions", "end", *here, code=1).stderr
    run("sessions", "end", session.split()[0], "--reason", "lost laptop", *here)
    assert council.get("/form").status_code == 303
    assert at_provider(council, provider).status_code == 303
    key = key_of(council, days=20_000)["Authorization"].split("_")[1]
    disabled = run("people", "disable", id_, "--reason", "left", *here)
    assert "1 open session is ended" in disabled.output
    assert key in disabled.stderr
    assert council.get("/form").status_code == 303
    assert "0 sessions are ended" in run("sessions", "end", "--all", *here).output
    assert "no person nobody" in run("people", "disable", "nobody", *here, code=1).stderr
    assert "whole and in order" in run("audit", "verify", *here).output


def test_two_workers_count_together(
    data: Any, clock: Clock, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    workers = [service(data, clock, requests_a_minute=6, failed_keys_a_minute=4) for _ in range(2)]
    first, second = (next(worker) for worker in workers)
    key = key_of(first)
    answers = [each.get("/v1/law", headers=key) for each in (first, second) * 4]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429] * 2
    assert [answer.headers["ratelimit-remaining"] for answer in answers[:4]] == ["5", "4", "3", "2"]
    wrong = {"Authorization": "Bearer pa_wrong"}
    assert [each.get("/v1/law", headers=wrong).status_code for each in (first, second) * 3] == [401] * 4 + [
        429
    ] * 2
    for worker in workers:
        assert next(worker, None) is None
