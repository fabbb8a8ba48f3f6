"""The two papers that every application may have, under short addresses: the representation, and the record of none."""

from typing import Any

from fastapi import APIRouter, Response

from app.api.conditions import IfNoneMatch
from app.api.drafts import Which
from app.api.drawn import HAVE_IT
from app.api.papers import paper_answer
from app.api.services import ServicesDep
from app.letters import Paper
from app.letters.docx import MEDIA_TYPE as DOCX
from app.letters.pdf import MEDIA_TYPE as PDF

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["Letters"])


def _content(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    return HAVE_IT | {
        200: {
            "description": what,
            "content": {media_type: {"schema": {"type": "string", "format": "binary"}}},
        }
    }


@router.get("/letter.docx", response_class=Response, responses=_content(DOCX, "The draft for Word"))
def letter_docx(
    application_id: str, services: ServicesDep, number: Which = None, if_none_match: IfNoneMatch = None
) -> Response:
    """The draft of the board's representation, to edit in Word."""
    return paper_answer(services, application_id, number, Paper.REPRESENTATION, "docx", if_none_match)


@router.get("/letter.html", response_class=Response, responses=_content("text/html", "The draft as a page"))
def letter_html(
    application_id: str, services: ServicesDep, number: Which = None, if_none_match: IfNoneMatch = None
) -> Response:
    """The draft of the board's representation, to read in a browser."""
    return paper_answer(services, application_id, number, Paper.REPRESENTATION, "html", if_none_match)


@router.get("/letter.pdf", response_class=Response, responses=_content(PDF, "The draft as a tagged PDF"))
def letter_pdf(
    application_id: str, services: ServicesDep, number: Which = None, if_none_match: IfNoneMatch = None
) -> Response:
    """The draft of the board's representation, as a PDF tagged for accessibility."""
    return paper_answer(services, application_id, number, Paper.REPRESENTATION, "pdf", if_none_match)


@router.get("/no-response.docx", response_class=Response, responses=_content(DOCX, "The draft for Word"))
def no_response_docx(
    application_id: str, services: ServicesDep, number: Which = None, if_none_match: IfNoneMatch = None
) -> Response:
    """The draft record that the board makes no representation on a relocation, to edit in Word."""
    return paper_answer(services, application_id, number, Paper.NO_RESPONSE, "docx", if_none_match)


@router.get(
    "/no-response.html", response_class=Response, responses=_content("text/html", "The draft as a page")
)
def no_response_html(
    application_id: str, services: ServicesDep, number: Which = None, if_none_match: IfNoneMatch = None
) -> Response:
    """The draft record that the board makes no representation on a relocation, to read in a browser."""
    return paper_answer(services, application_id, number, Paper.NO_RESPONSE, "html", if_none_match)


@router.get("/no-response.pdf", response_class=Response, responses=_content(PDF, "The draft as a tagged PDF"))
def no_response_pdf(
    application_id: str, services: ServicesDep, number: Which = None, if_none_match: IfNoneMatch = None
) -> Response:
    """The draft record that the board makes no representation on a relocation, as a PDF tagged for accessibility."""
    return paper_answer(services, application_id, number, Paper.NO_RESPONSE, "pdf", if_none_match)
