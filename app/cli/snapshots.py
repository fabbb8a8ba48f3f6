"""The snapshot that a baseline names, from a folder of snapshots."""

from pathlib import Path

from app.cli.failing import fail
from app.store.library import open_verified
from geodata.snapshot import Snapshot


def verified_snapshot(folder: Path, snapshot_id: str) -> Snapshot:
    """The snapshot of an id, every byte checked. Fails in plain words where it is not there. Raises SnapshotError."""
    found = sorted(folder.glob(f"*-{snapshot_id}"))
    if not found:
        fail(f"The baseline needs snapshot {snapshot_id}, and no folder in {folder} ends in -{snapshot_id}.")
    return open_verified(found[0])
