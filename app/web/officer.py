"""The officer's part on pages: what people decide and add, a section at a time."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.api.changes import etag
from app.api.forms import FormGuard
from app.api.officer import put_officer_part
from app.api.problems import Problem
from app.api.services import ServicesDep
from app.domain.cases import CHANGEABLE, Case, IllegalMoveError, State, takes_appeal, takes_grant
from app.schemas.faults import Fault, faults_of
from app.schemas.officer import OFFICER_PART
from app.store.repository import Repository
from app.store.values import plain_values
from app.web.changing import VERSION, change_of
from app.web.choosing import LONGEST, Choice, NotThereError
from app.web.closing import closed_words
from app.web.date_input import names
from app.web.form import Typed, one, typed_of
from app.web.officer_sections import Json, Section, document_with, sections_for, shown, typed_from
from app.web.shell import page

router = APIRouter(prefix="/cases/{application_id}/officer", include_in_schema=False)


@router.get("")
def officer_page(application_id: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """The officer's part as it holds, with what can be changed."""
    with services.database.reading() as records:
        application = records.application(application_id).application.value
        held = records.officer_part(application_id)
        document = _document(records, application_id)
        case = records.cases.read(application_id).case
        closed, free = _closed(records, application_id, case.state), _free(case)
    return page(
        request,
        "officer.html",
        application_id=application_id,
        reference=application.reference,
        held=held,
        closed=closed,
        free=free,
        sections=[(section, shown(section, document)) for section in sections_for(application.kind)],
    )


@router.get("/{section_id}")
def section_page(
    application_id: str, section_id: str, request: Request, services: ServicesDep
) -> HTMLResponse:
    """One section as a form, filled in with what holds; as text where the case is past changing."""
    with services.database.reading() as records:
        section = _section(records, application_id, section_id)
        document = _document(records, application_id)
        typed = typed_from(section, document)
        stored = records.cases.read(application_id)
        version = etag(stored)
        reference = records.application(application_id).application.value.reference
        closed = (
            "" if section.id in _free(stored.case) else _closed(records, application_id, stored.case.state)
        )
    if closed:
        return page(
            request,
            "officer-closed.html",
            application_id=application_id,
            reference=reference,
            section=section,
            rows=shown(section, document),
            closed=closed,
        )
    return _form(request, application_id, reference, section, typed, version)


@router.post("/{section_id}")
def save_section(
    application_id: str, section_id: str, request: Request, services: ServicesDep, form: FormGuard
) -> Response:
    """Keep a section as it was typed, as the next version of the officer's part."""
    typed = typed_of(form)
    with services.database.reading() as records:
        section = _section(records, application_id, section_id)
        held = _document(records, application_id)
        version = etag(records.cases.read(application_id))
        reference = records.application(application_id).application.value.reference
    document, faults = document_with(section, typed, held)
    try:
        part = OFFICER_PART.validate_json(json.dumps(document))
    except ValidationError as error:
        at_fault = {fault.field.rpartition("-")[0] for fault in faults}
        faults += tuple(fault for fault in faults_of(error.errors()) if fault.field not in at_fault)
    if faults:
        given = typed.get(VERSION, [version])[0]
        return _form(request, application_id, reference, section, typed, given, _own(section, typed, faults))
    try:
        put_officer_part(application_id, part, change_of(request, typed), Response())
    except Problem as problem:
        if problem.kind.id != "changed-since":
            raise
        if typed_from(section, held) != typed_from(section, document):
            return _form(
                request, application_id, reference, section, typed, version, stored=shown(section, held)
            )
        # It stands so already: the same form was sent twice.
    except IllegalMoveError:
        # Approved or closed meanwhile: what was typed is shown, so that it is not lost with the page.
        first = section.fields[0]
        control = f"{first.path}-day" if first.how.value == "date" else first.path
        closed = Fault(control, "The case has been approved or is closed: this was not saved.")
        return _form(request, application_id, reference, section, typed, version, (closed,))
    return RedirectResponse(f"/cases/{application_id}/officer", 303)


def _form(
    request: Request,
    application_id: str,
    reference: str,
    section: Section,
    typed: Typed,
    version: str,
    faults: tuple[Fault, ...] = (),
    stored: tuple[tuple[str, str], ...] | None = None,
) -> HTMLResponse:
    """The form of a section. ``stored``: what somebody else kept meanwhile, beside what was typed here."""
    return page(
        request,
        "officer-section.html",
        status=422 if faults else 412 if stored is not None else 200,
        application_id=application_id,
        reference=reference,
        section=section,
        typed=typed,
        version=version,
        errors=[{"field": fault.field, "text": fault.message} for fault in faults],
        wrong={fault.field: fault.message for fault in faults},
        stored=stored,
    )


def _own(section: Section, typed: Typed, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Faults at controls of the form: one within a list of paragraphs is the whole field's."""
    fields = {field.path: field for field in section.fields}
    found: dict[str, Fault] = {}
    for fault in faults:
        path = fault.field
        while path and path not in fields and not path.endswith(("-day", "-month", "-year")):
            path = path.rpartition(".")[0]
        field = fields.get(path)
        control = f"{path}-day" if field and field.how.value == "date" else path or section.fields[0].path
        empty = field is not None and not any(one(typed, name) for name in (path, *names(path)))
        said = "Give this too, or leave all of this page empty." if empty else fault.message
        message = fault.message if "-" in path or field is None else f"{field.label}: {said}"
        found.setdefault(control, Fault(control, message))
    return tuple(found.values())


def _section(records: Repository, application_id: str, section_id: str) -> Section:
    kind = records.application(application_id).application.value.kind
    found = next((each for each in sections_for(kind) if each.id == section_id), None)
    if found is None:
        raise NotThereError(
            "There is no such section",
            f"The officer’s part of a {kind} has no section “{section_id[:LONGEST]}”. Choose one that it has.",
            tuple(
                Choice(each.title, f"/cases/{application_id}/officer/{each.id}")
                for each in sections_for(kind)
            ),
        )
    return found


def _free(case: Case) -> frozenset[str]:
    """Sections that are taken though the rest stays as it was approved."""
    grant, appeal = {"grant"} if takes_grant(case) else set(), {"appeal"} if takes_appeal(case) else set()
    return frozenset[str]() if case.state in CHANGEABLE else frozenset(grant | appeal)


def _closed(records: Repository, application_id: str, state: State) -> str:
    """Why nothing is changed any more, with by whom and when; empty while it can be."""
    return "" if state in CHANGEABLE else closed_words(state, records.audit.events(application_id))


def _document(records: Repository, application_id: str) -> Json:
    held = records.officer_part(application_id)
    if held is None:
        return OFFICER_PART.validate_json("{}").model_dump(mode="json")
    document: dict[str, Any] = plain_values(held.part.content)
    return document
