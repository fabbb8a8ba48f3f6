"""The history of a case: what was done, by whom, when and why, the latest first."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.services import ServicesDep
from app.web.case_page import CASE
from app.web.history_words import event_changes, event_title
from app.web.shell import page

router = APIRouter(include_in_schema=False)

A_PAGE = 25


@router.get(f"{CASE}/history")
def show_history(application_id: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """A page of the history of one case."""
    with services.database.reading() as records:
        stored = records.cases.read(application_id)
        events = list(records.audit.events(application_id))[::-1]
    pages = max(1, -(-len(events) // A_PAGE))
    asked = request.query_params.get("page", "1")
    at = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    shown = events[(at - 1) * A_PAGE : at * A_PAGE]
    here = f"/cases/{application_id}/history"
    return page(
        request,
        "case-history.html",
        reference=stored.reference,
        case=f"/cases/{application_id}",
        here=here,
        at=at,
        pages=pages,
        count=len(events),
        events=[
            {
                "title": event_title(event.action),
                "at": event.at,
                "actor": event.actor,
                "reason": event.reason,
                "changes": event_changes(event),
                "position": event.position,
                "hash": event.hash,
            }
            for event in shown
        ],
    )
