"""The ODS list as at a day: who was open, and why the others were not."""

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.model.premises import ContractType
from geodata.sources.ods import read_former_dispensaries, read_open_dispensaries
from tests.made_up.publishers import dispensary, write_dispensaries

DAY = date(2024, 6, 1)


def test_open_on_a_day_is_from_the_opened_date_to_the_closed_date_inclusive(tmp_path: Path) -> None:
    premises, source = read_open_dispensaries(
        write_dispensaries(tmp_path / "d.csv"), DAY, vintage="July 2024"
    )
    assert [p.ods_code for p in premises] == ["FZ001", "FZ002", "FZ004", "FZ005", "FZ006", "FZ009", "FZ012"]
    assert {d.reason: d.rows for d in source.dropped} == {
        "opened after 2024-06-01": 1,
        "closed before 2024-06-01": 2,
        "proposed, not yet contracted when the list was made": 1,
        "in Wales, on the Isle of Man, in Jersey, Guernsey or Northern Ireland": 1,
    }
    assert source.used == len(premises)
    assert source.rows == source.used + sum(d.rows for d in source.dropped)


def test_those_that_closed_in_the_years_before_are_read_apart(tmp_path: Path) -> None:
    file = write_dispensaries(tmp_path / "d.csv")
    former = read_former_dispensaries(file, DAY, date(2000, 1, 1))
    assert [(each.ods_code, each.closed) for each in former] == [("FZ007", date(2024, 5, 31))]
    assert read_former_dispensaries(file, DAY, date(2024, 5, 31)) == former
    assert read_former_dispensaries(file, DAY, DAY) == ()


def test_a_row_is_read_as_the_list_states_it(tmp_path: Path) -> None:
    premises, source = read_open_dispensaries(
        write_dispensaries(tmp_path / "d.csv"), DAY, vintage="July 2024", title="A list"
    )
    closing = premises[1]
    assert closing.trading_name == "PHARMACY FZ002"
    assert closing.address == "FZ002 LONG STREET, XTOWN"
    assert (closing.opened, closing.closed) == (date(2010, 1, 1), date(2024, 6, 1))
    assert closing.listed_by == "A list, July 2024"
    assert closing.point is None
    assert closing.hours is None
    assert closing.services is None
    assert closing.distance_selling is None
    by_code = {p.ods_code: p.contract_type for p in premises}
    assert by_code["FZ009"] is ContractType.APPLIANCE
    assert by_code["FZ001"] is ContractType.UNKNOWN, "the list does not tell LPS contracts from others"
    assert "2024-06-02" in source.note
    assert "later place" in source.note


def test_a_day_long_after_the_lists_last_change_is_told(tmp_path: Path) -> None:
    file = write_dispensaries(tmp_path / "d.csv")
    assert "is not known" not in read_open_dispensaries(file, DAY, vintage="")[1].note
    assert "is not known" in read_open_dispensaries(file, date(2024, 8, 1), vintage="")[1].note


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (dispensary("FZ001", "XQ1 1AA", "20240199"), "column 'opened', row 1: '20240199' is no date"),
        (dispensary("FZ001", "XQ1 1AA", "20240101", "soon"), "column 'closed', row 1: 'soon' is no date"),
        (dispensary("FZ001", "XQ1 1AA", "20240101", status="Z"), r"\(status\) holds 'Z'"),
        (dispensary("FZ001", "XQ1 1AA", "20240101", subtype="9"), r"\(subtype\) holds '9'"),
        (["FZ001", "too", "short"], "row 1 has 3 columns, where 27 belong"),
    ],
)
def test_what_is_not_the_layout_is_refused(tmp_path: Path, row: list[str], said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_open_dispensaries(write_dispensaries(tmp_path / "d.csv", [row]), DAY, vintage="")


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    row = dispensary("FZ001", "XQ1 1AA", "20240101")
    with pytest.raises(SourceError, match="'FZ001' stands in more than one row"):
        read_open_dispensaries(write_dispensaries(tmp_path / "d.csv", [row, row]), DAY, vintage="")


def test_rows_that_contradict_themselves_are_left_out_by_name(tmp_path: Path) -> None:
    rows = [
        dispensary("FZ001", "XQ1 1AA", "20240101"),
        dispensary("FZ002", "XQ1 1AA", "20240101", status="C"),
        dispensary("FZ003", "XQ1 1AA", ""),
    ]
    premises, source = read_open_dispensaries(write_dispensaries(tmp_path / "d.csv", rows), DAY, vintage="")
    assert [p.ods_code for p in premises] == ["FZ001"]
    assert [d.reason for d in source.dropped] == ["marked closed with no date", "no opening date"]
