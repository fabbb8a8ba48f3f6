"""A schema mirrors a frozen value field by field: same names, same defaults, lists for tuples.

Values keep the rules; schemas keep the shape. Types work the same on parsed JSON and on Python values, so that HTTP
bodies, files and tests go through one door.
"""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Mirror(BaseModel):
    """Base of every schema: nothing is coerced, unknown fields and numbers that are no numbers are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    def value(self) -> Any:
        """The frozen value that this schema mirrors. Raises ValueError where the value refuses its parts."""
        raise NotImplementedError


def build(value_type: type[T], schema: Mirror, **changed: Any) -> T:
    """A frozen value from the fields of its schema. ``changed`` fields are taken as given."""
    fields = {
        name: _plain(getattr(schema, name)) for name in type(schema).model_fields if name not in changed
    }
    return value_type(**fields, **changed)


def _plain(part: Any) -> Any:
    if isinstance(part, Mirror):
        return part.value()
    if isinstance(part, list):
        return tuple(_plain(item) for item in part)
    return part
