"""Assessments are run, kept and read back byte for byte."""

from datetime import date
from time import perf_counter
from typing import Annotated, Any, cast

from fastapi import APIRouter, Body, Path, Response
from pydantic import Field

from app.api import addresses, answers
from app.api.applications import assessment_note
from app.api.assessment_answer import AssessmentAnswer
from app.api.changes import NewDep
from app.api.conditions import IfNoneMatch, has_it
from app.api.problems import not_valid
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.api.site_answers import SiteAnswer, answered
from app.assessment import assess
from app.domain.accounts import Account
from app.domain.applications import ApplicationError, Consolidation
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.cases import check_assessable
from app.domain.officer import as_known
from app.domain.other_applications import AnyApplication, sites_of
from app.law import LawError
from app.schemas.faults import Fault
from app.schemas.fields import Id, IsoDate, Line
from app.schemas.mirror import Mirror
from app.store.library import NoBaselineError, UnknownBaselineError
from app.store.repository import NotStoredError, Repository, StoredAssessment

router = APIRouter(
    prefix="/v1/applications/{application_id}/assessments", tags=["Assessments"], route_class=StrictRoute
)

Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The number of the assessment, from 1.")]


class AssessmentRequest(Mirror):
    """On what and as at when to assess; every field may be left out, and so may the body."""

    baseline: Id | None = None
    """The baseline to measure on; where left out, the latest one of the board in whose area the site that is left lies."""
    as_at: IsoDate | None = None
    """The date as at which law and deadline are read; today in England where left out."""
    together: list[Line] = Field(default_factory=list, max_length=20)
    """Ids of other consolidations that are considered together with this one: regulation 26A(8)."""
    sites: list[SiteAnswer] = Field(default_factory=list, max_length=2)
    """A person's answers to what an assessment asks of the sites, for this assessment: they stand in its application."""


@router.post("", status_code=201, response_model=AssessmentAnswer)
def run_assessment(
    application_id: str,
    change: NewDep,
    request: Annotated[AssessmentRequest | None, Body()] = None,
) -> Any:
    """Assess an application on a baseline and keep the result. Assessments are never changed; another one is added."""
    asked, services = request or AssessmentRequest(), change.services
    with services.database.reading() as records:
        held = records.officer_part(application_id)
        application = as_known(
            records.application(application_id).application.value, held.part.value if held else None
        )
        check_assessable(records.cases.read(application_id).case)
        application = answered(application, asked.sites)
        together = _together(records, change.account, application_id, asked.together)
    assessment, baseline = measured(services, application, asked.baseline, asked.as_at, together)
    with change.writing() as records:
        stored = records.add_assessment(application_id, assessment, baseline, change.event())
        where = addresses.assessment(application_id, stored.note.number)
        content = stored.assessment.content
        return change.answer(records, content, 201, location=where, etag=_etag(stored))


@router.get("", response_model=list[answers.AssessmentNote])
def list_assessments(application_id: str, services: ServicesDep) -> Any:
    """What there is of assessments of an application, the first one first."""
    with services.database.reading() as records:
        return [assessment_note(application_id, note) for note in records.assessments(application_id)]


@router.get("/{number}", response_model=AssessmentAnswer, responses={304: {"description": "You have it"}})
def read_assessment(
    application_id: str, number: Number, services: ServicesDep, if_none_match: IfNoneMatch = None
) -> Any:
    """One assessment, byte for byte as it was stored; its SHA-256 is the ETag."""
    with services.database.reading() as records:
        stored = records.assessment(application_id, number)
    # It never changes: who has it may keep it, and asks again with If-None-Match.
    headers = {"ETag": _etag(stored), "Cache-Control": "private, no-cache"}
    if has_it(if_none_match, _etag(stored)):
        return Response(status_code=304, headers=headers)
    return Response(stored.assessment.content, 200, headers, "application/json")


def measured(
    services: Services,
    application: AnyApplication,
    wanted: str | None,
    as_at: date | None,
    together: tuple[Consolidation, ...] = (),
) -> tuple[Assessment, Baseline]:
    """An assessment and the baseline that it was made on. Raises Problem, UnusableSnapshotError.

    ``wanted`` is the id of a baseline, ``as_at`` the day; where they are None the board's own and today are taken.
    """
    day = as_at or services.today()
    baseline = _baseline(services, application, wanted, day)
    area = services.library.area(baseline.snapshot)
    try:
        with services.measuring:
            begun = perf_counter()
            assessment = assess(application, baseline, area, day, together)
            services.figures.assessed(perf_counter() - begun)
    except ApplicationError as error:
        raise not_valid([Fault(error.field, str(error))]) from error
    except LawError as error:
        raise not_valid([Fault(error.field, str(error))]) from error
    return assessment, baseline


def _together(records: Repository, account: Account, own: str, ids: list[str]) -> tuple[Consolidation, ...]:
    """The other consolidations by their ids. Raises Problem naming each that cannot be considered together with this one."""
    found: list[Consolidation] = []
    faults: list[Fault] = []
    for at, each in enumerate(ids):
        wrong = _why_not_together(records, account, own, each, ids[:at])
        if wrong is None:
            found.append(cast("Consolidation", records.application(each).application.value))
        else:
            faults.append(Fault(f"together.{at}", wrong))
    if faults:
        raise not_valid(faults)
    return tuple(found)


def _why_not_together(
    records: Repository, account: Account, own: str, other: str, before: list[str]
) -> str | None:
    if other == own:
        return "This is the application itself. Name the others only."
    if other in before:
        return f"Application {other} is named twice. Name it once."
    try:
        if not account.sees(records.cases.boards(other)):
            raise NotStoredError(f"There is no application {other}.")
        kind = records.application(other).application.value.kind
    except NotStoredError as error:
        return f"{error} Give the id under which it was taken in."
    if kind != "consolidation":
        return f"Application {other} is a {kind}; only consolidations are considered together (26A(8)). Leave it out."
    return None


def _baseline(services: Services, application: AnyApplication, wanted: str | None, as_at: Any) -> Baseline:
    try:
        if wanted is not None:
            return services.library.baseline(wanted)
        return _own_baseline(services, application, as_at)
    except (UnknownBaselineError, NoBaselineError) as error:
        raise not_valid([Fault("baseline", str(error))]) from error


def _own_baseline(services: Services, application: AnyApplication, as_at: Any) -> Baseline:
    """That of the relevant board: on a move, of the board moved to (24(2)), or of the one left where that is not loaded."""
    sites = [site for _, site in sites_of(application)]
    if application.kind != "relocation":
        return services.library.baseline_for(sites[0], as_at)
    try:
        return services.library.baseline_for(sites[-1], as_at)
    except NoBaselineError:
        return services.library.baseline_for(sites[0], as_at)


def _etag(stored: StoredAssessment) -> str:
    return f'"{stored.note.sha256}"'
