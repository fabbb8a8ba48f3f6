"""Messages: what they say in plain words, and that they go whole over a real SMTP conversation, or say why not."""

import email
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.messages.composing import Facts, Message, MessageKind, compose, with_link
from app.messages.smtp import MailServer, NotSentError, ServerUnreachableError
from tests.made_up.waiting import PATIENCE_SECONDS

AT = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
SENDER, TO = "office@example.gov.uk", "healthwatch@example.org"
FACTS = Facts(
    board="the Westley Health and Wellbeing Board",
    kind="consolidation",
    applicant="Long Street Chemists Ltd",
    leaving="Pharmacy A, 500 Long Street, XT1 1AA",
    staying="Pharmacy B, 950 Long Street, XT1 1AB",
    reference="PC/1",
    consultee="Healthwatch Westley",
    words="",
    contact="The public health team, health@example.gov.uk",
    closes=date(2026, 6, 8),
    months=12,
    link="https://pharmacy.example.gov.uk/respond/abc",
)


def changed(**changes: Any) -> Facts:
    return Facts(**{**vars(FACTS), **changes})


def test_an_invitation_says_who_asks_what_is_proposed_how_and_by_when() -> None:
    message = compose(MessageKind.INVITATION, FACTS)
    assert message.subject == "Your views on two pharmacies becoming one: answer by 8 June 2026"
    assert message.body == (
        "To Healthwatch Westley\n\n"
        "The Westley Health and Wellbeing Board asks for your views on an application about pharmacies in its area.\n\n"
        "What is proposed\n\n"
        "Long Street Chemists Ltd has applied to the NHS to bring two pharmacies together on one site. "
        "Pharmacy A, 500 Long Street, XT1 1AA would close. "
        "Its services would be given at Pharmacy B, 950 Long Street, XT1 1AB.\n\n"
        "The NHS decides on the application. The board tells the NHS what it would mean for people in its area.\n\n"
        "How to answer\n\n"
        "Answer on this page by 8 June 2026:\n\n"
        "https://pharmacy.example.gov.uk/respond/abc\n\n"
        "The link is for you. Please do not pass it on. You can stop, and come back to your answer with the same "
        "link.\n\n"
        "If you would rather answer in another way, or have a question: "
        "The public health team, health@example.gov.uk.\n\n"
        "How your answer is used\n\n"
        "The board takes it into account in its letter to the NHS. It publishes a summary with its papers. "
        "Before that it takes out what could tell who somebody is.\n\n"
        "Please do not tell us anything about anybody's health that the board does not need.\n\n"
        "We keep your contact details, and your answer in your own words, for 12 months after the case is closed. "
        "Then we delete them.\n\n"
        "Reference: PC/1\n"
    )


@pytest.mark.parametrize(
    ("kind", "subject", "says"),
    [
        (
            "relocation",
            "a pharmacy moving",
            "It would leave Pharmacy A, 500 Long Street, XT1 1AA and open at",
        ),
        (
            "distance selling",
            "a pharmacy application",
            "has applied to the NHS (distance selling) for Pharmacy B",
        ),
    ],
)
def test_other_kinds_are_said_in_their_own_words(kind: str, subject: str, says: str) -> None:
    message = compose(MessageKind.REMINDER, changed(kind=kind, words="A new surgery opens\nin 2027."))
    assert message.subject == f"Reminder: your views on {subject}, by 8 June 2026"
    assert says in message.body
    assert "A new surgery opens\nin 2027." in message.body
    assert "you do not need to do anything" in message.body
    assert "\n\n\n" not in message.body


def test_what_people_wrote_stays_text_and_on_its_line() -> None:
    nasty = "X\r\nBcc: all@example.org {{ 7 * 7 }} <b>"
    message = compose(MessageKind.INVITATION, changed(applicant=nasty, consultee=nasty, words="{{ link }}"))
    assert "X Bcc: all@example.org {{ 7 * 7 }} <b> has applied" in message.body
    assert "\n{{ link }}\n" in message.body
    assert "\n" not in message.subject
    assert with_link(Message("s", "at [here]"), "[here]", "https://x").body == "at https://x"


