"""The parts of fetching that ask nobody: quarters, pages, rings, extracts, boards, changes, shares of people."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import SourceError
from geodata.fetch.boards import BoardError, find_board
from geodata.fetch.changes import compare, read_rows
from geodata.fetch.extracts import Extract, choose, dated, in_degrees, read_index
from geodata.fetch.outlines import Listed
from geodata.fetch.overpass import question
from geodata.fetch.pages import chunks, column_like, one_of, page_starts, what_is_missing
from geodata.fetch.quarters import Quarter, newest, quarter_of, unread
from geodata.fetch.recipe_text import slug
from geodata.fetch.rings import outline_of
from geodata.fetch.wants import NOT_STATED, parse_given
from geodata.fetch.zipped import plain_name
from geodata.homes import deal
from tests.made_up.publishers_server import esri

# Quarters


def test_the_newest_quarter_is_by_its_name_and_final_before_not() -> None:
    names = [
        "CONSOL_PHARMACY_LIST_202425Q4FINAL",
        "CONSOL_PHARMACY_LIST_202526Q1",
        "CONSOL_PHARMACY_LIST_202526Q1FINAL",
        "CONSOL_PHARMACY_LIST_202223Q2",
        "A note on the list",
    ]
    assert newest(names) == ("CONSOL_PHARMACY_LIST_202526Q1FINAL", Quarter(2025, 1, final=True))
    assert newest([*names, "consol_pharmacy_list_202526q2"]) == (
        "consol_pharmacy_list_202526q2",
        Quarter(2025, 2),
    )
    assert newest(["A note on the list"]) is None


@pytest.mark.parametrize(
    ("quarter", "words", "last"),
    [
        (Quarter(2025, 1), "2025-26 quarter 1 (April to June 2025)", date(2025, 6, 30)),
        (Quarter(2025, 2), "2025-26 quarter 2 (July to September 2025)", date(2025, 9, 30)),
        (Quarter(2025, 3), "2025-26 quarter 3 (October to December 2025)", date(2025, 12, 31)),
        (Quarter(2025, 4, final=True), "2025-26 quarter 4 (January to March 2026), final", date(2026, 3, 31)),
        (Quarter(1999, 4), "1999-00 quarter 4 (January to March 2000)", date(2000, 3, 31)),
    ],
)
def test_quarters_are_of_the_financial_year(quarter: Quarter, words: str, last: date) -> None:
    assert quarter.in_words == words
    assert quarter_of(quarter.file_name) == quarter
    assert quarter.last_day == last


@pytest.mark.parametrize(
    ("name", "quarter"),
    [
        ("CONSOL_PHARMACY_LIST_202606Q1", Quarter(2026, 1)),
        ("consol_pharmacy_list_202609q2.csv", Quarter(2026, 2)),
        ("CONSOL_PHARMACY_LIST_202612Q3_FINAL", Quarter(2026, 3, final=True)),
        ("CONSOL_PHARMACY_LIST_202703Q4", Quarter(2026, 4)),
        ("CONSOL_PHARMACY_LIST_202526Q3FINAL", Quarter(2025, 3, final=True)),
        ("CONSOL_PHARMACY_LIST_202526Q4", Quarter(2025, 4)),
    ],
)
def test_names_before_and_since_2026_27_are_of_one_order(name: str, quarter: Quarter) -> None:
    assert quarter_of(name) == quarter
    assert newest(["CONSOL_PHARMACY_LIST_202526Q2FINAL", name]) == (name, quarter)
    assert unread([name]) == ()


@pytest.mark.parametrize(
    "name",
    [
        "CONSOL_PHARMACY_LIST_2026_Q2",
        "consol pharmacy list latest",
        "CONSOL_PHARMACY_LIST_202607Q1",
        "CONSOL_PHARMACY_LIST_202606Q1B",
    ],
)
def test_an_entry_that_begins_like_the_list_and_cannot_be_read_is_told(name: str) -> None:
    assert unread(["A note on the list", "CONSOL_PHARMACY_LIST_202526Q4", name]) == (name,)


@pytest.mark.parametrize(
    "name", ["CONSOL_PHARMACY_LIST_202527Q1", "CONSOL_PHARMACY_LIST_202526Q5", "LIST_202526Q1"]
)
def test_a_name_that_is_no_quarter_is_none(name: str) -> None:
    assert quarter_of(name) is None


def test_names_of_files_hold_nothing_that_leads_elsewhere() -> None:
    assert plain_name("Data/CSV/le.csv") == "le.csv"
    assert plain_name("..\\..\\le.csv") == "_.._le.csv"
    assert plain_name("/etc/.hidden") == "hidden"


# Pages


def test_pages_begin_at_each_multiple() -> None:
    assert page_starts(4001, 2000) == (0, 2000, 4000)
    assert page_starts(4000, 2000) == (0, 2000)
    assert page_starts(0, 2000) == ()


@given(count=st.integers(0, 500), page=st.integers(1, 60))
def test_pages_hold_every_record_once(count: int, page: int) -> None:
    held = [at for start in page_starts(count, page) for at in range(start, min(start + page, count))]
    assert held == list(range(count))


def test_what_is_missing_is_said() -> None:
    assert what_is_missing(["a", "b"], 2) is None
    assert what_is_missing(["a"], 2) == "it counted 2 records and sent 1."
    assert (
        what_is_missing(["a", "b", "a"], 3) == "it sent 1 of 3 records twice, so that others may be missing."
    )


def test_columns_are_found_whatever_their_year() -> None:
    assert column_like(["FID", "ctyua25cd", "CTYUA25NM"], "CTYUA", "CD") == "ctyua25cd"
    assert column_like(["CTYUA24CD", "CTYUA25CD"], "CTYUA", "CD") is None
    assert column_like(["LSOACD"], "LSOA", "CD") is None


def test_conditions_are_cut_into_runs_and_quoted() -> None:
    assert chunks(("a", "b", "c"), 2) == (("a", "b"), ("c",))
    assert one_of("NM", ("O'Brien", "b")) == "NM IN ('O''Brien', 'b')"


# Rings


def test_rings_make_the_outline_that_was_sent() -> None:
    island = shapely.Polygon(shapely.box(20, 20, 30, 30).exterior)
    with_holes = shapely.Polygon(
        shapely.box(0, 0, 10, 10).exterior,
        [shapely.box(1, 1, 2, 2).exterior, shapely.box(4, 4, 8, 8).exterior],
    )
    in_the_hole = shapely.box(5, 5, 6, 6)
    sent = shapely.MultiPolygon([island, with_holes, in_the_hole])
    assert outline_of(esri(sent)["rings"]) == shapely.normalize(sent)


def test_rings_that_are_no_outline_are_refused() -> None:
    hole = [list(point) for point in shapely.box(0, 0, 1, 1, ccw=True).exterior.coords]
    with pytest.raises(ValueError, match="no ring of it runs clockwise"):
        outline_of([hole])
    around = [list(point) for point in shapely.box(5, 5, 6, 6, ccw=False).exterior.coords]
    with pytest.raises(ValueError, match="a hole of it lies in no ring"):
        outline_of([around, hole])


# Extracts


def extract(name: str, west: float, east: float) -> Extract:
    """An extract between two eastings, in degrees as the index has them."""
    return Extract(
        name,
        f"https://example.org/{name}-latest.osm.pbf",
        in_degrees(shapely.box(west, 300_000, east, 320_000)),
    )


def test_as_few_extracts_as_cover_the_area_are_taken() -> None:
    known = (
        extract("east", 495_000, 520_000),
        extract("middle", 480_000, 500_000),
        extract("west", 460_000, 481_000),
    )
    inside = shapely.box(482_000, 305_000, 494_000, 315_000)
    assert [e.id for e in choose(known, inside)] == ["middle"]
    across = shapely.box(478_000, 305_000, 499_000, 315_000)
    assert [e.id for e in choose(known, across)] == ["middle", "west"]  # the east adds nothing
    at_sea = shapely.box(519_000, 305_000, 530_000, 315_000)
    assert [e.id for e in choose(known, at_sea)] == ["east"]
    assert choose(known, shapely.box(100_000, 100_000, 110_000, 110_000)) == ()


def test_the_index_gives_parts_of_england_and_its_neighbours_only() -> None:
    def feature(name: str, parent: str) -> dict[str, object]:
        return {
            "properties": {"id": name, "parent": parent, "urls": {"pbf": f"https://x/{name}-latest.osm.pbf"}},
            "geometry": shapely.geometry.mapping(shapely.box(0, 50, 1, 51)),
        }

    index = {
        "features": [
            feature("britain-and-ireland", "europe"),
            feature("england", "united-kingdom"),
            feature("rutland", "england"),
            feature("wales", "united-kingdom"),
        ]
    }
    assert [e.id for e in read_index(index, ["england"], ["wales"])] == ["rutland", "wales"]
    with pytest.raises(KeyError):
        read_index({"features": [{"properties": {"id": "x", "parent": "england"}}]}, ["england"], [])


def test_the_file_of_a_day_has_it_in_its_name() -> None:
    assert dated("https://x/rutland-latest.osm.pbf", "260708") == "https://x/rutland-260708.osm.pbf"


def test_overpass_is_asked_for_a_moment_that_is_pinned() -> None:
    asked = question((-0.8, 52.5, -0.5, 52.7), date(2026, 7, 8))
    assert '[date:"2026-07-08T00:00:00Z"]' in asked
    assert '(way["highway"](52.500000,-0.800000,52.700000,-0.500000);>;' in asked
    assert 'way(bn)["barrier"~"^(city_wall|fence|' in asked, "lines that can stop a walk"
    assert 'rel["highway"](52.500000,-0.800000,52.700000,-0.500000);>;);' in asked


# Boards

BOARDS = [
    Listed("E06000058", "Bournemouth, Christchurch and Poole"),
    Listed("E06000059", "Dorset"),
    Listed("E06000061", "North Northamptonshire"),
    Listed("E06000062", "West Northamptonshire"),
    Listed("E06000010", "Kingston upon Hull, City of"),
    Listed("E06000047", "County Durham"),
    Listed("E08000013", "St. Helens"),
    Listed("E06000065", "North Yorkshire"),
]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("BOURNEMOUTH, CHRISTCHURCH AND POOLE", "E06000058"),
        ("Bournemouth Christchurch & Poole", "E06000058"),
        ("BCP", "E06000058"),
        (" e06000059 ", "E06000059"),
        ("Dorset Council", "E06000059"),
        ("hull", "E06000010"),
        ("City of Kingston upon Hull", "E06000010"),
        ("Durham", "E06000047"),
        ("ST HELENS", "E08000013"),
        ("St. Helens Health and Wellbeing Board", "E08000013"),
        ("North Yorkshire", "E06000065"),
    ],
)
def test_a_board_is_found_however_it_is_written(wanted: str, code: str) -> None:
    assert find_board(wanted, BOARDS)[0].code == code


def test_a_board_that_is_no_more_is_answered_with_what_became_of_it() -> None:
    board, note = find_board("Poole", BOARDS)
    assert board.code == "E06000058"
    assert (
        note
        == "Poole ended on 1 April 2019; its area is now of Bournemouth, Christchurch and Poole (E06000058)."
    )
    assert find_board("E10000023", BOARDS)[0].code == "E06000065"
    with pytest.raises(
        BoardError,
        match=r"Northamptonshire ended on 1 April 2021.*North Northamptonshire \(E06000061\); West",
    ):
        find_board("Northamptonshire", BOARDS)
    with pytest.raises(BoardError, match=r"Dorset \(county.*of more than one board now"):
        find_board("E10000009", BOARDS)


def test_what_is_no_board_is_answered_with_what_may_be_meant() -> None:
    with pytest.raises(BoardError, match=r"'Dorsett'.*Did you mean Dorset \(E06000059\)"):
        find_board("Dorsett", BOARDS)
    with pytest.raises(BoardError, match="no board of England has this code; the layer has 8"):
        find_board("W06000015", BOARDS)
    with pytest.raises(BoardError, match="Give the name of a county"):
        find_board("Atlantis", BOARDS)
    twice = [*BOARDS, Listed("E06000099", "DORSET")]
    with pytest.raises(
        BoardError, match=r"more than one board has this name. Give the code: Dorset \(E06000059\); DORSET"
    ):
        find_board("Dorset", twice)


def test_a_boards_folder_is_plain() -> None:
    assert slug("Kingston upon Hull, City of") == "kingston-upon-hull-city-of"
    assert slug("Ynys Môn") == "ynys-mon"


# Changes


def test_changes_are_told_by_key(tmp_path: Path) -> None:
    before, now = tmp_path / "a.csv", tmp_path / "b.csv"
    before.write_text("code,name,old\nF1,One,x\nF2,Two,x\nF3,Three,x\n")
    now.write_text("\ufeffcode,new,name\nF2,y,Two\nF3,y,Drei\nF4,y,Four\n", encoding="utf-8")
    changes = compare(read_rows(before), read_rows(now))
    assert (changes.added, changes.removed, changes.changed) == (("F4",), ("F1",), ("F3",))
    assert changes.in_words == "1 came, 1 went, 1 changed, 1 new columns, 1 columns went."
    assert not compare(read_rows(before), read_rows(before))
    assert compare(read_rows(before), read_rows(before)).in_words == "No row is another."


# Shares of people


@given(
    weights=st.lists(st.integers(0, 400), min_size=1, max_size=12),
    cuts=st.lists(st.integers(0, 100), min_size=1, max_size=6),
)
def test_people_dealt_by_weight_are_all_there(weights: list[int], cuts: list[int]) -> None:
    shares = deal(cuts, np.array(weights, dtype=np.int64))
    assert list(shares.sum(axis=1)) == cuts
    assert (shares >= 0).all()
    total, mass = sum(cuts), sum(weights) or len(weights)
    for home, weight in zip(shares.T, weights, strict=True):
        wanted = total * (weight if sum(weights) else 1) / mass
        assert abs(int(home.sum()) - wanted) < 1


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8), st.data())
def test_weights_that_add_up_are_kept_and_groups_are_shared_in_proportion(
    weights: list[int], data: st.DataObject
) -> None:
    total = sum(weights)
    first = data.draw(st.integers(0, total))
    shares = deal([first, total - first], np.array(weights, dtype=np.int64))
    assert list(shares.sum(axis=0)) == weights
    if total:
        expected = np.array(weights) * first / total
        assert np.abs(shares[0] - expected).max() <= len(weights)


# What is given


def test_a_file_may_carry_its_vintage(tmp_path: Path) -> None:
    file, odd = tmp_path / "list.csv", tmp_path / "a@b.csv"
    file.write_text("x")
    odd.write_text("x")
    assert parse_given(str(file)).vintage == NOT_STATED
    assert parse_given(f"{file}@May 2024").vintage == "May 2024"
    assert parse_given(str(odd)).file == odd
    with pytest.raises(
        SourceError, match=r"nothing.csv@May: there is no such file. Give FILE, or FILE@VINTAGE"
    ):
        parse_given("nothing.csv@May")
