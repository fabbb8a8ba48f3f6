"""Schedule 2, as far as it binds a Health and Wellbeing Board: who is told, who must or may write, and by when."""

from app.domain.applications import Application, Consolidation
from app.domain.findings import Duty
from app.law.case import Case
from app.law.statement import CITATION as STATEMENT_CITATION

REPRESENTATIONS_CITATION = "Schedule 2, paragraph 19(4)"


def duty_of(case: Case, board: str) -> Duty:
    """What a board, by the code of its area, must or may do.

    MUST for the relevant board on a consolidation; MAY for the relevant board otherwise, and for any board with part of
    its area within 2 km; NONE for the rest, who have no standing under paragraph 19(1)(h).
    """
    if board == case.text("hwb.relevant"):
        return relevant_duty(case.application)
    near = {row.get("code") for row in case.rows("hwb.within_2km")}
    return Duty.MAY if board in near else Duty.NONE


def relevant_duty(application: Application) -> Duty:
    """What the relevant board must or may do, once it has notice of the application."""
    return Duty.MUST if isinstance(application, Consolidation) else Duty.MAY


def representations_citation(application: Application) -> str:
    """The provision under which the relevant board writes."""
    return STATEMENT_CITATION if isinstance(application, Consolidation) else REPRESENTATIONS_CITATION
