"""A consultation made over HTTP, as a board would make it, and its links."""

from typing import Any, Protocol
from urllib.parse import urlsplit

from tests.made_up.papers import Json

CONTACT = "The public health team, health@example.gov.uk, 01632 960000"
HEALTHWATCH: Json = {
    "name": "Healthwatch Westley",
    "group": "Healthwatch and community groups",
    "email": "office@example.org",
}


class Client(Protocol):
    """What sends requests: starlette's TestClient, or a client of a running service."""

    def post(self, url: str, *, json: Any = ...) -> Any: ...

    def put(self, url: str, *, json: Any = ..., headers: Any = ...) -> Any: ...


def consult(
    client: Client, paper: Json, opens: str, closes: str, *, assessed: bool = True, **changes: Any
) -> str:
    """The address of a new consultation on a new application: /v1/applications/.../consultation."""
    links = client.post("/v1/applications", json=paper).json()["links"]
    if assessed:
        answer = client.post(links["assessments"], json={})
        assert answer.status_code == 201, answer.text
    here = f"{links['self']}/consultation"
    asked = {"opens": opens, "closes": closes, "contact": CONTACT, **changes}
    answer = client.put(here, json=asked)
    assert answer.status_code == 201, answer.text
    return here


def personal_link(client: Client, here: str, **changes: Any) -> tuple[str, Json]:
    """The path of a consultee's link, and what the service says of the link."""
    added = client.post(f"{here}/consultees", json={"consultees": [HEALTHWATCH | changes]}).json()
    return _made(client, here, {"consultee": added[0]["id"]})


def public_link(client: Client, here: str) -> tuple[str, Json]:
    """The path of the public link, and what the service says of the link."""
    return _made(client, here, {})


def _made(client: Client, here: str, wanted: Json) -> tuple[str, Json]:
    answer = client.post(f"{here}/links", json=wanted)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return urlsplit(made["url"]).path, made
