"""Signing in and out: with the provider where there is one, with a key where there is none."""

import logging
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from app.api.cookies import SESSION, drop_cookie, set_cookie
from app.api.forms import FormGuard
from app.api.gate import SIGN_IN, count_failure
from app.api.problems import Problem
from app.api.services import Services, ServicesDep
from app.domain.audit import AuditEvent
from app.openid.client import Client
from app.openid.flow import Identity, ProviderError, TokenRefusedError
from app.store.attempts import Attempt, AttemptRefusedError
from app.store.keys import KeyRefusedError
from app.store.people import PersonRefusedError
from app.store.repository import Repository
from app.store.sessions import SignedIn, Started
from app.web.carrying import Carried, carried_as, carried_from, carried_of, local, send_again
from app.web.shell import page

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)

NOBODY = "nobody signed in yet"
"""The actor of a sign-in that was refused."""
WRONG_KEY = "This key is not known, has expired or was revoked. Check that you pasted all of it."
PROVIDER_AWAY = (
    "Your organisation’s sign-in does not answer as it should. Wait a few minutes and try again. "
    "Nothing you typed is lost."
)
NOT_PROVEN = (
    "The sign-in did not finish, or took longer than half an hour. Sign in again. "
    "If this happens twice, tell the contact below."
)


@router.get(SIGN_IN)
def sign_in_page(request: Request, services: ServicesDep) -> Response:
    """Ask who it is. Whoever is signed in goes on."""
    carried = Carried(local(request.query_params.get("next", "/")))
    if _signed_in(request) is not None:
        return RedirectResponse(carried.following, 303)
    return _ask(request, services, carried)


async def ask(request: Request) -> Response:
    """The answer to a form that came when nobody was signed in any longer: the sign-in, with all that was typed."""
    carried = await carried_of(request)
    services: Services = request.app.state.services
    return await run_in_threadpool(_ask, request, services, carried, status=403)


@router.post(SIGN_IN)
def sign_in_with_key(request: Request, services: ServicesDep, form: FormGuard) -> Response:
    """Sign in with a key, where there is no provider."""
    carried, key = carried_from(form), form.get("key", "")
    if services.provider is not None:
        raise Problem(
            "forbidden", "People sign in with their organisation's account here. Keys are for programs."
        )
    event = _event(request, services)
    try:
        with services.database.writing() as records:
            _end_former(request, records, event)
            started = records.sessions.start_for_key(
                key.strip() if isinstance(key, str) else "", services.settings.lifetime, event
            )
    except KeyRefusedError:
        _refused(request, services, "a key that opens nothing")
        return _ask(request, services, carried, error=WRONG_KEY, status=403)
    return _let_in(request, services, started, carried)


@router.post(f"{SIGN_IN}/provider")
def sign_in_at_provider(request: Request, services: ServicesDep, form: FormGuard) -> Response:
    """Begin a sign-in at the provider. A page leads there: a form may not be sent on to another site."""
    carried, provider = carried_from(form), _provider(services)
    now = services.clock()
    # Each one may ask the provider, and is kept for half an hour: they are counted, so that nobody ties up the service
    # or fills the database with them.
    count_failure(request, services)
    try:
        begun = provider.begin(now)
    except ProviderError as error:
        log.error("the sign-in provider cannot be used: %s", error)
        return _ask(request, services, carried, error=PROVIDER_AWAY, status=503)
    visit = request.state.visit
    attempt = Attempt(begun.nonce, begun.verifier, carried.following, carried.as_text())
    with services.database.writing() as records:
        records.attempts.keep(begun.state, visit.secret, attempt, now)
    return page(request, "sign-in-leave.html", address=begun.address)


