"""What comes to pages that need no token, because their own address is the secret: counted, and its form read."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.api.forms import read_form
from app.api.services import ServicesDep


def counted(request: Request, services: ServicesDep) -> None:
    """Count a request against the address that it came from. Raises Problem for one too many in a minute.

    An answer to a question is let through: what somebody has typed is never turned away.
    """
    if request.method == "POST" and "question_id" in request.path_params:
        return
    client = request.client.host if request.client else "unknown"
    services.counting.count(f"consultee at {client}", services.settings.requests_a_minute)


async def _form(request: Request) -> AsyncIterator[FormData]:
    form = await read_form(request)
    try:
        yield form
    finally:
        await form.close()


FormDep = Annotated[FormData, Depends(_form)]
"""The form of a request to an address that is a secret itself. Every other page takes ``app.api.forms.FormGuard``."""


def text_of(form: FormData, name: str) -> str:
    """The text of a field, empty where it was not sent, with one sort of line break."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
