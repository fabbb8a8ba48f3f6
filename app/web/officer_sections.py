"""The officer's part as pages ask for it: sections of fields, how each is typed, and the document that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.rounding import day_said
from app.schemas.faults import Fault
from app.web.date_input import names, read_date, write_date
from app.web.form import Typed, one

Json = dict[str, Any]


class How(StrEnum):
    """How a field is typed."""

    LINE = "line"
    TEXT = "text"
    PARAGRAPHS = "paragraphs"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes or no"


_CHOICES = (
    ("would", "Would create a gap that a routine application could meet"),
    ("would not", "Would not create such a gap"),
    ("", "Not given yet"),
)
_YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not said"))


@dataclass(frozen=True)
class Field:
    """One field. ``path`` is where it stands in the document ("report.meeting"), and the id of its control."""

    path: str
    label: str
    how: How
    hint: str = ""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: value and words."""
        return {How.CHOICE: _CHOICES, How.YES_NO: _YES_NO}.get(self.how, ())


@dataclass(frozen=True)
class Section:
    """Fields of one page. ``kinds``: applications that it is for."""

    id: str
    title: str
    intro: str
    fields: tuple[Field, ...]
    kinds: tuple[str, ...] = ("relocation", "consolidation")


HINTS = {
    "opinion.given_by": "A body or a post, such as the board’s sub-committee.",
    "opinion.reasons": "In its own words.",
    "no_response_reason": "It stands in the record.",
    "signatory": "A post or a body.",
    "authority": "Such as the meeting that resolved it.",
    "report.status": "Such as “Public report”.",
    "report.classification": "Such as “For decision”.",
    "recommendations": "These take the place of those that the report is drafted with.",
    "decision.authority": "Such as the meeting that delegated it.",
}
"""What helps with an answer and does not stand in its question."""


def _field(name: str, label: str, how: How, under: str = "") -> Field:
    path = f"{under}.{name}" if under else name
    return Field(path, label, how, HINTS.get(path, ""))


def _fields(under: str, rows: Sequence[tuple[str, str, How]]) -> tuple[Field, ...]:
    return tuple(_field(name, label, how, under) for name, label, how in rows)


SECTIONS = (
    Section(
        "opinion",
        "The board’s opinion",
        "The opinion of Schedule 2 paragraph 19(5) is the board’s. Give it here once whoever may give it for the board has.",
        _fields(
            "opinion",
            (
                ("choice", "Granting the application", How.CHOICE),
                ("given_by", "Who gave the opinion", How.LINE),
                ("given_on", "When it was given", How.DATE),
                ("reasons", "The board’s reasons", How.TEXT),
            ),
        ),
        ("consolidation",),
    ),
    Section(
        "no-response",
        "No representation",
        "Where the board decides to say nothing, the record needs the reason.",
        (_field("no_response_reason", "Why the board makes no representation", How.TEXT),),
        ("relocation",),
    ),
    Section(
        "matters",
        "What the board adds",
        "Leave an empty line between paragraphs.",
        (
            _field(
                "local_knowledge",
                "What the board knows and the papers do not state",
                How.PARAGRAPHS,
            ),
            _field("assurances", "Further assurances that the board seeks", How.PARAGRAPHS),
        ),
    ),
    Section(
        "signing",
        "Hearing and signature",
        "",
        (
            _field("wishes_to_be_heard", "Does the board wish to be heard?", How.YES_NO),
            _field("heard_on", "The matter on which it wishes to be heard", How.TEXT),
            _field("signatory", "Who signs", How.LINE),
            _field("authority", "By what authority", How.LINE),
        ),
    ),
    Section(
        "report",
        "Report to the board",
        "What only its authors can say. What is left empty stands open in the report.",
        (
            *_fields(
                "report",
                (
                    ("meeting", "Date of the meeting", How.DATE),
                    ("status", "Status", How.LINE),
                    ("classification", "Classification", How.LINE),
                    ("portfolio_holder", "Portfolio holder", How.LINE),
                    ("councillors", "Local councillors", How.LINE),
                    ("wards", "Wards", How.LINE),
                    ("director", "Director", How.LINE),
                    ("author", "Author", How.LINE),
                    ("author_title", "Author’s post", How.LINE),
                    ("author_telephone", "Author’s telephone", How.LINE),
                    ("author_email", "Author’s e-mail", How.LINE),
                    ("recommended", "What the authors recommend as the opinion", How.CHOICE),
                    ("reason", "Reason for the recommendations", How.TEXT),
                    ("financial", "Financial implications", How.TEXT),
                    ("legal", "Legal implications", How.TEXT),
                    ("human_resources", "Implications for staff", How.TEXT),
                    ("environmental", "Environmental impact", How.TEXT),
                    ("climate", "Implications for the climate", How.TEXT),
                    ("public_health", "Implications for public health", How.TEXT),
                    ("equality", "Implications for equality", How.TEXT),
                    ("risk", "Assessment of risk", How.TEXT),
                    ("current_risk", "Risk now", How.LINE),
                    ("residual_risk", "Risk that remains", How.LINE),
                    ("background_papers", "Background papers", How.TEXT),
                ),
            ),
            _field("recommendations", "Recommendations", How.PARAGRAPHS),
        ),
    ),
    Section(
        "decision",
        "Delegated decision",
        "Where the decision was taken for the board under delegated authority.",
        _fields(
            "decision",
            (
                ("taken_by", "Who took it", How.LINE),
                ("taken_on", "When it was taken", How.DATE),
                ("authority", "Authority", How.TEXT),
                ("decision", "What was decided", How.TEXT),
                ("reasons", "Why", How.TEXT),
                ("other_options", "What else was considered", How.TEXT),
                ("interests", "Interests declared", How.TEXT),
                ("consulted", "Who was consulted", How.TEXT),
            ),
        ),
    ),
    Section(
        "grant",
        "The decision on the application",
        "For the supplementary statement, once the consolidation was granted.",
        _fields(
            "grant",
            (
                ("granted_on", "Day of the decision", How.DATE),
                ("granted_by", "Who decided", How.LINE),
                ("reference", "Reference of the decision", How.LINE),
                ("removed_on", "Day from which the premises are off the list", How.DATE),
                (
                    "opinion_on",
                    "Day on which the board, after the decision, was of the opinion that there is no gap",
                    How.DATE,
                ),
            ),
        ),
        ("consolidation",),
    ),
)


