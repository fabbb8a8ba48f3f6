"""``pharmacy-assessor early-warning``: what a new pharmacy list means for a board, before anybody applies."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.cli.failing import fail
from app.cli.snapshots import verified_snapshot
from app.recheck.compared import Compared, compare
from app.recheck.early_warning import words_of
from app.recheck.warning_tables import NOTES, as_json, as_tables
from app.store.kept import open_prepared
from app.store.library import BaselineFileError, read_baseline
from geodata.snapshot import SnapshotError

ROWS = 15
JSON_FILE = "early-warning.json"


def early_warning_command(
    baseline: Annotated[
        Path, typer.Option(help="The baseline whose standards and localities count, as a JSON file.")
    ],
    before: Annotated[str, typer.Option(help="Id of the snapshot with the earlier list.")],
    after: Annotated[str, typer.Option(help="Id of the snapshot with the later list.")],
    snapshots: Annotated[Path, typer.Option(help="Folder in which both snapshots stand.")],
    out: Annotated[
        Path | None,
        typer.Option(help="New folder for the report: JSON and CSV tables; the screen alone where left out."),
    ] = None,
) -> None:
    """Compare two pharmacy lists: who opened, closed or moved, which areas crossed the standard, what may be due."""
    if out and out.exists() and any(out.iterdir()):
        fail(f"{out} is there already and not empty. Give another folder, or take it away first.")
    try:
        on = read_baseline(baseline)
        old, new = (open_prepared(verified_snapshot(snapshots, one)) for one in (before, after))
    except (BaselineFileError, SnapshotError) as error:
        fail(str(error))
    found = compare(on, old, new)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in {JSON_FILE: as_json(found), **as_tables(found)}.items():
            (out / name).write_bytes(content)
    _print(found)
    if out:
        typer.echo(f"The report is in {out / JSON_FILE}, and as tables beside it.")


def _print(found: Compared) -> None:
    console, warning = Console(), found.warning
    typer.echo(
        f"Pharmacy list of {found.before[1]} against that of {found.after[1]}, by {found.baseline.title}."
    )
    typer.echo(f"{len(warning.events)} changes of the list.")
    for event in warning.events[:ROWS]:
        typer.echo(f"  {words_of(event.change)}")
    _more(len(warning.events))
    if warning.areas:
        table = Table(
            "standard", "area", "people", "within before", "now", "lost", "gained", "crossed", title="Areas"
        )
        for area in warning.areas[:ROWS]:
            numbers = (area.people, area.before, area.after, area.lost, area.gained)
            table.add_row(
                area.standard, f"{area.area} ({area.layer})", *(f"{n:,}" for n in numbers), area.crossed
            )
        console.print(table)
        _more(len(warning.areas))
    else:
        typer.echo("No area has residents who crossed a standard.")
    if warning.sites:
        table = Table(
            "standard",
            "pharmacy",
            "would lose before",
            "would lose now",
            title="Sites whose removal now matters more",
        )
        for site in warning.sites[:ROWS]:
            name = f"{site.name} ({site.ods_code})"
            table.add_row(site.standard, name, f"{site.losing_before:,}", f"{site.losing_now:,}")
        console.print(table)
        _more(len(warning.sites))
    for due in found.due:
        typer.echo(f"{due.board_name}, {due.citation}: {due.text}")
        for left in due.left:
            typer.echo(f"  Left to judge: {left}")
    for standard, why in warning.not_measured:
        typer.echo(f"{standard} is not measured: {why}", err=True)
    for note in (*NOTES, *warning.unknown):
        typer.echo(note, err=True)


def _more(rows: int) -> None:
    if rows > ROWS:
        typer.echo(f"  and {rows - ROWS} more: give --out for all of them.")
