"""Read an overlay's folder: all of it or nothing, with every fault told at once."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geodata.errors import SourceError
from geodata.overlay.cells import CellError
from geodata.overlay.checking import between_rows, not_listed
from geodata.overlay.faults import Fault, OverlayError
from geodata.overlay.rows import Row
from geodata.overlay.tables import TABLES, Table
from geodata.snapshot import Dropped, Source
from geodata.sources.tables import Citation, check_file, refuse_other_formats, some, source_of

PERIOD = ("from", "until", "given_on")
KEPT_BY_OFFICERS = "Kept by officers; not published"


@dataclass(frozen=True)
class Told:
    """An overlay as read on a day: rows in force by table, how many were read, and files by table."""

    folder: Path
    as_at: date
    rows: Mapping[str, tuple[Row, ...]]
    read: Mapping[str, int]

    def of(self, table: Table) -> tuple[Row, ...]:
        """Rows of a table that are in force."""
        return self.rows.get(table.name, ())

    def sources(self, keeper: str, vintage: str, used: Mapping[str, int]) -> tuple[Source, ...]:
        """The manifest's record of each file. ``used``: rows by table that are about premises here."""
        answer = []
        for table in TABLES:
            if table.name not in self.read:
                continue
            total, live = self.read[table.name], len(self.of(table))
            citation = Citation(
                f"Officers' overlay: {table.title.lower()}", keeper, KEPT_BY_OFFICERS, f"Kept by {keeper}."
            )
            dropped = (
                Dropped(f"not in force on {self.as_at.isoformat()}", total - live),
                Dropped("outside the area and its reach", live - used.get(table.name, live)),
            )
            answer.append(
                source_of(
                    f"overlay {table.name}",
                    self.folder / table.file,
                    citation,
                    vintage,
                    rows=total,
                    dropped=dropped,
                )
            )
        return tuple(answer)


def read_overlay(
    folder: Path, as_at: date, listed: Collection[str] | None, *, today: date | None = None
) -> Told:
    """Rows of an overlay's tables, and which of them are in force on ``as_at``.

    ``listed`` are the codes of all premises of the list; None where the list itself cannot be read. ``today``, where given,
    refuses what was said on a later day.
    Raises OverlayError with every fault: headings, cells, rows that contradict each other, premises not on the list.
    """
    if not folder.is_dir():
        raise SourceError(folder, "there is no such folder.", "Make it with `geodata overlay template`.")
    faults: list[Fault] = list(_strange_files(folder))
    rows: dict[str, tuple[Row, ...]] = {}
    for table in TABLES:
        if (folder / table.file).exists():
            rows[table.name], in_part, wrong = _read(folder / table.file, table, today)
            faults += wrong
            faults += [fault for row in in_part for fault in not_listed(table, row, as_at, listed)]
    for table in TABLES:
        faults += between_rows(table, rows.get(table.name, ()), as_at, listed)
    if faults:
        raise OverlayError(folder, faults)
    if not rows:
        raise SourceError(
            folder,
            f"it has none of the tables {some((table.file for table in TABLES), 12)}.",
            "Make them with `geodata overlay template`.",
        )
    live = {name: tuple(row for row in read if row.in_force(as_at)) for name, read in rows.items()}
    return Told(folder, as_at, live, {name: len(read) for name, read in rows.items()})


def _strange_files(folder: Path) -> Iterator[Fault]:
    known = {table.file for table in TABLES}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in (".csv", ".xlsx", ".xls", ".ods") and file.name not in known:
            yield Fault(
                file.name,
                0,
                "",
                "it is no table of an overlay.",
                f"Tables are named {some(sorted(known), 12)}.",
            )


def _read(
    file: Path, table: Table, today: date | None
) -> tuple[tuple[Row, ...], tuple[Row, ...], list[Fault]]:
    """Rows that were read, those of which a cell could not be read (with the others), and every fault."""
    try:
        refuse_other_formats(file, check_file(file))
        with file.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.reader(handle, strict=True))
    except SourceError as error:
        return (), (), [Fault(file.name, 0, "", error.wrong, error.todo)]
    except (UnicodeDecodeError, csv.Error) as error:
        fault = Fault(file.name, 0, "", f"it is no CSV table in UTF-8 ({error}).", "Save it as CSV UTF-8.")
        return (), (), [fault]
    headings = [heading.strip() for heading in lines[0]]
    faults = list(_wrong_headings(table, headings))
    if faults:
        return (), (), faults
    rows, in_part = [], []
    for number, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        cells, wrong = _cells(table, headings, line, number)
        faults += wrong
        row = Row(table.name, number, cells)
        if wrong:
            if not any(fault.column in PERIOD for fault in wrong):  # or nobody knows whether it is in force
                in_part.append(row)
            continue
        faults += _too_late(table, row, today)
        rows.append(row)
    return tuple(rows), tuple(in_part), faults


def _wrong_headings(table: Table, headings: Sequence[str]) -> Iterator[Fault]:
    for name in table.headings:
        if headings.count(name) != 1:
            wrong = "it is missing." if name not in headings else "it stands in the table more than once."
            yield Fault(table.file, 1, name, wrong, f"The columns are {', '.join(table.headings)}.")
    for name in headings:
        if name not in table.headings:
            yield Fault(
                table.file,
                1,
                name or "(no heading)",
                "it is not known.",
                f"The columns are {', '.join(table.headings)}.",
            )


def _cells(
    table: Table, headings: Sequence[str], line: Sequence[str], number: int
) -> tuple[dict[str, Any], list[Fault]]:
    if len(line) != len(headings):
        wrong = f"it has {len(line)} cells, where {len(headings)} belong."
        return {}, [Fault(table.file, number, "", wrong, "Put a cell that holds a comma in quotation marks.")]
    given = {heading: cell.strip() for heading, cell in zip(headings, line, strict=True)}
    cells: dict[str, Any] = {}
    faults = []
    for column in table.columns:
        cell = given[column.name]
        if not cell:
            cells[column.name] = None
            if column.required:
                faults.append(
                    Fault(table.file, number, column.name, "it is empty.", f"Fill in: {column.meaning}.")
                )
            continue
        try:
            cells[column.name] = column.read(cell)
        except CellError as error:
            faults.append(Fault(table.file, number, column.name, *error.args))
    return cells, faults


def _too_late(table: Table, row: Row, today: date | None) -> Iterator[Fault]:
    if today is not None and row.cells["said_on"] > today:
        yield Fault(
            table.file,
            row.number,
            "said_on",
            "the day is yet to come.",
            "Give the day on which they said so.",
        )
