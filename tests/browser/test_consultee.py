"""A consultee's journey in a browser: from the link to the reference, by hand, by keyboard, in two windows, and too late."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.cli.loopback import Loopback, bound_socket, running
from app.main import create_app
from app.settings import Settings
from tests.made_up.consulting import consult, personal_link, public_link
from tests.made_up.waiting import PATIENCE_SECONDS

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>{{ 7*7 }} & co"
LONG = "Supercalifragilistic" * 60 + "\n\nWe walk there every week. " * 80


class Clock:
    """A clock that a test sets."""

    now = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def service(settings: Settings, clock: Clock) -> Iterator[Loopback]:
    """The running service, whose clock can be moved."""
    listening, _ = bound_socket(0)
    with running(create_app(settings, clock=clock), listening) as server:
        yield server


@pytest.fixture(scope="module")
def board(service: Loopback) -> Iterator[httpx2.Client]:
    """What the board's officer asks of the service."""
    with httpx2.Client(base_url=service.address, timeout=PATIENCE_SECONDS) as client:
        yield client


@pytest.fixture(scope="module")
def here(board: httpx2.Client, town: Path) -> str:
    """A consultation on the made-up consolidation."""
    paper = json.loads((town / "applications" / "consolidation.json").read_bytes())
    words = "The board would like to hear from people who walk.\nBuses matter too."
    return consult(board, paper, "2026-09-07", "2026-10-09", public=True, proposal=words)


@pytest.fixture
def link(board: httpx2.Client, here: str, request: pytest.FixtureRequest) -> str:
    """A personal link of a consultee of its own for each test."""
    return personal_link(board, here, name=f"The patients' group {request.node.name}")[0]


def answers(board: httpx2.Client, here: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = board.get(f"{here}/answers").json()
    return found


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue", exact=True).click()


def fill(page: Page, **changes: str) -> None:
    """From the first question to the page of checks."""
    said = {"uses": "Twice a month, on foot", "meaning": "A longer walk", "anything_else": ""} | changes
    expect(page.locator("h1")).to_have_text("Who are you?")
    page.get_by_label("I use a pharmacy in the area", exact=True).check()
    go_on(page)
    for name, text in said.items():
        page.locator(f"#{name}").fill(text)
        go_on(page)
    expect(page.locator("h1")).to_have_text("Check your answers")


def test_the_whole_journey(
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
    board: httpx2.Client,
    here: str,
    link: str,
) -> None:
    page = open_page(size, scripts)
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Two pharmacies may become one: have your say")
    expect(page.locator("img")).to_have_js_property("complete", True)
    sound(page, "consultee-proposal")
    page.get_by_role("button", name="Start now").click()
    sound(page, "consultee-who")
    page.get_by_label("I answer for Healthwatch or a community group").check()
    go_on(page)
    expect(page.locator("#on_behalf_of")).to_have_value("The patients' group " + page_name(link, board, here))
    go_on(page)
    page.locator("#uses").fill(LONG + "x" * 4_000)
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Shorten your answer by")
    sound(page, "consultee-too-long")
    page.locator("#uses").fill(LONG)
    go_on(page)
    page.locator("#meaning").fill(HOSTILE)
    go_on(page)
    go_on(page)
    expect(page.get_by_text(HOSTILE)).to_be_visible()
    sound(page, "consultee-check")
    page.get_by_role("link", name="Change your answer to: How do you use the pharmacies?").click()
    page.locator("#uses").fill("Every week")
    go_on(page)
    expect(page.locator("h1")).to_have_text("Check your answers")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.locator("h1")).to_have_text("Answer sent")
    sound(page, "consultee-sent")
    reference = page.locator(".app-reference").inner_text()
    with page.expect_download() as got:
        page.get_by_role("link", name="Download your answer as a text file").click()
    assert HOSTILE in got.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="See your answer as a page").click()
    expect(page.get_by_text(reference)).to_be_visible()
    sound(page, "consultee-copy")
    page.goto(link)
    expect(page.locator("h1")).to_have_text("You have already answered")
    sound(page, "consultee-answered")
    (kept,) = [each for each in answers(board, here) if each["reference"] == reference]
    assert (kept["original"]["uses"], kept["original"]["meaning"]) == ("Every week", HOSTILE)
    assert page.context.cookies() == []


def page_name(link: str, board: httpx2.Client, here: str) -> str:
    """The end of the name of the consultee who was added last."""
    name: str = board.get(f"{here}/consultees").json()[-1]["consultee"]["name"]
    return name.removeprefix("The patients' group ")


