"""Census tables as Nomis gives them: the bulk downloads, a row for each area, and its API, a row for each count.

The API's CSV has GEOGRAPHY_CODE, the category as C2021_…_NAME, MEASURES (20100 counts people, 20301 is per cent) and
OBS_VALUE. It is turned into the layout of the bulk downloads, so that both are read alike.
"""

import re
from pathlib import Path

import pandas as pd

from geodata.errors import SourceError
from geodata.sources.tables import as_codes, read_head, read_table, require, some, whole_numbers

CODE = "geography code"
_LABELS = {"RESTYPE": "Residence type", "AGE": "Age"}
_CATEGORY = re.compile(r"C2021_(RESTYPE|AGE)_\d+[A-Z]?_NAME")
_KNOWN = re.compile(
    r"(DATE|GEOGRAPHY|MEASURES|OBS|RECORD)(_[A-Z_]+)?|URN|C2021_(RESTYPE|AGE)_\d+[A-Z]?(_[A-Z]+)?"
)
_PEOPLE = "20100"


def read_census_table(file: Path) -> pd.DataFrame:
    """A census table in the layout of the bulk downloads, text cells. A table of another layout is given back as it is.

    Raises SourceError where the API's table has a column that is not known, splits people by something else too, or counts
    an area twice.
    """
    table = read_table(file)
    category = _category(file, table)
    if not category:
        return table
    if "MEASURES" in table.columns:
        table = table[table.MEASURES == _PEOPLE]
    table = table.assign(GEOGRAPHY_CODE=as_codes(table.GEOGRAPHY_CODE))
    whole_numbers(file, table.OBS_VALUE)
    return _by_area(file, table, category)


def read_census_head(file: Path) -> pd.DataFrame | None:
    """The headings of a table of the bulk downloads; None where it is the API's, whose headings are in order.

    Raises SourceError where they are not.
    """
    head = read_head(file)
    return None if _category(file, head) else head


def _category(file: Path, table: pd.DataFrame) -> str:
    """The column of the API's table that names what is counted; "" for a table of another layout."""
    if CODE in table.columns or "OBS_VALUE" not in table.columns:
        return ""
    strange = [name for name in table.columns if not _KNOWN.fullmatch(name)]
    if strange:
        raise SourceError(
            file,
            f"column {strange[0]!r} is not one of the census tables TS001 or TS007 of Nomis.",
            "Ask for one of these tables alone: a column that splits people further would count some of them only.",
        )
    found = [name for name in table.columns if _CATEGORY.fullmatch(name)]
    if len(found) != 1:
        raise SourceError(
            file,
            f"it has {'no' if not found else 'more than one'} column like C2021_RESTYPE_3_NAME or C2021_AGE_12A_NAME; "
            f"it has {some(table.columns, 12)}.",
            "Ask for the names of the categories, and for one table alone.",
        )
    require(file, table, ["GEOGRAPHY_CODE", "OBS_VALUE"])
    return found[0]


def _by_area(file: Path, table: pd.DataFrame, category: str) -> pd.DataFrame:
    again = table[table.duplicated(["GEOGRAPHY_CODE", category])]
    if len(again):
        raise SourceError(
            file,
            f"{again.GEOGRAPHY_CODE.iloc[0]!r} has two counts of {again[category].iloc[0]!r}.",
            "Ask for one date and for people alone (measures=20100).",
        )
    kind = _CATEGORY.fullmatch(category)
    label = _LABELS[kind[1]] if kind else ""
    names = table[category].str.replace(r"^Total(:.*)?$", "Total", regex=True)
    wide = table.assign(name=f"{label}: " + names + "; measures: Value").pivot_table(
        index="GEOGRAPHY_CODE", columns="name", values="OBS_VALUE", aggfunc="first", fill_value="", sort=False
    )
    return wide.rename_axis(CODE).rename_axis(None, axis=1).reset_index()
