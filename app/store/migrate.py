"""Bring the tables of a database to a step, up or down, in one transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_201_926
"""Number of the lock that PostgreSQL holds while steps are run, so that two processes do not both run them."""


class UnknownStepError(Exception):
    """The database stands at a step that this version does not know; the message says what to do."""


def head() -> str:
    """The last step that this version knows."""
    step = ScriptDirectory.from_config(_config()).get_current_head()
    assert step is not None  # noqa: S101 - there are steps
    return step


def current(connection: Connection) -> str | None:
    """The step at which a database stands, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the steps up or down to a step ("base" is before the first). Raises UnknownStepError.

    Tables that were made before there were steps are taken as what they are, step 0001.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = _config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    here = current(connection)
    if here is not None and here not in known:
        raise UnknownStepError(
            f"its tables stand at step {here}, which this version does not know: a later version made them. "
            "Run that version, or restore a backup"
        )
    if to not in {*known, "head", "base"}:
        raise UnknownStepError(f"there is no step {to}; the steps are {', '.join(sorted(known))}")
    if here is None and inspect(connection).has_table("applications"):
        command.stamp(config, "0001")
        here = "0001"
    down = to == "base" or (to != "head" and here is not None and to < here)
    (command.downgrade if down else command.upgrade)(config, to)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
