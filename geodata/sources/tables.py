"""What every reader of a publisher's file needs: open it safely, and account for every row of it."""

import csv
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.arrays import Floats
from geodata.britain import in_britain, why_not
from geodata.errors import Faults, SourceError
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

    The index is such that ``row_number`` gives the row as a spreadsheet numbers it; rows with nothing in them are left out.
    Raises SourceError where the file is missing, is not CSV, or has rows of different lengths.
    """
    refuse_other_formats(file, check_file(file))
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            numbered = [
                (number, row)
                for number, row in enumerate(csv.reader(handle, strict=True), 1)
                if len(row) == 1 or any(cell.strip() for cell in row)
            ]
    except UnicodeDecodeError as error:
        raise SourceError(file, f"it is not UTF-8 text ({error}).", "Save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise SourceError(
            file, f"it is not a whole CSV table ({error}).", "It may be cut short: download it again."
        ) from error
    headings = names or []
    if names is None and numbered:
        headings = [name.strip() for name in numbered.pop(0)[1]]
    twice = [name for name, count in Counter(headings).items() if count > 1]
    if twice:
        raise SourceError(file, f"column {twice[0]!r} stands in it twice.", "Keep the one that is right.")
    for number, row in numbered:
        if len(row) != len(headings):
            raise SourceError(
                file,
                f"row {number} has {len(row)} columns, where {len(headings)} belong.",
                "Check that the recipe names the right file and layout; if the file was cut short, download it again.",
            )
    index = pd.Index([number - _FIRST for number, _ in numbered], dtype="int64")
    return pd.DataFrame([row for _, row in numbered], columns=pd.Index(headings), index=index, dtype=str)


_FIRST = 2
"""The row of a spreadsheet that has index 0: the one below the headings."""


def row_number(column: "pd.Series[str]", at: int) -> int:
    """The row of the file, as a spreadsheet numbers it, of a position in a column, also in one of picked rows."""
    return int(column.index[at]) + _FIRST


def refuse_cells(
    file: Path, column: "pd.Series[str]", wrong: "pd.Series[bool] | NDArray[np.bool_]", what: str, todo: str
) -> None:
    """Raise SourceError naming the first cell that is wrong, and how many more are. ``what`` follows the cell."""
    marks = np.asarray(wrong, dtype=bool)
    if marks.any():
        at, more = int(marks.argmax()), int(marks.sum()) - 1
        where = f"column {column.name!r}, row {row_number(column, at)}"
        raise SourceError(file, f"{where}: {column.iloc[at]!r} {what}{_more(more)}.", todo)


def _more(count: int) -> str:
    return (
        f" ({count:,} more {'row is' if count == 1 else 'rows are'} wrong in the same way)" if count else ""
    )


def read_head(file: Path, names: list[str] | None = None) -> pd.DataFrame:
    """The headings of a CSV file as a table without rows: a look before anything slow. With ``names`` there are none in it.

    Raises SourceError where the file is missing or no CSV, or its first row is not as long as ``names``.
    """
    refuse_other_formats(file, check_file(file))
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            first = next((row for row in csv.reader(handle, strict=True) if row), [])
    except (UnicodeDecodeError, csv.Error):
        first = list(
            read_table(file, names).columns
        )  # whoever reads all of it says the same of it, and says it once
    if names is not None and len(first) != len(names):
        raise SourceError(
            file,
            f"row 1 has {len(first)} columns, where {len(names)} belong.",
            "Check that the recipe names the right file and layout; if the file was cut short, download it again.",
        )
    return pd.DataFrame(columns=pd.Index(names or [name.strip() for name in first]), dtype=str)


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


def whole_numbers(
    file: Path, column: "pd.Series[str]", most: int | None = None, unit: str = "", least: int = 0
) -> "pd.Series[int]":
    """A column of counts as integers. Raises SourceError naming the first cell that is no whole number from ``least`` on.

    ``most``: the most that can be, ``unit`` what of ("people in one LSOA").
    """
    text = column.str.strip()
    todo = "Use the publisher's own file, not one that was rounded or hidden."
    below = text.str.fullmatch(r"-\d+(\.0+)?")
    refuse_cells(file, column, below, "is below zero", todo)
    refuse_cells(file, column, ~text.str.fullmatch(r"[0-9]+"), "is not a whole number", todo)
    bound = _MOST if most is None else most
    told = f"is more than there can be{f' {unit}' if unit else ''} ({bound:,})"
    refuse_cells(file, column, text.str.lstrip("0").str.len() > _DIGITS, told, todo)
    numbers = text.astype("int64")
    refuse_cells(file, column, numbers > bound, told, todo)
    refuse_cells(file, column, numbers < least, f"is less than {least:,}", todo)
    return numbers


_MOST = 2**31 - 1
"""A snapshot keeps counts in 32 bits; no count of England is larger."""
_DIGITS = 15


def as_codes(column: "pd.Series[str]") -> "pd.Series[str]":
    """Codes as publishers give them out, in capitals without blanks around: two that differ by case are one."""
    return column.str.strip().str.upper()


def grid_points(
    file: Path, x: "pd.Series[str]", y: "pd.Series[str]", none: "pd.Series[bool] | None" = None
) -> tuple[Floats, Floats]:
    """Two columns of eastings and northings, EPSG:27700 metres, float64 (n,) each.

    ``none``: rows that are said to have no point; what they hold is not looked at, and comes back as NaN. Raises SourceError
    naming each column's first cell that is no number, and the first point that cannot be in Great Britain.
    """
    faults, columns = Faults(), []
    given = np.ones(len(x), dtype=bool) if none is None else ~none.to_numpy(dtype=bool)
    todo = "Give metres of the British National Grid (EPSG:27700): mend the row or download the file again."
    for column in (x, y):
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
        with faults.gathered():
            refuse_cells(file, column, ~np.isfinite(numbers) & given, "is no number of metres", todo)
        columns.append(np.where(given, numbers, np.nan))
    faults.stop()
    outside = given & ~in_britain(*columns)
    if outside.any():
        at, more = int(outside.argmax()), int(outside.sum()) - 1
        raise SourceError(
            file,
            f"columns {x.name!r} and {y.name!r}, row {row_number(x, at)}: {x.iloc[at]}, {y.iloc[at]} "
            f"{why_not(columns[0][at], columns[1][at])}{_more(more)}.",
            todo,
        )
    return columns[0], columns[1]


def refuse_blank(file: Path, column: "pd.Series[str]") -> None:
    """Raise SourceError where a cell of a column that names things is empty."""
    refuse_cells(file, column, column.str.strip() == "", "names nothing", "Fill it in, or take the row out.")


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
