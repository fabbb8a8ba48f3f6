"""The text of a notice, pasted: what is recognised in it is suggested, and a person confirms each suggestion."""

import hashlib
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api.changes import AccountDep
from app.api.forms import FormGuard
from app.api.services import Services, ServicesDep
from app.domain.notice import Reading, Suggestion, read_notice
from app.domain.notice.reading import LONGEST
from app.web.apply import drafts
from app.web.apply.drafts import HERE, NOTICE_TEXT, Open, changing, read_draft
from app.web.apply.fields import How
from app.web.apply.options import board_names
from app.web.apply.questions import questions, sites_asked
from app.web.apply.reading import OTHER, Answers, controls, write_field
from app.web.apply.sites import NAMES
from app.web.case_words import KINDS
from app.web.date_input import read_date
from app.web.form import Typed, one, typed_of
from app.web.shell import day, page

router = APIRouter(include_in_schema=False)

TEXT = "text"

FIELDS = {
    field.path: (question.slug, field)
    for kind in KINDS
    for question in questions(kind)
    for field in question.fields
}
"""Every field of every kind, with the page that it stands on."""

ABOUT = {
    "kind": "Kind of application",
    "notice.reference": "Reference on the notice",
    "notice.dated": "Date of the notice",
    "notice.reply_by": "Last day for a reply",
    "notice.reply_to": "Address for replies",
    "notice.sent_to_hwb": "The board it was sent to",
    "applicant": "Applicant",
    "applied": "Date of the application",
    "basis": "What the application rests on",
    "claims.distance_m": "Distance that the papers claim, in metres",
    "claims.walk_minutes": "Minutes on foot that the papers claim",
    "claims.alternatives_within_a_mile": "Pharmacies left within a mile, as the papers claim",
    **{site: heading for site, (heading, _) in NAMES.items()},
}
"""What a suggestion can be about, in words and in the order of the pages."""

WANTED = ("kind", "notice.reference", "notice.dated", "notice.reply_by", "notice.sent_to_hwb", "applicant")
"""What every notice says; where it was not found, that is told."""


