"""Every removal at once: for each pharmacy of a baseline's area what would happen if it closed."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.access import NoEngineError
from app.api.answers import Answer
from app.api.maps import Crs, attached, file_answer
from app.api.problems import Problem, not_valid
from app.api.services import Services, ServicesDep
from app.maps import RemovalTable, UnknownStandardError, removal_table, removals_map
from app.maps.geojson import MEDIA_TYPE as GEOJSON
from app.maps.geojson import to_geojson
from app.maps.geopackage import MEDIA_TYPE as GEOPACKAGE
from app.maps.geopackage import to_geopackage
from app.maps.tables import CSV_MEDIA_TYPE, to_csv, to_json
from app.schemas.faults import Fault
from app.store.library import UnknownBaselineError

router = APIRouter(prefix="/v1/baselines/{baseline_id}", tags=["Removals"])

Standard = Annotated[
    str | None, Query(description="The id of one access standard; all of the baseline's where left out.")
]


class Removal(Answer):
    """What the closing of one pharmacy does on one standard."""

    people_nearest: int
    """Residents whose nearest pharmacy it is."""
    people_losing_standard: int
    """Of them those who would no longer be within the standard."""
    people_stranded: int
    """Of them those with no way to any other pharmacy."""
    mean_metres_added: float | None
    """Mean metres added to the trips of the rest; null by car, and where there is nobody."""
    mean_minutes_added: float | None
    """Mean minutes added, at the standard's speed; null where there is nobody."""
    next_ods_code: str | None
    """The pharmacy that most of them would go to."""
    next_name: str | None
    """Its trading name."""
    metres_off_street: float
    """Straight line from the pharmacy to the nearest street; where it is long the data stops short of it."""
    people_may_lose: int
    """Residents within the standard of whom the streets of the data cannot tell whether they still would be."""


class Pharmacy(Answer):
    """One pharmacy that counts for access, and what its closing would do."""

    ods_code: str
    """Its code on the pharmacy list."""
    name: str
    """Its trading name."""
    postcode: str
    """Its postcode."""
    easting: float | None
    """Metres on the British National Grid (EPSG:27700)."""
    northing: float | None
    """Metres on the British National Grid (EPSG:27700)."""
    board: str | None
    """The area that it lies in; null outside every area of the data."""
    outside_area: bool
    """Whether it lies outside the area whose residents are counted."""
    distance_selling: bool | None
    """Whether it is distance-selling; null where the list does not say: then it is counted as open to callers."""
    removals: dict[str, Removal] = Field(default_factory=dict)
    """By id of standard; a standard that could not be measured is not among them."""


class MeasuredStandard(Answer):
    """One standard, and the residents measured on it."""

    id: str
    """Its id in the baseline."""
    words: str
    """The standard in words, with its speed and length."""
    as_published: str
    """As the PNA words it."""
    method: str | None
    """How it was measured; null where it could not be."""
    people: int
    """Residents measured."""
    people_within: int | None
    """Residents within the standard now."""
    people_unreachable: int | None
    """Residents with no way to any pharmacy; they are in no row."""
    people_near_edge: int | None
    """Residents not within a walk near a border beyond which the data has neither streets nor areas; null for other ways of
    measuring."""
    people_not_measured: int | None
    """Residents of whom the streets of the data cannot tell whether they are within the standard; not among ``people``."""
    note: str
    """Why it could not be measured, where it could not."""


class RemovalsAnswer(Answer):
    """Every removal at once."""

    title: str
    """What this is."""
    attribution: list[str]
    """What publishers ask to be printed beside it."""
    method: list[str]
    """How it was measured, with versions."""
    notes: list[str]
    """What a reader has to know."""
    baseline: str
    """The baseline."""
    snapshot: str
    """The snapshot that it was measured on."""
    snapshot_as_at: str
    """The date of the snapshot's pharmacy list."""
    standards: list[MeasuredStandard]
    """The standards measured on."""
    pharmacies: list[Pharmacy]
    """A row a pharmacy, by ODS code."""


@router.get("/removals", response_model=RemovalsAnswer)
def removals(baseline_id: str, services: ServicesDep, standard: Standard = None) -> Any:
    """For each pharmacy what would happen if it alone closed. Only the area's residents are counted."""
    return Response(to_json(table_of(services, baseline_id, standard)), media_type="application/json")


@router.get(
    "/removals.csv", response_class=Response, responses=file_answer(CSV_MEDIA_TYPE, "A row a pharmacy")
)
def removals_csv(baseline_id: str, services: ServicesDep, standard: Standard = None) -> Response:
    """The same as CSV in UTF-8, a row a pharmacy. Text that would be a formula in a spreadsheet gets an apostrophe first."""
    table = table_of(services, baseline_id, standard)
    return attached(to_csv(table), CSV_MEDIA_TYPE, f"removals-{baseline_id}.csv")


@router.get(
    "/removals.geojson", response_class=Response, responses=file_answer(GEOJSON, "A point a pharmacy")
)
def removals_geojson(baseline_id: str, services: ServicesDep, standard: Standard = None) -> Response:
    """The same as a map layer of points in WGS84."""
    document = removals_map(table_of(services, baseline_id, standard))
    return attached(to_geojson(document), GEOJSON, f"removals-{baseline_id}.geojson")


@router.get(
    "/removals.gpkg",
    response_class=Response,
    responses=file_answer(GEOPACKAGE, "A point a pharmacy, for QGIS"),
)
def removals_geopackage(
    baseline_id: str, services: ServicesDep, standard: Standard = None, crs: Crs = "27700"
) -> Response:
    """The same as a GeoPackage that opens in QGIS."""
    document = removals_map(table_of(services, baseline_id, standard))
    return attached(to_geopackage(document, int(crs)), GEOPACKAGE, f"removals-{baseline_id}.gpkg")


def table_of(services: Services, baseline_id: str, standard: str | None) -> RemovalTable:
    """The table of removals of a baseline. Raises Problem, UnusableSnapshotError."""
    try:
        baseline = services.library.baseline(baseline_id)
    except UnknownBaselineError as error:
        raise Problem("not-found", str(error)) from error
    area = services.library.area(baseline.snapshot)
    try:
        with services.measuring:
            return removal_table(area, baseline, standard)
    except UnknownStandardError as error:
        raise not_valid([Fault("standard", str(error))]) from error
    except NoEngineError as error:
        raise Problem("not-measurable", str(error)) from error
