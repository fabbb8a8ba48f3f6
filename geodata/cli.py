"""The command line: fetch public data, build a snapshot, explain one, check one."""

import json
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from geodata.build import build_snapshot
from geodata.describe import facts_of, text_of
from geodata.fetch.command import fetch
from geodata.gis.writing import ENDING, export_snapshot
from geodata.overlay import command as overlay_command
from geodata.plainly import plainly
from geodata.progress import on_terminal
from geodata.quality.before import last_before
from geodata.quality.checking import Acceptance
from geodata.quality.report import QualityError, report_lines
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Make, explain and check snapshots: prepared geodata of a Health and Wellbeing Board's area.",
)

STOPPED = 3
"""Exit status where the checks stopped a build."""

app.add_typer(overlay_command.app, name="overlay")


@app.command()
def build(
    recipe: Annotated[
        Path, typer.Argument(help="A TOML recipe that names the area and the publishers' files.")
    ],
    data: Annotated[Path, typer.Option(help="The folder that the recipe's files are in.")] = Path("data"),
    out: Annotated[Path, typer.Option(help="The folder to put the snapshot in.")] = Path("snapshots"),
    compare_with: Annotated[
        Path | None,
        typer.Option(help="The snapshot of last time. Left out: the last earlier one of this name in --out."),
    ] = None,
    no_compare: Annotated[
        bool, typer.Option("--no-compare", help="Hold it against no earlier snapshot.")
    ] = False,
    accept: Annotated[
        str | None,
        typer.Option(help="Let pass what the checks would stop, for this reason. It stands in the snapshot."),
    ] = None,
    by: Annotated[str, typer.Option(help="With --accept: the post or body that lets it pass.")] = "",
) -> None:
    """Build a snapshot from publishers' files, check it, say what it is, and print its folder on the last line."""
    with plainly():
        wanted = read_recipe(recipe)
        before = None if no_compare else last_before(out, wanted)
        before = Snapshot.open(compare_with) if compare_with else before
        acceptance = None if accept is None else Acceptance(accept, by)
        today = datetime.now(tz=UTC).date()
        try:
            with on_terminal() as tell:
                folder = build_snapshot(
                    wanted,
                    data,
                    out,
                    progress=tell,
                    today=today,
                    compare_with=before,
                    accept=acceptance,
                )
        except QualityError as stopped:
            typer.echo("\n".join(report_lines(stopped.report)))
            typer.echo(f"Error: {stopped}", err=True)
            raise typer.Exit(STOPPED) from None
        typer.echo(text_of(Snapshot.open(folder)))
        typer.echo(f"\nMade:\n{folder}")


@app.command()
def describe(
    snapshot: Annotated[Path, typer.Argument(help="A snapshot's folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print all facts as JSON.")] = False,
) -> None:
    """Explain a snapshot in plain words: whom it counts, what it rests on, what was left out and why."""
    with plainly():
        opened = Snapshot.open(snapshot)
        typer.echo(json.dumps(facts_of(opened), ensure_ascii=False, indent=1) if as_json else text_of(opened))


@app.command()
def verify(snapshot: Annotated[Path, typer.Argument(help="A snapshot's folder.")]) -> None:
    """Check every file of a snapshot against its hash."""
    with plainly():
        opened = Snapshot.open(snapshot)
        opened.verify()
        typer.echo(
            f"Snapshot {opened.id} is whole: {len(opened.manifest.files)} files are as they were made."
        )


@app.command()
def export(
    snapshot: Annotated[Path, typer.Argument(help="A snapshot's folder.")],
    out: Annotated[
        Path | None,
        typer.Option(help="The GeoPackage to write. Left out: named as the snapshot, in this folder."),
    ] = None,
) -> None:
    """Write a snapshot as a GeoPackage for QGIS: premises, homes, streets, outlines, sources and licences (EPSG:27700)."""
    with plainly():
        opened = Snapshot.open(snapshot)
        file = out or Path(f"{snapshot.resolve().name}{ENDING}")
        layers = export_snapshot(opened, file)
        width = max(len(layer.name) for layer in layers)
        for layer in layers:
            typer.echo(f"{layer.name:<{width}}  {len(layer.columns[0].values):>9,}  {layer.title}")
        typer.echo(f"\nMade:\n{file}")


@app.command(name="fetch")
@wraps(fetch)
def _fetch(*arguments: object, **options: object) -> None:
    with plainly():
        fetch(*arguments, **options)  # type: ignore[arg-type]


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
