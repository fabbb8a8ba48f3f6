"""A real PostgreSQL, started once for the tests from the system's own package and reached by a socket in its folder."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

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


@pytest.fixture
def postgres_url(postgres_server: Path) -> Iterator[str]:
    """The URL of a new and empty database, removed afterwards."""
    name = f"test_{next(_numbers)}"
    server = f"host={postgres_server} user=postgres dbname=postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"postgresql+psycopg://postgres@/{name}?host={postgres_server}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new and empty database, of each kind in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


Statement = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def behind(database_url: str) -> Statement:
    """Runs a statement behind the store's back, as somebody at the database could."""
    from sqlalchemy import create_engine, text

    def run(statement: str) -> list[tuple[object, ...]]:
        engine = create_engine(database_url)
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            rows = [tuple(row) for row in result] if result.returns_rows else []
        engine.dispose()
        return rows

    return run
