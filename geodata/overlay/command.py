"""geodata overlay: write empty tables, and check filled ones against the list of premises."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from geodata.overlay.reading import read_overlay
from geodata.overlay.tables import TABLES
from geodata.overlay.template import write_template
from geodata.plainly import plainly
from geodata.sources.nhsbsa import read_pharmaceutical_list
from geodata.sources.ods import read_open_dispensaries
from geodata.sources.tables import check_file
from geodata.wording import in_words

app = typer.Typer(no_args_is_help=True, help="Tables that officers keep for what no list says.")


@app.command()
def template(folder: Annotated[Path, typer.Argument(help="A new or an empty folder.")]) -> None:
    """Write empty tables to fill in, and README.txt, which says what each column means."""
    with plainly():
        for file in write_template(folder):
            typer.echo(file)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The folder of the overlay's tables.")],
    list_file: Annotated[
        Path,
        typer.Option(
            "--list", help="The list of premises: the NHSBSA list, or the ODS list of dispensaries."
        ),
    ],
    as_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which rows are in force; today unless given."),
    ] = None,
) -> None:
    """Say everything that is wrong with an overlay at once, or what is in it."""
    with plainly():
        today = datetime.now(tz=UTC).date()
        day = as_at.date() if as_at else today
        listed = _codes(list_file, day)
        told = read_overlay(folder, day, listed, today=today)
        typer.echo(
            f"Nothing is wrong with {folder} on {in_words(day)}, against {len(listed):,} premises of the list."
        )
        for table in TABLES:
            if table.name in told.read:
                typer.echo(
                    f"  {table.file}: {told.read[table.name]} rows, {len(told.of(table))} of them in force"
                )


def _codes(file: Path, day: date) -> Collection[str]:
    layout: Literal["nhsbsa", "ods"] = "nhsbsa" if b"CODE" in check_file(file).upper() else "ods"
    if layout == "nhsbsa":
        premises, _ = read_pharmaceutical_list(file, vintage="as given")
    else:
        premises, _ = read_open_dispensaries(file, day, vintage="as given")
    return {p.ods_code for p in premises}
