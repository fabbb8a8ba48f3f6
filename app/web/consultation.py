"""The consultation of a case: how it stands, its dates, and the public link."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api.consultation_replies import NewLink, make_link, revoke_link
from app.api.consultations import Removal, put_consultation, read_consultation
from app.api.forms import FormGuard
from app.api.services import Services, ServicesDep
from app.domain.consultations import QUESTIONS
from app.domain.working_days import last_listed
from app.schemas import consultations as schemas
from app.schemas.faults import Fault
from app.web.changing import change_of
from app.web.consulting import CONSULTATION, Here, back_to, draw, here_of, made_here, tried
from app.web.date_input import read_date, write_date
from app.web.form import Typed, one, typed_of

router = APIRouter(include_in_schema=False)

CONTROLS = {"opens": "opens-day", "closes": "closes-day"}
LABELS = {"opens": "First day", "closes": "Last day"}


@router.get(CONSULTATION)
def overview(application_id: str, request: Request, services: ServicesDep, done: str = "") -> Response:
    """How the consultation stands: whom the board asks, who has answered, and what is still to do."""
    here = here_of(services, application_id)
    if here.held is None:
        return draw(request, "consultation-none.html", here)
    with services.database.reading() as records:
        consultees = records.consultations.consultees(application_id)
        links = records.consultations.public_links(application_id)
        answers = records.answers.every(application_id)
        messages = records.messages.every(application_id)
    now = services.clock()
    last = {message.consultee: message for message in messages}
    return draw(
        request,
        "consultation.html",
        here,
        stands=read_consultation(application_id, services, Response()),
        consultees=[(each, last.get(each.id)) for each in consultees],
        links=[link for link in links if link.revoked is None and link.expires > now],
        answers=answers,
        done=done,
    )


@router.get(f"{CONSULTATION}/dates")
def ask_dates(application_id: str, request: Request, services: ServicesDep) -> Response:
    """The form that makes a consultation, or changes it."""
    here = here_of(services, application_id)
    return _dates(request, services, here, _typed(here), here.version)


@router.post(f"{CONSULTATION}/dates")
def keep_dates(application_id: str, request: Request, services: ServicesDep, form: FormGuard) -> Response:
    """Make the consultation, or change it on the version that was seen."""
    here, typed = here_of(services, application_id), typed_of(form)
    found = {name: read_date(typed, name, label) for name, label in LABELS.items()}
    faults = [
        Fault(f"{name}-{date.part}", date.fault or f"{LABELS[name]}: give the day, month and year.")
        for name, date in found.items()
        if date.value is None
    ]
    if one(typed, "public") not in ("yes", "no"):
        faults.append(Fault("public", "Say whether everybody can answer"))
    if not one(typed, "contact"):
        faults.append(Fault("contact", "Say where people can ask, or answer in another way"))
    given = {
        **{name: date.value and date.value.isoformat() for name, date in found.items()},
        "contact": one(typed, "contact"),
        "proposal": one(typed, "proposal") or None,
        "public": one(typed, "public") == "yes",
        "questions": ["who", *(each.id for each in QUESTIONS[1:] if each.id in typed.get("questions", []))],
    }
    if faults:
        return _dates(request, services, here, typed, one(typed, "version"), tuple(faults), 422)
    change = change_of(request, typed)
    outcome = tried(
        lambda: put_consultation(
            application_id, schemas.Consultation.model_validate(given), change, Response()
        )
    )
    if outcome.faults:
        return _dates(request, services, here, typed, one(typed, "version"), outcome.faults, 422)
    here = here_of(services, application_id)
    if outcome.changed and here.held is not None:
        if schemas.Consultation.model_validate(given).value() == here.held.consultation:
            return back_to(here)  # it stands so already: the same form was sent twice
        return _dates(request, services, here, typed, here.version, (), 412)
    return back_to(here, "?done=kept")


@router.post(f"{CONSULTATION}/links")
def open_public_link(
    application_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Make the public link, and show it this once."""
    here, typed = made_here(services, application_id), typed_of(form)
    return shown_once(request, here, typed, None, "Everybody")


@router.post(f"{CONSULTATION}/links/{{link_id}}/revocation")
def close_link(
    application_id: str, link_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Let a link open nothing from now on."""
    here = made_here(services, application_id)
    revoke_link(application_id, link_id, Removal(), change_of(request, typed_of(form)))
    return back_to(here, "?done=withdrawn")


def shown_once(request: Request, here: Here, typed: Typed, consultee: str | None, name: str) -> Response:
    """Make a link, and the page that shows it; it cannot be shown again."""
    wanted = NewLink(consultee=consultee, renew=one(typed, "renew") == "yes")
    made = tried(lambda: make_link(here.application_id, wanted, change_of(request, typed)))
    return draw(
        request,
        "consultation-link.html",
        here,
        status=made.status,
        faults=made.faults,
        link=made.answer,
        name=name,
    )


def _dates(
    request: Request,
    services: Services,
    here: Here,
    typed: Typed,
    version: str,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response:
    with services.database.reading() as records:
        case = records.cases.read(here.application_id)
    last_day = case.last_day
    return draw(
        request,
        "consultation-dates.html",
        here,
        status=status,
        faults=faults,
        controls=CONTROLS,
        typed=typed,
        version=version,
        last_day=last_day,
        plan_to=case.plan_to,
        holidays_known_to=last_listed() if last_day and last_day > last_listed() else None,
        changed=status == 412,
        questions=[{"value": each.id, "text": each.asks} for each in QUESTIONS[1:]],
    )


def _typed(here: Here) -> Typed:
    if here.held is None:
        return {"questions": [each.id for each in QUESTIONS]}
    value = here.held.consultation
    return {
        **write_date("opens", value.opens),
        **write_date("closes", value.closes),
        "contact": [value.contact],
        "proposal": [value.proposal or ""],
        "public": ["yes" if value.public else "no"],
        "questions": list(value.questions),
    }
