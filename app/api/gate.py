"""The gate before every address: who asks, may they, how often, and is the case one of their boards'."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access import Found, is_page, rule_for
from app.api.cookies import SESSION, VISIT, given, set_cookie, visit_of
from app.api.counting import Rate, TooManyError
from app.api.forms import HEADER, is_from_us, is_token
from app.api.problems import NoSuchAddressError, Problem, answer, problem_of
from app.api.services import Services, services_of
from app.domain.accounts import ALL_BOARDS, Account, Role
from app.store.database import DatabaseError
from app.store.keys import KeyRefusedError
from app.store.sessions import SessionRefusedError, SignedIn

DEMO = Account("demo", frozenset(Role), frozenset({ALL_BOARDS}), "demo")
"""Whoever comes to a demo without a key."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ALSO = {"GET": ("GET", "HEAD")}
"""What comes with a method of a rule."""
SIGN_IN = "/sign-in"

Ask = Callable[[Request], Awaitable[Response]]
"""Answers a form that came without a session: asks to sign in, and keeps what was typed."""


class NotSignedInError(Problem):
    """Nobody is signed in, or no longer."""


class Gate:
    """Lets a request through with its account in ``scope["state"]``, or answers it with a problem.

    A key in the header goes before a cookie. Pages ask to sign in where an address of the API answers 401.
    """

    def __init__(self, app: ASGIApp, ask: Ask) -> None:
        self._app = app
        self._ask = ask

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        services = services_of(request)
        scope["state"]["visit"] = visit_of(request, services.settings)
        sending = _with_more(scope, send, services)
        try:
            found = _rule(request)
            scope["state"]["route"] = found.path
            await run_in_threadpool(_admit, request, services, found)
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            response = await self._refusal(request, problem)
            await response(scope, receive, sending)
            return
        await self._app(scope, receive, sending)

    async def _refusal(self, request: Request, problem: Problem) -> Response:
        signing_in = isinstance(problem, NotSignedInError) and is_page(str(request.scope["path"]))
        if not signing_in:
            return answer(request, problem, dict(problem.headers or {}))
        if request.method in SAFE:
            # What is typed into the address bar is kept as it was typed; whether it may be followed is checked later.
            where = f"{SIGN_IN}?next={quote(address_of(request), safe='/')}"
            return Response(status_code=303, headers={"Location": where})
        try:
            return await self._ask(request)
        except Problem as other:
            return answer(request, other, dict(other.headers or {}))


def address_of(request: Request) -> str:
    """Path and query of a request as they were sent."""
    path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    query = request.scope.get("query_string") or b""
    sent: bytes = path.partition(b"?")[0] + (b"?" + query if query else b"")
    return sent.decode("latin-1")


def _admit(request: Request, services: Services, found: Found) -> None:
    """Raises Problem, DatabaseError, NotStoredError."""
    if found.permission is None:
        if is_page(found.path):
            # Open to everybody, and yet it says who is signed in.
            with suppress(Problem, DatabaseError):
                _recognise(request, services)
        return
    account = _counted(request, services)
    if not account.may(found.permission):
        roles = ", ".join(sorted(role.value for role in account.roles))
        raise Problem(
            "forbidden",
            f"This asks for the right to {found.permission.value}, and you have the role {roles}.",
        )
    if found.application_id is not None and not account.sees_all:
        with services.database.reading() as records:
            if not account.sees(records.cases.boards(found.application_id)):
                # The same words as where there is none: another board's cases are not to be found out.
                raise Problem("not-found", f"There is no application {found.application_id}.")


def _counted(request: Request, services: Services) -> Account:
    """Who asks, counted. Raises Problem, DatabaseError."""
    try:
        account = _recognise(request, services)
    except Problem as problem:
        # Guessing keys is counted against the guesser's address, and costs more than asking with one. Nobody guesses the
        # 256 bits of a cookie, and whoever has none is only asked to sign in.
        if problem.kind.id == "no-key" and not is_page(str(request.scope["path"])):
            count_failure(request, services)
        raise
    _count(request, services, f"holder {account.holder}", services.settings.requests_a_minute)
    return account


