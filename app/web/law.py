"""The law as the service reads it on a day, rule by rule: what ``GET /v1/law`` answers, for people."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.api.services import ServicesDep
from app.law import OPEN_QUESTIONS, LawError, bodies, law_version, register
from app.law.register import CHAPTERS
from app.web.choosing import Choice, NotThereError
from app.web.shell import page

router = APIRouter(include_in_schema=False)


@router.get("/law")
def law(
    request: Request,
    services: ServicesDep,
    as_at: Annotated[str | None, Query(description="The date; today in England where left out.")] = None,
) -> HTMLResponse:
    """Every rule in force on a day with where it stands, in what it was read and how far; and what stays open."""
    today = services.today()
    try:
        day = today if as_at is None else date.fromisoformat(as_at)
        in_force = set(register(day))
    except (ValueError, LawError) as error:
        raise NotThereError(
            f"The law of “{as_at}” is not known here",
            str(error) if isinstance(error, LawError) else "Give a day as 2026-01-31.",
            (Choice("The law of today", "/law"),),
        ) from error
    chapters = [(title, [rule for rule in rules if rule in in_force]) for title, rules in CHAPTERS]
    return page(
        request,
        "law.html",
        as_at=day,
        version=law_version(),
        chapters=[(title, rules) for title, rules in chapters if rules],
        bodies=vars(bodies(day)).values(),
        questions=OPEN_QUESTIONS,
    )
