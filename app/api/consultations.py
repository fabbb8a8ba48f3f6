"""The consultation on an application: its dates and questions, whom the board might ask, and whom it asks."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from pydantic import Field

from app.access import NoEngineError
from app.api import addresses
from app.api import consultation_answers as shapes
from app.api.changes import Change, EditDep, NewDep, document
from app.api.problems import Problem, not_valid
from app.api.requests import StrictRoute
from app.api.services import ServicesDep
from app.assessment.consultees import suggested
from app.assessment.wards import WardInReach, wards_in_reach
from app.domain.consultations import ConsultationError, Consultee
from app.schemas import consultations as schemas
from app.schemas.consultee_list import read_consultee_list
from app.schemas.faults import DocumentError, Fault
from app.schemas.fields import Text
from app.schemas.mirror import Mirror
from app.store.consultations import StoredConsultation, StoredConsultee
from app.store.library import UnusableSnapshotError
from app.store.repository import Repository

router = APIRouter(tags=["Consultation"], route_class=StrictRoute)

HERE = f"{addresses.APPLICATIONS}/{{application_id}}/consultation"

CONSULTATION = {
    "opens": "2026-05-05",
    "closes": "2026-06-08",
    "contact": "The public health team, health@example.gov.uk",
    "public": False,
}
CONSULTEES = {
    "consultees": [
        {
            "name": "The local Healthwatch",
            "group": "Healthwatch and community groups",
            "email": "office@example.org",
        }
    ],
    "csv": "name,group,email\nPatients of a health centre,Healthwatch and community groups,ppg@example.org\n",
}


class NewConsultees(Mirror):
    """Consultees to put on the list: one by one, as a pasted list, or both."""

    consultees: Annotated[list[schemas.Consultee], Field(max_length=500)] = Field(default_factory=list)
    """Consultees."""
    csv: Annotated[str, Field(max_length=200_000)] | None = None
    """A list with commas, semicolons or tabs between, headed name, group, email, post, why; name and group are needed."""


class Removal(Mirror):
    """Why something is taken away."""

    reason: Text | None = None
    """Why. Name no persons: it stays in the audit chain for good."""


@router.get(HERE, response_model=shapes.ConsultationAnswer)
def read_consultation(application_id: str, services: ServicesDep, response: Response) -> Any:
    """The consultation: its dates, its questions, how many were asked and answered."""
    with services.database.reading() as records:
        held = held_consultation(records, application_id)
        response.headers["ETag"] = tag(held)
        return _answer(records, held, services.today())


@router.put(
    HERE,
    response_model=shapes.ConsultationAnswer,
    responses={201: {"model": shapes.ConsultationAnswer, "description": "There was none: it was made."}},
)
def put_consultation(
    application_id: str,
    given: Annotated[schemas.Consultation, Body(openapi_examples={"five weeks": {"value": CONSULTATION}})],
    change: EditDep,
    response: Response,
) -> Any:
    """Make the consultation, or change it. If-Match is needed once there is one."""
    with refusing(), change.writing() as records:
        held = records.consultations.read(application_id)
        if held is not None:
            change.check_tag(tag(held))
        stored = records.consultations.put(application_id, given.value(), change.event())
        response.headers["ETag"] = tag(stored)
        response.status_code = 201 if held is None else 200
        return _answer(records, stored, change.services.today())


@router.get(f"{HERE}/suggestions", response_model=shapes.SuggestionsAnswer)
def suggest_consultees(application_id: str, services: ServicesDep) -> Any:
    """Whom the board might ask: those told by law, and the councillors of the wards in reach of the sites."""
    with services.database.reading() as records:
        if not records.assessments(application_id):
            where = f"{addresses.application(application_id)}/assessments"
            raise Problem("not-assessed", f"Who is near is not known yet: POST to {where} first.")
        stored = records.assessment(application_id)
        names = {each.consultee.name.casefold() for each in records.consultations.consultees(application_id)}
    assessment, standard = stored.assessment.value, stored.baseline.value.standards[0]
    wards: tuple[WardInReach, ...] = ()
    note = None
    try:
        area = services.library.area(assessment.snapshot)
        with services.measuring:
            wards = wards_in_reach(assessment.application, area, standard)
    except (UnusableSnapshotError, NoEngineError) as error:
        note = f"The wards in reach are not known. {error}"
    found = suggested(assessment, wards, standard)
    return {
        "suggestions": [
            {
                "consultee": _consultee(each.consultee),
                "certain": each.certain,
                "listed": each.consultee.name.casefold() in names,
            }
            for each in found
        ],
        "note": note,
    }


@router.get(f"{HERE}/consultees", response_model=list[shapes.ConsulteeAnswer])
def list_consultees(
    application_id: str,
    services: ServicesDep,
    removed: Annotated[bool, Query(description="Give those who were taken off the list too.")] = False,
    waiting: Annotated[bool, Query(description="Give only those who have not answered.")] = False,
) -> Any:
    """Whom the board asks, their links, and who has answered."""
    with services.database.reading() as records:
        found = records.consultations.consultees(application_id, removed=removed)
    return [consultee_answer(each) for each in found if not (waiting and each.answers)]


@router.post(f"{HERE}/consultees", status_code=201, response_model=list[shapes.ConsulteeAnswer])
def add_consultees(
    application_id: str,
    given: Annotated[NewConsultees, Body(openapi_examples={"two ways": {"value": CONSULTEES}})],
    change: NewDep,
) -> Any:
    """Put consultees on the list. A name that is on it already is completed and not doubled."""
    consultees = []
    for at, each in enumerate(given.consultees):
        with refusing(f"consultees.{at}."):
            consultees.append(each.value())
    with refusing():
        consultees += read_consultee_list(given.csv) if given.csv else ()
    if not consultees:
        raise not_valid([Fault("consultees", "Name somebody to ask, in consultees or in csv.")])
    with refusing(), change.writing() as records:
        added = records.consultations.add_consultees(application_id, consultees, change.event())
        content = document(list[shapes.ConsulteeAnswer], [consultee_answer(each) for each in added])
        return change.answer(records, content, 201)


@router.put(f"{HERE}/consultees/{{consultee_id}}/contact", response_model=shapes.ConsulteeAnswer)
def put_contact(
    application_id: str, consultee_id: str, contact: schemas.Contact, change: EditDep, response: Response
) -> Any:
    """Where a consultee is written to from now on. If-Match takes the consultation's ETag."""
    with refusing(), change.writing() as records:
        _check(change, records, application_id, response)
        return consultee_answer(
            records.consultations.set_contact(
                application_id, consultee_id, contact.email, contact.post, change.event()
            )
        )


