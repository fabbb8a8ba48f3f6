"""Where cases stand: the list with deadlines and next steps, one case, its moves and its events."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Body, Depends, Query, Response
from pydantic import Field

from app.api import addresses, case_answers
from app.api.changes import AccountDep, Change, NewEditDep, document, etag
from app.api.drafts import drafted
from app.api.problems import Problem, not_valid
from app.api.questions import known_only
from app.api.replies import warnings_of
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.domain import cases as domain
from app.domain.accounts import Account
from app.domain.deadlines import appeal_last_day
from app.domain.officer import OfficerPart
from app.domain.receipt import assess_again
from app.domain.rounding import day_said
from app.law import formed_by_warning
from app.letters import Paper
from app.letters.lints import check_draft
from app.schemas.faults import Fault
from app.schemas.fields import IsoDate, Text
from app.schemas.mirror import Mirror
from app.store.cases import StoredCase, Wanted
from app.store.repository import Repository

router = APIRouter(tags=["Cases"], route_class=StrictRoute)

HERE = f"{addresses.APPLICATIONS}/{{application_id}}"
StateName = Annotated[domain.State, Field(strict=False)]
Sort = Literal["last_day", "-last_day", "received", "-received", "state", "-state", "reference", "-reference"]


class MoveRequest(Mirror):
    """A move of a case to another state."""

    to: StateName
    """The state to move to."""
    reason: Text | None = None
    """Why; some moves need it. Name no persons: it stays in the audit chain for good."""
    outcome: Annotated[domain.Outcome, Field(strict=False)] | None = None
    """With the move to "decided": "granted" or "refused"; to "appeal decided" also "sent back"."""
    on: IsoDate | None = None
    """With the moves to "sent" and to "appeal representation sent": the day on which it was sent; today where left out."""


@router.get(addresses.CASES, response_model=case_answers.CaseList, dependencies=[Depends(known_only)])
def list_cases(
    services: ServicesDep,
    account: AccountDep,
    state: Annotated[list[domain.State] | None, Query(description="A state, once for each wanted.")] = None,
    kind: Annotated[str | None, Query(max_length=20, description="The kind of application.")] = None,
    board: Annotated[
        str | None, Query(max_length=20, description="The code of a board, of those that are yours.")
    ] = None,
    due_by: Annotated[
        IsoDate | None, Query(description="Those whose last day is no later than this.")
    ] = None,
    sort: Annotated[
        Sort, Query(description="What to sort by; a minus before it turns it round.")
    ] = "last_day",
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
    after: Annotated[
        str | None, Query(description="Give those that follow the case of this application.")
    ] = None,
) -> Any:
    """Your boards' cases with their deadlines and next steps, the most urgent first, a page at a time."""
    wanted = Wanted(
        boards=boards_wanted(account, board),
        states=tuple(state or ()),
        kind=kind,
        due_by=due_by,
        sort=sort,
    )
    with services.database.reading() as records:
        found = records.cases.find(wanted, limit=limit + 1, after=after)
    page, today = found[:limit], services.today()
    following = None
    if len(found) > limit:
        asked = [("state", each.value) for each in state or ()]
        asked += [
            (name, str(value))
            for name, value in (("kind", kind), ("board", board), ("due_by", due_by))
            if value is not None
        ]
        asked += [("sort", sort), ("limit", str(limit)), ("after", page[-1].application)]
        following = f"{addresses.CASES}?{urlencode(asked)}"
    return {"items": [case_answer(case, today) for case in page], "next": following}


def boards_wanted(account: Account, board: str | None) -> frozenset[str] | None:
    """The boards whose cases a list gives: one of an account's own where it names one. None stands for all there are."""
    if board is None:
        return None if account.sees_all else account.boards
    return frozenset({board}) if account.sees(frozenset({board})) else frozenset()


@router.get(f"{HERE}/case", response_model=case_answers.CaseAnswer)
def read_case(application_id: str, services: ServicesDep, response: Response) -> Any:
    """Where one case stands, what can be done next and what that needs."""
    with services.database.reading() as records:
        case = records.cases.read(application_id)
        warnings = warned(records, case, services.today())
    response.headers["ETag"] = etag(case)
    return case_answer(case, services.today(), warnings)


@router.post(f"{HERE}/case/moves", response_model=case_answers.CaseAnswer)
def move_case(application_id: str, move: Annotated[MoveRequest, Body()], change: NewEditDep) -> Any:
    """Move a case to another state. Who may, and what it needs, stands in the case's `next`."""
    seen = assessment = None
    if move.to is domain.State.APPROVED:
        seen, assessment = _approvable(application_id, change)
    on = _sent_on(move, change.services)
    with change.writing() as records:
        case = records.cases.read(application_id)
        change.check_version(case)
        if seen is not None and case.case.version != seen:
            raise Problem("changed-since", "Somebody changed it while it was looked at. Read it again.")
        event = change.event(move.reason or "")
        case = records.cases.move(
            application_id,
            move.to,
            change.account,
            event,
            outcome=move.outcome,
            on=on,
            assessment=assessment,
            appeal_last_day=_appeal_last_day(records, application_id),
        )
        today = change.services.today()
        content = document(case_answers.CaseAnswer, case_answer(case, today, warned(records, case, today)))
        return change.answer(records, content, 200, etag=etag(case))


@router.get(
    f"{HERE}/events", response_model=list[case_answers.EventAnswer], dependencies=[Depends(known_only)]
)
def list_events(
    application_id: str,
    services: ServicesDep,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many to give at most.")] = 200,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="Give those after this position.")] = 0,
) -> Any:
    """What was done to an application, by whom and why, in order: its part of the audit chain."""
    with services.database.reading() as records:
        records.cases.read(application_id)
        events = list(records.audit.events(application_id, after=after, limit=limit))
    return [
        {**vars(event), "before": json.loads(event.before), "after": json.loads(event.after)}
        for event in events
    ]


