"""The NHS Organisation Data Service's list of dispensaries (``edispensary``), as at a day.

27 columns with no row of headings: 1 code, 2 name, 5 to 9 address, 10 postcode, 11 opened, 12 closed (YYYYMMDD),
13 status (A active, C closed, P proposed), 14 subtype (1 pharmacy, 2 appliance contractor). It keeps closed
premises with their dates, so that it is a list as at any day before it was made. It gives no hours, no services,
and does not tell distance-selling premises or local pharmaceutical services (LPS) contracts from other pharmacies.

A premises is open on the day it closed: the closed date is its last day. In the list of April 2025 5,324 of the 9,568
closed premises have a successor at their postcode that opened on the day after, only 325 one that opened on that day.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import Faults, SourceError
from geodata.model.postcode import outside_england
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Dropped, Source
from geodata.sources.tables import (
    OGL,
    Citation,
    as_codes,
    read_head,
    read_table,
    refuse_blank,
    refuse_cells,
    refuse_repeats,
    some,
    source_of,
)

CITATION = Citation(
    title="NHS Organisation Data Service list of dispensaries (edispensary)",
    publisher="NHS England, Organisation Data Service",
    licence=OGL,
    attribution="Contains NHS data licensed under the Open Government Licence v3.0.",
)

_NAMED = {
    1: "code",
    2: "name",
    3: "region",
    10: "postcode",
    11: "opened",
    12: "closed",
    13: "status",
    14: "subtype",
}
_NAMES = [_NAMED.get(i, f"address_{i - 4}" if 5 <= i <= 9 else f"column_{i}") for i in range(1, 28)]
_TYPES = {"1": ContractType.UNKNOWN, "2": ContractType.APPLIANCE}
_WALES = "W00"
OUTSIDE = "in Wales, on the Isle of Man, in Jersey, Guernsey or Northern Ireland"
"""What gives no pharmaceutical services under the English regulations."""


def read_open_dispensaries(
    file: Path, as_at: date, *, vintage: str, title: str | None = None
) -> tuple[tuple[Premises, ...], Source]:
    """Premises in England open on a day, their points not yet known, by code.

    Rows out of the list: not yet open, closed, proposed (an NHS contract that had not begun when the list was made),
    in Wales or on the Isle of Man, or of a subtype that is neither pharmacy nor appliance contractor.
    Raises SourceError where the file is not this layout.
    """
    table = _read(file)
    opened, closed = (_dates(file, table[name]) for name in ("opened", "closed"))
    today = pd.Timestamp(as_at)
    rules = {
        f"opened after {as_at.isoformat()}": opened > today,
        f"closed before {as_at.isoformat()}": closed < today,
        "marked closed with no date": (table.status == "C") & closed.isna(),
        "proposed, not yet contracted when the list was made": table.status == "P",
        OUTSIDE: _outside(table),
        "neither a pharmacy nor an appliance contractor": ~table.subtype.isin(list(_TYPES)),
        "no opening date": opened.isna(),
    }
    dropped, kept = [], pd.Series(True, index=table.index)
    for reason, fails in rules.items():
        dropped.append(Dropped(reason, int((kept & fails).sum())))
        kept &= ~fails
    listed = title or CITATION.title
    frame = table.assign(opened=opened, closed=closed)[kept].sort_values("code")
    premises = tuple(_premises(row, f"{listed}, {vintage}") for row in frame.itertuples(index=False))
    last = pd.concat([opened[table.status != "P"], closed]).max()
    if pd.isna(last):
        raise SourceError(
            file, "no premises of it has a day on which it opened or closed.", "Download it again."
        )
    note = f"The last opening or closing in it is of {last.date().isoformat()}."
    if today < last:
        note += " Names and addresses are those of that time: premises that moved since stand at their later place."
    if today > last + pd.Timedelta(days=31):
        note += f" What opened or closed between then and {as_at.isoformat()} is not known."
    return premises, source_of(
        "pharmacies", file, CITATION, vintage, rows=len(table), dropped=dropped, note=note
    )


def read_former_dispensaries(file: Path, as_at: date, since: date) -> tuple[Premises, ...]:
    """Premises in England that were open and closed from ``since`` to the day before ``as_at``, by code, without points.

    Raises SourceError where the file is not this layout.
    """
    table = _read(file)
    opened, closed = (_dates(file, table[name]) for name in ("opened", "closed"))
    outside = _outside(table)
    kept = (
        (closed >= pd.Timestamp(since))
        & (closed < pd.Timestamp(as_at))
        & opened.notna()
        & (table.status != "P")
        & ~outside
        & table.subtype.isin(list(_TYPES))
    )
    frame = table.assign(opened=opened, closed=closed)[kept].sort_values("code")
    return tuple(_premises(row, CITATION.title) for row in frame.itertuples(index=False))


def look_at_dispensaries(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    read_head(file, _NAMES)


def _outside(table: pd.DataFrame) -> "pd.Series[bool]":
    return (table.region == _WALES) | table.postcode.map(outside_england).astype(bool)


def _read(file: Path) -> pd.DataFrame:
    table = read_table(file, _NAMES)
    stripped = {name: table[name].str.strip() for name in table.columns}
    table = table.assign(**{**stripped, "code": as_codes(table.code)})
    _check_layout(file, table)
    return table


def _check_layout(file: Path, table: pd.DataFrame) -> None:
    faults = Faults()
    for column, known, meaning in (("status", {"A", "C", "P"}, "13"), ("subtype", {"1", "2", "3"}, "14")):
        strange = sorted(set(table[column]) - known)
        if strange:
            faults.add(
                SourceError(
                    file,
                    f"column {meaning} ({column}) holds {some(map(repr, strange))}, which this layout does not have.",
                    "Check that it is the edispensary file; if the publisher added a code, the reader must learn it.",
                )
            )
    faults.stop()  # else it is another file, and its cells say nothing
    with faults.gathered():
        refuse_blank(file, table.code)
        refuse_repeats(file, table.code)
    for name in ("opened", "closed"):
        with faults.gathered():
            _dates(file, table[name])
    faults.stop()
    begun, ended = (_dates(file, table[name]) for name in ("opened", "closed"))
    refuse_cells(file, table.closed, ended < begun, "is before the day on which it opened", _MEND)


def _dates(file: Path, column: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    dates = pd.to_datetime(column.where(column != ""), format="%Y%m%d", errors="coerce")
    refuse_cells(file, column, dates.isna() & (column != ""), "is no date", _MEND)
    return dates


_MEND = "Dates in this layout are written YYYYMMDD; mend the row or download the file again."


def _premises(row: Any, listed_by: str) -> Premises:
    address = ", ".join(part for part in (getattr(row, f"address_{i}") for i in range(1, 6)) if part)
    return Premises(
        ods_code=row.code,
        trading_name=row.name,
        address=address,
        postcode=row.postcode,
        point=None,
        contract_type=_TYPES[row.subtype],
        listed_by=listed_by,
        opened=_day(row.opened),
        closed=_day(row.closed),
    )


def _day(stamp: datetime) -> date | None:
    return None if pd.isna(stamp) else stamp.date()
