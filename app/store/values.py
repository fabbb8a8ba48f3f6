"""From canonical JSON back to the frozen value that it was written from: the inverse of ``app.domain.canonical``.

A letter drafted years later rests on the stored figures themselves, not on a second run.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from geodata.model.hours import WeekHours, parse_week

T = TypeVar("T")


class StoredValueError(ValueError):
    """Stored JSON that is not of the type that it was stored as."""


def read_value(value_type: type[T], content: bytes) -> T:
    """The value of a type from its canonical JSON. Raises StoredValueError where the JSON is of another shape."""
    try:
        value: T = _read(value_type, json.loads(content))
    except (ValueError, TypeError, KeyError) as error:
        name = getattr(value_type, "__name__", "value")
        raise StoredValueError(f"a stored {name} cannot be read: {error}") from error
    return value


def _read(hint: Any, data: Any) -> Any:
    return _reader(hint)(data)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """What reads a value of a type: found once for each type, as a run of re-checks reads tens of thousands of papers."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _reader_of_union(get_args(hint))
    if origin is tuple:
        return partial(_read_tuple, get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        value_hint = get_args(hint)[1]
        return lambda data: {str(key): _read(value_hint, item) for key, item in data.items()}
    if hint is WeekHours:
        return parse_week
    if hint is date:
        return date.fromisoformat
    if is_dataclass(hint):
        return partial(_read_dataclass, hint)
    if issubclass(hint, Enum):
        return lambda data: hint(data)
    return partial(_read_scalar, hint)


def _read_dataclass(value_type: Any, data: Any) -> Any:
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is no {value_type.__name__}")
    hints = _hints(value_type)
    unknown = data.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{value_type.__name__} has no field {min(unknown)!r}")
    return value_type(**{name: _reader(hints[name])(item) for name, item in data.items()})


@cache
def _hints(value_type: Any) -> dict[str, Any]:
    hints = get_type_hints(value_type)
    return {field.name: hints[field.name] for field in fields(value_type)}


def _reader_of_union(all_hints: tuple[Any, ...]) -> Callable[[Any], Any]:
    hints = tuple(hint for hint in all_hints if hint is not type(None))
    optional = len(hints) < len(all_hints)

    def read(data: Any) -> Any:
        return None if data is None and optional else _read_one_of(hints, data)

    return read


def _read_one_of(hints: tuple[Any, ...], data: Any) -> Any:
    if len(hints) == 1:
        return _reader(hints[0])(data)
    if all(is_dataclass(hint) for hint in hints):
        chosen = next((hint for hint in hints if data["kind"] in _kinds(hint)), None)
        if chosen is None:
            raise ValueError(f"there is no kind {data['kind']!r}")
        return _read(chosen, data)
    if type(data) in hints:
        return data
    raise ValueError(f"{data!r} is none of {hints}")


@cache
def _kinds(value_type: Any) -> tuple[Any, ...]:
    """The kinds that a type stands for: the default of its field, or each value of the field's enumeration."""
    hint = _hints(value_type)["kind"]
    if issubclass(hint, Enum):
        return tuple(one.value for one in hint)
    return (next(field.default for field in fields(value_type) if field.name == "kind"),)


def _read_tuple(hints: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is no list")
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_read(hints[0], item) for item in data)
    return tuple(_read(hint, item) for hint, item in zip(hints, data, strict=True))


def _read_scalar(hint: Any, data: Any) -> Any:
    # A whole number may stand where metres are wanted: it was written from an int and is given back as one.
    if type(data) is hint or (hint is float and type(data) is int):
        return data
    raise TypeError(f"{data!r} is no {hint.__name__}")


def plain_values(content: bytes) -> Any:
    """Stored JSON as plain values."""
    return json.loads(content)
