"""``pharmacy-assessor serve``: the HTTP service."""

from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from pydantic import ValidationError

from app.cli.failing import fail
from app.main import create_app, open_database
from app.schemas.faults import faults_of
from app.settings import Settings
from app.store.database import DatabaseError


def serve(
    data: Annotated[
        Path | None, typer.Option(help="Folder with baselines and snapshots (PHARMACY_DATA).")
    ] = None,
    database: Annotated[str | None, typer.Option(help="Database URL (PHARMACY_DATABASE).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (PHARMACY_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (PHARMACY_PORT).")] = None,
) -> None:
    """Run the HTTP service on a folder of baselines and snapshots."""
    settings = read_settings(data=data, database=database, host=host, port=port)
    try:
        open_database(settings).close()
    except DatabaseError as error:
        fail(str(error))
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port)


def read_settings(**given: Any) -> Settings:
    """Settings from the environment, with what was given on the command line put first. Fails in plain words."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = faults_of(error.errors(include_url=False))
        fail("\n".join(f"Setting {fault.field}: {fault.message}" for fault in faults))
