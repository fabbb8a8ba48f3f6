"""One way to write a value as bytes, so that the same assessment is the same bytes two years later."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from geodata.model.hours import WeekHours


def plain(value: Any) -> Any:
    """A value made of frozen dataclasses as plain JSON types. Raises TypeError for what has no plain form."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, WeekHours):
        return value.as_text()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(value: Any) -> bytes:
    """Sorted, indented UTF-8 JSON with a final newline. NaN and infinity raise ValueError."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode()
