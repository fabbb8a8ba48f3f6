"""The officer's part as pages ask for it: sections of fields, how each is typed, and the document that they make."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
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
_STANCES = (
    ("supports", "Supports it"),
    ("objects", "Objects to it"),
    ("nothing to say", "Has nothing to say on it"),
    ("", "Not given yet"),
)
_LIMBS = (
    ("is met", "Is met"),
    ("is not met", "Is not met"),
    ("nothing to say", "The board has nothing to say on it"),
    ("", "Not given yet"),
)
_APPELLANTS = (
    ("applicant", "The applicant, against a refusal"),
    ("third party", "A third party, against a grant"),
    ("", "Not given yet"),
)
_YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not said"))


@dataclass(frozen=True)
class Field:
    """One field. ``path`` is where it stands in the document ("report.meeting"), and the id of its control.

    ``choices`` are values and words of what can be chosen; would and would not where none are given.
    """

    path: str
    label: str
    how: How
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = _CHOICES

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: value and words."""
        return {How.CHOICE: self.choices, How.YES_NO: _YES_NO}.get(self.how, ())


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
    "position.given_by": "The board or its sub-committee. Who signs is asked elsewhere.",
    "received.by": "Such as Primary Care Support England, or another board that passed it on.",
    "received.how": "Such as e-mail, portal or post.",
    "appeal.sent_on": "30 days run from it, this day not counted.",
    "appeal.reply_to": "As the notice of appeal gives it.",
    "appeal.matters": "Each paragraph on its own. Leave an empty line between paragraphs.",
    "grant.signatory": "The statement’s own, which need not be the letter’s.",
}
"""What helps with an answer and does not stand in its question."""


def _field(name: str, label: str, how: How, under: str = "") -> Field:
    path = f"{under}.{name}" if under else name
    return Field(path, label, how, HINTS.get(path, ""))


def _fields(under: str, rows: Sequence[tuple[str, str, How]]) -> tuple[Field, ...]:
    return tuple(_field(name, label, how, under) for name, label, how in rows)


def _limb(name: str, title: str) -> tuple[Field, ...]:
    """What the board says of one limb of the test, and why."""
    return (
        Field(f"position.{name}.view", title, How.CHOICE, choices=_LIMBS),
        Field(f"position.{name}.reasons", f"Why: {title[:1].lower()}{title[1:]}", How.TEXT),
    )


SECTIONS = (
    Section(
        "received",
        "When the notice came",
        "The 45 days run from the day on which notice was given to your board. Give it here where the papers do not say it, "
        "and assess again afterwards.",
        _fields(
            "received",
            (
                ("on", "Day on which notice was given to the board", How.DATE),
                ("by", "Who gave it", How.LINE),
                ("how", "How it came", How.LINE),
            ),
        ),
    ),
    Section(
        "position",
        "The board’s position",
        "What the board, or its sub-committee, decided to say. Each limb is for NHS England or the integrated care board to "
        "settle. Leave all of this page empty where the board has no position.",
        (
            Field("position.stance", "The application as a whole", How.CHOICE, choices=_STANCES),
            *_fields(
                "position",
                (
                    ("given_by", "Who formed the position", How.LINE),
                    ("given_on", "When it was formed", How.DATE),
                    ("reasons", "The board’s reasons", How.TEXT),
                ),
            ),
            *_limb(
                "accessibility",
                "The new place is not significantly less accessible for those used to the old one",
            ),
            *_limb("arrangements", "There is no significant change to the arrangements in place"),
            *_limb("planning", "There is no significant detriment to proper planning"),
            *_limb("services", "The services are the same"),
            *_limb("interruption", "Services are not interrupted"),
        ),
        ("relocation",),
    ),
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
                ("opinion_by", "Who then formed that opinion", How.LINE),
                ("statement_on", "Day on which the supplementary statement is published", How.DATE),
                ("signatory", "Who signs the statement", How.LINE),
                ("authority", "By what authority", How.LINE),
            ),
        ),
        ("consolidation",),
    ),
    Section(
        "appeal",
        "An appeal",
        "The notice of an appeal against the decision, and what the board writes on it.",
        (
            Field("appeal.brought_by", "Who appeals", How.CHOICE, choices=_APPELLANTS),
            *_fields(
                "appeal",
                (
                    ("sent_on", "Day on which the notice of appeal was sent to the board", How.DATE),
                    ("reference", "Reference of the appeal", How.LINE),
                    ("reply_to", "Address for representations", How.TEXT),
                    ("maintains", "Does the board maintain what it wrote on the application?", How.YES_NO),
                    ("matters", "What the board says of the appeal", How.PARAGRAPHS),
                    ("given_by", "Who decided what the board says", How.LINE),
                    ("given_on", "When they did", How.DATE),
                    ("wishes_to_be_heard", "Does the board wish to be heard?", How.YES_NO),
                    ("heard_on", "The matter on which it wishes to be heard", How.TEXT),
                    ("signatory", "Who signs", How.LINE),
                    ("authority", "By what authority", How.LINE),
                ),
            ),
        ),
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
    made: Json = deepcopy(dict(document))
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
    # The deepest first: what holds nothing but empty parts is empty itself.
    for path in sorted(
        {field.path.rpartition(".")[0] for field in section.fields if "." in field.path}, key=_depth
    ):
        if not any(value not in (None, []) for value in _get(made, path).values()):
            _put(made, path, None)
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


def _depth(path: str) -> tuple[int, str]:
    return -path.count("."), path


def _get(document: Mapping[str, Any], path: str) -> Any:
    head, _, rest = path.partition(".")
    value = document.get(head)
    return value if not rest or value is None else _get(value, rest)


def _put(document: Json, path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    if not rest:
        document[head] = value
        return
    inner = document.get(head) or {}
    _put(inner, rest, value)
    document[head] = inner
