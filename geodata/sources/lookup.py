"""The lookup of the Office for National Statistics from LSOA to the ward and the district that fit it best."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geodata.errors import Faults, SourceError
from geodata.snapshot import Source
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
    title="LSOA to ward and local authority district, best fit",
    publisher="Office for National Statistics",
    licence=OGL,
    attribution="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
)


_CODE = "[EWSNKJ][0-9]{8}"
"""A code of the Office for National Statistics: a letter for the country and eight figures."""


@dataclass(frozen=True)
class Belongs:
    """The ward and the district that an LSOA belongs to, as codes."""

    ward: str
    district: str


def read_lookup(file: Path, *, vintage: str) -> tuple[Mapping[str, Belongs], Source]:
    """Ward and district of every LSOA; columns are those of any year, in capitals or not.

    The source counts every row as used: whoever picks must account for the rest.

    Raises SourceError where a column is missing, a cell of one is no code, or an LSOA stands twice.
    """
    table = read_table(file)
    columns = _columns(file, table)
    lsoa, ward, district = columns
    faults = Faults()
    table = table.assign(**{name: as_codes(table[name]) for name in columns})
    for name in columns:
        with faults.gathered():
            refuse_blank(file, table[name])
            strange = ~table[name].str.fullmatch(_CODE)
            refuse_cells(file, table[name], strange, "is no code of an area", "Take the lookup as published.")
    with faults.gathered():
        refuse_repeats(file, table[lsoa])
    faults.stop()
    rows = zip(table[lsoa], table[ward], table[district], strict=True)
    lookup = {code: Belongs(w, d) for code, w, d in rows}
    return lookup, source_of("lookup", file, CITATION, vintage, rows=len(table))


def look_at_lookup(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    _columns(file, read_head(file))


def _columns(file: Path, table: pd.DataFrame) -> list[str]:
    columns = []
    for prefix in ("LSOA", "WD", "LAD"):
        found = [name for name in table.columns if re.fullmatch(rf"{prefix}\d\dCD", name, re.IGNORECASE)]
        if len(found) != 1:
            raise SourceError(
                file,
                f"it has {'no' if not found else 'more than one'} column like {prefix}24CD; it has "
                f"{some(table.columns, 12)}.",
                "Use the lookup from LSOA to ward and local authority district.",
            )
        columns.append(found[0])
    return columns
