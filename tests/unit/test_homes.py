"""Whole people over homes: nobody lost, nobody made up."""

import numpy as np
import pytest

from geodata.arrays import Homes, Postcodes
from geodata.homes import Residents, make_homes, spread


def postcodes(count: int) -> Postcodes:
    x = np.arange(count, dtype=np.float64)
    return Postcodes(
        np.array([f"XQ1{i:04}".encode() for i in range(count)]), x, x + 100, np.full(count, 50.0)
    )


def residents(lsoa: str, people: int, *groups: int, decile: int = 3) -> Residents:
    return Residents(lsoa, "E06999001", people, {f"g{i}": n for i, n in enumerate(groups)}, decile, 7.0, 8.0)


def by_lsoa(homes: Homes, counts: np.ndarray) -> list[int]:
    return np.bincount(homes.lsoa, weights=counts, minlength=len(homes.labels["lsoa"])).astype(int).tolist()


def test_what_does_not_divide_goes_round() -> None:
    assert spread([4, 4, 1], 3).tolist() == [[2, 1, 1], [1, 2, 1], [0, 0, 1]]


def test_people_are_spread_over_their_own_lsoas_postcodes() -> None:
    homes, _ = make_homes(
        [residents("E1", 10, 6, 4), residents("E2", 3, 1, 2)], postcodes(5), np.array([0, 1, 0, -1, 0])
    )
    assert homes.name.tolist() == [b"XQ10000", b"XQ10002", b"XQ10004", b"XQ10001"]
    assert homes.people.tolist() == [4, 3, 3, 3]
    assert by_lsoa(homes, homes.people) == [10, 3]
    assert by_lsoa(homes, homes.groups["g0"]) == [6, 1]
    assert (homes.groups["g0"] + homes.groups["g1"]).tolist() == homes.people.tolist()
    assert homes.imd_decile.tolist() == [3, 3, 3, 3]
    assert homes.labels == {"hwb": ("E06999001",), "ward": (), "lsoa": ("E1", "E2")}
    assert homes.ward.tolist() == [-1] * 4


def test_an_lsoa_without_a_postcode_is_one_home_at_its_point_and_is_told() -> None:
    homes, notes = make_homes([residents("E1", 10), residents("E2", 3)], postcodes(1), np.array([0]))
    assert homes.name.tolist() == [b"XQ10000", b"E2"]
    assert (homes.x[1], homes.y[1], homes.people[1]) == (7.0, 8.0, 3)
    assert any("1 LSOA has no postcode" in note and "3 people" in note for note in notes)


def test_postcodes_that_share_a_point_get_one_share_together() -> None:
    """A sorting office: three postcodes of organisations at one point, beside two streets."""
    table = postcodes(5)
    table.x[:3], table.y[:3] = 50.0, 60.0
    homes, notes = make_homes([residents("E1", 90, 60, 30)], table, np.zeros(5, dtype=np.int64))
    assert homes.people.tolist() == [30, 30, 30], "a share a postcode would be 54 at the office"
    assert homes.name.tolist() == [b"XQ10000", b"XQ10003", b"XQ10004"]
    assert by_lsoa(homes, homes.groups["g0"]) == [60]
    assert "2 postcodes have the point of another" in notes[1]


def test_output_areas_keep_their_own_count_also_where_two_share_a_point() -> None:
    table = postcodes(3)
    table.x[:2], table.y[:2] = 50.0, 60.0
    homes, _ = make_homes([residents("E1", 60)], table, np.zeros(3, dtype=np.int64), np.array([10, 20, 30]))
    assert homes.people.tolist() == [10, 20, 30]


def test_a_postcode_where_no_one_is_left_to_live_is_no_home() -> None:
    homes, _ = make_homes([residents("E1", 2, 2)], postcodes(3), np.array([0, 0, 0]))
    assert homes.people.tolist() == [1, 1]


def test_groups_that_do_not_add_up_are_both_kept_and_told() -> None:
    homes, notes = make_homes(
        [residents("E1", 10, 6, 5), residents("E2", 4, 4, 0)], postcodes(4), np.array([0, 0, 0, 1])
    )
    assert by_lsoa(homes, homes.people) == [10, 4]
    assert by_lsoa(homes, homes.groups["g0"]) == [6, 4]
    assert by_lsoa(homes, homes.groups["g1"]) == [5, 0]
    assert any("In 1 LSOA the groups do not add up" in note and "+1 on balance" in note for note in notes)


def test_without_groups_people_are_spread_by_themselves() -> None:
    homes, notes = make_homes([residents("E1", 7)], postcodes(3), np.zeros(3, dtype=np.int64))
    assert homes.people.tolist() == [3, 2, 2]
    assert homes.groups == {}
    assert len(notes) == 1


@pytest.mark.parametrize("field", ["people", "hwb", "ward", "lsoa", "imd_decile"])
def test_arrays_are_of_the_snapshots_kinds(field: str) -> None:
    homes, _ = make_homes([residents("E1", 7, 7)], postcodes(3), np.zeros(3, dtype=np.int64))
    assert getattr(homes, field).dtype == np.int32
