"""What changed in a table since it was fetched last, row by row, by the column that names the rows."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """A CSV file as rows by key. ``columns``: its headings, or column_1 and on. ``rows`` counts them all."""

    columns: tuple[str, ...]
    by_key: Mapping[str, tuple[str, ...]]
    rows: int


@dataclass(frozen=True)
class Changes:
    """Keys that came, went, or whose row is another now; in order. Columns that came or went."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.columns_added, self.columns_removed))

    @property
    def in_words(self) -> str:
        """One sentence."""
        told = [
            f"{len(keys):,} {what}"
            for keys, what in (
                (self.added, "came"),
                (self.removed, "went"),
                (self.changed, "changed"),
                (self.columns_added, "new columns"),
                (self.columns_removed, "columns went"),
            )
            if keys
        ]
        return f"{', '.join(told)}." if told else "No row is another."


def read_rows(file: Path, *, key: int = 0, headings: bool = True) -> Table:
    """The rows of a CSV file by one of its columns (a position)."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = [tuple(row) for row in csv.reader(handle) if row]
    columns = rows.pop(0) if headings and rows else ()
    if not columns and rows:
        columns = tuple(f"column_{number}" for number in range(1, len(rows[0]) + 1))
    return Table(columns, {row[key]: row for row in rows if len(row) > key}, len(rows))


def compare(before: Table, now: Table) -> Changes:
    """What changed from one to the other. Columns that only one of them has do not make a row another."""
    shared = [name for name in now.columns if name in before.columns]
    old_at, new_at = ([table.columns.index(name) for name in shared] for table in (before, now))
    return Changes(
        added=tuple(sorted(set(now.by_key) - set(before.by_key))),
        removed=tuple(sorted(set(before.by_key) - set(now.by_key))),
        changed=tuple(
            key
            for key in sorted(set(now.by_key) & set(before.by_key))
            if _picked(before.by_key[key], old_at) != _picked(now.by_key[key], new_at)
        ),
        columns_added=tuple(name for name in now.columns if name not in before.columns),
        columns_removed=tuple(name for name in before.columns if name not in now.columns),
    )


def _picked(row: Sequence[str], at: Sequence[int]) -> tuple[str, ...]:
    return tuple(row[i] if i < len(row) else "" for i in at)
