"""At the borders of HTTP: HEAD, conditions, methods that nobody knows, packed bodies, values that no database takes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.api.counting import Counting, TooManyError
from app.api.problems import problem_of
from app.cli import commands
from app.schemas.faults import DocumentError
from app.schemas.reading import _object
from app.store.database import UnstorableError
from app.store.tables import ApplicationRow
from tests.made_up.papers import consolidation


@pytest.fixture
def either(make_app: Callable[..., FastAPI], database_url: str) -> Iterator[TestClient]:
    """A client of the service on each kind of database in turn."""
    with TestClient(make_app(database=database_url), raise_server_exceptions=False) as client:
        yield client


def case(client: TestClient) -> str:
    here = client.post("/v1/applications", json=consolidation()).headers["location"]
    assert client.post(f"{here}/assessments").status_code == 201
    return str(here)


def test_head_is_answered_as_get_is_without_the_body(client: TestClient) -> None:
    here = case(client)
    for path in (
        here,
        "/v1/cases",
        f"{here}/letter.html",
        f"{here}/assessments/1",
        "/",
        "/health/live",
        "/nowhere",
    ):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        own = {"x-request-id"}
        assert {k: v for k, v in head.headers.items() if k not in own} == {
            k: v for k, v in got.headers.items() if k not in own
        }
    assert client.head("/v1/assess").headers["allow"] == "POST"
    assert client.post("/v1/cases").headers["allow"] == "GET, HEAD"


def test_head_needs_the_key_that_get_needs(guarded: TestClient) -> None:
    assert guarded.head("/v1/cases").status_code == 401
    assert guarded.head("/health/live").status_code == 200


def test_a_method_that_nobody_knows_is_no_figure_and_no_log_line_of_its_own(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        answer = client.request("MARY-SMITH", "/v1/cases")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert not [each for each in caplog.records if each.name == "app.request" and "MARY" in each.getMessage()]
    figures = client.get("/metrics").text
    assert "MARY" not in figures
    assert 'method="other"' in figures


def test_whoever_has_it_is_told_so_by_any_of_the_tags_that_they_have(client: TestClient) -> None:
    here = case(client)
    for path in (f"{here}/assessments/1", f"{here}/letter.html", f"{here}/map.geojson"):
        tag = client.get(path).headers["etag"]
        for had in (tag, f"W/{tag}", "*", f'"other", {tag}', f'W/"other",W/{tag}'):
            assert client.get(path, headers={"If-None-Match": had}).status_code == 304, (path, had)
        for had in ("", '"other"', tag.strip('"'), f'"x{tag[1:]}'):
            assert client.get(path, headers={"If-None-Match": had}).status_code == 200, (path, had)


def test_a_packed_body_is_415_and_says_how_to_send_it(client: TestClient) -> None:
    answer = client.post("/v1/applications", json=consolidation(), headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    assert "without Content-Encoding" in answer.json()["detail"]


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_larger_than_any_database_counts_is_422(either: TestClient, number: int) -> None:
    here = case(either)
    for path in (
        f"assessments/{number}",
        f"letter.html?assessment={number}",
        f"map.geojson?assessment={number}",
    ):
        answer = either.get(f"{here}/{path}")
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] in ("number", "assessment")


def test_what_no_database_takes_is_the_senders_fault_and_not_the_databases(either: TestClient) -> None:
    """Whichever field lets such a value through, now or later: it is refused in words, and the database is well."""
    statuses = {either.get(f"/v1/cases?{name}=a%00b").status_code for name in ("kind", "board")}
    assert statuses <= {200, 422}  # SQLite looks for it, and finds nothing
    database = either.app.state.services.database  # type: ignore[attr-defined]
    for column, value in ((ApplicationRow.id, "\ud800"), (ApplicationRow.position, 2**70)):
        with pytest.raises(UnstorableError) as raised, database.session() as session:
            session.scalars(select(ApplicationRow.id).where(column == value)).all()
        assert problem_of(raised.value).status_code == 422  # type: ignore[union-attr]
    assert either.get("/health/ready").status_code == 200


def test_what_is_told_of_a_database_that_is_away_names_no_machine_and_no_user(
    make_app: Callable[..., FastAPI],
    postgres_url: str,
    postgres_server: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    with (
        TestClient(make_app(database=postgres_url), raise_server_exceptions=False) as client,
        psycopg.connect(f"host={postgres_server} user=postgres dbname=postgres", autocommit=True) as server,
    ):
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        told = client.get("/v1/cases").text + client.get("/health/ready").text
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert "The database cannot be used" in told
    for secret in (name, str(postgres_server), "postgres"):
        assert secret not in told
    assert name in caplog.text, "whoever runs the service reads which database it is"


def test_a_name_given_twice_is_found_by_reading_the_names_once() -> None:
    compared = 0

    class Name(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

    names = [Name(f"field {number}") for number in range(2_000)]
    with pytest.raises(DocumentError, match="field 1999: This field is given twice"):
        _object([(name, 0) for name in [*names, Name("field 1999")]])
    assert compared < 20 * len(names)


@pytest.mark.parametrize("shared", [True, False], ids=["workers", "one worker"])
def test_a_clock_that_is_put_back_locks_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    now = 1_800_000_000.0
    monkeypatch.setattr("app.api.counting.time", lambda: now)
    counting = Counting(tmp_path if shared else None)
    for left in (1, 0):
        assert counting.count("holder ann", 2).left == left  # type: ignore[union-attr]
    with pytest.raises(TooManyError):
        counting.count("holder ann", 2)
    now -= 3600
    assert counting.count("holder ann", 2).left == 1  # type: ignore[union-attr]
    with pytest.raises(TooManyError):
        [counting.count("holder ann", 2) for _ in range(2)]


@pytest.mark.parametrize("command", [["serve"], ["keys", "list"], ["database", "upgrade"]])
def test_a_data_folder_that_cannot_be_made_is_said_to_be(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").write_text("x")
    done = CliRunner().invoke(commands, [*command, "--data", str(tmp_path / "file" / "data")])
    assert done.exit_code == 1
    assert "cannot be made" in done.stderr or "cannot be used" in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("path", ["/v1/cases", "/v1/applications", "/v1/rechecks"])
def test_a_filter_that_is_not_there_is_named_and_leaves_nothing_in(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?due=2026-05-01&limit=1&limit=2&after=nobody")
    assert answer.status_code == 422
    said = {each["field"]: each["message"] for each in answer.json()["errors"]}
    assert set(said) == {"due", "limit"}
    assert "Give one of: " in said["due"]
    assert "limit" in said["due"]
    assert "given twice" in said["limit"]


def test_states_may_be_named_more_than_once_and_the_next_page_is_taken(client: TestClient) -> None:
    for number in range(3):
        client.post("/v1/applications", json=consolidation(reference=f"PC/{number}"))
    first = client.get("/v1/cases?state=received&state=assessed&limit=2&due_by=2026-12-31").json()
    assert [len(first["items"]), len(client.get(first["next"]).json()["items"])] == [2, 1]
    here = client.get("/v1/applications?limit=2").json()["next"]
    assert client.get(here).status_code == 200
    events = f"{first['items'][0]['application']}/events"
    assert (
        client.get(f"{events}?after=0&limit=5").status_code,
        client.get(f"{events}?since=1").status_code,
    ) == (200, 422)
