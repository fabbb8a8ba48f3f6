"""An early warning as JSON and as CSV tables, in bytes. The same warning gives the same bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from app.domain.canonical import canonical_json
from app.recheck.compared import Compared
from app.recheck.due import Due
from app.recheck.early_warning import AreaCrossed, EarlyWarning, SiteMatters, words_of

NOTES = (
    "Both lists are measured on the streets and the people of the later snapshot: the list alone differs.",
    "A change of owner gives new codes at the same door: it is told apart from a closure and an opening.",
    "A list does not say why premises closed. What is due is for the board to judge.",
)


def as_json(found: Compared) -> bytes:
    """The whole warning."""
    warning = found.warning
    return canonical_json(
        {
            "baseline": found.baseline.id,
            "before": {"snapshot": found.before[0], "as_at": found.before[1]},
            "after": {"snapshot": found.after[0], "as_at": found.after[1]},
            "changes": _changes(warning),
            "areas": warning.areas,
            "sites": warning.sites,
            "due": found.due,
            "need": found.need,
            "not_measured": dict(warning.not_measured),
            "people_not_measured": dict(warning.people_not_measured),
            "notes": [*NOTES, *warning.unknown],
            "attribution": found.attribution,
        }
    )


def as_tables(found: Compared) -> dict[str, bytes]:
    """CSV tables by file name: changes of the list, areas, sites, and what may be due."""
    warning = found.warning
    changes = [
        {name: value for name, value in row.items() if name != "touched"} | touched
        for row in _changes(warning)
        for touched in _rows(row["touched"])
    ]
    dues = [asdict(due) | {"reasons": " ".join(due.reasons), "left": " ".join(due.left)} for due in found.due]
    return {
        "list-changes.csv": _csv(_CHANGE, changes),
        "areas.csv": _csv(_AREA, map(asdict, warning.areas)),
        "sites.csv": _csv(_SITE, map(asdict, warning.sites)),
        "due.csv": _csv(_DUE, dues),
    }


def _changes(warning: EarlyWarning) -> list[dict[str, object]]:
    return [
        {
            "event": event.change.event,
            "ods_code": event.premises.ods_code,
            "name": event.premises.trading_name,
            "postcode": event.premises.postcode,
            "before_ods_code": event.change.before.ods_code if event.change.before else None,
            "before_postcode": event.change.before.postcode if event.change.before else None,
            "metres": event.change.metres,
            "board": event.hwb,
            "words": words_of(event.change),
            "touched": [asdict(one) for one in event.touched],
        }
        for event in warning.events
    ]


def _rows(touched: object) -> list[dict[str, object]]:
    """Rows of an event, one a standard; one without figures where no standard was measured."""
    assert isinstance(touched, list)  # noqa: S101 - made by ``_changes``; tells the type checker
    return touched or [{}]


_TOUCHED = ("standard", "nearest_before", "nearest_after", "lost", "gained", "may_lose")
_CHANGE = (
    "event", "ods_code", "name", "postcode", "before_ods_code", "before_postcode", "metres", "board", "words",
    *_TOUCHED,
)  # fmt: skip
_AREA = tuple(AreaCrossed.__dataclass_fields__)
_SITE = tuple(SiteMatters.__dataclass_fields__)
_DUE = tuple(Due.__dataclass_fields__)


def _csv(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; empty where not known."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r" else value
