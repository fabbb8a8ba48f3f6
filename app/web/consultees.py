"""Whom the board asks: suggestions, an own list, where each is reached, their links, and the messages to them."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.consultation_messages import NewMessages, write_messages
from app.api.consultations import (
    NewConsultees,
    Removal,
    add_consultees,
    put_contact,
    remove_consultee,
    suggest_consultees,
)
from app.api.forms import FormGuard
from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.messages.composing import MessageKind
from app.schemas import consultations as schemas
from app.schemas.faults import Fault
from app.store.consultations import StoredConsultee
from app.web.changing import change_of, new_once
from app.web.consultation import shown_once
from app.web.consulting import CONSULTATION, GROUPS, Here, back_to, draw, made_here, tried
from app.web.form import Typed, one, typed_of

router = APIRouter(include_in_schema=False)

LIST = f"{CONSULTATION}/consultees"
ONE = f"{LIST}/{{consultee_id}}"
MESSAGES = f"{CONSULTATION}/messages"


@router.get(LIST)
def ask_consultees(application_id: str, request: Request, services: ServicesDep) -> Response:
    """Suggestions to tick, and boxes for others."""
    return _adding(request, services, made_here(services, application_id), {})


@router.post(LIST)
def keep_consultees(
    application_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Put those who were ticked, typed or pasted on the list."""
    here, typed = made_here(services, application_id), typed_of(form)
    found, _ = _suggestions(services, application_id)
    ticked = set(typed.get("suggested", []))
    chosen = [
        each["consultee"] for each in found if each["consultee"]["name"] in ticked and not each["listed"]
    ]
    given = [{**each, "group": each["group"].value} for each in chosen]
    typed_one = {name: one(typed, name) or None for name in ("name", "group", "email", "post")}
    if typed_one["name"] or typed_one["email"] or typed_one["post"]:
        given.append({**typed_one, "name": typed_one["name"] or "", "why": one(typed, "why")})
    if not given and not one(typed, "csv"):
        fault = Fault("name", "Tick, type or paste somebody to ask")
        return _adding(request, services, here, typed, (fault,))
    made = tried(
        lambda: add_consultees(
            application_id,
            NewConsultees.model_validate({"consultees": given, "csv": one(typed, "csv") or None}),
            change_of(request, typed),
        )
    )
    if made.faults:
        return _adding(request, services, here, typed, tuple(_at_control(fault) for fault in made.faults))
    return back_to(here, "?done=added#consultees")


@router.get(ONE)
def show_consultee(
    application_id: str, consultee_id: str, request: Request, services: ServicesDep
) -> Response:
    """One consultee: where they are reached, and their links."""
    here = made_here(services, application_id)
    consultee = _consultee(services, application_id, consultee_id).consultee
    typed = {"email": [consultee.email or ""], "post": [consultee.post or ""]}
    return _one(request, services, here, consultee_id, typed, here.version)


