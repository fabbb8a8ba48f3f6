"""Puts the service together: ``uvicorn --factory app.main:create_app``, or ``pharmacy-assessor serve``."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.api import (
    applications,
    assessments,
    baselines,
    cases,
    consultation_messages,
    consultation_replies,
    consultations,
    health,
    law,
    letters,
    lints,
    maps,
    officer,
    pages,
    papers,
    recheck_events,
    recheck_papers,
    rechecks,
    removals,
    stateless,
)
from app.api.changes import RepeatedError
from app.api.context import Context
from app.api.figures import Figures
from app.api.forms import FormNotTakenError
from app.api.gate import Gate
from app.api.openapi import DESCRIPTION, describe
from app.api.problems import add_problem_handlers
from app.api.services import Services
from app.clock import Clock, system_clock
from app.logs import log_to
from app.messages.smtp import MailServer
from app.openid.client import Client
from app.recheck.runs import Running, Runs
from app.settings import Settings
from app.store.library import Library
from app.store.opening import open_database
from app.store.registered import RegisteredBaselines
from app.web import sign_in
from app.web.carrying import form_not_taken
from app.web.pages import PAGES
from app.web.problem_pages import problem_page

ROUTERS = (
    applications,
    assessments,
    officer,
    letters,
    papers,
    lints,
    maps,
    cases,
    consultations,
    consultation_replies,
    consultation_messages,
    stateless,
    baselines,
    rechecks,
    recheck_events,
    recheck_papers,
    removals,
    law,
    health,
    pages,
    *PAGES,
)

ADDRESSES = APIRouter()
"""All addresses, read once: FastAPI reads them for each application that includes them, and takes a third of a second."""

for _module in ROUTERS:
    ADDRESSES.include_router(_module.router)


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server of the settings, None where none is set."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=settings.smtp_password,
        starttls=settings.smtp_starttls,
        seconds=settings.smtp_seconds,
    )


def provider_of(settings: Settings) -> Client | None:
    """The provider with which people sign in; None where none is set."""
    if not settings.oidc_issuer:
        return None
    return Client(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        f"{settings.public_url.rstrip('/')}/sign-in/return",
        trust_email=settings.oidc_trust_email,
    )


def create_app(settings: Settings | None = None, *, clock: Clock = system_clock) -> FastAPI:
    """The service as an ASGI application. Folders and the database are opened when it starts, not before."""
    settings = settings or Settings()
    figures = Figures()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = open_database(settings)
        library = Library(settings.data, RegisteredBaselines(database))
        running = Running(
            settings.database_url,
            settings.rechecks_at_once,
            settings.recheck_processes,
            settings.recheck_parts or settings.data / "recheck-parts",
        )
        runs = Runs(database, running, lambda: {each.id: each.path for each in library.snapshots})
        app.state.services = Services(
            settings,
            database,
            library,
            clock,
            figures,
            runs,
            mail_server(settings),
            provider=provider_of(settings),
        )
        yield
        await run_in_threadpool(runs.stop)
        database.close()

    app = FastAPI(
        title="Pharmacy application assessment",
        version=version("pharmacy-assessor"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.router.routes.extend(ADDRESSES.routes)
    add_problem_handlers(app)
    app.state.problem_page = problem_page
    app.add_exception_handler(RepeatedError, _repeated)
    app.add_exception_handler(FormNotTakenError, form_not_taken)
    app.add_middleware(Gate, ask=sign_in.ask)
    app.add_middleware(Context, figures=figures)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def served() -> FastAPI:
    """The service as a worker of `serve` runs it: settings from the environment, logs as JSON."""
    if not logging.getLogger().handlers:
        log_to()
    return create_app(Settings())


async def _repeated(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RepeatedError)  # noqa: S101 - registered for this exception alone
    return error.answer
