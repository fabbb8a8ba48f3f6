"""Whom a board might ask about an application: those told by law, and the councillors of the wards it concerns."""

from collections import Counter

from app.assessment.wards import WardInReach
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Mode
from app.domain.consultations import Consultee, Group
from app.law.consultees import Suggestion, suggested_by_law

_HOW = {Mode.WALK: "walk", Mode.DRIVE: "drive", Mode.STRAIGHT_LINE: "walk in a straight line"}


def suggested(
    assessment: Assessment, wards: tuple[WardInReach, ...], standard: AccessStandard
) -> tuple[Suggestion, ...]:
    """Suggestions with the reason of each and, where the law names them, the citation; nobody where nobody is told.

    ``wards`` are those in reach of ``standard``. The law names no councillors; boards ask them because they know the place.
    """
    if not assessment.notifiees:
        return ()
    board = assessment.ledger.value("hwb.relevant.name")
    by_law = suggested_by_law(assessment.notifiees, None if board is None else str(board), assessment.as_at)
    twice = {name for name, count in Counter(ward.name for ward in wards).items() if count > 1}
    return (*by_law, *(_councillors(ward, ward.name in twice, standard) for ward in wards))


def _councillors(ward: WardInReach, ambiguous: bool, standard: AccessStandard) -> Suggestion:
    name = f"{ward.name} ({ward.code})" if ambiguous else ward.name
    reasons = [f"{site} is in the ward" for site in ward.holds]
    if ward.people:
        minutes = f"{standard.minutes:g} minutes' {_HOW[standard.mode]}"
        reasons.append(f"{ward.people:,} people of the ward are within {minutes} of a site")
    why = f"{'; '.join(reasons)}."
    return Suggestion(Consultee(f"Councillors of the ward {name}", Group.COUNCILLORS, why), certain=False)
