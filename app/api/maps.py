"""Maps of assessments, to look at: drawn from the snapshot that the assessment was made on."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from app.access import PreparedSnapshot
from app.api import addresses
from app.api.conditions import IfNoneMatch
from app.api.drafts import Which
from app.api.drawn import HAVE_IT
from app.api.problems import Problem, not_valid
from app.api.services import Services, ServicesDep
from app.assessment.measures import change_of
from app.assessment.sites import find_sites
from app.domain.applications import ApplicationError
from app.maps import (
    LAYERS,
    OneSiteError,
    OtherFiguresError,
    UnknownStandardError,
    application_map,
    of_two_sites,
)
from app.maps.features import MapDocument
from app.maps.geojson import MEDIA_TYPE as GEOJSON
from app.maps.geojson import to_geojson
from app.maps.geopackage import MEDIA_TYPE as GEOPACKAGE
from app.maps.geopackage import to_geopackage
from app.schemas.faults import Fault
from app.store.repository import StoredAssessment

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["Maps"])

LayerName = Literal["route", "premises", "affected_homes", "reach", "boards"]
Standard = Annotated[
    str | None, Query(description="The id of the access standard; the baseline's first where left out.")
]
Layers = Annotated[
    list[LayerName] | None,
    Query(alias="layer", description="A layer to draw, once for each; all of them where left out."),
]
Crs = Annotated[
    Literal["27700", "4326"],
    Query(description="EPSG code of the coordinates: 27700, British National Grid, or 4326, WGS84."),
]


def file_answer(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    """How a file is declared on the API page."""
    schema = {"type": "object"} if media_type.endswith("json") else {"type": "string", "format": "binary"}
    return {200: {"description": what, "content": {media_type: {"schema": schema}}}}


def attached(content: bytes, media_type: str, name: str) -> Response:
    """A file under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)


@router.get(
    "/map.geojson", response_class=Response, responses=HAVE_IT | file_answer(GEOJSON, "The map as GeoJSON")
)
def map_geojson(
    application_id: str,
    services: ServicesDep,
    number: Which = None,
    standard: Standard = None,
    layers: Layers = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Route, premises, affected homes, reach and outlines in WGS84. The layer of homes is for analysts only."""

    def draw() -> Response:
        made = map_of(services, application_id, number, standard, layers)
        return attached(to_geojson(made.document), GEOJSON, f"{made.name}.geojson")

    asked = ("geojson", standard, layers)
    return _answer(services, application_id, number, asked, draw, if_none_match)


@router.get(
    "/map.gpkg",
    response_class=Response,
    responses=HAVE_IT | file_answer(GEOPACKAGE, "The map as a GeoPackage for QGIS"),
)
def map_geopackage(
    application_id: str,
    services: ServicesDep,
    number: Which = None,
    standard: Standard = None,
    layers: Layers = None,
    crs: Crs = "27700",
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The same as a GeoPackage that opens in QGIS, one layer each. The homes are for analysts only."""

    def draw() -> Response:
        made = map_of(services, application_id, number, standard, layers)
        return attached(to_geopackage(made.document, int(crs)), GEOPACKAGE, f"{made.name}.gpkg")

    asked = ("gpkg", crs, standard, layers)
    return _answer(services, application_id, number, asked, draw, if_none_match)


@dataclass(frozen=True)
class DrawnMap:
    """A map, what it was drawn from, and a file name for it without its ending."""

    name: str
    document: MapDocument
    stored: StoredAssessment
    area: PreparedSnapshot


def _answer(
    services: Services,
    application_id: str,
    number: int | None,
    asked: object,
    draw: Callable[[], Response],
    if_none_match: str | None,
) -> Response:
    """A map as an answer, drawn once for the same content. Raises as ``map_of`` does."""
    with services.database.reading() as records:
        basis = records.basis(application_id, number)
    if basis is None:
        return draw()  # which says what is missing
    return services.drawn.file(("map", application_id, basis, asked), draw).answer(if_none_match)


def map_of(
    services: Services,
    application_id: str,
    number: int | None = None,
    standard: str | None = None,
    layers: Sequence[LayerName] | None = None,
) -> DrawnMap:
    """The map of an assessment. Raises Problem, NotStoredError, AlteredError, UnusableSnapshotError."""
    with services.database.reading() as records:
        reference = records.application(application_id).application.value.reference
        if number is None and not records.assessments(application_id):
            where = f"{addresses.application(application_id)}/assessments"
            raise Problem("not-assessed", f"There is nothing to draw yet: POST to {where} first.")
        stored = records.assessment(application_id, number)
    assessment, baseline = stored.assessment.value, stored.baseline.value
    try:
        application = of_two_sites(assessment)
        area = services.library.area(assessment.snapshot)
        leaving, staying = find_sites(application, area)
        change = change_of(leaving, staying, application.kind)
        with services.measuring:
            document = application_map(assessment, baseline, area, change, standard, layers or LAYERS)
    except OneSiteError as error:
        raise Problem("does-not-apply", str(error)) from error
    except UnknownStandardError as error:
        raise not_valid([Fault("standard", str(error))]) from error
    except (OtherFiguresError, ApplicationError) as error:
        raise Problem("outdated", str(error)) from error
    name = re.sub(r"[^a-z0-9]+", "-", reference.casefold()).strip("-")
    return DrawnMap(f"map-{name or application_id}-{stored.note.number}", document, stored, area)
