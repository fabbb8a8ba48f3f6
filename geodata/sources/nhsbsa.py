"""The NHSBSA Consolidated Pharmaceutical List: premises with their opening hours, by financial-year quarter.

25 columns; their names drift between quarters and the drift is tolerated. The list merges core and supplementary
hours, leaves out bank holidays, carries no date, no services and no coordinates, names the board rather than giving
its code, and does not tell distance-selling premises apart. Contract types: Community, LPS, DAC (appliances).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Literal

import pandas as pd

from geodata.errors import SourceError
from geodata.model.hours import DAYS, Day, HoursError, WeekHours, parse_day
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
    refuse_repeats,
    require,
    some,
    source_of,
)

CITATION = Citation(
    title="Consolidated Pharmaceutical List",
    publisher="NHS Business Services Authority",
    licence=OGL,
    attribution="Contains NHS data licensed under the Open Government Licence v3.0.",
)

_TYPES = {
    "COMMUNITY": ContractType.COMMUNITY,
    "LPS": ContractType.LPS,
    "DAC": ContractType.APPLIANCE,
    "": ContractType.UNKNOWN,
}
_TOTALS = ("MON", "TUES", "WED", "THURS", "FRI", "SAT", "SUN")
_HOURS = tuple(f"PHARMACY_OPENING_HOURS_{day.upper()}" for day in DAYS)
_ADDRESS = tuple(f"ADDRESS_FIELD_{i}" for i in range(1, 5))
_NEEDED = ("PHARMACY_ODS_CODE", "PHARMACY_TRADING_NAME", "POST_CODE", *_HOURS, "CONTRACT_TYPE")
_KNOWN = {
    *_NEEDED,
    *_ADDRESS,
    *(f"{day}_TOTAL" for day in _TOTALS),
    "HEALTH_AND_WELLBEING_BOARD",
    "ORGANISATION_NAME",
    "WEEKLY_TOTAL",
}
_CODE_NAMES = {"PHARMACY_ODS_CODE_F_CODE", "ODS_CODE"}
_ROW_NUMBER = "_id"
"""The data portal's own number of a row, in files that its table view gives."""
_COLON_FOR_COMMA = re.compile(r"(?<=\d\d:\d\d-\d\d:\d\d):(?=\d\d:\d\d-\d\d:\d\d)")


@dataclass(frozen=True)
class ParsedHours:
    """One week's hours as read, and in words what could not be read or was read with a correction."""

    hours: WeekHours
    problems: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


def parse_hours(week: Mapping[str, str]) -> ParsedHours:
    """Read seven published texts, by day of the week. A day that cannot be read is unknown and is a problem.

    A close at 23:59 is midnight. One slip of the pen is put right and told: a colon for the comma between two openings.
    """
    days: list[Day] = []
    problems, corrections = [], []
    for name in DAYS:
        text = week.get(name, "")
        mended = _COLON_FOR_COMMA.sub(",", text)
        try:
            days.append(parse_day(mended, name))
        except HoursError as error:
            days.append(None)
            problems.append(str(error))
        else:
            if mended != text:
                corrections.append(f"{name}: {text!r} read as {mended!r}")
    try:
        return ParsedHours(WeekHours(tuple(days)), tuple(problems), tuple(corrections))
    except HoursError as error:  # each day reads, but one night's opening runs into the next day's
        unknown = WeekHours((None,) * len(DAYS))
        return ParsedHours(unknown, (*problems, str(error)), tuple(corrections))


def read_pharmaceutical_list(
    file: Path, *, vintage: str, role: Literal["pharmacies", "hours"] = "pharmacies", title: str | None = None
) -> tuple[tuple[Premises, ...], Source]:
    """Premises on the list with their hours, their points not yet known, by code.

    Hours that cannot be read, that were read with a correction, or that do not add up to the list's own weekly total
    are named in the source's note. Raises SourceError where a column or a contract type is not known.
    """
    read = read_list_with_problems(file, vintage=vintage, role=role, title=title)
    return read.premises, read.source


@dataclass(frozen=True)
class ListRead:
    """A list as read. ``unread``: by ODS code, what of its hours could not be read."""

    premises: tuple[Premises, ...]
    source: Source
    unread: Mapping[str, tuple[str, ...]]


