"""What kind of OpenStreetMap file a file is, told by its first bytes; and why osmium cannot read one, in our words."""

import bz2
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

import osmium

from geodata.errors import SourceError
from geodata.sources.tables import check_file

ACCEPTED = ".osm.pbf, .osm, .osm.gz, .osm.bz2 or .opl"

_TO_PBF = "Turn it into a PBF: `osmium cat FILE -o NEW.osm.pbf`."
_DO_FETCH = "Download it again, and check its MD5 where the publisher gives one (Geofabrik does)."
_DO_END = "Look at its last line: if it is whole, end it (`echo >> FILE`); if not, download the file again."
_NOT_OURS = f"Give an OpenStreetMap extract: {ACCEPTED}."

_PACKED = {b"\x1f\x8b": ("gz", gzip.GzipFile), b"BZh": ("bz2", bz2.BZ2File)}
_ELSEWHERE = {
    b"\xff\xe0\x04o5m": ("it is an .o5m file.", _TO_PBF),
    b"\xff\xe0\x04o5c": ("it is an .o5c file of changes, not an extract.", "Use the extract they belong to."),
    b"PK": ("it is a zip file.", "Unpack it, and name the file inside."),
    b"\xfd7zXZ": ("it is packed with xz.", "Unpack it: `unxz FILE`."),
    b"\x28\xb5\x2f\xfd": ("it is packed with zstd.", "Unpack it: `unzstd FILE`."),
    b"7z\xbc\xaf": ("it is a 7z archive.", "Unpack it, and name the file inside."),
    b"{": (
        "it is JSON, as Overpass gives it with [out:json].",
        "Ask Overpass for [out:xml], or take an extract.",
    ),
}
_CUT_SHORT = (
    "EOF",
    "truncated",
    "unclosed token",
    "no element found",
    "read close failed",
    "read failed: -7",
    "gzip error",
)
"""What osmium says, in part, of a file of any format that stops before its end."""

_BEFORE_THE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_HEAD = 1 << 16
"""Bytes in which the root of an XML file is looked for: a licence may stand before it."""

_DELETED = re.compile(rb"\sdD\s|visible=[\"']false|action=[\"']delete")
"""How OPL, XML and an editor's XML (JOSM) mark an object as deleted."""

_CHUNK = 1 << 22

_UNKNOWN_PACKING = ("unknown compression", "not supported", "unsupported")


def format_of(file: Path) -> str:
    """The format of a file as osmium calls it ("pbf", "osm", "osm.gz", "osm.bz2", "opl").

    Raises SourceError where the file is missing or empty, or is something else, by its own name.
    """
    head = check_file(file)
    for magic, (packed, opened) in _PACKED.items():
        if head.startswith(magic):
            try:
                with opened(file) as handle:
                    inside = handle.read(_HEAD)
            except (EOFError, OSError, zlib.error) as error:
                raise SourceError(file, f"it was cut short or is damaged ({error}).", _DO_FETCH) from error
            form = _unpacked(file, inside)
            if form == "pbf":
                raise SourceError(file, f"it is a PBF packed once more as .{packed}.", "Unpack it.")
            return f"{form}.{packed}"
    with file.open("rb") as handle:
        form = _unpacked(file, handle.read(_HEAD))
    if form == "opl":
        _refuse_cut_lines(file)
    return form


def _unpacked(file: Path, head: bytes) -> str:
    if b"OSMHeader" in head[:64]:
        return "pbf"
    for magic, told in _ELSEWHERE.items():
        if head.startswith(magic):
            raise SourceError(file, *told)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        _refuse_other_xml(file, _BEFORE_THE_ROOT.sub(b"", text, count=1)[:512].lower())
        return "osm"
    if text[:1] in (b"n", b"w", b"r", b"c", b"#") and not text[1:2].isalpha():
        return "opl"
    raise SourceError(file, "it cannot be read as an OpenStreetMap extract: it is something else.", _NOT_OURS)


