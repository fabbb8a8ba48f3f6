"""A snapshot is what it was when it was made, or it says which file is not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.snapshot import Dropped, Snapshot, SnapshotError, write_snapshot
from tests.made_up.small_area import EAST, PREMISES, WEST, contents, snapshot


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    made = contents()
    opened = snapshot(tmp_path)
    opened.verify()
    assert opened.premises == tuple(sorted(PREMISES, key=lambda p: p.ods_code))
    assert opened.homes.people.tolist() == made.homes.people.tolist()
    assert opened.homes.groups["age_65_plus"].tolist() == made.homes.groups["age_65_plus"].tolist()
    assert opened.homes.labels == made.homes.labels
    walk = opened.network("walk")
    assert walk is not None
    assert walk.edge_mm.tolist() == [1_000_000, 3_000_000]
    assert walk.line(0).tolist() == [[500_000.0, 400_000.0], [501_000.0, 400_000.0]]
    assert opened.network("drive") is None
    assert [b.code for b in opened.boundaries("hwb")] == [WEST, EAST]
    assert opened.boundaries("lsoa") == ()
    assert opened.manifest.counts["people"] == 1000
    assert opened.manifest.sources == made.sources


def test_arrays_are_memory_mapped_not_read(tmp_path: Path) -> None:
    assert isinstance(snapshot(tmp_path).homes.people.base, np.memmap)


def test_the_same_content_has_the_same_name_wherever_it_is_made(tmp_path: Path) -> None:
    one, other = snapshot(tmp_path / "a"), snapshot(tmp_path / "b")
    assert one.id == other.id
    assert one.path.name == f"long-street-2026-04-01-{one.id}"
    assert write_snapshot(tmp_path / "a", contents()) == one.path


def test_other_content_has_another_name(tmp_path: Path) -> None:
    one = snapshot(tmp_path)
    dropped = replace(contents().sources[0], dropped=(Dropped("a test", 1),))
    assert snapshot(tmp_path, sources=(dropped,)).id != one.id
    assert snapshot(tmp_path, premises=PREMISES[:3]).id != one.id


def test_a_changed_byte_is_found_and_its_file_named(tmp_path: Path) -> None:
    opened = snapshot(tmp_path)
    file = opened.path / "homes" / "people.npy"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(SnapshotError, match=r"people\.npy has changed since the snapshot was made"):
        Snapshot.open(opened.path).verify()


def test_a_missing_file_and_a_stray_file_are_found(tmp_path: Path) -> None:
    opened = snapshot(tmp_path)
    (opened.path / "stray.txt").write_text("x")
    with pytest.raises(SnapshotError, match=r"stray\.txt does not belong"):
        opened.verify()
    (opened.path / "premises.json").unlink()
    with pytest.raises(SnapshotError, match=r"premises\.json is missing"):
        opened.verify()


def test_a_changed_manifest_is_found_on_opening(tmp_path: Path) -> None:
    opened = snapshot(tmp_path)
    file = opened.path / "manifest.json"
    file.write_text(file.read_text().replace("2026-04-01", "2026-04-02"))
    with pytest.raises(SnapshotError, match="not the manifest that the folder's name promises"):
        Snapshot.open(opened.path)


def test_a_renamed_folder_is_found_on_opening(tmp_path: Path) -> None:
    moved = snapshot(tmp_path).path.rename(tmp_path / "mine")
    with pytest.raises(SnapshotError, match="renamed"):
        Snapshot.open(moved)


def test_a_folder_that_is_no_snapshot_says_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"has no manifest\.json"):
        Snapshot.open(tmp_path)
    (tmp_path / "manifest.json").write_text("<html>")
    with pytest.raises(SnapshotError, match="cannot be read as a manifest"):
        Snapshot.open(tmp_path)


def test_a_format_of_the_future_is_refused(tmp_path: Path) -> None:
    file = snapshot(tmp_path).path / "manifest.json"
    file.write_text(file.read_text().replace('"format": 2', '"format": 99'))
    with pytest.raises(SnapshotError, match="is of format 99"):
        Snapshot.open(file.parent)


def test_a_truncated_array_is_refused(tmp_path: Path) -> None:
    opened = snapshot(tmp_path)
    (opened.path / "homes" / "x.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(SnapshotError, match=r"x\.npy cannot be read"):
        _ = opened.homes


def test_postcodes_are_found_however_they_are_typed(tmp_path: Path) -> None:
    opened = snapshot(tmp_path)
    point = opened.locate(" xt1  1ab ")
    assert point is not None
    assert (point.easting, point.error_m) == (500_950.0, 50.0)
    far = opened.locate("XT99ZZ")
    assert far is not None
    assert far.error_m is None
    assert opened.locate("XT1 1A") is None
    assert opened.locate("") is None
