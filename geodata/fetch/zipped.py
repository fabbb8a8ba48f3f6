"""Files out of a zip that was downloaded."""

import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.store import Answer, Store


def plain_name(member: str) -> str:
    """What a member of a zip is to be called on its own: its last part, without anything that a path could be made of."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", member.rsplit("/", 1)[-1]).lstrip(".")


@contextmanager
def opened(store: Store, answer: Answer) -> Iterator[zipfile.ZipFile]:
    """The zip of an answer."""
    with zipfile.ZipFile(store.object(answer.sha256)) as archive:
        yield archive


def member_ending(archive: zipfile.ZipFile, ending: str, title: str, answer: Answer, option: str) -> str:
    """The one member whose name ends so. Raises FetchError naming what the zip holds."""
    found = [name for name in archive.namelist() if name.casefold().endswith(ending)]
    if len(found) != 1:
        held = ", ".join(archive.namelist()[:8])
        raise FetchError(
            title,
            answer.address,
            f"the zip has {'no' if not found else 'more than one'} file ending in {ending}; it has {held}.",
            do_file(option),
        )
    return found[0]


def unpack(store: Store, archive: zipfile.ZipFile, member: str) -> str:
    """Put one member into the store and give its SHA-256."""
    handle, beside = tempfile.mkstemp(dir=store.folder / "partial")
    file = Path(beside)
    try:
        with os.fdopen(handle, "wb") as out, archive.open(member) as packed:
            while chunk := packed.read(1 << 20):
                out.write(chunk)
        return store.keep(file)[0]
    finally:
        file.unlink(missing_ok=True)
