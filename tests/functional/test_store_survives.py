"""Killed in the middle of a write, a full disk, a database that is gone: nothing half written, and a clear answer."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from starlette.testclient import TestClient

from app.domain.accounts import Account, Role
from app.domain.audit import AuditEvent
from app.domain.cases import State
from app.domain.officer import OfficerPart
from app.schemas.applications import APPLICATION
from app.store.database import Database
from app.store.repeats import KeptAnswer
from tests.made_up.papers import relocation
from tests.made_up.postgres import Statement
from tests.made_up.waiting import until

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "ann", "request", "because")
ANN = Account("ann", frozenset({Role.ANALYST}), frozenset({"all"}), "key")
COMMITS = 10


def write(database: Database) -> None:
    """An application with its case, a part, a move and a kept answer in one transaction."""
    value = APPLICATION.validate_python(relocation()).value()
    with database.writing() as records:
        id_ = records.add_application(value, EVENT, boards=["E1", "E2"]).id
        records.put_officer_part(id_, OfficerPart(signatory="The Chair"), EVENT)
        records.cases.move(id_, State.WITHDRAWN, ANN, EVENT)
        records.repeats.keep(id_, "key", "0" * 64, KeptAnswer(201, {}, b"{}"), at=NOW)


def writes_twice(url: str, tell: Callable[[bytes], object]) -> None:
    """Tells of the second write: each statement that is about to be sent, the commit, and that it is kept."""
    database = Database(url)
    write(database)
    event.listen(database.engine, "before_cursor_execute", lambda *_: tell(STATEMENT))
    event.listen(database.engine, "commit", lambda *_: tell(COMMIT))
    write(database)
    tell(KEPT)


STATEMENT, COMMIT, KEPT = b"s", b"c", b"k"


def killed_at(url: str, number: int, *, held: bool) -> bytes:
    """Has a process of its own write twice, and kills it at so many things that it tells of the second. Gives the last.

    ``held`` stops the process there; otherwise it goes on, and is killed as soon as the word has reached this one.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = 0

        def tell(what: bytes) -> None:
            nonlocal told
            told += 1
            os.write(writing, what)
            if (held and told == number) or what == KEPT:
                signal.pause()

        try:
            os.close(reading)
            writes_twice(url, tell)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as words:
        # Read ends with nothing where the process ended by itself; the kill is not for it then, and the test fails.
        heard = [words.read(1)]
        while heard[-1] not in (b"", KEPT) and len(heard) < number:
            heard.append(words.read(1))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the process ended before it was killed"
    assert os.WTERMSIG(status) == signal.SIGKILL
    return heard[-1]


def kept(behind: Statement) -> int:
    """How many writes are in the database, each whole."""
    counts = behind("SELECT (SELECT count(*) FROM applications), (SELECT count(*) FROM cases), "
                    "(SELECT count(*) FROM case_boards) / 2, (SELECT count(*) FROM officer_parts), "
                    "(SELECT count(*) FROM repeats), (SELECT count(*) FROM audit_events) / 3, "
                    "(SELECT position FROM audit_head) / 3")[0]  # fmt: skip
    assert len(set(counts)) == 1, counts
    return int(str(counts[0]))


def test_a_process_killed_in_the_middle_of_a_write_leaves_nothing_half_written(
    database: Database, database_url: str, behind: Statement
) -> None:
    """At each statement, and at the commit: whatever the machine's speed, the process is in the middle when it is killed."""
    places, at = 0, b""
    while at != COMMIT:
        places += 1
        at = killed_at(database_url, places, held=True)
        assert at in (STATEMENT, COMMIT)
        assert kept(behind) == places, "the first write is kept, and nothing of the second"
    assert places > 10
    # Let go into its commit, it is killed before, in or after it: the write is there whole, or not at all.
    for after in range(1, COMMITS + 1):
        assert killed_at(database_url, places, held=False) == COMMIT
        assert places + after <= kept(behind) <= places + 2 * after
    settled(database)
    grown = kept(behind)
    found = database.verify()
    assert (found.events, found.faults) == (grown * 3, ())
    if database.engine.dialect.name == "sqlite":
        assert behind("PRAGMA integrity_check") == [("ok",)]


