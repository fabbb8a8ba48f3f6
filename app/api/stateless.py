"""Assess and draft without keeping anything: for scripts, and for figures before a notice comes."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from pydantic import Field

from app.api import answers
from app.api.addresses import LETTERS
from app.api.applications import check_places
from app.api.assessment_answer import AssessmentAnswer
from app.api.assessments import measured
from app.api.drafts import letter_of
from app.api.examples import APPLICATIONS
from app.api.papers import Form, written
from app.api.problems import not_valid
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.canonical import plain
from app.letters import Paper
from app.letters.docx import MEDIA_TYPE as DOCX
from app.schemas.applications import Application, Consolidation
from app.schemas.faults import Fault
from app.schemas.fields import Id, IsoDate
from app.schemas.mirror import Mirror
from app.schemas.officer import OfficerPart

HERE = "/v1/assess"


router = APIRouter(prefix=HERE, tags=["Without a case"], route_class=StrictRoute)


class AssessRequest(Mirror):
    """An application and on what to assess it. The same body is sent for the assessment and for each paper."""

    application: Application
    """The application, as POST /v1/applications takes it."""
    baseline: Id | None = None
    """The baseline to measure on; where left out, the latest one of the board in whose area the site that is left lies."""
    as_at: IsoDate | None = None
    """The date as at which law and deadline are read; today in England where left out."""
    officer: OfficerPart | None = None
    """What people decide and add to the papers."""
    together: list[Consolidation] = Field(default_factory=list, max_length=20)
    """Other consolidations that are considered together with this one: regulation 26A(8)."""


class PaperLink(answers.Answer):
    """A paper that can be drafted from the same body."""

    paper: str
    """"letter", or "no-response" for the record that none is made."""
    media_type: str
    """What it comes as."""
    method: str
    """"POST": nothing is kept that could be read back."""
    url: str
    """Where to send the same body, with `baseline` and `as_at` as given here."""


class AssessAnswer(answers.Answer):
    """An assessment that nobody keeps."""

    baseline: str
    """The baseline on which it was measured."""
    as_at: IsoDate
    """The date as at which it reads the law."""
    assessment: AssessmentAnswer
    """The assessment."""
    papers: list[PaperLink]
    """The papers that apply."""


Asked = Annotated[
    AssessRequest,
    Body(
        openapi_examples={
            name: {"summary": example["summary"], "value": {"application": example["value"]}}
            for name, example in APPLICATIONS.items()
        }
    ),
]


@router.post("", response_model=AssessAnswer)
def assess_only(asked: Asked, services: ServicesDep) -> Any:
    """Assess an application and keep nothing. The same body, sent on, drafts its papers."""
    assessment, _ = _measured(asked, services)
    types = {"docx": DOCX, "html": "text/html"}
    kind = assessment.application.kind
    kinds = [*(["letter"] if kind in LETTERS else []), *(["no-response"] if kind == "relocation" else [])]
    papers = [
        {"paper": paper, "media_type": types[ending], "method": "POST", "url": f"{HERE}/{paper}.{ending}"}
        for paper in kinds
        for ending in types
    ]
    return {
        "baseline": assessment.baseline,
        "as_at": assessment.as_at,
        "assessment": plain(assessment),
        "papers": papers,
    }


def _file(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"description": what, "content": content}}


@router.post("/letter.docx", response_class=Response, responses=_file(DOCX, "The draft for Word"))
def letter_docx(asked: AssessRequest, services: ServicesDep) -> Response:
    """The draft of the board's representation, to edit in Word; nothing is kept."""
    return _paper(asked, services, Paper.REPRESENTATION, "docx")


@router.post("/letter.html", response_class=Response, responses=_file("text/html", "The draft as a page"))
def letter_html(asked: AssessRequest, services: ServicesDep) -> Response:
    """The draft of the board's representation, to read in a browser; nothing is kept."""
    return _paper(asked, services, Paper.REPRESENTATION, "html")


@router.post("/no-response.docx", response_class=Response, responses=_file(DOCX, "The draft for Word"))
def no_response_docx(asked: AssessRequest, services: ServicesDep) -> Response:
    """The draft record that the board makes no representation on a relocation; nothing is kept."""
    return _paper(asked, services, Paper.NO_RESPONSE, "docx")


@router.post(
    "/no-response.html", response_class=Response, responses=_file("text/html", "The draft as a page")
)
def no_response_html(asked: AssessRequest, services: ServicesDep) -> Response:
    """The draft record that the board makes no representation on a relocation; nothing is kept."""
    return _paper(asked, services, Paper.NO_RESPONSE, "html")


def _measured(asked: AssessRequest, services: Services) -> tuple[Assessment, Baseline]:
    application = asked.application.value()
    part = asked.officer
    if part and part.opinion and application.kind != "consolidation":
        raise not_valid(
            [Fault("officer.opinion", "An opinion on a gap is given on a consolidation only. Leave it out.")]
        )
    check_places(application, services, "application.")
    others = tuple(other.value() for other in asked.together)
    for at, other in enumerate(others):
        check_places(other, services, f"together.{at}.")
    return measured(services, application, asked.baseline, asked.as_at, others)


def _paper(asked: AssessRequest, services: Services, paper: Paper, form: Form) -> Response:
    assessment, baseline = _measured(asked, services)
    part = asked.officer.value() if asked.officer else None
    letter = letter_of(services, assessment, baseline, part, paper)
    return written(letter, form, f"{paper.value}-draft", services)
