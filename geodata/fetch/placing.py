"""Put an area's files into its folder, and say of each what it is and what changed since last time."""

import csv
import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geodata.errors import SourceError
from geodata.fetch.changes import Changes, compare, read_rows
from geodata.fetch.piece import Piece
from geodata.fetch.record import Import, last_import
from geodata.fetch.store import digest


def place(
    folder: Path,
    pieces: Sequence[Piece],
    runs: Sequence[dict[str, Any]],
    kept: Callable[[str], Path],
    now: str,
) -> tuple[Import, ...]:
    """Copy each file to its name in the folder and describe it. ``kept``: where content of a hash stands.

    Nothing is copied before everything is known to fit. Raises SourceError where two files have one name.
    """
    names = Counter(piece.name.casefold() for piece in pieces)
    twice = [piece for piece in pieces if names[piece.name.casefold()] > 1]
    if twice and len({digest(piece.content)[0] for piece in twice}) > 1:
        raise SourceError(
            twice[0].content,
            f"two of the files are called {twice[0].name!r}.",
            "Give one of them another name.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    imports = tuple(_describe(piece, runs, kept, now) for piece in pieces)
    for piece, entry in zip(pieces, imports, strict=True):
        target = folder / piece.name
        if not (target.is_file() and digest(target)[0] == entry.sha256):
            _copy(piece.content, target)
    return imports


def _describe(piece: Piece, runs: Sequence[dict[str, Any]], kept: Callable[[str], Path], now: str) -> Import:
    sha256, _ = digest(piece.content)
    before = last_import(runs, piece.role, piece.name)
    state, changes = "new", None
    if before is not None:
        state = "unchanged" if before["sha256"] == sha256 else "changed"
        changes = _changes(piece, before, kept) if state == "changed" else None
    rows, columns = _shape(piece)
    return Import(
        role=piece.role,
        file=piece.name,
        title=piece.citation.title,
        publisher=piece.citation.publisher,
        licence=piece.citation.licence,
        vintage=piece.vintage,
        sha256=sha256,
        size=piece.content.stat().st_size,
        rows=rows,
        columns=columns,
        checked_at=now,
        origins=piece.origins,
        state=state,
        changes=changes,
        note=piece.note,
    )


def _changes(piece: Piece, before: dict[str, Any], kept: Callable[[str], Path]) -> Changes | None:
    """What changed in a list of pharmacies, where the list as it was is still in the store."""
    old = kept(str(before["sha256"]))
    if not piece.keyed or not old.is_file():
        return None
    headings = bool(piece.table)
    return compare(read_rows(old, headings=headings), read_rows(piece.content, headings=headings))


def _shape(piece: Piece) -> tuple[int | None, tuple[str, ...]]:
    if piece.table is None:
        return None, ()
    with piece.content.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        columns = tuple(next(reader, [])) if piece.table else ()
        return sum(1 for row in reader if row), columns


def _copy(content: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(content, beside)
    beside.replace(target)
