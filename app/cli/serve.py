"""``pharmacy-assessor serve``: the HTTP service."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app.api.figures import SHARED
from app.cli.failing import fail
from app.cli.settings import read_settings
from app.logs import log_to
from app.settings import Settings, unread
from app.store.database import DatabaseError
from app.store.library import Library, UnusableSnapshotError
from app.store.opening import open_database
from app.store.registered import RegisteredBaselines

GRACE_SECONDS = 30
"""How long requests under way may take to end when the service is stopped."""
STARTING_SECONDS = 300
"""How long a worker may take to start. It hashes every snapshot first: on a busy machine, or with a large county, that
takes longer than the five seconds after which the supervisor would end it, start another, and never serve."""


def serve(
    data: Annotated[
        Path | None, typer.Option(help="Folder with baselines and snapshots (PHARMACY_DATA).")
    ] = None,
    database: Annotated[str | None, typer.Option(help="Database URL (PHARMACY_DATABASE).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (PHARMACY_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (PHARMACY_PORT).")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that answer requests (PHARMACY_WORKERS).")
    ] = None,
) -> None:
    """Run the HTTP service on a folder of baselines and snapshots."""
    settings = read_settings(data=data, database=database, host=host, port=port, workers=workers)
    for line in unread(os.environ):
        typer.echo(line, err=True)
    try:
        open_database(settings).close()
    except DatabaseError as error:
        fail(str(error))
    if settings.workers == 1:
        _run(settings)
        return
    prepare_snapshots(settings)
    with tempfile.TemporaryDirectory(prefix="figures-") as shared:
        os.environ[SHARED] = shared
        _run(settings)


def prepare_snapshots(settings: Settings) -> None:
    """Work out once what every worker then opens memory-mapped: they share it, and none waits for it."""
    database = open_database(settings)
    library = Library(settings.data, RegisteredBaselines(database))
    for baseline in library.baselines:
        try:
            library.area(baseline.snapshot)
        except UnusableSnapshotError:
            continue  # said at readiness
    database.close()


def _run(settings: Settings) -> None:
    # Workers are new processes: they read the settings from the environment, as given here.
    os.environ.update(settings.environment())
    log_to()
    uvicorn.run(
        "app.main:served",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        # A proxy on this machine is believed in any case: whoever is here already has other ways.
        forwarded_allow_ips=",".join(("127.0.0.1", "::1", *filter(None, settings.proxy.split(",")))),
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=STARTING_SECONDS,
    )
