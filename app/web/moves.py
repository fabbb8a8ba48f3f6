"""Moving a case on: each move has a page that says what it means and asks for what it needs."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api import cases as api
from app.api.changes import AccountDep, RepeatedError, etag
from app.api.forms import FormGuard
from app.api.problems import Problem
from app.api.services import ServicesDep, services_of
from app.domain.accounts import Account
from app.domain.audit import RecordedEvent
from app.domain.cases import IllegalMoveError, Move, Need, Outcome, State, missing, next_moves
from app.schemas.faults import Fault
from app.store.cases import StoredCase
from app.web import case_words as words
from app.web.case_page import CASE
from app.web.changing import change_of, new_once
from app.web.date_input import names, read_date
from app.web.form import Typed, one, typed_of
from app.web.history_words import actor_words, event_title
from app.web.move_words import MOVE_WORDS, need_words, slug_of, state_of, words_of
from app.web.shell import page

router = APIRouter(include_in_schema=False)

PLACE = f"{CASE}/moves/{{move}}"
LONGEST_REASON = 5000
ASKED = (Need.REASON, Need.OUTCOME, Need.APPEAL_OUTCOME)
SENDING = (State.SENT, State.APPEAL_SENT)
ON_DRAFT = (
    State.DRAFTED, State.APPROVED, State.NO_RESPONSE, State.APPEAL_DRAFTED, State.APPEAL_APPROVED,
    State.APPEAL_NO_RESPONSE, *SENDING,
)  # fmt: skip


@router.get(PLACE)
def ask_move(
    application_id: str, move: str, request: Request, services: ServicesDep, account: AccountDep
) -> Response:
    """What a move means, and the form that makes it."""
    to = _state(move)
    with services.database.reading() as records:
        stored = records.cases.read(application_id)
    return _draw(request, stored, to, account, {})


@router.post(PLACE)
def make_move(
    application_id: str,
    move: str,
    request: Request,
    services: ServicesDep,
    account: AccountDep,
    form: FormGuard,
) -> Response:
    """Make a move, once, on the version of the case that its page showed."""
    to, typed = _state(move), typed_of(form)
    done = RedirectResponse(f"/cases/{application_id}?moved={slug_of(to)}", 303)
    with services.database.reading() as records:
        state = records.cases.read(application_id).case.state
    sent = read_date(typed, "on", "Day on which it was sent") if to in SENDING else None
    faults = _faults(state, to, typed)
    if sent is not None and sent.fault:
        faults.append(Fault(f"on-{sent.part}", sent.fault))
    if not faults:
        change = change_of(request, typed)
        outcome = Outcome(one(typed, "outcome")) if to in (State.DECIDED, State.APPEAL_DECIDED) else None
        wanted = api.MoveRequest(
            to=to, reason=one(typed, "reason") or None, outcome=outcome, on=sent.value if sent else None
        )
        try:
            with services.database.reading() as records:
                change.check_new(records)
            api.move_case(application_id, wanted, change)
        except RepeatedError:
            return done
        except IllegalMoveError as error:
            faults = [Fault("move", reason) for reason in error.reasons]
        except Problem as problem:
            if problem.kind.id == "changed-since":
                return _changed(request, application_id, to, account, typed, services)
            if problem.kind.status not in (409, 422):
                raise
            faults = [Fault("on-day", each.message) for each in problem.faults if each.field == "on"] or [
                Fault("move", problem.detail)
            ]
        else:
            return done
    with services.database.reading() as records:
        stored = records.cases.read(application_id)
    return _draw(request, stored, to, account, typed, faults)


def _changed(
    request: Request, application_id: str, to: State, account: Account, typed: Typed, services: ServicesDep
) -> HTMLResponse:
    """Somebody changed the case while its page was open: what was done to it, beside what was typed."""
    with services.database.reading() as records:
        stored = records.cases.read(application_id)
        last = list(records.audit.events(application_id))[-1]
    return _draw(request, stored, to, account, typed, changed=last)


def _state(slug: str) -> State:
    found = state_of(slug)
    if found is None or found not in MOVE_WORDS:
        raise Problem("not-found", "There is no such step for a case.")
    return found


def _faults(state: State, to: State, typed: Typed) -> list[Fault]:
    needs = {need for move in _moves_to(state, to) for need in move.needs}
    reason = one(typed, "reason")
    faults = []
    for need in (Need.OUTCOME, Need.APPEAL_OUTCOME):
        if need in needs and one(typed, "outcome") not in {value for value, _ in outcomes(to)}:
            faults.append(Fault("outcome", need_words(need)))
    if Need.REASON in needs and not reason:
        faults.append(Fault("reason", need_words(Need.REASON)))
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"Reason: shorten it to {LONGEST_REASON:,} characters or fewer."))
    return faults


def _moves_to(state: State, to: State) -> list[Move]:
    """The moves to a state from where the case stands; where there is none, from anywhere."""
    running = (
        State.RECEIVED,
        State.ASSESSED,
    )  # that an assessment is run needs no reason: its own page does it
    found = [
        (each, move) for each in State for move in next_moves(each) if move.to is to and (each, to) != running
    ]
    return [move for each, move in found if each is state] or [move for _, move in found]


def outcomes(to: State) -> list[tuple[str, str]]:
    """What can have been decided: on an appeal an application can be sent back too."""
    found = [("granted", "Granted"), ("refused", "Refused")]
    return [*found, ("sent back", "Sent back to be decided again")] if to is State.APPEAL_DECIDED else found


def _draw(
    request: Request,
    stored: StoredCase,
    to: State,
    account: Account,
    typed: Typed,
    faults: list[Fault] | None = None,
    changed: RecordedEvent | None = None,
) -> HTMLResponse:
    move = next((each for each in next_moves(stored.case.state) if each.to is to), None)
    if stored.case.state is State.RECEIVED and to is State.ASSESSED:
        move = None  # running an assessment is this move
    lacking = [] if move is None else [
        need for need in missing(stored.case, move, holder=account.holder) if need not in ASKED
    ]  # fmt: skip
    warnings: tuple[str, ...] = ()
    if move is not None and to in (State.CONSULTED, State.APPROVED, State.APPEAL_APPROVED, *SENDING):
        with services_of(request).database.reading() as records:
            warnings = api.warned(records, stored, services_of(request).today()) or ()
    status = 200
    if changed is not None:
        status = 412
    elif faults:
        status = 409 if any(fault.field == "move" for fault in faults) else 422
    return page(
        request,
        "case-move.html",
        status=status,
        here=f"/cases/{stored.application}",
        action=f"/cases/{stored.application}/moves/{slug_of(to)}",
        reference=stored.reference,
        words=words_of(stored.case.state, to),
        warnings=warnings,
        possible=move is not None,
        state=words.STATES[stored.case.state],
        mine=move is not None and bool(account.roles & set(move.by)),
        by=words.roles(move.by) if move else "",
        missing=[need_words(need) for need in lacking],
        outcomes=outcomes(to) if to in (State.DECIDED, State.APPEAL_DECIDED) else [],
        asks_day=to in SENDING,
        typed={name: one(typed, name) for name in names("on")},
        on_draft=to in ON_DRAFT,
        needs_reason=move is not None and Need.REASON in move.needs,
        reason=one(typed, "reason"),
        outcome=one(typed, "outcome"),
        version=etag(stored),
        once=new_once(),
        errors=[{"field": fault.field, "text": fault.message} for fault in faults or ()],
        changed=changed,
        changed_by=actor_words(changed.actor, {}) if changed else "",
        changed_title=event_title(changed.action) if changed else "",
    )
