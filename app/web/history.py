"""The history of a case: what was done, by whom, when and why, the latest first."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.changes import AccountDep
from app.api.services import ServicesDep
from app.domain.accounts import Permission
from app.store.repository import Repository
from app.web.apply.options import board_names
from app.web.case_page import CASE
from app.web.history_words import actor_words, event_changes, event_title
from app.web.shell import page

router = APIRouter(include_in_schema=False)

A_PAGE = 25


@router.get(f"{CASE}/history")
def show_history(
    application_id: str, request: Request, services: ServicesDep, account: AccountDep
) -> HTMLResponse:
    """A page of the history of one case."""
    with services.database.reading() as records:
        stored = records.cases.read(application_id)
        events = list(records.audit.events(application_id))[::-1]
        names = _names(records, application_id) if account.may(Permission.MOVE) else {}
    names |= board_names(services.library)
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
                "actor": actor_words(event.actor, names),
                "reason": event.reason,
                "changes": event_changes(event, names),
                "position": event.position,
                "hash": event.hash,
            }
            for event in shown
        ],
    )


def _names(records: Repository, application_id: str) -> dict[str, str]:
    """For whom each link was made, and each consultee's name as it was given, also of those taken off the list again.

    Only for who may see whom the board asks.
    """
    found = {}
    for each in records.consultations.consultees(application_id, removed=True):
        found[f"consultee {each.id}"] = each.consultee.name
        found |= {f"link {link.id}": each.consultee.name for link in each.links}
    for link in records.consultations.public_links(application_id):
        found[f"link {link.id}"] = "Everyone"
    return found
