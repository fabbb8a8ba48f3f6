"""Whether what a server sent is the kind of file that was asked for, before anything is read from it."""

import json
import zipfile
from enum import Enum
from pathlib import Path


class Kind(Enum):
    """Kinds of files that publishers send."""

    CSV = "a CSV file"
    ZIP = "a zip file"
    PBF = "an OpenStreetMap PBF"
    OSM_XML = "OpenStreetMap XML"
    JSON = "JSON"


def what_is_wrong(file: Path, kind: Kind) -> str | None:
    """A sentence where the file is not of its kind, or None."""
    with file.open("rb") as handle:
        head = handle.read(4096)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        return "it sent nothing."
    if text.startswith((b"<!doctype html", b"<html")):
        return f"it sent a web page, not {kind.value}: mostly a notice, a sign-in or an error."
    return _CHECKS[kind](file, head, text)


def _csv(_file: Path, head: bytes, text: bytes) -> str | None:
    if text.startswith((b"<", b"{")) or head.startswith(b"PK") or b"\x00" in head:
        return "it sent something that is not a CSV file."
    return None


def _zip(file: Path, _head: bytes, _text: bytes) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        return f"it sent something that is not a whole zip file ({error})."
    return f"{damaged} in the zip file is damaged." if damaged else None


def _pbf(_file: Path, head: bytes, _text: bytes) -> str | None:
    return None if b"OSMHeader" in head[:64] else "it sent something that is not an OpenStreetMap PBF."


def _osm_xml(file: Path, _head: bytes, text: bytes) -> str | None:
    if b"<osm" not in text:
        return "it sent something that is not OpenStreetMap XML."
    with file.open("rb") as handle:
        handle.seek(max(0, file.stat().st_size - 4096))
        tail = handle.read()
    if b"<remark>" in tail:  # Overpass reports a time-out or a full memory so, in an answer that looks well
        remark = tail.split(b"<remark>")[1].split(b"</remark>")[0].decode("utf-8", "replace").strip()
        return f"it stopped before the end and says: {remark}"
    return None if b"</osm>" in tail else "what it sent was cut short."


def _json(file: Path, _head: bytes, _text: bytes) -> str | None:
    try:
        json.loads(file.read_bytes())
    except ValueError as error:
        return f"it sent something that is not JSON ({error})."
    return None


_CHECKS = {Kind.CSV: _csv, Kind.ZIP: _zip, Kind.PBF: _pbf, Kind.OSM_XML: _osm_xml, Kind.JSON: _json}
