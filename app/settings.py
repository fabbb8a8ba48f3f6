"""Settings, read from the environment (``PHARMACY_...``) and checked once at the start."""

from pathlib import Path

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """Where things stand and how much is taken. Each field is read from ``PHARMACY_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="PHARMACY_", use_attribute_docstrings=True, frozen=True)

    data: Path = Path("data")
    """Folder with `baselines/*.json` and `snapshots/*/`."""
    database: str = ""
    """Database URL; where empty, SQLite in `<data>/pharmacy.sqlite3`."""
    host: str = "127.0.0.1"
    """Address to listen on. Any but a loopback address asks for `behind_tls`."""
    port: int = Field(default=8000, ge=0, le=65_535)
    """Port to listen on; 0 takes any free one."""
    max_body_bytes: int = Field(default=1_000_000, ge=1_000, le=100_000_000)
    """Largest request body that is taken, in bytes."""

    demo: bool = False
    """Whether nobody needs a key. Only for made-up data, and only on a loopback address."""
    behind_tls: bool = False
    """Says that a proxy before the service takes TLS connections only: keys never go in clear."""
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that answer requests; they share the snapshots in memory."""
    requests_a_minute: int = Field(default=600, ge=0, le=100_000)
    """How many requests of one holder a worker takes in a minute; 0 for any number, in a demo only."""
    failed_keys_a_minute: int = Field(default=30, ge=0, le=1_000)
    """How many wrong keys from one address a worker takes in a minute; 0 for any number, in a demo only."""

    public_url: str = ""
    """Where people reach the service, such as `https://pharmacy.example.gov.uk`."""

    @model_validator(mode="after")
    def _safe(self) -> "Settings":
        """Refuse what is unsafe: with keys in clear, without keys, without limits, or lost at the next start."""
        loopback = self.host in LOOPBACK
        if self.demo and not loopback:
            raise ValueError(
                f"A demo takes requests without a key: let it listen on 127.0.0.1, not {self.host}."
            )
        if not self.demo:
            if not loopback and not self.behind_tls:
                raise ValueError(
                    f"Keys would go in clear to {self.host}. Listen on 127.0.0.1, or put a proxy with TLS before "
                    "the service and set PHARMACY_BEHIND_TLS=true."
                )
            if not (self.requests_a_minute and self.failed_keys_a_minute):
                raise ValueError("Without a limit keys can be guessed: 0 is for a demo only.")
        if self.database and make_url(self.database).get_backend_name() == "sqlite":
            name = make_url(self.database).database
            if not name or name == ":memory:" or "mode=memory" in name:
                raise ValueError("A database in memory is gone at the next start: name a file.")
        return self

    template: Path | None = None
    """The council's own Word file (.docx), on which papers for Word are written; the service's plain one where left out."""

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
