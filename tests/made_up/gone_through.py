"""Papers as they stand once a person has gone through them, field by field."""

from dataclasses import replace
from typing import Any

from app.domain.entered import Entered, entered, optional_fields


def read(application: Any) -> Any:
    """The application with every field that has no value confirmed as one on which the papers are silent."""
    bare = replace(application, not_stated=())
    left_out = (path for path in optional_fields(type(bare)) if entered(bare, path) is Entered.NOT_ENTERED)
    return replace(bare, not_stated=tuple(left_out))
