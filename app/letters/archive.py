"""Zip archives that are the same bytes for the same content: no clock, no compression library, one order."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

FIRST = "[Content_Types].xml"
# The earliest date that the zip format can hold.
DATE = (1980, 1, 1, 0, 0, 0)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """An Office archive of parts by name. Stored, not compressed: compressed bytes differ between library versions."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts, key=lambda each: (each != FIRST, each)):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


def repack(archive: bytes) -> bytes:
    """The same parts, packed so."""
    with zipfile.ZipFile(BytesIO(archive)) as parts:
        return pack({name: parts.read(name) for name in parts.namelist()})
