"""The folders of baselines and snapshots: read and verified once, when the service starts.

``<folder>/baselines/*.json`` holds one baseline a file, ``<folder>/snapshots/*/`` one snapshot a folder. What cannot be
trusted is refused with the reason and stays refused until the service is started again; the rest goes on being served.
Registered baselines stand beside those of files, and are seen as soon as they are registered; where both have an id, the
registered one is served.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from app.access import PreparedSnapshot
from app.domain.applications import StatedPremises
from app.domain.baselines import Baseline
from app.schemas.baselines import BASELINE
from app.schemas.faults import DocumentError
from app.schemas.reading import read
from app.store.kept import open_prepared
from app.store.registered import Registered
from geodata.model.point import Point
from geodata.snapshot import Snapshot, SnapshotError

log = logging.getLogger(__name__)


class UnknownBaselineError(LookupError):
    """No baseline of this id is loaded; the message names those that are."""


class NoBaselineError(LookupError):
    """No loaded baseline is that of the board in whose area a site lies; the message says what to do."""


class UnusableSnapshotError(Exception):
    """The snapshot that a baseline is measured on is refused or not there; the message says why and what to do."""


class BaselineFileError(ValueError):
    """A baseline file that cannot be read; the message names the file and every field at fault."""


@dataclass(frozen=True)
class Refused:
    """A file or folder that is not used, and why. ``id`` is the snapshot's id as its folder is named."""

    path: Path
    reason: str
    id: str | None = None


def read_baseline(file: Path) -> Baseline:
    """The baseline of a file. Raises BaselineFileError."""
    try:
        return read(BASELINE, file.read_bytes()).value()
    except OSError as error:
        raise BaselineFileError(f"{file} cannot be read: {error.strerror}.") from error
    except DocumentError as error:
        raise BaselineFileError(f"{file} is no baseline that can be used:\n{error}") from error


def open_verified(folder: Path) -> Snapshot:
    """A snapshot whose every byte was checked. Raises SnapshotError."""
    snapshot = Snapshot.open(folder)
    snapshot.verify()
    return snapshot


