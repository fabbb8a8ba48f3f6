"""Every removal at once, as the table that an author of a Pharmaceutical Needs Assessment wants: a row a pharmacy.

What would happen if this pharmacy alone closed, on each of the baseline's standards. Residents are those of the
snapshot's boards; pharmacies over the border are there, and marked.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

import numpy as np
import shapely

from app.access import NoEngineError, PreparedSnapshot
from app.access.engine import Engine
from app.access.removals import all_removals
from app.access.unknown import not_walked_to_words, selling_words
from app.domain.baselines import Baseline, Mode
from app.maps.features import Feature, Field, Imprint, Kind, MapDocument, MapLayer, Shape, Value
from app.maps.imprint import imprint
from app.maps.places import board_of
from app.maps.standards import Measure, standard_of
from geodata.model.premises import Premises

NOTES = (
    "Each row tells what would happen if that pharmacy alone closed and nothing else changed.",
    "Only residents of the area are counted; pharmacies outside it are in the table because residents use them.",
    "Nobody is measured to a pharmacy more than 250 m from any street of the data: see metres_off_street.",
    "Where two pharmacies are exactly as near (two at one postcode, say), residents are counted to one of them.",
)


@dataclass(frozen=True)
class Removal:
    """What the closing of one pharmacy does on one standard.

    The means are over those who have another pharmacy to go to; None where there is nobody. ``next_*`` is the pharmacy
    that most of them would go to. ``metres_off_street``: to the nearest street of the data, 0 in a straight line.
    """

    people_nearest: int
    people_losing_standard: int
    people_stranded: int
    mean_metres_added: float | None
    mean_minutes_added: float | None
    next_ods_code: str | None
    next_name: str | None
    metres_off_street: float
    people_may_lose: int


@dataclass(frozen=True)
class MeasuredStandard:
    """One standard of the table, and the residents measured on it. ``note`` says why where it could not be measured.

    ``people_near_edge``: residents not within a walk near a border beyond which the data has neither streets nor areas, so
    that a pharmacy on the other side could be nearer; None for other ways of measuring. ``people_not_measured``: residents
    of whom the streets cannot tell; they are not among ``people``.
    """

    id: str
    words: str
    as_published: str
    method: str | None
    people: int
    people_within: int | None
    people_unreachable: int | None
    people_near_edge: int | None
    people_not_measured: int | None
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One pharmacy, and its removal by id of standard; a standard that could not be measured is not among them."""

    premises: Premises
    board: str | None
    outside_area: bool
    removals: Mapping[str, Removal]


@dataclass(frozen=True)
class RemovalTable:
    """All removals, by ODS code of the pharmacy."""

    imprint: Imprint
    standards: tuple[MeasuredStandard, ...]
    rows: tuple[Row, ...]


def removal_table(area: PreparedSnapshot, baseline: Baseline, standard_id: str | None = None) -> RemovalTable:
    """The table of a baseline, on one of its standards or on all of them.

    Raises UnknownStandardError; NoEngineError where no standard asked for can be measured on the area's data.
    """
    wanted = baseline.standards if standard_id is None else (standard_of(baseline, standard_id),)
    measures = [Measure(standard) for standard in wanted]
    found: dict[str, tuple[Removal, ...]] = {}
    told: list[MeasuredStandard] = []
    for measure in measures:
        try:
            engine = area.engine_of(measure.standard)
        except NoEngineError as error:
            told.append(_not_measured(measure, area, str(error)))
            continue
        found[measure.standard.id] = _removals(engine, area, measure)
        told.append(_measured(engine, area, measure))
    if not found:
        raise NoEngineError(told[0].note)
    rows = tuple(
        Row(premises, *_place(premises, area), {name: removals[at] for name, removals in found.items()})
        for at, premises in enumerate(area.pharmacies)
    )
    methods = tuple(dict.fromkeys(standard.method for standard in told if standard.method))
    title = f"Every removal at once: {baseline.title}"
    notes = (*NOTES, *selling_words(area), *not_walked_to_words(area))
    return RemovalTable(imprint(title, baseline, area.snapshot.manifest, methods, notes), tuple(told), rows)


def columns(table: RemovalTable) -> tuple[Field, ...]:
    """The columns of the table, those of a standard named after it."""
    return (
        *_PHARMACY,
        *(_of_standard(field, standard.id) for standard in table.standards for field in _REMOVAL),
    )


def cells(row: Row, table: RemovalTable) -> dict[str, Value]:
    """One pharmacy's values by name of column; None for what could not be measured."""
    values: dict[str, Value] = {
        "ods_code": row.premises.ods_code,
        "name": row.premises.trading_name,
        "postcode": row.premises.postcode,
        "board": row.board,
        "outside_area": row.outside_area,
        "distance_selling": row.premises.distance_selling,
    }
    for standard in table.standards:
        removal = row.removals.get(standard.id)
        known = asdict(removal) if removal else dict.fromkeys(field.name for field in fields(Removal))
        values |= {f"{standard.id}_{name}": value for name, value in known.items()}
    return values


