"""What every reader of a publisher's file needs: open it safely, and account for every row of it."""

import csv
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geodata.errors import SourceError
from geodata.snapshot import Dropped, Source

OGL = "Open Government Licence v3.0"

_SOME = 6


@dataclass(frozen=True)
class Citation:
    """Whose data it is and under what terms it may be used."""

    title: str
    publisher: str
    licence: str
    attribution: str


def check_file(file: Path) -> bytes:
    """The first bytes of a file that is there and has something in it. Raises SourceError."""
    if not file.exists():
        raise SourceError(
            file, "there is no such file.", "Check the recipe and the data folder, or download it."
        )
    if not file.is_file():
        raise SourceError(file, "it is a folder, not a file.", "Name the file inside it.")
    with file.open("rb") as handle:
        head = handle.read(512)
    if not head:
        raise SourceError(file, "it is empty.", "Download it again.")
    return head


def read_table(file: Path, names: list[str] | None = None) -> pd.DataFrame:
    """A CSV file as text cells, an empty cell being "". With ``names`` the file has no row of headings.

    Raises SourceError where the file is missing, is not CSV, or has rows of different lengths.
    """
    refuse_other_formats(file, check_file(file))
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = [row for row in csv.reader(handle, strict=True) if row]
    except UnicodeDecodeError as error:
        raise SourceError(file, f"it is not UTF-8 text ({error}).", "Save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise SourceError(
            file, f"it is not a whole CSV table ({error}).", "It may be cut short: download it again."
        ) from error
    headings = [name.strip() for name in rows.pop(0)] if names is None and rows else names or []
    twice = [name for name, count in Counter(headings).items() if count > 1]
    if twice:
        raise SourceError(file, f"column {twice[0]!r} stands in it twice.", "Keep the one that is right.")
    for number, row in enumerate(rows, 2 if names is None else 1):
        if len(row) != len(headings):
            raise SourceError(
                file,
                f"row {number} has {len(row)} columns, where {len(headings)} belong.",
                "Check that the recipe names the right file and layout; if the file was cut short, download it again.",
            )
    return pd.DataFrame(rows, columns=pd.Index(headings), dtype=str)


def require(file: Path, table: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise SourceError where a table lacks any of the columns."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise SourceError(
            file,
            f"it has no column {some(repr(name) for name in missing)}; it has "
            f"{some((repr(name) for name in table.columns), 12)}.",
            "Check that the recipe names the right file and layout.",
        )


def whole_numbers(file: Path, column: "pd.Series[str]") -> "pd.Series[int]":
    """A column of counts as integers. Raises SourceError naming the first cell that is no whole number of at least 0."""
    text = column.str.strip()
    wrong = ~text.str.fullmatch(r"\d+")
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        row = int(column.index[at]) + 2  # of the file, also where the column is of rows picked from it
        raise SourceError(
            file,
            f"column {column.name!r}, row {row}: {text.iloc[at]!r} is not a whole number.",
            "Use the publisher's own file, not one that was rounded or hidden.",
        )
    return text.astype("int64")


def refuse_repeats(file: Path, column: "pd.Series[str]") -> None:
    """Raise SourceError where a column that names things names one twice."""
    again = column[column.duplicated()]
    if len(again):
        raise SourceError(
            file,
            f"{column.name} {again.iloc[0]!r} stands in more than one row.",
            "Keep the one that is right.",
        )


def some(words: Iterable[str], most: int = _SOME) -> str:
    """A list of words for a sentence, cut after the first few."""
    given = list(words)
    rest = f" and {len(given) - most:,} more" if len(given) > most else ""
    return ", ".join(given[:most]) + rest


def hash_files(files: Iterable[Path]) -> tuple[str, int]:
    """SHA-256 of the bytes of some files one after another, and their size in bytes."""
    digest, size = hashlib.sha256(), 0
    for file in files:
        content = file.read_bytes()
        digest.update(content)
        size += len(content)
    return digest.hexdigest(), size


def source_of(
    role: str,
    file: Path,
    citation: Citation,
    vintage: str,
    *,
    rows: int,
    dropped: Collection[Dropped] = (),
    note: str = "",
) -> Source:
    """The manifest's record of a file: what was not dropped was used."""
    sha256, size = hash_files([file])
    kept = tuple(d for d in dropped if d.rows)
    return Source(
        role=role,
        title=citation.title,
        publisher=citation.publisher,
        licence=citation.licence,
        attribution=citation.attribution,
        vintage=vintage,
        file=file.name,
        sha256=sha256,
        size=size,
        rows=rows,
        used=rows - sum(d.rows for d in kept),
        dropped=kept,
        note=note,
    )


def refuse_other_formats(file: Path, head: bytes) -> None:
    """Raise SourceError where the first bytes of a file are a web page's, a zip file's or no text's."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<"):
        raise SourceError(
            file,
            "it is a web page, not a CSV file: the download probably met a sign-in or error page.",
            "Open the publisher's page in a browser and download the file again.",
        )
    if head.startswith(b"PK"):
        raise SourceError(
            file, "it is a zip file or a spreadsheet, not a CSV file.", "Unpack it, or save it as CSV."
        )
    if b"\x00" in head:
        raise SourceError(file, "it is not a text file.", "Check that the recipe names the right file.")
