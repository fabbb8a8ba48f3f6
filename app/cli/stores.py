"""Commands on the database: its steps, the audit chain, copies, and what is past its time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from app.cli.failing import fail
from app.cli.settings import read_settings
from app.cli.who import command_event
from app.clock import system_clock
from app.settings import Settings
from app.store import backup as copies
from app.store import retention as rules
from app.store.database import Database, DatabaseError, UnstorableError
from app.store.opening import make_folder, open_database

DataOption = Annotated[Path | None, typer.Option(help="Folder with baselines and snapshots (PHARMACY_DATA).")]
DatabaseOption = Annotated[str | None, typer.Option(help="Database URL (PHARMACY_DATABASE).")]

audit = typer.Typer(help="The audit chain.", no_args_is_help=True)
database_commands = typer.Typer(help="The steps of the tables.", no_args_is_help=True)


@audit.command("verify")
def audit_verify(
    data: DataOption = None,
    database: DatabaseOption = None,
    expect: Annotated[
        str | None,
        typer.Option(help="A hash that was printed before and kept elsewhere: it must be in the chain."),
    ] = None,
) -> None:
    """Check every event and everything stored against the chain. Keep the hash that is printed somewhere else."""
    with opened(data, database, there=True) as store:
        found = store.verify(expect)
    if found.faults:
        fail("\n".join(found.faults))
    typer.echo(f"{found.events} events, whole and in order. The last one has the hash {found.head}.")


@database_commands.command("upgrade")
def upgrade(
    data: DataOption = None,
    database: DatabaseOption = None,
    to: Annotated[str, typer.Option(help="The step; the last one where left out.")] = "head",
) -> None:
    """Bring the tables up to a step. `serve` does this by itself."""
    with opened(data, database, migrated=False) as store:
        store.migrate(to)
        typer.echo(f"The tables of {store.name} stand at step {store.step()}.")


@database_commands.command("downgrade")
def downgrade(
    to: Annotated[str, typer.Argument(help='The step, or "base" for an empty database.')],
    data: DataOption = None,
    database: DatabaseOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Say that what the later steps hold may be lost.")
    ] = False,
) -> None:
    """Take the tables down to a step. What the steps above it hold is lost: make a copy first."""
    if not yes:
        fail(
            "What the later steps hold is lost, the audit chain with step 0002. Make a copy first, then say --yes."
        )
    upgrade(data, database, to)


@database_commands.command("step")
def step(data: DataOption = None, database: DatabaseOption = None) -> None:
    """Print the step at which the tables stand."""
    with opened(data, database, migrated=False) as store:
        typer.echo(store.step() or "none")


def backup(
    out: Annotated[Path, typer.Option(help="New folder for the copy.")],
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Copy the database while it is in use, the baselines and the manifests of snapshots."""
    settings = read_settings(data=data, database=database)
    with opened(data, database, there=True) as store:
        try:
            copied = copies.back_up(store, settings.data, out, system_clock())
        except copies.BackupError as error:
            fail(str(error))
    typer.echo(
        f"{out} holds the database with {copied.events} events (last hash {copied.head}), the baselines, and the "
        f"manifests of {len(copied.snapshots)} snapshots. The copy was read back and verifies."
    )


def restore(
    copy: Annotated[Path, typer.Argument(help="The folder that `backup` wrote.")],
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Bring a copy back to an empty database, and verify it."""
    settings = read_settings(data=data, database=database)
    with opened(data, database, migrated=False) as store:
        make_folder(settings.data)
        try:
            restored = copies.restore(copy, store, settings.data)
        except copies.BackupError as error:
            fail(str(error))
        typer.echo(f"{restored.copied.events} events are restored to {store.name} and verify.")
    for line in restored.wanting:
        typer.echo(line, err=True)


def retention(
    data: DataOption = None,
    database: DatabaseOption = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove them; without this nothing is changed.")
    ] = False,
) -> None:
    """Say what is past its time, and remove it where that is asked for."""
    with opened(data, database, there=True) as store:
        if remove:
            with store.writing() as records:
                found = rules.remove(records, command_event("past the time for which they are kept"))
        else:
            with store.reading() as records:
                found = rules.due(records, system_clock())
    for each in found:
        done = "removed" if remove else "to be removed"
        typer.echo(f"{each.count} {each.rule.what} {done}: kept {_days(each.rule.days)} ({each.rule.why}).")


def _days(count: int) -> str:
    return f"{count} {'day' if count == 1 else 'days'}"


def _check_there(settings: Settings) -> None:
    """Fail where the file of the database is not there: an empty new one would verify, and say nothing of the true one."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        fail(f"There is no database at {url.database}. Check --data (PHARMACY_DATA) or --database.")


@contextmanager
def opened(
    data: Path | None, database: str | None, *, migrated: bool = True, there: bool = False
) -> Iterator[Database]:
    """The database of the settings; ``there`` makes no new one. Fails in plain words."""
    settings: Settings = read_settings(data=data, database=database)
    if there:
        _check_there(settings)
    try:
        store = open_database(settings) if migrated else Database(settings.database_url)
        try:
            yield store
        finally:
            store.close()
    except (DatabaseError, UnstorableError) as error:
        fail(str(error))
