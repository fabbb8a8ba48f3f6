"""Evidence about consolidations considered together: all of them granted at once, measured again (regulation 26A(8))."""

from collections.abc import Sequence

from app.access import PreparedSnapshot
from app.access.coverage import coverage, trips_of
from app.assessment.measures import (
    change_of,
    engine_or_why_not,
    localities_of,
    record_alternatives,
    record_coverage,
    record_no_alternatives,
    record_trips,
    record_unmeasured,
    record_who_is_not,
    unsure_of,
)
from app.assessment.record import Record
from app.assessment.sites import Site, find_sites, in_question
from app.domain.applications import ApplicationError, Consolidation
from app.domain.baselines import Baseline
from app.domain.evidence import Row
from app.law import TOGETHER

Sites = tuple[Site, Site]


def record_together(
    record: Record,
    own: Sites,
    others: Sequence[Consolidation],
    area: PreparedSnapshot,
    baseline: Baseline,
) -> None:
    """What this consolidation and the others do together. Raises ApplicationError naming a postcode that is not known."""
    found = [_sites(at, other, area) for at, other in enumerate(others)]
    every = (own, *found)
    basis = tuple(f"together:{other.reference}" for other in others)
    here = record.under(TOGETHER, "With all considered together: ", basis)
    here.state(
        "applications",
        "other consolidations",
        len(others),
        note=_at_odds(every),
        rows=[_row(other, sites) for other, sites in zip(others, found, strict=True)],
    )
    asked = in_question([site for both in every for site in both])
    changes = [change_of(leaving, staying, "consolidation") for leaving, staying in every]
    if asked:
        record_no_alternatives(here, asked)
    else:
        record_alternatives(here, own[0], changes, [staying for _, staying in every], area, baseline)
    for standard in baseline.standards:
        if asked:
            record_unmeasured(here, standard, asked)
            continue
        engine = engine_or_why_not(here, standard, area, *every)
        if engine is None:
            continue
        effect = area.effect_of_several(standard, changes)
        localities = localities_of(baseline)
        covered = coverage(area.standing(standard, localities), effect)
        record_coverage(here, standard, engine, covered)
        record_who_is_not(
            here, standard, engine, effect, area, covered, [site for both in every for site in both]
        )
        trips = trips_of(effect, area.population(localities), engine.unit)
        record_trips(here, standard, engine, trips, unsure_of(effect, area))


def _sites(at: int, other: Consolidation, area: PreparedSnapshot) -> Sites:
    try:
        return find_sites(other, area)
    except ApplicationError as error:
        raise ApplicationError(f"together.{at}.{error.field}", f"{other.reference}: {error}") from error


def _row(other: Consolidation, sites: Sites) -> Row:
    leaving, staying = sites
    return {
        "reference": other.reference,
        "applicant": other.applicant,
        "closing": leaving.stated.name,
        "closing_ods_code": leaving.listed.ods_code if leaving.listed else None,
        "continuing": staying.stated.name,
        "continuing_ods_code": staying.listed.ods_code if staying.listed else None,
    }


def _at_odds(every: Sequence[Sites]) -> str:
    """What the applications say that cannot all come about; it is measured with every such site closed."""
    closing = {leaving.listed.ods_code: leaving.stated.name for leaving, _ in every if leaving.listed}
    told = [
        f"{closing[staying.listed.ods_code]} continues by one application and closes by another"
        for _, staying in every
        if staying.listed and staying.listed.ods_code in closing
    ]
    return "; ".join(dict.fromkeys(told))
