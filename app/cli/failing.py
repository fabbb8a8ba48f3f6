"""How a command fails: a plain message on the error stream and a status that is not 0."""

from typing import NoReturn

import typer


def fail(message: str) -> NoReturn:
    """Say what is wrong and what to do, and end the command with status 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)
