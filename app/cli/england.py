"""``pharmacy-assessor england``: the national table for a day of the pharmacy list."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from app.access import prepare
from app.cli.failing import fail
from app.england import METHOD, as_csv, as_picture, england_table
from geodata.build import build_snapshot
from geodata.england import england_recipe
from geodata.errors import SourceError
from geodata.progress import on_terminal
from geodata.snapshot import Snapshot, SnapshotError


def england(
    as_at: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the pharmacy list, as 2025-04-01.")
    ],
    data: Annotated[Path, typer.Option(help="Folder with the publishers' files for England.")],
    out: Annotated[Path, typer.Option(help="New folder for the tables and the picture.")],
) -> None:
    """The share of England's people within a mile in a straight line of a pharmacy, by deprivation, board and in total."""
    if out.exists() and any(out.iterdir()):
        fail(f"{out} is there already and not empty. Give another folder.")
    try:
        with TemporaryDirectory() as folder:
            with on_terminal() as progress:
                made = build_snapshot(
                    england_recipe(data, as_at.date()), data, Path(folder), progress=progress
                )
            table = england_table(prepare(Snapshot.open(made)))
    except (SourceError, SnapshotError) as error:
        fail(str(error))
    out.mkdir(parents=True, exist_ok=True)
    told = "\n".join((METHOD.rstrip(), *(f"- {words}" for words in table.unknown), ""))
    files = {
        "by_decile.csv": as_csv(table.by_decile, "decile"),
        "by_hwb.csv": as_csv(table.by_hwb, "hwb", named=True),
        "total.csv": as_csv((table.total,), "group"),
        "by_decile.svg": as_picture(table),
        "method.txt": f"As at {table.as_at}, {table.pharmacies:,} pharmacies, snapshot {table.snapshot}.\n\n{told}",
    }
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
    typer.echo(told)
    for row in (*table.by_decile, table.total):
        typer.echo(f"{row.group:26} {row.people:>11,} people {row.within:>11,} within {row.share:7.2%}")
    typer.echo(f"\n{table.pharmacies:,} pharmacies as at {table.as_at}. Tables and a picture are in {out}.")
