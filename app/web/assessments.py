"""The pages of an assessment: what was found, every figure it rests on, and the form that runs another."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.api.assessments import AssessmentRequest, run_assessment
from app.api.changes import RepeatedError
from app.api.drafts import Which
from app.api.forms import FormGuard
from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.domain.cases import CHANGEABLE
from app.schemas.faults import Fault, faults_of
from app.store.repository import StoredAssessment
from app.web.assessment_view import chapters_of, limbs_of, standards_of, summary_of, tables_of, week_of
from app.web.changing import change_of, new_once
from app.web.choosing import AsTyped, assessment_asked
from app.web.date_input import read_date
from app.web.evidence_words import table_of, unit_of_trips, worded
from app.web.form import Typed, one, typed_of
from app.web.shell import page, picture
from app.web.site_questions import site_answers, site_questions

router = APIRouter(prefix="/cases/{application_id}", include_in_schema=False)


@router.get("/assessment")
def assessment_page(
    application_id: str, request: Request, services: ServicesDep, number: AsTyped = None
) -> HTMLResponse:
    """One assessment, the latest where none is named; before the first, the form that runs it."""
    here = f"/cases/{application_id}/assessment"
    asked = None if number is None else assessment_asked(services, application_id, number, here)
    return _drawn(application_id, request, services, asked)


@router.post("/assessment")
def run_from_page(application_id: str, request: Request, services: ServicesDep, form: FormGuard) -> Response:
    """Run an assessment as the form asks, and show it."""
    typed = typed_of(form)
    asked, faults = _asked(typed)
    if asked is not None:
        try:
            run_assessment(application_id, change_of(request, typed), asked)
        except RepeatedError:
            pass  # the same form was sent twice: the assessment is there
        except Problem as problem:
            if not problem.faults:
                raise
            faults = list(problem.faults)
    if faults:
        shown = {_control(fault): fault.message for fault in reversed(faults)}
        return _drawn(application_id, request, services, None, typed, tuple(shown.items()))
    return RedirectResponse(f"/cases/{application_id}/assessment", 303)


def _drawn(
    application_id: str,
    request: Request,
    services: Services,
    number: int | None,
    typed: Typed | None = None,
    faults: tuple[tuple[str, str], ...] = (),
) -> HTMLResponse:
    with services.database.reading() as records:
        application = records.application(application_id).application.value
        notes = records.assessments(application_id)
        stored = records.assessment(application_id, number) if notes else None
        changeable = records.cases.read(application_id).case.state in CHANGEABLE
    return page(
        request,
        "assessment.html",
        status=422 if faults else 200,
        application_id=application_id,
        reference=application.reference,
        kind=application.kind,
        notes=notes,
        changeable=changeable,
        baselines=services.library.baselines,
        once=new_once(),
        typed={name: values[0] for name, values in (typed or {}).items()},
        errors=[{"field": control, "text": text} for control, text in faults],
        wrong={control.removesuffix("-day"): text for control, text in faults},
        **(_shown(stored) if stored else {"stored": None}),
    )


def _asked(typed: Typed) -> tuple[AssessmentRequest | None, list[Fault]]:
    """What the form asks for, or what is wrong with it."""
    as_at = read_date(typed, "as_at", "The date")
    if as_at.fault:
        return None, [Fault("as_at", as_at.fault)]
    document = {
        "baseline": one(typed, "baseline") or None,
        "as_at": as_at.value.isoformat() if as_at.value else None,
        "together": one(typed, "together").replace(",", " ").split(),
        "sites": site_answers(typed),
    }
    try:
        return AssessmentRequest.model_validate_json(json.dumps(document)), []
    except ValidationError as error:
        return None, list(faults_of(error.errors()))


def _control(fault: Fault) -> str:
    """The control of the form at which a fault is shown; what is wrong with the application is shown at the first."""
    name = fault.field.partition(".")[0]
    return {"as_at": "as_at-day", "together": "together"}.get(name, "baseline")


@router.get("/evidence")
def evidence_page(
    application_id: str, request: Request, services: ServicesDep, number: AsTyped = None
) -> HTMLResponse:
    """Every figure of an assessment under its id, with how it was made and from what."""
    here = f"/cases/{application_id}/evidence"
    stored = _stored(services, application_id, assessment_asked(services, application_id, number, here))
    assessment = stored.assessment.value
    ledger = assessment.ledger
    chapters = [
        (
            title,
            [
                (item, worded(item), table_of(item, unit_of_trips(item, ledger)) if item.rows else None)
                for item in items
            ],
        )
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
    drawn = week_of(_stored(services, application_id, number).assessment.value.ledger, standard)
    if drawn is None:
        raise Problem("not-found", f"No hour of the week differs on the standard {standard}.")
    return picture(drawn.svg)


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
        "site_questions": site_questions(assessment),
        "chosen": f"?assessment={stored.note.number}",
    }


def _stored(services: Services, application_id: str, number: int | None) -> StoredAssessment:
    with services.database.reading() as records:
        return records.assessment(application_id, number)
