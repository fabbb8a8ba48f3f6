"""Every paper in every form: reports, records, statements and annexes, beside the letters."""

import hashlib
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from app.api.conditions import IfNoneMatch
from app.api.drafts import Which, drafted
from app.api.drawn import HAVE_IT
from app.api.problems import Problem
from app.api.replies import replies_to
from app.api.services import Services, ServicesDep
from app.letters import Letter, Paper, pdf
from app.letters.docx import MEDIA_TYPE as DOCX
from app.letters.docx import render as word_file
from app.letters.html import content_security_policy
from app.letters.html import render as web_page
from app.letters.templates import Template, TemplateError, read_template

router = APIRouter(prefix="/v1/applications/{application_id}/papers", tags=["Papers"])

Form = Literal["docx", "html", "pdf"]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES: dict[int | str, dict[str, Any]] = HAVE_IT | {
    200: {
        "description": "The paper",
        "content": {DOCX: _BINARY, "text/html": _BINARY, pdf.MEDIA_TYPE: _BINARY},
    }
}


@router.get("/{paper}.{form}", response_class=Response, responses=FILES)
def paper_file(
    application_id: str,
    paper: Annotated[Paper, Path(description="Which paper.")],
    form: Annotated[Form, Path(description="For Word, for a browser, or as a tagged PDF.")],
    services: ServicesDep,
    number: Which = None,
    if_none_match: IfNoneMatch = None,
    house_format: Annotated[
        str | None,
        Query(
            alias="format",
            description="The house format of a report to the board; the service's first where left out.",
        ),
    ] = None,
) -> Response:
    """A paper, drafted from the stored assessment and the officer's part."""
    return paper_answer(services, application_id, number, paper, form, if_none_match, house_format)


def paper_answer(
    services: Services,
    application_id: str,
    number: int | None,
    paper: Paper,
    form: Form,
    if_none_match: str | None,
    house_format: str | None = None,
) -> Response:
    """A paper as an answer, drawn once for the same content. Raises Problem, NotStoredError, AlteredError."""

    def draw() -> Response:
        made = drafted(services, application_id, number, paper, house_format=house_format)
        return written(made.letter, form, made.name, services)

    with services.database.reading() as records:
        basis = records.basis(application_id, number)
        replies = replies_to(records, application_id)
    if basis is None:
        return draw()  # which says what is missing
    template = _template_sha256(services.settings.template) if form == "docx" else None
    drawn_from = ("paper", application_id, basis, replies, paper, form, house_format, template)
    return services.drawn.file(drawn_from, draw).answer(if_none_match)


def _template_sha256(file: FilePath | None) -> str | None:
    """The hash of the council's template, None where there is none or it cannot be read."""
    try:
        return None if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None  # drawing says so, and what raises is not kept


def written(letter: Letter, form: Form, name: str, services: Services) -> Response:
    """A paper in a form, under a file name without an ending. Raises Problem where the council's template is unusable."""
    if form == "html":
        headers = {"Content-Security-Policy": content_security_policy()}
        return Response(web_page(letter), headers=headers, media_type="text/html")
    if form == "docx":
        content, media_type = word_file(letter, _template(services.settings.template)), DOCX
    else:
        content, media_type = pdf.render(letter), pdf.MEDIA_TYPE
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, headers=headers, media_type=media_type)


def _template(file: FilePath | None) -> Template | None:
    """The council's template. Raises Problem where it cannot be used: no paper is written on another one instead."""
    if file is None:
        return None
    try:
        return read_template(file.read_bytes())
    except OSError as error:
        raise Problem("template-unusable", f"{file.name} cannot be read: {error.strerror}.") from error
    except TemplateError as error:
        raise Problem("template-unusable", f"{file.name}: {error}") from error
