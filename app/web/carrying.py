"""What was typed into a form that could not be taken yet: carried past the sign-in, shown again, sent by its writer."""

import json
import re
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.api.forms import Fields, FormNotTakenError, is_from_us, read_form, typed
from app.api.gate import SIGN_IN, address_of
from app.api.problems import Problem
from app.api.services import services_of
from app.web.changing import ONCE, VERSION
from app.web.field_words import said_back
from app.web.shell import page

LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path on this site, with its query: no other host, no backslash, nothing that ends a header."""
SIGN_OUT = "/sign-out"
OWN = frozenset({VERSION, ONCE, "seen", "form", "return", "then"})
"""Hidden fields of our forms: they are sent again, and nobody typed them."""


@dataclass(frozen=True)
class Carried:
    """Where somebody was going, and the form that they were sending there, if any."""

    following: str = "/"
    fields: Fields = ()
    files: tuple[str, ...] = ()

    @property
    def is_form(self) -> bool:
        """Whether a form is carried."""
        return bool(self.fields or self.files)

    def as_text(self) -> str:
        """For a hidden field."""
        return json.dumps({"fields": self.fields, "files": self.files}) if self.is_form else ""


def local(following: str) -> str:
    """An address to go on to, if it is on this site; else the first page. Nobody is sent to the sign-in again."""
    here = LOCAL.fullmatch(following) and not following.startswith((SIGN_IN, SIGN_OUT, "/signed-out"))
    return following if here else "/"


def carried_from(form: FormData) -> Carried:
    """What the hidden fields of a sign-in form carry. Raises Problem where it is not as we wrote it."""
    following, text = form.get("next", "/"), form.get("carried", "")
    if not isinstance(following, str) or not isinstance(text, str):
        raise Problem("not-a-form", "What was sent is not the form of this page.")
    return carried_as(local(following), text)


def carried_as(following: str, text: str) -> Carried:
    """What ``as_text`` wrote. Raises Problem where it is not as we wrote it."""
    if not text:
        return Carried(following)
    try:
        found = json.loads(text)
        fields = tuple((name, value) for name, value in found["fields"])
        files = tuple(found["files"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Problem("not-a-form", "What was sent is not the form of this page.") from error
    if not all(isinstance(each, str) for pair in fields for each in pair) or not all(
        isinstance(each, str) for each in files
    ):
        raise Problem("not-a-form", "What was sent is not the form of this page.")
    return Carried(following, fields, files)


async def carried_of(request: Request) -> Carried:
    """The form of a request that was stopped on its way. Raises Problem where it came from another site."""
    if not is_from_us(request, services_of(request).settings):
        raise Problem("forbidden", "This came from the page of another site.")
    form = await read_form(request)
    try:
        return Carried(local(address_of(request)), *typed(form))
    finally:
        await form.close()


def send_again(request: Request, carried: Carried, *, status: int = 200, signed_in: bool = False) -> Response:
    """A page that shows what was typed and sends it on when its writer says so."""
    typed_by_somebody = tuple((name, value) for name, value in carried.fields if value and name not in OWN)
    return page(
        request,
        "send-again.html",
        status=status,
        carried=carried,
        shown=said_back(carried.following, typed_by_somebody),
        just_signed_in=signed_in,
    )


async def form_not_taken(request: Request, error: Exception) -> Response:
    """The answer to a form of ours with an old token: the same form, to be sent again."""
    assert isinstance(error, FormNotTakenError)  # noqa: S101 - registered for this exception alone
    carried = Carried(local(address_of(request)), error.fields, error.files)
    if request.url.path.startswith(SIGN_IN):
        # What was typed there may be a key: it is not shown, and the way back to the form is the sign-in itself.
        fields = dict(error.fields)
        following = f"{SIGN_IN}?next={local(fields.get('next', '/'))}"
        return page(request, "sign-in-again.html", status=403, following=following)
    if request.url.path == SIGN_OUT:
        return page(request, "sign-out.html", status=403)
    return send_again(request, carried, status=403)
