"""Layers of places: the route between the sites, the premises, and the outlines of the boards."""

import shapely

from app.access import PreparedSnapshot
from app.domain.applications import Application, Consolidation, Relocation
from app.domain.assessments import Assessment, Place
from app.domain.evidence import Ledger, Scalar
from app.maps.features import Feature, Field, Kind, MapLayer, Shape
from geodata.model.point import Point

_ROUTE_FIELDS = (
    Field("from_name", Kind.TEXT, "the leaving site"),
    Field("to_name", Kind.TEXT, "the staying site"),
    Field("metres", Kind.NUMBER, "length of the walk, with the straight lines between doors and streets"),
    Field("minutes", Kind.NUMBER, "walking time at the baseline's walking speed"),
)
_PREMISES_FIELDS = (
    Field("role", Kind.TEXT, "leaving, staying, or alternative (a pharmacy left within a mile of the leaving site)"),
    Field("name", Kind.TEXT, "trading name"),
    Field("ods_code", Kind.TEXT, "code on the pharmacy list; empty where the site was not found there"),
    Field("postcode", Kind.TEXT, "postcode"),
    Field("straight_metres", Kind.NUMBER, "straight line from the leaving site"),
    Field("walk_metres", Kind.NUMBER, "walk from the leaving site; empty for an alternative more than a mile away on foot"),
    Field("point_source", Kind.TEXT, "where the point is from"),
    Field("board", Kind.TEXT, "name of the area it lies in; empty outside every area of the data"),
    Field("outside_area", Kind.YES_NO, "whether it lies outside the area whose residents are counted"),
)  # fmt: skip
_BOARD_FIELDS = (
    Field("code", Kind.TEXT, "code of the area"),
    Field("name", Kind.TEXT, "name of the area"),
    Field("residents_counted", Kind.YES_NO, "whether its residents are counted"),
)


class OneSiteError(ValueError):
    """An application that neither moves nor closes a site: there is no change in access to draw."""


def of_two_sites(assessment: Assessment) -> Application:
    """The relocation or consolidation that was assessed. Raises OneSiteError for any other kind of application."""
    application = assessment.application
    if isinstance(application, (Relocation, Consolidation)):
        return application
    raise OneSiteError(
        "A map shows what a relocation or a consolidation changes; this application neither moves nor closes a site."
    )


def route_layer(assessment: Assessment) -> MapLayer:
    """The walk from the leaving site to the staying site; no feature where none was measured."""
    ledger, application = assessment.ledger, of_two_sites(assessment)
    walk = ledger["distance.walk"]
    features = []
    if len(assessment.route) > 1:
        values: dict[str, Scalar] = {
            "from_name": application.leaving.name,
            "to_name": application.staying.name,
            "metres": walk.value,
            "minutes": ledger.value("distance.walk_minutes"),
        }
        features.append(Feature(shapely.LineString(assessment.route), values))
    note = f" It is not drawn: {walk.note}." if walk.note else ""
    return MapLayer(
        "route",
        "Walk between the sites",
        f"The shortest walk from the leaving site to the staying site. Method: {walk.method}.{note}",
        Shape.LINE,
        _ROUTE_FIELDS,
        tuple(features),
    )


def premises_layer(assessment: Assessment, area: PreparedSnapshot) -> MapLayer:
    """The two sites and the pharmacies left within a mile of the leaving one, as the assessment lists them."""
    ledger, application = assessment.ledger, of_two_sites(assessment)
    places = {place.role: place for place in assessment.places}
    features = [
        *(
            _site(places[role], postcode, apart, ledger, area)
            for role, postcode, apart in (
                ("leaving", application.leaving.postcode, (0.0, 0.0)),
                (
                    "staying",
                    application.staying.postcode,
                    (ledger.number("distance.straight"), ledger.number("distance.walk")),
                ),
            )
            if role in places  # a site of which no papers say where it is cannot be drawn
        ),
        *_alternatives(ledger, area),
    ]
    return MapLayer(
        "premises",
        "Premises",
        "The leaving site, the staying site, and the pharmacies left within a mile of the leaving site in a straight line. "
        "Distances are from the leaving site. A point that is a postcode's may be tens of metres from the door.",
        Shape.POINT,
        _PREMISES_FIELDS,
        tuple(features),
    )


def boards_layer(assessment: Assessment, area: PreparedSnapshot) -> MapLayer:
    """The outlines of the boards whose residents are counted, and of the relevant board where it is another."""
    counted = area.snapshot.manifest.hwbs
    wanted = {*counted, assessment.relevant_hwb}
    features = [
        Feature(
            _multipolygon(shapely.from_wkb(outline.wkb)),
            {"code": outline.code, "name": outline.name, "residents_counted": outline.code in counted},
        )
        for outline in area.snapshot.boundaries("hwb")
        if outline.code in wanted
    ]
    return MapLayer(
        "boards",
        "Areas of Health and Wellbeing Boards",
        "The areas whose residents are counted, and that of the relevant board.",
        Shape.AREA,
        _BOARD_FIELDS,
        tuple(features),
    )


def _site(
    place: Place,
    postcode: str | None,
    metres: tuple[float | None, float | None],
    ledger: Ledger,
    area: PreparedSnapshot,
) -> Feature:
    source = ledger.value(f"site.{place.role}.point")
    values = {
        "role": place.role,
        "name": place.label,
        "ods_code": ledger.value(f"site.{place.role}.listed"),
        "postcode": postcode,
        "straight_metres": metres[0],
        "walk_metres": metres[1],
        "point_source": source,
    }
    return _at(Point(place.easting, place.northing, str(source)), values, area)


def _alternatives(ledger: Ledger, area: PreparedSnapshot) -> list[Feature]:
    staying = ledger.value("site.staying.listed")
    on_foot = {row["ods_code"]: row["metres"] for row in ledger["alternatives.walk"].rows}
    found = []
    for row in ledger["alternatives.straight"].rows:
        # A site of the application that is not where the list has it is drawn as a site.
        label = area.labels.get(str(row["ods_code"]))
        if row["ods_code"] == staying or label is None:
            continue
        premises = area.pharmacies[label]
        assert premises.point is not None  # noqa: S101 - counted premises have one; tells the type checker
        values = {
            "role": "alternative",
            "name": premises.trading_name,
            "ods_code": premises.ods_code,
            "postcode": premises.postcode,
            "straight_metres": row["metres"],
            "walk_metres": on_foot.get(premises.ods_code),
            "point_source": premises.point.source,
        }
        found.append(_at(premises.point, values, area))
    return found


def _at(point: Point, values: dict[str, Scalar], area: PreparedSnapshot) -> Feature:
    board, outside = board_of(point, area)
    where = {"board": board, "outside_area": outside}
    return Feature(shapely.Point(point.easting, point.northing), values | where)


def board_of(point: Point, area: PreparedSnapshot) -> tuple[str | None, bool]:
    """The name of the board's area in which a point lies, and whether that is outside the area that is counted."""
    found = area.layer("hwb").containing(point)
    if found is None:
        return None, True
    return found.name, found.code not in area.snapshot.manifest.hwbs


def _multipolygon(outline: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([part for part in shapely.get_parts(outline) if part.geom_type == "Polygon"])
