"""The two cookies: one of somebody who is signed in, one that ties a form to the browser that it was shown in."""

import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request

from app.settings import Settings

SESSION, VISIT = "pharmacy", "pharmacy-form"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass
class Visit:
    """A browser, signed in or not: a secret that it alone has. ``used`` says that it has to be sent to the browser."""

    secret: str
    known: bool
    used: bool = False


def cookie_name(base: str, settings: Settings) -> str:
    """The name of a cookie. Over TLS it is bound to this host, so that no neighbouring site can plant one."""
    return f"__Host-{base}" if settings.over_tls else base


def given(request: Request, base: str, settings: Settings) -> str | None:
    """What came in a cookie, None where nothing did or it is no token."""
    value = request.cookies.get(cookie_name(base, settings), "")
    return value if TOKEN.fullmatch(value) else None


def visit_of(request: Request, settings: Settings) -> Visit:
    """The browser that asks; a new secret where it has none yet."""
    value = given(request, VISIT, settings)
    return Visit(secrets.token_urlsafe(32), known=False) if value is None else Visit(value, known=True)


def set_cookie(base: str, value: str, settings: Settings) -> str:
    """The Set-Cookie header that keeps a token until the browser is closed."""
    secure = "; Secure" if settings.over_tls else ""
    return f"{cookie_name(base, settings)}={value}; Path=/{secure}; HttpOnly; SameSite=Lax"


def drop_cookie(base: str, settings: Settings) -> str:
    """The Set-Cookie header that takes a cookie away."""
    return f"{set_cookie(base, '', settings)}; Max-Age=0"
