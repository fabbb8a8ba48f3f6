"""assess(application, baseline, snapshot, as_at): the one place where law meets access. A pure function."""

from collections.abc import Sequence
from datetime import date

from app import METHOD_VERSION
from app.access import PreparedSnapshot
from app.assessment.outline import Outline, outline, weigh
from app.assessment.sites import Site
from app.domain.applications import Consolidation, Relocation
from app.domain.assessments import Assessment, Place
from app.domain.baselines import Baseline
from app.domain.evidence import Ledger
from app.domain.findings import Screened
from app.domain.other_applications import AnyApplication
from app.law import Case, Judgement, law_version, screen

__all__ = ["Outline", "assess", "outline"]


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
    found = weigh(application, baseline, area, as_at, together, in_full=True)
    case, judgement, flags, walk = found.case, found.judgement, found.flags, found.walk
    relevant = case.ledger.value("hwb.relevant")
    return Assessment(
        application=application,
        as_at=as_at,
        baseline=baseline.id,
        snapshot=area.snapshot.id,
        relevant_hwb=None if relevant is None else str(relevant),
        duty=judgement.duty,
        evidence=case.ledger.items_in_order(),
        findings=judgement.findings,
        flags=flags,
        statement=judgement.statement,
        notifiees=judgement.notifiees,
        screened=_screened(case, judgement, baseline, tuple(flag.id for flag in flags)),
        places=_places(found.sites, area, case.ledger),
        route=walk.line if walk else (),
        versions=(
            ("assessment method", METHOD_VERSION),
            ("snapshot method", area.snapshot.manifest.method),
            ("law rules", law_version()),
            ("law read as at", as_at.isoformat()),
        ),
        follow_up=judgement.follow_up,
        together=tuple(together),
    )


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
    drawn = [Place(s.role, s.stated.name, s.at.easting, s.at.northing) for s in sites if s.at]
    own = sites[-1].listed
    rows = [
        row
        for name in ("alternatives.straight", "near.straight")
        if name in ledger
        for row in ledger[name].rows
    ]
    listed = (area.labels.get(str(row["ods_code"])) for row in rows)
    near = [area.pharmacies[label] for label in listed if label is not None]
    others = [
        Place("alternative", p.trading_name, p.point.easting, p.point.northing)
        for p in near
        if p.point and (own is None or p.ods_code != own.ods_code)
    ]
    return (*drawn, *others)
