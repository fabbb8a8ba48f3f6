"""The officer's part: the opinion and whatever else only people can give."""

from typing import Any

from fastapi import APIRouter, Response

from app.api import answers
from app.api.applications import officer_answer
from app.api.changes import EditDep, etag
from app.api.problems import Problem, not_valid
from app.api.requests import StrictRoute
from app.api.services import ServicesDep
from app.domain.applications import ApplicationError
from app.domain.officer import as_known
from app.schemas.faults import Fault
from app.schemas.officer import OfficerPart

router = APIRouter(
    prefix="/v1/applications/{application_id}/officer", tags=["Officer's part"], route_class=StrictRoute
)


@router.put("", response_model=answers.OfficerAnswer)
def put_officer_part(application_id: str, part: OfficerPart, change: EditDep, response: Response) -> Any:
    """Give the officer's part as it is to hold from now on; the versions before are kept."""
    with change.writing() as records:
        change.check_version(records.cases.read(application_id))
        application, given = records.application(application_id).application.value, part.value()
        faults = []
        if part.opinion is not None and application.kind != "consolidation":
            faults.append(
                Fault("opinion", "An opinion on a gap is given on a consolidation only. Leave it out.")
            )
        if part.position is not None and application.kind != "relocation":
            faults.append(Fault("position", "A position is given on a relocation only. Leave it out."))
        try:
            as_known(application, given)
        except ApplicationError as error:
            faults.append(Fault(error.field.removeprefix("notice."), str(error)))
        if faults:
            raise not_valid(faults)
        stored = records.put_officer_part(application_id, given, change.event())
        response.headers["ETag"] = etag(records.cases.read(application_id))
    return officer_answer(stored)


@router.get("", response_model=answers.OfficerAnswer)
def read_officer_part(application_id: str, services: ServicesDep, response: Response) -> Any:
    """The officer's part that holds."""
    with services.database.reading() as records:
        held = records.officer_part(application_id)
        response.headers["ETag"] = etag(records.cases.read(application_id))
    if held is None:
        raise Problem(
            "not-found", f"Nobody has given an officer's part for application {application_id} yet."
        )
    return officer_answer(held)