def sections_for(kind: str) -> tuple[Section, ...]:
    """The sections for an application of a kind."""
    return tuple(section for section in SECTIONS if kind in section.kinds)


def typed_from(section: Section, document: Mapping[str, Any]) -> dict[str, list[str]]:
    """A section of the stored part as it would be typed."""
    found: dict[str, list[str]] = {}
    for field in section.fields:
        value = _get(document, field.path)
        if field.how is How.DATE:
            found |= write_date(field.path, date.fromisoformat(value) if value else None)
        elif field.how is How.PARAGRAPHS:
            found[field.path] = ["\n\n".join(value or [])]
        elif field.how is How.YES_NO:
            found[field.path] = ["" if value is None else "yes" if value else "no"]
        else:
            found[field.path] = [value or ""]
    return found


def document_with(
    section: Section, typed: Typed, document: Mapping[str, Any]
) -> tuple[Json, tuple[Fault, ...]]:
    """The whole part with a section as it was typed, and what is wrong with dates; the rest is for the schema to say."""
    made: Json = {key: (dict(value) if isinstance(value, dict) else value) for key, value in document.items()}
    faults: list[Fault] = []
    for field in section.fields:
        value: Any
        if field.how is How.DATE:
            read = read_date(typed, field.path, field.label)
            if read.fault:
                faults.append(Fault(f"{field.path}-{read.part}", read.fault))
            value = read.value.isoformat() if read.value else None
        else:
            value = _value(field.how, one(typed, field.path))
        _put(made, field.path, value)
    for name in {field.path.partition(".")[0] for field in section.fields if "." in field.path}:
        if not any(value is not None for value in made[name].values()):
            made[name] = None
    return made, tuple(faults)


def shown(section: Section, document: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """A section as the summary has it: label and what is given."""
    typed = typed_from(section, document)
    rows = []
    for field in section.fields:
        if field.how is How.DATE:
            parts = [typed[name][0] for name in names(field.path)]
            given = date(int(parts[2]), int(parts[1]), int(parts[0])) if all(parts) else None
            text = day_said(given) if given else ""
        else:
            text = typed[field.path][0]
            text = dict(field.options).get(text, text) if text else ""
        rows.append((field.label, text))
    return tuple(rows)


def _value(how: How, text: str) -> Any:
    if how is How.PARAGRAPHS:
        return [part.strip() for part in text.split("\n\n") if part.strip()]
    if how is How.YES_NO:
        return {"yes": True, "no": False}.get(text)
    return text or None


def _get(document: Mapping[str, Any], path: str) -> Any:
    head, _, rest = path.partition(".")
    value = document.get(head)
    return value if not rest or value is None else value.get(rest)


def _put(document: Json, path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    if not rest:
        document[head] = value
        return
    inner = document.get(head) or {}
    inner[rest] = value
    document[head] = inner
