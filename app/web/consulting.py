"""What the consultation's pages of the desk share: a change made through the API's own endpoint, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from app.api.changes import RepeatedError, account_dep
from app.api.consultations import tag
from app.api.problems import Problem
from app.api.services import Services
from app.domain.accounts import Permission
from app.domain.cases import CHANGEABLE, IllegalMoveError
from app.domain.consultations import Group
from app.schemas.faults import Fault, faults_of
from app.store.consultations import StoredConsultation
from app.web.shell import page

CONSULTATION = "/cases/{application_id}/consultation"
GROUPS = [{"value": group.value, "text": group.value.capitalize()} for group in Group]


@dataclass(frozen=True)
class Tried:
    """What came of a change: ``answer`` where it was made, else ``faults``; ``changed`` where somebody else came first."""

    answer: Any = None
    faults: tuple[Fault, ...] = ()
    changed: bool = False

    @property
    def status(self) -> int:
        """The status of the page that says so."""
        return 412 if self.changed else 422 if self.faults else 200


@dataclass(frozen=True)
class Here:
    """The case that a page stands in. ``held`` is None where the board has made no consultation yet."""

    application_id: str
    reference: str
    changeable: bool
    held: StoredConsultation | None

    @property
    def address(self) -> str:
        """The address of the consultation's first page."""
        return f"/cases/{self.application_id}/consultation"

    @property
    def version(self) -> str:
        """The version that a form is drawn from."""
        return "" if self.held is None else tag(self.held)


def here_of(services: Services, application_id: str) -> Here:
    """The case of a page. Raises NotStoredError."""
    with services.database.reading() as records:
        case = records.cases.read(application_id)
        return Here(
            application_id,
            case.reference,
            case.case.state in CHANGEABLE,
            records.consultations.read(application_id),
        )


def made_here(services: Services, application_id: str) -> Here:
    """The case of a page that needs a consultation. Raises NotStoredError, Problem where there is none."""
    here = here_of(services, application_id)
    if here.held is None:
        raise Problem("not-found", "There is no consultation on this application yet. Make one first.")
    return here


def tried(change: Callable[[], Any]) -> Tried:
    """Make a change. A form that was sent twice has acted once. Raises Problem for what no form can mend."""
    try:
        return Tried(change())
    except RepeatedError:
        return Tried()
    except ValidationError as error:
        return Tried(faults=faults_of(error.errors()))
    except IllegalMoveError as error:
        return Tried(faults=tuple(Fault("page", reason) for reason in error.reasons))
    except Problem as problem:
        if problem.kind.id == "changed-since":
            return Tried(changed=True)
        if problem.faults:
            return Tried(faults=problem.faults)
        if problem.kind.status in (409, 502, 503):
            return Tried(faults=(Fault("page", problem.detail),))
        raise


def draw(
    request: Request,
    template: str,
    here: Here,
    *,
    status: int = 200,
    faults: tuple[Fault, ...] = (),
    controls: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page of the consultation. ``controls`` names the control of a field where it is not the field's own name."""
    account = account_dep(request)
    placed = [(_control(fault.field, controls or {}), fault.message) for fault in faults]
    return page(
        request,
        template,
        status=status,
        here=here,
        may_change=here.changeable and account.may(Permission.DRAFT),
        consultation=here.held.consultation if here.held else None,
        errors=[{"field": field, "text": text} for field, text in placed],
        wrong=dict(reversed(placed)),
        **values,
    )


def back_to(here: Here, fragment: str = "") -> RedirectResponse:
    """Back to the consultation's first page."""
    return RedirectResponse(f"{here.address}{fragment}", 303)


def _control(field: str, controls: Mapping[str, str]) -> str:
    return controls.get(field) or controls.get(field.partition(".")[0]) or field
