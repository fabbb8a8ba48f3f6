"""Population-weighted centroids of output areas: the point that stands for where the people of each live.

Columns OA21CD (any year), x and y in EPSG:27700, as the Office for National Statistics publishes them.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.errors import SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.postcodes import sort_postcodes
from geodata.sources.tables import OGL, Citation, read_table, refuse_repeats, require, some, source_of

CITATION = Citation(
    title="Output areas: population-weighted centroids",
    publisher="Office for National Statistics",
    licence=OGL,
    attribution=(
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
        "Contains OS data © Crown copyright and database right."
    ),
)
_DEGREES = 1000.0
"""No place in England has an easting or a northing under a kilometre; degrees have."""


def read_centroids(file: Path, area: Area, *, vintage: str) -> tuple[Postcodes, Source]:
    """Centroids inside the area and its reach, sorted by code; their error is not known.

    Raises SourceError where a column is missing, a coordinate is no number or is in degrees, or a code stands twice.
    """
    table = read_table(file)
    codes = [name for name in table.columns if re.fullmatch(r"OA\d\dCD", name, re.IGNORECASE)]
    if len(codes) != 1:
        raise SourceError(
            file,
            f"it has {'no' if not codes else 'more than one'} column like OA21CD; it has {some(table.columns, 12)}.",
            "Take the centroids of output areas (not of LSOAs).",
        )
    by_name = {name.casefold(): name for name in table.columns}
    require(file, table, [by_name.get("x", "x"), by_name.get("y", "y")])
    refuse_repeats(file, table[codes[0]])
    x, y = (pd.to_numeric(table[by_name[n]], errors="coerce").to_numpy(dtype=np.float64) for n in ("x", "y"))
    if np.isnan(x).any() or np.isnan(y).any():
        at = int((np.isnan(x) | np.isnan(y)).argmax())
        raise SourceError(
            file, f"row {at + 2}: x or y is no number.", "Mend the row or download the file again."
        )
    if len(x) and (np.abs(x) < _DEGREES).any():
        raise SourceError(
            file, "its coordinates are degrees.", "Take them in British National Grid (EPSG:27700)."
        )
    near = area.near(x, y)
    if not near.any():
        raise SourceError(file, "no output area of it lies in the area.", "Take the file for England.")
    centroids = sort_postcodes(table[codes[0]][near], x[near], y[near], np.full(int(near.sum()), np.nan))
    dropped = (Dropped("outside the area and its reach", int((~near).sum())),)
    return centroids, source_of("output areas", file, CITATION, vintage, rows=len(table), dropped=dropped)