def test_errors_are_told_at_their_question(
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
    board: httpx2.Client,
    here: str,
) -> None:
    page = open_page(size, scripts)
    page.goto(public_link(board, here)[0])
    sound(page, "consultee-public")
    page.get_by_role("button", name="Start now").click()
    go_on(page)
    expect(page).to_have_title("Error: Who are you? – Pharmacy application assessment")
    sound(page, "consultee-who-error")
    page.get_by_role("link", name="Choose the answer that fits you best").click()
    expect(page.locator("#who")).to_be_focused()
    fill(page, uses="", meaning="")
    page.get_by_role("button", name="Send your answer").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Answer at least one of the questions")
    sound(page, "consultee-check-error")
    page.get_by_role("link", name="Save and come back later").click()
    sound(page, "consultee-later")


def test_by_keyboard_alone(
    open_page: Callable[..., Page], size: str, scripts: bool, board: httpx2.Client, here: str, link: str
) -> None:
    page = open_page(size, scripts)
    page.goto(link)
    press_until(page, "Start now")
    enter(page)
    expect(page.locator("h1")).to_have_text("Who are you?")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "radio":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    enter(page)
    for text in ("Weekly", "A longer walk", ""):
        expect(page.locator("textarea")).to_be_visible()
        while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
            page.keyboard.press("Tab")
        page.keyboard.type(text)
        press_until(page, "Continue")
        enter(page)
    expect(page.locator("h1")).to_have_text("Check your answers")
    press_until(page, "Send your answer")
    enter(page)
    expect(page.locator("h1")).to_have_text("Answer sent")
    assert answers(board, here)[-1]["original"]["meaning"] == "A longer walk"


def enter(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to: the one before is asked nothing while it goes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_until(page: Page, text: str) -> None:
    """Press Tab until something with a text has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.textContent") or "").strip() == text:
            return
    raise AssertionError(f"{text} cannot be reached by keyboard")


def test_a_double_click_sends_one_answer(
    open_page: Callable[..., Page], size: str, scripts: bool, board: httpx2.Client, here: str, link: str
) -> None:
    page = open_page(size, scripts)
    page.goto(f"{link}/who")
    fill(page)
    before = len(answers(board, here))
    page.get_by_role("button", name="Send your answer").dblclick()
    expect(page.locator("h1")).to_have_text("Answer sent")
    assert len(answers(board, here)) == before + 1


def test_back_and_two_windows(
    open_context: Callable[..., BrowserContext],
    sound: Callable[..., None],
    size: str,
    scripts: bool,
    link: str,
) -> None:
    context = open_context(size, scripts)
    one, two = context.new_page(), context.new_page()
    one.goto(f"{link}/uses")
    two.goto(f"{link}/uses")
    one.locator("#uses").fill("From the first window")
    go_on(one)
    expect(one.locator("#meaning")).to_be_visible()
    two.locator("#uses").fill("From the second window")
    go_on(two)
    expect(two.locator(".govuk-inset-text")).to_have_text("From the first window")
    expect(two.locator("#uses")).to_have_value("From the second window")
    sound(two, "consultee-two-windows")
    go_on(two)
    expect(two.locator("#meaning")).to_be_visible()
    two.goto(f"{link}/uses")
    expect(two.locator("#uses")).to_have_value("From the second window")
    go_on(two)
    expect(two.locator("#meaning")).to_be_visible()
    two.go_back()
    two.locator("#uses").fill("Mended after going back")
    go_on(two)
    expect(two.locator("#meaning")).to_be_visible()
    # What another device sees is what was kept.
    other = open_context("phone").new_page()
    other.goto(link)
    other.get_by_role("button", name="Go on with your answer").click()
    expect(other.locator("h1")).to_have_text("Who are you?")
    other.goto(f"{link}/check")
    expect(other.get_by_text("Mended after going back")).to_be_visible()


def test_a_link_that_ends_in_mid_form_loses_nothing(
    open_page: Callable[..., Page],
    sound: Callable[..., None],
    size: str,
    scripts: bool,
    board: httpx2.Client,
    here: str,
    clock: Clock,
    request: pytest.FixtureRequest,
) -> None:
    link, made = personal_link(board, here, name=f"A group {request.node.name}")
    page = open_page(size, scripts)
    usual, typed = clock.now, "Typed while the link ended"

    def type_it() -> None:
        clock.now = usual
        page.goto(f"{link}/meaning")
        page.locator("#meaning").fill(typed)

    try:
        for month, name in ((10, "consultee-closed"), (11, "consultee-expired")):
            type_it()
            clock.now = usual.replace(month=month, day=20)
            go_on(page)
            expect(page.locator("textarea")).to_have_value(typed)
            sound(page, name)
    finally:
        clock.now = usual
    type_it()
    assert board.post(f"{here}/links/{made['id']}/revocation", json={}).status_code == 200
    go_on(page)
    expect(page.locator("h1")).to_have_text("This link no longer works")
    expect(page.locator("textarea")).to_have_value(typed)
    sound(page, "consultee-withdrawn")
    page.goto("/respond/not-a-link")
    expect(page.locator("h1")).to_have_text("We do not know this link")
    sound(page, "consultee-unknown")
