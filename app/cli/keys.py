"""``pharmacy-assessor keys``: make, list and revoke the keys with which people and scripts sign in."""

from datetime import timedelta
from typing import Annotated

import typer

from app.cli.failing import fail
from app.cli.stores import DatabaseOption, DataOption, opened
from app.cli.who import command_event
from app.clock import system_clock
from app.domain.accounts import ALL_BOARDS, Role
from app.store.missing import NotStoredError

keys = typer.Typer(help="Keys with which people and scripts sign in.", no_args_is_help=True)

LONGEST_DAYS = 730


@keys.command("make")
def make(
    name: Annotated[str, typer.Option(help='What the key is for: "laptop of the analyst".')],
    holder: Annotated[
        str,
        typer.Option(
            help="Whose it is; a person's e-mail address as in `people list`. Four eyes are two holders."
        ),
    ],
    role: Annotated[list[Role], typer.Option(help="A role, once for each.")],
    board: Annotated[
        list[str], typer.Option(help=f'Code of a board\'s area, once for each, or "{ALL_BOARDS}".')
    ],
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="Days until it expires.")] = 365,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    event = command_event(f"key {name!r}")
    with opened(data, database) as store, store.writing() as records:
        try:
            key = records.keys.make(name, holder, role, board, event.at + timedelta(days=days), event)
        except ValueError as error:
            fail(f"The key cannot be made: {error}.")
    typer.echo(key)


@keys.command("list")
def list_keys(data: DataOption = None, database: DatabaseOption = None) -> None:
    """Print every key without its secret."""
    now = system_clock()
    with opened(data, database) as store, store.reading() as records:
        found = records.keys.every()
    for key in found:
        holds = "revoked" if key.revoked else "expired" if key.expires <= now else "holds"
        roles = ",".join(sorted(role.value for role in key.account.roles))
        boards = ",".join(sorted(key.account.boards))
        typer.echo(
            f"{key.id}  {holds}  until {key.expires:%Y-%m-%d}  {roles}  {boards}  {key.account.holder}  {key.name}"
        )


@keys.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(help="The id that `keys list` prints.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Let a key open nothing from now on."""
    with opened(data, database) as store, store.writing() as records:
        try:
            records.keys.revoke(key_id, command_event(reason))
        except NotStoredError as error:
            fail(str(error))
    typer.echo(f"Key {key_id} is revoked.")
