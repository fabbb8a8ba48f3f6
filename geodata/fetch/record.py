"""The import record: for every file of an area where it came from, when, how big, which hash, and what changed.

``imports.json`` beside the files. The last entry of ``runs`` tells of the files as they are; those before it are kept.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geodata.errors import SourceError
from geodata.fetch.changes import Changes
from geodata.fetch.store import write_whole

NAME = "imports.json"
FORMAT = 1


@dataclass(frozen=True)
class Origin:
    """A download that a file was made from. ``address`` is "" where it was given as a file."""

    address: str
    sha256: str
    size: int
    retrieved_at: str


@dataclass(frozen=True)
class Import:
    """One file of an area. ``rows`` is None and ``columns`` empty where it is no table.

    ``state``: "new", "changed" or "unchanged" since the last run. ``changes``: of a list of pharmacies, by ODS code.
    """

    role: str
    file: str
    title: str
    publisher: str
    licence: str
    vintage: str
    sha256: str
    size: int
    rows: int | None
    columns: tuple[str, ...]
    checked_at: str
    origins: tuple[Origin, ...]
    state: str = "new"
    changes: Changes | None = None
    note: str = ""


@dataclass(frozen=True)
class Run:
    """One run of ``geodata fetch``. ``downloaded``: bytes of data that came in."""

    at: str
    board: str
    board_name: str
    as_at: str
    contact: str
    downloaded: int
    recipe_sha256: str
    imports: tuple[Import, ...]
    notes: tuple[str, ...] = ()


def read_runs(folder: Path) -> list[dict[str, Any]]:
    """Earlier runs, the last one last. Raises SourceError where the record cannot be read."""
    file = folder / NAME
    if not file.exists():
        return []
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise ValueError(f"its format is {record['format']}, this version writes {FORMAT}")
        runs: list[dict[str, Any]] = record["runs"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            file, f"it is not a record of imports ({error}).", "Move it away; the next fetch writes another."
        ) from error
    return runs


def last_import(runs: Sequence[dict[str, Any]], role: str, file: str) -> dict[str, Any] | None:
    """What the last run recorded of a file, or of the one file of its role."""
    entries = [entry for entry in runs[-1]["imports"] if entry["role"] == role] if runs else []
    exact = [entry for entry in entries if entry["file"] == file]
    found = exact or (entries if len(entries) == 1 else [])
    return found[0] if found else None


def write_runs(folder: Path, runs: Sequence[dict[str, Any]], run: Run) -> Path:
    """Write the record with a run added at its end."""
    file = folder / NAME
    entries = [*runs, asdict(run)]
    write_whole(file, json.dumps({"format": FORMAT, "runs": entries}, ensure_ascii=False, indent=1) + "\n")
    return file
