"""`pharmacy-assessor assess`: a bundle that runs again to the same bytes, and plain words where it cannot be made."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import commands
from app.schemas.applications import APPLICATION
from app.schemas.reading import read
from tests.made_up.papers import baseline, consolidation, relocation


@pytest.fixture
def run(data: Path, tmp_path: Path) -> Any:
    def command(document: object, *more: str, out: str = "out", **changed: Path) -> Result:
        (tmp_path / "application.json").write_text(json.dumps(document), encoding="utf-8")
        given = {"baseline": data / "baselines" / "westley.json", "snapshots": data / "snapshots", **changed}
        options = [part for name, path in given.items() for part in (f"--{name}", str(path))]
        arguments = ["assess", str(tmp_path / "application.json"), *options, "--out", str(tmp_path / out)]
        return CliRunner().invoke(commands, [*arguments, "--as-at", "2026-05-04", *more])

    return command


@pytest.mark.parametrize(
    ("document", "papers"), [(relocation(), 4), (consolidation(), 2)], ids=["relocation", "consolidation"]
)
def test_the_same_inputs_give_the_same_bundle(
    run: Any, tmp_path: Path, document: dict[str, Any], papers: int
) -> None:
    for out in ("one", "other"):
        result = run(document, out=out)
        assert result.exit_code == 0, result.output
    one, other = (
        {file.name: file.read_bytes() for file in (tmp_path / out).iterdir()} for out in ("one", "other")
    )
    assert one == other
    assert len([name for name in one if name.endswith((".docx", ".html"))]) == papers
    inputs = {"application.json", "baseline.json", "officer.json", "snapshot-manifest.json", "versions.json"}
    assert inputs | {"assessment.json", "SHA256SUMS"} <= set(one)


def test_every_file_of_a_bundle_is_under_its_hash(run: Any, tmp_path: Path) -> None:
    run(consolidation())
    lines = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (tmp_path / "out").iterdir()}
    assert {**sums, "SHA256SUMS": files["SHA256SUMS"]} == files


def test_a_bundle_can_be_assessed_again_from_its_own_files(run: Any, tmp_path: Path) -> None:
    run(consolidation())
    bundle = tmp_path / "out"
    again = json.loads((bundle / "application.json").read_bytes())
    result = run(
        again, "--officer", str(bundle / "officer.json"), out="again", baseline=bundle / "baseline.json"
    )
    assert result.exit_code == 0, result.output
    for file in bundle.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
    assert read(APPLICATION, (bundle / "application.json").read_bytes()).value().reference == "PC/1"


def test_the_officers_opinion_goes_into_the_letter(run: Any, tmp_path: Path) -> None:
    opinion = {"choice": "would", "given_by": "The Board", "given_on": "2026-05-20"}
    (tmp_path / "part.json").write_text(json.dumps({"opinion": opinion}))
    result = run(consolidation(), "--officer", str(tmp_path / "part.json"))
    assert result.exit_code == 0, result.output
    assert "would create a gap" in (tmp_path / "out" / "letter.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            consolidation(closing__hours__monday="9-5", applicant=1),
            "closing.hours.monday: monday: '9-5' is not a time range",
        ),
        (
            relocation(proposed__postcode="ZZ1 1ZZ"),
            "application.json: proposed.postcode: The postcode ZZ1 1ZZ",
        ),
        ([], "Give an object"),
    ],
)
def test_an_application_that_cannot_be_taken_is_explained_by_field(
    run: Any, document: object, message: str
) -> None:
    result = run(document)
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_a_snapshot_with_a_changed_byte_is_refused(run: Any, data: Path, tmp_path: Path) -> None:
    file = next(data.glob("snapshots/*/homes/people.npy"))
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    result = run(consolidation())
    assert result.exit_code == 1
    assert "people.npy has changed since the snapshot was made" in result.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_not_there_is_named(run: Any, tmp_path: Path) -> None:
    assert "none.json cannot be read" in run(consolidation(), baseline=tmp_path / "none.json").stderr
    (tmp_path / "other.json").write_text(json.dumps(baseline("0123456789abcdef")))
    assert "needs snapshot 0123456789abcdef" in run(consolidation(), baseline=tmp_path / "other.json").stderr


def test_a_bundle_is_never_written_over_another(run: Any, tmp_path: Path) -> None:
    run(consolidation())
    before = (tmp_path / "out" / "assessment.json").read_bytes()
    result = run(relocation())
    assert result.exit_code == 1
    assert "is not empty" in result.stderr
    assert (tmp_path / "out" / "assessment.json").read_bytes() == before


def test_a_date_that_is_none_is_a_usage_error(run: Any) -> None:
    assert run(consolidation(), "--as-at", "May").exit_code == 2


def test_the_openapi_document_is_written_without_a_service(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["openapi", "--out", str(tmp_path / "openapi.json")])
    assert result.exit_code == 0, result.output
    assert "/v1/applications" in json.loads((tmp_path / "openapi.json").read_bytes())["paths"]
    assert json.loads(CliRunner().invoke(commands, ["openapi"]).stdout)["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--database", "not a url"], "Setting database: This is no database URL."),
        (["--port", "70000"], "Setting port:"),
    ],
)
def test_a_setting_that_cannot_be_is_named(options: list[str], message: str) -> None:
    result = CliRunner().invoke(commands, ["serve", *options])
    assert result.exit_code == 1
    assert message in result.stderr


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:////no/such/folder/store.sqlite3", "unable to open database file"),
        ("postgresql+psycopg://reader:secret@127.0.0.1:1/none", "reader:***@127.0.0.1:1/none cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used_stops_the_start(url: str, message: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["serve", "--data", str(tmp_path), "--database", url])
    assert result.exit_code == 1
    assert message in result.stderr
    assert "secret" not in result.stderr
