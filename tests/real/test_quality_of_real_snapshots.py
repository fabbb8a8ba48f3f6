"""The checks on real data: they find what is known to be odd, and stop nothing that is right."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from geodata.build import build_snapshot
from geodata.describe import quality_of
from geodata.quality import limits as names
from geodata.quality.report import Check, Level, QualityError
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def checks_of(snapshot: Snapshot) -> Mapping[str, Check]:
    report = quality_of(snapshot)
    assert report is not None
    assert report.stops == ()
    return {check.id: check for check in report.checks}


def test_the_pharmacies_of_stamford_are_found_to_stand_beyond_rutlands_last_street(
    rutland_snapshot: Snapshot,
) -> None:
    check = checks_of(rutland_snapshot)[names.PHARMACIES_FAR]
    assert check.level is Level.WARN
    assert "4 of 10 pharmacies" in check.found
    assert "877 to 967 m" in check.found
    assert [item.split()[0] for item in check.items] == ["FGA80", "FGC34", "FKH66", "FNR78"]


def test_rutland_warns_of_what_is_old_or_not_known_and_of_nothing_else(rutland_snapshot: Snapshot) -> None:
    checks = checks_of(rutland_snapshot)
    assert {name for name, check in checks.items() if check.level is Level.WARN} == {
        names.PHARMACIES_FAR,
        names.HOURS_UNKNOWN,
        names.HOURS_AGE,
    }
    assert checks[names.HOURS_UNKNOWN].items == ("FG537",)
    assert checks[names.HOMES_FAR].facts["furthest_m"] == pytest.approx(442, abs=1)
    assert checks[names.SMALL_PARTS].facts["people"] == 0


def test_the_two_codes_at_one_door_in_bournemouth_are_named(bcp_snapshot: Snapshot) -> None:
    checks = checks_of(bcp_snapshot)
    assert checks[names.SAME_DOOR].items == ("FF445 and FWT74",)
    assert checks[names.HOMES_FAR].level is Level.NOT_CHECKED, "a snapshot without streets"
    assert checks[names.NOT_PLACED].level is Level.GOOD


def test_rutland_today_is_told_that_its_list_is_old(
    real_data: Path, tmp_path: Path, rutland_snapshot: Snapshot
) -> None:
    recipe = read_recipe(EXAMPLES / "rutland.toml")
    made = build_snapshot(recipe, real_data, tmp_path, today=date(2026, 5, 4), compare_with=rutland_snapshot)
    assert made.name == rutland_snapshot.path.name, "the report is in no hash"
    checks = checks_of(Snapshot.open(made))
    assert checks[names.LIST_AGE].value == 99.0
    assert checks[names.COVERAGE_CHANGED].value == 0.0
    assert checks[names.COVERAGE_CHANGED].found.startswith("Within 1,600 m of a pharmacy: ")


def test_rutland_with_hours_in_a_manner_that_nobody_knows_is_stopped(
    real_data: Path, tmp_path: Path, rutland_snapshot: Snapshot
) -> None:
    recipe = read_recipe(EXAMPLES / "rutland.toml")
    folder = tmp_path / "data"
    shutil.copytree(real_data / "rutland", folder / "rutland")
    (folder / "england").symlink_to(real_data / "england")
    file = folder / "rutland" / "pharmacies_2014-02_nhsbsa_layout.csv"
    file.write_text(
        file.read_text(encoding="utf-8-sig").replace("-17:30", " until half past five"), encoding="utf-8"
    )
    with pytest.raises(QualityError, match="Opening hours that cannot be read"):
        build_snapshot(recipe, folder, tmp_path / "out", compare_with=rutland_snapshot)
