"""The pages of an assessment: what was found, every figure it rests on, and the form that runs another."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.api.drafts import Which
from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.domain.cases import CHANGEABLE
from app.store.repository import StoredAssessment
from app.web.assessment_view import chapters_of, limbs_of, standards_of, summary_of, tables_of
from app.web.evidence_words import table_of, worded
from app.web.maps import SVG
from app.web.shell import page

router = APIRouter(prefix="/cases/{application_id}", include_in_schema=False)


@router.get("/assessment")
def assessment_page(
    application_id: str, request: Request, services: ServicesDep, number: Which = None
) -> HTMLResponse:
    """One assessment, the latest where none is named; before the first, the form that runs it."""
    with services.database.reading() as records:
        application = records.application(application_id).application.value
        notes = records.assessments(application_id)
        stored = records.assessment(application_id, number) if notes else None
        changeable = records.cases.read(application_id).case.state in CHANGEABLE
    return page(
        request,
        "assessment.html",
        application_id=application_id,
        reference=application.reference,
        kind=application.kind,
        notes=notes,
        changeable=changeable,
        baselines=services.library.baselines,
        **(_shown(stored) if stored else {"stored": None}),
    )


@router.get("/evidence")
def evidence_page(
    application_id: str, request: Request, services: ServicesDep, number: Which = None
) -> HTMLResponse:
    """Every figure of an assessment under its id, with how it was made and from what."""
    stored = _stored(services, application_id, number)
    assessment = stored.assessment.value
    chapters = [
        (title, [(item, worded(item), table_of(item) if item.rows else None) for item in items])
        for title, items in chapters_of(assessment, stored.baseline.value)
    ]
    return page(
        request,
        "evidence.html",
        application_id=application_id,
        reference=assessment.application.reference,
        stored=stored,
        chapters=chapters,
    )


@router.get("/week/{standard}.svg")
def week_picture(application_id: str, standard: str, services: ServicesDep, number: Which = None) -> Response:
    """The chart of the week on one standard."""
    stored = _stored(services, application_id, number)
    views = standards_of(stored.assessment.value, stored.baseline.value)
    drawn = next((view.week for view in views if view.id == standard), None)
    if drawn is None:
        raise Problem("not-found", f"No hour of the week differs on the standard {standard}.")
    return Response(drawn.svg, media_type=SVG, headers={"Content-Security-Policy": "default-src 'none'"})


def _shown(stored: StoredAssessment) -> dict[str, object]:
    assessment, baseline = stored.assessment.value, stored.baseline.value
    return {
        "stored": stored,
        "assessment": assessment,
        "baseline": baseline,
        "summary": summary_of(assessment, baseline),
        "limbs": limbs_of(assessment),
        "standards": standards_of(assessment, baseline),
        "tables": tables_of(assessment),
        "with_map": assessment.application.kind in ("relocation", "consolidation"),
        "chosen": f"?assessment={stored.note.number}",
    }


def _stored(services: Services, application_id: str, number: int | None) -> StoredAssessment:
    with services.database.reading() as records:
        return records.assessment(application_id, number)
