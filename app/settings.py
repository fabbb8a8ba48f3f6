"""Settings, read from the environment (``PHARMACY_...``) and checked once at the start."""

from pathlib import Path

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.domain.consultations import is_address

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

    smtp_host: str = Field(default="", max_length=253)
    """The mail server by which messages to consultees are sent; where empty none is sent, and people copy the drafts."""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    """Its port."""
    smtp_user: str = Field(default="", max_length=300)
    """Whom to sign in as there; empty where it asks nobody."""
    smtp_password: str = Field(default="", max_length=300, repr=False)
    """The password that goes with it."""
    smtp_from: str = ""
    """The address that messages come from: an office's."""
    smtp_starttls: bool = True
    """Whether the connection turns to TLS before anything is said. Without it only a server on this machine is used."""
    smtp_seconds: float = Field(default=20.0, gt=0, le=120)
    """How long the mail server is waited for, in seconds."""

    @model_validator(mode="after")
    def _mail_is_safe(self) -> "Settings":
        """Refuse mail that could be read on the way, that nobody could answer, or that a demo would send out."""
        if not self.smtp_host:
            if self.smtp_from or self.smtp_user or self.smtp_password:
                raise ValueError(
                    "PHARMACY_SMTP_HOST is not set: name the mail server, or leave the others out."
                )
            return self
        here = self.smtp_host in LOOPBACK
        if not is_address(self.smtp_from):
            raise ValueError("Set PHARMACY_SMTP_FROM to the e-mail address that messages come from.")
        if not self.public_url:
            raise ValueError(
                "Set PHARMACY_PUBLIC_URL to where people reach the service: links in messages lead there."
            )
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise ValueError("PHARMACY_SMTP_USER and PHARMACY_SMTP_PASSWORD go together: set both or none.")
        if not self.smtp_starttls and not here:
            raise ValueError(
                f"Messages and links would go in clear to {self.smtp_host}: leave PHARMACY_SMTP_STARTTLS true."
            )
        if self.demo and not here:
            raise ValueError("A demo has made-up data: it sends by a mail server on this machine only.")
        return self

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
