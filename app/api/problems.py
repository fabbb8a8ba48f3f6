"""Errors as problems (RFC 9457): one table of kinds, one shape of answer, and no wording of the framework's."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.domain.cases import ForbiddenMoveError, IllegalMoveError
from app.schemas.faults import Fault, faults_of
from app.store.baselines import RegisteredError
from app.store.database import DatabaseError, UnstorableError
from app.store.library import UnusableSnapshotError
from app.store.rechecks import RunStateError
from app.store.repository import AlteredError, NotStoredError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem. ``explained`` says on the API page what it means and what to do."""

    id: str
    status: int
    title: str
    explained: str


KINDS = (
    Kind(
        "no-key",
        401,
        "A key is needed",
        "Send Authorization: Bearer pa_..., with a key that an administrator made for you.",
    ),
    Kind(
        "forbidden", 403, "This is not for you to do", "Ask somebody who has the role that the detail names."
    ),
    Kind("not-json", 400, "The body is not JSON", "Mend the body at the place named and send it again."),
    Kind(
        "not-a-form",
        400,
        "What was sent is no form",
        "Send the form of the page, from the page that shows it.",
    ),
    Kind("not-found", 404, "There is nothing here", "Check the id or the address."),
    Kind(
        "method-not-allowed",
        405,
        "This address does not take that method",
        "The Allow header names those it takes.",
    ),
    Kind("not-assessed", 409, "There is no assessment yet", "Run an assessment of the application first."),
    Kind(
        "does-not-apply",
        409,
        "This paper does not apply to this application",
        "The detail says which one does.",
    ),
    Kind(
        "outdated",
        409,
        "The assessment was measured by another version of the service",
        "Run the assessment again, and ask for that one.",
    ),
    Kind(
        "illegal-move",
        409,
        "The case cannot do this now",
        "The detail says why; the case's next says what it can do and what that needs.",
    ),
    Kind(
        "stays-as-it-is",
        409,
        "It cannot be changed as it stands",
        "The detail says why and what can be done.",
    ),
    Kind(
        "not-open",
        409,
        "The consultation takes no answers",
        "The detail says when it closed; change its dates where there is time.",
    ),
    Kind(
        "no-mail",
        409,
        "No mail server is set",
        "Draft the messages and send them yourself, or have PHARMACY_SMTP_HOST set.",
    ),
    Kind(
        "key-used",
        409,
        "The Idempotency-Key was used for another request",
        "Use a new key for each request, and the same one only to repeat it.",
    ),
    Kind(
        "changed-since",
        412,
        "Somebody changed it since you read it",
        "Read it again, see what changed, and send the change with the new ETag.",
    ),
    Kind("too-large", 413, "The body is too large", "Send less: an application takes a few kilobytes."),
    Kind(
        "not-json-type", 415, "The body is not sent as JSON", "Send it with Content-Type: application/json."
    ),
    Kind(
        "not-valid",
        422,
        "Something in the request cannot be taken",
        "Mend each field named in errors and send again.",
    ),
    Kind(
        "not-measurable", 422, "This cannot be measured on that baseline", "The detail says what is missing."
    ),
    Kind(
        "version-needed",
        428,
        "Say which version you change",
        "Send If-Match with the ETag of the answer that you read.",
    ),
    Kind("too-many", 429, "Too many requests", "Wait for as many seconds as Retry-After says."),
    Kind("failure", 500, "The service failed", "Tell whoever runs the service the reference in the detail."),
    Kind(
        "altered",
        500,
        "What is stored was altered",
        "Nothing is drafted from it: restore the database from a backup.",
    ),
    Kind("database-unusable", 503, "The database cannot be used", "See /health/ready; nothing was kept."),
    Kind(
        "mail-unusable",
        503,
        "The mail server cannot be used",
        "Nothing was sent. The detail says what it answered; draft the messages and send them yourself meanwhile.",
    ),
    Kind(
        "template-unusable",
        503,
        "The council's Word template cannot be used",
        "Mend the file that PHARMACY_TEMPLATE names; pages and PDFs are not affected.",
    ),
    Kind(
        "snapshot-unusable",
        503,
        "The data to measure on cannot be used",
        "See /health/ready; restore the snapshot.",
    ),
)
_BY_ID = {kind.id: kind for kind in KINDS}
_BY_STATUS = {
    400: "not-json",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "not-json-type",
}


