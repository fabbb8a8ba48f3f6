"""What somebody may send who means no good: it is refused or kept as text, and never does anything."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.domain.accounts import Role
from tests.made_up.papers import consolidation, relocation

JSON = {"Content-Type": "application/json"}
NASTY = {
    "SQL": "'; DROP TABLE applications; --",
    "SQL in a comment": '") UNION SELECT sha256 FROM api_keys /*',
    "HTML": '<script>alert(1)</script><img src=x onerror="alert(1)">',
    "a template": "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "an entity": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;',
    "a path": "../../../../etc/passwd",
    "a formula": '=HYPERLINK("http://x.invalid","y")',
    "a header": "x; filename=y",
    "directions": "\u202etxt.exe\u202c",
    "a long line of letters": "é" * 300,
}
TEXTS = (
    "reference",
    "applicant",
    "existing__name",
    "existing__address",
    "proposed__name",
    "notice__reference",
)


@pytest.mark.parametrize("how", NASTY)
def test_text_stays_text_in_every_field_and_every_paper(client: TestClient, how: str) -> None:
    text = NASTY[how]
    document = relocation(**dict.fromkeys(TEXTS, text), existing__services=[text], adjacency_explanation=text)
    here = client.post("/v1/applications", json=document)
    assert here.status_code == 201, here.text
    links = here.json()["links"]
    assert client.get(links["self"]).json()["application"]["applicant"] == text
    assert client.post(links["assessments"]).status_code == 201
    part = {"no_response_reason": text, "local_knowledge": [text], "signatory": text, "authority": text}
    assert client.put(links["officer"], json=part, headers={"If-Match": "*"}).status_code == 200
    moved = client.post(f"{links['self']}/case/moves", json={"to": "withdrawn", "reason": text}, headers={"If-Match": "*"})  # fmt: skip
    assert moved.status_code == 200
    for name in ("letter_html", "no_response_html"):
        page = client.get(links[name]).text
        assert "<script" not in page
        assert "onerror=" not in page.replace("onerror=&#34;", "").replace("onerror=&quot;", "")
        assert ">49<" not in page
        assert "root:" not in page
    for name in ("letter_docx", "no_response_docx"):
        answer = client.get(links[name])
        assert answer.status_code == 200
        disposition = answer.headers["content-disposition"]
        assert disposition.count(";") == 1
        assert "/" not in disposition
        assert ".." not in disposition
    for path in (
        "/cases",
        f"/cases/{links['self'].rpartition('/')[2]}",
        "/v1/applications",
        "/v1/cases?sort=reference",
        f"{links['self']}/events",
    ):
        assert client.get(path).status_code == 200
    assert "<script>alert" not in client.get("/cases?show=all").text
    assert ">49<" not in client.get("/cases?show=all").text


@pytest.mark.parametrize(
    "text", [*NASTY.values(), "\x00", "a" * 5000, "%00", "..", "%2e%2e%2f", "\ud83d\ude00"]
)
def test_an_id_that_is_none_is_404_everywhere(client: TestClient, text: str) -> None:
    from urllib.parse import quote

    id_ = quote(text.encode("utf-8", "surrogatepass"), safe="")
    for path in ("", "/case", "/events", "/letter.html", "/assessments/1", "/officer", "/map.geojson"):
        answer = client.get(f"/v1/applications/{id_}{path}")
        assert answer.status_code == 404, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get(f"/v1/baselines/{id_}").status_code == 404
    assert client.get(f"/v1/applications?after={id_}").status_code in (404, 422)
    assert client.get(f"/v1/cases?after={id_}").status_code in (404, 422)


@pytest.mark.parametrize("url", ["sqlite", "postgresql"])
def test_no_database_is_upset_by_an_id(make_app: Callable[..., FastAPI], request: Any, url: str) -> None:
    settings = {} if url == "sqlite" else {"database": request.getfixturevalue("postgres_url")}
    with TestClient(make_app(**settings), raise_server_exceptions=False) as client:
        for id_ in ("%00", "x%00y", "%F0%9F%98%80", "%FF%FE", "'", "%27%20OR%201%3D1", "٣"):
            for path in (f"/v1/applications/{id_}", f"/v1/applications/{id_}/case", f"/v1/cases?after={id_}"):
                assert client.get(path).status_code == 404, (path, client.get(path).text)
        for key in ("\x7f", "é", "a b"):
            answer = client.post(
                "/v1/applications", json=relocation(), headers={"Idempotency-Key": key.encode()}
            )
            assert answer.status_code == 422


BODIES: dict[str, tuple[bytes, int]] = {
    "nested lists": (b"[" * 200_000 + b"]" * 200_000, 400),
    "nested objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
    "one string of 2 MB": (b'{"kind":"' + b"x" * 2_000_000 + b'"}', 413),
    "a number of 100,000 digits": (b'{"kind":' + b"9" * 100_000 + b"}", 400),
    "a hundred thousand fields": (json.dumps({f"f{n}": n for n in range(60_000)}).encode(), 422),
    "a lone surrogate": (b'{"kind":"relocation","reference":"\\ud800"}', 422),
    "a null character": (json.dumps(relocation(applicant="a\x00b")).encode(), 422),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "nothing": (b"", 422),
    "null": (b"null", 422),
    "a list of applications": (json.dumps([relocation()] * 3).encode(), 422),
    "keys of the language": (b'{"__class__": {"__init__": 1}, "kind": "relocation"}', 422),
}


@pytest.mark.parametrize("how", BODIES)
@pytest.mark.parametrize("path", ["/v1/applications", "/v1/assess", "/v1/assess/letter.docx"])
def test_a_body_that_is_no_application_is_refused(client: TestClient, how: str, path: str) -> None:
    body, status = BODIES[how]
    answer = client.post(path, content=body, headers=JSON)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 20_000_000
    assert client.get("/v1/applications").json()["items"] == []


def test_bodies_are_not_read_for_somebody_without_a_key(guarded: TestClient) -> None:
    for body in (b"{" * 1000, b"x" * 2_000_000):
        assert guarded.post("/v1/applications", content=body, headers=JSON).status_code == 401


def test_a_key_of_another_board_writes_nothing(
    guarded: TestClient, make_key: Callable[..., dict[str, str]]
) -> None:
    west, east = make_key(Role.ANALYST), make_key(*Role, board="E06999002")
    here = guarded.post("/v1/applications", json=consolidation(), headers=west).headers["location"]
    other = {**east, "If-Match": "*"}
    attempts = [
        guarded.put(f"{here}/officer", json={"signatory": "me"}, headers=other),
        guarded.post(f"{here}/assessments", headers=other),
        guarded.post(f"{here}/case/moves", json={"to": "withdrawn", "reason": "x"}, headers=other),
    ]
    assert [attempt.status_code for attempt in attempts] == [404, 404, 404]
    theirs = consolidation(notice__sent_to_hwb="E06999002", reference="PC/9")
    mine = guarded.post("/v1/applications", json=theirs, headers=east).headers["location"]
    joined = guarded.post(f"{mine}/assessments", json={"together": [here.rsplit("/", 1)[1]]}, headers=east)
    assert joined.status_code == 422
    assert "There is no application" in joined.json()["errors"][0]["message"]
    assert guarded.get(f"{here}/case", headers=west).json()["version"] == 1


@pytest.mark.parametrize("path", ["/../etc/passwd", "/v1/../version", "//version", "/v1/applications//", "/docs/", "/%2e%2e/", "/static/x"])  # fmt: skip
def test_paths_that_are_none_lead_nowhere(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code in (200, 303, 404)
    assert b"root:" not in answer.content