def _refuse_other_xml(file: Path, text: bytes) -> None:
    if b"<osmchange" in text:
        raise SourceError(
            file,
            "it is a file of changes (osmChange), not an extract.",
            "Apply it to the extract it belongs to: `osmium apply-changes EXTRACT FILE -o NEW.osm.pbf`.",
        )
    if b"<html" in text or b"<!doctype" in text:
        raise SourceError(
            file,
            "it is a web page: the download probably met a notice or an error.",
            "Open the publisher's page in a browser and download the file again.",
        )
    if b"<osm" not in text:
        raise SourceError(file, "it cannot be read as an OpenStreetMap extract: it is other XML.", _NOT_OURS)


def _refuse_cut_lines(file: Path) -> None:
    """A line of OPL that stops anywhere is still a line: what it lacks is the end of the line. Nor can a whole file that an
    editor left without it be told from one that was cut."""
    with file.open("rb") as handle:
        handle.seek(-1, 2)
        if handle.read(1) != b"\n":
            raise SourceError(file, "its last line has no end: it was cut short, or saved so.", _DO_END)


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Tell of what osmium cannot read by its own name. Raises SourceError in place of osmium's errors."""
    try:
        yield
    except (
        RuntimeError,
        osmium.InvalidLocationError,
    ) as error:  # osmium's errors for a file that it cannot read
        raise SourceError(file, *_why(str(error))) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            file,
            f"a tag in it is not UTF-8 text ({error}).",
            "Look for its maker: OpenStreetMap is UTF-8 throughout.",
        ) from error


def _why(said: str) -> tuple[str, str]:
    if any(word in said for word in _CUT_SHORT):
        return f"it was cut short ({said}).", _DO_FETCH
    if any(word in said for word in _UNKNOWN_PACKING):
        return (
            f"its blocks are packed in a way that osmium does not read ({said}).",
            "Have it written again with zlib: `osmium cat FILE -o NEW.osm.pbf` of a newer osmium, or ask its maker.",
        )
    if "version 0.5" in said or "Can not read file with version" in said:
        return f"it is of an old version of the format ({said}).", "Take a newer extract."
    return (
        f"it cannot be read as an OpenStreetMap extract ({said}).",
        "Look whether it is damaged: `osmium fileinfo -e FILE`. If it is, download it again.",
    )


def header_of(file: osmium.io.File) -> osmium.io.Header:
    """What a file says of itself at its beginning."""
    with osmium.io.Reader(file, osmium.osm.NOTHING) as reader:
        return reader.header()


def may_hold_deleted(file: Path, form: str) -> bool:
    """Whether objects of a file can be marked as deleted: a PBF says so at its beginning, a text where it does so."""
    if form == "pbf":
        return bool(header_of(osmium.io.File(str(file), form)).has_multiple_object_versions)
    with _opened(file, form) as handle:
        last = b""
        while part := handle.read(_CHUNK):
            if _DELETED.search(last + part):
                return True
            last = part[-32:]
    return False


def deleted_in_an_editor(file: Path, form: str) -> dict[str, set[int]]:
    """Ids of nodes, ways and relations ("n", "w", "r") that JOSM keeps in XML as ``action="delete"`` until they are sent in.

    osmium reads them as if they were there.
    """
    found: dict[str, set[int]] = {"n": set(), "w": set(), "r": set()}
    if not form.startswith("osm"):
        return found

    def element(name: str, said: dict[str, str]) -> None:
        if said.get("action") == "delete" and name in ("node", "way", "relation"):
            found[name[0]].add(int(said["id"]))

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    with _opened(file, form) as handle:
        parser.ParseFile(handle)
    return found


def _opened(file: Path, form: str) -> IO[bytes] | gzip.GzipFile | bz2.BZ2File:
    if form.endswith(".gz"):
        return gzip.open(file, "rb")
    return bz2.open(file, "rb") if form.endswith(".bz2") else file.open("rb")
