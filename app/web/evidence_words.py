"""Evidence on a page: its value in words, its rows as a table. Nothing is worked out here that is not in the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.evidence import Evidence, Ledger, Row, Scalar
from app.domain.rounding import half_up, minutes_in_whole, per_cent, whole
from app.letters.prose import day_or_text

NOT_KNOWN = "not known"

HEADINGS: Mapping[str, str] = {
    "after": "After",
    "after_mean": "Mean trip after, in {unit}",
    "agreed": "Agreed",
    "attribution": "To print beside it",
    "band": "Longer by",
    "before": "Before",
    "before_mean": "Mean trip before, in {unit}",
    "both": "Open at both",
    "change_worst": "Longer by at most, in {unit}",
    "closing": "Closes",
    "code": "Code",
    "continuing": "Stays",
    "date": "Date",
    "day": "Day",
    "easting": "Easting (m)",
    "error_m": "May be out by (m)",
    "from": "From",
    "gained": "Gain the standard",
    "group": "Group",
    "hour": "Hour",
    "hours": "Hours open",
    "hours_new": "Of them open at the new site",
    "in_window": "In the time for a reply",
    "kmh": "km/h",
    "leaving": "Site that is left",
    "lost": "Lose the standard",
    "metres": "Metres",
    "minutes": "Minutes",
    "name": "Name",
    "new_mean": "Mean trip to the new site, in {unit}",
    "northing": "Northing (m)",
    "ods_code": "ODS code",
    "outcome": "Outcome",
    "pace": "Pace",
    "papers_by": "Papers by",
    "papers_in_time": "Papers in time",
    "people": "People",
    "postcode": "Postcode",
    "service": "Service",
    "source": "Source",
    "staying": "Site that stays",
    "street": "Street",
    "undertaken": "Undertaken",
    "what": "What",
    "when": "When",
}
"""Headings of columns; a column that is not here is headed by its name. ``{unit}``: of trips, metres or minutes."""

OF_ITEM: Mapping[tuple[str, str], str] = {
    ("hours.days", "lost"): "No longer open",
    ("week", "lost"): "Fewer people within it",
}
"""Where one name heads a column of another meaning: by how the item's id begins."""

WHOLE = frozenset({"metres", "minutes"})
"""Columns of one trip's length or time: whole numbers, as everywhere else that somebody reads them."""

MEANS = frozenset({"before_mean", "after_mean", "new_mean", "change_worst"})
"""Columns of means over many people: whole metres, minutes to a tenth."""

HIDDEN = frozenset({"sha256", "role"})
"""Columns that a page leaves to the JSON."""


@dataclass(frozen=True)
class TableOfRows:
    """Rows of an item as a page shows them. ``numeric``: indexes of columns of numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]


def worded(item: Evidence) -> str:
    """The value with its unit, rounded as people read it: "450 m", "94.8%", "not known"."""
    value = item.value
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return day_or_text(value) if item.unit == "date" else value
    match item.unit:
        case "m":
            return f"{whole(value):,} m"
        case "share":
            about, figure = per_cent(value)
            return f"{about} {figure}%".strip()
        case "minutes":
            return minutes_in_whole(value)
        case "hours a week" | "hours":
            return f"{number(value)} {item.unit}"
        case "people":
            return f"{whole(value):,} {'person' if value == 1 else 'people'}"
        case "":
            return number(value)
        case unit:
            return f"{number(value)} {unit}"


def unit_of_trips(item: Evidence, ledger: Ledger) -> str:
    """The unit of the trips that an item's rows tell of: "m", or "minutes" on a standard by car."""
    change = ledger.get(f"{item.id.rpartition('.')[0]}.change_mean")
    return change.unit if change is not None else "m"


def table_of(item: Evidence, trips: str = "m") -> TableOfRows:
    """The rows as a table. ``trips``: the unit of the mean trips in them. Raises ValueError where the item has none."""
    if not item.rows:
        raise ValueError(f"{item.id} has no rows")
    columns = [name for name in dict.fromkeys(key for row in item.rows for key in row) if name not in HIDDEN]
    numeric = tuple(at for at, name in enumerate(columns) if _is_numeric(item.rows, name))
    rows = tuple(tuple(_shown(name, row.get(name), trips) for name in columns) for row in item.rows)
    return TableOfRows(tuple(heading(item.id, name, trips) for name in columns), rows, numeric)


def heading(evidence_id: str, name: str, trips: str = "m") -> str:
    """The heading of a column of an item."""
    for (begins, column), words in OF_ITEM.items():
        if column == name and evidence_id.startswith(begins):
            return words
    words = HEADINGS.get(name, name.replace("_", " ")).format(unit="metres" if trips == "m" else trips)
    return words[:1].upper() + words[1:]


def _shown(name: str, value: Scalar, trips: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return cell(value)
    if name in WHOLE or (name in MEANS and trips == "m"):
        return f"{whole(value):,}" if whole(value) or value == 0 else "under 1"
    return cell(value)


def cell(value: Scalar) -> str:
    """One value of a row."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return day_or_text(value) if len(value) == len("2026-01-01") and value[4:5] == "-" else value
    return number(value)


def number(value: float) -> str:
    """A number with commas, to a tenth where it is not whole."""
    return f"{value:,.0f}" if value == int(value) else f"{half_up(value, '0.1'):,}"


def _is_numeric(rows: tuple[Row, ...], name: str) -> bool:
    values = [row.get(name) for row in rows if row.get(name) is not None]
    return bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
