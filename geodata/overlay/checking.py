"""What no cell can tell of itself: rows that contradict each other, periods that end before they begin, unknown premises."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from geodata.model.hours import DAYS, HoursError, WeekHours
from geodata.overlay.faults import Fault
from geodata.overlay.rows import Row
from geodata.overlay.tables import CORE_HOURS, HOUSING, SERVICES, UNDERTAKINGS, Table

NO_SERVICES = "none"
"""In the column service: there are none."""


def between_rows(
    table: Table, rows: Sequence[Row], as_at: date, listed: Collection[str] | None
) -> Iterator[Fault]:
    """Every fault of a table that needs more than one cell to see. ``listed``: codes of all premises, where known."""
    for row in rows:
        yield from _periods(table, row)
        yield from not_listed(table, row, as_at, listed)
        if table is CORE_HOURS:
            yield from _impossible_week(table, row)
    yield from _said_twice(table, rows)
    if table is SERVICES:
        yield from _none_among_others(rows)


def not_listed(table: Table, row: Row, as_at: date, listed: Collection[str] | None) -> Iterator[Fault]:
    """A fault where a row in force is about premises that are not on the list; none where its code could not be read."""
    code = row.cells.get("ods_code")
    if listed is None:
        return
    if table.of_premises and code is not None and row.in_force(as_at) and code not in listed:
        yield Fault(
            table.file,
            row.number,
            "ods_code",
            f"{code} is not on the list of premises.",
            "Correct the code; if the premises have closed, give their last day in the column until.",
        )


def _periods(table: Table, row: Row) -> Iterator[Fault]:
    first, last = ("from_year", "to_year") if table is HOUSING else ("from", "until")
    if table is UNDERTAKINGS:
        first = "given_on"
    begins, ends = row.cells.get(first), row.cells.get(last)
    if begins is not None and ends is not None and ends < begins:
        yield Fault(
            table.file, row.number, last, f"{ends} is before {first} ({begins}).", "Correct one of them."
        )


def _impossible_week(table: Table, row: Row) -> Iterator[Fault]:
    days = tuple(row.cells[name] for name in DAYS)
    if all(day is None for day in days):
        yield Fault(
            table.file,
            row.number,
            "monday",
            "no day is given.",
            "Give the hours that are known, or take the row out.",
        )
    try:
        WeekHours(days)
    except HoursError as error:
        yield Fault(table.file, row.number, "monday", str(error), "Correct the hours.")


def _said_twice(table: Table, rows: Sequence[Row]) -> Iterator[Fault]:
    by_key: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        by_key[tuple(_plain(row.cells[name]) for name in table.unique)].append(row)
    for same in by_key.values():
        for first, second in combinations(same, 2):
            if first.meets(second):
                yield Fault(
                    table.file,
                    second.number,
                    table.unique[-1],
                    f"row {first.number} says something of {second.cells[table.unique[0]]} for the same days.",
                    "Keep one row, or end the earlier one in the column until."
                    if "until" in table.headings
                    else "Keep one.",
                )


def _none_among_others(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        if _plain(row.cells["service"]) != NO_SERVICES:
            continue
        others = [
            o for o in rows if o is not row and o.cells["ods_code"] == row.cells["ods_code"] and o.meets(row)
        ]
        if any(_plain(other.cells["service"]) != NO_SERVICES for other in others):
            yield Fault(
                SERVICES.file,
                row.number,
                "service",
                f"{row.cells['ods_code']} is said to give no services, and row {others[0].number} names one.",
                "Keep the row that is right.",
            )


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
