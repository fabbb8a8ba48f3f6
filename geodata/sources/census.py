"""Census 2021 usual residents by LSOA, in the layout of the bulk downloads: the total (TS001) and age bands (TS007B)."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from geodata.errors import Faults, SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.lsoas import told_of_2011
from geodata.sources.nomis import read_census_head, read_census_table
from geodata.sources.tables import (
    OGL,
    Citation,
    as_codes,
    refuse_repeats,
    require,
    some,
    source_of,
    whole_numbers,
)

_ATTRIBUTION = "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
RESIDENTS = Citation(
    "Census 2021, usual residents (TS001)", "Office for National Statistics", OGL, _ATTRIBUTION
)
AGES = Citation("Census 2021, usual residents by age", "Office for National Statistics", OGL, _ATTRIBUTION)

AGE_GROUPS = {
    "Aged 15 years and under": "age_0_15",
    "Aged 16 to 24 years": "age_16_24",
    "Aged 25 to 34 years": "age_25_34",
    "Aged 35 to 49 years": "age_35_49",
    "Aged 50 to 64 years": "age_50_64",
    "Aged 65 years and over": "age_65_plus",
}
"""Age bands as the census words them, and what the groups are called in a snapshot."""

_OLDEST = 200
_GROUPS = dict(
    zip(AGE_GROUPS.values(), ((0, 15), (16, 24), (25, 34), (35, 49), (50, 64), (65, _OLDEST)), strict=True)
)

MOST_PEOPLE = 100_000
"""More people than live in any LSOA or output area: the largest LSOA of the census of 2021 has 9,899."""
MOST_OF_ALL = 60_000_000
"""More people than live in England: the census of 2021 counted 56,490,000."""
_UNIT = "people in one small area"

_CODE = "geography code"
_LABELS = {"date", "geography", _CODE}


def read_residents(
    file: Path, lsoas: Collection[str] | None, *, vintage: str, role: str = "residents"
) -> tuple[Mapping[str, int], Source]:
    """Usual residents of each wanted LSOA (or output area); None: of all that the file has.

    Raises SourceError where the file lacks one of them, or a count is none that can be.
    """
    table = read_census_table(file)
    total = _total(file, table)
    wanted, dropped = _wanted(file, table, lsoas)
    counts = whole_numbers(file, wanted[total], MOST_PEOPLE, _UNIT)
    if (people := int(counts.sum())) > MOST_OF_ALL:
        raise SourceError(
            file,
            f"column {total!r}: {people:,} people in all are more than live in England ({MOST_OF_ALL:,}).",
            "Take the census table as published.",
        )
    residents = dict(zip(wanted[_CODE], (int(n) for n in counts), strict=True))
    return residents, source_of(role, file, RESIDENTS, vintage, rows=len(table), dropped=dropped)


def read_ages(
    file: Path, lsoas: Collection[str] | None, *, vintage: str
) -> tuple[Mapping[str, Mapping[str, int]], Source]:
    """For each group of ``AGE_GROUPS``, in order, its people in each wanted LSOA; None: in all that the file has.

    The file has the six bands, or finer ones that add up to them, as the broad bands of TS007B do. Raises SourceError where
    it lacks an age or an LSOA, counts an age twice, or has a column that is not known or lies across two groups.
    """
    table = read_census_table(file)
    bands = _of_groups(file, table)
    wanted, dropped = _wanted(file, table, lsoas)
    groups, faults = {}, Faults()
    for group, names in bands.items():
        total = pd.Series(0, index=wanted.index)
        for name in names:
            with faults.gathered():
                total += whole_numbers(file, wanted[name], MOST_PEOPLE, _UNIT)
        groups[group] = dict(zip(wanted[_CODE], (int(n) for n in total), strict=True))
    faults.stop()
    return groups, source_of("ages", file, AGES, vintage, rows=len(table), dropped=dropped)


def look_at_residents(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    head = read_census_head(file)
    if head is not None:
        _total(file, head)


def look_at_ages(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    head = read_census_head(file)
    if head is not None:
        _of_groups(file, head)


def _total(file: Path, table: pd.DataFrame) -> str:
    """The column of all residents."""
    columns = [name for name in table.columns if name.startswith("Residence type: Total")]
    require(file, table, [_CODE, columns[0] if columns else "Residence type: Total; measures: Value"])
    strange = [n for n in table.columns if n not in _LABELS and not n.startswith("Residence type: ")]
    if strange:
        raise SourceError(
            file,
            f"column {strange[0]!r} is not one of TS001.",
            "Take the table of usual residents as published.",
        )
    return columns[0]


def _of_groups(file: Path, table: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    require(file, table, [_CODE])
    return _bands(file, [name for name in table.columns if name not in _LABELS])


def _bands(file: Path, columns: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Which columns make up each group. Every age belongs to one column exactly; "Age: Total" is left aside."""
    spans: dict[str, tuple[int, int]] = {}
    for name in columns:
        band = re.sub(r"^Age: |; measures: Value$", "", name)
        if band == "Total":
            continue
        span = _span(band)
        if span is None or not any(span[0] >= first and span[1] <= last for first, last in _GROUPS.values()):
            raise SourceError(
                file,
                f"column {name!r} is not an age band that is known, or lies across two.",
                f"The bands wanted are {some(AGE_GROUPS, 10)}, or finer ones that add up to them (TS007B).",
            )
        spans[name] = span
    groups = {}
    for label, group in AGE_GROUPS.items():
        first, last = _GROUPS[group]
        inside = sorted((span, name) for name, span in spans.items() if span[0] >= first and span[1] <= last)
        if not inside:
            raise SourceError(
                file,
                f"it has no column 'Age: {label}; measures: Value', nor finer ones.",
                "Take Census 2021 TS007B (broad age bands) by LSOA.",
            )
        edges = [first, *(span[1] + 1 for span, _ in inside)]
        if [span[0] for span, _ in inside] != edges[:-1] or edges[-1] != last + 1:
            raise SourceError(
                file,
                f"its columns do not count every age of {label!r} ({group}) once: it has {some(spans, 12)}.",
                "Take Census 2021 TS007B (broad age bands) by LSOA.",
            )
        groups[group] = tuple(name for _, name in inside)
    return groups


def _span(band: str) -> tuple[int, int] | None:
    """The first and last age of a band as the census words it."""
    found = re.fullmatch(r"Aged (\d+)(?: (?:to|and) (\d+))? years?( and under| and over)?", band)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if found[3] == " and under":
        return 0, last
    return first, _OLDEST if found[3] == " and over" else last


def _wanted(
    file: Path, table: pd.DataFrame, lsoas: Collection[str] | None
) -> tuple[pd.DataFrame, tuple[Dropped, ...]]:
    table = table.assign(**{_CODE: as_codes(table[_CODE])})
    if lsoas is None:
        refuse_repeats(file, table[_CODE])
        return table, ()
    wanted = table[table[_CODE].isin(list(lsoas))]
    refuse_repeats(file, wanted[_CODE])
    missing = sorted(set(lsoas) - set(wanted[_CODE]))
    if missing:
        older = told_of_2011(lsoas, table[_CODE])
        raise SourceError(
            file,
            f"it has no row for {some(missing)}.{f' {older}' if older else ''}",
            "Take the file for the same areas (2021) as the boundaries, and for the whole of England.",
        )
    return wanted, (Dropped("outside the area", len(table) - len(wanted)),)