class Library:
    """Baselines by id and the verified snapshots that they name, made ready for measuring once and kept."""

    def __init__(self, folder: Path, registered: Callable[[], Mapping[str, Registered]] = dict) -> None:
        self.folder = folder
        self._registered = registered
        self._baselines: dict[str, Baseline] = {}
        self._snapshots: dict[str, Snapshot] = {}
        self._areas: dict[str, PreparedSnapshot] = {}
        self._preparing = Lock()
        self._refused: list[Refused] = []
        self._load_snapshots()
        self._load_baselines()

    @property
    def baselines(self) -> tuple[Baseline, ...]:
        """Every baseline there is, by id: registered ones, retired ones among them, and those of files."""
        known = {**self._baselines, **{key: each.baseline for key, each in self._registered().items()}}
        return tuple(known[key] for key in sorted(known))

    @property
    def offered(self) -> tuple[Baseline, ...]:
        """Every baseline but those that are retired, by id."""
        retired = {key for key, each in self._registered().items() if each.retired is not None}
        return tuple(baseline for baseline in self.baselines if baseline.id not in retired)

    def registered(self, baseline_id: str) -> Registered | None:
        """A registered baseline with its version; None where it is a file, or not there."""
        return self._registered().get(baseline_id)

    @property
    def overlaid(self) -> tuple[str, ...]:
        """What to know of files whose baseline is registered as another than they hold."""
        known = self._registered()
        return tuple(
            f"The file of baseline {key} is not what is registered under that id, and is not used. Register it as a new "
            "version, or remove it."
            for key, baseline in sorted(self._baselines.items())
            if key in known and known[key].baseline != baseline
        )

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot that was verified, by id."""
        return tuple(self._snapshots[key] for key in sorted(self._snapshots))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What stands in the folders and is not used."""
        return tuple(self._refused)

    def baseline(self, baseline_id: str) -> Baseline:
        """A baseline by its id. Raises UnknownBaselineError."""
        every = self.baselines
        found = next((baseline for baseline in every if baseline.id == baseline_id), None)
        if found is None:
            known = ", ".join(baseline.id for baseline in every) or "none"
            raise UnknownBaselineError(f"There is no baseline {baseline_id!r}. Those loaded are: {known}.")
        return found

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """A verified snapshot by its id. Raises UnusableSnapshotError."""
        if snapshot_id in self._snapshots:
            return self._snapshots[snapshot_id]
        reason = next((item.reason for item in self._refused if item.id == snapshot_id), None)
        if reason is not None:
            raise UnusableSnapshotError(f"Snapshot {snapshot_id} is refused: {reason}")
        raise UnusableSnapshotError(
            f"Snapshot {snapshot_id} is not in {self.folder / 'snapshots'}. Put its folder there, or build it with "
            "`geodata build`, and start the service again."
        )

    def area(self, snapshot_id: str) -> PreparedSnapshot:
        """A snapshot ready for measuring, prepared on first use. Raises UnusableSnapshotError."""
        snapshot = self.snapshot(snapshot_id)
        with self._preparing:
            if snapshot_id not in self._areas:
                self._areas[snapshot_id] = open_prepared(snapshot)
            return self._areas[snapshot_id]

    def locate(self, postcode: str) -> Point | None:
        """The point of a postcode in the first snapshot that knows it, or None."""
        found = (snapshot.locate(postcode) for snapshot in self.snapshots)
        return next((point for point in found if point is not None), None)

    def baseline_for(self, site: StatedPremises, on: date) -> Baseline:
        """The latest baseline, in force on a date, of the board in whose area a site lies. Retired ones are passed over.

        Raises NoBaselineError where there is none, UnusableSnapshotError where a refused snapshot keeps that open.
        """
        code = self.board_area(site)
        covering = [b for b in self.offered if code is not None and b.board(code)]
        in_force = [baseline for baseline in covering if baseline.in_force(on)]
        if in_force:
            return max(in_force, key=lambda baseline: (baseline.begins(), baseline.id))
        ended = [b for b in covering if b.in_force_to is not None and b.in_force_to < on]
        if ended:
            last = max(ended, key=lambda baseline: (baseline.in_force_to, baseline.id))
            raise NoBaselineError(
                f"Baseline {last.id} of this board was in force until {last.in_force_to}, and none is loaded that is in "
                f"force on {on}. Name one to use it."
            )
        if covering:
            ids = ", ".join(baseline.id for baseline in covering)
            raise NoBaselineError(
                f"Every baseline of this board ({ids}) was published after {on}. Name one to use it."
            )
        if code is None and self.refused_snapshots():
            raise UnusableSnapshotError(
                f"{site.called} lies in no area of a usable snapshot. {' '.join(self.refused_snapshots())}"
            )
        if self.place_of(site) is None:
            raise NoBaselineError(
                f"Nothing says where {site.called} is, so that its board is not known. Name a baseline to measure on."
            )
        raise NoBaselineError(
            f"No loaded baseline is that of the board in whose area {site.called}, lies"
            f"{f' ({code})' if code else ''}. Load its baseline, or name one to measure on."
        )

    def joint_boards(self, code: str) -> frozenset[str]:
        """A board, with those that share the latest of its needs assessments."""
        own = [baseline for baseline in self.offered if baseline.board(code)]
        latest = max(own, key=lambda baseline: (baseline.begins(), baseline.id), default=None)
        return frozenset({code, *(board.code for board in latest.boards)}) if latest else frozenset({code})

    def refused_snapshots(self) -> tuple[str, ...]:
        """Why the map of the library has holes; empty where every snapshot that stands there is served."""
        if not self._snapshots and not self._refused:
            return (f"No snapshot is loaded from {self.folder / 'snapshots'}. Put one there.",)
        return tuple(item.reason for item in self._refused if item.id)

    def unready(self) -> tuple[str, ...]:
        """Why the library is not whole, in plain words; empty where it is."""
        reasons = [item.reason for item in self._refused]
        if not self.baselines:
            reasons.append(f"No baseline is loaded from {self.folder / 'baselines'}. Put one there.")
        for baseline in self.offered:
            if not any(item.id == baseline.snapshot for item in self._refused):
                try:
                    self.snapshot(baseline.snapshot)
                except UnusableSnapshotError as error:
                    reasons.append(f"Baseline {baseline.id}: {error}")
        return tuple(reasons)

    def board_area(self, site: StatedPremises) -> str | None:
        """The code of the board area in which a site lies, from the first snapshot that has its outline."""
        for snapshot in self.snapshots:
            point = self._place(site, snapshot)
            outline = point and self.area(snapshot.id).layer("hwb").containing(point)
            if outline:
                return outline.code
        return None

    def place_of(self, site: StatedPremises) -> Point | None:
        """Where a site is, by the first snapshot that can tell: its point, its postcode's, or its street's; else None."""
        found = (self._place(site, snapshot) for snapshot in self.snapshots)
        return site.point or next((point for point in found if point is not None), None)

    def streets_called(self, name: str) -> tuple[Point, ...]:
        """The streets of a name by the first snapshot whose map has any."""
        found = (self.area(snapshot.id).streets_called(name) for snapshot in self.snapshots)
        return next((streets for streets in found if streets), ())

    def _place(self, site: StatedPremises, snapshot: Snapshot) -> Point | None:
        if site.point is not None or site.postcode is not None:
            return site.point or snapshot.locate(site.postcode or "")
        streets = self.area(snapshot.id).streets_called(site.street) if site.street else ()
        return streets[0] if len(streets) == 1 else None

    def _load_snapshots(self) -> None:
        for folder in _entries(self.folder / "snapshots"):
            if not folder.is_dir():
                continue
            try:
                snapshot = open_verified(folder)
            except (SnapshotError, OSError) as error:
                self._refuse(Refused(folder, str(error), folder.name.rsplit("-", 1)[-1]))
            else:
                self._snapshots[snapshot.id] = snapshot

    def _load_baselines(self) -> None:
        for file in _entries(self.folder / "baselines"):
            if file.suffix != ".json":
                continue
            try:
                baseline = read_baseline(file)
            except BaselineFileError as error:
                self._refuse(Refused(file, str(error)))
                continue
            if baseline.id in self._baselines:
                reason = f"{file} has the id {baseline.id!r}, which another file has too. Give it an id of its own."
                self._refuse(Refused(file, reason))
            else:
                self._baselines[baseline.id] = baseline

    def _refuse(self, refused: Refused) -> None:
        log.error("refused: %s", refused.reason)
        self._refused.append(refused)


def _entries(folder: Path) -> Iterator[Path]:
    """What stands in a folder, in order of names; working folders (".making-...") are left out."""
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if not path.name.startswith("."))
