"""Settings, read from the environment (``PHARMACY_...``) and checked once at the start."""

from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.domain.consultations import is_address
from app.domain.loopback import LOOPBACK
from app.domain.people import Lifetime

PREFIX = "PHARMACY_"
LIKE = 0.85
"""How like a setting a name must be to be taken for a slip; the prefix alone makes for half."""


class Settings(BaseSettings):
    """Where things stand and how much is taken. Each field is read from ``PHARMACY_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, use_attribute_docstrings=True, frozen=True)

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
    proxy: str = ""
    """Addresses or networks of the proxy before the service, by comma: whom it names as asking is then believed."""
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that answer requests; they share the snapshots in memory."""
    requests_a_minute: int = Field(default=600, ge=0, le=100_000)
    """How many requests of one holder are taken in a minute; 0 for any number, in a demo only."""
    failed_keys_a_minute: int = Field(default=30, ge=0, le=1_000)
    """How many wrong keys and failed sign-ins from one address are taken in a minute; 0 for any number, in a demo only."""

    rechecks_at_once: int = Field(default=1, ge=1, le=16)
    """Runs of re-checks that are worked off at a time, over all workers; the others wait."""
    recheck_processes: int = Field(default=1, ge=1, le=64)
    """Processes that share the work of one run of re-checks."""
    recheck_parts: Path | None = None
    """Folder for parts of snapshots while a re-check needs them; where left out, `<data>/recheck-parts`."""
    public_url: str = ""
    """Where people reach the service, such as `https://pharmacy.example.gov.uk`; signing in leads back there."""
    contact: str = Field(default="", max_length=300)
    """Whom somebody asks who cannot sign in, as it is shown to them: a post and how to reach it."""
    oidc_issuer: str = Field(default="", max_length=300)
    """The OpenID Connect provider with which people sign in; where empty they sign in with a key."""
    oidc_client_id: str = ""
    """What the provider calls this service."""
    oidc_client_secret: SecretStr = SecretStr("")
    """The secret that the provider gave for this service; empty where it gave none (a public client)."""
    oidc_trust_email: bool = False
    """Says that the provider's users cannot choose the e-mail address that it sends, though it says no `email_verified`."""
    session_idle_minutes: int = Field(default=60, ge=5, le=24 * 60)
    """After how many minutes without a request a session ends."""
    session_hours: int = Field(default=12, ge=1, le=7 * 24)
    """After how many hours a session ends, whatever was done in it."""

    @model_validator(mode="after")
    def _sign_in_is_safe(self) -> "Settings":
        """Refuse a sign-in that could be listened to, or that cannot work."""
        for name, address in (
            ("PHARMACY_PUBLIC_URL", self.public_url),
            ("PHARMACY_OIDC_ISSUER", self.oidc_issuer),
        ):
            if address:
                _check_address(name, address)
        if urlsplit(self.public_url).path.strip("/"):
            raise ValueError("PHARMACY_PUBLIC_URL is the address of the service with no path after it.")
        given = {
            "PHARMACY_OIDC_ISSUER": self.oidc_issuer,
            "PHARMACY_OIDC_CLIENT_ID": self.oidc_client_id,
            "PHARMACY_PUBLIC_URL": self.public_url,
        }
        wanting = " and ".join(name for name, value in given.items() if not value)
        secret = self.oidc_client_secret.get_secret_value()
        if (self.oidc_issuer or self.oidc_client_id or secret) and wanting:
            raise ValueError(f"To sign in with OpenID Connect set {wanting} too.")
        return self

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

    @field_validator("proxy")
    @classmethod
    def _are_addresses(cls, given: str) -> str:
        parts = [part.strip() for part in given.split(",") if part.strip()]
        for part in parts:
            try:
                narrow = ip_network(part).prefixlen > 0
            except ValueError:
                narrow = False
            if not narrow:
                raise ValueError(
                    f"{part} is no address of a proxy. Give one like 10.0.0.5 or 172.31.253.0/24: were everybody believed, "
                    "whoever guesses keys could name another address each time."
                )
        return ",".join(parts)

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

    @property
    def lifetime(self) -> Lifetime:
        """How long a session lasts."""
        return Lifetime(timedelta(minutes=self.session_idle_minutes), timedelta(hours=self.session_hours))

    @property
    def origin(self) -> str | None:
        """Scheme, host and port under which people reach the service, in small letters; None where it was not said."""
        parts = urlsplit(self.public_url.casefold())
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None

    @property
    def over_tls(self) -> bool:
        """Whether browsers reach the service by TLS, so that cookies can be kept to it."""
        return self.behind_tls or self.public_url.casefold().startswith("https://")

    def environment(self) -> dict[str, str]:
        """The settings as the environment of a worker, secrets and all."""
        given = {name: value for name, value in self.model_dump(mode="json").items() if value is not None}
        given["oidc_client_secret"] = self.oidc_client_secret.get_secret_value()
        return {f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}


def unread(environment: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each name that begins as a setting does and is none: a slip of the pen sets nothing, unseen."""
    names = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    told = []
    for name in sorted(set(environment) - names):
        if name.startswith(PREFIX):
            near = get_close_matches(name, names, 1, LIKE)
            meant = f" Did you mean {near[0]}?" if near else ""
            told.append(f"{name} is no setting of the service and changes nothing.{meant}")
    return tuple(told)


def _check_address(name: str, address: str) -> None:
    """Raises ValueError where what goes there could be read on the way."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError(f"{name} is no address: give one like https://login.example.gov.uk.")
    if parts.query or parts.fragment:
        raise ValueError(f"{name} has no question mark and no # in it.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError(
            f"{name} would go in clear to {parts.hostname}: give an address that begins with https://."
        )
