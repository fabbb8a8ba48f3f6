"""Postcodes in the layout of Ordnance Survey's Code-Point Open: live postcodes with National Grid coordinates.

Either the publisher's ten columns with no row of headings, or a table with the headings of its first four.
The point is in the building nearest the mean of the postcode's addresses, not at any one door. So the positional
error here is that of the postcode's point taken for one address of it, and it is an assumption, a usual figure and no
bound: a postcode has some 15 addresses, its neighbour is some 60 m away in a town, and seven pharmacies of Rutland and
Stamford in OpenStreetMap lie 12 to 77 m (median 25 m) from their postcodes' points.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.area import Area
from geodata.arrays import Floats, Postcodes
from geodata.errors import Faults, SourceError
from geodata.model.postcode import is_postcode, squeezed
from geodata.snapshot import Dropped, Source
from geodata.sources.tables import (
    OGL,
    Citation,
    check_file,
    grid_points,
    read_head,
    read_table,
    refuse_cells,
    require,
    source_of,
)

CITATION = Citation(
    title="Code-Point Open",
    publisher="Ordnance Survey",
    licence=OGL,
    attribution=(
        "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
        "database right. Source: Office for National Statistics licensed under the Open Government Licence v3.0."
    ),
)

ASSUMED_ERROR_M = {"10": 50.0, "20": 50.0, "30": 100.0, "40": 100.0, "50": 150.0, "60": np.nan}
"""Positional quality indicator to the error that is assumed for one address of the postcode, metres; NaN is unknown.

10 and 20: in the building nearest the mean of the addresses. 30: within 50 m of that. 40: mean of addresses since
deleted. 50: guessed from the postcodes around, to 100 m. 60: mean of the whole postcode sector, so of no known error.
90 has no coordinates.
"""
_HEADINGS = ("Postcode", "Positional_quality_indicator", "Eastings", "Northings")
_OTHERS = (
    "Country_code",
    "NHS_regional_HA_code",
    "NHS_HA_code",
    "Admin_county_code",
    "Admin_district_code",
    "Admin_ward_code",
)
_SHORT = dict(
    zip(("PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"), (*_HEADINGS, *_OTHERS), strict=True)
)
"""The publisher's short headings, as its list of headings gives both."""
_NO_POINT = "90"
DISTRICT = "S9"
"""How the code of a district is kept: nine characters, such as E06000017."""


def read_code_point_open(
    file: Path, area: Area, *, vintage: str, also: Collection[str] = ()
) -> tuple[Postcodes, Source]:
    """Postcodes inside the area and its reach, sorted, and those of ``also`` (no spaces) wherever they are.

    The source counts as used only what is inside. Raises SourceError where the file is not this layout.
    """
    table = _read(file)
    quality = table.Positional_quality_indicator.str.strip()
    faults = Faults()
    with faults.gathered():
        refuse_cells(
            file,
            quality,
            ~quality.isin([*ASSUMED_ERROR_M, _NO_POINT]),
            "is not one of the layout",
            "It is 10, 20, 30, 40, 50, 60 or 90.",
        )
    with faults.gathered():
        refuse_cells(
            file,
            table.Postcode,
            ~table.Postcode.map(is_postcode),
            "is no postcode",
            "Mend the row or download the file again.",
        )
    zeros = [pd.to_numeric(table[name], errors="coerce") == 0 for name in ("Eastings", "Northings")]
    none = (quality == _NO_POINT) | (zeros[0] & zeros[1])
    with faults.gathered():
        x, y = grid_points(file, table.Eastings, table.Northings, none)
    faults.stop()
    pointless = none.to_numpy()
    near = area.near(x, y) & ~pointless
    codes = squeeze(table.Postcode)
    keep = (near | codes.isin(list(also)).to_numpy()) & ~pointless
    _refuse_two_points(file, codes[keep], x[keep], y[keep])
    error = np.asarray(quality.map(ASSUMED_ERROR_M), dtype=np.float64)
    district = table["Admin_district_code"][keep] if "Admin_district_code" in table else None
    postcodes = sort_postcodes(codes[keep], x[keep], y[keep], error[keep], district)
    dropped = (
        Dropped("no coordinates", int(pointless.sum())),
        Dropped("outside the area and its reach", int((~near & ~pointless).sum())),
        Dropped("says the same again", int(codes[near].duplicated().sum())),
    )
    return postcodes, source_of("postcodes", file, CITATION, vintage, rows=len(table), dropped=dropped)


def squeeze(column: "pd.Series[str]") -> "pd.Series[str]":
    """Postcodes in capitals without any blanks, as ``squeezed`` makes them."""
    return column.map(squeezed)


def sort_postcodes(
    codes: "pd.Series[str]", x: Floats, y: Floats, error_m: Floats, district: "pd.Series[str] | None" = None
) -> Postcodes:
    """A geocoder's table: sorted by code, a code that stands twice kept once."""
    code = np.array([text.encode() for text in codes], dtype=np.bytes_)
    given = [""] * len(code) if district is None else district.fillna("").astype("str")
    of = np.array([text.strip().encode() for text in given], dtype=DISTRICT)
    _, first = np.unique(code, return_index=True)
    return Postcodes(code, x, y, error_m, of).take(first)


def join_postcodes(tables: Sequence[Postcodes]) -> tuple[Postcodes, NDArray[np.int64]]:
    """Several tables as one, the first that knows a postcode giving its point; and which table that was, int64 (p,)."""
    origin = np.concatenate([np.full(len(table.code), i, dtype=np.int64) for i, table in enumerate(tables)])
    columns = {n: np.concatenate([getattr(t, n) for t in tables]) for n in ("code", "x", "y", "error_m")}
    none = (np.zeros(len(t.code), dtype=DISTRICT) if t.district is None else t.district for t in tables)
    joined = Postcodes(**columns, district=np.concatenate(list(none)))
    _, first = np.unique(joined.code, return_index=True)
    return joined.take(first), origin[first]


def look_at_code_point_open(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    _columns(file, read_head(file, _names(file)))


def _read(file: Path) -> pd.DataFrame:
    return _columns(file, read_table(file, _names(file)))


def _names(file: Path) -> list[str] | None:
    """Names for the columns of a file without headings; None where it has its own."""
    first = check_file(file).removeprefix(b"\xef\xbb\xbf").split(b",")[0].strip(b"\x00 '\"\r\n").upper()
    if first in (b"PCD", b"PCD7", b"PCDS", b"X"):
        raise SourceError(
            file,
            "it looks like the ONS Postcode Directory, not Code-Point Open.",
            'Name it in the recipe with layout = "ons-directory".',
        )
    headed = first in (b"POSTCODE", b"PC")
    return None if headed else [*_HEADINGS, *_OTHERS]


def _columns(file: Path, table: pd.DataFrame) -> pd.DataFrame:
    """The table by the publisher's long names. Raises SourceError where it has others."""
    table = table.rename(columns=_SHORT)
    require(file, table, _HEADINGS)
    strange = [name for name in table.columns if name not in (*_HEADINGS, *_OTHERS)]
    if strange:
        raise SourceError(
            file,
            f"column {strange[0]!r} is not one of Code-Point Open.",
            "Take the publisher's own columns.",
        )
    return table


def _refuse_two_points(file: Path, codes: "pd.Series[str]", x: Floats, y: Floats) -> None:
    seen = pd.DataFrame({"code": codes, "x": x, "y": y}).drop_duplicates()
    twice = seen.code[seen.code.duplicated()]
    if len(twice):
        raise SourceError(file, f"postcode {twice.iloc[0]!r} has two points.", "Keep the one that is right.")
