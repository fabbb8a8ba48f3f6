"""The command line: build a snapshot, explain one, check one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from geodata.build import build_snapshot
from geodata.describe import facts_of, text_of
from geodata.errors import SourceError
from geodata.progress import on_terminal
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot, SnapshotError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Make, explain and check snapshots: prepared geodata of a Health and Wellbeing Board's area.",
)

WRONG = 2
"""Exit status where a file, a recipe or a snapshot cannot be used."""


@app.command()
def build(
    recipe: Annotated[
        Path, typer.Argument(help="A TOML recipe that names the area and the publishers' files.")
    ],
    data: Annotated[Path, typer.Option(help="The folder that the recipe's files are in.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="The folder to put the snapshot in.")] = Path("snapshots"),
) -> None:
    """Build a snapshot from publishers' files, say what it is, and print its folder on the last line."""
    with _plainly():
        with on_terminal() as tell:
            today = datetime.now(tz=UTC).date()
            folder = build_snapshot(read_recipe(recipe), data, out, progress=tell, today=today)
        typer.echo(text_of(Snapshot.open(folder)))
        typer.echo(f"\nMade:\n{folder}")


@app.command()
def describe(
    snapshot: Annotated[Path, typer.Argument(help="A snapshot's folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print all facts as JSON.")] = False,
) -> None:
    """Explain a snapshot in plain words: whom it counts, what it rests on, what was left out and why."""
    with _plainly():
        opened = Snapshot.open(snapshot)
        typer.echo(json.dumps(facts_of(opened), ensure_ascii=False, indent=1) if as_json else text_of(opened))


@app.command()
def verify(snapshot: Annotated[Path, typer.Argument(help="A snapshot's folder.")]) -> None:
    """Check every file of a snapshot against its hash."""
    with _plainly():
        opened = Snapshot.open(snapshot)
        opened.verify()
        typer.echo(
            f"Snapshot {opened.id} is whole: {len(opened.manifest.files)} files are as they were made."
        )


@contextmanager
def _plainly() -> Iterator[None]:
    """Print what is wrong with a file as a sentence, and leave with its own exit status."""
    try:
        yield
    except (SourceError, SnapshotError, OSError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(WRONG) from None


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
