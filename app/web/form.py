"""What was typed into a form of a page."""

from collections.abc import Mapping

from starlette.datastructures import FormData

from app.api.forms import FIELD

Typed = Mapping[str, list[str]]
"""What was typed into a form: every text by the name of its field."""


def typed_of(form: FormData) -> dict[str, list[str]]:
    """What was typed, with line ends as this service writes them and without the form's own token."""
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name != FIELD:
            found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return found


def one(typed: Typed, name: str) -> str:
    """The text of a field, without the white space around it; empty where there is none."""
    values = typed.get(name, [])
    return values[0].strip() if values else ""
