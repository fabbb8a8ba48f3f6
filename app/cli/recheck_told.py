"""What a run of re-checks from the command line writes and prints."""

from collections.abc import Iterable
from pathlib import Path

import typer

from app.domain.canonical import canonical_json
from app.domain.rechecks import Outcome
from app.recheck.batch import Done
from app.recheck.causes import Attributed, Cause, Rechecked
from app.recheck.report import Failed, Report, as_csv, report
from app.recheck.words import SITES, followed_words
from app.store.values import read_value


def tell(outcomes: Iterable[Outcome], done: Done, out: Path) -> Report:
    """Write the report of what is done and print the gist of it."""
    each = list(outcomes)
    found = [(o.case, read_value(Rechecked, o.result)) for o in each if o.result is not None]
    failed = [Failed(o.case, o.error) for o in each if o.error is not None]
    summary = report(found, failed)
    (out / "report.json").write_bytes(canonical_json(summary))
    (out / "changes.csv").write_text(as_csv(found), encoding="utf-8")
    _print(summary, done, out)
    return summary


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
