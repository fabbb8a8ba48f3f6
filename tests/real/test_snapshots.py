"""Snapshots of real places against what is known of them from elsewhere."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.build import build_snapshot
from geodata.model.hours import DAYS
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot
from geodata.sources.nhsbsa import parse_hours, read_pharmaceutical_list

MILE_M = 1_609.344
RUTLAND, BCP, DORSET = "E06000017", "E06000058", "E06000059"
RECIPES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def census(data: Path, district: str) -> dict[str, int]:
    """Residents of a district's LSOAs, straight from the two files."""
    england = data / "england"
    with (england / "lookup_lsoa21_wd24_lad24.csv").open(encoding="utf-8-sig", newline="") as handle:
        lsoas = {row["LSOA21CD"] for row in csv.DictReader(handle) if row["LAD24CD"] == district}
    with (england / "census2021-ts001-lsoa.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = {row["geography code"]: row for row in csv.DictReader(handle)}
    return {code: int(rows[code]["Residence type: Total; measures: Value"]) for code in lsoas}


@pytest.fixture(params=["rutland_snapshot", "bcp_snapshot"])
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    made: Snapshot = request.getfixturevalue(request.param)
    return made


def test_every_resident_of_the_census_is_in_a_home(snapshot: Snapshot, real_data: Path) -> None:
    expected = census(real_data, snapshot.manifest.hwbs[0])
    homes = snapshot.homes
    found = np.bincount(homes.lsoa, weights=homes.people).astype(int)
    assert dict(zip(homes.labels["lsoa"], found.tolist(), strict=True)) == expected
    assert sum(homes.groups.values()).tolist() == homes.people.tolist()  # type: ignore[union-attr]


def test_the_totals_are_the_censuss_own(rutland_snapshot: Snapshot, bcp_snapshot: Snapshot) -> None:
    assert rutland_snapshot.homes.people.sum() == 41_043
    assert bcp_snapshot.homes.people.sum() == 400_215


def test_homes_lie_in_the_area_and_have_a_ward(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    board = next(b for b in snapshot.boundaries("hwb") if b.code == snapshot.manifest.hwbs[0])
    outline = shapely.from_wkb(board.wkb)
    apart = shapely.distance(shapely.points(homes.x, homes.y), outline)
    assert apart.max() < 500, "the outlines of LSOAs and boards are generalised, each in its own way"
    assert homes.ward.min() >= 0
    assert set(homes.labels["ward"]) == {b.code for b in snapshot.boundaries("ward")}
    assert homes.imd_decile.min() >= 1


def test_every_row_of_every_file_is_used_or_dropped_for_a_reason(snapshot: Snapshot) -> None:
    for source in snapshot.manifest.sources:
        assert source.rows == source.used + sum(d.rows for d in source.dropped), source.role


def test_six_pharmacies_were_open_in_rutland_on_23_february_2018(rutland_snapshot: Snapshot) -> None:
    outline = next(b for b in rutland_snapshot.boundaries("hwb") if b.code == RUTLAND)
    county = shapely.from_wkb(outline.wkb)
    inside = {
        p.ods_code
        for p in rutland_snapshot.premises
        if p.point is not None and county.covers(shapely.Point(p.point.easting, p.point.northing))
    }
    assert inside == {"FC826", "FG537", "FGV54", "FLE60", "FMK29", "FQ056"}
    over_the_border = {p.ods_code for p in rutland_snapshot.premises} - inside
    assert over_the_border == {"FGA80", "FGC34", "FKH66", "FNR78"}, "all four in Stamford"
    assert all(p.counts_for_access for p in rutland_snapshot.premises)


def test_the_successors_of_21_high_street_oakham_are_not_counted_twice(rutland_snapshot: Snapshot) -> None:
    at_21 = [p.ods_code for p in rutland_snapshot.premises if p.postcode == "LE15 6AH"]
    assert at_21 == ["FLE60"]


def test_rutlands_hours_are_those_of_the_list_and_a_newer_code_has_none(rutland_snapshot: Snapshot) -> None:
    by_code = {p.ods_code: p for p in rutland_snapshot.premises}
    late = by_code["FC826"].hours
    assert late is not None
    assert late.total_minutes() == 100 * 60
    assert by_code["FG537"].hours is None, "it opened after the list of hours was made"
    assert by_code["FG537"].point is not None


def test_four_pharmacies_lie_within_a_mile_of_138_high_street_poole(bcp_snapshot: Snapshot) -> None:
    closing = bcp_snapshot.locate("BH15 1DN")
    assert closing is not None
    near = {
        p.ods_code: round(p.point.metres_to(closing))
        for p in bcp_snapshot.premises
        if p.point is not None and p.counts_for_access and p.point.metres_to(closing) <= MILE_M
    }
    assert near.pop("FNF64") == 0
    assert near == {"FM329": 209, "FC009": 223, "FGC36": 586, "FXN20": 1080}


def test_a_postcodes_error_is_told_as_it_is_larger_than_a_move_of_20_m(bcp_snapshot: Snapshot) -> None:
    point = bcp_snapshot.locate("BH15 1SX")
    assert point is not None
    assert point.error_m is not None
    assert point.error_m > 20


def test_the_boards_near_by_are_kept(rutland_snapshot: Snapshot, bcp_snapshot: Snapshot) -> None:
    assert DORSET in {b.code for b in bcp_snapshot.boundaries("hwb")}
    assert {"E06000031", "E10000018", "E10000019"} < {b.code for b in rutland_snapshot.boundaries("hwb")}
    assert len(rutland_snapshot.boundaries("hwb")) < 10


def test_rutland_is_the_same_snapshot_when_built_again(
    rutland_snapshot: Snapshot, real_data: Path, tmp_path: Path
) -> None:
    again = Snapshot.open(build_snapshot(read_recipe(RECIPES / "rutland.toml"), real_data, tmp_path))
    assert again.id == rutland_snapshot.id
    again.verify()


def test_all_hours_of_greater_manchester_can_be_read(real_data: Path) -> None:
    file = real_data / "greater_manchester" / "pharmacies_2025-03_hours.csv"
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 631
    read = [parse_hours({day: row[f"opening_hours_{day}"] for day in DAYS}) for row in rows]
    assert [problem for one in read for problem in one.problems] == []
    assert all(one.hours.known for one in read)
    corrected = [one for one in read if one.corrections]
    assert len(corrected) == 1, "one pharmacy, on five days, has a colon where a comma belongs"
    assert corrected[0].hours.days[:5] == (((540, 780), (840, 1080)),) * 5


def test_the_lists_own_weekly_totals_are_what_its_hours_add_up_to(real_data: Path) -> None:
    file = real_data / "se_dorset" / "pharmacies_2014-02_nhsbsa_layout.csv"
    premises, source = read_pharmaceutical_list(file, vintage="February 2014")
    assert source.note == ""
    assert len(premises) == source.used == 159
    assert Counter(p.contract_type.value for p in premises) == {"community": 156, "appliance": 3}
