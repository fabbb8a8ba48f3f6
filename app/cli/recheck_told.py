"""What a run of re-checks from the command line writes and prints."""

from collections.abc import Iterable
from pathlib import Path

import typer

from app.domain.canonical import canonical_json
from app.domain.rechecks import Outcome
from app.letters.docx import render
from app.letters.prose import day_or_text
from app.recheck.batch import Done
from app.recheck.causes import Attributed, Cause, Rechecked
from app.recheck.report import Failed, Report, as_csv, report
from app.recheck.summary import Summarised, summary
from app.recheck.words import SITES, followed_words
from app.store.values import read_value
from geodata.snapshot import Snapshot


def tell(outcomes: Iterable[Outcome], done: Done, out: Path) -> Report:
    """Write the report of what is done and print the gist of it."""
    found, failed = sorted_out(outcomes)
    said = report(found, failed)
    (out / "report.json").write_bytes(canonical_json(said))
    (out / "changes.csv").write_text(as_csv(found), encoding="utf-8")
    _print(said, done, out)
    return said


def sorted_out(outcomes: Iterable[Outcome]) -> tuple[list[tuple[str, Rechecked]], list[Failed]]:
    """What came of cases: those that were checked again, and those that could not be."""
    each = list(outcomes)
    found = [(o.case, read_value(Rechecked, o.result)) for o in each if o.result is not None]
    return found, [Failed(o.case, o.error) for o in each if o.error is not None]


def write_paper(of: Summarised, file: Path) -> None:
    """Write the summary that a board can read, for Word."""
    file.write_bytes(render(summary(of)))
    typer.echo(f"The summary for a board is in {file}.")


def data_said(folder: Path, snapshot: str) -> str:
    """The data of a basis, as a summary names it. ``snapshot`` is the id of the whole; ``folder`` may hold a part."""
    manifest = Snapshot.open(folder).manifest
    return f"{manifest.name} as at {day_or_text(str(manifest.as_at))} (snapshot {snapshot})"


def _print(summary: Report, done: Done, out: Path) -> None:
    typer.echo(
        f"{done.done} of {done.of} cases re-checked: {len(summary.changed)} with a finding, duty or flag changed, "
        f"{len(summary.figures_only)} with figures only, {summary.unchanged} unchanged, {len(summary.failed)} failed."
    )
    for cause, cases in summary.causes:
        typer.echo(f"  moved by {cause}: {cases}")
    for ranked in summary.changed[:20]:
        moved = ", ".join(
            f"{c.moved.name} ({_because(c)})" for c in ranked.rechecked.changes if c.moved.weighs
        )
        typer.echo(f"  {ranked.case}: {moved}")
    for each in summary.followed:
        for site in each.followed:
            typer.echo(f"  {each.case}, {SITES.get(site.site, site.site)} {site.old}: {followed_words(site)}")
    for one in summary.failed:
        typer.echo(f"  {one.case} failed: {one.error}")
    typer.echo(f"The report is in {out / 'report.json'}, every difference in {out / 'changes.csv'}.")


def _because(change: Attributed) -> str:
    if change.causes == (Cause.TOGETHER,):
        return " and ".join(change.inputs) + " together"
    return "; ".join(change.causes)
