"""The national table and the re-checks from the command line: what goes wrong is said in a sentence; a run goes on."""

import json
import shutil
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from app.cli import commands

RUN = CliRunner()


def test_england_says_which_file_is_missing(tmp_path: Path) -> None:
    found = RUN.invoke(
        commands, ["england", "--as-at", "2025-04-01", "--data", str(tmp_path), "--out", str(tmp_path / "x")]
    )
    assert found.exit_code != 0
    assert "ctyua21_boundaries.gpkg" in found.output
    assert not (tmp_path / "x").exists()


def test_england_never_writes_over_an_earlier_table(tmp_path: Path) -> None:
    (tmp_path / "total.csv").write_text("kept")
    found = RUN.invoke(commands, ["england", "--as-at", "2025-04-01", "--data", "x", "--out", str(tmp_path)])
    assert found.exit_code != 0
    assert "not empty" in found.output
    assert (tmp_path / "total.csv").read_text() == "kept"


@pytest.fixture
def town(demo_town: Path, tmp_path: Path) -> Path:
    """The town in a folder of its own: what its engines work out is kept beside its snapshot."""
    return Path(shutil.copytree(demo_town, tmp_path / "town"))


@pytest.fixture
def another_pna(demo_town: Path, tmp_path: Path) -> Path:
    """The town's assessment with a standard of ten minutes in place of twenty."""
    baseline = json.loads((demo_town / "baselines" / "baseline.json").read_bytes())
    baseline["id"], baseline["standards"][0]["minutes"] = "next", 10
    file = tmp_path / "next.json"
    file.write_text(json.dumps(baseline))
    return file


def test_a_recheck_names_the_standard_and_goes_on_where_it_was(
    town: Path, another_pna: Path, tmp_path: Path
) -> None:
    arguments = [
        "recheck", str(town / "applications"), "--old", str(town / "baselines" / "baseline.json"),
        "--new", str(another_pna), "--snapshots", str(town / "snapshots"), "--as-at", "2026-09-15",
        "--out", str(tmp_path / "run"), "--processes", "1",
    ]  # fmt: skip
    first = RUN.invoke(commands, arguments)
    assert first.exit_code == 0, first.output
    assert "2 of 2 cases re-checked" in first.output
    assert "moved by standard and findings of the PNA: 2" in first.output
    changes = (tmp_path / "run" / "changes.csv").read_bytes()
    assert b"coverage.walk-20.before" in changes
    paper = "\n".join(each.text for each in docx.Document(str(tmp_path / "run" / "summary.docx")).paragraphs)
    assert "Re-check of two cases" in paper
    assert "on the old inputs and on the new ones" in paper
    assert "the service’s own method" not in paper, "nothing is on file to be set beside"
    assert "reading the law as at 15 September 2026" in paper
    again = RUN.invoke(commands, arguments)
    assert again.exit_code == 0
    assert (tmp_path / "run" / "changes.csv").read_bytes() == changes
    other = [*arguments]
    other[other.index("--as-at") + 1] = "2026-09-16"
    assert "journal of another run" in RUN.invoke(commands, other).output


def test_a_recheck_of_an_empty_folder_says_so(town: Path, another_pna: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    found = RUN.invoke(
        commands,
        [
            "recheck", str(tmp_path / "none"), "--old", str(another_pna), "--new", str(another_pna),
            "--snapshots", str(town / "snapshots"), "--as-at", "2026-09-15", "--out", str(tmp_path / "run"),
        ],
    )  # fmt: skip
    assert found.exit_code != 0
    assert "has no .json file" in found.output