class Problem(HTTPException):
    """A request that cannot be answered. ``kind`` is an id of ``KINDS``; ``faults`` name the fields."""

    def __init__(
        self, kind: str, detail: str, faults: Iterable[Fault] = (), headers: dict[str, str] | None = None
    ) -> None:
        self.kind = _BY_ID[kind]
        self.faults = tuple(faults)
        super().__init__(self.kind.status, detail, headers)


class NoSuchAddressError(Problem):
    """Nothing answers at an address, or not by that method."""


def not_valid(faults: Iterable[Fault]) -> Problem:
    """The problem of a document with faults."""
    faults = tuple(faults)
    count = "One thing" if len(faults) == 1 else f"{len(faults)} things"
    return Problem("not-valid", f"{count} cannot be taken as given.", faults)


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """A problem as the answer to a request: a page where a browser asks for one, a document (RFC 9457) elsewhere."""
    drawn = getattr(request.app.state, "problem_page", None)
    page = drawn and drawn(request, problem, headers)
    if page:
        return cast("Response", page)
    body: dict[str, object] = {
        "type": f"/docs#problem-{problem.kind.id}",
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
        "instance": request.url.path,
    }
    if problem.faults:
        body["errors"] = [{"field": fault.field, "message": fault.message} for fault in problem.faults]
    content = json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8", errors="replace")
    return Response(content, problem.kind.status, headers=headers, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the service as a problem."""
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    for exception in _OWN:
        app.add_exception_handler(exception, _own)


_OWN: dict[type[Exception], str] = {
    ForbiddenMoveError: "forbidden",
    IllegalMoveError: "illegal-move",
    NotStoredError: "not-found",
    AlteredError: "altered",
    RegisteredError: "stays-as-it-is",
    RunStateError: "stays-as-it-is",
    DatabaseError: "database-unusable",
    UnstorableError: "not-valid",
    UnusableSnapshotError: "snapshot-unusable",
}


def problem_of(error: Exception) -> Problem | None:
    """An exception of the service's own as the problem that it is; None for any other."""
    if isinstance(error, Problem):
        return error
    kind = next((kind for exception, kind in _OWN.items() if isinstance(error, exception)), None)
    if kind is None:
        return None
    if _BY_ID[kind].status >= 500:
        log.error("%s: %s", kind, error)
    # What the log says in full may name machines and folders.
    return Problem(kind, error.shown if isinstance(error, DatabaseError) else str(error))


async def _own(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    assert problem is not None  # noqa: S101 - registered for these exceptions alone
    return answer(request, problem)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this exception alone
    return answer(request, not_valid(faults_of(error.errors())))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this exception alone
    headers = dict(error.headers or {})
    if isinstance(error, Problem):
        return answer(request, error, headers)
    if error.status_code == 400 and request.headers.get("content-type", "").startswith("multipart/"):
        return answer(request, Problem("not-a-form", "What was sent cannot be read as a form."), headers)
    kind = NoSuchAddressError if error.status_code in (404, 405) else Problem
    found = kind(_BY_STATUS.get(error.status_code, "failure"), _detail(request, error))
    return answer(request, found, headers)


def _detail(request: Request, error: HTTPException) -> str:
    match error.status_code:
        case 404:
            return f"There is no page or document at {request.url.path}. The API page at /docs lists every address."
        case 405:
            allowed = (error.headers or {}).get("Allow", "other methods")
            return f"{request.url.path} takes {allowed}, not {request.method}."
        case status:
            return f"The request cannot be answered ({HTTPStatus(status).phrase})."


def failed(request: Request, error: Exception) -> Response:
    """The answer to a request that the service failed at; the log has the inside, the answer has the request's id."""
    reference = request.scope["state"]["request_id"]
    route = request.scope["state"].get("route", "none")
    log.error("failure %s at %s %s", reference, request.method, route, exc_info=error)
    return answer(
        request, Problem("failure", f"Nothing was lost that was kept before. Reference: {reference}.")
    )
