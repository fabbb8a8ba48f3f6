"""Pages with a map: of a case, and of every removal at once."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.api.drafts import Which
from app.api.maps import DrawnMap, LayerName, map_of
from app.api.services import Services, ServicesDep
from app.web.case_map import ROLES, picture_of, rows_of, view_of, words_of
from app.web.shell import page

router = APIRouter(prefix="/cases/{application_id}", include_in_schema=False)

LAYERS: tuple[LayerName, ...] = ("route", "premises", "reach", "boards")
"""No homes: what is shown here may be read over somebody's shoulder."""

SVG = "image/svg+xml"


@router.get("/map")
def case_map(
    application_id: str, request: Request, services: ServicesDep, number: Which = None
) -> HTMLResponse:
    """The map of a case, with the table that says the same."""
    drawn = _drawn(services, application_id, number)
    chosen = f"?assessment={drawn.stored.note.number}"
    return page(
        request,
        "case-map.html",
        application_id=application_id,
        reference=drawn.stored.assessment.value.application.reference,
        imprint=drawn.document.imprint,
        layers=[layer for layer in drawn.document.layers if layer.description],
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
    drawn = picture_of(_drawn(services, application_id, number))
    return Response(
        drawn.svg if drawn else "", media_type=SVG, headers={"Content-Security-Policy": "default-src 'none'"}
    )


@router.get("/map.json")
def case_view(application_id: str, services: ServicesDep, number: Which = None) -> JSONResponse:
    """What the interactive map draws."""
    return JSONResponse(view_of(_drawn(services, application_id, number)).document())


def _drawn(services: Services, application_id: str, number: int | None) -> DrawnMap:
    return map_of(services, application_id, number, None, LAYERS)
