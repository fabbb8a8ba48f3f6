"""``pharmacy-assessor people`` and ``sessions``: who may sign in, and who is signed in."""

from typing import Annotated

import typer

from app.cli.failing import fail
from app.cli.settings import read_settings
from app.cli.stores import DatabaseOption, DataOption, opened
from app.cli.who import command_event
from app.clock import system_clock
from app.domain.accounts import ALL_BOARDS, Role
from app.domain.people import Person, holder_of
from app.store.missing import NotStoredError
from app.store.people import ANY_ISSUER, PersonChange
from app.store.repository import Repository

people = typer.Typer(help="People who may sign in.", no_args_is_help=True)
sessions = typer.Typer(help="Browsers that are signed in.", no_args_is_help=True)

PersonId = Annotated[str, typer.Argument(help="The id that `people list` prints.")]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="A role, once for each; all of them anew.")]
Boards = Annotated[
    list[str] | None,
    typer.Option(
        "--board", help=f'Code of a board\'s area, once for each, or "{ALL_BOARDS}"; all of them anew.'
    ),
]
Reason = Annotated[str, typer.Option(help="Why. Name no persons: it stays in the audit chain.")]


@people.command("add")
def add(
    email: Annotated[str, typer.Option(help="The address that the sign-in provider knows the person by.")],
    role: Annotated[list[Role], typer.Option(help="A role, once for each.")],
    board: Annotated[
        list[str], typer.Option(help=f'Code of a board\'s area, once for each, or "{ALL_BOARDS}".')
    ],
    name: Annotated[
        str, typer.Option(help="Name or post; the provider's name for the person where left out.")
    ] = "",
    holder: Annotated[
        str | None,
        typer.Option(help="The holder of the keys that the person has; the address where left out."),
    ] = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Put somebody on the list of those who may sign in, and print their id."""
    issuer = read_settings(data=data, database=database).oidc_issuer or ANY_ISSUER
    with opened(data, database) as store, store.writing() as records:
        try:
            person = records.people.add(name, email, issuer, role, board, command_event(""), holder=holder)
        except ValueError as error:
            fail(f"The person cannot be added: {error}.")
    typer.echo(person.id)
    if issuer == ANY_ISSUER:
        typer.echo(
            "No sign-in provider is set. They can sign in once PHARMACY_OIDC_ISSUER is; until then people use a key.",
            err=True,
        )


@people.command("list")
def list_people(data: DataOption = None, database: DatabaseOption = None) -> None:
    """Print everybody on the list."""
    with opened(data, database) as store, store.reading() as records:
        found = records.people.every()
    for person in found:
        typer.echo(_line(person))


@people.command("change")
def change(
    person_id: PersonId,
    name: Annotated[str | None, typer.Option(help="Name or post.")] = None,
    email: Annotated[str | None, typer.Option(help="The address; the holder stays as it is.")] = None,
    role: Roles = None,
    board: Boards = None,
    enable: Annotated[bool, typer.Option("--enable", help="Let somebody in again who was disabled.")] = False,
    rebind: Annotated[
        bool, typer.Option("--rebind", help="Take the provider's id for the person anew at the next sign-in.")
    ] = False,
    reason: Reason = "",
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Change what is said of somebody. It holds from their next request on."""
    wanted = PersonChange(
        name=name,
        email=email,
        roles=frozenset(role) if role else None,
        boards=frozenset(board) if board else None,
        disabled=False if enable else None,
        unbound=rebind,
    )
    with opened(data, database) as store, store.writing() as records:
        typer.echo(_line(_changed(records, person_id, wanted, reason)))


@people.command("disable")
def disable(
    person_id: PersonId, reason: Reason = "", data: DataOption = None, database: DatabaseOption = None
) -> None:
    """Let somebody in no more. What they have open ends with their next request."""
    with opened(data, database) as store, store.writing() as records:
        person = _changed(records, person_id, PersonChange(disabled=True), reason)
        ended = records.sessions.end_all(command_event(reason), person.holder)
        now = system_clock()
        keys = [
            key.id
            for key in records.keys.every()
            if key.account.holder == person.holder and key.revoked is None and key.expires > now
        ]
    sessions_ended = "1 open session is" if ended == 1 else f"{ended} open sessions are"
    typer.echo(f"Person {person.id} may sign in no more; {sessions_ended} ended.")
    if keys:
        typer.echo(f"Keys of the same holder still hold: revoke {', '.join(keys)} too.", err=True)


@sessions.command("list")
def list_sessions(data: DataOption = None, database: DatabaseOption = None) -> None:
    """Print every session that is kept."""
    lifetime = read_settings(data=data, database=database).lifetime
    now = system_clock()
    with opened(data, database) as store, store.reading() as records:
        found = records.sessions.every()
    for each in found:
        over = each.ended is not None or lifetime.ended(each.seen, each.expires, now)
        by = f"person {each.person}" if each.person else f"key {each.key}"
        typer.echo(
            f"{each.id}  {'ended' if over else 'open'}  seen {each.seen:%Y-%m-%d %H:%M}  "
            f"until {each.expires:%Y-%m-%d %H:%M}  {by}  {each.holder}"
        )


@sessions.command("end")
def end(
    session_id: Annotated[
        str | None, typer.Argument(help="The id that `sessions list` prints; or give --holder or --all.")
    ] = None,
    holder: Annotated[str | None, typer.Option(help="End every session of this holder.")] = None,
    every: Annotated[bool, typer.Option("--all", help="End every session.")] = False,
    reason: Reason = "",
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """End sessions. Whoever has one signs in again."""
    if sum((session_id is not None, holder is not None, every)) != 1:
        fail("Say which: the id of one session, --holder, or --all.")
    with opened(data, database) as store, store.writing() as records:
        event = command_event(reason)
        try:
            if session_id is not None:
                records.sessions.end(session_id, event)
                typer.echo(f"Session {session_id} is ended.")
            else:
                count = records.sessions.end_all(event, None if holder is None else holder_of(holder))
                typer.echo(f"{count} sessions are ended.")
        except NotStoredError as error:
            fail(str(error))


def _changed(records: Repository, person_id: str, change: PersonChange, reason: str) -> Person:
    try:
        return records.people.change(person_id, change, command_event(reason))
    except (NotStoredError, ValueError) as error:
        fail(f"The person cannot be changed: {str(error).rstrip('.')}.")


def _line(person: Person) -> str:
    stands = "disabled" if person.disabled else "signed in before" if person.subject else "not signed in yet"
    roles = ",".join(sorted(role.value for role in person.roles))
    boards = ",".join(sorted(person.boards))
    name = person.name or "no name yet"
    return f"{person.id}  {stands}  {roles}  {boards}  {person.email}  holder {person.holder}  {name}"
