"""``pharmacy-assessor baselines``: register needs assessments as versions, list, show and retire them."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app.cli.failing import fail
from app.cli.settings import read_settings
from app.cli.stores import DatabaseOption, DataOption, opened
from app.cli.who import command_event
from app.domain.baselines import BaselineError
from app.domain.canonical import canonical_json
from app.schemas.baselines import STATEMENT, json_schema
from app.schemas.faults import DocumentError
from app.schemas.reading import read
from app.store.altered import AlteredError
from app.store.baselines import RegisteredError
from app.store.library import BaselineFileError, Library, read_baseline
from app.store.missing import NotStoredError
from app.store.registered import RegisteredBaselines
from app.store.registering import faults_of_baseline
from geodata.wording import counted

baselines = typer.Typer(help="Needs assessments: registered, versioned, retired.", no_args_is_help=True)


@baselines.command("register")
def register(
    file: Annotated[Path, typer.Argument(help="The baseline as a JSON file (docs/baselines.md).")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the audit chain.")] = "",
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Register a baseline; one whose id is registered already becomes its next version."""
    settings = read_settings(data=data, database=database)
    with opened(data, database) as store:
        try:
            baseline = read_baseline(file)
        except BaselineFileError as error:
            fail(str(error))
        library = Library(settings.data, RegisteredBaselines(store))
        faults = faults_of_baseline(baseline, library)
        if faults:
            fail(
                f"{file} cannot be registered:\n"
                + "\n".join(f"{each.field}: {each.message}" for each in faults)
            )
        known = library.registered(baseline.id) is not None
        try:
            with store.writing() as records:
                add = records.baselines.replace if known else records.baselines.register
                found = add(baseline, command_event(reason))
        except RegisteredError as error:
            fail(str(error))
    typer.echo(f"Baseline {baseline.id} is registered as version {found.latest} ({found.note.sha256}).")


@baselines.command("state")
def state(
    baseline_id: Annotated[str, typer.Argument(help="The id of the baseline.")],
    file: Annotated[
        Path, typer.Argument(help="The supplementary statement as a JSON file (docs/baselines.md).")
    ],
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Add a supplementary statement to a registered baseline: a new version."""
    with opened(data, database) as store:
        try:
            statement = read(STATEMENT, file.read_bytes()).value()
            with store.writing() as records:
                found = records.baselines.add_statement(baseline_id, statement, command_event(""))
        except OSError as error:
            fail(f"{file} cannot be read: {error.strerror}.")
        except (DocumentError, BaselineError, RegisteredError, NotStoredError) as error:
            fail(str(error))
    typer.echo(f"Baseline {baseline_id} stands at version {found.latest}, with the statement.")


@baselines.command("list")
def list_baselines(data: DataOption = None, database: DatabaseOption = None) -> None:
    """Print every registered baseline."""
    with opened(data, database) as store, store.reading() as records:
        for each in records.baselines.every():
            held = f"retired {each.retired:%Y-%m-%d}" if each.retired else "offered"
            boards = ",".join(board.code for board in each.baseline.boards)
            typer.echo(
                f"{each.baseline.id}  version {each.latest}  {held}  published {each.baseline.published}  "
                f"{boards}  snapshot {each.baseline.snapshot}  {each.baseline.title}"
            )


@baselines.command("show")
def show(
    baseline_id: Annotated[str, typer.Argument(help="The id of the baseline.")],
    version: Annotated[
        int | None, typer.Option(min=1, help="A version; the one that holds where left out.")
    ] = None,
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Print a registered baseline as JSON, and its versions on the error stream."""
    with opened(data, database) as store, store.reading() as records:
        try:
            found = records.baselines.read(baseline_id, version)
            notes = records.baselines.versions(baseline_id)
        except (NotStoredError, AlteredError) as error:
            fail(str(error))
    for note in notes:
        typer.echo(
            f"version {note.version}  {note.registered:%Y-%m-%d}  {note.what}  {note.sha256}", err=True
        )
    typer.echo(canonical_json(found.baseline).decode(), nl=False)


@baselines.command("retire")
def retire(
    baseline_id: Annotated[str, typer.Argument(help="The id of the baseline.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the audit chain.")],
    data: DataOption = None,
    database: DatabaseOption = None,
) -> None:
    """Offer a baseline no more. What was measured on it stays, and it can still be named."""
    with opened(data, database) as store:
        try:
            with store.writing() as records:
                records.baselines.retire(baseline_id, command_event(reason))
        except NotStoredError as error:
            fail(str(error))
    typer.echo(f"Baseline {baseline_id} is retired.")


@baselines.command("check")
def check(file: Annotated[Path, typer.Argument(help="The baseline as a JSON file.")]) -> None:
    """Read a file and say what is wrong with it, without a database or a snapshot."""
    try:
        baseline = read_baseline(file)
    except BaselineFileError as error:
        fail(str(error))
    counts = (
        counted(len(baseline.standards), "standard", "standards"),
        counted(len(baseline.localities), "locality", "localities"),
        counted(len(baseline.statements(date.max)), "supplementary statement", "supplementary statements"),
    )
    typer.echo(f"{file} is the baseline {baseline.id}: {', '.join(counts)}.")


@baselines.command("schema")
def schema(
    out: Annotated[Path | None, typer.Option(help="File to write; on the screen where left out.")] = None,
) -> None:
    """Write the JSON Schema of a baseline's file."""
    text = json.dumps(json_schema(), indent=1, ensure_ascii=False, sort_keys=True)
    if out is None:
        typer.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
