"""Is the process alive, can it do its work, and what is running."""

from typing import Any

from fastapi import APIRouter, Response

from app.api import answers
from app.api.figures import MEDIA_TYPE
from app.api.services import ServicesDep
from app.law import overdue_search
from app.store.database import DatabaseError
from app.versions import versions

router = APIRouter(tags=["Operations"])


@router.get("/health/live", response_model=answers.Live)
def live() -> Any:
    """The process answers. Nothing else is asked of it."""
    return {"status": "live"}


@router.get("/health/ready", response_model=answers.Ready, responses={503: {"model": answers.Ready}})
def ready(services: ServicesDep, response: Response) -> Any:
    """Whether the database answers and every baseline and snapshot can be used; where not, 503 and why.

    A warning bars nothing: it says what somebody should see to.
    """
    try:
        services.database.check()
        reasons = list(services.library.unready())
    except DatabaseError as error:
        # What is registered cannot be asked for then; what stands in folders can.
        reasons = [*(refused.reason for refused in services.library.refused), error.shown]
    if reasons:
        response.status_code = 503
    overdue = overdue_search(services.today())
    return {
        "status": "not ready" if reasons else "ready",
        "reasons": reasons,
        "warnings": [overdue] if overdue else [],
    }


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Figures for Prometheus",
            "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        }
    },
)
def read_metrics(services: ServicesDep) -> Response:
    """Requests by address and status, and how long they and assessments took, as Prometheus reads it."""
    return Response(services.figures.text(), media_type=MEDIA_TYPE)


@router.get("/v1/audit", response_model=answers.AuditAnswer)
def verify_audit(services: ServicesDep) -> Any:
    """Read the whole audit chain and everything stored, and say whether they are as they were written."""
    return vars(services.database.verify())


@router.get("/version", response_model=answers.Version)
def read_version() -> Any:
    """The service, the method and the law by which figures are made, and the libraries that compute them."""
    return versions()
