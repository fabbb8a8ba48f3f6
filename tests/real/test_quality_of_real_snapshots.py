"""The checks on real data: they find what is known to be odd, and stop nothing that is right."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import osmium
import pytest

from geodata.build import build_snapshot
from geodata.describe import quality_of
from geodata.overlay.tables import DOORS
from geodata.projection import to_national_grid
from geodata.quality import limits as names
from geodata.quality.report import Check, Level, QualityError
from geodata.recipe import OverlayFolder, read_recipe
from geodata.snapshot import Snapshot
from tests.made_up.officers import write_table

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
    assert "878 to 967 m" in check.found
    assert [item.split()[0] for item in check.items] == ["FGA80", "FGC34", "FKH66", "FNR78"]


def test_rutland_warns_of_what_is_old_or_not_known_and_of_nothing_else(rutland_snapshot: Snapshot) -> None:
    checks = checks_of(rutland_snapshot)
    assert {name for name, check in checks.items() if check.level is Level.WARN} == {
        names.PHARMACIES_FAR,
        names.HOURS_UNKNOWN,
        names.HOURS_AGE,
        names.ACCESS_WORDS,
    }
    assert checks[names.ACCESS_WORDS].items == ("walk: foot=unknown 74 m",)
    assert checks[names.HOURS_UNKNOWN].items == ("FG537",)
    assert checks[names.HOMES_FAR].facts["furthest_m"] == pytest.approx(442, abs=1)
    assert checks[names.SMALL_PARTS].facts["people"] == 0


def test_the_two_codes_at_one_door_in_bournemouth_are_named(bcp_snapshot: Snapshot) -> None:
    checks = checks_of(bcp_snapshot)
    assert checks[names.SAME_DOOR].items == ("FF445 and FWT74",)
    assert checks[names.HOMES_FAR].level is Level.NOT_CHECKED, "a snapshot without streets"
    assert checks[names.NOT_PLACED].level is Level.GOOD


def test_a_sorting_office_holds_one_share_of_its_lsoa_and_not_most_of_it(bcp_snapshot: Snapshot) -> None:
    """BH1 1AA: 122 postcodes have one point. With a share for each, 1,595 of the 2,037 people stood there."""
    homes = bcp_snapshot.homes
    (office,) = np.flatnonzero(homes.name == b"BH11AA")
    lsoa = homes.lsoa == homes.lsoa[office]
    assert (int(homes.people[office]), int(homes.people[lsoa].sum()), int(lsoa.sum())) == (59, 2037, 35)
    assert len(np.unique(np.column_stack([homes.x, homes.y]), axis=0)) == len(homes)
    check = checks_of(bcp_snapshot)[names.ONE_POINT]
    assert (check.level, check.facts) == (Level.GOOD, {"most": 174})
    page = (EXAMPLES.parent / "data.md").read_text("utf-8").replace("\n", " ")
    assert (
        "1,595 of the 2,037 residents of an LSOA of Bournemouth stood at one point that 122 postcodes have; now they are 59"
        in page
    )


def test_doors_as_openstreetmap_draws_them_lie_as_far_from_their_postcodes_as_the_page_says(
    real_data: Path, rutland_snapshot: Snapshot
) -> None:
    drawn = json.loads((real_data / "rutland" / "pharmacies_osm_2024-02.geojson").read_text("utf-8"))
    apart = []
    for feature in drawn["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        (x,), (y,) = to_national_grid(np.array([longitude]), np.array([latitude]))
        begins = feature["properties"]["name"].split()[0].upper()
        apart += [
            min(
                float(np.hypot(p.point.easting - x, p.point.northing - y))
                for p in rutland_snapshot.premises
                if p.point is not None and p.trading_name.startswith(begins)
            )
        ]
    *near, far = sorted(apart)
    assert len(near) == 7
    page = (EXAMPLES.parent / "data.md").read_text("utf-8").replace("\n", " ")
    assert (
        f"lie {near[0]:.0f} to {near[-1]:.0f} m from the points of their postcodes (median {np.ceil(np.median(near)):.0f} m), and "
        f"an eighth {far:.0f} m"
    ) in page


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


def test_a_door_that_officers_give_replaces_the_postcodes_point_and_the_835_m_between_them_are_told(
    real_data: Path, tmp_path: Path, rutland_snapshot: Snapshot
) -> None:
    """The pharmacy's address in a list of 2025 is another than where OpenStreetMap drew it in February 2018."""
    streets = real_data / "rutland" / "rutland-2018.osm.pbf"
    nodes = osmium.FileProcessor(str(streets), osmium.osm.NODE).with_filter(
        osmium.filter.IdFilter([18_353_619])
    )
    longitude, latitude = next((node.location.lon, node.location.lat) for node in nodes)
    (x,), (y,) = to_national_grid(np.array([longitude]), np.array([latitude]))
    door = {
        "ods_code": "FG537", "easting": f"{x:.1f}", "northing": f"{y:.1f}", "source": "OpenStreetMap, February 2018",
        "error_m": "15", "said_by": "a test", "said_on": "2018-02-23",
    }  # fmt: skip
    write_table(tmp_path / "overlay", DOORS, [door])
    folder = OverlayFolder(folder=tmp_path / "overlay", keeper="a test", vintage="February 2018")
    recipe = read_recipe(EXAMPLES / "rutland.toml").model_copy(update={"overlay": folder})
    made = Snapshot.open(build_snapshot(recipe, real_data, tmp_path / "out", compare_with=rutland_snapshot))
    assert made.id != rutland_snapshot.id
    checks = checks_of(made)
    assert checks[names.DOORS_FAR].level is Level.WARN
    assert checks[names.DOORS_FAR].value == pytest.approx(835, abs=1)
    assert "1 moved by more than 100 m" in checks[names.PHARMACIES_CHANGED].found
    assert made.overlay is not None
    listed = made.overlay.doors[0].listed
    assert listed is not None
    assert (listed.source, listed.error_m) == ("postcode LE15 9NX", 50.0)
    assert any("835 m away" in note for note in made.manifest.notes)
