"""Puts the service together: ``uvicorn --factory app.main:create_app``, or ``pharmacy-assessor serve``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from app.api import (
    applications,
    assessments,
    baselines,
    health,
    law,
    letters,
    lints,
    maps,
    officer,
    pages,
    papers,
    removals,
)
from app.api.openapi import DESCRIPTION, describe
from app.api.problems import add_problem_handlers
from app.api.services import Clock, Services, system_clock
from app.settings import Settings
from app.store.database import Database
from app.store.library import Library

ROUTERS = (
    applications,
    assessments,
    officer,
    letters,
    papers,
    lints,
    maps,
    baselines,
    removals,
    law,
    health,
    pages,
)


def open_database(settings: Settings) -> Database:
    """The database of the settings, with its tables. Raises DatabaseError."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    database.create()
    return database


def create_app(settings: Settings | None = None, *, clock: Clock = system_clock) -> FastAPI:
    """The service as an ASGI application. Folders and the database are opened when it starts, not before."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = open_database(settings)
        app.state.services = Services(settings, database, Library(settings.data), clock)
        yield
        database.close()

    app = FastAPI(
        title="Pharmacy application assessment",
        version=version("pharmacy-assessor"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    for module in ROUTERS:
        app.include_router(module.router)
    add_problem_handlers(app)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app