@router.post(f"{ONE}/contact")
def keep_contact(
    application_id: str, consultee_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Where a consultee is written to from now on."""
    here, typed = made_here(services, application_id), typed_of(form)
    given = {name: one(typed, name) or None for name in ("email", "post")}
    made = tried(
        lambda: put_contact(
            application_id,
            consultee_id,
            schemas.Contact.model_validate(given),
            change_of(request, typed),
            Response(),
        )
    )
    if made.faults or made.changed:
        version = here.version if made.changed else one(typed, "version")
        return _one(request, services, here, consultee_id, typed, version, made.faults, made.status)
    return back_to(here, "?done=kept#consultees")


@router.post(f"{ONE}/removal")
def take_off(
    application_id: str, consultee_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Take a consultee off the list; their links open nothing any more."""
    here, typed = made_here(services, application_id), typed_of(form)
    made = tried(
        lambda: remove_consultee(
            application_id, consultee_id, Removal(), change_of(request, typed), Response()
        )
    )
    if made.faults or made.changed:
        held = _consultee(services, application_id, consultee_id).consultee
        kept = {"email": [held.email or ""], "post": [held.post or ""]}
        return _one(request, services, here, consultee_id, kept, here.version, made.faults, made.status)
    return back_to(here, "?done=removed#consultees")


@router.post(f"{ONE}/links")
def make_personal_link(
    application_id: str, consultee_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Make a link for one consultee, and show it this once."""
    here = made_here(services, application_id)
    name = _consultee(services, application_id, consultee_id).consultee.name
    return shown_once(request, here, typed_of(form), consultee_id, name)


@router.get(MESSAGES)
def ask_messages(application_id: str, request: Request, services: ServicesDep) -> Response:
    """What was written so far, and the form that writes more."""
    return _messages(request, services, made_here(services, application_id), {})


@router.post(MESSAGES)
def make_messages(application_id: str, request: Request, services: ServicesDep, form: FormGuard) -> Response:
    """Write messages to be copied, with links that are shown this once, or send them by e-mail."""
    here, typed = made_here(services, application_id), typed_of(form)
    kind, way, chosen = one(typed, "kind"), one(typed, "way"), typed.get("consultees", [])
    faults = []
    if kind not in {each.value for each in MessageKind}:
        faults.append(Fault("kind", "Choose what to write"))
    if not chosen:
        faults.append(Fault("consultees", "Choose who to write to"))
    if way not in ("copy", "send"):
        faults.append(Fault("way", "Choose how to send it"))
    if faults:
        return _messages(request, services, here, typed, tuple(faults))
    wanted = {
        "kind": kind,
        "consultees": chosen,
        "send": way == "send",
        "again": one(typed, "again") == "yes",
    }
    made = tried(
        lambda: write_messages(
            application_id, NewMessages.model_validate(wanted), services, change_of(request, typed)
        )
    )
    if made.faults:
        return _messages(request, services, here, typed, made.faults)
    names = {each.id: each.consultee.name for each in _listed(services, application_id)}
    return draw(
        request,
        "consultation-written.html",
        here,
        written=made.answer["messages"],
        skipped=made.answer["skipped"],
        sent=way == "send",
        names=names,
    )


def _messages(
    request: Request, services: Services, here: Here, typed: Typed, faults: tuple[Fault, ...] = ()
) -> Response:
    with services.database.reading() as records:
        kept = records.messages.every(here.application_id)
    listed = _listed(services, here.application_id)
    waiting = [each.id for each in listed if not each.answers]
    return draw(
        request,
        "consultation-messages.html",
        here,
        status=422 if faults else 200,
        faults=faults,
        typed=typed,
        chosen=typed.get("consultees", []) if typed else waiting,
        listed=listed,
        names={each.id: each.consultee.name for each in _listed(services, here.application_id, removed=True)},
        kept=kept,
        mail=services.mail is not None,
    )


def _adding(
    request: Request, services: Services, here: Here, typed: Typed, faults: tuple[Fault, ...] = ()
) -> Response:
    found, note = _suggestions(services, here.application_id)
    return draw(
        request,
        "consultation-consultees.html",
        here,
        status=422 if faults else 200,
        faults=faults,
        typed=typed,
        suggestions=found,
        note=note,
        groups=GROUPS,
        once=new_once(),
    )


def _suggestions(services: Services, application_id: str) -> tuple[list[dict[str, Any]], str | None]:
    try:
        found = suggest_consultees(application_id, services)
    except Problem as problem:
        if problem.kind.id != "not-assessed":
            raise
        return [], "Whom the law names, and which wards are near, is known once the application is assessed."
    return found["suggestions"], found["note"]


def _one(
    request: Request,
    services: Services,
    here: Here,
    consultee_id: str,
    typed: Typed,
    version: str,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response:
    return draw(
        request,
        "consultation-consultee.html",
        here,
        status=status,
        faults=faults,
        stored=_consultee(services, here.application_id, consultee_id),
        typed=typed,
        version=version,
        changed=status == 412,
        now=services.clock(),
    )


def _consultee(services: Services, application_id: str, consultee_id: str) -> StoredConsultee:
    listed = _listed(services, application_id, removed=True)
    found = next((each for each in listed if each.id == consultee_id), None)
    if found is None:
        raise Problem("not-found", "There is no such consultee on this case.")
    return found


def _listed(services: Services, application_id: str, *, removed: bool = False) -> tuple[StoredConsultee, ...]:
    with services.database.reading() as records:
        return records.consultations.consultees(application_id, removed=removed)


def _at_control(fault: Fault) -> Fault:
    """A fault of the list that is pasted, or of the one that is typed, at its control."""
    if fault.field.startswith("csv"):
        place = fault.field.removeprefix("csv").strip(".").replace(".", ", ")
        return Fault("csv", f"{place.capitalize()}: {fault.message}" if place else fault.message)
    field = fault.field.rpartition(".")[2]
    return Fault(field if field in ("name", "group", "email", "post", "why") else "name", fault.message)
