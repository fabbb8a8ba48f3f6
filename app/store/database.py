"""The database behind a URL: SQLite in WAL mode with no set-up, PostgreSQL where one is given."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.store.migrate import UnknownStepError, current, head, migrate
from app.store.repository import Repository
from app.store.verify import Verified, verify

BUSY_MILLISECONDS = 10_000


class DatabaseError(Exception):
    """The database cannot be reached or used; the message names it without its password.

    ``shown`` is what may be told to somebody at the other end of a request: it names no machine, user or folder.
    """

    def __init__(self, message: str, shown: str | None = None) -> None:
        super().__init__(message)
        self.shown = shown or message


class UnstorableError(Exception):
    """A value that no database takes, in something to be kept or in a question; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Something in the request can neither be kept nor looked for: the character NUL, half a character, or a "
            "number with too many digits. Take it out and send the request again."
        )


class Database:
    """Gives out a repository inside one transaction: everything written in it is kept together or not at all.

    Raises DatabaseError where the driver that the URL asks for is not installed.
    """

    def __init__(self, url: str) -> None:
        self.name = make_url(url).render_as_string(hide_password=True)
        try:
            self._engine = create_engine(url, pool_pre_ping=True)
        except (ImportError, SQLAlchemyError) as error:
            raise DatabaseError(
                f"The database {self.name} cannot be used: {error}. Install its driver."
            ) from error
        event.listen(self._engine, "handle_error", _told_apart)
        self._writer = self._engine.execution_options(begin="IMMEDIATE")
        self._reader = self._engine
        if self._engine.dialect.name == "sqlite":
            _set_up_sqlite(self._engine)
        else:
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")

    def migrate(self, to: str = "head") -> None:
        """Bring the tables to a step, the last one where none is named. Raises DatabaseError."""
        with self._told(), self._writer.begin() as connection:
            migrate(connection, to)

    def step(self) -> str | None:
        """The step at which the tables stand, None where there are none. Raises DatabaseError."""
        with self._told(), self._engine.connect() as connection:
            return current(connection)

    @contextmanager
    def reading(self) -> Iterator[Repository]:
        """A repository that sees one state of the database and changes nothing."""
        with self._told(), Session(self._reader) as session:
            yield Repository(session)

    @contextmanager
    def writing(self) -> Iterator[Repository]:
        """A repository whose changes are kept when the block ends without an exception. One writes at a time."""
        with self._told(), Session(self._writer) as session, session.begin():
            records = Repository(session)
            records.audit.lock()
            yield records

    @contextmanager
    def session(self, *, writing: bool = False) -> Iterator[Session]:
        """A plain transaction for working notes, which no event speaks of; everything else goes through a repository."""
        with self._told(), Session(self._writer if writing else self._reader) as session, session.begin():
            yield session

    def verify(self, expected: str | None = None) -> Verified:
        """Whether the audit chain is whole and what is stored is what it says. Raises DatabaseError."""
        with self._told(), Session(self._reader) as session:
            return verify(session, expected)

    @property
    def engine(self) -> Engine:
        """For copying a database whole; everything else goes through a repository."""
        return self._engine

    def check(self) -> None:
        """Ask the database something. Raises DatabaseError where it does not answer or its tables are of another step."""
        with self._told(), self._engine.connect() as connection:
            connection.execute(text("SELECT position FROM applications LIMIT 1"))
            step = current(connection)
        if step != head():
            stands = f"stands at step {step}, and this version needs {head()}"
            raise DatabaseError(
                f"The database {self.name} {stands}. Run `pharmacy-assessor database upgrade`.",
                f"The database {stands}.",
            )

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except UnknownStepError as error:
            raise DatabaseError(
                f"The database {self.name} cannot be used: {error}.", f"The database cannot be used: {error}."
            ) from error
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise DatabaseError(
                f"The database {self.name} cannot be used: {reason}. Check its address, its folder and free space.",
                f"The database cannot be used: {_shown(error)}.",
            ) from error


def _shown(error: SQLAlchemyError) -> str:
    """Why, in the database's own words, without where it is: a server that cannot be reached is named in its refusal."""
    cause = getattr(error, "orig", None)
    if cause is None:
        return "it has no connection free"
    if isinstance(cause, sqlite3.Error):
        return str(cause).splitlines()[0]
    return getattr(getattr(cause, "diag", None), "message_primary", None) or "it does not answer"


def _told_apart(context: ExceptionContext) -> None:
    """A value that the database does not take is the fault of whoever sent it, and no sign that the database is unwell."""
    original = context.original_exception
    if isinstance(context.sqlalchemy_exception, DataError) or isinstance(
        original, (OverflowError, UnicodeEncodeError)
    ):
        raise UnstorableError from original


def _file(engine: Engine) -> tuple[int, int] | None:
    """What tells a file from another one under the same name; None where there is none."""
    try:
        found = Path(engine.url.database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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

    @event.listens_for(engine, "connect")
    def _remember(_connection: Any, record: Any) -> None:
        record.info["file"] = _file(engine)

    @event.listens_for(engine, "checkout")
    def _same_file(_connection: Any, record: Any, _proxy: Any) -> None:
        # A file that was removed or replaced goes on taking writes that nobody will ever read: look for it each time.
        if record.info["file"] != _file(engine):
            raise DisconnectionError("the database file was removed or replaced")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once; a reader that turned writer later could be refused half way.
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")
