"""Messages over HTTP: drafted with a link that is shown once, or sent once each by a mail server on this machine."""

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.domain.audit import AuditEvent
from app.main import create_app
from app.settings import Settings
from app.store.messages import MessageState
from tests.functional.conftest import NOW
from tests.made_up.papers import consolidation

DATES = {"opens": "2026-05-04", "closes": "2026-06-08", "contact": "The public health team"}
OFFICE = {
    "name": "Healthwatch Westley",
    "group": "Healthwatch and community groups",
    "email": "a@example.org",
}
COMMITTEE = {"name": "A committee", "group": "others", "email": "b@example.org"}
BY_POST = {"name": "A parish council", "group": "councillors", "post": "1 Long Street"}


@dataclass
class Inbox:
    """What a mail server got, and whom it refuses."""

    port: int
    got: list[tuple[str, str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    hangs_up: bool = False

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        text = envelope.content.decode().replace("=\r\n", "").replace("=3D", "=")
        self.got.append((envelope.rcpt_tos[0], text))
        return "421 hanging up" if self.hangs_up else "250 OK"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        inbox = Inbox(free.getsockname()[1])
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    controller.start()
    yield inbox
    controller.stop()


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def mailing(data: Path, inbox: Inbox, clock: Hand) -> Iterator[TestClient]:
    """A client of a service that sends by the mail server on this machine."""
    settings = Settings(
        data=data,
        demo=True,
        requests_a_minute=0,
        public_url="https://pharmacy.example.gov.uk",
        smtp_host="127.0.0.1",
        smtp_port=inbox.port,
        smtp_from="office@example.gov.uk",
        smtp_starttls=False,
    )
    with TestClient(create_app(settings, clock=clock), raise_server_exceptions=False) as client:
        yield client


def asked(client: TestClient, *consultees: dict[str, str]) -> str:
    """The address of a consultation with some consultees."""
    owner = client.post("/v1/applications", json=consolidation()).json()["links"]["self"]
    here = f"{owner}/consultation"
    assert client.put(here, json=DATES).status_code == 201
    assert client.post(f"{here}/consultees", json={"consultees": list(consultees)}).status_code == 201
    return here


def wrote(client: TestClient, here: str, **body: Any) -> dict[str, Any]:
    answer = client.post(f"{here}/messages", json={"kind": "invitation"} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_drafts_are_given_to_be_copied_with_a_link_that_works_and_is_not_kept(client: TestClient) -> None:
    here = asked(client, OFFICE, BY_POST)
    made = wrote(client, here)["messages"]
    assert [(each["state"], each["to"]) for each in made] == [("drafted", "a@example.org"), ("drafted", None)]
    assert made[0]["text"].startswith("To Healthwatch Westley\n\nThe Westley Health and Wellbeing Board asks")
    token = re.search(r"/respond/([\w-]{43})\n", made[0]["text"])
    assert token
    services = client.app.state.services  # type: ignore[attr-defined]
    with services.database.reading() as records:
        opened = records.responding.open_link(token[1], NOW)
    assert opened.consultee.name == "Healthwatch Westley"
    listed = client.get(f"{here}/messages").json()
    assert len(listed) == 2
    assert token[1] not in client.get(f"{here}/messages").text
    assert "[the link to answer by]" in listed[0]["text"]
    events = client.get(f"{here.removesuffix('/consultation')}/events").text
    assert "a@example.org" not in events
    assert token[1] not in events
    assert client.get("/v1/audit").json()["faults"] == []


def test_nothing_is_sent_where_no_mail_server_is_set(client: TestClient) -> None:
    here = asked(client, OFFICE)
    refused = client.post(f"{here}/messages", json={"kind": "invitation", "send": True})
    assert (refused.status_code, refused.json()["type"]) == (409, "/docs#problem-no-mail")
    assert client.get(f"{here}/messages").json() == []


def test_each_is_sent_once(mailing: TestClient, inbox: Inbox) -> None:
    here = asked(mailing, OFFICE, COMMITTEE, BY_POST)
    first = wrote(mailing, here, send=True)
    assert [(each["to"], each["state"]) for each in first["messages"]] == [
        ("a@example.org", "sent"),
        ("b@example.org", "sent"),
    ]
    assert [(each["name"], each["reason"][:27]) for each in first["skipped"]] == [
        ("A parish council", "No e-mail address is known.")
    ]
    assert [to for to, _ in inbox.got] == ["a@example.org", "b@example.org"]
    assert re.search(r"https://pharmacy\.example\.gov\.uk/respond/[\w-]{43}", inbox.got[0][1])
    again = wrote(mailing, here, send=True)
    assert again["messages"] == []
    assert [each["reason"][:13] for each in again["skipped"]] == [
        "The same was ",
        "The same was ",
        "No e-mail add",
    ]
    assert len(inbox.got) == 2
    one = mailing.get(f"{here}/consultees").json()[0]["id"]
    assert len(wrote(mailing, here, send=True, consultees=[one], again=True)["messages"]) == 1
    assert len(inbox.got) == 3


def test_two_requests_at_once_send_each_message_once(mailing: TestClient, inbox: Inbox) -> None:
    here = asked(mailing, OFFICE, COMMITTEE)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: wrote(mailing, here, send=True), range(2)))
    assert sorted(to for to, _ in inbox.got) == ["a@example.org", "b@example.org"]


def test_reminders_go_to_those_who_have_not_answered_and_not_twice_a_day(
    mailing: TestClient, inbox: Inbox, clock: Hand
) -> None:
    here = asked(mailing, OFFICE, COMMITTEE)
    first, second = (each["id"] for each in mailing.get(f"{here}/consultees").json())
    entry = {"door": "letter", "received": "2026-05-04", "answer": {"who": "others", "uses": "Weekly."}}
    assert mailing.post(f"{here}/answers", json=entry | {"consultee": first}).status_code == 201
    sent = wrote(mailing, here, kind="reminder", send=True)
    assert [each["consultee"] for each in sent["messages"]] == [second]
    assert [each["reason"] for each in sent["skipped"]] == ["They have answered."]
    assert "Reminder: your views" in inbox.got[0][1]
    clock.now += timedelta(hours=23)
    assert wrote(mailing, here, kind="reminder", send=True)["messages"] == []
    clock.now += timedelta(hours=1)
    assert len(wrote(mailing, here, kind="reminder", send=True)["messages"]) == 1


def test_a_refused_address_fails_alone_and_can_be_tried_again(mailing: TestClient, inbox: Inbox) -> None:
    inbox.refused.add("a@example.org")
    here = asked(mailing, OFFICE, COMMITTEE)
    found = wrote(mailing, here, send=True)
    assert [(each["state"], each["fault"]) for each in found["messages"]] == [
        ("failed", "The mail server refused it: 550 no such mailbox."),
        ("sent", None),
    ]
    inbox.refused.clear()
    assert [each["to"] for each in wrote(mailing, here, send=True)["messages"]] == ["a@example.org"]


def test_a_line_that_breaks_leaves_it_open_whether_a_message_went(mailing: TestClient, inbox: Inbox) -> None:
    """The server has taken it and says so no more: it is not sent again by itself, and none after it is tried."""
    inbox.hangs_up = True
    here = asked(mailing, OFFICE, COMMITTEE)
    found = wrote(mailing, here, send=True)
    assert [each["state"] for each in found["messages"]] == ["not known"]
    assert "421 hanging up" in found["messages"][0]["fault"]
    assert [each["reason"][:10] for each in found["skipped"]] == ["Not tried."]
    inbox.hangs_up = False
    assert [each["to"] for each in wrote(mailing, here, send=True)["messages"]] == ["b@example.org"]


def test_a_message_that_was_interrupted_is_told_and_not_sent_again_by_itself(
    mailing: TestClient, inbox: Inbox
) -> None:
    here = asked(mailing, OFFICE)
    (one,) = mailing.get(f"{here}/consultees").json()
    services = mailing.app.state.services  # type: ignore[attr-defined]
    application = here.split("/")[3]
    with services.database.writing() as records:
        records.messages.add(
            application, one["id"], "invitation", "s", "b", "a@example.org", MessageState.SENDING,
            AuditEvent(NOW, "an analyst", "request"),
        )  # fmt: skip
    assert [each["state"] for each in mailing.get(f"{here}/messages").json()] == ["sending"]
    assert wrote(mailing, here, send=True)["messages"] == []
    assert len(wrote(mailing, here, send=True, again=True)["messages"]) == 1
    with services.database.writing() as records:
        message = records.messages.every(application)[-1]
        with pytest.raises(ValueError, match="was not being sent"):
            records.messages.settle(
                message.id, MessageState.SENT, "", AuditEvent(NOW, "an analyst", "request")
            )


def test_a_mail_server_that_is_not_there_keeps_nothing(data: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        data=data, demo=True, requests_a_minute=0, public_url="https://pharmacy.example.gov.uk",
        smtp_host="127.0.0.1", smtp_port=port, smtp_from="office@example.gov.uk", smtp_starttls=False,
    )  # fmt: skip
    with TestClient(create_app(settings, clock=lambda: NOW)) as client:
        here = asked(client, OFFICE)
        refused = client.post(f"{here}/messages", json={"kind": "invitation", "send": True})
        assert (refused.status_code, refused.json()["type"]) == (503, "/docs#problem-mail-unusable")
        assert client.get(f"{here}/messages").json() == []
        assert wrote(client, here, send=True, consultees=[])["messages"] == []


def test_nobody_is_written_to_after_the_closing_day_or_by_an_id_that_is_not_there(
    mailing: TestClient, clock: Hand
) -> None:
    here = asked(mailing, OFFICE)
    unknown = mailing.post(f"{here}/messages", json={"kind": "invitation", "consultees": ["nobody"]})
    assert unknown.json()["errors"][0]["field"] == "consultees"
    clock.now = NOW + timedelta(days=40)
    closed = mailing.post(f"{here}/messages", json={"kind": "reminder"})
    assert (closed.status_code, closed.json()["type"]) == (409, "/docs#problem-not-open")


MAIL = {
    "smtp_host": "mail.example.gov.uk",
    "smtp_from": "office@example.gov.uk",
    "public_url": "https://pharmacy.example.gov.uk",
}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"smtp_from": ""}, "SMTP_FROM"),
        ({"smtp_from": "office@example.gov.uk\nBcc: x@example.org"}, "SMTP_FROM"),
        ({"public_url": ""}, "PUBLIC_URL"),
        ({"smtp_starttls": False}, "in clear to mail.example.gov.uk"),
        ({"smtp_user": "office"}, "go together"),
        ({"smtp_password": "secret"}, "go together"),
        ({"demo": True}, "A demo has made-up data"),
        ({"smtp_host": ""}, "SMTP_HOST is not set"),
    ],
)
def test_unsafe_mail_settings_are_refused_in_words(changes: dict[str, Any], says: str) -> None:
    assert Settings(**MAIL).smtp_port == 587  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match=says):
        Settings(**{**MAIL, **changes})
    assert "hush" not in repr(Settings(**MAIL, smtp_user="office", smtp_password="hush"))  # type: ignore[arg-type]
