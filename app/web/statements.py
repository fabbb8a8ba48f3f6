"""What every page links to: how accessible the service is, and what it keeps about people."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web.shell import page

router = APIRouter(include_in_schema=False)


@router.get("/accessibility")
def accessibility(request: Request) -> HTMLResponse:
    """How accessible the service is, and what is known to fall short."""
    return page(request, "accessibility.html")


@router.get("/privacy")
def privacy(request: Request) -> HTMLResponse:
    """What is kept about people, for how long, and which cookies there are."""
    return page(request, "privacy.html")
