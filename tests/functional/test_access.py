"""Who may ask for what: every route has its rule, every rule is kept for every role, and boards stay apart."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.access import OPEN, RULES, is_page
from app.domain.accounts import ALLOWED, Permission, Role
from app.main import ROUTERS, create_app
from app.settings import Settings
from tests.functional.conftest import NOW, new_key, sign_in, write_data
from tests.made_up.papers import consolidation, relocation
from tests.made_up.small_area import EAST, WEST

MakeKey = Callable[..., dict[str, str]]
PLACES = {
    "application_id": "nobody",
    "number": "1",
    "consultee_id": "nobody",
    "link_id": "none",
    "baseline_id": "westley-2025",
    "paper": "representation",
    "form": "html",
    "run_id": "nobody",
    "name": "styles.css",
    "standard": "walk-20",
    "section_id": "matters",
    "snapshot_id": "0000000000000000",
    "move": "withdrawn",
    "draft_id": "nobody",
    "question": "kind",
    "token": "nonsense",
    "question_id": "who",
}


OF_CONSULTEES = {path for _, path in RULES if "{token}" in path}


def address(path: str, **places: str) -> str:
    return path.format(**{**PLACES, **places})


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    routes = {
        (method, route.path)  # type: ignore[attr-defined]
        for module in ROUTERS
        for route in module.router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert routes | {("GET", "/openapi.json")} == set(RULES)


def test_nothing_but_health_version_and_what_every_page_shares_is_open() -> None:
    assert {path for (_, path), permission in RULES.items() if permission is OPEN} == {
        "/health/live",
        "/health/ready",
        "/version",
        "/assets/{name}",
        "/accessibility",
        "/privacy",
        "/sign-in",
        "/sign-in/provider",
        "/sign-in/return",
        "/sign-out",
        "/signed-out",
    } | OF_CONSULTEES


def test_a_consultee_needs_the_token_of_a_link_and_nothing_else(guarded: TestClient) -> None:
    for method, path in RULES:
        if path in OF_CONSULTEES:
            assert guarded.request(method, address(path)).status_code == 404, (method, path)
            assert not guarded.cookies


def test_every_role_is_given_something_and_no_role_everything() -> None:
    assert set(ALLOWED) == set(Role)
    assert all(Permission.READ in allowed and allowed != set(Permission) for allowed in ALLOWED.values())


@dataclass(frozen=True)
class Staffed:
    """A service, a key for each role, and the browser of each, signed in: its cookies, and the token of its pages."""

    client: TestClient
    keys: dict[Role, dict[str, str]]
    browsers: dict[Role, tuple[dict[str, str], str]]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    """One service for all routes: nothing that is asked of it is about something that is there."""
    settings = Settings(
        data=write_data(tmp_path_factory.mktemp("staffed")),
        requests_a_minute=10_000,
        failed_keys_a_minute=1_000,
    )
    with TestClient(create_app(settings, clock=lambda: NOW), raise_server_exceptions=False) as client:
        keys = {role: new_key(client, f"the {role}", (role,), WEST) for role in Role}
        browsers = {}
        for role, key in keys.items():
            token = sign_in(client, key).token
            browsers[role] = dict(client.cookies), token
        client.cookies.clear()
        yield Staffed(client, keys, browsers)


@pytest.mark.parametrize(("method", "path"), RULES)
def test_the_rule_of_each_route_is_kept_for_each_role(staffed: Staffed, method: str, path: str) -> None:
    guarded, permission = staffed.client, RULES[method, path]
    guarded.cookies.clear()
    here = address(path)
    bare = guarded.request(method, here, follow_redirects=False)
    if path in OF_CONSULTEES:
        return
    if permission is OPEN:
        # A form of the sign-in without its token is shown again (403); without a provider there is nothing to return from.
        assert bare.status_code in (200, 303, 403 if method == "POST" else 404 if "return" in path else 200)
        return
    if not is_page(path):
        assert bare.status_code == 401
        assert bare.json()["type"] == "/docs#problem-no-key"
    elif method == "GET":
        assert (bare.status_code, bare.headers["location"]) == (303, f"/sign-in?next={here}")
    else:
        assert (bare.status_code, "Sign in" in bare.text) == (403, True)
    for role, key in staffed.keys.items():
        status = guarded.request(method, here, headers=key).status_code
        if is_page(path) and method != "GET":
            # A form takes the token of our page, which comes with a cookie: a key alone sends none.
            assert status in (403, 404), (role, status)
        elif permission in ALLOWED[role]:
            # Past the gate: what is answered then is that there is no such application, or that a body is missing.
            assert status in (200, 404, 422, 428), (role, status)
        else:
            assert status == 403, (role, status)
        if role is not Role.ANALYST and not (is_page(path) and method != "GET"):
            continue
        # The same by cookie, where a change needs the token of our page too.
        cookies, token = staffed.browsers[role]
        guarded.cookies.update(cookies)
        by_cookie = guarded.request(method, here, headers={"X-CSRF-Token": token}).status_code
        if is_page(path) and method != "GET":
            assert (by_cookie in (200, 404, 422)) == (permission in ALLOWED[role]), (role, by_cookie)
        else:
            assert by_cookie == status, (role, by_cookie)
        if method != "GET":
            # Without the token a form's own address is not told apart from one that is not there.
            refused = (403, 404) if is_page(path) else (403,)
            assert guarded.request(method, here).status_code in refused
            other = {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}
            assert guarded.request(method, here, headers=other).status_code == 403
        guarded.cookies.clear()


@dataclass(frozen=True)
class Neighbours:
    """A service with a case of one board; ``client`` is signed in, and ``theirs`` is a key, for the other board alone."""

    client: TestClient
    theirs: dict[str, str]
    token: str
    case: str


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbours]:
    """One service for all routes: nothing that is asked of it may change anything."""
    settings = Settings(data=write_data(tmp_path_factory.mktemp("two-boards")), requests_a_minute=10_000)
    with TestClient(create_app(settings, clock=lambda: NOW), raise_server_exceptions=False) as client:
        ours = new_key(client, "ours", (Role.ANALYST, Role.APPROVER), WEST)
        theirs = new_key(client, "theirs", tuple(Role), EAST)
        made = client.post("/v1/applications", json=relocation(), headers=ours)
        token = sign_in(client, theirs).token
        yield Neighbours(client, theirs, token, made.json()["id"])
        now = client.get(f"/v1/applications/{made.json()['id']}", headers=ours)
        assert now.headers["etag"] == made.headers["etag"]


@pytest.mark.parametrize(
    ("method", "path"), [(method, path) for method, path in RULES if "{application_id}" in path]
)
def test_a_case_of_another_board_is_as_if_it_were_not_there(
    neighbours: Neighbours, method: str, path: str
) -> None:
    client, theirs, made = neighbours.client, neighbours.theirs, neighbours.case
    answer = client.request(method, address(path, application_id=made), headers=theirs)
    nobody = client.request(method, address(path), headers=theirs)
    assert (answer.status_code, nobody.status_code) == (404, 404)
    cookie = {"X-CSRF-Token": neighbours.token}
    assert client.request(method, address(path, application_id=made), headers=cookie).status_code == 404
    assert answer.json()["detail"] == f"There is no application {made}."
    assert nobody.json()["detail"] == "There is no application nobody."


def test_lists_and_the_home_page_show_ones_own_boards_only(guarded: TestClient, make_key: MakeKey) -> None:
    west, east, both = (
        make_key(Role.ANALYST),
        make_key(Role.ANALYST, board=EAST),
        make_key(Role.READER, board="all"),
    )
    mine = guarded.post("/v1/applications", json=relocation(reference="OURS"), headers=west).json()["id"]
    theirs = relocation(reference="THEIRS", notice__sent_to_hwb=EAST)
    other = guarded.post("/v1/applications", json=theirs, headers=east).json()["id"]
    for path in ("/v1/applications", "/v1/cases"):
        found = {
            name: [item["id"] for item in guarded.get(path, headers=key).json()["items"]]
            for name, key in (("west", west), ("east", east), ("both", both))
        }
        assert (found["west"], found["east"], set(found["both"])) == ([mine], [other], {mine, other})
        assert guarded.get(f"{path}?after={other}", headers=west).status_code == 404
        assert guarded.get(f"{path}?after={other}", headers=both).status_code == 200
    assert "THEIRS" not in guarded.get("/cases", headers=west).text
    assert "OURS" in guarded.get("/cases", headers=west).text


def test_nobody_takes_in_an_application_for_another_board(guarded: TestClient, make_key: MakeKey) -> None:
    answer = guarded.post("/v1/applications", json=relocation(), headers=make_key(Role.ANALYST, board=EAST))
    assert answer.status_code == 403
    assert answer.json()["detail"] == f"This application is for the board of {WEST}; your key is for {EAST}."


def test_the_board_of_the_area_takes_in_a_notice_that_went_to_another_board(
    guarded: TestClient, make_key: MakeKey
) -> None:
    """As in September 2019: the notice of a move in Christchurch went to Dorset, and the answer was its neighbour's."""
    west, east = make_key(Role.ANALYST), make_key(Role.ANALYST, board=EAST)
    paper = relocation(notice__sent_to_hwb=EAST)
    mine = guarded.post("/v1/applications", json=paper, headers=west)
    assert mine.status_code == 201
    assert guarded.get(mine.json()["links"]["self"], headers=east).status_code == 404
    theirs = guarded.post("/v1/applications", json=paper, headers=east)
    assert theirs.status_code == 201
    assert guarded.get(theirs.json()["links"]["self"], headers=west).status_code == 404


