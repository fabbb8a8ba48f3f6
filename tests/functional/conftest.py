"""A running service on the made-up street, with its clock standing still."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.domain.accounts import Role
from app.domain.audit import AuditEvent
from app.main import create_app
from app.settings import Settings
from tests.made_up.events import watching
from tests.made_up.papers import baseline
from tests.made_up.small_area import WEST, snapshot

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def every_change_has_its_event() -> Iterator[list[str]]:
    """Whatever a test has the service do: no record is changed without an event in the same transaction."""
    with watching() as unsaid:
        yield unsaid
    assert not unsaid, f"changed without an event: {unsaid}"


@pytest.fixture(scope="session")
def data_as_made(tmp_path_factory: pytest.TempPathFactory, sqlite_with_tables: Path) -> Path:
    """A data folder with one snapshot, one baseline, and a database with nothing in it: made once, and never written to."""
    folder = write_data(tmp_path_factory.mktemp("as-made"))
    shutil.copyfile(sqlite_with_tables, folder / "pharmacy.sqlite3")
    return folder


@pytest.fixture
def data(tmp_path: Path, data_as_made: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(data_as_made, tmp_path / "data"))


def write_data(place: Path) -> Path:
    """Writes such a folder."""
    folder = place / "data"
    made = snapshot(folder / "snapshots")
    (folder / "baselines").mkdir()
    (folder / "baselines" / "westley.json").write_text(json.dumps(baseline(made.id)), encoding="utf-8")
    return folder


@pytest.fixture
def make_app(data: Path) -> Callable[..., FastAPI]:
    """Makes the service of the data folder, with settings changed."""

    def make(**changes: object) -> FastAPI:
        settings = Settings(**({"data": data, "demo": True, "requests_a_minute": 0} | changes))  # type: ignore[arg-type]
        return create_app(settings, clock=lambda: NOW)

    return make


@pytest.fixture
def client(make_app: Callable[..., FastAPI]) -> Iterator[TestClient]:
    """A client of the running service."""
    with TestClient(make_app(), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def guarded(make_app: Callable[..., FastAPI]) -> Iterator[TestClient]:
    """A client of the service as a council runs it: nobody comes in without a key."""
    with TestClient(make_app(demo=False, requests_a_minute=1000), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def make_key(guarded: TestClient) -> Callable[..., dict[str, str]]:
    """Makes a key and gives the header that bears it. Each is another person's unless ``holder`` says whose."""
    numbers = count(1)

    def make(*roles: Role, board: str = WEST, holder: str | None = None, days: float = 30) -> dict[str, str]:
        return new_key(guarded, holder or f"officer {next(numbers)}", roles, board, days)

    return make


def new_key(
    client: TestClient, holder: str, roles: tuple[Role, ...], board: str, days: float = 30
) -> dict[str, str]:
    """Makes somebody's key and gives the header that bears it."""
    event = AuditEvent(NOW - timedelta(days=365), "administrator", "request")
    services = client.app.state.services  # type: ignore[attr-defined]
    with services.database.writing() as records:
        key = records.keys.make("a test", holder, roles, [board], NOW + timedelta(days=days), event)
    return {"Authorization": f"Bearer {key}"}


@dataclass(frozen=True)
class SignedInByKey:
    """A browser that is signed in: the answer to its sign-in, and the token that its pages have."""

    answer: Response
    token: str


def form_token(page: str) -> str:
    """The token in the form of a page."""
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


def sign_in(client: TestClient, key: dict[str, str], following: str = "/signed-out") -> SignedInByKey:
    """Sign in on the page with a key; the client keeps the cookie, as a browser does."""
    client.cookies.clear()
    token = form_token(client.get("/sign-in").text)
    form = {"csrf_token": token, "next": following, "key": key["Authorization"].removeprefix("Bearer ")}
    answer = client.post("/sign-in", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return SignedInByKey(answer, form_token(client.get("/sign-out").text))
