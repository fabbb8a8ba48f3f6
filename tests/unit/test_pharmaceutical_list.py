"""The NHSBSA list: its drift is tolerated, its slips are told, what it does not say stays unknown."""

from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.model.hours import DAYS, parse_week
from geodata.model.premises import ContractType
from geodata.sources.nhsbsa import parse_hours, read_pharmaceutical_list
from tests.made_up.publishers import HOURS, hours_row, write_hours

MONDAY = "PHARMACY_OPENING_HOURS_MONDAY"


def test_a_row_is_read_as_the_list_states_it(tmp_path: Path) -> None:
    file = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", ADDRESS_FIELD_3="Xtown")])
    (premises,), source = read_pharmaceutical_list(file, vintage="May 2024")
    assert premises.hours == parse_week({**HOURS, "sunday": "closed"})
    assert premises.contract_type is ContractType.COMMUNITY
    assert premises.contractor == "Xample Pharmacies Ltd"
    assert premises.hwb_name == "WESTMARCH"
    assert premises.address == "FZ001 Long Street, Xtown"
    assert premises.services is None
    assert premises.distance_selling is None
    assert source.note == "", "40.5 hours are what the list says too"


@pytest.mark.parametrize(
    "rename",
    [
        {"PHARMACY_ODS_CODE_F_CODE": "PHARMACY_ODS_CODE__F_CODE_"},
        {"PHARMACY_ODS_CODE_F_CODE": "PHARMACY_ODS_CODE"},
        {"PHARMACY_ODS_CODE_F_CODE": "ODS_CODE"},
        {"PHARMACY_ODS_CODE_F_CODE": "Pharmacy ODS Code (F-Code)", "POST_CODE": "Post Code"},
        {f"ADDRESS_FIELD_{i}": f"ADDRESS_FIELD{i}" for i in range(1, 5)},
    ],
)
def test_names_that_drift_are_known(tmp_path: Path, rename: dict[str, str]) -> None:
    plain = write_hours(tmp_path / "plain.csv", [hours_row("FZ001", "XQ1 1AA")])
    drifted = write_hours(tmp_path / "drifted.csv", [hours_row("FZ001", "XQ1 1AA")], rename)
    assert read_pharmaceutical_list(drifted, vintage="")[0] == read_pharmaceutical_list(plain, vintage="")[0]


@pytest.mark.parametrize(
    ("told", "expected"),
    [("LPS", ContractType.LPS), ("DAC", ContractType.APPLIANCE), ("", ContractType.UNKNOWN)],
)
def test_contract_types(tmp_path: Path, told: str, expected: ContractType) -> None:
    file = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", CONTRACT_TYPE=told)])
    assert read_pharmaceutical_list(file, vintage="")[0][0].contract_type is expected


def test_an_unknown_contract_type_is_refused_by_name(tmp_path: Path) -> None:
    file = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", CONTRACT_TYPE="Kiosk")])
    with pytest.raises(SourceError, match=r"CONTRACT_TYPE .KIOSK. is not known"):
        read_pharmaceutical_list(file, vintage="")


def test_an_unknown_column_is_refused_by_name(tmp_path: Path) -> None:
    file = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", FAVOURITE_COLOUR="green")])
    with pytest.raises(SourceError, match="'FAVOURITE_COLOUR' is not one of"):
        read_pharmaceutical_list(file, vintage="")


def test_a_missing_day_is_refused(tmp_path: Path) -> None:
    row = hours_row("FZ001", "XQ1 1AA")
    del row[MONDAY]
    with pytest.raises(SourceError, match=f"no column '{MONDAY}'"):
        read_pharmaceutical_list(write_hours(tmp_path / "h.csv", [row]), vintage="")


def test_a_day_that_cannot_be_read_is_unknown_and_named(tmp_path: Path) -> None:
    file = write_hours(
        tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", **{MONDAY: "nine to five", "WEEKLY_TOTAL": ""})]
    )
    (premises,), source = read_pharmaceutical_list(file, vintage="")
    assert premises.hours is not None
    assert premises.hours.days[0] is None
    assert premises.hours.days[1] == ((540, 780), (840, 1050))
    assert "FZ001 monday: 'nine to five'" in source.note
    assert "Taken as unknown" in source.note


def test_a_colon_for_a_comma_is_put_right_and_told() -> None:
    parsed = parse_hours({**HOURS, "monday": "09:00-13:00:14:00-18:00"})
    assert parsed.hours.days[0] == ((540, 780), (840, 1080))
    assert parsed.problems == ()
    assert parsed.corrections == ("monday: '09:00-13:00:14:00-18:00' read as '09:00-13:00,14:00-18:00'",)


def test_nights_that_run_into_the_next_days_opening_make_the_week_unknown() -> None:
    parsed = parse_hours({**dict.fromkeys(DAYS, "CLOSED"), "monday": "22:00-06:00", "tuesday": "05:00-09:00"})
    assert parsed.hours.days == (None,) * 7
    assert "runs past midnight" in parsed.problems[0]


def test_hours_that_do_not_add_up_to_the_lists_total_are_told(tmp_path: Path) -> None:
    file = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", WEEKLY_TOTAL="44")])
    assert "FZ001 hours add up to 40.5 a week, the list's own total is 44" in (
        read_pharmaceutical_list(file, vintage="")[1].note
    )


def test_no_hours_at_all_are_unknown_not_closed(tmp_path: Path) -> None:
    blank = {f"PHARMACY_OPENING_HOURS_{day.upper()}": "" for day in DAYS}
    file = write_hours(tmp_path / "h.csv", [hours_row("FZ001", "XQ1 1AA", **blank)])
    assert read_pharmaceutical_list(file, vintage="")[0][0].hours is None


def test_a_row_given_twice_is_dropped_once_and_two_that_differ_are_refused(tmp_path: Path) -> None:
    row = hours_row("FZ001", "XQ1 1AA")
    premises, source = read_pharmaceutical_list(write_hours(tmp_path / "h.csv", [row, row]), vintage="")
    assert len(premises) == 1
    assert (source.rows, source.used, source.dropped[0].rows) == (2, 1, 1)
    other = hours_row("FZ001", "XQ1 1AB")
    with pytest.raises(SourceError, match="'FZ001' stands in more than one row"):
        read_pharmaceutical_list(write_hours(tmp_path / "h.csv", [row, other]), vintage="")
