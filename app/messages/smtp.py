"""Sending over SMTP, one message at a time on one connection."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.domain.consultations import is_address
from app.messages.composing import Message

HANGING_UP = 421
"""With this the mail server ends the conversation, whatever was said before."""

SECONDS = 20.0
"""How long the mail server is waited for."""


class ServerUnreachableError(Exception):
    """The mail server cannot be used: nothing can be sent. The message says why, without a password."""


class NotSentError(Exception):
    """One message was refused; others may go. The message says what the server said."""


@dataclass(frozen=True)
class MailServer:
    """A mail server and whom messages come from. ``context`` is what TLS is checked with, the system's where None."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True
    seconds: float = SECONDS
    context: ssl.SSLContext | None = None

    @contextmanager
    def connected(self) -> Iterator["Connection"]:
        """A connection, with TLS and signed in where that is set. Raises ServerUnreachableError."""
        try:
            client = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnreachableError(self._why(error)) from error
        try:
            self._sign_in(client)
            yield Connection(self, client)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()
            client.close()

    def _sign_in(self, client: smtplib.SMTP) -> None:
        try:
            if self.starttls:
                client.starttls(context=self.context or ssl.create_default_context())
            if self.user:
                client.login(self.user, self.password)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnreachableError(self._why(error)) from error

    def _why(self, error: Exception) -> str:
        return f"The mail server {self.host}:{self.port} cannot be used: {_said(error)}."


@dataclass(frozen=True)
class Connection:
    """An open connection to a mail server."""

    server: MailServer
    client: smtplib.SMTP

    def send(self, to: str, message: Message, message_id: str, at: datetime) -> None:
        """Hand one message over. Raises NotSentError where it was refused, ServerUnreachableError where the line is gone.

        ``message_id`` names it for good: a server that takes it twice can tell.
        """
        if not is_address(to):
            raise NotSentError(f"{to!r} is not an e-mail address.")
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = self.server.sender, to, message.subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{message_id}@{self.server.sender.partition('@')[2]}>"
        mail.set_content(message.body, cte="quoted-printable")
        try:
            self.client.send_message(mail, from_addr=self.server.sender, to_addrs=[to])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            if _code(error) == HANGING_UP:
                raise ServerUnreachableError(self.server._why(error)) from error
            raise NotSentError(f"The mail server refused it: {_said(error)}.") from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnreachableError(self.server._why(error)) from error


def _code(error: smtplib.SMTPException) -> int | None:
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _said(error: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [f"{code} {_text(said)}" for code, said in error.recipients.values()]
        return "; ".join(codes)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return (
        " ".join(str(getattr(error, "strerror", None) or error).split()).rstrip(".") or type(error).__name__
    )


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split()).rstrip(".")[:200]
