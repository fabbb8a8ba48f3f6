"""assess(application, baseline, snapshot, as_at): the one place where law meets access. A pure function."""

from collections.abc import Sequence
from datetime import date

from app import METHOD_VERSION
from app.access import PreparedSnapshot
from app.access.engine import Trip
from app.assessment.flags import data_flags
from app.assessment.officers import record_officers
from app.assessment.one_site import measure_one_site
from app.assessment.places import record_boards, record_controlled, record_sites
from app.assessment.record import Record
from app.assessment.sites import Site, find_site, find_sites
from app.assessment.stated import record_data
from app.assessment.timing import record_deadline
from app.assessment.two_sites import measure_two_sites
from app.domain.applications import ApplicationError, Consolidation, Relocation
from app.domain.assessments import Assessment, Place
from app.domain.baselines import Baseline
from app.domain.evidence import Ledger
from app.domain.findings import Screened
from app.domain.other_applications import AnyApplication, OtherApplication
from app.law import LAW_VERSION, Case, Judgement, check, judge, notifiable, screen

__all__ = ["assess"]


def assess(
    application: AnyApplication,
    baseline: Baseline,
    area: PreparedSnapshot,
    as_at: date,
    together: Sequence[Consolidation] = (),
) -> Assessment:
    """Assess one application on one baseline, reading the law as at a date.

    ``together`` are other consolidations that are considered together with this one (regulation 26A(8)).
    The same inputs give the same value. Raises ApplicationError for a postcode that the area's data does not know and for
    ``together`` with an application of another kind, LawError for a date on which the Regulations, or consolidations,
    were not in force.
    """
    check(application, as_at)
    if together and not isinstance(application, Consolidation):
        raise ApplicationError(
            "together", f"Only consolidations are considered together (26A(8)); this is a {application.kind}."
        )
    record = Record((f"snapshot:{area.snapshot.id}", f"baseline:{baseline.id}"))
    record_data(record, area.snapshot)
    sites, walk = _measure(record, application, baseline, area, as_at, together)
    case = Case(application, as_at, record.ledger)
    judgement = judge(case)
    flags = (*judgement.flags, *data_flags(record.ledger, sites, area, baseline))
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
        screened=_screened(case, judgement, baseline, tuple(flag.id for flag in flags)),
        places=_places(sites, area, record.ledger),
        route=walk.line if walk else (),
        versions=(
            ("assessment method", METHOD_VERSION),
            ("snapshot method", area.snapshot.manifest.method),
            ("law rules", LAW_VERSION),
            ("law read as at", as_at.isoformat()),
        ),
        follow_up=judgement.follow_up,
        together=tuple(together),
    )


def _measure(
    record: Record,
    application: AnyApplication,
    baseline: Baseline,
    area: PreparedSnapshot,
    as_at: date,
    together: Sequence[Consolidation],
) -> tuple[tuple[Site, ...], Trip | None]:
    """Enter all evidence. Gives back the sites and the walk between them, where there is one."""
    if isinstance(application, OtherApplication):
        site = find_site(application, area)
        _record_where_and_when(record, application, (site,), baseline, area, as_at)
        measure_one_site(record, application, site, area, baseline, as_at)
        return (site,), None
    sites = find_sites(application, area)
    _record_where_and_when(record, application, sites, baseline, area, as_at)
    return sites, measure_two_sites(record, application, sites, area, baseline, as_at, together)


def _record_where_and_when(
    record: Record,
    application: AnyApplication,
    sites: tuple[Site, ...],
    baseline: Baseline,
    area: PreparedSnapshot,
    as_at: date,
) -> None:
    """Whose area, who is near, by when: what is asked of every kind."""
    record_boards(record, application, sites, area, baseline)
    if notifiable(application.kind):
        board = baseline.board(str(record.ledger.value("hwb.relevant")))
        record_deadline(record, application, board, as_at)
    record_sites(record, sites, area)
    record_controlled(record, sites[-1], area)
    record_officers(record, sites, area, as_at)


def _screened(
    case: Case, judgement: Judgement, baseline: Baseline, flags: tuple[str, ...]
) -> Screened | None:
    """A relocation through its board's own screen."""
    if not isinstance(case.application, Relocation):
        return None
    board = baseline.board(str(case.ledger.value("hwb.relevant")))
    return screen(case, judgement, board.screen if board else None, flags)


def _places(sites: tuple[Site, ...], area: PreparedSnapshot, ledger: Ledger) -> tuple[Place, ...]:
    """The sites and the pharmacies left, or standing, within a mile, to draw on a map."""
    drawn = [Place(s.role, s.stated.name, s.point.easting, s.point.northing) for s in sites]
    own = sites[-1].listed
    rows = [
        row
        for name in ("alternatives.straight", "near.straight")
        if name in ledger
        for row in ledger[name].rows
    ]
    near = [area.pharmacies[area.labels[str(row["ods_code"])]] for row in rows]
    others = [
        Place("alternative", p.trading_name, p.point.easting, p.point.northing)
        for p in near
        if p.point and (own is None or p.ods_code != own.ods_code)
    ]
    return (*drawn, *others)
