"""One case: its deadline, what its papers say, where it stands and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.access import rule_for
from app.api.cases import of_receipt
from app.api.changes import AccountDep
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.cases import APPEAL_RUNNING, Case, Need, State, missing, next_moves
from app.domain.deadlines import Given, deadline
from app.domain.officer import OfficerPart, as_known
from app.domain.other_applications import AnyApplication
from app.law import notifiable
from app.store.cases import StoredCase
from app.store.repository import AssessmentNote, Repository, StoredOfficerPart
from app.store.values import plain_values
from app.web import case_words as words
from app.web.apply.options import board_names
from app.web.apply.shown import Row, rows
from app.web.cases import about_words
from app.web.move_words import need_words, slug_of, words_of
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
        held = records.officer_part(application_id)
        part = held.part.value if held else None
        parts = list(_parts(case, records))
        again = tuple(of_receipt(records, application_id, part))
    application, today = stored.application.value, services.today()
    left = words.time_left(case, today)
    return page(
        request,
        "case.html",
        here=f"/cases/{application_id}",
        case=case,
        about=about_words(application),
        kind=words.KINDS[application.kind],
        state=words.STATES[case.case.state],
        left=left,
        working=words.working_days_left(case, today),
        overdue=words.is_overdue(case, today),
        on_appeal=case.case.state in APPEAL_RUNNING,
        asked=notifiable(application.kind),
        reckoned=_reckoned(application, part, case, again),
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


def _reckoned(
    application: AnyApplication, part: OfficerPart | None, case: StoredCase, again: tuple[str, ...]
) -> str:
    """How the last day was reckoned, and what to plan to."""
    if case.case.state in APPEAL_RUNNING:
        sent = part.appeal.sent_on if part and part.appeal else None
        since = f" {day(sent)}" if sent else " the day"
        return (
            f"30 days after{since} on which the notice of appeal was sent to the board, that day not counted."
        )
    due = deadline(as_known(application, part).notice, case.relevant)
    said = []
    if due.given is None:
        said.append(
            "The notice went to another board, and when it was given to this one is not recorded. Ask whoever sent it, and "
            "record the day in the officer’s part."
        )
    elif due.basis is Given.RECEIVED:
        said.append(f"45 days from {day(due.given)}, when notice was given to the board.")
    else:
        said.append(
            f"45 days from {day(due.given)}, the date of the notice. When it was given to the board is not recorded."
        )
    if due.stated is not None and due.stated != due.last_day:
        said.append(f"The notice asks for a reply by {day(due.stated)}, which does not move the 45 days.")
    said += again
    if due.plan_to not in (None, due.last_day):
        said.append(f"Plan to {day(due.plan_to)}.")
    return " ".join(said)


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
    if case.sent_on:
        found.append(("Letter sent on", day(case.sent_on)))
    if case.case.outcome:
        found.append(("Decision", case.case.outcome.value.capitalize()))
    if case.appeal_approved_by:
        nothing = case.case.state is State.APPEAL_NO_RESPONSE
        what = "No representation on the appeal decided by" if nothing else "Approved on the appeal by"
        found.append((what, case.appeal_approved_by))
    if case.appeal_sent_on:
        found.append(("Representation on the appeal sent on", day(case.appeal_sent_on)))
    if case.case.appeal_outcome:
        found.append(("Outcome of the appeal", case.case.appeal_outcome.value.capitalize()))
    if case.case.appeal_drafters:
        found.append(("Worked on the paper on the appeal", ", ".join(sorted(case.case.appeal_drafters))))
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
        asked = (Need.REASON, Need.OUTCOME, Need.APPEAL_OUTCOME)
        lacking = [need for need in missing(stored.case, move, holder=account.holder) if need not in asked]
        texts = words_of(stored.case.state, move.to)
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
    back = to is State.ASSESSED and state is not State.RECEIVED
    return int(back or (to is State.APPEAL_NOTIFIED and state is not State.DECIDED))


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