def removals_map(table: RemovalTable) -> MapDocument:
    """The table as a map layer of points."""
    features = [
        Feature(
            shapely.Point(row.premises.point.easting, row.premises.point.northing),
            cells(row, table),
        )
        for row in table.rows
        if row.premises.point  # premises without a point are not counted, and so in no row
    ]
    standards = "; ".join(f"{standard.id}: {standard.words}" for standard in table.standards)
    layer = MapLayer(
        "removals",
        "Every removal at once",
        f"What would happen if each pharmacy alone closed. Standards: {standards}.",
        Shape.POINT,
        columns(table),
        tuple(features),
    )
    return MapDocument(table.imprint, (layer,))


_PHARMACY = (
    Field("ods_code", Kind.TEXT, "code on the pharmacy list"),
    Field("name", Kind.TEXT, "trading name"),
    Field("postcode", Kind.TEXT, "postcode"),
    Field("board", Kind.TEXT, "name of the area it lies in; empty outside every area of the data"),
    Field("outside_area", Kind.YES_NO, "whether it lies outside the area whose residents are counted"),
    Field(
        "distance_selling", Kind.YES_NO, "whether it is distance-selling; empty where the list does not say"
    ),
)
_REMOVAL = (
    Field("people_nearest", Kind.WHOLE, "residents whose nearest pharmacy it is"),
    Field("people_losing_standard", Kind.WHOLE, "of them those who would no longer be within the standard"),
    Field("people_stranded", Kind.WHOLE, "of them those with no way to any other pharmacy"),
    Field("mean_metres_added", Kind.NUMBER, "mean metres added to the trips of the rest; empty by car"),
    Field("mean_minutes_added", Kind.NUMBER, "mean minutes added, at the standard's speed"),
    Field("next_ods_code", Kind.TEXT, "pharmacy that most of them would go to"),
    Field("next_name", Kind.TEXT, "its trading name"),
    Field(
        "metres_off_street",
        Kind.NUMBER,
        "straight line from the pharmacy to the nearest street of the data; where it is long the data stops short of it",
    ),
    Field(
        "people_may_lose",
        Kind.WHOLE,
        "residents within the standard of whom the streets of the data cannot tell whether they still would be",
    ),
)


def _of_standard(field: Field, standard: str) -> Field:
    return Field(f"{standard}_{field.name}", field.kind, field.meaning)


def _removals(engine: Engine, area: PreparedSnapshot, measure: Measure) -> tuple[Removal, ...]:
    pharmacies = area.pharmacies
    standard = measure.standard
    found = all_removals(
        engine.homes, area.measured(standard), measure.limit, len(pharmacies), area.doubt(standard)
    )
    return tuple(
        Removal(
            people_nearest=int(found.people[at]),
            people_losing_standard=int(found.lost[at]),
            people_stranded=int(found.stranded[at]),
            mean_metres_added=measure.metres(float(found.added[at])),
            mean_minutes_added=measure.minutes(float(found.added[at])),
            next_ods_code=pharmacies[following].ods_code if following >= 0 else None,
            next_name=pharmacies[following].trading_name if following >= 0 else None,
            metres_off_street=round(_off_street(engine, pharmacies[at]), 3),
            people_may_lose=int(found.may_lose[at]),
        )
        for at, following in enumerate(found.next_label.tolist())
    )


def _measured(engine: Engine, area: PreparedSnapshot, measure: Measure) -> MeasuredStandard:
    standard, first = measure.standard, engine.homes.first
    people = area.measured(standard).astype(np.int64)
    return MeasuredStandard(
        standard.id,
        measure.words,
        standard.as_published,
        engine.method,
        int(people.sum()),
        int(people[first <= measure.limit].sum()),
        int(people[~np.isfinite(first)].sum()),
        area.perhaps_beyond(standard) if standard.mode is Mode.WALK else None,
        int(area.homes.people.sum(dtype=np.int64) - people.sum()),
    )


def _not_measured(measure: Measure, area: PreparedSnapshot, note: str) -> MeasuredStandard:
    people = int(area.homes.people.sum(dtype=np.int64))
    standard = measure.standard
    return MeasuredStandard(
        standard.id, measure.words, standard.as_published, None, 0, None, None, None, people, note
    )


def _off_street(engine: Engine, premises: Premises) -> float:
    assert premises.point is not None  # noqa: S101 - as below
    return engine.off_network(premises.point)


def _place(premises: Premises, area: PreparedSnapshot) -> tuple[str | None, bool]:
    assert premises.point is not None  # noqa: S101 - premises without a point are not counted; tells the type checker
    return board_of(premises.point, area)
