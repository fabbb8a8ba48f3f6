"""Every build is checked: what is bad stops it, what is odd is told, and who let something pass is kept."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from geodata.build import build_snapshot
from geodata.cli import app
from geodata.describe import quality_of
from geodata.errors import SourceError
from geodata.quality import limits as names
from geodata.quality.checking import Acceptance
from geodata.quality.report import Check, Level, QualityError
from geodata.recipe import OwnLimit, Recipe, read_recipe
from geodata.snapshot import Snapshot
from tests.made_up import publishers
from tests.made_up.officers import BY_NAME as TABLES
from tests.made_up.officers import write_table
from tests.made_up.publishers import dispensary, hours_row, write_all
from tests.pbf import Extract

BY = Acceptance("the streets are being drawn", "public health analyst, Westmarch Council")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("publishers"))


@pytest.fixture(scope="module")
def recipe(files: Path) -> Recipe:
    return read_recipe(files / "recipe.toml")


@pytest.fixture(scope="module")
def built(files: Path, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_snapshot(recipe, files, tmp_path_factory.mktemp("snapshots"))


def checks_of(folder: Path) -> Mapping[str, Check]:
    report = quality_of(Snapshot.open(folder))
    assert report is not None
    return {check.id: check for check in report.checks}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_report_stands_beside_the_snapshot_and_changes_nothing_of_it(built: Path) -> None:
    opened = Snapshot.open(built)
    opened.verify()
    assert "quality.json" not in opened.manifest.files
    assert json.loads((built / "quality.json").read_text())["snapshot"] == opened.id
    assert "<!DOCTYPE html>" in (built / "quality.html").read_text()


def test_each_check_is_there_once(built: Path) -> None:
    assert sorted(checks_of(built)) == sorted(names.LIMITS)


def test_a_pharmacy_that_cannot_be_placed_is_named(built: Path) -> None:
    check = checks_of(built)[names.NOT_PLACED]
    assert check.level is Level.WARN
    assert check.items == ("FZ005 PHARMACY FZ005 (XQ1 1ZZ)",)


def test_a_report_of_another_snapshot_or_none_is_not_shown_as_this_ones(
    files: Path, recipe: Recipe, tmp_path: Path
) -> None:
    made = build_snapshot(recipe, files, tmp_path)
    report = json.loads((made / "quality.json").read_text())
    (made / "quality.json").write_text(json.dumps(report | {"snapshot": "0" * 16}))
    assert "Checks: no report of this snapshot stands beside it." in run("describe", made).stdout
    (made / "quality.json").unlink()
    assert "Checks: no report" in run("describe", made).stdout
    assert json.loads(run("describe", made, "--json").stdout)["quality"] is None


def emptied(file: Path) -> Path:
    """The name of a file that is to be written anew."""
    file.unlink()
    return file


def streets_elsewhere(folder: Path) -> Path:
    """The files, with a street that lies 3 km south of everybody."""
    files = write_all(folder)
    Extract(places={1: (0, -3000), 2: (1500, -3000)}, ways=[(10, [1, 2], {"highway": "residential"})]).write(
        emptied(files / "streets.osm.pbf")
    )
    return files


def test_streets_of_another_place_stop_the_build_with_a_status_of_their_own(tmp_path: Path) -> None:
    files = streets_elsewhere(tmp_path / "files")
    result = run("build", files / "recipe.toml", "--data", files, "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "- STOP: Homes far from any street. 6 homes with 180 people (100.00%)" in result.stdout
    assert "of the checks stopped the build, and no snapshot was made." in result.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_let_pass_stands_in_the_snapshot_with_who_and_why(tmp_path: Path, recipe: Recipe) -> None:
    files = streets_elsewhere(tmp_path / "files")
    with pytest.raises(QualityError) as stopped:
        build_snapshot(recipe, files, tmp_path / "none")
    assert {check.id for check in stopped.value.report.stops} == {names.HOMES_FAR, names.PHARMACIES_FAR}
    accept = ("--accept", BY.reason, "--by", BY.by)
    result = run("build", files / "recipe.toml", "--data", files, "--out", tmp_path / "out", *accept)
    assert result.exit_code == 0, result.stderr
    opened = Snapshot.open(Path(result.stdout.splitlines()[-1]))
    opened.verify()
    accepted, other = opened.manifest.accepted
    assert other.check == names.PHARMACIES_FAR
    assert (accepted.check, accepted.reason, accepted.by) == (names.HOMES_FAR, BY.reason, BY.by)
    assert "180 people" in accepted.found
    assert f"Let pass by {BY.by}: homes-far-from-streets." in result.stdout


def test_a_reason_without_the_post_that_gives_it_is_refused(files: Path, tmp_path: Path) -> None:
    result = run("build", files / "recipe.toml", "--data", files, "--out", tmp_path, "--accept", "so be it")
    assert result.exit_code == 2
    assert "--by the post that gives it" in result.stderr


def test_nothing_is_accepted_where_nothing_stops(
    files: Path, recipe: Recipe, built: Path, tmp_path: Path
) -> None:
    made = build_snapshot(recipe, files, tmp_path, accept=BY)
    assert made.name == built.name


def test_a_recipe_may_set_a_limit_with_a_reason_and_the_snapshot_says_so(
    tmp_path: Path, recipe: Recipe
) -> None:
    files = streets_elsewhere(tmp_path / "files")
    own = OwnLimit(stop=1.0, reason="no streets are drawn yet")
    limits = {names.HOMES_FAR: own, names.PHARMACIES_FAR: own}
    made = build_snapshot(recipe.model_copy(update={"quality": limits}), files, tmp_path / "out")
    check = checks_of(made)[names.HOMES_FAR]
    assert check.level is Level.WARN
    assert check.limit.warn == 0.01, "what the recipe leaves out stays"
    assert check.limit.reason == "Set in the recipe: no streets are drawn yet"
    assert "The limit of the check homes-far-from-streets is set in the recipe" in " ".join(
        Snapshot.open(made).manifest.notes
    )


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[quality.colour]\nwarn = 1\nreason = "x"\n', "quality has no check 'colour'; the checks are "),
        ('[quality.list-older]\nreason = "x"\n', "quality.list-older gives neither warn nor stop"),
        ("[quality.list-older]\nwarn = 1\n", "quality.list-older.reason: Field required"),
    ],
)
def test_a_limit_that_is_none_is_refused_by_name(files: Path, tmp_path: Path, toml: str, said: str) -> None:
    own = tmp_path / "recipe.toml"
    own.write_text(f"{publishers.RECIPE}\n{toml}")
    with pytest.raises(SourceError) as caught:
        read_recipe(own)
    assert said in str(caught.value)


def test_hours_that_cannot_be_read_are_named_and_many_stop_the_build(tmp_path: Path, recipe: Recipe) -> None:
    files = write_all(tmp_path / "files")
    codes = [f"FZ1{n:02d}" for n in range(4)]
    bad = {"PHARMACY_OPENING_HOURS_MONDAY": "nine to five", "WEEKLY_TOTAL": ""}
    publishers.write_dispensaries(
        files / "dispensaries.csv", [dispensary(code, "XQ1 1AA", "20200101") for code in codes]
    )
    rows = [hours_row(codes[0], "XQ1 1AA", **bad)] + [hours_row(code, "XQ1 1AA") for code in codes[1:]]
    publishers.write_hours(files / "hours.csv", rows)
    check = checks_of(build_snapshot(recipe, files, tmp_path / "one"))[names.HOURS_UNREAD]
    assert check.level is Level.WARN
    assert "nine to five" in check.items[0]
    publishers.write_hours(files / "hours.csv", [hours_row(code, "XQ1 1AA", **bad) for code in codes])
    with pytest.raises(QualityError, match="Hours of 4 of 4 pharmacies with hours cannot be read"):
        build_snapshot(recipe, files, tmp_path / "all")


def test_pharmacies_of_another_board_are_named(tmp_path: Path, recipe: Recipe) -> None:
    files = write_all(tmp_path / "files")
    entry = recipe.pharmacies.model_copy(
        update={"layout": "nhsbsa", "file": Path("list.csv"), "vintage": "May 2024", "distance_selling": ()}
    )
    rows = [
        hours_row("FZ001", "XQ1 1AA"),
        hours_row("FZ002", "XQ2 1AA"),  # 300 m over the border: it may be the outline
        hours_row("FZ003", "XQ1 2AA", HEALTH_AND_WELLBEING_BOARD="EASTMARCH"),
        hours_row("FZ004", "XQ9 9ZZ"),
    ]
    publishers.write_hours(files / "list.csv", rows)
    changed = recipe.model_copy(update={"pharmacies": entry, "hours": None})
    check = checks_of(build_snapshot(changed, files, tmp_path / "out"))[names.OTHER_BOARD]
    assert check.level is Level.WARN
    assert check.value == 0.5
    assert check.items == (
        "FZ003 Pharmacy FZ003, XQ1 2AA: 800 m outside Eastmarch",
        "FZ004 Pharmacy FZ004, XQ9 9ZZ: far outside WESTMARCH",
    )


def test_two_codes_at_one_door_and_a_point_far_from_its_street_are_named(
    tmp_path: Path, recipe: Recipe
) -> None:
    files = write_all(tmp_path / "files")
    publishers.write_dispensaries(
        files / "dispensaries.csv",
        [
            dispensary("FZ001", "XQ1 1AA", "19480101", street="3 LONG STREET"),
            dispensary("FZ002", "XQ1 1AA", "20200101", street="3 LONG STREET"),
            dispensary("FZ003", "XQ1 1AB", "20200101", street="12 SIDE ST"),
        ],
    )
    Extract(
        places={1: (-50, 0), 2: (1000, 0), 3: (2500, 0), 4: (2500, 900)},
        ways=[
            (10, [1, 2, 3], {"highway": "residential", "name": "Long Street"}),
            (11, [3, 4], {"highway": "residential", "name": "Side Street"}),
        ],
    ).write(emptied(files / "streets.osm.pbf"))
    checks = checks_of(build_snapshot(recipe, files, tmp_path / "out"))
    assert checks[names.SAME_DOOR].items == ("FZ001 and FZ002",)
    (item,) = checks[names.STREET_ELSEWHERE].items
    assert item.startswith("FZ003 PHARMACY FZ003, 12 SIDE ST, XTOWN: side street is 1,9")


def test_people_on_streets_that_join_no_other_are_counted(tmp_path: Path, recipe: Recipe) -> None:
    files = write_all(tmp_path / "files")
    Extract(
        places={1: (-50, 0), 2: (1000, 0), 3: (1100, 0), 4: (2500, 0), 5: (2500, 900)},
        ways=[(10, [1, 2], {"highway": "residential"}), (11, [3, 4, 5], {"highway": "residential"})],
    ).write(emptied(files / "streets.osm.pbf"))
    with pytest.raises(QualityError) as stopped:
        build_snapshot(recipe, files, tmp_path / "out")
    alone = next(check for check in stopped.value.report.stops if check.id == names.SMALL_PARTS)
    assert alone.facts == {"homes": 4, "people": 109}
    assert alone.items == ("XQ11AA", "XQ11AB", "XQ11AC", "E01999003")


def test_a_door_kilometres_from_its_postcode_stops_the_build(
    tmp_path: Path, recipe: Recipe, files: Path
) -> None:
    own = write_all(tmp_path / "files")
    door = {
        "ods_code": "FZ001",
        "easting": "486200",
        "northing": "308400",
        "source": "survey",
        "error_m": "2",
    }
    write_table(own / "overlay", TABLES["doors"], [door])
    entry = {"folder": "overlay", "keeper": "Westmarch Council", "vintage": "May 2024"}
    told = Recipe.model_validate({**recipe.model_dump(), "overlay": entry})
    check = checks_of(build_snapshot(told, own, tmp_path / "out"))[names.DOORS_FAR]
    assert (check.level, check.value) == (Level.WARN, 400.0)
    wide = told.model_copy(update={"reach_m": 20_000.0})
    write_table(own / "overlay", TABLES["doors"], [door | {"northing": "318000"}])
    with pytest.raises(QualityError, match="Doors far from the point of their postcode"):
        build_snapshot(wide, own, tmp_path / "out")


def test_this_time_is_held_against_last_time(
    tmp_path: Path, recipe: Recipe, built: Path, files: Path
) -> None:
    same = build_snapshot(recipe, files, tmp_path / "same", compare_with=Snapshot.open(built))
    checks = checks_of(same)
    for check in (
        names.COVERAGE_CHANGED,
        names.PEOPLE_CHANGED,
        names.PHARMACIES_CHANGED,
        names.STREETS_CHANGED,
    ):
        assert (checks[check].level, checks[check].value) == (Level.GOOD, 0.0)
    assert same.name == built.name
    gone = write_all(tmp_path / "files")
    rows = [row for row in publishers.DISPENSARIES if row[0] not in ("FZ001", "FZ002")]
    publishers.write_dispensaries(gone / "dispensaries.csv", rows)
    result = run(
        "build", gone / "recipe.toml", "--data", gone, "--out", tmp_path / "out", "--compare-with", built
    )
    assert result.exit_code == 3
    assert f"compared with {built.name}" in result.stdout
    assert (
        "- STOP: People near a pharmacy, compared with last time. Within 1,600 m of a pharmacy: 0.0%"
        in result.stdout
    )
    assert "0 pharmacies count, before 2: 0 new, 2 gone, 0 moved" in result.stdout


def test_a_build_that_is_much_worse_than_the_last_one_is_stopped_without_being_asked(
    tmp_path: Path, files: Path
) -> None:
    out = tmp_path / "out"
    first = run("build", files / "recipe.toml", "--data", files, "--out", out)
    assert "There is no earlier snapshot to compare with." in first.stdout
    last = Path(first.stdout.splitlines()[-1]).name
    worse = write_all(tmp_path / "files")
    rows = [row for row in publishers.DISPENSARIES if row[0] not in ("FZ001", "FZ002")]
    publishers.write_dispensaries(worse / "dispensaries.csv", rows)
    later = worse / "recipe.toml"
    same_day = run("build", later, "--data", worse, "--out", out)
    assert same_day.exit_code == 0, "only an earlier day is last time: a build can be repeated"
    later.write_text(later.read_text().replace("as_at = 2024-06-01", "as_at = 2024-06-02"))
    shutil.rmtree(same_day.stdout.splitlines()[-1])
    stopped = run("build", later, "--data", worse, "--out", out)
    assert stopped.exit_code == 3
    assert f"compared with {last}" in stopped.stdout
    assert "- STOP: People near a pharmacy, compared with last time." in stopped.stdout
    assert [folder.name for folder in out.iterdir()] == [last], "no snapshot was made"
    alone = run("build", later, "--data", worse, "--out", out, "--no-compare")
    assert alone.exit_code == 0, alone.stderr
    assert "compared with" not in alone.stdout.split("Where it comes from")[0].replace(
        "compared with last time", ""
    )


def test_streets_that_were_there_last_time_and_are_gone_stop_the_build(
    tmp_path: Path, recipe: Recipe, built: Path, files: Path
) -> None:
    with pytest.raises(QualityError, match="no streets to walk on any more"):
        build_snapshot(
            recipe.model_copy(update={"streets": {}}), files, tmp_path, compare_with=Snapshot.open(built)
        )


def test_a_snapshot_of_another_board_cannot_be_compared(
    tmp_path: Path, recipe: Recipe, built: Path, files: Path
) -> None:
    both = recipe.model_copy(update={"hwbs": (publishers.WEST, publishers.EAST)})
    with pytest.raises(SourceError, match="Compare with a snapshot of the same boards"):
        build_snapshot(both, files, tmp_path, compare_with=Snapshot.open(built))
