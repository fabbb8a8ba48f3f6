"""``pharmacy-assessor openapi``: the OpenAPI document, without a running service."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.main import create_app
from app.settings import Settings


def openapi(
    out: Annotated[Path | None, typer.Option(help="File to write; on the screen where left out.")] = None,
) -> None:
    """Write the OpenAPI document of the HTTP service."""
    document = json.dumps(create_app(Settings()).openapi(), indent=1, ensure_ascii=False, sort_keys=True)
    if out is None:
        typer.echo(document)
    else:
        out.write_text(document + "\n", encoding="utf-8")
