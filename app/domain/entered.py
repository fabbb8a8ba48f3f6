"""Of each field of an application: stated, confirmed to be left out by the papers, or entered by nobody.

Papers that say nothing of a matter are one thing, and a form that nobody filled in is another: only a person who has read
the papers can tell them apart. Which fields may be left out is read off the types of an application; no list is kept
beside them.
"""

import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from geodata.model.hours import WeekHours
from geodata.model.premises import ContractType

NOT_STATED = "not_stated"
"""The field of an application that names the fields of which a person has confirmed that the papers are silent."""

_NO_STATEMENTS = (
    *(NOT_STATED, "kind", "point", "street", "address_is_best_estimate"),
    *("listed_as", "measured_at", "hours_checked"),
)
"""Fields that say nothing of what papers state: which papers they are, where a person says a site is, and answers."""


class Entered(StrEnum):
    """What is known of one field of the papers."""

    NOT_ENTERED = "not entered"
    SILENT = "papers silent"
    STATED = "stated"


def optional_fields(value_type: type, under: str = "") -> tuple[str, ...]:
    """The paths of all fields that papers may leave out: "claims.distance_m", "existing.hours"."""
    return _kept(value_type, under)


@cache
def _kept(value_type: Any, under: str) -> tuple[str, ...]:
    return tuple(_optional(value_type, under))


def _optional(value_type: type, under: str) -> Iterator[str]:
    hints = get_type_hints(value_type)
    for field in fields(value_type):
        if field.name in _NO_STATEMENTS:
            continue
        hint, path = hints[field.name], f"{under}{field.name}"
        if is_dataclass(hint) and isinstance(hint, type):
            yield from optional_fields(hint, f"{path}.")
        elif _admits_none(hint) or _default(field) in ((), ContractType.UNKNOWN):
            yield path


def _admits_none(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


def _default(field: Field[Any]) -> Any:
    return None if field.default is MISSING else field.default


def value_at(application: Any, path: str) -> Any:
    """What stands in a field; None where what it belongs to is not there."""
    value = application
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def states(value: Any) -> bool:
    """Whether a value says something. A week of which a day is open to question does not say it all."""
    if isinstance(value, WeekHours):
        return value.known
    return value is not None and value is not ContractType.UNKNOWN


def entered(application: Any, path: str) -> Entered:
    """What is known of a field, by its path. Services undertaken, and cases considered together, are stated where any is."""
    value = value_at(application, path)
    named = path not in _empty_says_nothing(application.__class__) or value != ()
    if states(value) and named:
        return Entered.STATED
    return Entered.SILENT if path in application.not_stated else Entered.NOT_ENTERED


@cache
def _empty_says_nothing(value_type: Any) -> frozenset[str]:
    """Fields of which an empty list is what stands where nothing was given."""
    return frozenset(field.name for field in fields(value_type) if _default(field) == ())


def misplaced(application: Any) -> tuple[int, str] | None:
    """The first of the fields said to be left out that cannot be, by its place, and why; None where all can."""
    known = optional_fields(application.__class__)
    for at, path in enumerate(application.not_stated):
        if path not in known:
            return at, (
                f"{path!r} is no field that papers of this kind may leave out. Give the path of one, such as "
                f"{known[0]!r}."
            )
        if entered(application, path) is Entered.STATED:
            return at, (
                f"{path!r} is given and is also said not to be stated. Take it out of not_stated, or leave the field out."
            )
        if path in application.not_stated[:at]:
            return at, f"{path!r} is named twice. Name it once."
    return None
