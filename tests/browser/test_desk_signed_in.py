"""The desk of a service where people sign in: a session that is lost in the middle of a form loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cli.loopback import Loopback
from app.domain.accounts import Role
from app.domain.audit import AuditEvent
from app.settings import Settings
from app.store.database import Database
from tests.browser.conftest import NOW


@pytest.fixture(scope="module")
def settings(town: Path) -> Settings:
    return Settings(demo=False, data=town, requests_a_minute=1000)


@pytest.fixture(scope="module")
def key(service: Loopback, settings: Settings) -> str:
    database = Database(settings.database_url)
    with database.writing() as records:
        event = AuditEvent(NOW, "administrator", "request")
        made = records.keys.make(
            "a test", "the analyst", [Role.ANALYST], ["all"], NOW + timedelta(days=1), event
        )
    database.close()
    return made


def test_a_session_lost_in_the_middle_of_a_question(
    key: str, open_page: Callable[..., Page], size: str, scripts: bool, sound: Callable[..., None]
) -> None:
    page = open_page(size, scripts)

    def sign_in() -> None:
        page.locator("#key").fill(key)
        page.get_by_role("button", name="Sign in").click()

    page.goto("/applications/new")
    sign_in()
    page.get_by_label("Answer the questions").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Relocation").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Reference on the notice").fill("CAS-lost")
    page.context.clear_cookies()
    page.get_by_role("button", name="Continue").click()
    sound(page, "desk-session-lost")
    sign_in()
    expect(page.locator("main")).to_contain_text("CAS-lost")
    expect(page.locator("dt")).to_have_text("Reference on the notice")
    sound(page, "desk-send-again")
    page.locator("main form button").last.click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give the date of the notice.")
    expect(page.get_by_label("Reference on the notice")).to_have_value("CAS-lost")
