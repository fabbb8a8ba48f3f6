"""``pharmacy-assessor assess``: one assessment with no server and no database, as a bundle that can be run again."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from app.access import prepare
from app.api.addresses import LETTERS
from app.api.drafts import streets_within
from app.assessment import assess
from app.cli.failing import fail
from app.cli.snapshots import verified_snapshot
from app.domain.applications import ApplicationError, Consolidation
from app.domain.assessments import Assessment, Line
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.dates import LONDON
from app.domain.officer import OfficerPart
from app.domain.other_applications import AnyApplication
from app.law import LawError
from app.letters import Paper, PaperError, draft, pdf
from app.letters.docx import render as word_file
from app.letters.html import render as web_page
from app.schemas.applications import APPLICATION
from app.schemas.faults import DocumentError
from app.schemas.officer import OFFICER_PART
from app.schemas.reading import read
from app.store.library import BaselineFileError, read_baseline
from app.versions import versions
from geodata.snapshot import Snapshot, SnapshotError


def assess_offline(
    application: Annotated[
        Path, typer.Argument(help="The application, as JSON that POST /v1/applications takes.")
    ],
    baseline: Annotated[Path, typer.Option(help="The baseline, as a JSON file.")],
    snapshots: Annotated[Path, typer.Option(help="Folder in which the baseline's snapshot stands.")],
    out: Annotated[Path, typer.Option(help="Empty or new folder for the bundle.")],
    as_at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the law; today where left out.")
    ] = None,
    officer: Annotated[Path | None, typer.Option(help="The officer's part, as a JSON file.")] = None,
    together: Annotated[
        list[Path] | None,
        typer.Option(help="Another consolidation considered together with this one; give it for each."),
    ] = None,
) -> None:
    """Assess one application offline and write the bundle: inputs, assessment, letters, versions and hashes."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        fail(f"{out} is not empty. Give a new folder: a bundle is never written over another.")
    value: AnyApplication = _document(application, APPLICATION).value()
    others = [_consolidation(file) for file in together or ()]
    part: OfficerPart = _document(officer, OFFICER_PART).value() if officer else OfficerPart()
    day = as_at.date() if as_at else datetime.now(LONDON).date()
    try:
        on = read_baseline(baseline)
        snapshot = verified_snapshot(snapshots, on.snapshot)
        area = prepare(snapshot)
        result = assess(value, on, area, day, others)
        files = bundle(result, on, snapshot, part, streets_within(result, on, area))
    except ApplicationError as error:
        fail(f"{application}: {error.field}: {error}")
    except PaperError as error:
        fail(f"{officer}: {error.field}: {error}")
    except (BaselineFileError, SnapshotError, LawError) as error:
        fail(str(error))
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    typer.echo(f"{len(files)} files are in {out}; `sha256sum --check SHA256SUMS` there verifies them.")


def bundle(
    assessment: Assessment,
    baseline: Baseline,
    snapshot: Snapshot,
    officer: OfficerPart,
    streets: tuple[Line, ...] = (),
) -> dict[str, bytes]:
    """The files of a bundle by name. The same values give the same JSON bytes. Raises PaperError."""
    files = {
        "application.json": canonical_json(assessment.application),
        "assessment.json": canonical_json(assessment),
        "baseline.json": canonical_json(baseline),
        "officer.json": canonical_json(officer),
        "snapshot-manifest.json": snapshot.manifest.canonical(),
        "versions.json": canonical_json(versions()),
    }
    files |= {
        f"together-{number}.json": canonical_json(other)
        for number, other in enumerate(assessment.together, start=1)
    }
    papers = {"letter": Paper.REPRESENTATION} if assessment.application.kind in LETTERS else {}
    if assessment.application.kind == "relocation":
        papers["no-response"] = Paper.NO_RESPONSE
    for name, paper in papers.items():
        letter = draft(assessment, baseline, officer, paper, streets=streets)
        files |= {f"{name}.docx": word_file(letter), f"{name}.html": web_page(letter).encode()}
        files[f"{name}.pdf"] = pdf.render(letter)
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    )
    return files | {"SHA256SUMS": sums.encode()}


def _consolidation(file: Path) -> Consolidation:
    value = _document(file, APPLICATION).value()
    if not isinstance(value, Consolidation):
        fail(f"{file} is a {value.kind}; only consolidations are considered together (26A(8)).")
    return value


def _document(file: Path, schema: Any) -> Any:
    try:
        return read(schema, file.read_bytes())
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    except DocumentError as error:
        fail(f"{file} cannot be taken:\n{error}")
