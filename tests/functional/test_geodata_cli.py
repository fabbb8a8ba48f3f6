"""The command line: one command builds, one explains, one checks; what is wrong is a sentence, not a traceback."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from geodata.cli import app
from tests.made_up import publishers
from tests.made_up.publishers import write_all


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("publishers"))


@pytest.fixture(scope="module")
def built(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run("build", files / "recipe.toml", "--data", files, "--out", tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def folder(built: Result) -> Path:
    return Path(built.stdout.splitlines()[-1])


def test_build_says_what_it_made_and_where(built: Result, folder: Path) -> None:
    assert built.exit_code == 0
    assert folder.is_dir()
    said = built.stdout
    for words in (
        "two-boards: Westmarch (E06999001), as at 1 June 2024",
        "INVENTED DATA",
        "180 people in 6 homes, 3 LSOAs and 2 wards",
        "age_65_plus 44",
        "1: 100",
        "Boards near by: Eastmarch",
        "5 premises: 3 in the area, 1 over its border, 1 without a known place.",
        "2 of them count for access",
        "FZ001  PHARMACY FZ001, XQ1 1AA: 40.5 hours a week",
        "FZ004  PHARMACY FZ004, XQ2 1AA: hours not known, distance-selling, over the border",
        "FZ009  PHARMACY FZ009, XQ1 1AB: hours not known, appliances only",
        "Streets (walk): 3 km",
        "1 opened after 2024-06-01",
        "dispensaries.csv",
    ):
        assert words in said


def test_describe_explains_it_again_in_words_and_as_data(built: Result, folder: Path) -> None:
    words = run("describe", folder)
    assert words.exit_code == 0
    assert words.stdout.strip() in built.stdout
    facts = json.loads(run("describe", folder, "--json").stdout)
    assert facts["id"] == folder.name.rsplit("-", 1)[1]
    assert facts["people"] == sum(facts["groups"].values()) == 180
    assert facts["people_by_imd_decile"]["7"] == 71
    assert facts["people_of_unknown_decile"] == 9
    assert [p["in_area"] for p in facts["premises"]] == [True, True, False, None, True]
    assert facts["streets"]["walk"]["metres"] in range(2540, 2560)
    assert {"role", "licence", "vintage", "sha256", "rows", "used", "dropped"} <= facts["sources"][0].keys()
    assert facts["notes"]


def test_verify_finds_a_changed_byte(files: Path, tmp_path: Path) -> None:
    made = Path(
        run("build", files / "recipe.toml", "--data", files, "--out", tmp_path).stdout.splitlines()[-1]
    )
    whole = run("verify", made)
    assert whole.exit_code == 0
    assert "is whole" in whole.stdout
    array = made / "homes" / "people.npy"
    content = bytearray(array.read_bytes())
    content[-1] ^= 1
    array.write_bytes(content)
    changed = run("verify", made)
    assert changed.exit_code == 2
    assert "people.npy has changed" in changed.stderr


def broken(folder: Path, name: str, content: bytes | None) -> Path:
    files = write_all(folder)
    (files / name).unlink() if content is None else (files / name).write_bytes(content)
    return files


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("dispensaries.csv", b"<!DOCTYPE html><title>Sign in</title>", "it is a web page, not a CSV file"),
        ("dispensaries.csv", None, "there is no such file"),
        ("hours.csv", b"a,b\n1,2\n", "column 'a' is not one of the Consolidated Pharmaceutical List"),
        ("services.csv", b"", "it is empty"),
        ("postcodes.csv", b"PK\x03\x04", "zip file or a spreadsheet"),
        ("residents.csv", b"a,b\n1,2\n", "it has no column 'geography code'"),
        ("boards.gpkg", b"SQLite format 3\x00cut", "damaged or cut short"),
        ("streets.osm.pbf", b"not a pbf", "streets.osm.pbf"),
        ("recipe.toml", b"name = 1", "the recipe does not hold together: name"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_sentence_and_exit_status_2(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    files = broken(tmp_path / "files", name, content)
    result = run("build", files / "recipe.toml", "--data", files, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert name in result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_day_that_is_yet_to_come_is_refused(tmp_path: Path) -> None:
    files = write_all(tmp_path / "files")
    (files / "recipe.toml").write_text(publishers.RECIPE.replace("2024-06-01", "3019-06-01"))
    result = run("build", files / "recipe.toml", "--data", files, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "1 June 3019, which is yet to come" in result.stderr


def test_what_is_no_snapshot_is_said_to_be_none(tmp_path: Path) -> None:
    for command in ("describe", "verify"):
        result = run(command, tmp_path)
        assert result.exit_code == 2
        assert "is not a snapshot" in result.stderr
