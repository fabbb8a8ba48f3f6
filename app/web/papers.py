"""Papers on pages: which apply, each as drafted now with its lints beside the text, and edited files held against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from app.api.drafts import drafted
from app.api.forms import FormGuard
from app.api.lints import check_letter
from app.api.problems import Problem
from app.api.services import ServicesDep
from app.domain.officer import OfficerPart
from app.law import bodies
from app.letters import Letter, Paper, PaperError
from app.letters.characters import one_line
from app.letters.facts import Case
from app.letters.lints import Lint, check_draft
from app.letters.model import Paragraph, Picture, Table
from app.letters.papers import wording_for
from app.letters.wording import house_format_names
from app.store.repository import StoredAssessment
from app.web.choosing import LONGEST, AsTyped, Choice, NotThereError, assessment_asked
from app.web.shell import page

router = APIRouter(prefix="/cases/{application_id}/papers", include_in_schema=False)

TITLES = {
    Paper.REPRESENTATION: "Representation",
    Paper.NO_RESPONSE: "Record of no response",
    Paper.BOARD_REPORT: "Report to the board",
    Paper.DELEGATED_DECISION: "Delegated decision",
    Paper.SUPPLEMENTARY_STATEMENT: "Supplementary statement",
    Paper.APPEAL_REPRESENTATION: "Representation on an appeal",
    Paper.CONSULTATION_SUMMARY: "Consultation summary",
    Paper.EVIDENCE_ANNEX: "Evidence annex",
}
KINDS = {
    "fact": "fact",
    "opinion": "somebody’s opinion",
    "assurance sought": "assurance sought",
    "statutory statement": "statutory statement",
    "law": "law",
    "method": "method",
    "officer": "from the officer",
}


@dataclass(frozen=True)
class Listed:
    """One paper. ``why_not``: why it cannot be drafted, empty where it can.

    ``formats``: those of a report to the board, id and name.
    """

    paper: Paper
    title: str
    why_not: str
    formats: tuple[tuple[str, str], ...] = ()


@router.get("")
def papers_page(application_id: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """Which papers can be drafted, to read or to take away, and the form that checks an edited one."""
    with services.database.reading() as records:
        application = records.application(application_id).application.value
        stored = records.assessment(application_id) if records.assessments(application_id) else None
        officer = records.officer_part(application_id)
    listed = _listed(stored, officer.part.value if officer else None) if stored else ()
    return page(
        request,
        "papers.html",
        application_id=application_id,
        reference=application.reference,
        stored=stored,
        listed=listed,
        found=None,
    )


@router.post("/check")
def check_file(application_id: str, request: Request, services: ServicesDep, form: FormGuard) -> HTMLResponse:
    """Hold an edited Word file against the assessment that it was drafted from. It is read and not kept."""
    file = form.get("file")
    with services.database.reading() as records:
        reference = records.application(application_id).application.value.reference
    values: dict[str, Any] = {"application_id": application_id, "reference": reference}
    if not isinstance(file, UploadFile) or not file.filename:
        return _checked(request, values, 422, "Choose the Word file (.docx) to check.")
    try:
        found = check_letter(application_id, services, file)  # type: ignore[arg-type]
    except Problem as problem:
        if problem.kind.status not in (409, 422):
            raise
        said = " ".join(fault.message for fault in problem.faults) or problem.detail
        return _checked(request, values, 422, said)
    return page(request, "paper-checked.html", found=found, name=file.filename, **values)


@router.get("/{paper}")
def paper_page(
    application_id: str,
    paper: str,
    request: Request,
    services: ServicesDep,
    number: AsTyped = None,
    house_format: Annotated[str | None, Query(alias="format")] = None,
) -> HTMLResponse:
    """A paper as it is drafted now, with what is to be looked at beside the text."""
    here = f"/cases/{application_id}/papers"
    wanted = f"format={house_format}" if house_format in house_format_names() else ""
    chosen = assessment_asked(services, application_id, number, f"{here}/{paper}", wanted)
    with services.database.reading() as records:
        stored = records.assessment(application_id, chosen)
        officer = records.officer_part(application_id)
    listed = _listed(stored, officer.part.value if officer else None)
    one = _one_of(listed, paper, here)
    if house_format is not None and not wanted:
        raise NotThereError(
            "There is no such format",
            f"There is no format “{house_format[:LONGEST]}”. Choose one that there is.",
            tuple(Choice(name, f"{here}/{paper}?format={each}") for each, name in one.formats)
            or (Choice(one.title, f"{here}/{paper}"),),
        )
    made = drafted(services, application_id, chosen, one.paper, house_format=house_format)
    assessment = made.stored.assessment.value
    lints = check_draft(made.letter, assessment, made.stored.baseline.value, made.officer, services.today())
    beside, others = _beside(made.letter, lints)
    return page(
        request,
        "paper.html",
        application_id=application_id,
        reference=assessment.application.reference,
        stored=made.stored,
        paper=one.paper,
        title=one.title,
        house_format=house_format,
        letter=made.letter,
        beside=beside,
        others=others,
        count=len(lints),
        kinds=KINDS,
        block_of=block_of,
    )


def _one_of(listed: tuple[Listed, ...], paper: str, here: str) -> Listed:
    """The paper that an address asks for. Raises NotThereError with those that can be drafted, where it cannot be."""
    one = next((each for each in listed if each.paper == paper), None)
    if one is not None and not one.why_not:
        return one
    choices = tuple(Choice(each.title, f"{here}/{each.paper.value}") for each in listed if not each.why_not)
    if one is None:
        there = f"There is no paper “{paper[:LONGEST]}”. Choose one that can be drafted."
        raise NotThereError("There is no such paper", there, choices)
    raise NotThereError(f"{one.title}: not for this case", one.why_not, choices, "does-not-apply")


def block_of(block: object) -> str:
    """What a block of a paper is: "paragraph", "table" or "picture"."""
    names: Mapping[type, str] = {Paragraph: "paragraph", Table: "table", Picture: "picture"}
    return names[type(block)]


def _listed(stored: StoredAssessment, officer: OfficerPart | None) -> tuple[Listed, ...]:
    found = []
    assessment = stored.assessment.value
    case = Case(assessment, stored.baseline.value, officer or OfficerPart(), bodies(assessment.as_at))
    for paper, title in TITLES.items():
        try:
            wording_for(case, paper)
            why_not = ""
        except PaperError as error:
            why_not = str(error)
        formats = house_format_names() if paper is Paper.BOARD_REPORT and not why_not else {}
        found.append(Listed(paper, title, why_not, tuple(formats.items())))
    return tuple(found)


def _beside(letter: Letter, lints: tuple[Lint, ...]) -> tuple[dict[str, list[Lint]], list[Lint]]:
    """Lints by the id of the paragraph that has their sentence, and those that stand at no paragraph."""
    beside: dict[str, list[Lint]] = {}
    others: list[Lint] = []
    paragraphs = [each for paper in letter.papers for each in paper.paragraphs]
    for lint in lints:
        place = next(
            (each for each in paragraphs if lint.sentence and lint.sentence in one_line(each.text)), None
        )
        if place is None:
            others.append(lint)
        else:
            beside.setdefault(place.id, []).append(lint)
    return beside, others


def _checked(request: Request, values: dict[str, Any], status: int, wrong: str) -> HTMLResponse:
    errors = [{"field": "file", "text": wrong}]
    return page(request, "paper-check.html", status=status, errors=errors, wrong=wrong, **values)
