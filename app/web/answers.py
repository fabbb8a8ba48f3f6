"""What was answered: each answer beside how it may be shown, and the form for one that came by another door."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.consultation_replies import Entry, enter_answer, redact_answer
from app.api.forms import FormGuard
from app.api.services import Services, ServicesDep
from app.domain.consultations import QUESTIONS, WORDS, Door
from app.schemas import consultations as schemas
from app.schemas.faults import Fault
from app.web.changing import change_of, new_once
from app.web.consulting import CONSULTATION, GROUPS, Here, back_to, draw, made_here, tried
from app.web.date_input import read_date
from app.web.form import Typed, one, typed_of

router = APIRouter(include_in_schema=False)

NEW = f"{CONSULTATION}/answers/new"
ONE = f"{CONSULTATION}/answers/{{number}}"
OTHER_DOORS = [
    {"value": door.value, "text": door.value.capitalize()} for door in Door if door is not Door.WEB_FORM
]
ASKED = [each for each in QUESTIONS if each.limit]


@router.get(NEW)
def ask_answer(application_id: str, request: Request, services: ServicesDep) -> Response:
    """The form for an answer that came by letter, e-mail, telephone or in a meeting."""
    return _entering(request, services, made_here(services, application_id), {})


@router.post(NEW)
def keep_answer(application_id: str, request: Request, services: ServicesDep, form: FormGuard) -> Response:
    """Keep an answer that came by another door, once."""
    here, typed = made_here(services, application_id), typed_of(form)
    received = read_date(typed, "received", "Day on which it came")
    faults = []
    if not one(typed, "door"):
        faults.append(Fault("door", "Say how it came"))
    if received.value is None:
        text = received.fault or "Day on which it came: give the day, month and year."
        faults.append(Fault(f"received-{received.part}", text))
    if not one(typed, "who"):
        faults.append(Fault("who", "Say who answers"))
    if faults:
        return _entering(request, services, here, typed, tuple(faults))
    given = {
        "door": one(typed, "door"),
        "received": received.value and received.value.isoformat(),
        "consultee": one(typed, "consultee") or None,
        "answer": {"who": one(typed, "who"), **{name: one(typed, name) or None for name in WORDS}},
    }
    change = change_of(request, typed)
    made = tried(lambda: enter_answer(application_id, Entry.model_validate(given), change))
    if made.faults:
        placed = tuple(Fault(fault.field.removeprefix("answer."), fault.message) for fault in made.faults)
        return _entering(request, services, here, typed, placed)
    return back_to(here, "?done=entered#answers")


@router.get(ONE)
def show_answer(application_id: str, number: int, request: Request, services: ServicesDep) -> Response:
    """An answer as it was given, and beside it how it may be shown."""
    return _showing(request, services, made_here(services, application_id), number, None)


@router.post(ONE)
def keep_redaction(
    application_id: str, number: int, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Keep how an answer may be shown, beside the original. The last one that is kept holds."""
    here, typed = made_here(services, application_id), typed_of(form)
    with services.database.reading() as records:
        shown = records.answers.read(application_id, number).shown
    if one(typed, "seen") != str(shown.number if shown else 0):
        same = shown is not None and {
            **{name: getattr(shown.redaction, name) or "" for name in WORDS},
            "reason": shown.redaction.reason,
        } == {name: one(typed, name) for name in (*WORDS, "reason")}
        if same:
            return back_to(here, "?done=looked#answers")
        return _showing(request, services, here, number, typed, status=412)
    given = {name: one(typed, name) or None for name in WORDS}
    if not one(typed, "reason"):
        fault = Fault("reason", "Say what you took out and why, or that nothing had to be")
        return _showing(request, services, here, number, typed, (fault,), 422)
    made = tried(
        lambda: redact_answer(
            application_id,
            number,
            schemas.Redaction.model_validate({**given, "reason": one(typed, "reason")}),
            change_of(request, typed),
        )
    )
    if made.faults:
        return _showing(request, services, here, number, typed, made.faults, 422)
    return back_to(here, "?done=looked#answers")


def _entering(
    request: Request, services: Services, here: Here, typed: Typed, faults: tuple[Fault, ...] = ()
) -> Response:
    with services.database.reading() as records:
        listed = records.consultations.consultees(here.application_id)
    return draw(
        request,
        "consultation-enter.html",
        here,
        status=422 if faults else 200,
        faults=faults,
        controls={"received": "received-day"},
        typed=typed,
        doors=OTHER_DOORS,
        groups=GROUPS,
        questions=ASKED,
        listed=[{"value": "", "text": "Nobody on the list"}]
        + [{"value": each.id, "text": each.consultee.name} for each in listed],
        once=new_once(),
    )


def _showing(
    request: Request,
    services: Services,
    here: Here,
    number: int,
    typed: Typed | None,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response:
    with services.database.reading() as records:
        stored = records.answers.read(here.application_id, number)
    shown = stored.shown.redaction if stored.shown else stored.original
    filled: dict[str, Any] = {name: [getattr(shown, name) or ""] for name in WORDS} if shown else {}
    filled["reason"] = [stored.shown.redaction.reason if stored.shown else ""]
    return draw(
        request,
        "consultation-answer.html",
        here,
        status=status,
        faults=faults,
        answer=stored,
        questions=ASKED,
        typed=filled if typed is None else typed,
        seen=stored.shown.number if stored.shown else 0,
        changed=status == 412,
    )
