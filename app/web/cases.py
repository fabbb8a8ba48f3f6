"""The list of cases, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.cases import boards_wanted
from app.api.changes import AccountDep
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.cases import State
from app.domain.other_applications import AnyApplication, sites_of
from app.law import notifiable, overdue_search
from app.store.cases import StoredCase, Wanted
from app.store.repository import AlteredError, NotStoredError, Repository
from app.web import case_words as words
from app.web.date_input import names, read_date
from app.web.form import Typed, one
from app.web.shell import page

router = APIRouter(include_in_schema=False)

A_PAGE = 20
SORTS = {
    "last_day": "Days left, fewest first",
    "-received": "Latest in first",
    "received": "Earliest in first",
    "reference": "Reference",
}


@dataclass(frozen=True)
class Asked:
    """What a reader of the list asked for. ``due_by`` and its ``fault`` come from three fields."""

    show: str
    kind: str
    board: str
    sort: str
    due_by: date | None
    fault: str
    part: str

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for beside what the list shows by itself."""
        return (self.show, self.kind, self.board, self.sort) != ("open", "", "", "last_day") or bool(
            self.due_by or self.fault
        )


@router.get("/")
def first_page() -> RedirectResponse:
    """The list of cases is where to begin."""
    return RedirectResponse("/cases", 303)


@router.get("/cases")
def list_cases(request: Request, services: ServicesDep, account: AccountDep) -> HTMLResponse:
    """The cases of one's boards by days left, narrowed down by a form."""
    typed = {name: request.query_params.getlist(name) for name in request.query_params}
    asked = _asked(typed)
    after, today = one(typed, "after") or None, services.today()
    with services.database.reading() as records:
        try:
            found = records.cases.find(_wanted(asked, account), limit=A_PAGE + 1, after=after)
        except NotStoredError:
            # The address is of a list that has changed: begin it again.
            after = None
            found = records.cases.find(_wanted(asked, account), limit=A_PAGE + 1)
        rows = [_row(case, records, today) for case in found[:A_PAGE]]
    errors = [{"field": f"due_by-{asked.part}", "text": asked.fault}] if asked.fault else []
    return page(
        request,
        "cases.html",
        status=422 if errors else 200,
        errors=errors,
        rows=rows,
        asked=asked,
        typed={name: one(typed, name) for name in names("due_by")},
        groups=[(name, text) for name, (text, _) in words.GROUPS.items()],
        states=[(state.value, text) for state, text in words.STATES.items()],
        kinds=words.KINDS,
        boards=_boards(services, account),
        sorts=SORTS,
        after=after,
        first=_address(typed, None),
        following=_address(typed, found[A_PAGE - 1].application) if len(found) > A_PAGE else None,
        may_add=account.may(words.MAY_ADD),
        title=words.group_title(asked.show),
        law_overdue=overdue_search(today),
    )


def _asked(typed: Typed) -> Asked:
    read = read_date(typed, "due_by", "Reply due by")
    show, kind, sort = one(typed, "show"), one(typed, "kind"), one(typed, "sort")
    known = {*words.GROUPS, *(state.value for state in State)}
    return Asked(
        show=show if show in known else "open",
        kind=kind if kind in words.KINDS else "",
        board=one(typed, "board")[:20],
        sort=sort if sort in SORTS else "last_day",
        due_by=read.value,
        fault=read.fault,
        part=read.part,
    )


def _wanted(asked: Asked, account: Account) -> Wanted:
    states = words.GROUPS[asked.show][1] if asked.show in words.GROUPS else (State(asked.show),)
    return Wanted(
        boards=boards_wanted(account, asked.board or None),
        states=states,
        kind=asked.kind or None,
        due_by=asked.due_by,
        sort=asked.sort,
    )


def _row(stored: StoredCase, records: Repository, today: date) -> dict[str, Any]:
    case = stored.case
    try:
        application = records.application(stored.application).application.value
        about = about_words(application)
    except AlteredError:
        about = "What is stored of this application was altered. Tell whoever runs the service."
    return {
        "href": f"/cases/{stored.application}",
        "reference": stored.reference,
        "kind": words.KINDS.get(case.kind, case.kind),
        "about": about,
        "last_day": stored.due,
        "plan_to": words.plan_to(stored),
        "asked": notifiable(case.kind),
        "left": words.time_left(stored, today),
        "working": words.working_days_left(stored, today),
        "overdue": words.is_overdue(stored, today),
        "state": words.STATES[case.state],
        "next": words.next_step(case),
    }


def about_words(application: AnyApplication) -> str:
    """What an application is about, on one line: who applies and for which sites."""
    sites = [site for _, site in sites_of(application)]
    where = [site.called for site in sites]
    if len(where) == 1:
        return f"{application.applicant}: {where[0]}"
    joined = " into " if application.kind == "consolidation" else " to "
    if sites[0].name == sites[1].name:
        where[1] = sites[1].postcode or sites[1].address
    return f"{application.applicant}: {joined.join(where)}"


def _boards(services: Services, account: Account) -> list[tuple[str, str]]:
    named = {board.code: board.name for baseline in services.library.baselines for board in baseline.boards}
    codes = set(named) if account.sees_all else set(account.boards)
    return sorted(((code, named.get(code, code)) for code in codes), key=lambda item: item[1])


def _address(typed: Typed, after: str | None) -> str:
    kept = [(name, value) for name in typed for value in typed[name] if name != "after" and value]
    kept += [("after", after)] if after else []
    return f"/cases?{urlencode(kept)}" if kept else "/cases"
