"""assess(application, baseline, snapshot, as_at): the one place where law meets access. A pure function."""

from datetime import date

from app import METHOD_VERSION
from app.access import PreparedSnapshot
from app.assessment.flags import data_flags
from app.assessment.measures import record_alternatives, record_standard
from app.assessment.places import record_boards, record_distance, record_sites
from app.assessment.record import Record
from app.assessment.sites import Site, find_sites
from app.assessment.stated import (
    record_data,
    record_deadline,
    record_hours,
    record_pna,
    record_services,
    weeks_of,
)
from app.assessment.ways import record_route
from app.domain.applications import Application, Relocation
from app.domain.assessments import Assessment, Place
from app.domain.baselines import Baseline
from app.domain.evidence import Ledger
from app.law import LAW_VERSION, Case, judge, screen

__all__ = ["assess"]


def assess(application: Application, baseline: Baseline, area: PreparedSnapshot, as_at: date) -> Assessment:
    """Assess one application on one baseline, reading the law as at a date.

    The same four inputs give the same value. Raises ApplicationError for a postcode that the area's data does not know,
    LawError for a date on which the Regulations, or consolidations, were not in force.
    """
    leaving, staying = find_sites(application, area)
    record = Record((f"snapshot:{area.snapshot.id}", f"baseline:{baseline.id}"))
    record_data(record, area.snapshot)
    record_boards(record, application, leaving, staying, area, baseline)
    record_deadline(record, application, baseline, as_at)
    record_sites(record, leaving, staying, area)
    walk = record_distance(record, application, leaving, staying, area, baseline)
    record_alternatives(record, application, leaving, area, baseline)
    record_route(record, area, walk)
    weeks = weeks_of(application, leaving, staying)
    for standard in baseline.standards:
        record_standard(record, standard, leaving, staying, area, baseline, application.kind, weeks)
    record_hours(record, application, leaving, staying)
    record_services(record, application, leaving, staying)
    record_pna(record, baseline, leaving)
    case = Case(application, as_at, record.ledger)
    judgement = judge(case)
    flags = (*judgement.flags, *data_flags(record.ledger, leaving, staying, area, baseline))
    relevant = record.ledger.value("hwb.relevant")
    return Assessment(
        application=application,
        as_at=as_at,
        baseline=baseline.id,
        snapshot=area.snapshot.id,
        relevant_hwb=None if relevant is None else str(relevant),
        duty=judgement.duty,
        evidence=record.ledger.items_in_order(),
        findings=judgement.findings,
        flags=flags,
        statement=judgement.statement,
        notifiees=judgement.notifiees,
        screened=(
            screen(case, judgement, flags=tuple(flag.id for flag in flags))
            if isinstance(application, Relocation)
            else None
        ),
        places=_places(leaving, staying, area, record.ledger),
        route=walk.line if walk else (),
        versions=(
            ("assessment method", METHOD_VERSION),
            ("snapshot method", area.snapshot.manifest.method),
            ("law rules", LAW_VERSION),
            ("law read as at", as_at.isoformat()),
        ),
    )


def _places(leaving: Site, staying: Site, area: PreparedSnapshot, ledger: Ledger) -> tuple[Place, ...]:
    """The sites and the pharmacies left within a mile, to draw on a map."""
    sites = [Place(s.role, s.stated.name, s.point.easting, s.point.northing) for s in (leaving, staying)]
    near = [
        area.pharmacies[area.labels[str(row["ods_code"])]] for row in ledger["alternatives.straight"].rows
    ]
    others = [
        Place("alternative", p.trading_name, p.point.easting, p.point.northing)
        for p in near
        if p.point and p.ods_code != (staying.listed.ods_code if staying.listed else None)
    ]
    return (*sites, *others)
