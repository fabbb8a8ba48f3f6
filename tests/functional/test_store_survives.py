"""Killed in the middle of a write, a full disk, a database that is gone: nothing half written, and a clear answer."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import event
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

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "ann", "request", "because")
ANN = Account("ann", frozenset({Role.ANALYST}), frozenset({"all"}), "key")
KILLS = {"sqlite": 200, "postgresql": 60}


def write_for_ever(url: str, begun: Callable[[], object]) -> None:
    """Tells when the first is kept. Applications, each with its case, a part, a move and a kept answer in one transaction."""
    database, value, number = Database(url), APPLICATION.validate_python(relocation()).value(), 0
    while True:
        number += 1
        with database.writing() as records:
            id_ = records.add_application(value, EVENT, boards=["E1", "E2"]).id
            records.put_officer_part(id_, OfficerPart(signatory="The Chair"), EVENT)
            records.cases.move(id_, State.WITHDRAWN, ANN, EVENT)
            records.repeats.keep(id_, "key", "0" * 64, KeptAnswer(201, {}, b"{}"), at=NOW)
        if number == 1:
            begun()


def killed_while_writing(url: str, seconds: float) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            write_for_ever(url, lambda: os.write(writing, b"!"))
        finally:
            os._exit(1)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def test_a_process_killed_in_the_middle_of_a_write_leaves_nothing_half_written(
    database_url: str, behind: Statement
) -> None:
    database = Database(database_url)
    database.migrate()
    chance = random.Random(20190925)  # noqa: S311 - when to kill, the same each time
    grown = 0
    for _ in range(KILLS[database.engine.dialect.name]):
        killed_while_writing(database_url, chance.uniform(0, 0.02))
        counts = behind("SELECT (SELECT count(*) FROM applications), (SELECT count(*) FROM cases), "
                        "(SELECT count(*) FROM case_boards) / 2, (SELECT count(*) FROM officer_parts), "
                        "(SELECT count(*) FROM repeats), (SELECT count(*) FROM audit_events) / 3, "
                        "(SELECT position FROM audit_head) / 3")[0]  # fmt: skip
        assert len(set(counts)) == 1, counts
        grown = int(str(counts[0]))
    assert grown > KILLS[database.engine.dialect.name]
    found = database.verify()
    assert (found.events, found.faults) == (grown * 3, ())
    if database.engine.dialect.name == "sqlite":
        assert behind("PRAGMA integrity_check") == [("ok",)]
    database.close()


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
