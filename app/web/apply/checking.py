"""The document that answers make, put before the schema that the API takes applications by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.domain.other_applications import AnyApplication
from app.schemas.applications import APPLICATION
from app.schemas.faults import Fault, faults_of
from app.web.apply.fields import Field, How, Question
from app.web.apply.questions import questions
from app.web.apply.reading import Answers, Error, id_of, is_silent, read_field
from app.web.form import Typed, one

ON_CHECK = "nothing"
"""The control of a fault that belongs to no field."""


@dataclass(frozen=True)
class Placed:
    """An error and the page that it is mended on; no page where it belongs to none."""

    question: Question | None
    error: Error


@dataclass(frozen=True)
class Checked:
    """What answers come to. ``document`` is what the API would be sent; ``application`` is there where nothing is wrong."""

    document: dict[str, Any]
    application: AnyApplication | None
    errors: tuple[Placed, ...]


def kind_of(answers: Answers) -> str | None:
    """The kind of application that was chosen, None before that."""
    return one(answers.get("kind", {}), "kind") or None


def check_page(question: Question, typed: Typed, answers: Answers) -> tuple[Error, ...]:
    """What is wrong with one page, whatever is still open on the others."""
    checked = check({**answers, question.slug: dict(typed)}, (question,))
    return tuple(placed.error for placed in checked.errors)


def check(answers: Answers, pages: Iterable[Question] | None = None) -> Checked:
    """Everything that is wrong with some pages of an application, or with all of it."""
    every = questions(kind_of(answers))
    wanted = tuple(every if pages is None else pages)
    document: dict[str, Any] = {}
    errors: list[Placed] = []
    for question in every:
        for field in question.fields:
            value, found = read_field(field, answers.get(question.slug, {}))
            if question in wanted:
                errors += [Placed(question, error) for error in found]
            if value is not None:
                _set(document, field.path, value)
            if is_silent(field, answers.get(question.slug, {})) and not found:
                document.setdefault("not_stated", []).append(field.path)
    errors += [Placed(question, error) for question in wanted for error in _unplaced(question, document)]
    application, faults = _validated(document)
    fields = [(question, field) for question in every for field in question.fields]
    for fault in faults:
        placed = _place(fault, fields)
        told = any(
            placed.error.control == other.error.control or _same_field(fault, other, fields)
            for other in errors
        )
        mine = placed.question in wanted or (placed.question is None and pages is None)
        if mine and not told and not (pages is not None and _left_out(fault, placed.question)):
            errors.append(placed)
    order = [(question.slug, field.id) for question, field in fields]
    errors.sort(key=lambda placed: _rank(placed, order))
    return Checked(document, None if errors else application, tuple(errors))


def _unplaced(question: Question, document: dict[str, Any]) -> tuple[Error, ...]:
    """That a page gives no postcode, where nothing else says where its site is and nobody has ticked that nothing does."""
    site, _, page = question.slug.rpartition("-")
    if page != "place":
        return ()
    given = document.get(site, {})
    path = f"{site}.postcode"
    if given.keys() & {"postcode", "street", "point"} or path in document.get("not_stated", ()):
        return ()
    return (
        Error(
            id_of(path), "Give the postcode or the street, or tick that the papers do not state the postcode."
        ),
    )


def _rank(placed: Placed, order: list[tuple[str, str]]) -> int:
    """Where an error stands in the order of the questions; one that belongs to none stands last."""
    if placed.question is None:
        return len(order)
    slug, control = placed.question.slug, placed.error.control
    return next(n for n, (page, id_) in enumerate(order) if page == slug and _of(control, id_))


def _of(control: str, id_: str) -> bool:
    return control == id_ or control.startswith(f"{id_}-")


def field_of(placed: Placed) -> Field | None:
    """The field that an error is about, None where it is about none."""
    fields = placed.question.fields if placed.question else ()
    return next((field for field in fields if _of(placed.error.control, field.id)), None)


def _validated(document: dict[str, Any]) -> tuple[AnyApplication | None, tuple[Fault, ...]]:
    try:
        return APPLICATION.validate_python(document).value(), ()
    except ValidationError as error:
        return None, faults_of(error.errors(include_url=False))


def _left_out(fault: Fault, question: Question | None) -> bool:
    """Whether a fault is that something is missing which the page itself asks for: the page says that in its own words."""
    return question is None or any(
        field.required and field.path == fault.field and fault.message.startswith("This is missing")
        for field in question.fields
    )


def _place(fault: Fault, fields: list[tuple[Question, Field]]) -> Placed:
    found = [pair for pair in fields if _under(fault.field, pair[1].path)]
    if not found:
        # A whole part is missing, such as a site of which nothing was said: its first field is where to begin.
        found = [pair for pair in fields if fault.field and _under(pair[1].path, fault.field)]
    if not found:
        return Placed(None, Error(ON_CHECK, fault.message))
    question, field = found[0]
    inside = fault.field if field.how is How.WEEK and fault.field != field.path else field.path
    control = {
        How.DATE: f"{field.path}-day",
        How.WEEK: f"{field.path}.monday" if inside == field.path else inside,
    }.get(field.how, field.path)
    named = field.name
    message = fault.message
    if message.startswith("This is missing"):
        what = (
            "give this too, or leave all four empty."
            if ".point." in field.path
            else "give it as the papers state it."
        )
        return Placed(question, Error(id_of(control), f"{named}: {what}"))
    if field.how is How.WEEK and inside != field.path:
        # The parser of hours names the day itself.
        day = inside.rpartition(".")[2]
        message = message.removeprefix(f"{day}: ")
        named = day.capitalize()
    return Placed(question, Error(id_of(control), f"{named}: {message[:1].lower()}{message[1:]}"))


def _same_field(fault: Fault, other: Placed, fields: list[tuple[Question, Field]]) -> bool:
    """Whether an error that was told is about the field of a fault."""
    mine = [
        field for _, field in fields if _under(fault.field, field.path) or _under(field.path, fault.field)
    ]
    return any(_of(other.error.control, field.id) for field in mine)


def _under(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _set(document: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for part in above:
        document = document.setdefault(part, {})
    document[last] = value
