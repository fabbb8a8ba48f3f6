"""The made-up people, postcodes, street names and the files that tell of them."""

import csv
from collections import Counter
from pathlib import Path

import pyogrio
import pytest
import shapely
from shapely import LineString

from geodata.demo import tables
from geodata.demo.areas import divide
from geodata.demo.chance import chance
from geodata.demo.names import StreetNames
from geodata.demo.people import PopulatedArea, settle, wards
from geodata.demo.pharmacies import SHOPS
from geodata.demo.places import BORDER_TOWN, BOROUGH_CODE, NEIGHBOURHOODS, Style
from geodata.demo.postcodes import deal_postcodes, sector, shop_postcode
from geodata.demo.skeleton import borough, far_neighbour, neighbour
from geodata.demo.weave import Street
from geodata.geopackage import write_outlines


@pytest.fixture(scope="module")
def areas() -> tuple[PopulatedArea, ...]:
    return settle(divide(1), 1)


def test_small_areas_fill_the_borough_and_do_not_overlap(areas: tuple[PopulatedArea, ...]) -> None:
    own = [area.outline for area in areas if area.ward.place is not BORDER_TOWN]
    assert sum(outline.area for outline in own) == pytest.approx(borough().area, rel=1e-6)
    assert shapely.union_all(own).area == pytest.approx(borough().area, rel=1e-6)


def test_boards_share_borders_and_no_land() -> None:
    for one, other in (
        (borough(), neighbour()),
        (borough(), far_neighbour()),
        (neighbour(), far_neighbour()),
    ):
        assert shapely.intersection(one, other).area < 1
        assert one.touches(other) or one.distance(other) < 0.01


def test_a_ward_has_about_the_people_it_was_given(areas: tuple[PopulatedArea, ...]) -> None:
    people = Counter()
    for area in areas:
        people[area.ward.place.name] += area.people
    for place in (*NEIGHBOURHOODS, BORDER_TOWN):
        assert people[place.name] == pytest.approx(place.people, rel=0.08)


def test_codes_and_names_of_small_areas_are_each_used_once(areas: tuple[PopulatedArea, ...]) -> None:
    assert len({area.code for area in areas}) == len({area.name for area in areas}) == len(areas)
    assert {len(area.code) for area in areas} == {9}


def test_a_worse_rank_is_a_lower_decile_and_a_higher_score(areas: tuple[PopulatedArea, ...]) -> None:
    ranked = sorted(areas, key=lambda area: area.rank)
    assert [area.decile for area in ranked] == sorted(area.decile for area in areas)
    assert [area.score for area in ranked] == sorted((area.score for area in areas), reverse=True)
    assert all(1 <= area.decile <= 10 for area in areas)


def test_postcodes_lie_in_their_areas_and_each_is_used_once(areas: tuple[PopulatedArea, ...]) -> None:
    area = areas[3]
    west, south, east, north = area.outline.bounds
    grid = [
        Street(LineString([(west, y), (east, y)]), {"highway": "residential"})
        for y in range(int(south), int(north), 60)
    ]
    postcodes = deal_postcodes([area], grid)
    assert len(postcodes) == round(area.people / 44)
    assert len({postcode.code for postcode in postcodes}) == len(postcodes)
    assert all(shapely.contains_xy(area.outline, p.easting, p.northing) for p in postcodes)


def test_an_area_with_too_few_streets_is_named(areas: tuple[PopulatedArea, ...]) -> None:
    with pytest.raises(ValueError, match=areas[3].name):
        deal_postcodes([areas[3]], [Street(LineString([(0, 0), (9, 9)]), {"highway": "residential"})])


def test_no_two_wards_share_a_postcode_sector() -> None:
    codes = [ward.code for ward in wards()]
    assert len({sector(code) for code in codes}) == len(codes)
    assert shop_postcode(codes[0], 0, (1.4, 2.6)).code == "XT1 1ZZ"
    assert shop_postcode(codes[0], 1, (1.4, 2.6)).northing == 3


def test_street_names_are_never_repeated() -> None:
    names = StreetNames(chance(1, "names"))
    drawn = [names.through(Style.TERRACES) for _ in range(3000)] + [names.dead_end() for _ in range(500)]
    assert len(set(drawn)) == 3500


def test_the_list_of_pharmacies_has_the_publishers_25_columns_and_true_totals(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    postcodes = {s.code: shop_postcode("E05999001", i % 9, s.door) for i, s in enumerate(SHOPS)}
    tables.write_pharmacies(file, SHOPS, postcodes)
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len(SHOPS)
    assert len(rows[0]) == 25
    assert rows[0]["PHARMACY_OPENING_HOURS_SUNDAY"] == "10:00-16:00"
    assert (rows[0]["MON_TOTAL"], rows[0]["WEEKLY_TOTAL"]) == ("10.0", "65.0")
    assert {row["CONTRACT_TYPE"] for row in rows} == {"Community", "LPS", "DAC"}


def test_outlines_written_at_another_time_have_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one" / "boards.gpkg", tmp_path / "other" / "boards.gpkg"
    for file in (one, other):
        file.parent.mkdir()
        write_outlines(file, "CTYUA21", [(BOROUGH_CODE, "Quernwick", borough())])
    assert one.read_bytes() == other.read_bytes()
    assert b"2026-01-01T00:00:00.000Z" in one.read_bytes()
    info = pyogrio.read_info(one)
    assert (info["crs"], list(info["fields"])) == ("EPSG:27700", ["CTYUA21NM", "CTYUA21CD"])
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None, "the clock runs again"
