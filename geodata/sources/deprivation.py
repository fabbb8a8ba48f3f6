"""The Index of Multiple Deprivation by LSOA; decile 1 is the most deprived tenth of England."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from geodata.errors import Faults, SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.lsoas import told_of_2011
from geodata.sources.tables import (
    OGL,
    Citation,
    as_codes,
    read_head,
    read_table,
    refuse_cells,
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
_RANK = "Index of Multiple Deprivation (IMD) Rank"
_MOST_RANKS = 40_000
"""More than there are LSOAs in England: 32,844 of 2011, 33,755 of 2021."""


def read_deciles(
    file: Path, lsoas: Collection[str] | None, *, vintage: str
) -> tuple[Mapping[str, int], Source]:
    """Decile (1 to 10) of each wanted LSOA that the file has; None: of all that it has.

    Columns are found by how they begin, as the years in them change. The source's note says where the file's LSOAs are
    those of 2011. Raises SourceError for a decile outside 1 to 10, and for a rank, where the file has it, below 1.
    """
    table = read_table(file)
    code, decile = (_only(file, table, name) for name in (_CODE, _DECILE))
    table = table.assign(**{code: as_codes(table[code])})
    wanted = table if lsoas is None else table[table[code].isin(list(lsoas))]
    refuse_repeats(file, wanted[code])
    faults = Faults()
    with faults.gathered():
        numbers = whole_numbers(file, wanted[decile])
        refuse_cells(
            file,
            wanted[decile],
            ~numbers.between(1, 10),
            "is no decile",
            "Deciles run from 1 (most deprived) to 10; check that the column is the decile, not the rank.",
        )
    for name in (name for name in table.columns if name.startswith(_RANK)):
        with faults.gathered():
            whole_numbers(file, wanted[name], _MOST_RANKS, "ranks of LSOAs", least=1)
    faults.stop()
    deciles = dict(zip(wanted[code], (int(n) for n in numbers), strict=True))
    dropped = (Dropped("outside the area", len(table) - len(wanted)),)
    note = told_of_2011(lsoas or (), table[code])
    return deciles, source_of(
        "deprivation", file, CITATION, vintage, rows=len(table), dropped=dropped, note=note
    )


def look_at_deciles(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    head, faults = read_head(file), Faults()
    for name in (_CODE, _DECILE):
        with faults.gathered():
            _only(file, head, name)
    faults.stop()


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
