"""Services by ODS code."""

from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.sources.services import read_services
from tests.made_up.publishers import write_csv


def test_services_are_kept_as_published_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    rows = [
        ["FZ2", "Flu vaccination "],
        ["FZ1", "NMS"],
        ["FZ2", "Flu vaccination"],
        ["FZ2", "EHC"],
        ["", "EHC"],
    ]
    services, source = read_services(
        write_csv(tmp_path / "s.csv", ["ods", "ServiceName"], rows), vintage="2024"
    )
    assert services == {"FZ1": ("NMS",), "FZ2": ("EHC", "Flu vaccination")}
    assert (source.rows, source.used) == (5, 3)
    assert {d.reason: d.rows for d in source.dropped} == {
        "no code or no service": 1,
        "says the same again": 1,
    }


def test_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no column 'ods'"):
        read_services(write_csv(tmp_path / "s.csv", ["code", "ServiceName"], []), vintage="2024")
