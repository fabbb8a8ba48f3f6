"""The baselines that the service holds, and how they are registered, changed and retired."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from app.api import addresses, answers
from app.api.baseline_answers import BaselineVersions
from app.api.changes import Change, EditDep, NewDep, NewEditDep, document
from app.api.problems import Problem, not_valid
from app.api.requests import StrictRoute
from app.api.services import Services, ServicesDep
from app.domain.baselines import Baseline as BaselineValue
from app.domain.baselines import BaselineError
from app.domain.canonical import canonical_json
from app.schemas.baselines import Baseline, BaselineFile, SupplementaryStatement
from app.schemas.faults import Fault
from app.schemas.fields import Text
from app.schemas.mirror import Mirror
from app.store.baselines import BaselineVersion, RegisteredBaseline
from app.store.library import UnknownBaselineError
from app.store.registering import faults_of_baseline
from app.store.repository import Repository

router = APIRouter(prefix="/v1/baselines", tags=["Baselines"], route_class=StrictRoute)


class RetireRequest(Mirror):
    """Why a baseline is retired."""

    reason: Text
    """Why. Name no persons: it stays in the audit chain for good."""


@router.get("", response_model=answers.BaselineList)
def list_baselines(services: ServicesDep) -> Any:
    """Every baseline: whose it is, its standards, and whether its snapshot can be used."""
    library = services.library
    usable = {snapshot.id for snapshot in library.snapshots}
    items = []
    for baseline in library.baselines:
        registered = library.registered(baseline.id)
        items.append(
            {
                "id": baseline.id,
                "title": baseline.title,
                "published": baseline.published,
                "boards": [board.name for board in baseline.boards],
                "standards": [standard.as_published or standard.id for standard in baseline.standards],
                "snapshot": baseline.snapshot,
                "usable": baseline.snapshot in usable,
                "invented": baseline.invented,
                "version": registered and registered.version,
                "retired": registered and registered.retired,
                "url": addresses.baseline(baseline.id),
            }
        )
    refused = [refused.reason for refused in library.refused]
    return {"items": items, "refused": [*refused, *library.overlaid]}


@router.post("", status_code=201, response_model=BaselineVersions)
def register_baseline(baseline: Annotated[BaselineFile, Body()], change: NewDep) -> Any:
    """Register a needs assessment. Whatever is changed later is a new version; a version is never changed."""
    value = baseline.value()
    _check(value, change)
    with change.writing() as records:
        found = records.baselines.register(value, change.event())
        where = addresses.baseline(value.id)
        return change.answer(records, _versions(records, found), 201, location=where, etag=_etag(found))


@router.get("/{baseline_id}", response_model=Baseline)
def read_baseline(
    baseline_id: str,
    services: ServicesDep,
    version: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="A version; the one that holds where left out.")
    ] = None,
) -> Any:
    """One baseline in full, as its file or its version holds it. The ETag of a registered one is needed to change it."""
    headers = {}
    if services.library.registered(baseline_id) is not None:
        with services.database.reading() as records:
            found = records.baselines.read(baseline_id, version)
        content = found.content
        headers["ETag"] = _etag(found)
    else:
        baseline = _held(baseline_id, services)
        if version is not None:
            raise Problem("not-found", f"Baseline {baseline_id} is a file, and has no versions.")
        content = canonical_json(baseline)
    return Response(content, headers=headers, media_type="application/json")


@router.get("/{baseline_id}/versions", response_model=BaselineVersions)
def list_versions(baseline_id: str, services: ServicesDep, response: Response) -> Any:
    """The versions of a baseline, the first one first. One that is a file has none."""
    baseline = _held(baseline_id, services)
    if services.library.registered(baseline_id) is None:
        return {"id": baseline.id, "registered": False, "retired": None, "items": [],
                "url": addresses.baseline(baseline.id)}  # fmt: skip
    with services.database.reading() as records:
        found = records.baselines.read(baseline_id)
        response.headers["ETag"] = _etag(found)
        return _said(found, records.baselines.versions(baseline_id))


@router.put("/{baseline_id}", response_model=BaselineVersions)
def replace_baseline(baseline_id: str, baseline: Annotated[BaselineFile, Body()], change: EditDep) -> Any:
    """Register a new version of a baseline; with the same content nothing is added."""
    value = baseline.value()
    if value.id != baseline_id:
        raise not_valid(
            [Fault("id", f"The address is of {baseline_id}. Give that id, or register another baseline.")]
        )
    _registered(baseline_id, change)
    _check(value, change)
    with change.writing() as records:
        change.check_tag(_etag(records.baselines.read(baseline_id)))
        found = records.baselines.replace(value, change.event())
        return change.answer(records, _versions(records, found), 200, etag=_etag(found))


@router.post("/{baseline_id}/statements", status_code=201, response_model=BaselineVersions)
def add_statement(
    baseline_id: str, statement: Annotated[SupplementaryStatement, Body()], change: NewEditDep
) -> Any:
    """Add a supplementary statement, which becomes part of the assessment: a new version."""
    _registered(baseline_id, change)
    with change.writing() as records:
        change.check_tag(_etag(records.baselines.read(baseline_id)))
        try:
            found = records.baselines.add_statement(baseline_id, statement.value(), change.event())
        except BaselineError as error:
            raise not_valid([Fault(_of_statement(error.field), str(error))]) from error
        where = addresses.baseline_version(baseline_id, found.latest)
        return change.answer(records, _versions(records, found), 201, location=where, etag=_etag(found))


@router.post("/{baseline_id}/retire", response_model=BaselineVersions)
def retire_baseline(baseline_id: str, request: Annotated[RetireRequest, Body()], change: NewEditDep) -> Any:
    """Offer a baseline no more. It can still be named, and what was measured on it stays as it is."""
    _registered(baseline_id, change)
    with change.writing() as records:
        change.check_tag(_etag(records.baselines.read(baseline_id)))
        found = records.baselines.retire(baseline_id, change.event(request.reason))
        return change.answer(records, _versions(records, found), 200, etag=_etag(found))


def _held(baseline_id: str, services: Services) -> BaselineValue:
    try:
        return services.library.baseline(baseline_id)
    except UnknownBaselineError as error:
        raise Problem("not-found", str(error)) from error


def _registered(baseline_id: str, change: Change) -> None:
    """Raises Problem where it is not registered, or is not one of the account's boards'."""
    held = _held(baseline_id, change.services)
    if change.services.library.registered(baseline_id) is None:
        raise Problem(
            "stays-as-it-is",
            f"Baseline {baseline_id} is a file of the data folder. Register it first, then change it.",
        )
    _check_boards(held, change)


def _check(baseline: BaselineValue, change: Change) -> None:
    _check_boards(baseline, change)
    faults = faults_of_baseline(baseline, change.services.library)
    if faults:
        raise not_valid(faults)


def _check_boards(baseline: BaselineValue, change: Change) -> None:
    boards = frozenset(board.code for board in baseline.boards)
    if not change.account.sees(boards):
        own, others = ", ".join(sorted(change.account.boards)), ", ".join(sorted(boards))
        raise Problem("forbidden", f"This baseline is of the board of {others}; your key is for {own}.")


def _of_statement(field: str) -> str:
    """A path inside the baseline as the path inside the statement that was sent."""
    parts = field.split(".")
    return ".".join(parts[2:]) if parts[0] == "supplementary_statements" else field


def _etag(found: RegisteredBaseline) -> str:
    return f'"{found.latest}{"-retired" if found.retired else ""}"'


def _versions(records: Repository, found: RegisteredBaseline) -> bytes:
    return document(BaselineVersions, _said(found, records.baselines.versions(found.baseline.id)))


def _said(found: RegisteredBaseline, notes: tuple[BaselineVersion, ...]) -> dict[str, Any]:
    id_ = found.baseline.id
    items = [{**vars(note), "url": addresses.baseline_version(id_, note.version)} for note in notes]
    return {"id": id_, "registered": True, "retired": found.retired, "items": items,
            "url": addresses.baseline(id_)}  # fmt: skip
