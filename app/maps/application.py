"""The map of one assessment: route, premises, affected homes, reach and outlines, on one standard.

Drawn from the snapshot by the same engine that the assessment was measured by, and refused where its homes do not add up
to the assessment's own figures.
"""

from collections.abc import Callable, Collection

import numpy as np

from app.access import NoEngineError, PreparedSnapshot
from app.access.unknown import not_walked_to_words, selling_words
from app.access.whatif import Change, Effect
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.evidence import Ledger
from app.maps.access import homes_layer, reach_layer
from app.maps.features import MapDocument, MapLayer
from app.maps.imprint import imprint
from app.maps.places import boards_layer, of_two_sites, premises_layer, route_layer
from app.maps.standards import Measure, standard_of
from geodata.model.point import Point

LAYERS = ("route", "premises", "affected_homes", "reach", "boards")


class OtherFiguresError(ValueError):
    """Homes measured now do not add up to the assessment's figures: the method moved since. The message names both."""


def application_map(
    assessment: Assessment,
    baseline: Baseline,
    area: PreparedSnapshot,
    change: Change,
    standard_id: str | None = None,
    layers: Collection[str] = LAYERS,
) -> MapDocument:
    """The map of an assessment. baseline, area: those it was made on. change: what the application does to access.

    ``standard_id``: the baseline's first where none is given. Raises OneSiteError, UnknownStandardError,
    OtherFiguresError.
    """
    application = of_two_sites(assessment)
    measure = Measure(standard_of(baseline, standard_id))
    engine, effect, note = None, None, ""
    try:
        engine = area.engine_of(measure.standard)
    except NoEngineError as error:
        note = f" Nothing is drawn: {error}"
    lost = assessment.ledger.get(f"coverage.{measure.standard.id}.lost")
    if engine is not None and lost is not None and not lost.known:
        note = f" Nothing is drawn: {lost.note}."
    elif engine is not None:
        effect = area.effect(measure.standard, change)
        _check(effect, area, measure, assessment.ledger)
    sites = _sites(change, assessment.ledger, area)
    makers: dict[str, Callable[[], MapLayer]] = {
        "route": lambda: route_layer(assessment),
        "premises": lambda: premises_layer(assessment, area),
        "affected_homes": lambda: homes_layer(effect, area, measure, note),
        "reach": lambda: reach_layer(engine, sites, measure, note),
        "boards": lambda: boards_layer(assessment, area),
    }
    drawn = tuple(makers[name]() for name in LAYERS if name in layers)
    between = f"{application.leaving.name} and {application.staying.name}"
    return MapDocument(
        imprint(
            f"{application.kind.capitalize()} {application.reference}: {between}",
            baseline,
            area.snapshot.manifest,
            (engine.method,) if engine else (),
            notes=(
                *(
                    ("Analysts only: the layer of homes is not to be published or sent to consultees.",)
                    if any(layer.analysts_only for layer in drawn)
                    else ()
                ),
                *selling_words(area),
                *not_walked_to_words(area),
            ),
            standard=measure.standard.id,
            standard_words=measure.words,
            assessed_as_at=assessment.as_at.isoformat(),
        ),
        drawn,
    )


def _check(effect: Effect, area: PreparedSnapshot, measure: Measure, ledger: Ledger) -> None:
    """The homes drawn are those that the assessment counted. Raises OtherFiguresError.

    Where a move crosses a border, coverage is of the area moved to alone; what the assessment gives a reason not to know, as
    the data lacks an area's people, cannot be held against it.
    """
    here = area.homes.people[effect.home].astype(np.int64)
    crosses = None not in (
        leaving := ledger.value("hwb.leaving"),
        staying := ledger.value("hwb.staying"),
    ) and (leaving != staying and "site.staying.adjacent" in ledger)
    own = area.of_board(str(staying)) if crosses else area
    counted = here if own is None else own.homes.people[effect.home].astype(np.int64)
    doubt = area.doubt(measure.standard)
    known = ~(doubt.of(effect.before, effect.home) | doubt.of(effect.after, effect.home))
    was, will = effect.before <= measure.limit, effect.after <= measure.limit
    standard = measure.standard.id
    drawn = {
        f"affected.{standard}.people": int(here[effect.affected].sum()),
        f"coverage.{standard}.gained": int(counted[known & will & ~was].sum()),
        f"coverage.{standard}.lost": int(counted[known & was & ~will].sum()),
    }
    for evidence_id, number in drawn.items():
        assessed = ledger.number(evidence_id)
        if assessed is None and ledger[evidence_id].method.startswith("not measured"):
            continue
        if assessed != number:
            raise OtherFiguresError(
                f"The homes measured now add up to {number:,} people for {evidence_id}, the assessment says "
                f"{'not known' if assessed is None else f'{assessed:,.0f}'}. How figures are made has changed since it "
                "was made: run the assessment again, and draw that."
            )


def _sites(change: Change, ledger: Ledger, area: PreparedSnapshot) -> tuple[tuple[str, Point | None], ...]:
    """Where people called and will call, by role: the points that coverage was measured to; None where they cannot."""
    listed = area.pharmacies
    leaving = change.left_point or (listed[change.leaves].point if change.leaves >= 0 else None)
    staying = change.new_point or change.also_open
    label = area.labels.get(str(ledger.value("site.staying.listed")))
    if staying is None and label is not None:
        staying = listed[label].point
    return (("leaving", leaving), ("staying", staying))
