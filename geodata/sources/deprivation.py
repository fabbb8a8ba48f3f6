"""The Index of Multiple Deprivation by LSOA; decile 1 is the most deprived tenth of England."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from geodata.errors import SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.tables import (
    OGL,
    Citation,
    read_table,
    refuse_repeats,
    require,
    some,
    source_of,
    whole_numbers,
)

CITATION = Citation(
    title="English Indices of Deprivation, Index of Multiple Deprivation",
    publisher="Ministry of Housing, Communities and Local Government",
    licence=OGL,
    attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
)
_CODE = "LSOA code"
_DECILE = "Index of Multiple Deprivation (IMD) Decile"


def read_deciles(file: Path, lsoas: Collection[str], *, vintage: str) -> tuple[Mapping[str, int], Source]:
    """Decile (1 to 10) of each wanted LSOA that the file has. Raises SourceError for a decile outside 1 to 10.

    Columns are found by how they begin, as the years in them change.
    """
    table = read_table(file)
    code, decile = (_only(file, table, name) for name in (_CODE, _DECILE))
    wanted = table[table[code].isin(list(lsoas))]
    refuse_repeats(file, wanted[code])
    numbers = whole_numbers(file, wanted[decile])
    wrong = ~numbers.between(1, 10)
    if wrong.any():
        raise SourceError(
            file,
            f"{wanted[code][wrong].iloc[0]} has decile {numbers[wrong].iloc[0]}.",
            "Deciles run from 1 (most deprived) to 10; check that the column is the decile, not the rank.",
        )
    deciles = dict(zip(wanted[code], (int(n) for n in numbers), strict=True))
    dropped = (Dropped("outside the area", len(table) - len(wanted)),)
    return deciles, source_of("deprivation", file, CITATION, vintage, rows=len(table), dropped=dropped)


def _only(file: Path, table: pd.DataFrame, name: str) -> str:
    """The one column that begins with a name. Of two (LSOAs of 2011 and of 2021, say) none can be taken unasked."""
    found = [column for column in table.columns if column.startswith(name)]
    if len(found) > 1:
        raise SourceError(
            file,
            f"it has more than one column like {name!r}: {some(map(repr, found))}.",
            "Keep the one of LSOAs 2021.",
        )
    require(file, table, found or [name])
    return found[0]