_SENDING = (domain.State.SENT, domain.State.APPEAL_SENT)


def _sent_on(move: MoveRequest, services: Services) -> date | None:
    """The day on which a letter was sent, today where none is given. Raises Problem for a day to come, and without need."""
    today = services.today()
    if move.to not in _SENDING:
        if move.on is not None:
            raise not_valid(
                [Fault("on", "A day goes with the moves that record a letter as sent. Leave it out.")]
            )
        return None
    if move.on is not None and move.on > today:
        raise not_valid(
            [Fault("on", "This day is still to come. Give the day on which the letter was sent.")]
        )
    return move.on or today


def _appeal_last_day(records: Repository, application_id: str) -> date | None:
    """The last day to write on an appeal, where the officer's part says when its notice was sent to the board."""
    held = records.officer_part(application_id)
    appeal = held.part.value.appeal if held else None
    return appeal_last_day(appeal.sent_on) if appeal and appeal.sent_on else None


def _approvable(application_id: str, change: Change) -> tuple[int, int]:
    """The version of a case whose paper is whole as far as can be checked, and the number of the assessment it rests on.

    Raises Problem, IllegalMoveError.
    """
    services = change.services
    with services.database.reading() as records:
        case = records.cases.read(application_id)
        change.check_version(case)
        domain.check_move(case.case, domain.State.APPROVED, change.account, "", None)
    made = drafted(services, application_id, None, Paper.REPRESENTATION)
    stored = made.stored
    lints = check_draft(
        made.letter, stored.assessment.value, stored.baseline.value, made.officer, services.today()
    )
    blocking = tuple(lint.message for lint in lints if lint.blocks)
    if blocking:
        raise domain.IllegalMoveError(("The draft is not whole.", *blocking))
    return case.case.version, made.stored.note.number


def warned(records: Repository, stored: StoredCase, today: date) -> tuple[str, ...] | None:
    """What to look at before the draft is approved, or sent; None where it is too early or too late.

    In the consultation before the approval; and up to the sending, who formed the opinion, and whether the time is over.
    """
    drafting = stored.case.state in (domain.State.DRAFTED, domain.State.CONSULTED)
    on_appeal = stored.case.state in (domain.State.APPEAL_DRAFTED, domain.State.APPEAL_APPROVED)
    if not drafting and not on_appeal and stored.case.state is not domain.State.APPROVED:
        return None
    asked = warnings_of(records, stored.application, today) if drafting else ()
    held = records.officer_part(stored.application)
    return (
        *asked,
        *_of_who_formed_it(held.part.value if held else None, on_appeal),
        *of_receipt(records, stored.application, held.part.value if held else None),
        *_of_time(stored, today),
    )


def _of_who_formed_it(part: OfficerPart | None, on_appeal: bool) -> Iterator[str]:
    """An opinion that an officer formed, or that it is not recorded who did. The signature is another matter."""
    if part is None:
        return
    said = part.appeal if on_appeal else part.opinion or part.position
    if said is not None and said.given_by is not None:
        warning = formed_by_warning(said.given_by)
        if warning is not None:
            yield warning


def of_receipt(records: Repository, application: str, part: OfficerPart | None) -> Iterator[str]:
    """That the newest assessment counts the time from another day than the one that is recorded now."""
    if records.assessments(application):
        assessed = records.assessment(application).assessment.value
        again = assess_again(assessed.application, part, assessed.relevant_hwb)
        if again is not None:
            yield again


def _of_time(stored: StoredCase, today: date) -> Iterator[str]:
    if stored.due is not None and today > stored.due:
        yield (
            f"The last day, {day_said(stored.due)}, has passed: what is sent now may be read, but it is no representation "
            "under the paragraph, and the rights of those who wrote in time do not come with it."
        )


def case_answer(stored: StoredCase, today: date, warnings: tuple[str, ...] | None = None) -> dict[str, Any]:
    """What is said of one case."""
    case = stored.case
    left = None if stored.due is None else (stored.due - today).days
    return {
        "id": stored.application,
        "reference": stored.reference,
        "kind": case.kind,
        "state": case.state,
        "version": case.version,
        "boards": sorted(case.boards),
        "duty": case.duty,
        "last_day": stored.last_day,
        "plan_to": stored.plan_to,
        "days_left": left,
        "overdue": left is not None
        and left < 0
        and case.state in {*domain.CHANGEABLE, domain.State.APPROVED, *domain.APPEAL_RUNNING},
        "sent_on": stored.sent_on,
        "appeal_last_day": stored.appeal_last_day,
        "appeal_approved_by": stored.appeal_approved_by,
        "appeal_sent_on": stored.appeal_sent_on,
        "appeal_outcome": case.appeal_outcome,
        "approved_by": case.approved_by,
        "outcome": case.outcome,
        "next": [_step(case, move) for move in domain.next_moves(case.state)],
        "warnings": None if warnings is None else list(warnings),
        "url": f"{addresses.application(stored.application)}/case",
        "application": addresses.application(stored.application),
    }


def _step(case: domain.Case, move: domain.Move) -> dict[str, Any]:
    asked = (
        domain.Need.REASON,
        domain.Need.OUTCOME,
        domain.Need.APPEAL_OUTCOME,
    )  # these come with the move itself
    return {
        "to": move.to,
        "step": move.step,
        "by": list(move.by),
        "missing": [need.value for need in domain.missing(case, move) if need not in asked],
    }
