"""An overlay is read whole or not at all, and every fault is told at once with its file, row and column."""

from datetime import date
from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.overlay.faults import OverlayError
from geodata.overlay.kept import overlay_from, overlay_text
from geodata.overlay.reading import read_overlay
from geodata.overlay.tables import DOORS, SERVICES, TABLES
from geodata.overlay.template import write_template
from tests.made_up.officers import BY_NAME, ROWS, SAID, write_overlay, write_table
from tests.made_up.publishers import write_csv

DAY = date(2024, 6, 1)
LISTED = {"FZ001", "FZ002", "FZ004", "FZ005"}


def faults(folder: Path) -> list[str]:
    with pytest.raises(OverlayError) as caught:
        read_overlay(folder, DAY, LISTED, today=DAY)
    return [str(fault) for fault in caught.value.faults]


def test_rows_in_force_are_read_and_those_dated_out_are_counted(tmp_path: Path) -> None:
    told = read_overlay(write_overlay(tmp_path), DAY, LISTED, today=DAY)
    assert {name: (told.read[name], len(told.rows[name])) for name in told.read} == {
        "distance-selling": (2, 2),
        "services": (4, 3),
        "doors": (3, 2),
        "core-hours": (1, 1),
        "undertakings": (1, 1),
        "housing": (1, 1),
    }
    door = told.of(DOORS)[0].cells
    assert (door["ods_code"], door["easting"], door["northing"]) == ("FZ001", 486_210.5, 308_004.0)
    sources = told.sources("Westmarch Council", "May 2024", {"doors": 1})
    by_role = {source.role: source for source in sources}
    assert by_role["overlay doors"].dropped[0].reason == "not in force on 2024-06-01"
    for source in sources:
        assert source.rows == source.used + sum(d.rows for d in source.dropped)
        assert len(source.sha256) == 64


def test_the_first_and_the_last_day_are_days_on_which_it_is_so(tmp_path: Path) -> None:
    rows = [{"ods_code": "FZ001", "service": "Flu Vaccination", "from": "2024-06-01", "until": "01/06/2024"}]
    write_table(tmp_path, SERVICES, rows)
    assert len(read_overlay(tmp_path, DAY, LISTED).of(SERVICES)) == 1
    assert len(read_overlay(tmp_path, date(2024, 6, 2), LISTED).of(SERVICES)) == 0
    assert len(read_overlay(tmp_path, date(2024, 5, 31), LISTED).of(SERVICES)) == 0


def test_every_fault_of_every_table_is_told_at_once(tmp_path: Path) -> None:
    write_overlay(
        tmp_path,
        distance_selling=[{"ods_code": "FZ998", "distance_selling": "perhaps", "said_on": "soon"}],
        doors=[
            {
                "ods_code": "FZ999",
                "easting": "486210",
                "northing": "308004",
                "source": "measured",
                "error_m": "2",
            },
            {"ods_code": "FZ001", "easting": "-1.88", "northing": "50.72", "source": "", "error_m": "400"},
        ],
        housing=[
            {
                **ROWS["housing"][0],
                "homes": "some",
                "people_per_home": "24",
                "from_year": "31",
                "said_by": "Mr X",
            }
        ],
    )
    told = faults(tmp_path)
    for words in (
        "distance-selling.csv, row 2, column distance_selling: 'perhaps' is not yes, no or unknown. Write one",
        "distance-selling.csv, row 2, column said_on: 'soon' is no day. Write it as 2026-12-31",
        "distance-selling.csv, row 2, column ods_code: FZ998 is not on the list of premises.",
        "doors.csv, row 3, column easting: '-1.88' is no easting of the British National Grid. Give metres",
        "doors.csv, row 3, column northing: '50.72' is too small for a northing in metres.",
        "doors.csv, row 3, column source: it is empty. Fill in: where the point is from.",
        "doors.csv, row 3, column error_m: '400' is not more than 0 and at most 100 metres.",
        "doors.csv, row 2, column ods_code: FZ999 is not on the list of premises. Correct the code; if the premises have",
        "housing.csv, row 2, column homes: 'some' is no number of homes.",
        "housing.csv, row 2, column people_per_home: '24' is not from 0.5 to 6 people a home.",
        "housing.csv, row 2, column from_year: '31' is no year.",
        "housing.csv, row 2, column said_by: 'Mr X' names a person. Give a post or a body",
    ):
        assert any(fault.startswith(words) for fault in told), words
    assert len(told) == 12
    with pytest.raises(OverlayError, match="12 things are wrong with the overlay; nothing of it was taken"):
        read_overlay(tmp_path, DAY, LISTED)


