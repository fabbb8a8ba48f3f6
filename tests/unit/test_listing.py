"""Premises from several lists: one says who is open, the others add what they know, and nothing is guessed."""

from dataclasses import replace

import numpy as np
import pytest

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.listing import add_hours, add_services, mark_distance_selling, place_premises
from geodata.model.hours import DAYS, parse_week
from geodata.model.premises import ContractType, Premises
from tests.made_up.publishers import box

AREA = Area(box(0, -1000, 2000, 1500), 1000.0)
WEEK = parse_week(dict.fromkeys(DAYS, "09:00-17:00"))
POSTCODES = Postcodes(
    np.array([b"XQ11AA", b"XQ21AA", b"XQ99ZZ"]),
    np.array([486_200.0, 488_300.0, 546_000.0]),
    np.full(3, 308_000.0),
    np.array([50.0, np.nan, 50.0]),
)


def premises(code: str, postcode: str, **changes: object) -> Premises:
    plain = Premises(
        code, f"Pharmacy {code}", f"{code} Long Street", postcode, None, ContractType.UNKNOWN, "A list, 2024"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_premises_get_their_postcodes_point_with_its_error() -> None:
    placed = place_premises([premises("F1", "xq1 1aa"), premises("F2", "XQ2 1AA")], POSTCODES, AREA, [])
    first, second = (p.point for p in placed.premises)
    assert first is not None
    assert (first.easting, first.northing, first.error_m) == (486_200.0, 308_000.0, 50.0)
    assert first.source == "postcode XQ1 1AA"
    assert second is not None
    assert second.error_m is None, "the error of its postcode is not known"
    assert (placed.elsewhere, placed.notes) == (0, ())


def test_premises_beyond_the_reach_are_elsewhere() -> None:
    placed = place_premises([premises("F1", "XQ9 9ZZ")], POSTCODES, AREA, [])
    assert placed == type(placed)((), 1, ())


@pytest.mark.parametrize(
    "lost",
    [
        premises("F1", "XQ1 9ZZ"),
        premises("F1", "XX1 1XX", hwb_name="WESTMARCH"),
        premises("F1", "", hwb_name="Westmarch"),
    ],
)
def test_premises_that_cannot_be_placed_but_may_be_of_the_area_are_kept_without_a_point_and_told(
    lost: Premises,
) -> None:
    placed = place_premises([lost], POSTCODES, AREA, ["Westmarch"])
    assert placed.premises == (lost,)
    assert not lost.counts_for_access
    assert "1 premises of the list are kept without a point" in placed.notes[0]
    assert "F1" in placed.notes[0]


def test_premises_of_another_place_with_an_unknown_postcode_are_elsewhere() -> None:
    assert place_premises([premises("F1", "XX1 1XX")], POSTCODES, AREA, ["Westmarch"]).elsewhere == 1


def test_two_codes_at_one_address_are_both_kept_and_told() -> None:
    one, other = (premises(code, "XQ1 1AA", address="21 High Street, Xtown") for code in ("F1", "F2"))
    placed = place_premises([one, other, premises("F3", "XQ1 1AA")], POSTCODES, AREA, [])
    assert len(placed.premises) == 3
    assert "F1 and F2" in placed.notes[0]
    assert "F3" not in placed.notes[0]


def test_hours_and_contract_are_added_where_the_list_of_open_premises_is_silent() -> None:
    other = premises(
        "F1", "XQ1 1AA", hours=WEEK, contract_type=ContractType.LPS, contractor="X Ltd", hwb_name="WESTMARCH"
    )
    listing = add_hours([premises("F1", "XQ1 1AA"), premises("F2", "XQ1 1AA")], [other], "Hours, 2014")
    first, second = listing.premises
    assert (first.hours, first.contract_type, first.contractor) == (WEEK, ContractType.LPS, "X Ltd")
    assert first.listed_by == "A list, 2024; hours and contract type: Hours, 2014"
    assert second.hours is None
    assert second.listed_by == "A list, 2024"
    assert listing.notes == ("Opening hours are known for 1 of 2 premises (Hours, 2014); not known for F2.",)


def test_the_list_of_open_premises_stands_over_the_list_of_hours() -> None:
    own = premises("F1", "XQ1 1AA", contract_type=ContractType.APPLIANCE)
    other = premises("F1", "XQ1 1AB", contract_type=ContractType.COMMUNITY, hours=WEEK, trading_name="Else")
    listing = add_hours([own], [other], "Hours, 2014")
    assert listing.premises[0].contract_type is ContractType.APPLIANCE
    assert listing.premises[0].postcode == "XQ1 1AA"
    assert listing.premises[0].trading_name == "Pharmacy F1"
    assert "F1 XQ1 1AA there XQ1 1AB" in listing.notes[1]


def test_services_that_no_file_names_stay_unknown() -> None:
    listing = add_services([premises("F1", ""), premises("F2", "")], {"F1": ("NMS",)}, "Services, 2014")
    assert [p.services for p in listing.premises] == [("NMS",), None]
    assert "not known for F2" in listing.notes[0]


def test_distance_selling_is_marked_by_the_recipe_alone_and_otherwise_unknown() -> None:
    listing = mark_distance_selling([premises("F1", ""), premises("F2", "")], ["F2", "F9"])
    assert [p.distance_selling for p in listing.premises] == [None, True]
    assert listing.notes[0].endswith("Marked as such for this data: F2.")
    assert "F9" in listing.notes[1]
    assert "None is marked" in mark_distance_selling([premises("F1", "")], []).notes[0]
