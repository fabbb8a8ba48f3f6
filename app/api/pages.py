"""The reference of the API as a page that runs no script."""

import base64
import hashlib
import re
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.api import reference
from app.api.problems import KINDS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "page.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
"""Pages show their one style sheet and can load or send nothing."""

_pages = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _with_code(text: str) -> Markup:
    """Text as HTML, with what stands between backticks set as code."""
    parts = re.split(r"`+([^`]+)`+", text)
    return Markup("").join(Markup("<code>{}</code>").format(p) if at % 2 else p for at, p in enumerate(parts))


_pages.filters["with_code"] = _with_code


@router.get("/docs")
def documentation(request: Request) -> HTMLResponse:
    """The reference of the API."""
    document = request.app.openapi()
    return _page(
        "docs.html",
        title=request.app.title,
        version=request.app.version,
        introduction=document["info"]["description"],
        groups=reference.groups(document),
        shapes=reference.shapes(document),
        problems=KINDS,
    )


def _page(template: str, **values: object) -> HTMLResponse:
    page = _pages.get_template(template).render(style=Markup(STYLE), **values)  # noqa: S704 - our own file
    return HTMLResponse(
        page, headers={"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    )