@pytest.mark.parametrize(
    ("table", "rows", "said"),
    [
        (
            "services",
            [{"ods_code": "FZ001", "service": "Flu"}, {"ods_code": "FZ001", "service": "FLU"}],
            "services.csv, row 3, column service: row 2 says something of FZ001 for the same days.",
        ),
        (
            "services",
            [{"ods_code": "FZ001", "service": "Flu"}, {"ods_code": "FZ001", "service": "none"}],
            "services.csv, row 3, column service: FZ001 is said to give no services, and row 2 names one.",
        ),
        (
            "distance-selling",
            [{"ods_code": "FZ001", "distance_selling": "no", "from": "2024-02-01", "until": "2024-01-01"}],
            "distance-selling.csv, row 2, column until: 2024-01-01 is before from (2024-02-01).",
        ),
        (
            "distance-selling",
            [{"ods_code": "FZ001", "distance_selling": "no", "said_on": "2024-06-02"}],
            "distance-selling.csv, row 2, column said_on: the day is yet to come.",
        ),
        (
            "distance-selling",
            [{"ods_code": "FZ001", "distance_selling": "no", "said_by": "someone@example.org"}],
            "distance-selling.csv, row 2, column said_by: 'someone@example.org' names a person.",
        ),
        (
            "core-hours",
            [{"ods_code": "FZ001", "monday": "9 to 5"}],
            "core-hours.csv, row 2, column monday: '9 to 5' is not a time range",
        ),
        ("core-hours", [{"ods_code": "FZ001"}], "core-hours.csv, row 2, column monday: no day is given."),
        (
            "core-hours",
            [{"ods_code": "FZ001", "monday": "22:00-06:00", "tuesday": "05:00-09:00"}],
            "core-hours.csv, row 2, column monday: monday: the opening that runs past midnight",
        ),
        (
            "housing",
            [{**ROWS["housing"][0], "from_year": "2031", "to_year": "2030"}],
            "housing.csv, row 2, column to_year: 2030 is before from_year (2031).",
        ),
        (
            "housing",
            [ROWS["housing"][0], ROWS["housing"][0]],
            "housing.csv, row 3, column site: row 2 says something of Land north of Long Street",
        ),
        (
            "undertakings",
            [{**ROWS["undertakings"][0], "ods_code": "F 1"}],
            "undertakings.csv, row 2, column ods_code: 'F 1' is no ODS code.",
        ),
    ],
)
def test_what_contradicts_itself_or_cannot_be_is_a_fault(
    tmp_path: Path, table: str, rows: list[dict[str, str]], said: str
) -> None:
    write_table(tmp_path, BY_NAME[table], rows)
    told = faults(tmp_path)
    assert len(told) == 1
    assert told[0].startswith(said)


def test_two_rows_for_different_days_are_no_contradiction(tmp_path: Path) -> None:
    rows = [
        {"ods_code": "FZ001", "distance_selling": "yes", "until": "2023-12-31"},
        {"ods_code": "FZ001", "distance_selling": "no", "from": "2024-01-01"},
    ]
    write_table(tmp_path, BY_NAME["distance-selling"], rows)
    (live,) = read_overlay(tmp_path, DAY, LISTED).of(BY_NAME["distance-selling"])
    assert live.cells["distance_selling"] is False


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_column_that_is_missing_and_one_that_is_not_known_are_named(tmp_path: Path, table) -> None:  # type: ignore[no-untyped-def]
    headings = [name for name in table.headings if name != "said_by"] + ["colour"]
    write_csv(tmp_path / table.file, headings, [])
    told = faults(tmp_path)
    assert told[0].startswith(f"{table.file}, row 1, column said_by: it is missing. The columns are ")
    assert told[1].startswith(f"{table.file}, row 1, column colour: it is not known.")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("doors.csv", b"", "it is empty"),
        ("doors.csv", b"PK\x03\x04", "spreadsheet, not a CSV file"),
        ("doors.csv", b"<html>", "it is a web page"),
        ("doors.csv", "ods_code,é".encode("latin-1"), "no CSV table in UTF-8"),
        ("door.csv", b"ods_code\n", "it is no table of an overlay. Tables are named"),
        ("doors.xlsx", b"PK\x03\x04", "it is no table of an overlay"),
    ],
)
def test_a_file_that_is_no_table_is_a_fault(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in faults(tmp_path)[0]


def test_a_row_with_a_comma_too_many_is_named(tmp_path: Path) -> None:
    write_csv(
        tmp_path / SERVICES.file, SERVICES.headings, [["FZ001", "Flu", "", "", *SAID.values(), "", "more"]]
    )
    assert faults(tmp_path) == [
        "services.csv, row 2: it has 8 cells, where 7 belong. Put a cell that holds a comma in quotation marks."
    ]


def test_no_folder_and_a_folder_with_no_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder"):
        read_overlay(tmp_path / "none", DAY, LISTED)
    with pytest.raises(SourceError, match="it has none of the tables"):
        read_overlay(tmp_path, DAY, LISTED)


def test_templates_are_tables_that_can_be_read_and_are_never_written_over(tmp_path: Path) -> None:
    files = write_template(tmp_path / "overlay")
    assert [file.name for file in files] == [*(table.file for table in TABLES), "README.txt"]
    told = read_overlay(tmp_path / "overlay", DAY, LISTED)
    assert set(told.read.values()) == {0}
    explained = files[-1].read_text(encoding="utf-8")
    for table in TABLES:
        assert all(f"  {name}" in explained for name in table.headings)
    (tmp_path / "overlay" / "doors.csv").write_text("mine")
    with pytest.raises(SourceError, match="nothing was written"):
        write_template(tmp_path / "overlay")
    assert (tmp_path / "overlay" / "doors.csv").read_text() == "mine"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_examples_of_the_columns_are_a_row_that_is_read(tmp_path: Path, table) -> None:  # type: ignore[no-untyped-def]
    write_csv(tmp_path / table.file, table.headings, [[column.example for column in table.columns]])
    told = read_overlay(tmp_path, date(2026, 1, 1), {"FA123"})
    assert len(told.of(table)) == 1


def test_the_page_of_the_documentation_lists_every_table_and_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "overlay.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"## {table.title}: `{table.file}`" in page
        assert table.meaning in page
        for column in table.columns:
            need = "yes" if column.required else "no"
            assert f"| `{column.name}` | {need} | {column.meaning} | {column.example} |" in page, column.name


def test_an_overlay_of_nothing_is_kept_and_read_back() -> None:
    empty = overlay_from(
        '{"distance_selling":[],"services":[],"doors":[],"core_hours":[],"undertakings":[],"housing":[]}'
    )
    assert overlay_from(overlay_text(empty)) == empty