def test_boards_that_share_a_needs_assessment_share_its_cases(
    guarded: TestClient, make_key: MakeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = guarded.app.state.services.library  # type: ignore[attr-defined]
    monkeypatch.setattr(library, "joint_boards", lambda code: frozenset({code, EAST}))
    made = guarded.post("/v1/applications", json=relocation(), headers=make_key(Role.ANALYST)).json()["id"]
    east = make_key(Role.READER, board=EAST)
    assert guarded.get(f"/v1/applications/{made}", headers=east).status_code == 200
    assert guarded.get("/v1/cases?sort=reference", headers=east).json()["items"][0]["boards"] == [WEST, EAST]


def test_an_application_with_no_board_named_belongs_where_the_site_lies(
    guarded: TestClient, make_key: MakeKey
) -> None:
    document = relocation(notice__sent_to_hwb=...)
    assert guarded.post("/v1/applications", json=document, headers=make_key(Role.ANALYST)).status_code == 201
    east = make_key(Role.ANALYST, board=EAST)
    assert guarded.post("/v1/applications", json=document, headers=east).status_code == 403


def forged(key: str) -> dict[str, str]:
    """Keys that open nothing, each made from one that does."""
    prefix, id_, secret = key.split("_", 2)
    return {
        "another secret": f"{prefix}_{id_}_{'A' * 43}",
        "one letter changed": key[:-1] + ("A" if key[-1] != "A" else "B"),
        "another id": f"{prefix}_aaaaaaaaaa_{secret}",
        "cut short": key[:-1],
        "lengthened": key + "A",
        "the secret alone": secret,
        "nothing": "",
        "SQL": f"pa_{id_}' OR '1'='1_{secret}",
        "not ASCII": "pa_é",
    }


@pytest.mark.parametrize("how", forged("pa_bbbbbbbbbb_" + "x" * 43))
def test_a_forged_key_opens_nothing(guarded: TestClient, make_key: MakeKey, how: str) -> None:
    key = make_key(Role.READER)["Authorization"].removeprefix("Bearer ")
    headers = {"Authorization": f"Bearer {forged(key)[how]}".encode()}
    answer = guarded.get("/v1/baselines", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert guarded.get("/v1/baselines", headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_an_expired_key_opens_nothing(guarded: TestClient, make_key: MakeKey) -> None:
    assert guarded.get("/v1/law", headers=make_key(Role.READER, days=0.001)).status_code == 200
    assert guarded.get("/v1/law", headers=make_key(Role.READER, days=0)).status_code == 401
    assert guarded.get("/v1/law", headers=make_key(Role.READER, days=-1)).status_code == 401


def test_a_revoked_key_opens_nothing(guarded: TestClient, make_key: MakeKey) -> None:
    from app.domain.audit import AuditEvent

    key = make_key(Role.READER)
    services: Any = guarded.app.state.services  # type: ignore[attr-defined]
    with services.database.writing() as records:
        records.keys.revoke(key["Authorization"].split("_")[1], AuditEvent(NOW, "administrator", "request"))
    assert guarded.get("/v1/law", headers=key).status_code == 401


def test_only_the_hash_of_a_key_is_kept(guarded: TestClient, make_key: MakeKey, data: Any) -> None:
    secret = make_key(Role.READER)["Authorization"].split("_", 2)[2]
    stored = b"".join(file.read_bytes() for file in data.glob("pharmacy.sqlite3*"))
    assert b"api_keys" in stored
    assert secret.encode() not in stored


def test_a_browser_may_send_a_key_as_a_password_to_read_and_not_to_change(
    guarded: TestClient, make_key: MakeKey
) -> None:
    key = make_key(Role.ANALYST)["Authorization"].removeprefix("Bearer ")
    basic = {"Authorization": f"Basic {base64.b64encode(f'anybody:{key}'.encode()).decode()}"}
    assert guarded.get("/", headers=basic).status_code == 200
    assert guarded.get("/docs", headers=basic).status_code == 200
    refused = guarded.post("/v1/applications", json=consolidation(), headers=basic)
    assert refused.status_code == 401
    assert "Bearer key only" in refused.json()["detail"]
    for wrong in ("Basic", "Basic %%%", "Basic " + base64.b64encode(b"\xff:\xff").decode(), "Digest x"):
        assert guarded.get("/", headers={"Authorization": wrong}).status_code == 401


def test_a_demo_takes_no_change_from_the_page_of_another_site(client: TestClient) -> None:
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/v1/applications", headers=cross).status_code == 200
    assert client.post("/v1/applications", json=relocation(), headers=cross).status_code == 403
    same = {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/applications", json=relocation(), headers=same).status_code == 201


def test_a_route_without_a_rule_is_not_there(guarded: TestClient, make_key: MakeKey) -> None:
    app: Any = guarded.app
    app.add_api_route("/v1/forgotten", lambda: {"secret": 1})
    app.add_api_route("/v1/baselines", lambda: {"gone": 1}, methods=["DELETE"])
    administrator = make_key(*Role, board="all")
    assert guarded.get("/v1/forgotten", headers=administrator).status_code == 404
    assert guarded.delete("/v1/baselines", headers=administrator).status_code == 405
