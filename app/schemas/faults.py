"""Faults of a document in plain English: which field, what is wrong, what to give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.applications import ApplicationError
from app.domain.baselines import BaselineError
from app.domain.other_applications import OtherKind

KINDS = ("relocation", "consolidation", *OtherKind)
"""Kinds of application, which stand in the path of an error and in no document."""

_TO_GIVE = {
    "missing": "This is missing. Give it as the papers state it.",
    "extra_forbidden": "There is no field of this name here. Check its spelling, or take it out.",
    "string_type": "Give text, in quotation marks.",
    "string_unicode": "This text holds a character that is none. Remove it.",
    "bool_type": "Give true or false; null where the papers do not say, if the field may be null.",
    "int_type": "Give a whole number, without quotation marks.",
    "int_from_float": "Give a whole number, without decimals.",
    "int_parsing": "Give a whole number.",
    "int_parsing_size": "This number is too large.",
    "float_type": "Give a number, without quotation marks.",
    "finite_number": "Give a number; infinity and NaN are none.",
    "list_type": "Give a list, in square brackets.",
    "model_type": "Give an object, in curly brackets.",
    "model_attributes_type": "Give an object, in curly brackets.",
    "dict_type": "Give an object, in curly brackets.",
    "greater_than": "Give a number above {gt}.",
    "greater_than_equal": "Give a number of {ge} or more.",
    "less_than": "Give a number below {lt}.",
    "less_than_equal": "Give a number of {le} or less.",
    "string_too_long": "This is too long: at most {max_length} characters are taken.",
    "string_too_short": "This is too short: at least {min_length} characters are needed.",
    "too_long": "These are too many: at most {max_length} are taken.",
    "too_short": "These are too few: at least {min_length} must be given.",
    "literal_error": "Give one of: {expected}.",
    "enum": "Give one of: {expected}.",
    "union_tag_invalid": "Give one of: {expected_tags}.",
    "union_tag_not_found": f"This is missing. Give one of: {', '.join(repr(str(kind)) for kind in KINDS)}.",
}
_PLACES = ("body", "query", "path", "header", "cookie")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a document. ``field`` is its path ("closing.hours.monday"), empty for the whole."""

    field: str
    message: str


class DocumentError(ValueError):
    """A document that cannot be taken, with everything that was found wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"{fault.field or 'the whole'}: {fault.message}" for fault in faults))
        self.faults = faults


def faults_of(errors: Sequence[Any]) -> tuple[Fault, ...]:
    """DocumentError from pydantic's list of errors, in the order in which it found them."""
    return tuple(_fault(error) for error in errors)


def _fault(error: dict[str, Any]) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    path = _path(error["loc"])
    cause = context.get("error")
    if isinstance(cause, (ApplicationError, BaselineError)):
        return Fault(cause.field, str(cause))
    if isinstance(cause, Exception):
        return Fault(path, str(cause))
    if kind.startswith("union_tag"):
        path = f"{path}.kind" if path else "kind"
    if kind in _TO_GIVE:
        return Fault(
            path, _TO_GIVE[kind].format(**{name: _in_words(value) for name, value in context.items()})
        )
    # Messages of our own checks are plain already; the rest are rare, and pydantic's words are better than none.
    return Fault(path, error["msg"])


def _in_words(value: Any) -> str:
    """A limit as people write it: 1,300,000 and 0.5."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def _path(location: tuple[Any, ...]) -> str:
    parts = [str(part) for part in location]
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
    return ".".join(part for part in parts if part not in KINDS)
