"""`pharmacy-assessor removals`: a table on the screen or a file, and plain words where there is none."""

import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from typer.testing import CliRunner, Result

from app.cli import commands
from tests.made_up.papers import baseline


@pytest.fixture
def run(data: Path) -> Any:
    def command(*more: str, **changed: Path) -> Result:
        given = {"baseline": data / "baselines" / "westley.json", "snapshots": data / "snapshots", **changed}
        options = [part for name, path in given.items() for part in (f"--{name}", str(path))]
        return CliRunner().invoke(commands, ["removals", *options, *more])

    return command


def test_the_table_is_on_the_screen_and_the_attribution_beside_it(run: Any) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].startswith("XA001,Pharmacy XA001,XT1 1AA,Westley,no,no,300,")
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr == "3 pharmacies. Print beside them: made up\n"


def test_the_ending_of_the_file_says_what_it_is(run: Any, tmp_path: Path) -> None:
    files = {ending: tmp_path / f"removals{ending}" for ending in (".csv", ".geojson", ".gpkg", ".json")}
    for file in files.values():
        result = run("--standard", "walk20", "--out", str(file))
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
    assert (
        files[".csv"]
        .read_bytes()
        .startswith(b"ods_code,name,postcode,board,outside_area,distance_selling,walk20_people_nearest,")
    )
    assert len(json.loads(files[".geojson"].read_bytes())["features"]) == 3
    assert len(json.loads(files[".json"].read_bytes())["pharmacies"]) == 3
    info = pyogrio.read_info(files[".gpkg"])
    assert (info["layer_name"], info["features"], info["crs"]) == ("removals", 3, "EPSG:27700")


def test_a_file_is_never_written_over(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "removals.csv"
    file.write_text("mine")
    result = run("--out", str(file))
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert file.read_text() == "mine"


def test_what_cannot_be_done_is_said_in_plain_words(run: Any, tmp_path: Path) -> None:
    for arguments, words in (
        (("--out", str(tmp_path / "removals.xlsx")), "Give one of: .csv, .geojson, .gpkg, .json."),
        (
            ("--out", str(tmp_path / "nowhere" / "removals.csv")),
            "cannot be written: No such file or directory.",
        ),
        (("--standard", "walk5"), "no access standard 'walk5'. Give one of: walk20."),
    ):
        result = run(*arguments)
        assert result.exit_code == 1
        assert words in result.stderr
        assert "Traceback" not in result.output


def test_what_is_not_there_is_named(run: Any, tmp_path: Path) -> None:
    assert "none.json cannot be read" in run(baseline=tmp_path / "none.json").stderr
    other = tmp_path / "other.json"
    other.write_text(json.dumps(baseline("0123456789abcdef")))
    assert "needs snapshot 0123456789abcdef" in run(baseline=other).stderr


def test_a_standard_that_cannot_be_measured_is_told_of(run: Any, data: Path, tmp_path: Path) -> None:
    document = json.loads((data / "baselines" / "westley.json").read_bytes())
    document["standards"].append({"id": "car20", "mode": "drive", "minutes": 20})
    both = tmp_path / "both.json"
    both.write_text(json.dumps(document))
    result = run(baseline=both)
    assert result.exit_code == 0, result.output
    assert "car20 is not measured: The snapshot" in result.stderr
    assert run("--standard", "car20", baseline=both).exit_code == 1
