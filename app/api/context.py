"""What every request has: an id, a line in the log, figures, and headers that keep answers out of caches."""

import re
import secrets
import time
from collections.abc import Callable
from http import HTTPMethod

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.figures import Figures
from app.api.problems import failed
from app.logs import logger

log = logger("app.request")

GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

METHODS = frozenset(method.value for method in HTTPMethod)
"""Those that have a name. Any other is anybody's word, and has no place in a log or among the figures."""

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer that does not say otherwise: what is read here is for one person.

Other sites are told nothing of where somebody came from. Without any referrer a browser would not tell us either that a
form came from our own page.
"""


class Context:
    """The outermost floor of the service: whatever happens below, an answer is sent, counted and logged.

    The log names the address as it is declared and the id of the key: no names, no references, no bodies.
    """

    def __init__(
        self, app: ASGIApp, figures: Figures, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._app = app
        self._figures = figures
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        given = request.headers.get("x-request-id", "")
        request_id = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        status = 500
        begun = self._clock()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _completed(message.get("headers", ()), request_id)
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self._answer(scope, receive, sending)
        except Exception as error:
            if status != 500:
                raise  # the answer had begun: nothing can be mended
            await failed(request, error)(scope, receive, sending)
        finally:
            seconds, route = self._clock() - begun, state.get("route", "none")
            method = request.method if request.method in METHODS else "other"
            self._figures.answered(method, route, status, seconds)
            account = state.get("account")
            log.info(
                "answered",
                method=method,
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 1),
                key=account.key if account else None,
            )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """HEAD is answered as GET is, under the same rules and without the body: nothing has to be declared for it."""
        if scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        begun = False

        async def receiving() -> Message:
            return await receive() if not begun else {"type": "http.disconnect"}

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True  # and a stream ends: it is told that nobody listens
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        await self._app({**scope, "method": "GET"}, receiving, sending)


def _completed(given: object, request_id: str) -> list[tuple[bytes, bytes]]:
    headers: list[tuple[bytes, bytes]] = list(given)  # type: ignore[call-overload]
    there = {name.lower() for name, _ in headers}
    more = {**HEADERS, "X-Request-ID": request_id}
    return headers + [
        (name.lower().encode(), value.encode())
        for name, value in more.items()
        if name.lower().encode() not in there
    ]
