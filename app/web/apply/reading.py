"""From what was typed to values of the document, and back.

A field left empty has no value: nobody has entered it. That the papers do not say is an answer of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.web.apply.fields import Field, How, Question
from app.web.date_input import names, read_date, write_date
from app.web.form import Typed, one
from geodata.model.hours import DAYS

SILENT, NONE, OTHER = "not said", "none", "other"
UNKNOWN = "unknown"
"""What a contract is chosen as where the papers do not say."""
"""Answers that are no values: the papers do not say, they say that there are none, it is not in this list."""

Answers = dict[str, dict[str, list[str]]]
"""What was typed, by the page and then by the name of the control."""


@dataclass(frozen=True)
class Error:
    """Something that cannot be taken. ``control`` is the id of the control at fault."""

    control: str
    text: str


Read = tuple[Any, tuple[Error, ...]]


def controls(field: Field) -> tuple[str, ...]:
    """The names of the controls of a field: nothing else is taken from a form."""
    silence = (silence_of(field),) if field.ticked_as_silent else ()
    match field.how:
        case How.DATE:
            return (*names(field.path), *silence)
        case How.WEEK:
            return (*(f"{field.path}.{day}" for day in DAYS), *silence)
        case How.SERVICES | How.BOARD | How.LISTED:
            return (field.path, more(field))
        case _:
            return (field.path, *silence)


def silence_of(field: Field) -> str:
    """The name of the box by which somebody confirms that the papers do not state a field."""
    return f"{field.path}-not-stated"


def is_silent(field: Field, typed: Typed) -> bool:
    """Whether somebody has confirmed that the papers do not state a field."""
    if not field.may_be_silent:
        return False
    if field.ticked_as_silent:
        return one(typed, silence_of(field)) == "yes"
    return bool({SILENT, UNKNOWN}.intersection(typed.get(field.path, [])))


def more(field: Field) -> str:
    """The name of the control beside a list of choices that takes what is not in it."""
    return f"{field.path}-{OTHER}"


def id_of(control: str) -> str:
    """The id of a control of a name."""
    return control.replace(".", "-")


def typed_on(question: Question, form: Typed) -> dict[str, list[str]]:
    """What a form says to the fields of a page, without what is empty."""
    wanted = [name for field in question.fields for name in controls(field)]
    return {name: values for name in wanted if any(values := [v for v in form.get(name, []) if v.strip()])}


def read_field(field: Field, typed: Typed) -> Read:
    """The value of a field, None where there is none, and what is wrong with what was typed."""
    value, errors = _READERS[field.how](field, typed)
    if field.ticked_as_silent and is_silent(field, typed) and _said_in_full(value) and not errors:
        told = f"{field.name}: give what the papers say, or tick that they do not, not both."
        return value, (Error(id_of(silence_of(field)), told),)
    if field.required and value is None and not errors:
        control = names(field.path)[0] if field.how is How.DATE else field.path
        verb = "Choose the" if field.how is How.CHOICE else "Give the"
        named = field.name if field.name.startswith("ODS") else field.name[:1].lower() + field.name[1:]
        return None, (Error(id_of(control), f"{verb} {named}."),)
    return value, errors


def _said_in_full(value: Any) -> bool:
    """Whether a field is given; the days that a week leaves out may be confirmed as not stated."""
    return all(value.values()) if isinstance(value, dict) else value is not None


def _line(field: Field, typed: Typed) -> Read:
    return one(typed, field.path) or None, ()


def _lines(field: Field, typed: Typed) -> Read:
    return _split(one(typed, field.path)) or None, ()


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _date(field: Field, typed: Typed) -> Read:
    read = read_date(typed, field.path, field.name)
    if read.fault:
        return None, (Error(id_of(f"{field.path}-{read.part}"), read.fault),)
    return read.value and read.value.isoformat(), ()


def _number(field: Field, typed: Typed) -> Read:
    text = one(typed, field.path).replace(",", "").replace(" ", "")
    if not text:
        return None, ()
    whole = field.how is How.WHOLE
    if not re.fullmatch(r"-?[0-9]{1,12}" if whole else r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text):
        example = "a whole number, such as 4" if whole else "a number, such as 450"
        return None, (Error(field.id, f"{field.name}: give {example}."),)
    return int(text) if whole else float(text), ()


def _yes_no(field: Field, typed: Typed) -> Read:
    return {"yes": True, "no": False}.get(one(typed, field.path)), ()


def _choice(field: Field, typed: Typed) -> Read:
    given = one(typed, field.path)
    if given == UNKNOWN:
        return None, ()
    return given if given in {value for value, _ in field.options} else None, ()


def _tick(field: Field, typed: Typed) -> Read:
    return True if one(typed, field.path) == "yes" else None, ()


def _week(field: Field, typed: Typed) -> Read:
    found = {day: one(typed, f"{field.path}.{day}") or None for day in DAYS}
    return found if any(found.values()) else None, ()


def _services(field: Field, typed: Typed) -> Read:
    chosen, others = typed.get(field.path, []), _split(one(typed, more(field)))
    named = [value for value in chosen if value not in (SILENT, NONE)] + others
    for alone, said in ((SILENT, "that the papers do not say"), (NONE, "that the papers say there are none")):
        if alone in chosen and (named or len(chosen) > 1):
            return None, (Error(field.id, f"{field.name}: choose services, or {said}, not both."),)
    return named or ([] if NONE in chosen else None), ()


def _board(field: Field, typed: Typed) -> Read:
    chosen, other = one(typed, field.path), one(typed, more(field)).upper()
    if chosen == OTHER and not other:
        return None, (Error(id_of(more(field)), f"{field.name}: give the code of the board’s area."),)
    if chosen not in ("", OTHER) and other:
        return None, (Error(id_of(more(field)), f"{field.name}: choose a board or give a code, not both."),)
    return (other or None) if chosen in ("", OTHER) else (None if chosen == SILENT else chosen), ()


def _listed(field: Field, typed: Typed) -> Read:
    """ODS codes under which the list has premises; none of them where it does not have them."""
    chosen, other = one(typed, field.path), one(typed, more(field)).upper()
    if chosen not in ("", OTHER) and other:
        return None, (Error(id_of(more(field)), f"{field.name}: choose premises or give a code, not both."),)
    if chosen == OTHER and not other:
        return None, (Error(id_of(more(field)), f"{field.name}: give the ODS code."),)
    if chosen == NONE:
        return [], ()
    codes = other if chosen in ("", OTHER) else chosen
    return ([code for each in codes.split(",") if (code := each.strip())] or None), ()


def _checked(field: Field, typed: Typed) -> Read:
    value, errors = _choice(field, typed)
    yes_or_no = {option for option, _ in field.options} == {"yes", "no"}
    return ({"yes": True, "no": False}.get(value, value) if yes_or_no else value), errors


_READERS: dict[How, Callable[[Field, Typed], Read]] = {
    How.LINE: _line,
    How.TEXT: _line,
    How.LINES: _lines,
    How.DATE: _date,
    How.NUMBER: _number,
    How.WHOLE: _number,
    How.YES_NO: _yes_no,
    How.CHOICE: _checked,
    How.LISTED: _listed,
    How.TICK: _tick,
    How.WEEK: _week,
    How.SERVICES: _services,
    How.BOARD: _board,
}


def write_field(field: Field, value: str) -> dict[str, list[str]]:
    """A value in words, such as a suggestion from a notice, as it would be typed."""
    if field.how is How.DATE:
        return write_date(field.path, date.fromisoformat(value))
    return {field.path: [value]}
