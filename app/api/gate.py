"""The gate before every address: who asks, may they, how often, and is the case one of their boards'."""

import base64
import binascii
from dataclasses import dataclass
from time import time
from typing import Any

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access import Found, rule_for
from app.api.problems import Problem, answer, problem_of
from app.api.services import Services, services_of
from app.domain.accounts import ALL_BOARDS, Account, Role
from app.store.keys import KeyRefusedError

DEMO = Account("demo", frozenset(Role), frozenset({ALL_BOARDS}), "demo")
"""Whoever comes to a demo without a key."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Rate:
    """What is left of somebody's requests: so many in all, so many left, so many seconds until all are there again."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """As headers."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


class Gate:
    """Lets a request through with its account in ``scope["state"]``, or answers it with a problem.

    Requests are counted in this process: several workers each count their own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            found = _rule(request)
            scope["state"]["route"] = found.path
            if found.permission is not None:
                await run_in_threadpool(self._admit, request, found)
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            await answer(request, problem, dict(problem.headers or {}))(
                scope, receive, _with_rate(scope, send)
            )
            return
        await self._app(scope, receive, _with_rate(scope, send))

    def _admit(self, request: Request, found: Found) -> None:
        """Raises Problem, DatabaseError, NotStoredError."""
        services, state = services_of(request), request.scope["state"]
        client = request.client.host if request.client else "unknown"
        try:
            account = account_of(request, services)
        except Problem:
            # Guessing keys is counted against the guesser's address, and costs more than asking with one.
            self._count(request, f"address {client}", services.settings.failed_keys_a_minute)
            raise
        state["account"] = account
        self._count(request, f"holder {account.holder}", services.settings.requests_a_minute)
        assert found.permission is not None  # noqa: S101 - only those with a rule come here
        if not account.may(found.permission):
            roles = ", ".join(sorted(role.value for role in account.roles))
            raise Problem(
                "forbidden",
                f"This asks for the right to {found.permission.value}, and your key has the role {roles}.",
            )
        if found.application_id is not None and not account.sees_all:
            with services.database.reading() as records:
                if not account.sees(records.cases.boards(found.application_id)):
                    # The same words as where there is none: another board's cases are not to be found out.
                    raise Problem("not-found", f"There is no application {found.application_id}.")

    def _count(self, request: Request, who: str, limit: int) -> None:
        if limit == 0:
            return
        item = RateLimitItemPerMinute(limit)
        allowed = self._limiter.hit(item, who)
        window = self._limiter.get_window_stats(item, who)
        seconds = max(1, round(window.reset_time - time()))
        request.scope["state"]["rate"] = Rate(limit, window.remaining, seconds)
        if not allowed:
            raise Problem(
                "too-many",
                f"More than {limit} requests came in a minute. Wait {seconds} seconds.",
                headers={"Retry-After": str(seconds)},
            )


def account_of(request: Request, services: Services) -> Account:
    """Who asks. Raises Problem where the key opens nothing."""
    header = request.headers.get("authorization", "")
    if not header and services.settings.demo:
        if request.method not in SAFE and request.headers.get("sec-fetch-site", "none") not in (
            "none",
            "same-origin",
        ):
            raise Problem("forbidden", "This came from the page of another site.")
        return DEMO
    scheme, _, given = header.partition(" ")
    key = given.strip()
    if scheme.lower() == "basic":
        if request.method not in SAFE:
            raise _no_key(
                "A browser sends its password by itself, so a change is taken with a Bearer key only."
            )
        key = _password(key)
    elif scheme.lower() != "bearer":
        raise _no_key("Send your key in the header Authorization: Bearer pa_...")
    try:
        with services.database.reading() as records:
            return records.keys.account(key, services.clock())
    except KeyRefusedError:
        raise _no_key("This key is not known, has expired or was revoked.") from None


def _rule(request: Request) -> Found:
    path, method = str(request.scope["path"]), request.method
    found = rule_for(method, path)
    if found is None:
        raise Problem(
            "not-found",
            f"There is no page or document at {path}. The API page at /docs lists every address.",
        )
    if not found.taken:
        allowed = ", ".join(found.methods)
        raise Problem(
            "method-not-allowed", f"{path} takes {allowed}, not {method}.", headers={"Allow": allowed}
        )
    return found


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode("ascii").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _no_key(detail: str) -> Problem:
    return Problem(
        "no-key",
        detail,
        headers={"WWW-Authenticate": 'Bearer, Basic realm="key as password", charset="UTF-8"'},
    )


def _with_rate(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        rate: Any = scope["state"].get("rate")
        if rate is not None and message["type"] == "http.response.start":
            more = [(name.lower().encode(), value.encode()) for name, value in rate.headers().items()]
            message["headers"] = [*message.get("headers", ()), *more]
        await send(message)

    return sending