@router.get(f"{SIGN_IN}/return")
def come_back(request: Request, services: ServicesDep) -> Response:
    """Come back from the provider: check who it says it is, and let in who is on the list."""
    provider, answer = _provider(services), dict(request.query_params)
    event, state = _event(request, services), answer.get("state", "")
    carried = Carried()
    try:
        with services.database.writing() as records:
            attempt = records.attempts.take(state, request.state.visit.secret, event.at)
        carried = carried_as(local(attempt.following), attempt.carried)
        identity = provider.finish(answer, attempt.nonce, attempt.verifier, event.at)
    except ProviderError as error:
        log.error("the sign-in provider cannot be used: %s", error)
        return _ask(request, services, carried, error=PROVIDER_AWAY, status=503)
    except (AttemptRefusedError, TokenRefusedError) as error:
        log.warning("a sign-in proves nothing: %s", error or "no such sign-in is under way")
        _refused(request, services, f"the sign-in proves nothing: {error}".rstrip(": "))
        return _ask(request, services, carried, error=NOT_PROVEN, status=403)
    try:
        started = _start(request, services, identity, event)
    except PersonRefusedError as error:
        _refused(request, services, str(error))
        return page(
            request,
            "sign-in-refused.html",
            status=403,
            contact=services.settings.contact,
            reference=event.request_id,
            carried=carried,
        )
    return _let_in(request, services, started, carried)


@router.get("/sign-out")
def sign_out_page(request: Request) -> HTMLResponse:
    """Ask for the sign-out: a link alone would let any page sign somebody out."""
    return page(request, "sign-out.html")


@router.post("/sign-out")
def sign_out(request: Request, services: ServicesDep, form: FormGuard) -> Response:  # noqa: ARG001
    """End the session here and on the server."""
    signed_in = _signed_in(request)
    if signed_in is not None:
        event = AuditEvent(services.clock(), signed_in.account.holder, request.state.request_id)
        with services.database.writing() as records:
            records.sessions.end(signed_in.id, event, "signed out")
    return RedirectResponse(
        "/signed-out", 303, headers={"Set-Cookie": drop_cookie(SESSION, services.settings)}
    )


@router.get("/signed-out")
def signed_out(request: Request) -> HTMLResponse:
    """Say that nobody is signed in any longer."""
    return page(request, "signed-out.html")


def _ask(
    request: Request, services: Services, carried: Carried, *, error: str = "", status: int = 200
) -> Response:
    return page(
        request,
        "sign-in.html",
        status=status,
        carried=carried,
        with_provider=services.provider is not None,
        errors=[{"field": "key" if services.provider is None else "sign-in", "text": error}] if error else [],
        contact=services.settings.contact,
    )


def _let_in(request: Request, services: Services, started: Started, carried: Carried) -> Response:
    """Go on to where somebody was going, with a new cookie; a form is shown again and sent by its writer."""
    response: Response
    if carried.is_form:
        with services.database.reading() as records:
            signed_in = records.sessions.open(started.token, services.clock(), services.settings.lifetime)
        request.scope["state"] |= {"session": signed_in, "account": signed_in.account}
        response = send_again(request, carried, signed_in=True)
    else:
        response = RedirectResponse(carried.following, 303)
    response.headers.append("Set-Cookie", set_cookie(SESSION, started.token, services.settings))
    return response


def _start(request: Request, services: Services, identity: Identity, event: AuditEvent) -> Started:
    """Raises PersonRefusedError."""
    with services.database.writing() as records:
        person = records.people.sign_in(
            identity.issuer, identity.subject, identity.email, identity.name, event
        )
        _end_former(request, records, event)
        own = AuditEvent(event.at, person.holder, event.request_id)
        return records.sessions.start_for_person(person, services.settings.lifetime, own)


def _end_former(request: Request, records: Repository, event: AuditEvent) -> None:
    """A sign-in ends the session that the browser had: no token outlives it."""
    former = _signed_in(request)
    if former is not None:
        records.sessions.end(former.id, event, "session ended by signing in anew")


def _refused(request: Request, services: Services, why: str) -> None:
    """Count a failed sign-in and write it down. Raises Problem where there were too many."""
    count_failure(request, services)
    with services.database.writing() as records:
        records.sessions.refused(_event(request, services), why)


def _event(request: Request, services: Services) -> AuditEvent:
    return AuditEvent(services.clock(), NOBODY, request.state.request_id)


def _signed_in(request: Request) -> SignedIn | None:
    found: Any = getattr(request.state, "session", None)
    return found if isinstance(found, SignedIn) else None


def _provider(services: Services) -> Client:
    if services.provider is None:
        raise Problem("not-found", "People sign in with a key here. Go to the sign-in page.")
    return services.provider
