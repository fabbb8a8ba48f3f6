"""Which services which premises give: a CSV file of two columns, ``ods`` and ``ServiceName``, a row for each service."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from geodata.errors import SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.tables import OGL, Citation, as_codes, read_head, read_table, require, source_of

CITATION = Citation(
    title="Services of pharmacies",
    publisher="NHS",
    licence=OGL,
    attribution="Contains NHS data licensed under the Open Government Licence v3.0.",
)


_COLUMNS = ("ods", "ServiceName")


def read_services(file: Path, *, vintage: str) -> tuple[Mapping[str, tuple[str, ...]], Source]:
    """Names of services as published, sorted, by ODS code. Premises that the file does not name are unknown."""
    table = read_table(file)
    _check_columns(file, table)
    table = table.assign(ods=as_codes(table.ods), ServiceName=table.ServiceName.str.strip())
    named = table[(table.ods != "") & (table.ServiceName != "")]
    once = named.drop_duplicates(["ods", "ServiceName"])
    services = {
        str(code): tuple(sorted(group)) for code, group in once.sort_values("ods").groupby("ods").ServiceName
    }
    dropped = (
        Dropped("no code or no service", len(table) - len(named)),
        Dropped("says the same again", len(named) - len(once)),
    )
    return services, source_of("services", file, CITATION, vintage, rows=len(table), dropped=dropped)


def look_at_services(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    _check_columns(file, read_head(file))


def _check_columns(file: Path, table: pd.DataFrame) -> None:
    require(file, table, _COLUMNS)
    strange = [name for name in table.columns if name not in _COLUMNS]
    if strange:
        raise SourceError(
            file,
            f"column {strange[0]!r} is not known; it may say that a service has ended, or is another's.",
            "Leave the columns ods and ServiceName alone, with the rows that hold on the day of the snapshot.",
        )
