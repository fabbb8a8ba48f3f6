"""What officers say is taken into a snapshot, with what it stands in place of; and shown where an assessment speaks of it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.access import prepare
from app.assessment import assess
from app.main import create_app
from app.settings import Settings
from geodata.build import build_snapshot
from geodata.cli import app
from geodata.describe import facts_of, text_of
from geodata.errors import SourceError
from geodata.model.overlay import Overlay, PlannedHousing, SaidCoreHours, SaidUndertaking
from geodata.recipe import OverlayFolder, Recipe, read_recipe
from geodata.snapshot import Snapshot, SnapshotError
from tests.made_up import papers
from tests.made_up.applications import BASELINE, consolidation
from tests.made_up.officers import write_overlay
from tests.made_up.publishers import write_all
from tests.made_up.small_area import OFFICE_HOURS, snapshot

ENTRY = OverlayFolder(
    folder=Path("overlay"), keeper="Westmarch Council, public health team", vintage="May 2024"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_all(tmp_path_factory.mktemp("publishers"))
    write_overlay(folder / "overlay")
    return folder


@pytest.fixture(scope="module")
def recipe(files: Path) -> Recipe:
    return read_recipe(files / "recipe.toml").model_copy(update={"overlay": ENTRY})


@pytest.fixture(scope="module")
def built(files: Path, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.open(build_snapshot(recipe, files, tmp_path_factory.mktemp("snapshots")))


def test_distance_selling_premises_are_not_counted_and_unknown_stays_unknown(built: Snapshot) -> None:
    by_code = {p.ods_code: p for p in built.premises}
    assert by_code["FZ001"].distance_selling is False
    assert by_code["FZ002"].distance_selling is True
    assert not by_code["FZ002"].counts_for_access
    assert by_code["FZ005"].distance_selling is None, "nobody said anything of it"
    assert by_code["FZ004"].distance_selling is True, "the recipe marks it"


def test_a_door_stands_in_place_of_the_postcode_and_both_are_kept(built: Snapshot) -> None:
    door = next(p for p in built.premises if p.ods_code == "FZ001").point
    assert door is not None
    assert (door.easting, door.northing, door.error_m) == (486_210.5, 308_004.0, 2.0)
    assert door.source == "door, measured on site (said by primary care manager, Westmarch ICB on 2024-05-20)"
    overlay = built.overlay
    assert overlay is not None
    kept = overlay.doors[0]
    assert kept.listed is not None
    assert (kept.listed.easting, kept.listed.error_m) == (486_200.0, 50.0)
    notes = " ".join(built.manifest.notes)
    assert (
        "486210.5, 308004.0, within 2 m. The postcode XQ1 1AA is at 486200.0, 308000.0, within 50 m, 11 m away."
        in notes
    )


def test_premises_whose_postcode_no_file_knows_are_placed_by_their_door(built: Snapshot) -> None:
    placed = next(p for p in built.premises if p.ods_code == "FZ005")
    assert placed.counts_for_access
    assert built.overlay is not None
    assert built.overlay.doors[1].listed is None


def test_services_in_force_stand_in_place_of_the_lists(built: Snapshot) -> None:
    by_code = {p.ods_code: p for p in built.premises}
    assert by_code["FZ001"].services == ("Flu Vaccination", "Pharmacy First")
    assert "services: officers' overlay" in by_code["FZ001"].listed_by
    assert by_code["FZ002"].services == (), "officers say that there are none"
    assert by_code["FZ004"].services is None
    assert built.overlay is not None
    assert built.overlay.services[0].listed == ("New Medicine Service",)


def test_planned_housing_is_kept_and_nobody_is_added_to_the_residents(
    built: Snapshot, files: Path, recipe: Recipe
) -> None:
    assert built.manifest.counts["people"] == 180
    assert built.overlay is not None
    (site,) = built.overlay.housing
    assert site.people == pytest.approx(288)
    text = text_of(built)
    assert (
        "120 homes are planned at 1 site, for about 288 people at the number assumed for each home." in text
    )
    assert "Land north of Long Street: 120 homes, 2026 to 2031, at 2.4 people each" in text
    assert facts_of(built)["overlay"]["housing"][0]["homes"] == 120


def test_the_tables_are_sources_with_their_hashes_and_part_of_the_id(
    built: Snapshot, files: Path, recipe: Recipe, tmp_path: Path
) -> None:
    sources = {s.role: s for s in built.manifest.sources if s.role.startswith("overlay")}
    assert len(sources) == 6
    assert sources["overlay doors"].publisher == "Invented", "all data of this recipe is made up"
    assert (sources["overlay doors"].rows, sources["overlay doors"].used) == (3, 2)
    again = Snapshot.open(build_snapshot(recipe, files, tmp_path / "again"))
    assert again.id == built.id
    again.verify()
    plain = Snapshot.open(
        build_snapshot(recipe.model_copy(update={"overlay": None}), files, tmp_path / "plain")
    )
    assert plain.id != built.id
    assert plain.overlay is None
    housing = files / "overlay" / "housing.csv"
    before = housing.read_text()
    try:
        housing.write_text(before.replace("120", "121"))
        changed = Snapshot.open(build_snapshot(recipe, files, tmp_path / "changed"))
    finally:
        housing.write_text(before)
    assert changed.id != built.id


def test_a_real_recipes_overlay_names_its_keeper(files: Path, recipe: Recipe, tmp_path: Path) -> None:
    real = recipe.model_copy(update={"invented": False})
    made = Snapshot.open(build_snapshot(real, files, tmp_path))
    source = next(s for s in made.manifest.sources if s.role == "overlay doors")
    assert source.publisher == "Westmarch Council, public health team"
    assert source.licence == "Kept by officers; not published"
    assert source.vintage == "May 2024"


def test_the_recipe_and_the_overlay_must_not_contradict_each_other(
    files: Path, recipe: Recipe, tmp_path: Path
) -> None:
    marked = recipe.pharmacies.model_copy(update={"distance_selling": ("FZ001",)})
    with pytest.raises(
        SourceError, match="row 3: the recipe calls FZ001 distance-selling, and the overlay does not"
    ):
        build_snapshot(recipe.model_copy(update={"pharmacies": marked}), files, tmp_path)


def test_an_overlay_file_with_a_changed_byte_is_found(files: Path, recipe: Recipe, tmp_path: Path) -> None:
    folder = build_snapshot(recipe, files, tmp_path)
    (folder / "overlay.json").write_text("{")
    opened = Snapshot.open(folder)
    with pytest.raises(SnapshotError, match=r"overlay\.json has changed"):
        opened.verify()
    with pytest.raises(SnapshotError, match=r"overlay\.json cannot be read"):
        _ = opened.overlay


def run(*arguments: object):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_recipe_names_its_overlay_in_toml_and_check_says_what_is_in_it(files: Path, tmp_path: Path) -> None:
    toml = '\n[overlay]\nfolder = "overlay"\nkeeper = "Westmarch Council"\nvintage = "May 2024"\n'
    own = tmp_path / "recipe.toml"
    own.write_text((files / "recipe.toml").read_text() + toml)
    made = run("build", own, "--data", files, "--out", tmp_path / "out")
    assert made.exit_code == 0, made.stderr
    assert "What officers say beside the lists" in made.stdout
    checked = run(
        "overlay", "check", files / "overlay", "--list", files / "dispensaries.csv", "--as-at", "2024-06-01"
    )
    assert checked.exit_code == 0
    assert "on 1 June 2024, against 7 premises of the list." in checked.stdout
    assert "services.csv: 4 rows, 3 of them in force" in checked.stdout


def test_check_tells_every_fault_and_takes_the_nhsbsa_list_too(files: Path) -> None:
    checked = run(
        "overlay", "check", files / "overlay", "--list", files / "hours.csv", "--as-at", "2024-06-01"
    )
    assert checked.exit_code == 2
    assert "1 thing is wrong with the overlay" in checked.stderr
    assert "doors.csv, row 3, column ods_code: FZ005 is not on the list of premises." in checked.stderr


def test_templates_are_written_by_command(tmp_path: Path) -> None:
    made = run("overlay", "template", tmp_path / "overlay")
    assert made.exit_code == 0
    assert (tmp_path / "overlay" / "undertakings.csv").is_file()
    again = run("overlay", "template", tmp_path / "overlay")
    assert again.exit_code == 2
    assert "nothing was written" in again.stderr


PAPERS = {
    "consolidation": (
        "representation",
        "board-report",
        "delegated-decision",
        "supplementary-statement",
        "evidence-annex",
    ),
    "relocation": ("representation", "no-response", "board-report", "delegated-decision", "evidence-annex"),
}


def overlay_of_long_street() -> Overlay:
    said = {"said_by": "planning policy manager, Westley Council", "said_on": date(2026, 3, 1)}
    near = PlannedHousing("Long Street Works", 120, 2.4, 500_600.0, 400_300.0, 2026, 2030, **said)  # type: ignore[arg-type]
    return Overlay(
        core_hours=(SaidCoreHours("XA001", OFFICE_HOURS, **said),),  # type: ignore[arg-type]
        undertakings=(
            SaidUndertaking("XA001", "to stay open at noon", "24(1)(d)", date(2024, 1, 2), None, **said),  # type: ignore[arg-type]
        ),
        housing=(
            near,
            replace(near, site="Far Field", easting=510_000.0),
            replace(near, site="Built Close", to_year=2020, from_year=2018),
        ),
    )


def test_an_assessment_shows_what_officers_keep_and_counts_nobody_who_may_come(tmp_path: Path) -> None:
    application = consolidation()
    with_overlay = snapshot(tmp_path / "with", overlay=overlay_of_long_street())
    without = snapshot(tmp_path / "without")
    day = date(2026, 5, 4)
    one = assess(application, replace(BASELINE, snapshot=with_overlay.id), prepare(with_overlay), day)
    other = assess(application, replace(BASELINE, snapshot=without.id), prepare(without), day)
    shown = {item.id: item for item in one.evidence}
    plain = {item.id: item for item in other.evidence}
    assert set(shown) - set(plain) == {
        item for item in shown if item.endswith((".core_hours", ".undertakings")) or item == "housing.planned"
    }
    assert shown["housing.planned"].value == 120
    (row,) = shown["housing.planned"].rows
    assert (row["site"], row["people"], row["to_year"]) == ("Long Street Works", 288.0, 2030)
    assert any(i.endswith(".core_hours") for i in shown)
    assert any(i.endswith(".undertakings") for i in shown)
    for name, item in plain.items():
        if name.startswith(("coverage.", "affected.", "alternatives.")):
            assert shown[name].value == item.value, name
    said = json.dumps([[*f.reasons, *f.points_for, *f.points_against] for f in one.findings], default=str)
    assert "120 homes are planned within a mile of the site. Nobody who may live there is counted" in said


def test_no_housing_within_a_mile_is_said_too(tmp_path: Path) -> None:
    far = replace(overlay_of_long_street(), housing=overlay_of_long_street().housing[1:])
    made = snapshot(tmp_path, overlay=far)
    found = assess(consolidation(), replace(BASELINE, snapshot=made.id), prepare(made), date(2026, 5, 4))
    said = " ".join(reason for finding in found.findings for reason in finding.reasons)
    assert "The officers' record has no housing planned within a mile of the site." in said


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_can_be_drafted_and_says_that_nobody_who_may_come_is_counted(
    tmp_path: Path, kind: str
) -> None:
    made = snapshot(tmp_path / "snapshots", overlay=overlay_of_long_street())
    (tmp_path / "baselines").mkdir()
    (tmp_path / "baselines" / "westley.json").write_text(
        json.dumps(papers.baseline(made.id)), encoding="utf-8"
    )
    settings = Settings(data=tmp_path, demo=True, requests_a_minute=0)
    with TestClient(create_app(settings, clock=lambda: datetime(2026, 5, 4, 9, 30, tzinfo=UTC))) as client:
        taken = client.post("/v1/applications", json=getattr(papers, kind)()).json()
        assert client.post(taken["links"]["assessments"]).status_code == 201
        for paper in PAPERS[kind]:
            page = client.get(f"{taken['links']['self']}/papers/{paper}.html")
            assert page.status_code == 200, paper
            assert "Nobody who may live there is counted" in page.text, paper
