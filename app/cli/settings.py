"""The settings of a command: what the environment says, and what was given on the command line."""

from typing import Any

from pydantic import ValidationError

from app.cli.failing import fail
from app.schemas.faults import faults_of
from app.settings import Settings


def read_settings(**given: Any) -> Settings:
    """Settings from the environment, with what was given on the command line put first. Fails in plain words."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = faults_of(error.errors(include_url=False))
        fail(
            "\n".join(
                f"Setting {fault.field}: {fault.message}" if fault.field else fault.message
                for fault in faults
            )
        )