def count_failure(request: Request, services: Services) -> None:
    """Count a wrong key or a failed sign-in against the address that it came from. Raises Problem."""
    client = request.client.host if request.client else "unknown"
    _count(request, services, f"address {client}", services.settings.failed_keys_a_minute)


def _count(request: Request, services: Services, who: str, limit: int) -> None:
    state = request.scope["state"]
    try:
        state["rate"] = services.counting.count(who, limit)
    except TooManyError as error:
        state["rate"] = error.rate
        raise


def _recognise(request: Request, services: Services) -> Account:
    """Who asks: by key, by cookie, or as anybody in a demo. Raises Problem, DatabaseError."""
    state = request.scope["state"]
    if "authorization" in request.headers:
        account = _by_key(request, services)
    else:
        signed_in = _by_cookie(request, services)
        if signed_in is None and not services.settings.demo:
            raise NotSignedInError("no-key", NOBODY, headers=WANTED)
        if request.method not in SAFE:
            _check_ours(request, services, signed_in)
        state["session"] = signed_in
        account = DEMO if signed_in is None else signed_in.account
    state["account"] = account
    return account


def _by_cookie(request: Request, services: Services) -> SignedIn | None:
    token = given(request, SESSION, services.settings)
    if token is None:
        return None
    now = services.clock()
    try:
        with services.database.reading() as records:
            found = records.sessions.open(token, now, services.settings.lifetime)
    except SessionRefusedError:
        return None
    if found.stale:
        # Where nothing can be written, reading goes on: the session only ends earlier than it might.
        with suppress(DatabaseError), services.database.writing() as records:
            records.sessions.touch(found.id, now)
    return found


def _check_ours(request: Request, services: Services, signed_in: SignedIn | None) -> None:
    """A browser sends cookies by itself, whoever's page asks: a change has to come from a page of ours. Raises Problem."""
    if not is_from_us(request, services.settings):
        raise Problem("forbidden", "This came from the page of another site.")
    if is_page(str(request.scope["path"])):
        return  # the address's FormGuard reads the form and its token
    request.scope["state"]["session"] = signed_in
    if signed_in is not None and not is_token(request, request.headers.get(HEADER, "")):
        raise Problem(
            "forbidden",
            "A change that comes with a cookie needs the token of one of our pages in X-CSRF-Token. Send a key instead.",
        )


def _by_key(request: Request, services: Services) -> Account:
    """The account of the key in the header. Raises Problem, DatabaseError."""
    scheme, _, text = request.headers["authorization"].partition(" ")
    key = text.strip()
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
        raise NoSuchAddressError(
            "not-found",
            f"There is no page or document at {path}. The API page at /docs lists every address.",
        )
    if not found.taken:
        allowed = ", ".join(each for one in found.methods for each in ALSO.get(one, (one,)))
        named = ", ".join(found.methods)
        raise NoSuchAddressError(
            "method-not-allowed", f"{path} takes {named}, not {method}.", headers={"Allow": allowed}
        )
    return found


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode("ascii").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


NOBODY = "Send your key in the header Authorization: Bearer pa_..., or sign in."
WANTED = {"WWW-Authenticate": 'Bearer, Basic realm="key as password", charset="UTF-8"'}


def _no_key(detail: str) -> Problem:
    return Problem("no-key", detail, headers=WANTED)


def _with_more(scope: Scope, send: Send, services: Services) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            state = scope["state"]
            rate: Rate | None = state.get("rate")
            more = {} if rate is None else rate.headers()
            visit: Any = state["visit"]
            if visit.used and not visit.known:
                more["Set-Cookie"] = set_cookie(VISIT, visit.secret, services.settings)
            headers = [(name.lower().encode(), value.encode()) for name, value in more.items()]
            message["headers"] = [*message.get("headers", ()), *headers]
        await send(message)

    return sending