def read_list_with_problems(
    file: Path, *, vintage: str, role: Literal["pharmacies", "hours"] = "pharmacies", title: str | None = None
) -> ListRead:
    """``read_pharmaceutical_list``, with hours that could not be read by premises. Raises SourceError as it does."""
    table = _normalised(file, read_table(file))
    rows = len(table)
    table = table.drop_duplicates()
    repeated = rows - len(table)
    refuse_repeats(file, table.PHARMACY_ODS_CODE)
    table = table[~table.POST_CODE.map(outside_england).astype(bool)]
    listed_by = f"{title or CITATION.title}, {vintage}"
    premises, remarks = [], []
    unread: dict[str, tuple[str, ...]] = {}
    for record in table.sort_values("PHARMACY_ODS_CODE").to_dict("records"):
        row = {str(name): str(cell) for name, cell in record.items()}
        parsed = parse_hours({day: row[column] for day, column in zip(DAYS, _HOURS, strict=True)})
        code = row["PHARMACY_ODS_CODE"]
        remarks += [f"{code} {problem} Taken as unknown." for problem in parsed.problems]
        if parsed.problems:
            unread[code] = parsed.problems
        remarks += [f"{code} {correction}." for correction in parsed.corrections]
        remarks += _total_remarks(code, row.get("WEEKLY_TOTAL", ""), parsed.hours)
        premises.append(_premises(row, parsed.hours, listed_by))
    dropped = (
        Dropped("repeats a row word for word", repeated),
        Dropped("on the Isle of Man, in Jersey, Guernsey or Northern Ireland", rows - repeated - len(table)),
    )
    note = f"Hours: {some(remarks, 20)}" if remarks else ""
    source = source_of(role, file, CITATION, vintage, rows=rows, dropped=dropped, note=note)
    return ListRead(tuple(premises), source, unread)


def look_at_list(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    _normalised(file, read_head(file))


def _normalised(file: Path, table: pd.DataFrame) -> pd.DataFrame:
    table = table.drop(columns=[name for name in table.columns if name.casefold() == _ROW_NUMBER])
    names = {name: _usual_name(name) for name in table.columns}
    table = table.rename(columns=names)
    twice = table.columns[table.columns.duplicated()]
    if len(twice):
        raise SourceError(file, f"column {twice[0]!r} stands in it twice.", "Keep one.")
    strange = [given for given, usual in names.items() if usual not in _KNOWN]
    if strange:
        raise SourceError(
            file,
            f"column {strange[0]!r} is not one of the Consolidated Pharmaceutical List.",
            "Check that the recipe names the right file and layout; take out columns that were added by hand.",
        )
    require(file, table, _NEEDED)
    table = table.apply(lambda column: column.str.strip())
    table = table.assign(PHARMACY_ODS_CODE=as_codes(table.PHARMACY_ODS_CODE))
    refuse_blank(file, table.PHARMACY_ODS_CODE)
    types = sorted(set(table.CONTRACT_TYPE.str.upper()) - set(_TYPES))
    if types:
        raise SourceError(
            file,
            f"CONTRACT_TYPE {types[0]!r} is not known; known are Community, LPS and DAC.",
            "If the publisher added a type, the reader must learn whether people can walk in for services there.",
        )
    return table


def _usual_name(column: str) -> str:
    """A column's name without the drift seen between quarters."""
    name = re.sub(r"[^A-Z0-9]+", "_", column.upper()).strip("_")
    name = re.sub(r"^ADDRESS_FIELD(\d)$", r"ADDRESS_FIELD_\1", name)
    if name in _CODE_NAMES:
        return "PHARMACY_ODS_CODE"
    return "POST_CODE" if name == "POSTCODE" else name


def _premises(row: Mapping[str, str], hours: WeekHours, listed_by: str) -> Premises:
    return Premises(
        ods_code=row["PHARMACY_ODS_CODE"],
        trading_name=row["PHARMACY_TRADING_NAME"],
        address=", ".join(row[name] for name in _ADDRESS if row.get(name)),
        postcode=row["POST_CODE"],
        point=None,
        contract_type=_TYPES[row["CONTRACT_TYPE"].upper()],
        listed_by=listed_by,
        contractor=row.get("ORGANISATION_NAME") or None,
        hwb_name=row.get("HEALTH_AND_WELLBEING_BOARD") or None,
        hours=None if all(day is None for day in hours.days) else hours,
        weekly_total=_total(row.get("WEEKLY_TOTAL", "")),
    )


def _total(text: str) -> float | None:
    """The list's own weekly total; None where it gives none, or no number."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) and found >= 0 else None


def _total_remarks(code: str, total: str, hours: WeekHours) -> list[str]:
    minutes = hours.total_minutes()
    if minutes is None or not total:
        return []
    published = _total(total)
    if published is None:
        return [f"{code} weekly total {total!r} is no number."]
    if hours.agrees_with(published):
        return []
    return [f"{code} hours add up to {minutes / 60:g} a week, the list's own total is {published:g}."]
