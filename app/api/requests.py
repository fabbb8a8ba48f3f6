"""Bodies are JSON and said to be: the content type is checked, and no field may be given twice."""

from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.api.problems import Problem
from app.api.services import services_of
from app.schemas.faults import DocumentError
from app.schemas.reading import strict_json


async def limited_body(request: Request, limit: int) -> bytes:
    """The body of a request. Raises Problem where it is larger than a limit in bytes, before the rest of it is read."""
    said = request.headers.get("content-length", "")
    received = bytearray()
    if not (said.isdecimal() and int(said) > limit):
        async for chunk in request.stream():
            received += chunk
            if len(received) > limit:
                break
        else:
            return bytes(received)
    raise Problem("too-large", f"The body is larger than the {limit:,} bytes that this service takes.")


class StrictRequest(Request):
    """A request whose body is read strictly, and no further than the service takes."""

    async def body(self) -> bytes:
        """The body. Raises Problem where it is larger than the service takes, before the rest of it is read."""
        if hasattr(self, "_body"):
            return self._body
        self._body = await limited_body(self, services_of(self).settings.max_body_bytes)
        return self._body

    async def json(self) -> Any:
        """The body as JSON values. Raises Problem."""
        try:
            return strict_json(await self.body())
        except DocumentError as error:
            fault = error.faults[0]
            if fault.field:
                raise Problem("not-valid", "One thing cannot be taken as given.", error.faults) from None
            raise Problem("not-json", fault.message) from None


class StrictRoute(APIRoute):
    """A route whose bodies must be sent as JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with the content type checked first."""
        handle = super().get_route_handler()
        takes_body = self.body_field is not None

        async def checked(request: Request) -> Response:
            if takes_body:
                await _check_content_type(request)
            return await handle(StrictRequest(request.scope, request.receive))

        return checked


async def _check_content_type(request: Request) -> None:
    packed = request.headers.get("content-encoding", "identity")
    if packed != "identity":
        raise Problem(
            "not-json-type",
            f"The body was sent packed ({packed}). Send it as it is, without Content-Encoding.",
            headers={"Accept-Encoding": "identity"},
        )
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    if header.get_content_type() == "application/json" and request.headers.get("content-type"):
        return
    if _has_body(request):
        given = request.headers.get("content-type") or "no content type"
        raise Problem(
            "not-json-type", f"The body was sent with {given}. Send it with Content-Type: application/json."
        )


def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
