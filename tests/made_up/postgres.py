"""A real PostgreSQL, started once for the tests from the system's own package and reached by a socket in its folder."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import NullPool, create_engine, make_url, text

from app.store.database import Database

NOT_THERE = (
    "PostgreSQL is not installed (Debian: apt-get install postgresql), so the store is not tested on it"
)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """The folder of the server's socket. Skips where PostgreSQL is not installed, and fails there in CI."""
    found = shutil.which("initdb") or next(
        iter(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), reverse=True)), None
    )
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NOT_THERE)
        pytest.skip(NOT_THERE)
    programs = Path(found).resolve().parent
    # Not in pytest's own folder: others may not enter that, and PostgreSQL does not run as root.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    root = getpass.getuser() == "root"
    if root:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        if root:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert done.returncode == 0, done.stdout.decode()

    data, log = str(folder / "data"), str(folder / "log")
    run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=50"
    run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield folder
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count(1)


@contextmanager
def _new_database(server: Path) -> Iterator[str]:
    """The URL of a new and empty database; it is removed when the block ends."""
    name = f"test_{next(_numbers)}"
    with _administering(server) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"postgresql+psycopg://postgres@/{name}?host={server}"
    finally:
        with _administering(server) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


_SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
SELECT concat_ws(' ', table_name, column_name, data_type, column_default, is_nullable) FROM information_schema.columns
WHERE table_schema = 'public'
UNION ALL SELECT concat(conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT concat(pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT setconfig::text FROM pg_db_role_setting
UNION ALL SELECT version_num FROM alembic_version
) AS parts (part)
"""
"""All that a database is but its rows, as one hash: a test may have taken a step back, or a trigger away."""

_EMPTIED: dict[Path, list[str]] = {}
"""Databases with tables and no rows, by server, for the next test: making one anew takes a quarter of a second."""


@contextmanager
def _database_with_tables(server: Path, template: str) -> Iterator[str]:
    """The URL of a database that is as the template is: one that a test before left so and that was emptied, or a new one."""
    emptied = _EMPTIED.setdefault(server, [])
    if not emptied:
        name = f"test_{next(_numbers)}"
        with _administering(server) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        emptied.append(name)
    name = emptied.pop()
    try:
        yield f"postgresql+psycopg://postgres@/{name}?host={server}"
    finally:
        if _empty(server, name, template):
            emptied.append(name)
        else:
            with _administering(server) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _empty(server: Path, name: str, template: str) -> bool:
    """Bring a database back to the rows of the template. False where it is not of its shape, or cannot be emptied."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    try:
        with _administering(server) as connection:
            connection.execute(others, [name])
        with _administering(server, template) as made, _administering(server, name) as used:
            if made.execute(_SHAPE).fetchone() != used.execute(_SHAPE).fetchone():
                return False
            every = [sql.Identifier(*row) for row in made.execute(tables).fetchall()]
            used.execute("SET lock_timeout = '5s'")
            # Row by row, with no trigger and no foreign key in the way: TRUNCATE makes every table and index anew.
            used.execute("SET session_replication_role = replica")
            used.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(table) for table in every))
            used.execute("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence")
            for table in every:
                for row in made.execute(sql.SQL("SELECT * FROM {}").format(table)).fetchall():
                    values = sql.SQL(", ").join(map(sql.Literal, row))
                    used.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(table, values))
    except psycopg.Error:
        return False
    return True


@contextmanager
def _administering(server: Path, name: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(f"host={server} user=postgres dbname={name}", autocommit=True) as connection:
        yield connection


@pytest.fixture
def postgres_url(postgres_server: Path) -> Iterator[str]:
    """The URL of a new and empty database, removed afterwards."""
    with _new_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_with_tables(postgres_server: Path) -> Iterator[str]:
    """The name of a database that has the tables and nothing in them, for new ones to be copied from: made once."""
    with _new_database(postgres_server) as url:
        _make_tables(url)
        yield str(make_url(url).database)


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file of SQLite."""
    file = tmp_path_factory.mktemp("tables") / "tables.sqlite3"
    _make_tables(f"sqlite:///{file}")
    return file


def _make_tables(url: str) -> None:
    with closing(Database(url)) as database:
        database.migrate()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new and empty database, of each kind in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database with its tables, of each kind in turn."""
    if request.param == "postgresql":
        server, tables = map(request.getfixturevalue, ("postgres_server", "postgres_with_tables"))
        with _database_with_tables(server, tables) as url:
            yield url
    else:
        file = tmp_path / "store.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_with_tables"), file)
        yield f"sqlite:///{file}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database with its tables, of each kind in turn. It is closed whatever became of the test."""
    with closing(Database(database_url)) as database:
        yield database


Statement = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def behind(database_url: str) -> Statement:
    """Runs a statement behind the store's back, as somebody at the database could."""

    def run(statement: str) -> list[tuple[object, ...]]:
        # No pool: a statement that is refused leaves no connection behind for another test to be blamed for.
        with create_engine(database_url, poolclass=NullPool).begin() as connection:
            result = connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []

    return run
