"""The snapshot format: an immutable folder of prepared geodata, named by the hash of its content.

A snapshot is ``<area>-<as at>-<id>/`` with ``manifest.json``, arrays as ``.npy`` (opened memory-mapped),
boundaries as GeoParquet and premises as JSON. The id is the SHA-256 of the manifest, which holds the SHA-256 of
every file: the same inputs give the same id, and a changed byte is found by ``Snapshot.verify``.
This module is the one door between ``geodata`` and ``app``.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from geodata.arrays import (
    MM,
    Boundary,
    Codes,
    EdgeFlag,
    Floats,
    Homes,
    Ints,
    NodeFlag,
    Postcodes,
    StreetNetwork,
    fields_of,
)
from geodata.fragments import mark_apart
from geodata.manifest import Accepted, Dropped, Manifest, Source, ToLookAt, manifest_from
from geodata.model.hours import WeekHours, parse_day
from geodata.model.overlay import Overlay
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.overlay import kept as overlay_file

__all__ = [
    "BESIDE",
    "MM",
    "Accepted",
    "Boundary",
    "Codes",
    "Dropped",
    "EdgeFlag",
    "Floats",
    "Homes",
    "Ints",
    "Manifest",
    "NodeFlag",
    "Postcodes",
    "Snapshot",
    "SnapshotContents",
    "SnapshotError",
    "Source",
    "StreetNetwork",
    "ToLookAt",
    "write_snapshot",
]

FORMAT = 2
OLDER = (1,)
"""Formats that are read too. 1 does not say which streets hang together with nothing: that is worked out on opening."""
FORMER = "former.json"
LAYERS = ("hwb", "ward", "lsoa")
BESIDE = ("quality.json", "quality.html")
"""Files that may stand in a snapshot's folder and are no part of it: what was looked at when it was made, and when that was,
depends on the day and on the snapshot before. They are in no hash."""


class SnapshotError(Exception):
    """A snapshot that cannot be trusted or read; the message names the file and what to do."""


@dataclass(frozen=True)
class SnapshotContents:
    """Everything that a snapshot is written from. ``hwbs`` are the boards' areas whose residents are counted.

    ``built_for`` and ``to_look_at``: see ``Manifest``.
    """

    name: str
    as_at: date
    hwbs: tuple[str, ...]
    homes: Homes
    premises: tuple[Premises, ...]
    postcodes: Postcodes
    boundaries: Mapping[str, tuple[Boundary, ...]]
    networks: Mapping[str, StreetNetwork]
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()
    method: str = "1"
    invented: bool = False
    overlay: Overlay | None = None
    accepted: tuple[Accepted, ...] = ()
    former: tuple[Premises, ...] | None = None
    """Premises that the list has closed in the years before the day; None where the list keeps none that closed."""
    built_for: tuple[str, ...] = ()
    to_look_at: tuple[ToLookAt, ...] = ()


class Snapshot:
    """An open snapshot. Arrays are memory-mapped on first use; nothing is copied."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @classmethod
    def open(cls, path: Path) -> "Snapshot":
        """Open a snapshot folder. Raises SnapshotError where it is no snapshot or its manifest was changed."""
        file = path / "manifest.json"
        try:
            raw = file.read_bytes()
            manifest = manifest_from(json.loads(raw))
        except FileNotFoundError:
            raise SnapshotError(
                f"{path} is not a snapshot: it has no manifest.json. Make one with `geodata build`."
            ) from None
        except (ValueError, TypeError, KeyError) as error:
            raise SnapshotError(
                f"{file} cannot be read as a manifest ({error}). Build the snapshot again."
            ) from error
        if manifest.format not in (FORMAT, *OLDER):
            raise SnapshotError(
                f"{file} is of format {manifest.format}; this version reads {FORMAT}. Build the snapshot again."
            )
        if raw != manifest.canonical() or not path.resolve().name.endswith(manifest.id):
            raise SnapshotError(
                f"{file} is not the manifest that the folder's name promises: it was changed after it was made, "
                "or the folder was renamed. Build the snapshot again, or restore it from a backup."
            )
        return cls(path, manifest)

    @cached_property
    def id(self) -> str:
        """The content hash that names this snapshot."""
        return self.manifest.id

    def verify(self) -> None:
        """Check every file against its hash. Raises SnapshotError naming the first file that differs or is missing."""
        for name, expected in self.manifest.files.items():
            file = self.path / name
            if not file.is_file():
                raise SnapshotError(
                    f"{file} is missing. Build the snapshot again, or restore it from a backup."
                )
            if _hash_file(file) != expected:
                raise SnapshotError(
                    f"{file} has changed since the snapshot was made (its SHA-256 differs from the manifest). "
                    "Figures from it cannot be trusted: build the snapshot again, or restore it from a backup."
                )
        extra = {str(p.relative_to(self.path)) for p in self.path.rglob("*") if p.is_file()}
        extra -= {*self.manifest.files, "manifest.json", *BESIDE}
        if extra:
            raise SnapshotError(f"{self.path / min(extra)} does not belong to the snapshot. Remove it.")

    def network(self, mode: str) -> StreetNetwork | None:
        """The street network of a mode ("walk", "drive"), or None where the snapshot has none."""
        if mode not in self.manifest.modes:
            return None
        if mode not in self._networks:
            arrays = {name: self._array(f"network/{mode}/{name}.npy") for name in _NETWORK_ARRAYS}
            classes, names = (self._labels[f"{mode} {kind}"] for kind in ("classes", "names"))
            network = StreetNetwork(**arrays, classes=classes, names=names)
            self._networks[mode] = mark_apart(network) if self.manifest.format in OLDER else network
        return self._networks[mode]

    @cached_property
    def _labels(self) -> dict[str, tuple[str, ...]]:
        """Lists of words that arrays hold positions in, by name."""
        rows = json.loads((self.path / "labels.json").read_bytes())
        return {name: tuple(words) for name, words in rows.items()}

    @cached_property
    def _networks(self) -> dict[str, StreetNetwork]:
        return {}

    @cached_property
    def homes(self) -> Homes:
        """Points with people in them."""
        groups = {g: self._array(f"homes/groups/{g}.npy") for g in self._labels["groups"]}
        arrays = {name: self._array(f"homes/{name}.npy") for name in _HOME_ARRAYS}
        labels = {layer: self._labels[layer] for layer in LAYERS}
        return Homes(**arrays, groups=groups, labels=labels)

    @cached_property
    def postcodes(self) -> Postcodes:
        """The geocoder of the area."""
        names = ["code", "x", "y", "error_m"]
        if "postcodes/district.npy" in self.manifest.files:
            names.append("district")
        return Postcodes(**{name: self._array(f"postcodes/{name}.npy") for name in names})

    @cached_property
    def premises(self) -> tuple[Premises, ...]:
        """Listed sites open at the snapshot's date, by ODS code, the neighbours' within reach included."""
        rows = json.loads((self.path / "premises.json").read_bytes())
        return tuple(_premises_from(row) for row in rows)

    @cached_property
    def former(self) -> tuple[Premises, ...] | None:
        """Listed sites that closed in the years before the snapshot's date; None where its list keeps none that closed."""
        if FORMER not in self.manifest.files:
            return None
        return tuple(_premises_from(row) for row in json.loads((self.path / FORMER).read_bytes()))

    def boundaries(self, layer: str) -> tuple[Boundary, ...]:
        """Outlines of a layer ("hwb", "ward", "lsoa", "controlled"), by code; empty where the snapshot has none."""
        file = self.path / "boundaries" / f"{layer}.parquet"
        if not file.is_file():
            return ()
        import pyarrow.parquet as parquet  # only where boundaries are wanted: it is slow to import

        table = parquet.read_table(file)
        rows = zip(*(table.column(c).to_pylist() for c in ("code", "name", "geometry")), strict=True)
        return tuple(Boundary(code, name, wkb) for code, name, wkb in rows)

    def has_layer(self, layer: str) -> bool:
        """Whether the snapshot was built with a layer, were it with no outline in it."""
        return f"boundaries/{layer}.parquet" in self.manifest.files

    def locate(self, postcode: str) -> Point | None:
        """The point of a postcode with its positional error, or None where the postcode is not known here."""
        return self.postcodes.point(postcode)

    @cached_property
    def overlay(self) -> Overlay | None:
        """What officers say beside the lists, or None where the snapshot was built without an overlay."""
        if overlay_file.FILE not in self.manifest.files:
            return None
        file = self.path / overlay_file.FILE
        try:
            return overlay_file.overlay_from(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SnapshotError(f"{file} cannot be read ({error}). Build the snapshot again.") from error

    def _array(self, name: str) -> Any:
        try:
            # A plain view of the mapping: each slice of a memmap object costs several microseconds more.
            return np.asarray(np.load(self.path / name, mmap_mode="r", allow_pickle=False))
        except (OSError, ValueError) as error:
            raise SnapshotError(
                f"{self.path / name} cannot be read ({error}). Build the snapshot again."
            ) from error


_NETWORK_ARRAYS = tuple(n for n, t in StreetNetwork.__annotations__.items() if n not in ("classes", "names"))
_HOME_ARRAYS = tuple(n for n in Homes.__annotations__ if n not in ("groups", "labels"))


Beside = Callable[[str], Mapping[str, str]]


def _nothing(_: str) -> Mapping[str, str]:
    return {}


def write_snapshot(parent: Path, contents: SnapshotContents, beside: Beside = _nothing) -> Path:
    """Write a snapshot below ``parent`` and return its folder.

    Writing is all or nothing: files go to a working folder that is renamed when whole. Where the same snapshot
    stands there already, it is left as it is. ``beside`` gives, from its id, texts of the files named in ``BESIDE``.
    """
    parent.mkdir(parents=True, exist_ok=True)
    work = parent / f".making-{contents.name}-{contents.as_at.isoformat()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for mode, network in contents.networks.items():
        _save_arrays(work / "network" / mode, fields_of(network))
    _save_arrays(work / "homes", fields_of(contents.homes))
    _save_arrays(work / "homes" / "groups", dict(contents.homes.groups))
    _save_arrays(work / "postcodes", fields_of(contents.postcodes))
    _save_premises(work / "premises.json", contents.premises)
    if contents.former is not None:
        _save_premises(work / FORMER, contents.former)
    for layer, outlines in contents.boundaries.items():
        _save_boundaries(work / "boundaries" / f"{layer}.parquet", outlines)
    _save_labels(work / "labels.json", contents)
    if contents.overlay is not None:
        (work / overlay_file.FILE).write_text(overlay_file.overlay_text(contents.overlay), encoding="utf-8")
    manifest = _manifest_of(contents, work)
    (work / "manifest.json").write_bytes(manifest.canonical())
    final = parent / f"{contents.name}-{contents.as_at.isoformat()}-{manifest.id}"
    if final.exists():
        shutil.rmtree(work)
        Snapshot.open(final).verify()
    else:
        work.rename(final)
    for name, text in beside(manifest.id).items():
        (final / name).write_text(text, encoding="utf-8")
    return final


def _manifest_of(contents: SnapshotContents, work: Path) -> Manifest:
    files = {str(p.relative_to(work)): _hash_file(p) for p in sorted(work.rglob("*")) if p.is_file()}
    counts = {
        "homes": len(contents.homes),
        "people": int(contents.homes.people.sum()),
        "premises": len(contents.premises),
        "postcodes": len(contents.postcodes.code),
    }
    for mode, network in contents.networks.items():
        counts |= {f"{mode} nodes": network.nodes, f"{mode} edges": network.edges}
        counts[f"{mode} metres"] = int(network.edge_mm.sum()) // MM
    return Manifest(
        format=FORMAT,
        name=contents.name,
        as_at=contents.as_at.isoformat(),
        hwbs=contents.hwbs,
        method=contents.method,
        sources=contents.sources,
        counts=counts,
        notes=contents.notes,
        invented=contents.invented,
        modes=tuple(sorted(contents.networks)),
        files=files,
        accepted=contents.accepted,
        built_for=contents.built_for,
        to_look_at=contents.to_look_at,
    )


def _save_premises(file: Path, premises: Sequence[Premises]) -> None:
    rows = [_premises_row(p) for p in sorted(premises, key=lambda p: (p.ods_code, p.closed or date.max))]
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _premises_row(premises: Premises) -> dict[str, Any]:
    row = asdict(premises)
    row["hours"] = premises.hours.as_text() if premises.hours else None
    for key in ("opened", "closed"):
        row[key] = row[key].isoformat() if row[key] else None
    return row


def _premises_from(row: dict[str, Any]) -> Premises:
    hours = row["hours"]
    changed = {
        "point": Point(**row["point"]) if row["point"] else None,
        "contract_type": ContractType(row["contract_type"]),
        "hours": WeekHours(tuple(parse_day(text, day) for day, text in hours.items())) if hours else None,
        "services": None if row["services"] is None else tuple(row["services"]),
        "opened": date.fromisoformat(row["opened"]) if row["opened"] else None,
        "closed": date.fromisoformat(row["closed"]) if row["closed"] else None,
    }
    return Premises(**{**row, **changed})


def _save_labels(file: Path, contents: SnapshotContents) -> None:
    labels: dict[str, tuple[str, ...]] = {**contents.homes.labels, "groups": tuple(contents.homes.groups)}
    for mode, network in contents.networks.items():
        labels |= {f"{mode} classes": network.classes, f"{mode} names": network.names}
    file.write_text(json.dumps(labels, sort_keys=True, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _save_arrays(folder: Path, arrays: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)


def _save_boundaries(file: Path, outlines: tuple[Boundary, ...]) -> None:
    import geopandas as gpd
    import shapely

    file.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(outlines, key=lambda b: b.code)
    frame = gpd.GeoDataFrame(
        {"code": [b.code for b in ordered], "name": [b.name for b in ordered]},
        geometry=shapely.from_wkb([b.wkb for b in ordered]),
        crs="EPSG:27700",
    )
    frame.to_parquet(file, index=False)


def _hash_file(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