@router.get(f"{HERE}/{{draft_id}}/{NOTICE_TEXT}")
def ask_text(draft_id: str, request: Request, services: ServicesDep, account: AccountDep) -> Response:
    """The box for the text of the notice."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    if opened.draft.application is not None:
        return RedirectResponse(f"/cases/{opened.draft.application}", 303)
    return _box(request, opened, _text(opened.answers), "")


@router.post(f"{HERE}/{{draft_id}}/{NOTICE_TEXT}")
def take_text(
    draft_id: str, request: Request, services: ServicesDep, account: AccountDep, form: FormGuard
) -> Response:
    """Keep the text as it was pasted, and show what was recognised."""
    text = typed_of(form).get(TEXT, [""])[0]
    with changing(services, draft_id, account) as (records, opened):
        if not text.strip():
            return _box(
                request, opened, text, "There is no text yet. Copy it from the notice and put it in the box."
            )
        if len(text) > LONGEST:
            return _box(request, opened, text, f"Text of the notice: paste {LONGEST:,} characters or fewer.")
        drafts.save(records, opened, {**opened.answers, NOTICE_TEXT: {TEXT: [text]}}, services, account)
    return RedirectResponse(f"{opened.address}/suggestions", 303)


@router.get(f"{HERE}/{{draft_id}}/suggestions")
def suggest(draft_id: str, request: Request, services: ServicesDep, account: AccountDep) -> Response:
    """What was recognised in the text, each with the words that it was taken from."""
    with services.database.reading() as records:
        opened = read_draft(records, draft_id, account)
    if NOTICE_TEXT not in opened.answers:
        return RedirectResponse(f"{opened.address}/{NOTICE_TEXT}", 303)
    return _suggestions(request, services, opened)


@router.post(f"{HERE}/{{draft_id}}/suggestions")
def take_suggestions(
    draft_id: str, request: Request, services: ServicesDep, account: AccountDep, form: FormGuard
) -> Response:
    """Take over the suggestions that were confirmed, and no other."""
    sent = typed_of(form)
    with changing(services, draft_id, account) as (records, opened):
        if NOTICE_TEXT not in opened.answers:
            return RedirectResponse(f"{opened.address}/{NOTICE_TEXT}", 303)
        if one(sent, "seen") != _mark(_text(opened.answers)):
            return _suggestions(request, services, opened, moved=True)
        answers = {slug: dict(typed) for slug, typed in opened.answers.items()}
        for suggestion in _chosen(_read(opened, services), sent):
            _take_over(answers, suggestion, services)
        drafts.save(records, opened, answers, services, account)
    return RedirectResponse(opened.address, 303)


def _text(answers: Answers) -> str:
    values = answers.get(NOTICE_TEXT, {}).get(TEXT, [])
    return values[0] if values else ""


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(opened: Open, services: Services) -> Reading:
    return read_notice(_text(opened.answers), board_names(services.library))


def control_of(about: str) -> str:
    """The name of the control with the suggestions about something."""
    return f"use-{about.replace('.', '-')}"


def _chosen(reading: Reading, sent: Typed) -> list[Suggestion]:
    found = []
    for about in ABOUT:
        offered = reading.about(about)
        number = one(sent, control_of(about))
        if number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(offered):
            found.append(offered[int(number)])
    return found


def _take_over(answers: Answers, suggestion: Suggestion, services: Services) -> None:
    """Put a confirmed suggestion where it would have been typed."""
    known = board_names(services.library)
    for path, value in suggestion.values:
        slug, field = FIELDS[path]
        typed = {name: text for name, text in answers.get(slug, {}).items() if name not in controls(field)}
        if field.how is How.BOARD and value not in known:
            written = {field.path: [OTHER], f"{field.path}-{OTHER}": [value]}
        else:
            written = write_field(field, value)
        answers[slug] = {**typed, **written}


def _box(request: Request, opened: Open, text: str, error: str) -> HTMLResponse:
    errors = [{"field": TEXT, "text": error}] if error else []
    return page(
        request,
        "apply-paste.html",
        status=422 if errors else 200,
        errors=errors,
        here=opened.address,
        text=text,
    )


def _suggestions(request: Request, services: Services, opened: Open, *, moved: bool = False) -> HTMLResponse:
    reading, names = _read(opened, services), board_names(services.library)
    offered = [
        {
            "heading": heading,
            "control": control_of(about),
            "items": [
                {"value": str(number), "text": _value(each, names), "words": each.words}
                for number, each in enumerate(found)
            ],
            "now": _now(opened.answers, found),
        }
        for about, heading in ABOUT.items()
        if (found := reading.about(about))
    ]
    kind = next((each.values[0][1] for each in reading.about("kind")), None)
    wanted = [*WANTED, *(sites_asked(kind) if kind else ())]
    return page(
        request,
        "apply-suggestions.html",
        status=412 if moved else 200,
        here=opened.address,
        offered=offered,
        missing=[ABOUT[about] for about in wanted if not reading.about(about)],
        notes=reading.notes,
        text=_text(opened.answers),
        seen=_mark(_text(opened.answers)),
        moved=moved,
    )


def _value(suggestion: Suggestion, boards: dict[str, str]) -> str:
    """What a suggestion says, as it would be read on the pages."""
    texts = []
    for path, value in suggestion.values:
        _, field = FIELDS[path]
        if field.how is How.DATE:
            texts.append(day(_date(field.path, write_field(field, value))))
        elif field.how is How.BOARD:
            texts.append(f"{boards.get(value, '')} ({value})".strip())
        elif path.endswith(".ods_code"):
            texts.append(f"ODS code {value}")
        else:
            texts.append(next((text for option, text in field.options if option == value), value))
    return ", ".join(texts)


def _date(path: str, typed: Typed) -> Any:
    return read_date(typed, path, "").value


def _now(answers: Answers, found: tuple[Suggestion, ...]) -> str:
    """What stands on the pages already and would be replaced; empty where nothing does."""
    texts = []
    for path, _ in found[0].values:
        slug, field = FIELDS[path]
        typed = answers.get(slug, {})
        texts += [text for name in controls(field) for text in typed.get(name, [])]
    return " ".join(text for text in texts if text)
