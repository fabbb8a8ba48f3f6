"""Every removal at once on one straight street: the table by hand, and as CSV, JSON and a map layer."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.access import NoEngineError, PreparedSnapshot, prepare
from app.access.whatif import Change, effect_of
from app.domain.baselines import AccessStandard, Mode
from app.maps import UnknownStandardError, removal_table, removals_map, to_csv, to_json
from app.maps.removals import columns
from tests.generative.networks import network_of
from tests.made_up.applications import BASELINE
from tests.made_up.small_area import NORTHING, PREMISES, premises, snapshot


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_what_each_closing_would_do_by_hand(area: PreparedSnapshot) -> None:
    """Homes stand 10 m off the street at 0 (100 people), 450 (200), 1,200 (300) and 1,900 m (400); 804.7 m are allowed."""
    table = removal_table(area, BASELINE, "walk-10")
    found = {row.premises.ods_code: row.removals["walk-10"] for row in table.rows}
    assert [vars(found[code]) for code in ("XA001", "XA002", "XA003")] == [
        {
            "people_nearest": 300,
            "people_losing_standard": 100,  # from 510 m to 960 m; the other home goes from 60 m to 510 m
            "people_stranded": 0,
            "mean_metres_added": 450.0,
            "mean_minutes_added": 5.592,
            "next_ods_code": "XA002",
            "next_name": "Pharmacy XA002",
            "metres_off_street": 0.0,
            "people_may_lose": 0,
        },
        {
            "people_nearest": 300,
            "people_losing_standard": 0,  # from 260 m to 710 m
            "people_stranded": 0,
            "mean_metres_added": 450.0,
            "mean_minutes_added": 5.592,
            "next_ods_code": "XA001",
            "next_name": "Pharmacy XA001",
            "metres_off_street": 0.0,
            "people_may_lose": 0,
        },
        {
            "people_nearest": 400,
            "people_losing_standard": 400,  # from 610 m to 960 m
            "people_stranded": 0,
            "mean_metres_added": 350.0,
            "mean_minutes_added": 4.35,
            "next_ods_code": "XA002",
            "next_name": "Pharmacy XA002",
            "metres_off_street": 0.0,
            "people_may_lose": 0,
        },
    ]


def test_pharmacies_over_the_border_are_there_and_marked(area: PreparedSnapshot) -> None:
    rows = removal_table(area, BASELINE).rows
    assert [(row.premises.ods_code, row.board, row.outside_area) for row in rows] == [
        ("XA001", "Westley", False),
        ("XA002", "Westley", False),
        ("XA003", "Eastley", True),
    ]
    assert any(
        "Only residents of the area are counted" in note
        for note in removal_table(area, BASELINE).imprint.notes
    )


def test_every_standard_has_its_columns_and_the_people_add_up(area: PreparedSnapshot) -> None:
    table = removal_table(area, BASELINE)
    assert [standard.id for standard in table.standards] == ["walk-10", "walk-5", "straight-10"]
    for standard in table.standards:
        assert (standard.people, standard.people_unreachable) == (1_000, 0)
        assert sum(row.removals[standard.id].people_nearest for row in table.rows) == 1_000
    assert [standard.people_within for standard in table.standards] == [1_000, 500, 1_000]
    assert len(columns(table)) == 6 + 3 * 9


def test_one_row_is_what_taking_that_pharmacy_away_does(area: PreparedSnapshot) -> None:
    for row in removal_table(area, BASELINE).rows:
        for standard in BASELINE.standards:
            engine, limit = area.engine_of(standard), standard.reach_mm
            effect = effect_of(engine, Change(area.labels[row.premises.ods_code]))
            people = area.homes.people[effect.home]
            lost = people[(effect.before <= limit) & (effect.after > limit)].sum()
            removal = row.removals[standard.id]
            assert (removal.people_nearest, removal.people_losing_standard) == (people.sum(), lost)


def test_people_with_no_other_pharmacy_are_stranded_and_in_no_mean(tmp_path: Path) -> None:
    only = prepare(snapshot(tmp_path, premises=PREMISES[:1]))
    (row,) = removal_table(only, BASELINE, "walk-10").rows
    assert vars(row.removals["walk-10"]) == {
        "people_nearest": 1_000,
        "people_losing_standard": 600,  # 510, 60 and 710 m are within, 1,410 m is not
        "people_stranded": 1_000,
        "mean_metres_added": None,
        "mean_minutes_added": None,
        "next_ods_code": None,
        "next_name": None,
        "metres_off_street": 0.0,
        "people_may_lose": 0,
    }
    (cells,) = rows_of(to_csv(removal_table(only, BASELINE, "walk-10")))
    assert cells["walk-10_mean_metres_added"] == cells["walk-10_next_name"] == ""


def test_the_csv_has_a_row_a_pharmacy_and_plain_headings(area: PreparedSnapshot) -> None:
    content = to_csv(removal_table(area, BASELINE, "walk-5"))
    assert content.decode("utf-8").split("\r\n")[0] == (
        "ods_code,name,postcode,board,outside_area,distance_selling,walk-5_people_nearest,walk-5_people_losing_standard,"
        "walk-5_people_stranded,walk-5_mean_metres_added,walk-5_mean_minutes_added,walk-5_next_ods_code,walk-5_next_name,"
        "walk-5_metres_off_street,walk-5_people_may_lose"
    )
    assert [list(row.values()) for row in rows_of(content)] == [
        ["XA001", "Pharmacy XA001", "XT1 1AA", "Westley", "no", "no", "300", "200", "0", "450.0", "5.592", "XA002", "Pharmacy XA002", "0.0", "0"],
        ["XA002", "Pharmacy XA002", "XT1 1AB", "Westley", "no", "no", "300", "300", "0", "450.0", "5.592", "XA001", "Pharmacy XA001", "0.0", "0"],
        ["XA003", "Pharmacy XA003", "XT1 1AC", "Eastley", "yes", "no", "400", "0", "0", "350.0", "4.35", "XA002", "Pharmacy XA002", "0.0", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+44 Chemist", "-Pharmacy", "@Home", "\tTabbed", "\rReturned"])
def test_a_name_that_a_spreadsheet_would_take_for_a_formula_stays_text(tmp_path: Path, name: str) -> None:
    town = prepare(snapshot(tmp_path, premises=(replace(PREMISES[0], trading_name=name), PREMISES[1])))
    first, second = rows_of(to_csv(removal_table(town, BASELINE, "walk-10")))
    assert first["name"] == second["walk-10_next_name"] == f"'{name}"
    assert json.loads(to_json(removal_table(town, BASELINE)))["pharmacies"][0]["name"] == name


def test_commas_quotes_and_letters_of_other_languages_survive(tmp_path: Path) -> None:
    name = 'Fferyllfa "Tŷ Gwyn", Café'
    town = prepare(snapshot(tmp_path, premises=(replace(PREMISES[0], trading_name=name), PREMISES[1])))
    assert rows_of(to_csv(removal_table(town, BASELINE)))[0]["name"] == name


def test_the_json_holds_standards_and_pharmacies(area: PreparedSnapshot) -> None:
    found: dict[str, Any] = json.loads(to_json(removal_table(area, BASELINE)))
    assert found["snapshot"] == area.snapshot.id
    assert found["attribution"] == ["made up"]
    assert found["standards"][1]["words"] == "5 minutes on foot at 3 miles an hour (402.3 m)"
    assert found["pharmacies"][0]["removals"]["walk-10"]["people_losing_standard"] == 100
    assert (found["pharmacies"][0]["easting"], found["pharmacies"][0]["northing"]) == (500_500.0, 400_000.0)


def test_the_map_has_a_point_a_pharmacy_with_the_values_of_the_table(area: PreparedSnapshot) -> None:
    table = removal_table(area, BASELINE, "walk-5")
    (layer,) = removals_map(table).layers
    assert [feature.geometry.wkt for feature in layer.features] == [
        "POINT (500500 400000)",
        "POINT (500950 400000)",
        "POINT (502500 400000)",
    ]
    cells = rows_of(to_csv(table))
    for feature, row in zip(layer.features, cells, strict=True):
        assert list(feature.values) == list(row)
        assert str(feature.values["walk-5_people_nearest"]) == row["walk-5_people_nearest"]


def test_two_at_one_postcode_lose_nobody_anything(tmp_path: Path) -> None:
    twin = prepare(snapshot(tmp_path, premises=(*PREMISES, premises("XA001B", 500, "XT1 1AA"))))
    rows = removal_table(twin, BASELINE, "walk-10").rows
    here = [row.removals["walk-10"] for row in rows if row.premises.ods_code.startswith("XA001")]
    assert sum(removal.people_nearest for removal in here) == 300
    assert [removal.people_losing_standard for removal in here] == [0, 0]
    assert {removal.mean_metres_added for removal in here if removal.people_nearest} == {0.0}


def test_a_standard_without_streets_is_empty_and_says_why(tmp_path: Path) -> None:
    by_car = AccessStandard("car-20", Mode.DRIVE, 20, None)
    baseline = replace(BASELINE, standards=(by_car, *BASELINE.standards))
    town = prepare(snapshot(tmp_path))
    table = removal_table(town, baseline)
    assert "has no streets to drive on" in table.standards[0].note
    assert table.standards[0].people_within is None
    first = rows_of(to_csv(table))[0]
    assert first["car-20_people_nearest"] == ""
    assert first["walk-10_people_nearest"] == "300"
    with pytest.raises(NoEngineError, match="no streets to drive on"):
        removal_table(town, baseline, "car-20")
    with pytest.raises(UnknownStandardError, match="no access standard 'bus-20'"):
        removal_table(town, baseline, "bus-20")


def test_a_pharmacy_beyond_the_last_street_shows_how_far(tmp_path: Path) -> None:
    """The street ends at 4,000 m; a pharmacy stands 1,000 m further, and homes are counted whose answer could differ."""
    far = prepare(snapshot(tmp_path, premises=(*PREMISES, premises("XA004", 5_000, "XT1 1ZZ"))))
    table = removal_table(far, BASELINE)
    last = next(row for row in table.rows if row.premises.ods_code == "XA004")
    assert last.removals["walk-10"].metres_off_street == 1_000.0
    assert last.removals["straight-10"].metres_off_street == 0.0


def test_residents_near_a_border_without_streets_beyond_it_are_not_measured(tmp_path: Path) -> None:
    """All streets end at 1,950 m, before the border: the home at 1,900 m is 960 m from XA002, and one over there could be nearer."""
    cut = network_of([(500_000.0, NORTHING), (501_950.0, NORTHING)], [(0, 1, [])])
    town = prepare(snapshot(tmp_path, networks={"walk": cut}, premises=PREMISES[:2]))
    table = removal_table(town, BASELINE)
    assert [standard.people_not_measured for standard in table.standards] == [400, 400, 0]
    assert [standard.people for standard in table.standards] == [600, 600, 1_000]
    assert [standard.people_near_edge for standard in table.standards] == [0, 0, None]
    walk = {row.premises.ods_code: row.removals["walk-10"] for row in table.rows}
    assert [walk[code].people_nearest for code in ("XA001", "XA002")] == [300, 300]
