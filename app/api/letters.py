"""Drafts of the board's papers, from stored figures: nothing is measured again."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from app.api.drafts import drafted
from app.api.services import Services, ServicesDep
from app.letters import Letter, Paper
from app.letters.docx import MEDIA_TYPE as DOCX
from app.letters.docx import render as word_file
from app.letters.html import content_security_policy
from app.letters.html import render as web_page

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["Letters"])

Which = Annotated[
    int | None,
    Query(ge=1, alias="assessment", description="The number of the assessment; the latest where left out."),
]


def _content(media_type: str, what: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {
            "description": what,
            "content": {media_type: {"schema": {"type": "string", "format": "binary"}}},
        }
    }


@router.get("/letter.docx", response_class=Response, responses=_content(DOCX, "The draft for Word"))
def letter_docx(application_id: str, services: ServicesDep, number: Which = None) -> Response:
    """The draft of the board's representation, to edit in Word."""
    return _word(*_draft(services, application_id, number, Paper.REPRESENTATION))


@router.get("/letter.html", response_class=Response, responses=_content("text/html", "The draft as a page"))
def letter_html(application_id: str, services: ServicesDep, number: Which = None) -> Response:
    """The draft of the board's representation, to read in a browser."""
    return _page(_draft(services, application_id, number, Paper.REPRESENTATION)[1])


@router.get("/no-response.docx", response_class=Response, responses=_content(DOCX, "The draft for Word"))
def no_response_docx(application_id: str, services: ServicesDep, number: Which = None) -> Response:
    """The draft record that the board makes no representation on a relocation, to edit in Word."""
    return _word(*_draft(services, application_id, number, Paper.NO_RESPONSE))


@router.get(
    "/no-response.html", response_class=Response, responses=_content("text/html", "The draft as a page")
)
def no_response_html(application_id: str, services: ServicesDep, number: Which = None) -> Response:
    """The draft record that the board makes no representation on a relocation, to read in a browser."""
    return _page(_draft(services, application_id, number, Paper.NO_RESPONSE)[1])


def _draft(services: Services, application_id: str, number: int | None, paper: Paper) -> tuple[str, Letter]:
    """A file name without its ending, and the draft. Raises Problem, NotStoredError, AlteredError."""
    made = drafted(services, application_id, number, paper)
    return made.name, made.letter


def _word(name: str, letter: Letter) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return Response(word_file(letter), headers=headers, media_type=DOCX)


def _page(letter: Letter) -> Response:
    headers = {"Content-Security-Policy": content_security_policy()}
    return Response(web_page(letter), headers=headers, media_type="text/html")
