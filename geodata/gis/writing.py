"""Write a snapshot as a GeoPackage: its layers in EPSG:27700, and two tables that say where they come from."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from geodata.errors import SourceError
from geodata.geopackage import Layer, write_layers
from geodata.gis.columns import array, layer, text
from geodata.gis.ground import homes_layer, outline_layers, streets_layer
from geodata.gis.premises import housing_layer, premises_layer
from geodata.snapshot import Snapshot

ENDING = ".gpkg"


def export_snapshot(snapshot: Snapshot, file: Path) -> tuple[Layer, ...]:
    """Write a snapshot as a GeoPackage, whole or not at all, and give the layers. The same snapshot gives the same bytes.

    Raises SourceError where the name is not of a GeoPackage or something stands there already, and SnapshotError where
    a file of the snapshot was changed since it was made.
    """
    if file.suffix.lower() != ENDING:
        raise SourceError(file, f"its name does not end in {ENDING}.", f"Call it {file.stem}{ENDING}, say.")
    if file.exists():
        raise SourceError(file, "it is there already.", "Give another name with --out, or remove it first.")
    if not file.parent.is_dir():
        raise SourceError(file, "there is no such folder to write it in.", f"Make {file.parent} first.")
    snapshot.verify()
    layers = tuple(_layers(snapshot))
    handle, beside = tempfile.mkstemp(suffix=ENDING, prefix=".making-", dir=file.parent)
    os.close(handle)
    work = Path(beside)
    try:
        write_layers(work, layers, f"{snapshot.manifest.as_at}T00:00:00.000Z")
        work.replace(file)
    finally:
        work.unlink(missing_ok=True)
    return layers


def _layers(snapshot: Snapshot) -> Iterator[Layer]:
    """The layers in the order in which a map is drawn, from the ground up, and the tables."""
    yield from outline_layers(snapshot)
    for mode in snapshot.manifest.modes:
        network = snapshot.network(mode)
        if network is not None:
            yield streets_layer(mode, network)
    yield homes_layer(snapshot.homes)
    housing = housing_layer(snapshot)
    if housing is not None:
        yield housing
    yield premises_layer(snapshot)
    yield _sources(snapshot)
    yield _about(snapshot)


def _sources(snapshot: Snapshot) -> Layer:
    """Where each part comes from and under which licence."""
    rows = snapshot.manifest.sources
    words = {
        "role": "what it is for",
        "title": "what it is",
        "publisher": "who publishes it",
        "licence": "under which licence",
        "attribution": "what is to be printed with it",
        "vintage": "the publisher's date of the data",
        "file": "name of the file",
        "sha256": "hash of the file",
        "note": "what to know of it",
    }
    dropped = ["; ".join(f"{d.rows:,} {d.reason}" for d in source.dropped) for source in rows]
    told = [
        *(text(name, meaning, [getattr(source, name) for source in rows]) for name, meaning in words.items()),
        array("rows", "rows of the file", np.array([source.rows for source in rows], dtype=np.int64)),
        array(
            "used",
            "rows that are in the snapshot",
            np.array([source.used for source in rows], dtype=np.int64),
        ),
        text("left_out", "rows that are not, and why", dropped),
    ]
    return layer("sources", "Sources and licences", "Where each part of the snapshot comes from.", told)


def _about(snapshot: Snapshot) -> Layer:
    """What the snapshot is, and what is to be known of it."""
    manifest = snapshot.manifest
    rows = [
        ("snapshot", snapshot.id),
        ("area", f"{manifest.name} ({', '.join(manifest.hwbs)})"),
        ("as at", manifest.as_at),
        ("coordinates", "British National Grid (EPSG:27700), metres"),
        ("method", manifest.method),
        *([("warning", "The data is invented.")] if manifest.invented else []),
        *(("note", note) for note in manifest.notes),
        *(("let pass", f"{a.check}: {a.found} {a.reason} ({a.by})") for a in manifest.accepted),
    ]
    told = [
        text("topic", "what it is of", [topic for topic, _ in rows]),
        text("words", "what there is to say", [words for _, words in rows]),
    ]
    return layer("about", "About this snapshot", "What the snapshot is, and what to know of it.", told)
