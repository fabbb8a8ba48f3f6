"""One way to write a value as bytes, so that the same assessment is the same bytes two years later."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
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


def compact_json(value: Any) -> bytes:
    """A value made of frozen dataclasses as JSON with sorted keys and no space: for the many that only programs read.

    Raises as ``canonical_json`` does, and TypeError for a key that is no text.
    """
    text = json.dumps(
        value,
        default=_one_step,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )
    return text.encode()


def _one_step(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, (type, WeekHours)):
        return {name: getattr(value, name) for name in _names(type(value))}
    return plain(value)


@cache
def _names(value_type: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value_type))


def canonical_json(value: Any) -> bytes:
    """Sorted, indented UTF-8 JSON with a final newline. NaN and infinity raise ValueError."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode()
