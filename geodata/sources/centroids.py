"""Population-weighted centroids of output areas: the point that stands for where the people of each live.

Columns OA21CD (any year), x and y in EPSG:27700, as the Office for National Statistics publishes them.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.errors import Faults, SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.postcodes import sort_postcodes
from geodata.sources.tables import (
    OGL,
    Citation,
    as_codes,
    grid_points,
    read_head,
    read_table,
    refuse_blank,
    refuse_repeats,
    require,
    some,
    source_of,
)

CITATION = Citation(
    title="Output areas: population-weighted centroids",
    publisher="Office for National Statistics",
    licence=OGL,
    attribution=(
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
        "Contains OS data © Crown copyright and database right."
    ),
)


def read_centroids(file: Path, area: Area, *, vintage: str) -> tuple[Postcodes, Source]:
    """Centroids inside the area and its reach, sorted by code; their error is not known.

    Raises SourceError where a column is missing, a coordinate is no place in Great Britain (degrees, say), or a code is
    missing or stands twice.
    """
    table = read_table(file)
    codes, by_name = _columns(file, table)
    table = table.assign(**{codes: as_codes(table[codes])})
    faults = Faults()
    with faults.gathered():
        refuse_blank(file, table[codes])
        refuse_repeats(file, table[codes])
    with faults.gathered():
        x, y = grid_points(file, *(table[by_name[name]] for name in ("x", "y")))
    faults.stop()
    near = area.near(x, y)
    if not near.any():
        raise SourceError(file, "no output area of it lies in the area.", "Take the file for England.")
    centroids = sort_postcodes(table[codes][near], x[near], y[near], np.full(int(near.sum()), np.nan))
    dropped = (Dropped("outside the area and its reach", int((~near).sum())),)
    return centroids, source_of("output areas", file, CITATION, vintage, rows=len(table), dropped=dropped)


def look_at_centroids(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    _columns(file, read_head(file))


def _columns(file: Path, table: pd.DataFrame) -> tuple[str, Mapping[str, str]]:
    """The column of codes, and every column by its name in small letters."""
    codes = [name for name in table.columns if re.fullmatch(r"OA\d\dCD", name, re.IGNORECASE)]
    if len(codes) != 1:
        raise SourceError(
            file,
            f"it has {'no' if not codes else 'more than one'} column like OA21CD; it has {some(table.columns, 12)}.",
            "Take the centroids of output areas (not of LSOAs).",
        )
    by_name = {name.casefold(): name for name in table.columns}
    require(file, table, [by_name.get("x", "x"), by_name.get("y", "y")])
    return codes[0], by_name
