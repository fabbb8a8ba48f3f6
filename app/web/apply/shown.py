"""An application in words, row by row, from its document: for checking before it is taken in and for its case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.web.apply.fields import Field, How, Question
from app.web.apply.questions import questions
from app.web.shell import day
from geodata.model.hours import DAYS

NOT_SAID, NOT_ENTERED = "The papers do not say", "Not entered"


@dataclass(frozen=True)
class Row:
    """One field in words. ``lines`` has one text a line; ``said`` is False where there is no value.

    ``silent`` is whether the papers leave it out, or days of it, as a person has confirmed.
    """

    question: Question
    field: Field
    lines: tuple[str, ...]
    said: bool
    silent: bool = False


def rows(document: dict[str, Any], boards: dict[str, str]) -> list[Row]:
    """Every field of a document that its kind asks for, in the order of the questions. ``boards`` are names by code."""
    found = []
    for question in questions(document.get("kind")):
        for field in question.fields:
            value = _get(document, field.path)
            lines = () if value is None else _words(field, value, boards)
            silent = field.path in document.get("not_stated", ())
            if silent and lines:
                lines = tuple(line.replace(": not entered", ": the papers do not say") for line in lines)
            found.append(
                Row(question, field, lines or (NOT_SAID if silent else NOT_ENTERED,), bool(lines), silent)
            )
    return found


def _words(field: Field, value: Any, boards: dict[str, str]) -> tuple[str, ...]:
    match field.how:
        case How.YES_NO:
            return ("Yes" if value else "No",)
        case How.TICK:
            return ("Yes" if value else "No",)
        case How.DATE:
            return (day(date.fromisoformat(str(value))),)
        case How.CHOICE:
            answer = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            return (next((text for option, text in field.options if option == answer), str(value)),)
        case How.NUMBER | How.WHOLE:
            return (f"{value:,.6f}".rstrip("0").rstrip("."),)
        case How.WEEK:
            return (
                tuple(f"{name.capitalize()}: {value.get(name) or 'not entered'}" for name in DAYS)
                if any(value.values())
                else ()
            )
        case How.SERVICES:
            return tuple(value) or ("None",)
        case How.LINES:
            return tuple(value)
        case How.LISTED:
            return tuple(value) or ("The pharmacy list does not have it",)
        case How.BOARD:
            return (f"{boards[value]} ({value})" if value in boards else str(value),)
        case _:
            return (str(value),)


def _get(document: dict[str, Any], path: str) -> Any:
    at: Any = document
    for part in path.split("."):
        at = at.get(part) if isinstance(at, dict) else None
    return at
