"""Pages with a map: of a case, and of every removal at once."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.api.drafts import Which
from app.api.maps import LayerName, map_of
from app.api.services import ServicesDep
from app.web.case_map import ROLES, picture_of, rows_of, view_of, words_of
from app.web.choosing import AsTyped, assessment_asked
from app.web.shell import page, picture

router = APIRouter(prefix="/cases/{application_id}", include_in_schema=False)

LAYERS: tuple[LayerName, ...] = ("route", "premises", "reach", "boards")
"""No homes: what is shown here may be read over somebody's shoulder."""


@router.get("/map")
def case_map(
    application_id: str, request: Request, services: ServicesDep, number: AsTyped = None
) -> HTMLResponse:
    """The map of a case, with the table that says the same."""
    asked = assessment_asked(services, application_id, number, f"/cases/{application_id}/map")
    drawn = map_of(services, application_id, asked, layers=("premises",))
    chosen = f"?assessment={drawn.stored.note.number}"
    return page(
        request,
        "case-map.html",
        application_id=application_id,
        reference=drawn.stored.assessment.value.application.reference,
        imprint=drawn.document.imprint,
        number=drawn.stored.note.number,
        rows=rows_of(drawn),
        roles=ROLES,
        words=words_of(drawn),
        picture=f"/cases/{application_id}/map.svg{chosen}",
        view=f"/cases/{application_id}/map.json{chosen}",
    )


@router.get("/map.svg")
def case_picture(application_id: str, services: ServicesDep, number: Which = None) -> Response:
    """The map as a picture."""
    drawn = picture_of(map_of(services, application_id, number, layers=LAYERS))
    return picture(drawn.svg if drawn else "")


@router.get("/map.json")
def case_view(application_id: str, services: ServicesDep, number: Which = None) -> JSONResponse:
    """What the interactive map draws."""
    return JSONResponse(view_of(map_of(services, application_id, number, layers=LAYERS)).document())