class Box:
    """A mail server's inside: it keeps what it is given, and refuses or dawdles as it is told."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []
        self.refused: str | None = None
        self.dawdles = False
        self.goes_on = Event()

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address == self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.dawdles:
            self.goes_on.wait(PATIENCE_SECONDS)
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.kept.append(message)
        return "250 OK"


Serve = Callable[..., tuple[Box, int]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts mail servers on this machine."""
    running: list[Controller] = []

    def start(**how: Any) -> tuple[Box, int]:
        box = Box()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, **how)
        controller.start()
        running.append(controller)
        return box, port

    yield start
    for controller in running:
        controller.stop()


def plain(port: int, **how: Any) -> MailServer:
    return MailServer(**{"host": "127.0.0.1", "port": port, "sender": SENDER, "starttls": False, **how})


def test_a_message_arrives_whole(serve: Serve) -> None:
    box, port = serve()
    message = Message(
        "Your views – reply", "Ein Weg über die Straße.\n.\nA line with a dot.\n" + "x" * 2_000 + "\n"
    )
    with plain(port).connected() as connection:
        connection.send(TO, message, "m1", AT)
        connection.send("b@example.org", message, "m2", AT)
    first, second = box.kept
    assert (first["From"], first["To"], second["To"]) == (SENDER, TO, "b@example.org")
    assert first["Subject"] == message.subject
    assert first["Message-ID"] == "<m1@example.gov.uk>"
    assert first["Date"].datetime == AT
    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n") == message.body


def test_a_refused_address_is_told_and_the_next_one_goes(serve: Serve) -> None:
    box, port = serve()
    box.refused = TO
    with plain(port).connected() as connection:
        with pytest.raises(NotSentError, match="refused it: 550 no such mailbox"):
            connection.send(TO, Message("s", "b"), "m1", AT)
        connection.send("b@example.org", Message("s", "b"), "m2", AT)
        with pytest.raises(NotSentError, match="not an e-mail address"):
            connection.send("b@example.org\r\nBcc: all@example.org", Message("s", "b"), "m3", AT)
        with pytest.raises(ValueError, match="linefeed"):
            connection.send(TO, Message("s\r\nBcc: all@example.org", "b"), "m4", AT)
    assert [each["To"] for each in box.kept] == ["b@example.org"]


def test_a_server_that_is_not_there_or_does_not_answer_is_told(serve: Serve) -> None:
    box, port = serve()
    box.dawdles = True
    with plain(port, seconds=PATIENCE_SECONDS).connected() as connection:
        # Patience is given up only now: a busy machine may be slow to connect.
        assert connection.client.sock is not None
        connection.client.sock.settimeout(0.2)
        with pytest.raises(ServerUnreachableError, match="timed out"):
            connection.send(TO, Message("s", "b"), "m1", AT)
    box.goes_on.set()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()[1]
    with pytest.raises(ServerUnreachableError, match="refused"), plain(nobody).connected():
        pytest.fail("there is no server")


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context


def test_it_turns_to_tls_and_signs_in_before_anything_is_said(serve: Serve, tmp_path: Path) -> None:
    file, context = certificate(tmp_path)

    def sign_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (b"office", b"secret")
        return AuthResult(success=right, handled=False)

    box, port = serve(tls_context=context, require_starttls=True, auth_required=True, authenticator=sign_in)
    trusting = ssl.create_default_context(cafile=file)
    right = plain(port, starttls=True, context=trusting, user="office", password="secret")
    with right.connected() as connection:
        connection.send(TO, Message("s", "b"), "m1", AT)
    assert len(box.kept) == 1
    wrong = plain(port, starttls=True, context=trusting, user="office", password="wrong")
    with pytest.raises(ServerUnreachableError, match="535") as refused, wrong.connected():
        pytest.fail("the password is wrong")
    assert "wrong" not in str(refused.value)
    assert "wrong" not in repr(wrong)
    strange = plain(port, starttls=True, user="office", password="secret")
    with pytest.raises(ServerUnreachableError, match="certificate"), strange.connected():
        pytest.fail("nobody vouches for this certificate")


def test_a_server_without_tls_is_given_nothing(serve: Serve) -> None:
    box, port = serve()
    with pytest.raises(ServerUnreachableError, match="STARTTLS"), plain(port, starttls=True).connected():
        pytest.fail("it would go in clear")
    assert box.kept == []
