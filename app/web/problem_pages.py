"""Problems as pages, for a person with a browser; programs get them as RFC 9457 documents."""

from fastapi import Request
from starlette.responses import Response

from app.api.access import is_page
from app.api.problems import NoSuchAddressError, Problem
from app.web.shell import page

HEADINGS = {
    403: "This is not for you to do",
    404: "Page not found",
    405: "Page not found",
    412: "Somebody changed this while you were working on it",
    413: "What you sent is too large",
    429: "Too many requests: wait a little",
    500: "Sorry, there is a problem with the service",
    503: "Sorry, the service cannot be used now",
}


NOT_AN_ADDRESS = (
    "If you typed the address, check it. If you pasted it, check that you copied all of it. If you came by a link of "
    "this service, tell whoever runs it."
)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page."""
    return "text/html" in request.headers.get("accept", "") and is_page(request.url.path)


def problem_page(request: Request, problem: Problem, headers: dict[str, str] | None) -> Response | None:
    """A problem as a page; None where a document is wanted."""
    if not wants_page(request):
        return None
    status = problem.kind.status
    detail, faults = problem.detail, problem.faults
    # Whoever came by a wrong link or a form of another version is helped by no path and no name of a field.
    if isinstance(problem, NoSuchAddressError) or (
        problem.kind.id == "not-valid" and request.method == "GET"
    ):
        status, detail, faults = 404, NOT_AN_ADDRESS, ()
    return page(
        request,
        "problem.html",
        status=404 if status == 405 else status,
        headers={name: value for name, value in (headers or {}).items() if name != "WWW-Authenticate"},
        heading=getattr(problem, "heading", "") or HEADINGS.get(status, problem.kind.title),
        detail=detail,
        faults=faults,
        choices=getattr(problem, "choices", ()),
        what_to_do=problem.kind.explained if status in (403, 412) else None,
    )
