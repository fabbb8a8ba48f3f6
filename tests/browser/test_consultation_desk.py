"""An officer's journey: from making a consultation to the answer in the consultation summary."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from app.cli.loopback import Loopback, bound_socket, running
from app.main import create_app
from app.settings import Settings
from tests.made_up.waiting import PATIENCE_SECONDS

NOW = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Loopback]:
    """The running service, on a day in the made-up application's time for representations."""
    listening, _ = bound_socket(0)
    with running(create_app(settings, clock=lambda: NOW), listening) as server:
        yield server


@pytest.fixture
def case(service: Loopback, town: Path) -> str:
    """The id of an assessed case."""
    paper = json.loads((town / "applications" / "consolidation.json").read_bytes())
    with httpx2.Client(base_url=service.address, timeout=PATIENCE_SECONDS) as client:
        links = client.post("/v1/applications", json=paper).json()["links"]
        assert client.post(links["assessments"], json={}).status_code == 201
    return str(links["self"]).rpartition("/")[2]


def date(page: Page, name: str, day: str, month: str) -> None:
    """Type a date of 2026."""
    for part, text in (("day", day), ("month", month), ("year", "2026")):
        page.locator(f"#{name}-{part}").fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_from_nothing_to_the_summary(
    open_page: Callable[..., Page], size: str, scripts: bool, sound: Callable[..., None], case: str
) -> None:
    page = open_page(size, scripts)
    page.goto(f"/cases/{case}/consultation")
    sound(page, "consultation-none")
    press(page, "Make a consultation")
    date(page, "opens", "7", "9")
    date(page, "closes", "31", "9")
    page.locator("#contact").fill("The public health team, health@example.gov.uk")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("there is no 31 September 2026")
    sound(page, "consultation-dates-error")
    date(page, "closes", "9", "10")
    page.get_by_label("Yes, with a public link").check()
    press(page, "Save")
    expect(page.locator("h1")).to_contain_text("Consultation")
    press(page, "Add consultees")
    sound(page, "consultation-consultees")
    page.locator("[name=suggested]").first.check()
    page.locator("#csv").fill(
        "name,group,email\nA patients' group,Healthwatch and community groups,ppg@example.org"
    )
    press(page, "Add to the list")
    expect(page.get_by_role("link", name="A patients' group")).to_be_visible()
    press(page, "Write messages and reminders")
    press(page, "Write the messages")
    sound(page, "consultation-messages-error")
    page.get_by_label("An invitation to answer").check()
    press(page, "Write the messages")
    expect(page.locator("h1")).to_contain_text("Messages to send")
    sound(page, "consultation-messages-written")
    if scripts:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy the text").last.click()
        expect(page.get_by_role("status").last).to_have_text("Copied")
        assert "/respond/" in page.evaluate("navigator.clipboard.readText()")
    text = page.locator("textarea").last.input_value()
    link = next(word for word in text.split() if "/respond/" in word)
    officer = page

    consultee = open_page(size, scripts)
    consultee.goto(link)
    press(consultee, "Start now")
    press(consultee, "Continue")
    expect(consultee.locator("#on_behalf_of")).to_have_value("A patients' group")
    press(consultee, "Continue")
    consultee.locator("#uses").fill("Our members go weekly.")
    press(consultee, "Continue")
    consultee.locator("#meaning").fill("Mx Somebody of 1 High Street cannot walk to it.")
    press(consultee, "Continue")
    press(consultee, "Continue")
    press(consultee, "Send your answer")
    expect(consultee.locator("h1")).to_have_text("Answer sent")

    page = officer
    page.goto(f"/cases/{case}/consultation")
    expect(page.get_by_text("1 of 2 asked; 1 answer in all")).to_be_visible()
    sound(page, "consultation-desk")
    page.get_by_role("link", name="A patients' group").click()
    sound(page, "consultation-consultee")
    page.goto(f"/cases/{case}/consultation/answers/1")
    press(page, "Keep what may be shown")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what you took out and why")
    sound(page, "consultation-answer-error")
    page.locator("#meaning").fill("A member cannot walk to it.")
    page.locator("#reason").fill("A name and an address")
    press(page, "Keep what may be shown")
    press(page, "Enter an answer that came another way")
    page.get_by_label("Letter").check()
    date(page, "received", "7", "9")
    page.get_by_label("Others").check()
    page.locator("#meaning").fill("The bus stops there.")
    sound(page, "consultation-enter")
    press(page, "Keep the answer")
    expect(page.get_by_text("The answer is kept.")).to_be_visible()
    press(page, "Make a public link")
    sound(page, "consultation-link")
    page.goto(f"/cases/{case}/consultation")
    page.get_by_role("link", name="Read the consultation summary").click()
    expect(page.get_by_text("A member cannot walk to it.")).to_be_visible()
    assert "Mx Somebody" not in page.content()
