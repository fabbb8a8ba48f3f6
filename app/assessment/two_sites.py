"""A relocation or a consolidation measured: what changes between the site that is left and the one that stays."""

from collections.abc import Sequence
from datetime import date

from app.access import PreparedSnapshot
from app.access.engine import Trip
from app.access.whatif import Change
from app.assessment.cumulative import record_together
from app.assessment.doubtful_hours import record_others
from app.assessment.measures import (
    change_of,
    record_alternatives,
    record_no_alternatives,
    record_standard,
    record_unmeasured,
)
from app.assessment.needs import record_pna
from app.assessment.places import record_adjacent, record_distance
from app.assessment.record import Record
from app.assessment.since import record_by_area, record_since
from app.assessment.sites import Site, in_question
from app.assessment.stated import record_hours, record_services, weeks_of
from app.assessment.ways import record_route
from app.assessment.whose import site_of_planning
from app.domain.applications import Application, Consolidation, Relocation
from app.domain.baselines import Baseline


def measure_two_sites(
    record: Record,
    application: Application,
    sites: tuple[Site, Site],
    area: PreparedSnapshot,
    baseline: Baseline,
    as_at: date,
    together: Sequence[Consolidation],
    *,
    in_full: bool = True,
) -> Trip | None:
    """Enter all evidence of a relocation or a consolidation. Gives back the walk between the sites, where there is one.

    What no finding, duty or flag turns on is left out where it is not to be ``in_full``.
    """
    leaving, staying = sites
    asked = in_question(sites)
    if isinstance(application, Relocation):
        record_adjacent(record, staying, leaving, area)
    walk = record_distance(record, application, leaving, staying, area, baseline, in_full=in_full)
    record.state(
        "alternatives.claimed",
        "Pharmacies left within a mile, as the papers claim",
        application.claims.alternatives_within_a_mile,
        inputs=("application:claims",),
    )
    stays = () if isinstance(application, Relocation) else (staying,)
    # What is left where a move begins can be counted though nothing says where it leads to.
    moves_nowhere = isinstance(application, Relocation) and not staying.placed and staying.match.settled
    no_count = in_question((leaving,)) if moves_nowhere else asked
    if no_count:
        record_no_alternatives(record, no_count)
    else:
        change = (
            Change(leaving.label, absent=leaving.own)
            if moves_nowhere
            else change_of(leaving, staying, application.kind)
        )
        record_alternatives(record, leaving, (change,), stays, area, baseline)
    if in_full:
        record_route(record, area, walk)
    record_others(record, sites, area, in_full=in_full)
    weeks = weeks_of(application, leaving, staying) if in_full else None
    for standard in baseline.standards:
        if asked:
            record_unmeasured(record, standard, asked)
            continue
        record_standard(record, standard, leaving, staying, area, baseline, application.kind, weeks)
    record_hours(record, application, leaving, staying)
    record_services(record, application, leaving, staying)
    planned = site_of_planning(application.kind, sites)
    record_pna(record, baseline, planned, area, as_at)
    record_since(record, baseline, planned, area)
    if in_full:
        record_by_area(record, leaving, staying, area, baseline, application.kind)
    if together:
        record_together(record, sites, together, area, baseline)
    return walk
