"""Reads the forms of pages that need no token, because their own address is the secret."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.api.forms import read_form


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
