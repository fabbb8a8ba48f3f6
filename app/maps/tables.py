"""The table of removals as CSV and as JSON, in bytes. The same table gives the same bytes."""

import csv
import io

from app.domain.canonical import canonical_json
from app.maps.features import Value
from app.maps.removals import RemovalTable, cells, columns

CSV_MEDIA_TYPE = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: RemovalTable) -> bytes:
    """UTF-8, a row of headings, one row a pharmacy, lines ended as RFC 4180 has it; empty where not known.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, and so stays text.
    """
    names = [field.name for field in columns(table)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_cell(name) for name in names])
    for row in table.rows:
        values = cells(row, table)
        writer.writerow([_cell(values[name]) for name in names])
    return out.getvalue().encode()


def to_json(table: RemovalTable) -> bytes:
    """The whole table: imprint, standards with their residents, pharmacies with their removal by standard."""
    imprint = table.imprint
    return canonical_json(
        {
            "title": imprint.title,
            "attribution": imprint.attribution,
            "method": imprint.method,
            "notes": imprint.notes,
            "baseline": imprint.data["baseline"],
            "snapshot": imprint.data["snapshot"],
            "snapshot_as_at": imprint.data["snapshot_as_at"],
            "standards": table.standards,
            "pharmacies": [
                {
                    "ods_code": row.premises.ods_code,
                    "name": row.premises.trading_name,
                    "postcode": row.premises.postcode,
                    "easting": row.premises.point.easting if row.premises.point else None,
                    "northing": row.premises.point.northing if row.premises.point else None,
                    "board": row.board,
                    "outside_area": row.outside_area,
                    "distance_selling": row.premises.distance_selling,
                    "removals": row.removals,
                }
                for row in table.rows
            ],
        }
    )


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
