"""One case: its deadline, what its papers say, where it stands and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.access import rule_for
from app.api.changes import AccountDep
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.cases import Case, Need, State, missing, next_moves
from app.domain.deadlines import deadline
from app.domain.other_applications import AnyApplication
from app.store.cases import StoredCase
from app.store.repository import AssessmentNote, Repository, StoredOfficerPart
from app.store.values import plain_values
from app.web import case_words as words
from app.web.apply.options import board_names
from app.web.apply.shown import Row, rows
from app.web.cases import about_words
from app.web.move_words import MOVE_WORDS, need_words, slug_of
from app.web.shell import day, page

router = APIRouter(include_in_schema=False)

CASE = "/cases/{application_id}"


@dataclass(frozen=True)
class Part:
    """A part of the work on a case: where it is done, "" where it cannot be yet, and how far it is."""

    title: str
    href: str
    status: str
    done: bool


@router.get(CASE)
def show_case(
    application_id: str, request: Request, services: ServicesDep, account: AccountDep
) -> HTMLResponse:
    """The case of one application."""
    with services.database.reading() as records:
        stored = records.application(application_id)
        case = records.cases.read(application_id)
        parts = list(_parts(case, records))
    application, today = stored.application.value, services.today()
    left = words.time_left(case.last_day, case.case.state, today)
    return page(
        request,
        "case.html",
        here=f"/cases/{application_id}",
        case=case,
        about=about_words(application),
        kind=words.KINDS[application.kind],
        state=words.STATES[case.case.state],
        left=left,
        working=words.working_days_left(case.last_day, case.case.state, today),
        overdue=words.is_overdue(case.last_day, case.case.state, today),
        reckoned=_reckoned(application, case),
        duty=words.DUTIES.get(case.case.duty, ""),
        next=words.next_step(case.case),
        parts=parts,
        moves=_moves(case, account),
        facts=_facts(case, services),
        received=stored.received,
        sections=_sections(plain_values(stored.application.content), services),
        moved=_moved(request, case.case),
    )


def _moved(request: Request, case: Case) -> str:
    """The state that the case was just moved to, where it stands there still."""
    return words.STATES[case.state] if request.query_params.get("moved") == slug_of(case.state) else ""


def _reckoned(application: AnyApplication, case: StoredCase) -> str:
    """How the last day was reckoned."""
    if case.last_day is None:
        return ""
    due = deadline(application.notice.dated, application.notice.reply_by)
    if due.stated is None:
        return f"45 days from the notice of {day(due.notice)}. The notice states no other day."
    if due.differs:
        return (
            f"The notice states this day. 45 days from its date, {day(due.notice)}, is {day(due.computed)}."
        )
    return f"The notice states this day, and it is 45 days from its date, {day(due.notice)}."


def _facts(case: StoredCase, services: Services) -> list[tuple[str, str]]:
    """What is known of the case beside its papers."""
    names = board_names(services.library)
    found = [
        (
            "Board",
            ", ".join(f"{names.get(code, 'Area')} ({code})" for code in sorted(case.case.boards))
            or "Not known",
        )
    ]
    if case.case.approved_by:
        decided = "No representation decided by" if case.case.state is State.NO_RESPONSE else "Approved by"
        found.append((decided, case.case.approved_by))
    if case.case.outcome:
        found.append(("Decision", case.case.outcome.value.capitalize()))
    if case.case.drafters:
        found.append(("Worked on the draft", ", ".join(sorted(case.case.drafters))))
    return found  # fmt: skip


def _parts(case: StoredCase, records: Repository) -> Iterator[Part]:
    """The parts of the work, those whose pages there are."""
    here = f"/cases/{case.application}"
    notes, officer = records.assessments(case.application), records.officer_part(case.application)
    letters = case.case.kind in ("relocation", "consolidation")
    every = [
        ("assessment", "Assessment", *_assessment(notes)),
        ("map", "Map", "Ready" if notes else "After the assessment", bool(notes)),
        ("consultation", "Consultation", *_consultation(case, records)),
        ("officer", "Officer’s part and opinion", *_officer(case.case, officer)),
        ("papers", "Papers", *_papers(bool(notes), letters)),
        ("history", "History", "Every change, by whom and why", True),
    ]
    for name, title, status, done in every:
        if rule_for("GET", f"{here}/{name}") is not None:
            # There is nothing to draw before the assessment.
            waits = name == "map" and not notes
            yield Part(title, "" if waits else f"{here}/{name}", status, done)


def _assessment(notes: tuple[AssessmentNote, ...]) -> tuple[str, bool]:
    if not notes:
        return "Not started", False
    return f"Assessed as at {day(notes[-1].as_at)}", True


def _consultation(case: StoredCase, records: Repository) -> tuple[str, bool]:
    found = records.consultations.read(case.application)
    if found is None:
        return "Not started", False
    count = len(records.answers.every(case.application))
    return f"Closes {day(found.consultation.closes)}, {count} {'answer' if count == 1 else 'answers'}", True


def _officer(case: Case, officer: StoredOfficerPart | None) -> tuple[str, bool]:
    if officer is None:
        return "Not started", False
    if case.kind == "consolidation" and not case.opinion_given:
        return "Opinion still to give", False
    return f"Version {officer.version}", True


def _papers(assessed: bool, letters: bool) -> tuple[str, bool]:
    if not letters:
        return "None for this kind", False
    return ("Ready to read", True) if assessed else ("After the assessment", False)


def _moves(stored: StoredCase, account: Account) -> list[dict[str, Any]]:
    """What can be done with the case next, who may do it, and why it cannot be done yet where it cannot."""
    found = []
    # What leads on comes first, and what goes back or ends the case last: the first has the green button.
    for move in sorted(next_moves(stored.case.state), key=lambda move: _leads_on(stored.case.state, move.to)):
        if move.to is State.ASSESSED and stored.case.state is State.RECEIVED:
            # Running an assessment is this move: the assessment's own page does it.
            found.append(
                {
                    "title": "Run an assessment",
                    "text": "The service measures the change and goes through the law, limb by limb.",
                    "href": f"/cases/{stored.application}/assessment",
                    "mine": bool(account.roles & set(move.by)),
                    "by": words.roles(move.by),
                    "missing": [],
                }
            )
            continue
        asked = (Need.REASON, Need.OUTCOME)
        lacking = [need for need in missing(stored.case, move, holder=account.holder) if need not in asked]
        texts = MOVE_WORDS[move.to]
        found.append(
            {
                "title": texts.title,
                "text": texts.text,
                "href": f"/cases/{stored.application}/moves/{slug_of(move.to)}",
                "mine": bool(account.roles & set(move.by)),
                "by": words.roles(move.by),
                "missing": [need_words(need) for need in lacking],
            }
        )
    return found


def _leads_on(state: State, to: State) -> int:
    if to is State.WITHDRAWN:
        return 2
    return int(to is State.ASSESSED and state is not State.RECEIVED)


def _sections(
    document: dict[str, Any], services: Services
) -> dict[str, tuple[list[Row], list[str], list[str]]]:
    """What the papers state, by part, and the names of what they are silent on and of what nobody entered."""
    found: dict[str, tuple[list[Row], list[str], list[str]]] = {}
    for row in rows(document, board_names(services.library)):
        said, silent, open_ = found.setdefault(row.question.section, ([], [], []))
        # The four parts of a point are one thing that was not measured.
        name = "Point of the door" if ".point." in row.field.path else row.field.name
        if row.said:
            said.append(row)
        elif row.silent:
            silent.append(name)
        elif name not in open_ and not (said and ".point." in said[-1].field.path):
            open_.append(name)
    return found
