"""Keep what a snapshot's engines worked out beside it, and open it memory-mapped.

It stands in ``.prepared/<snapshot id>-<mode>-<version>/`` in the folder of snapshots: the snapshot itself is never
touched. It is made anew at any time; deleting it loses nothing.
"""

import shutil
from pathlib import Path

import numpy as np

from app.access.kept import KEPT_VERSION, NAMES_KEPT, Kept, kept_from
from app.access.prepared import NoEngineError, PreparedSnapshot
from app.access.streets import StreetEngine
from app.domain.baselines import Mode
from geodata.snapshot import Snapshot

FOLDER = ".prepared"
MODES = (Mode.WALK, Mode.DRIVE)


def open_prepared(snapshot: Snapshot) -> PreparedSnapshot:
    """A snapshot ready for measuring, from what is kept of it; what is not yet kept is worked out now, and kept.

    Where nothing can be written (a read-only disk), it is worked out each time.
    """
    kept = {}
    for mode in MODES:
        if mode.value in snapshot.manifest.modes:
            kept[mode] = _read(_folder(snapshot, mode)) or _make(snapshot, mode)
    return PreparedSnapshot(snapshot, {mode: found for mode, found in kept.items() if found})


def _folder(snapshot: Snapshot, mode: Mode) -> Path:
    return snapshot.path.parent / FOLDER / f"{snapshot.id}-{mode.value}-{KEPT_VERSION}"


def _read(folder: Path) -> Kept | None:
    try:
        # A plain view of the map: slicing np.memmap objects costs half a millisecond a time.
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for name in NAMES_KEPT
        }
    except (OSError, ValueError):
        return None
    return kept_from(arrays)


def _make(snapshot: Snapshot, mode: Mode) -> Kept | None:
    try:
        engine = PreparedSnapshot(snapshot).engine(mode)
    except NoEngineError:
        return None
    assert isinstance(engine, StreetEngine)  # noqa: S101 - these modes go on streets; tells the type checker
    kept, folder = engine.keep(), _folder(snapshot, mode)
    work = folder.with_name(f"{folder.name}.making")
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        for name, array in kept.arrays().items():
            np.save(work / f"{name}.npy", array, allow_pickle=False)
        # Renamed when whole: another process never sees a half of it. What stands there could not be read.
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)
    except OSError:
        shutil.rmtree(work, ignore_errors=True)
    return kept
