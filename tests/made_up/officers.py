"""Made-up overlays: what officers of the two made-up boards keep beside the publishers' files. No real place or person."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from geodata.overlay.tables import TABLES, Table
from tests.made_up.publishers import write_csv

SAID = {"said_by": "primary care manager, Westmarch ICB", "said_on": "2024-05-20"}
BY_NAME = {table.name: table for table in TABLES}

ROWS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "distance-selling": [
        {"ods_code": "FZ002", "distance_selling": "yes"},
        {"ods_code": "fz001", "distance_selling": "no", "note": "visited"},
    ],
    "services": [
        {"ods_code": "FZ001", "service": "Pharmacy First", "from": "2024-01-31"},
        {"ods_code": "FZ001", "service": "Flu Vaccination"},
        {"ods_code": "FZ001", "service": "Medicines Use Review", "until": "2021-03-31"},
        {"ods_code": "FZ002", "service": "none"},
    ],
    "doors": [
        {
            "ods_code": "FZ001",
            "easting": "486210.5",
            "northing": "308,004",
            "source": "measured on site",
            "error_m": "2",
        },
        {
            "ods_code": "FZ005",
            "easting": "486600",
            "northing": "308000",
            "source": "planning application",
            "error_m": "5",
        },
        {
            "ods_code": "FZ777",
            "easting": "486600",
            "northing": "308000",
            "source": "measured on site",
            "error_m": "2",
            "until": "2020-12-31",
        },
    ],
    "core-hours": [{"ods_code": "FZ001", "monday": "09:00-17:00", "sunday": "closed"}],
    "undertakings": [
        {
            "ods_code": "FZ001",
            "text": "to provide the same services without interruption",
            "regulation": "24(1)(d)",
            "given_on": "2023-02-03",
        }
    ],
    "housing": [
        {
            "site": "Land north of Long Street",
            "homes": "120",
            "people_per_home": "2.4",
            "easting": "486900",
            "northing": "308200",
            "from_year": "2026",
            "to_year": "2031",
        }
    ],
}
"""FZ005 has a postcode that no file knows; FZ777 is on no list and dated out."""


def write_table(folder: Path, table: Table, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write one table, SAID filled in where a row does not say otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = [[({**SAID, **row}).get(name, "") for name in table.headings] for row in rows]
    return write_csv(folder / table.file, table.headings, cells)


def write_overlay(folder: Path, **changes: Sequence[Mapping[str, str]]) -> Path:
    """Write every table of ROWS; a table is replaced by name ("core_hours" for core-hours)."""
    rows = {**ROWS, **{name.replace("_", "-"): given for name, given in changes.items()}}
    for name, given in rows.items():
        write_table(folder, BY_NAME[name], given)
    return folder
