"""How a command ends when something is wrong with a file: a sentence, and its own exit status."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from geodata.errors import SourceError
from geodata.snapshot import SnapshotError

WRONG = 2
"""Exit status where a file, a recipe or a snapshot cannot be used."""


@contextmanager
def plainly() -> Iterator[None]:
    """Print what is wrong with a file as a sentence, and leave with its own exit status."""
    try:
        yield
    except (SourceError, SnapshotError, OSError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(WRONG) from None
