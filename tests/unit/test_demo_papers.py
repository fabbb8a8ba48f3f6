"""The papers of the made-up borough follow the day on which they are read, and the sites that the list knows."""

from datetime import date, timedelta

import pytest

from geodata.demo.papers import BASELINE_ID, baseline, consolidation, relocation
from geodata.demo.pharmacies import SHOPS
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises

LISTED = {
    shop.code: Premises(
        ods_code=shop.code,
        trading_name=shop.name,
        address=shop.address,
        postcode=f"XT9 9{'ABDEFGHJLNPQRSTUWXYZ'[number % 20]}A",
        point=Point(*shop.door, "door"),
        contract_type=ContractType.COMMUNITY,
        listed_by="a made-up list",
    )
    for number, shop in enumerate(SHOPS)
}


@pytest.mark.parametrize("today", [date(2026, 9, 15), date(2027, 2, 28)])
def test_dates_follow_the_day_on_which_the_papers_are_read(today: date) -> None:
    for paper in (relocation(LISTED, today), consolidation(LISTED, today)):
        dated = date.fromisoformat(paper["notice"]["dated"])
        assert dated == today - timedelta(14)
        assert date.fromisoformat(paper["notice"]["reply_by"]) == dated + timedelta(45)
        assert date.fromisoformat(paper["applied"]) < dated
    meetings = [date.fromisoformat(day) for day in baseline("0" * 16, today)["boards"][0]["meetings"]]
    assert sum(today < day <= today + timedelta(31) for day in meetings) == 1


def test_without_a_day_the_notices_are_of_1_september_2026() -> None:
    assert consolidation(LISTED)["notice"]["dated"] == "2026-09-01"


def test_sites_stand_at_the_postcodes_of_the_list() -> None:
    paper = consolidation(LISTED)
    for site in (paper["continuing"], paper["closing"]):
        assert site["postcode"] == LISTED[site["ods_code"]].postcode


def test_the_new_site_of_the_move_is_not_listed_yet_and_stands_at_another_number() -> None:
    paper = relocation(LISTED)
    assert paper["proposed"]["ods_code"] is None
    assert paper["existing"]["address"] != paper["proposed"]["address"]
    assert paper["existing"]["postcode"] == paper["proposed"]["postcode"]


def test_the_baseline_names_its_snapshot() -> None:
    assert baseline("abcd" * 4)["snapshot"] == "abcd" * 4
    assert baseline("abcd" * 4)["id"] == BASELINE_ID
