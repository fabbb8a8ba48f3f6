"""Draws a page: templates on the GOV.UK design system's components, and the headers that keep a page to itself."""

from datetime import date, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from app.api.forms import csrf_token
from app.domain.accounts import Permission
from app.domain.dates import LONDON
from app.domain.rounding import day_said, half_up, whole
from app.web.ages import as_at_in_words
from app.web.assets import asset
from app.web.navigation import navigation

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Pages load from this service alone, run no inline script and stand in nobody's frame."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


def _environment() -> Environment:
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("app.web"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        # What a component is not given is nothing: the design system's macros are written so.
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    made.filters |= {
        "as_at": as_at_in_words,
        "day": day,
        "moment": moment,
        "lines": lines,
        "thousands": thousands,
        "tenths": lambda value: f"{half_up(value, '0.1'):,}",
    }
    return made


def picture(svg: str) -> Response:
    """A picture as the answer to a request. Opened by itself it can load and run nothing."""
    return Response(
        svg, media_type="image/svg+xml", headers={"Content-Security-Policy": "default-src 'none'"}
    )


def day(value: date | None) -> str:
    """A date as people write it, "4 May 2026"; "not known" where there is none."""
    return day_said(value) if value else "not known"


def moment(value: datetime) -> str:
    """A time in England, "4 May 2026 at 9:30am"."""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{day(local)} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def lines(text: str) -> Markup:
    """Text with its line breaks kept."""
    return Markup("<br>").join(text.splitlines())


def thousands(value: float) -> str:
    """A whole number with commas."""
    return f"{whole(value):,}"


_pages = _environment()


class FormToken:
    """The token for the forms of a page, made where a form asks for it: a page with no form sets no cookie."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def __str__(self) -> str:
        return csrf_token(self._request)


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page as the answer to a request. Every template extends ``layout.html``."""
    account = request.scope["state"].get("account")
    text = _pages.get_template(template).render(
        request=request,
        account=account,
        csrf_token=FormToken(request),
        navigation=navigation(request.url.path, account),
        demo=_demo(request),
        may_draft=account is not None and account.may(Permission.DRAFT),
        path=request.url.path,
        **values,
    )
    return HTMLResponse(text, status, HEADERS | (headers or {}))


def _demo(request: Request) -> bool:
    services = getattr(request.app.state, "services", None)
    return bool(services and services.settings.demo)
