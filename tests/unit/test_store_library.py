"""The library uses what it can trust, says what it refuses and why, and picks the baseline of the right board."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.applications import StatedPremises
from app.store.library import (
    BaselineFileError,
    Library,
    NoBaselineError,
    UnknownBaselineError,
    UnusableSnapshotError,
    read_baseline,
)
from geodata.model.point import Point
from geodata.snapshot import Snapshot
from tests.made_up.papers import baseline
from tests.made_up.small_area import EAST, snapshot

WESTERN = StatedPremises("Pharmacy XA001", "500 Long Street", "XT1 1AA")
EASTERN = StatedPremises("Pharmacy XA003", "2500 Long Street", "XT1 1AC")
NOWHERE = StatedPremises("Pharmacy", "1 Other Street", "ZZ1 1ZZ")
DAY = date(2026, 5, 4)


def write(folder: Path, name: str, document: dict[str, Any]) -> Path:
    (folder / "baselines").mkdir(exist_ok=True)
    file = folder / "baselines" / f"{name}.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


@pytest.fixture
def made(tmp_path: Path) -> Snapshot:
    return snapshot(tmp_path / "snapshots")


def test_what_is_whole_is_served(tmp_path: Path, made: Snapshot) -> None:
    write(tmp_path, "one", baseline(made.id))
    library = Library(tmp_path)
    assert [b.id for b in library.baselines] == ["westley-2025"]
    assert library.snapshot(made.id).id == made.id
    assert library.area(made.id) is library.area(made.id)
    assert library.unready() == ()
    assert library.locate("xt1 1aa") == made.locate("XT1 1AA")
    assert library.locate("ZZ1 1ZZ") is None


def test_a_snapshot_with_a_changed_byte_is_refused_and_the_file_named(tmp_path: Path, made: Snapshot) -> None:
    write(tmp_path, "one", baseline(made.id))
    file = made.path / "homes" / "people.npy"
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    library = Library(tmp_path)
    with pytest.raises(UnusableSnapshotError, match=r"people\.npy has changed since the snapshot was made"):
        library.area(made.id)
    with pytest.raises(UnusableSnapshotError, match=r"in no area of a usable snapshot.*has changed"):
        library.baseline_for(WESTERN, DAY)
    assert ["people.npy" in reason for reason in library.unready()] == [True]


def test_a_snapshot_with_a_changed_manifest_is_refused_by_the_id_of_its_folder(
    tmp_path: Path, made: Snapshot
) -> None:
    file = made.path / "manifest.json"
    file.write_bytes(file.read_bytes().replace(b"nobody", b"nobodY"))
    with pytest.raises(UnusableSnapshotError, match="is refused"):
        Library(tmp_path).area(made.id)


def test_a_snapshot_that_is_not_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, "one", baseline("0123456789abcdef"))
    library = Library(tmp_path)
    with pytest.raises(UnusableSnapshotError, match="0123456789abcdef is not in"):
        library.area("0123456789abcdef")
    assert ["Baseline westley-2025: Snapshot 0123456789abcdef" in reason for reason in library.unready()] == [
        True
    ]


def test_an_empty_folder_is_not_ready(tmp_path: Path) -> None:
    assert "No baseline is loaded" in Library(tmp_path).unready()[0]


def test_unfinished_snapshots_and_other_files_are_passed_over(tmp_path: Path, made: Snapshot) -> None:
    (tmp_path / "snapshots" / ".making-town").mkdir()
    (tmp_path / "snapshots" / "notes.txt").write_text("notes")
    write(tmp_path, "one", baseline(made.id))
    (tmp_path / "baselines" / "notes.txt").write_text("notes")
    assert Library(tmp_path).refused == ()


def test_a_baseline_file_that_cannot_be_read_is_named_with_its_fields(tmp_path: Path, made: Snapshot) -> None:
    write(tmp_path, "bad", baseline(made.id, standards=..., published="spring", colour=1))
    library = Library(tmp_path)
    assert library.baselines == ()
    reason = library.refused[0].reason
    assert all(part in reason for part in ("bad.json", "published:", "colour:"))
    with pytest.raises(BaselineFileError, match="cannot be read"):
        read_baseline(tmp_path / "none.json")


def test_two_files_with_one_id_are_not_chosen_between_silently(tmp_path: Path, made: Snapshot) -> None:
    write(tmp_path, "a", baseline(made.id))
    write(tmp_path, "b", baseline(made.id, title="Another"))
    library = Library(tmp_path)
    assert "which another file has too" in library.refused[0].reason
    assert library.unready() == (library.refused[0].reason,)


def test_the_baseline_is_that_of_the_board_where_the_site_lies(tmp_path: Path, made: Snapshot) -> None:
    eastern = [{"code": EAST, "name": "Eastley Health and Wellbeing Board", "short_name": "the Board"}]
    write(tmp_path, "west", baseline(made.id))
    write(tmp_path, "east", baseline(made.id, id="eastley-2022", boards=eastern, published="2022-09-30"))
    library = Library(tmp_path)
    assert library.baseline_for(WESTERN, DAY).id == "westley-2025"
    assert library.baseline_for(EASTERN, DAY).id == "eastley-2022"
    on_the_map = StatedPremises("P", "A", "ZZ1 1ZZ", point=Point(503_000, 400_000, "a map"))
    assert library.baseline_for(on_the_map, DAY).id == "eastley-2022"


def test_the_baseline_is_the_latest_published_by_the_day(tmp_path: Path, made: Snapshot) -> None:
    for year in ("2018", "2022-09-30", "2025-10"):
        write(tmp_path, year, baseline(made.id, id=f"westley-{year[:4]}", published=year))
    library = Library(tmp_path)
    chosen = {
        day: library.baseline_for(WESTERN, date.fromisoformat(day)).id
        for day in ("2018-01-01", "2022-09-29", "2022-09-30", "2025-10-01", "2030-01-01")
    }
    assert list(chosen.values()) == [
        "westley-2018",
        "westley-2018",
        "westley-2022",
        "westley-2025",
        "westley-2025",
    ]
    with pytest.raises(NoBaselineError, match="published after 2017-12-31"):
        library.baseline_for(WESTERN, date(2017, 12, 31))


def test_no_baseline_is_guessed(tmp_path: Path, made: Snapshot) -> None:
    write(tmp_path, "west", baseline(made.id))
    library = Library(tmp_path)
    with pytest.raises(NoBaselineError, match=EAST):
        library.baseline_for(EASTERN, DAY)
    with pytest.raises(NoBaselineError, match=r"Nothing says where .* Name a baseline"):
        library.baseline_for(NOWHERE, DAY)
    with pytest.raises(UnknownBaselineError, match="Those loaded are: westley-2025"):
        library.baseline("westley-2099")