@router.post(f"{HERE}/consultees/{{consultee_id}}/removal", response_model=shapes.ConsulteeAnswer)
def remove_consultee(
    application_id: str, consultee_id: str, removal: Removal, change: EditDep, response: Response
) -> Any:
    """Take a consultee off the list. Their links open nothing any more; what they answered stays."""
    with change.writing() as records:
        _check(change, records, application_id, response)
        event = change.event(removal.reason or "")
        return consultee_answer(records.consultations.remove_consultee(application_id, consultee_id, event))


@contextmanager
def refusing(under: str = "") -> Iterator[None]:
    """Turns what a consultation or a list refuses into a problem that names the field, ``under`` before it."""
    try:
        yield
    except ConsultationError as error:
        raise not_valid([Fault(f"{under}{error.field}", str(error))]) from error
    except DocumentError as error:
        raise not_valid(error.faults) from error


def held_consultation(records: Repository, application_id: str) -> StoredConsultation:
    """The consultation of an application. Raises NotStoredError, Problem where there is none."""
    held = records.consultations.read(application_id)
    if held is None:
        raise Problem("not-found", f"There is no consultation on application {application_id} yet.")
    return held


def tag(held: StoredConsultation) -> str:
    """The version of a consultation as an ETag."""
    return f'"consultation-{held.version}"'


def consultee_answer(stored: StoredConsultee) -> dict[str, Any]:
    """What is said of one consultee."""
    return {
        "id": stored.id,
        "consultee": _consultee(stored.consultee),
        "removed": stored.removed,
        "links": [vars(link) for link in stored.links],
        "answers": list(stored.answers),
    }


def _consultee(value: Consultee) -> dict[str, Any]:
    return dict(vars(value))


def _check(change: Change, records: Repository, application_id: str, response: Response) -> None:
    now = tag(held_consultation(records, application_id))
    change.check_tag(now)
    response.headers["ETag"] = now


def _answer(records: Repository, held: StoredConsultation, today: date) -> dict[str, Any]:
    value = held.consultation
    consultees = records.consultations.consultees(held.application)
    answers = records.answers.every(held.application)
    doors = Counter(answer.door.value for answer in answers)
    groups = Counter(answer.who.value for answer in answers)
    return {
        "version": held.version,
        "changed": held.at,
        "stage": value.stage(today),
        "consultation": {**vars(value), "questions": list(value.questions)},
        "questions": [
            {"id": each.id, "asks": each.asks, "hint": each.hint, "limit": each.limit} for each in value.asked
        ],
        "last_day": records.cases.read(held.application).last_day,
        "asked": len(consultees),
        "answered": sum(bool(each.answers) for each in consultees),
        "answers": len(answers),
        "unchecked": sum(answer.shown is None for answer in answers),
        "by_door": [{"of": of, "count": count} for of, count in sorted(doors.items())],
        "by_group": [{"of": of, "count": count} for of, count in sorted(groups.items())],
    }
