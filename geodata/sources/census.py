"""Census 2021 usual residents by LSOA, in the layout of the bulk downloads: the total (TS001) and six age bands."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from geodata.errors import SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.nomis import read_census_table
from geodata.sources.tables import (
    OGL,
    Citation,
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
"""The file's age bands and what the groups are called in a snapshot."""

_CODE = "geography code"
_LABELS = {"date", "geography", _CODE}


def read_residents(file: Path, lsoas: Collection[str], *, vintage: str) -> tuple[Mapping[str, int], Source]:
    """Usual residents of each wanted LSOA. Raises SourceError where the file lacks one of them."""
    table = read_census_table(file)
    columns = [name for name in table.columns if name.startswith("Residence type: Total")]
    require(file, table, [_CODE, columns[0] if columns else "Residence type: Total; measures: Value"])
    strange = [n for n in table.columns if n not in _LABELS and not n.startswith("Residence type: ")]
    if strange:
        raise SourceError(
            file,
            f"column {strange[0]!r} is not one of TS001.",
            "Take the table of usual residents as published.",
        )
    wanted, dropped = _wanted(file, table, lsoas)
    counts = whole_numbers(file, wanted[columns[0]])
    residents = dict(zip(wanted[_CODE], (int(n) for n in counts), strict=True))
    return residents, source_of("residents", file, RESIDENTS, vintage, rows=len(table), dropped=dropped)


def read_ages(
    file: Path, lsoas: Collection[str], *, vintage: str
) -> tuple[Mapping[str, Mapping[str, int]], Source]:
    """For each group of ``AGE_GROUPS``, in order, its people in each wanted LSOA.

    Raises SourceError where the file lacks a band or an LSOA, or has a band that is not known.
    """
    table = read_census_table(file)
    bands: dict[str, str] = {}
    for name in table.columns:
        band = re.sub(r"^Age: |; measures: Value$", "", name)
        if band in AGE_GROUPS:
            bands[AGE_GROUPS[band]] = name
        elif name not in _LABELS and band != "Total":
            raise SourceError(
                file,
                f"column {name!r} is not an age band that is known.",
                f"The bands wanted are {some(AGE_GROUPS, 10)}.",
            )
    require(
        file,
        table,
        [_CODE, *(bands.get(g, f"Age: {band}; measures: Value") for band, g in AGE_GROUPS.items())],
    )
    wanted, dropped = _wanted(file, table, lsoas)
    groups = {
        group: dict(
            zip(wanted[_CODE], (int(n) for n in whole_numbers(file, wanted[bands[group]])), strict=True)
        )
        for group in AGE_GROUPS.values()
    }
    return groups, source_of("ages", file, AGES, vintage, rows=len(table), dropped=dropped)


def _wanted(
    file: Path, table: pd.DataFrame, lsoas: Collection[str]
) -> tuple[pd.DataFrame, tuple[Dropped, ...]]:
    wanted = table[table[_CODE].isin(list(lsoas))]
    refuse_repeats(file, wanted[_CODE])
    missing = sorted(set(lsoas) - set(wanted[_CODE]))
    if missing:
        raise SourceError(
            file,
            f"it has no row for {some(missing)}.",
            "Take the file for the same LSOAs (2021) as the boundaries, and for the whole of England.",
        )
    return wanted, (Dropped("outside the area", len(table) - len(wanted)),)