def settled(database: Database) -> None:
    """Waits until PostgreSQL has done with the connections of processes that are gone: a commit may be under way in one."""
    if database.engine.dialect.name == "sqlite":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def alone() -> bool:
        with database.engine.connect() as connection:
            return connection.execute(others).scalar() == 0

    until(alone)


def post(client: TestClient, **headers: str) -> Any:
    return client.post("/v1/applications", json=relocation(), headers=headers)


def test_a_full_disk_is_answered_clearly_and_nothing_is_half_kept(client: TestClient, data: Any) -> None:
    """SQLite is told that there are no more pages: what it does then is what it does on a full disk."""
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    engine = services.database.engine
    assert post(client).status_code == 201

    def full(connection: Any, *_: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", full)
    engine.dispose()
    try:
        answers = [post(client, **{"Idempotency-Key": f"number-{number}"}) for number in range(20)]
    finally:
        event.remove(engine, "connect", full)
        engine.dispose()
    refused = [answer for answer in answers if answer.status_code != 201]
    assert refused
    for answer in refused:
        assert answer.status_code == 503
        assert answer.json()["type"] == "/docs#problem-database-unusable"
        assert "full" in answer.json()["detail"]
    assert client.get("/v1/applications").status_code == 200
    kept = sum(answer.status_code == 201 for answer in answers) + 1
    assert len(client.get("/v1/applications").json()["items"]) == kept
    # The same request with the same key, once there is room again, is done now.
    assert post(client, **{"Idempotency-Key": "number-19"}).status_code == 201
    assert len(client.get("/v1/applications").json()["items"]) == kept + 1
    assert services.database.verify().faults == ()


@pytest.fixture
def on_postgres(make_app: Callable[..., FastAPI], postgres_url: str) -> Iterator[TestClient]:
    with TestClient(make_app(database=postgres_url), raise_server_exceptions=False) as client:
        yield client


def test_a_postgres_that_goes_away_is_503_until_it_is_back(
    on_postgres: TestClient, postgres_url: str, postgres_server: Any
) -> None:
    client = on_postgres
    assert post(client).status_code == 201
    name = postgres_url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(f"host={postgres_server} user=postgres dbname=postgres", autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        for answer in (post(client), client.get("/v1/applications"), client.get("/v1/cases")):
            assert answer.status_code == 503
            assert answer.json()["type"] == "/docs#problem-database-unusable"
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
        assert client.get("/health/live").status_code == 200
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert client.get("/health/ready").status_code == 200
    assert post(client).status_code == 201
    assert len(client.get("/v1/applications").json()["items"]) == 2


def test_a_file_that_was_removed_takes_no_more_and_is_taken_up_again_when_it_is_back(
    client: TestClient, data: Path
) -> None:
    assert post(client).status_code == 201
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    away = data.parent / "away"
    away.mkdir()
    with sqlite3.connect(data / "pharmacy.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for file in data.glob("pharmacy.sqlite3*"):
        file.rename(away / file.name)
    for answer in (post(client), client.get("/v1/applications")):
        assert answer.status_code == 503
        assert "no such table" in answer.json()["detail"]
    assert client.get("/health/ready").status_code == 503
    for file in data.glob("pharmacy.sqlite3*"):
        file.unlink()
    for file in away.glob("*"):
        file.rename(data / file.name)
    assert post(client).status_code == 201
    assert len(client.get("/v1/applications").json()["items"]) == 2
    assert services.database.verify().faults == ()


def test_a_connection_that_died_is_replaced_before_it_is_used(
    on_postgres: TestClient, postgres_url: str, postgres_server: Any
) -> None:
    assert post(on_postgres).status_code == 201
    name = postgres_url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(f"host={postgres_server} user=postgres dbname=postgres", autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    assert post(on_postgres).status_code == 201


def test_a_locked_database_is_waited_for_and_then_said_to_be(
    client: TestClient, data: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Any = client.app.state.services  # type: ignore[attr-defined]
    monkeypatch.setattr("app.store.database.BUSY_MILLISECONDS", 50)
    services.database.engine.dispose()
    other = sqlite3.connect(data / "pharmacy.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = post(client)
    assert (answer.status_code, "locked" in answer.json()["detail"]) == (503, True)
    assert client.get("/v1/applications").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    assert post(client).status_code == 201
