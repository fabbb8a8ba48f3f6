"""A change that a page makes, by the same way as one that comes through the API."""

import hashlib
import json
import secrets

from fastapi import Request

from app.api.changes import Change, account_dep
from app.api.reached import reached_at
from app.api.services import services_of
from app.web.form import Typed, one

ONCE, VERSION = "once", "version"
"""Hidden fields: a value of the page's own, so that a form sent twice acts once, and the version it was drawn from."""


def new_once() -> str:
    """A value for a form that is drawn now."""
    return secrets.token_urlsafe(16)


def change_of(request: Request, typed: Typed) -> Change:
    """The change that a form asks for: once, on the version that its page was drawn from."""
    sent = json.dumps([request.method, request.url.path, dict(typed)], sort_keys=True, ensure_ascii=False)
    services = services_of(request)
    return Change(
        services=services,
        account=account_dep(request),
        request_id=request.state.request_id,
        request_sha256=hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest(),
        reached=reached_at(request, services.settings),
        key=one(typed, ONCE)[:200] or None,
        if_match=one(typed, VERSION) or '"none"',
    )
