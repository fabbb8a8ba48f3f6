"""The law as the service reads it on a date: every rule with its citation, and the bodies under their names of that day."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.api import answers
from app.api.problems import not_valid
from app.api.services import ServicesDep
from app.law import (
    CHECKED_TO,
    OPEN_QUESTIONS,
    SEARCHES,
    Body,
    LawError,
    Rule,
    Source,
    bodies,
    law_version,
    register,
)
from app.schemas.faults import Fault
from app.schemas.fields import IsoDate

router = APIRouter(prefix="/v1/law", tags=["Law"])


@router.get("", response_model=answers.LawAnswer)
def read_law(
    services: ServicesDep,
    as_at: Annotated[IsoDate | None, Query(description="The date; today in England where left out.")] = None,
) -> Any:
    """Every rule in force on a date, what it asks, whose judgement it is, where it stands and how far it was read; who
    decides and is written to; and what of the law stays open.
    """
    day: date = as_at or services.today()
    try:
        rules, named = register(day), bodies(day)
    except LawError as error:
        raise not_valid([Fault("as_at", str(error))]) from error
    return {
        "as_at": day,
        "version": law_version(),
        "rules": [_rule(rule) for rule in rules],
        "bodies": {role: _body(body) for role, body in vars(named).items()},
        "searched_up_to": CHECKED_TO,
        "searches": [{**vars(search), "where": list(search.where)} for search in SEARCHES],
        "open": [{**vars(question), "rules": list(question.rules)} for question in OPEN_QUESTIONS],
    }


def _reading(source: Source) -> dict[str, Any]:
    return {
        "source": source.words,
        "source_read": source.read,
        "read_in": [{"name": text.name, "link": text.link} for text in source.texts],
        "read": source.extent.value,
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "name": body.name,
        "note": body.note,
        "since": body.since,
        "until": body.until,
        "source": body.source.words,
        "source_read": body.source.read,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "citation": rule.citation,
        "asks": rule.asks,
        "judge": rule.judge.value,
        "since": rule.since,
        "until": rule.until,
        "kinds": list(rule.kinds),
        "reads": list(rule.reads),
        "links": list(rule.links),
        **_reading(rule.source),
    }
