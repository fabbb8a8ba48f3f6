"""Settings, read from the environment (``PHARMACY_...``) and checked once at the start."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class Settings(BaseSettings):
    """Where things stand and how much is taken. Each field is read from ``PHARMACY_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="PHARMACY_", use_attribute_docstrings=True, frozen=True)

    data: Path = Path("data")
    """Folder with `baselines/*.json` and `snapshots/*/`."""
    database: str = ""
    """Database URL; where empty, SQLite in `<data>/pharmacy.sqlite3`."""
    host: str = "127.0.0.1"
    """Address to listen on. There are no accounts yet: keep it off public networks."""
    port: int = Field(default=8000, ge=0, le=65_535)
    """Port to listen on; 0 takes any free one."""
    max_body_bytes: int = Field(default=1_000_000, ge=1_000, le=100_000_000)
    """Largest request body that is taken, in bytes."""

    @field_validator("database")
    @classmethod
    def _is_url(cls, url: str) -> str:
        if url:
            try:
                make_url(url)
            except ArgumentError:
                raise ValueError(
                    "This is no database URL. Give one like sqlite:////var/lib/pharmacy/pharmacy.sqlite3 "
                    "or postgresql+psycopg://user@host/name."
                ) from None
        return url

    @property
    def database_url(self) -> str:
        """The database URL, with the default worked out."""
        return self.database or f"sqlite:///{(self.data / 'pharmacy.sqlite3').resolve()}"
