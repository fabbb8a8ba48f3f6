"""Whose area a site is in: how near the border is, what the postcode directory says, and which locality without outlines."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from app.access import prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from geodata.arrays import Boundary
from tests.made_up.complete_case import relocation
from tests.made_up.small_area import EAST, WEST, snapshot

BORDER = (
    Boundary(WEST, "Westley", shapely.box(490_000, 390_000, 501_320, 410_000).wkb),
    Boundary(EAST, "Eastley", shapely.box(501_320, 390_000, 510_000, 410_000).wkb),
)
"""A border 20 m east of the new site, at 1,300 m."""


def _assessed(folder: Path, districts: str | None = None, **changed: object) -> Assessment:
    case = relocation()
    known = case.data["postcodes"]
    if districts is not None:
        known = replace(known, district=np.full(len(known.code), districts.encode(), dtype="S9"))
    layers = {**case.data["boundaries"], **changed}
    case = case.with_data(postcodes=known, boundaries=layers)
    return assess(case.application, case.baseline, prepare(snapshot(folder, **case.data)), case.as_at)


def test_the_relevant_board_is_told_with_the_border_and_the_directorys_district(tmp_path: Path) -> None:
    found = _assessed(tmp_path, WEST, hwb=BORDER)
    item = found.ledger["hwb.relevant"]
    assert item.value == WEST
    assert "another board’s area is 20 m from the staying site" in item.note
    assert f"the postcode directory’s district, {WEST}, agrees" in item.note
    assert [(row["border_m"], row["agrees"]) for row in item.rows] == [(370.0, True), (20.0, True)]
    assert found.flag("board-in-doubt") is None


@pytest.mark.parametrize(
    ("district", "agrees"),
    [
        (EAST, False),
        ("E09000001", None),  # a code that no outline bears may be a newer one of the same area
        ("E07000111", False),  # a district of a county: a unitary area has none
        ("", None),
    ],
)
def test_a_district_that_is_another_boards_is_a_flag_and_no_guess(
    tmp_path: Path, district: str, *, agrees: bool | None
) -> None:
    found = _assessed(tmp_path, district, hwb=BORDER)
    assert found.ledger.value("hwb.relevant") == WEST
    assert [row["agrees"] for row in found.ledger["hwb.relevant"].rows] == [agrees, agrees]
    told = [flag.text for flag in found.flags if flag.id == "board-in-doubt"]
    if agrees is False:
        assert district in told[0]
    else:  # then the border, 20 m from a point that may be 5 m out, is far enough
        assert not told


def test_of_a_district_of_a_county_it_is_not_known_which_county(tmp_path: Path) -> None:
    county = tuple(
        Boundary("E10000001" if each.code == WEST else each.code, each.name, each.wkb) for each in BORDER
    )
    found = _assessed(tmp_path, "E07000111", hwb=county)
    assert {row["agrees"] for row in found.ledger["hwb.relevant"].rows} == {None}
    assert "E07000111, is no board’s area by the outlines" in found.ledger["hwb.relevant"].note


def test_a_border_nearer_than_the_point_is_good_for_is_flagged_where_no_district_settles_it(
    tmp_path: Path,
) -> None:
    near = tuple(
        replace(each, wkb=shapely.box(490_000 if each.code == WEST else 501_302, 390_000, x, 410_000).wkb)
        for each, x in zip(BORDER, (501_302, 510_000), strict=True)
    )
    flag = _assessed(tmp_path, hwb=near).flag("board-in-doubt")
    assert flag is not None
    assert "2 m from the staying site" in flag.text


LSOAS = (
    Boundary("L1", "L1", shapely.box(490_000, 390_000, 501_350, 410_000).wkb),
    Boundary("L2", "L2", shapely.box(501_350, 390_000, 510_000, 410_000).wkb),
)


def test_without_outlines_of_wards_a_site_has_its_locality_by_its_lsoa(tmp_path: Path) -> None:
    found = _assessed(tmp_path, ward=(), lsoa=LSOAS)
    assert found.ledger.value("pna.locality") == "West"
    assert "no locality" not in found.ledger["pna.locality"].note


def test_that_a_site_lies_in_no_locality_is_said_only_where_it_is_so(tmp_path: Path) -> None:
    unknown = _assessed(tmp_path / "none", ward=())
    assert unknown.ledger.value("pna.locality") is None
    assert "is not known: no outlines of wards are loaded" in unknown.ledger["pna.locality"].note
    elsewhere = Boundary("E05999099", "Elsewhere", shapely.box(490_000, 390_000, 510_000, 410_000).wkb)
    outside = _assessed(tmp_path / "outside", ward=(elsewhere,))
    assert outside.ledger["pna.locality"].note == "the site lies in no locality of this PNA's data"
