"""The consultee's form, from the outside in: a link opens the proposal with its map, and leads to the questions.

The token in the address is all that lets somebody in, so a form of these pages needs no other token and no cookie, and
no page tells any other where it was opened from. What is typed is kept on the server under the link: whoever comes back,
on any device, goes on where they were.
"""

import hashlib
from datetime import timedelta

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.store.consultation_links import LinkKind
from app.store.responding import LinkRefused, OpenLink, RefusedError
from app.store.retention import MONTHS_OF_CONSULTEES
from app.web import answering
from app.web.proposal_map import proposal_map
from app.web.reading import FormDep, counted, text_of
from app.web.respond_pages import PRIVATE, answered, draw, opened_by, refusal, subject_of, to

router = APIRouter(include_in_schema=False, dependencies=[Depends(counted)])

HERE, PUBLIC = "/respond/{token}", "/consultations/{token}"
HONEYPOT = "website"
"""A field that people do not see; a program that fills in every field fills in this one too."""
FILLED_IN = (
    "Press the button again. A hidden part of the form was filled in, maybe by your browser; it is empty now"
)
STARTS_AN_HOUR = 300
"""Answers begun from one public link in an hour, over all visitors: more than a village hall, fewer than a flood."""


@router.get(HERE)
def open_link(request: Request, token: str, services: ServicesDep) -> Response:
    """The proposal, and where to begin or go on."""
    opened = opened_by(services, token)
    if isinstance(opened, LinkRefused):
        return refusal(request, services, token, opened)
    if opened.kind is LinkKind.PUBLIC:
        return to(f"/consultations/{token}")
    if opened.receipt is not None:
        return answered(request, token, opened, opened.receipt)
    return _proposal(request, services, token, opened)


@router.get(PUBLIC)
def open_public_link(request: Request, token: str, services: ServicesDep) -> Response:
    """The proposal, for everybody."""
    opened = opened_by(services, token)
    if isinstance(opened, LinkRefused):
        return refusal(request, services, token, opened)
    if opened.kind is not LinkKind.PUBLIC:
        return to(f"/respond/{token}")
    return _proposal(request, services, token, opened)


@router.post(f"{PUBLIC}/start")
def start(request: Request, token: str, services: ServicesDep, form: FormDep) -> Response:
    """Give a visitor of the public link a link of their own, under which what they write is kept."""
    opened = opened_by(services, token)
    if isinstance(opened, LinkRefused):
        return refusal(request, services, token, opened)
    if text_of(form, HONEYPOT):
        return _proposal(request, services, token, opened, [{"field": "start", "text": FILLED_IN}])
    try:
        with services.database.writing() as records:
            now = services.clock()
            begun = records.responding.started_since(token, now - timedelta(hours=1))
            own = records.responding.start(token, now) if begun < STARTS_AN_HOUR else None
    except RefusedError as error:
        return refusal(request, services, token, error.refused)
    if own is None:
        return draw(
            request, "respond-busy.html", opened, status=429, headers={"Retry-After": "600"}, token=token
        )
    return to(f"/respond/{own}/who")


@router.get(f"{HERE}/map.svg")
def map_picture(request: Request, token: str, services: ServicesDep) -> Response:
    """The map of the proposal. Raises Problem where there is none."""
    opened = opened_by(services, token)
    if isinstance(opened, LinkRefused):
        raise Problem("not-found", "There is no map here.")
    with services.database.reading() as records:
        stored = subject_of(services, records, opened.application).assessment
    svg = None if stored is None else proposal_map(services, stored)
    if svg is None:
        raise Problem("not-found", "There is no map here.")
    tag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:16]}"'
    headers = PRIVATE | {"ETag": tag, "Cache-Control": "private, max-age=600"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return Response(svg, media_type="image/svg+xml", headers=headers)


def _proposal(
    request: Request,
    services: Services,
    token: str,
    opened: OpenLink,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    public = opened.kind is LinkKind.PUBLIC
    with services.database.reading() as records:
        subject = subject_of(services, records, opened.application)
        words = {} if public else records.responding.draft(token, services.clock())
    return draw(
        request,
        "respond-proposal.html",
        opened,
        status=422 if errors else 200,
        errors=errors,
        token=token,
        proposal=subject.proposal,
        mapped=subject.assessment is not None and bool(subject.assessment.assessment.value.places),
        public=public,
        months=MONTHS_OF_CONSULTEES,
        begun=bool(words),
        next=answering.first_open(opened.consultation, words),
    )
