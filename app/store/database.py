"""The database behind a URL: SQLite in WAL mode with no set-up, PostgreSQL where one is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.store.repository import Repository
from app.store.tables import Table

BUSY_MILLISECONDS = 10_000


class DatabaseError(Exception):
    """The database cannot be reached or used; the message names it without its password."""


class Database:
    """Gives out a repository inside one transaction: everything written in it is kept together or not at all.

    Raises DatabaseError where the driver that the URL asks for is not installed.
    """

    def __init__(self, url: str) -> None:
        self.name = make_url(url).render_as_string(hide_password=True)
        try:
            self._engine = create_engine(url)
        except (ImportError, SQLAlchemyError) as error:
            raise DatabaseError(
                f"The database {self.name} cannot be used: {error}. Install its driver."
            ) from error
        self._writer = self._engine.execution_options(begin="IMMEDIATE")
        if self._engine.dialect.name == "sqlite":
            _set_up_sqlite(self._engine)

    def create(self) -> None:
        """Make the tables that are not there yet. Raises DatabaseError."""
        with self._told(), self._writer.begin() as connection:
            Table.metadata.create_all(connection)

    @contextmanager
    def reading(self) -> Iterator[Repository]:
        """A repository that sees one state of the database and changes nothing."""
        with self._told(), Session(self._engine) as session:
            yield Repository(session)

    @contextmanager
    def writing(self) -> Iterator[Repository]:
        """A repository whose changes are kept when the block ends without an exception."""
        with self._told(), Session(self._writer) as session, session.begin():
            yield Repository(session)

    def check(self) -> None:
        """Ask the database something. Raises DatabaseError where it does not answer."""
        with self._told(), self._engine.connect() as connection:
            connection.execute(text("SELECT position FROM applications LIMIT 1"))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise DatabaseError(
                f"The database {self.name} cannot be used: {reason}. Check its address, its folder and free space."
            ) from error


def _set_up_sqlite(engine: Engine) -> None:
    """Write-ahead log, keys enforced, waiting instead of failing, and transactions that really begin."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions of its own: it would begin them late, and read without one.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            "foreign_keys = ON",
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once; a reader that turned writer later could be refused half way.
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")
