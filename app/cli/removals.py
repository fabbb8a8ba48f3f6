"""``pharmacy-assessor removals``: for each pharmacy what would happen if it closed, as a table or a map layer."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.access import NoEngineError, prepare
from app.access.unknown import not_walked_to_words, selling_words
from app.cli.failing import fail
from app.cli.snapshots import verified_snapshot
from app.maps import (
    RemovalTable,
    UnknownStandardError,
    removal_table,
    removals_map,
    to_csv,
    to_geojson,
    to_geopackage,
    to_json,
)
from app.store.library import BaselineFileError, read_baseline
from geodata.snapshot import SnapshotError

WRITERS: dict[str, Callable[[RemovalTable], bytes]] = {
    ".csv": to_csv,
    ".geojson": lambda table: to_geojson(removals_map(table)),
    ".gpkg": lambda table: to_geopackage(removals_map(table)),
    ".json": to_json,
}


def removals(
    baseline: Annotated[Path, typer.Option(help="The baseline, as a JSON file.")],
    snapshots: Annotated[Path, typer.Option(help="Folder in which the baseline's snapshot stands.")],
    standard: Annotated[
        str | None, typer.Option(help="Id of one access standard; all of the baseline's where left out.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="New file: .csv, .geojson, .gpkg or .json; CSV on the screen where left out."),
    ] = None,
) -> None:
    """For each pharmacy what would happen if it alone closed. Only the area's residents are counted."""
    write = WRITERS.get(out.suffix.lower() if out else ".csv")
    if write is None:
        fail(f"{out} has an ending that is not known. Give one of: {', '.join(WRITERS)}.")
    if out and out.exists():
        fail(f"{out} is there already. Give another name, or take it away first.")
    try:
        on = read_baseline(baseline)
        area = prepare(verified_snapshot(snapshots, on.snapshot))
        table = removal_table(area, on, standard)
    except (BaselineFileError, SnapshotError, NoEngineError, UnknownStandardError) as error:
        fail(str(error))
    content = write(table)
    if out is None:
        typer.echo(content.decode(), nl=False)
    else:
        try:
            out.write_bytes(content)
        except OSError as error:
            fail(f"{out} cannot be written: {error.strerror}.")
    for standard_found in table.standards:
        if standard_found.note:
            typer.echo(f"{standard_found.id} is not measured: {standard_found.note}", err=True)
    for words in (*selling_words(area), *not_walked_to_words(area)):
        typer.echo(words, err=True)
    typer.echo(
        f"{len(table.rows)} pharmacies. Print beside them: {' '.join(table.imprint.attribution)}", err=True
    )
