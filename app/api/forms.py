"""Forms of pages: each carries a token that only our own page in the same browser can have, and is read once.

A page puts ``csrf_token(request)`` into a hidden field of that name; the address that the form is sent to takes
``FormGuard``. A script of a page may send the token in the header ``X-CSRF-Token`` instead.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from app.api.cookies import Visit
from app.api.problems import Problem
from app.api.requests import limited_body
from app.api.services import services_of
from app.settings import Settings
from app.store.sessions import SignedIn

FIELD, HEADER = "csrf_token", "x-csrf-token"
MOST_FIELDS = 2_000
MOST_FILES = 20

Fields = tuple[tuple[str, str], ...]
"""The text fields of a form by name, in order, without its token."""


class FormNotTakenError(Exception):
    """A form of our own page with another token than it should have. Nothing of it is lost: ``fields`` has what was typed.

    ``files`` names the fields of files: a browser has to be given these again.
    """

    def __init__(self, fields: Fields, files: tuple[str, ...]) -> None:
        super().__init__("the form was shown to somebody else, or before signing in anew")
        self.fields = fields
        self.files = files


def csrf_token(request: Request) -> str:
    """The token for the forms of a page: of the session, else of the browser, which is then sent its cookie."""
    return _token(request.scope["state"], use=True)


def _token(state: Mapping[str, object], *, use: bool = False) -> str:
    session, visit = state.get("session"), state["visit"]
    if isinstance(session, SignedIn):
        secret = session.form_secret
    else:
        assert isinstance(visit, Visit)  # noqa: S101 - the gate puts it there
        visit.used = visit.used or use
        secret = visit.secret
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_token(request: Request, presented: str) -> bool:
    """Whether a token is the one that our pages in this browser have."""
    return hmac.compare_digest(_token(request.scope["state"]).encode(), presented.encode("utf-8", "replace"))


def is_from_us(request: Request, settings: Settings) -> bool:
    """Whether the browser says that the request comes from a page of ours; a client that says nothing is not doubted.

    Every browser says it of a POST. ``PHARMACY_PUBLIC_URL`` is what it is held against; without it, the host asked for.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if settings.origin is not None:
        return origin.casefold() == settings.origin
    return urlsplit(origin).netloc.casefold() == request.headers.get("host", "").casefold() != ""


async def read_form(request: Request) -> FormData:
    """The form of a request, no larger than the service takes. Raises Problem."""
    request._body = await limited_body(request, services_of(request).settings.max_body_bytes)
    try:
        return await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    except (MultiPartException, HTTPException, UnicodeDecodeError) as error:
        raise Problem("not-a-form", "What was sent cannot be read as a form.") from error


def typed(form: FormData) -> tuple[Fields, tuple[str, ...]]:
    """What was typed into a form, and the names of its fields with files."""
    items = form.multi_items()
    texts = tuple((name, value) for name, value in items if isinstance(value, str) and name != FIELD)
    files = tuple(
        dict.fromkeys(name for name, value in items if isinstance(value, UploadFile) and value.filename)
    )
    return texts, files


async def guarded_form(request: Request) -> AsyncIterator[FormData]:
    """The form of a request, once its token was checked. Raises Problem, FormNotTakenError."""
    if not is_from_us(request, services_of(request).settings):
        raise Problem("forbidden", "This came from the page of another site.")
    form = await read_form(request)
    try:
        presented = form.get(FIELD) or request.headers.get(HEADER, "")
        if not isinstance(presented, str) or not is_token(request, presented):
            raise FormNotTakenError(*typed(form))
        yield form
    finally:
        await form.close()


FormGuard = Annotated[FormData, Depends(guarded_form)]
"""What every POST of a page takes in place of its form: read once, with its token checked."""
