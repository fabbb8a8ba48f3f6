"""The overlay as a snapshot keeps it: JSON, the same bytes for the same overlay."""

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from geodata.model.hours import parse_week
from geodata.model.overlay import (
    Overlay,
    PlannedHousing,
    SaidCoreHours,
    SaidDistanceSelling,
    SaidDoor,
    SaidServices,
    SaidUndertaking,
)
from geodata.model.point import Point

FILE = "overlay.json"
_KINDS = {
    "distance_selling": SaidDistanceSelling,
    "services": SaidServices,
    "doors": SaidDoor,
    "core_hours": SaidCoreHours,
    "undertakings": SaidUndertaking,
    "housing": PlannedHousing,
}


def overlay_text(overlay: Overlay) -> str:
    """The overlay as JSON."""
    rows = {field.name: [_row(said) for said in getattr(overlay, field.name)] for field in fields(overlay)}
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def overlay_from(text: str) -> Overlay:
    """The overlay that ``overlay_text`` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    data = json.loads(text)
    return Overlay(
        **{name: tuple(kind(**_values(row)) for row in data[name]) for name, kind in _KINDS.items()}
    )


def _row(said: Any) -> dict[str, Any]:
    row = asdict(said)
    for name, value in row.items():
        if isinstance(value, date):
            row[name] = value.isoformat()
    if isinstance(said, SaidCoreHours):
        row["hours"] = said.hours.as_text()
    return row


def _values(row: dict[str, Any]) -> dict[str, Any]:
    values = dict(row)
    for name in ("said_on", "given_on", "until"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    for name in ("services", "listed"):
        if isinstance(values.get(name), list):
            values[name] = tuple(values[name])
    for name in ("point", "listed"):
        if isinstance(values.get(name), dict):
            values[name] = Point(**values[name])
    if "hours" in values:
        values["hours"] = parse_week(values["hours"])
    return values
