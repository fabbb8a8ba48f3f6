"""Applications come in and are read back."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Response

from app.api import addresses, answers
from app.api.changes import AccountDep, NewDep, document, etag
from app.api.examples import APPLICATIONS
from app.api.problems import Problem, not_valid
from app.api.questions import known_only
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.domain.accounts import Account
from app.domain.other_applications import AnyApplication, sites_of
from app.schemas.applications import APPLICATION, Application
from app.schemas.faults import Fault
from app.schemas.officer import OFFICER_PART
from app.store.cases import StoredCase
from app.store.library import Library, UnusableSnapshotError
from app.store.repository import AssessmentNote, StoredApplication, StoredOfficerPart
from app.store.values import plain_values

router = APIRouter(prefix="/v1/applications", tags=["Applications"], route_class=StrictRoute)


@router.post("", status_code=201, response_model=answers.ApplicationAnswer)
def receive_application(
    application: Annotated[Application, Body(openapi_examples=APPLICATIONS)],
    change: NewDep,
) -> Any:
    """Take in an application as its papers state it. What they do not state is left out."""
    value = application.value()
    check_places(value, change.services)
    boards = boards_of(value, change.services, change.account)
    with change.writing() as records:
        relevant = relevant_board(value, change.services)
        stored = records.add_application(value, change.event(), boards=boards, relevant=relevant)
        content = document(answers.ApplicationAnswer, application_answer(stored, (), None))
        version = etag(records.cases.read(stored.id))
        return change.answer(records, content, 201, location=addresses.application(stored.id), etag=version)


@router.get("", response_model=answers.ApplicationList, dependencies=[Depends(known_only)])
def list_applications(
    services: ServicesDep,
    account: AccountDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
    after: Annotated[
        str | None, Query(description="Give those that follow the application of this id.")
    ] = None,
) -> Any:
    """Your boards' applications, the latest first, a page at a time."""
    mine = None if account.sees_all else account.boards
    with services.database.reading() as records:
        stored = records.applications(limit=limit + 1, after=after, boards=mine)
        items = [_note(item, records.cases.read(item.id)) for item in stored[:limit]]
    more = f"{addresses.APPLICATIONS}?limit={limit}&after={items[-1]['id']}" if len(stored) > limit else None
    return {"items": items, "next": more}


@router.get("/{application_id}", response_model=answers.ApplicationAnswer)
def read_application(application_id: str, services: ServicesDep, response: Response) -> Any:
    """One application as it came in, with its assessments, the officer's part and where the papers are."""
    with services.database.reading() as records:
        stored = records.application(application_id)
        response.headers["ETag"] = etag(records.cases.read(application_id))
        return application_answer(
            stored, records.assessments(application_id), records.officer_part(application_id)
        )


def application_answer(
    stored: StoredApplication, assessments: tuple[AssessmentNote, ...], officer: StoredOfficerPart | None
) -> dict[str, Any]:
    """What is said of one application."""
    return {
        "id": stored.id,
        "received": stored.received,
        "sha256": stored.application.sha256,
        "application": APPLICATION.validate_python(plain_values(stored.application.content)),
        "assessments": [assessment_note(stored.id, note) for note in assessments],
        "officer": officer and officer_answer(officer),
        "links": addresses.links(stored.id, stored.application.value.kind),
    }


def assessment_note(application_id: str, note: AssessmentNote) -> dict[str, Any]:
    """What is said of one assessment in a list."""
    return {**vars(note), "url": addresses.assessment(application_id, note.number)}


def officer_answer(officer: StoredOfficerPart) -> dict[str, Any]:
    """What is said of the officer's part."""
    part = OFFICER_PART.validate_python(plain_values(officer.part.content))
    return {"version": officer.version, "given": officer.given, "part": part}


def _note(stored: StoredApplication, case: StoredCase) -> dict[str, Any]:
    application = stored.application.value
    named = [site.called for _, site in sites_of(application)]
    return {
        "id": stored.id,
        "kind": application.kind,
        "reference": application.reference,
        "applicant": application.applicant,
        "leaving": named[0] if len(named) > 1 else None,
        "staying": named[-1],
        "last_day": case.last_day,
        "received": stored.received,
        "url": addresses.application(stored.id),
    }


def boards_of(application: AnyApplication, services: Services, account: Account) -> frozenset[str]:
    """The boards whose case an application is: the one that the notice went to, else the one whose area it lies in.

    A notice may have gone to the wrong board: then the board of the area, whose duty it is, may take the application in
    too, and the case is that board's own. Boards that share the needs assessment share its cases. Where neither is known,
    they are those of the account. Raises Problem where the account is of none of them.
    """
    _, site = sites_of(application)[0]
    sent, area = application.notice.sent_to_hwb, services.library.board_area(site)
    concerned = [services.library.joint_boards(code) for code in dict.fromkeys((sent, area)) if code]
    if not concerned:
        return frozenset() if account.sees_all else account.boards
    for boards in concerned:
        if account.sees(boards):
            return boards
    own, others = ", ".join(sorted(account.boards)), ", ".join(sorted(frozenset().union(*concerned)))
    raise Problem("forbidden", f"This application is for the board of {others}; your key is for {own}.")


def relevant_board(application: AnyApplication, services: Services) -> str | None:
    """The board in whose area the new or remaining premises are, as far as that is known before an assessment."""
    return services.library.board_area(sites_of(application)[-1][1])


def check_places(application: AnyApplication, services: Services, under: str = "") -> None:
    """Every site can be put on the map of which anything says where it is.

    Raises Problem naming each postcode and street that cannot be, UnusableSnapshotError.
    """
    unknown = [
        Fault(f"{under}{field}.{part}", told)
        for field, part, told in not_found(
            application,
            services.library,
            lambda field: f"give the place in {under}{field}.point as metres on the British National Grid",
        )
    ]
    if not unknown:
        return
    # A postcode that no usable snapshot knows may stand in one that is refused: then the reader is not at fault.
    broken = services.library.refused_snapshots()
    if broken:
        raise UnusableSnapshotError(f"The places of this application cannot be checked. {' '.join(broken)}")
    raise not_valid(unknown)


def not_found(
    application: AnyApplication, library: Library, give_point: Callable[[str], str]
) -> Iterator[tuple[str, str, str]]:
    """Sites that no data can put on the map: the field of each, which part of it is at fault, and what to do.

    ``give_point`` says how a point is given for the field of a site. A site of which the papers give no
    place, as somebody has confirmed, is none of them.
    """
    for field, site in sites_of(application):
        point = give_point(field)
        if site.point is not None or library.place_of(site) is not None:
            continue
        if site.postcode is not None:
            told = (
                f"The postcode {site.postcode} is in no data that is loaded. Check it against the papers; where it is right "
                f"(a new building, say), {point}."
            )
            yield field, "postcode", told
        elif site.street is not None:
            places = library.streets_called(site.street)
            each = "; ".join(f"easting {at.easting:,.0f}, northing {at.northing:,.0f}" for at in places[:8])
            told = (
                f"The map has {len(places)} streets called {site.street}: {each}. To say which, {point}."
                if places
                else f"No map that is loaded has a street called {site.street}. Give the name as the map has it, or {point}."
            )
            yield field, "street", told
