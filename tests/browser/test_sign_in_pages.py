"""Signing in in a real browser: at a provider and back under the pages' own policy, and out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cli.loopback import Loopback, bound_socket, running
from app.domain.accounts import Role
from app.domain.audit import AuditEvent
from app.main import create_app
from app.settings import Settings
from tests.browser.conftest import NOW
from tests.made_up.provider import CLIENT, SECRET, Provider, serving

OFFICER = AuditEvent(NOW, "administrator", "request")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with serving(Provider(NOW.timestamp)) as running_provider:
        yield running_provider


@pytest.fixture(scope="module")
def service(town: Path, provider: Provider) -> Iterator[Loopback]:
    """The service as a council runs it, with a provider and one person on the list."""
    listening, _ = bound_socket(0)
    settings = Settings(
        data=town, public_url=f"http://127.0.0.1:{listening.getsockname()[1]}", oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT, oidc_client_secret=SECRET, requests_a_minute=1000, failed_keys_a_minute=1000,
        contact="the public health desk, desk@example.gov.uk",
    )  # type: ignore[arg-type]  # fmt: skip
    app = create_app(settings, clock=lambda: NOW)
    with running(app, listening) as server:
        with app.state.services.database.writing() as records:
            records.people.add("", "ann@example.gov.uk", provider.issuer, [Role.ANALYST], ["all"], OFFICER)
        yield server


@pytest.fixture(autouse=True)
def behaving(provider: Provider, wrong: list[str]) -> Iterator[None]:
    provider.fault, provider.claims = "", {}
    yield
    # To the provider and nowhere else the browser may go.
    wrong[:] = [line for line in wrong if f"asked for {provider.issuer}/authorize" not in line]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_in_at_the_provider_and_out_again(
    open_page: Callable[..., Page], size: str, scripts: bool, sound: Callable[..., None]
) -> None:
    page = open_page(size, scripts)
    page.goto("/docs?from=here")
    expect(page.locator("h1")).to_have_text("Sign in")
    sound(page, "sign-in")
    press(page, "Sign in with your organisation’s account")
    page.wait_for_url("**/docs?from=here")
    page.goto("/sign-out")
    sound(page, "sign-out")
    press(page, "Sign out")
    expect(page.locator("h1")).to_have_text("You are signed out")
    sound(page, "signed-out")
    page.goto("/docs")
    expect(page.locator("h1")).to_have_text("Sign in")


def test_who_is_not_on_the_list_is_told_whom_to_ask(
    open_page: Callable[..., Page], size: str, scripts: bool, sound: Callable[..., None], provider: Provider
) -> None:
    provider.claims = {"sub": "somebody-else", "email": "ben@example.gov.uk"}
    page = open_page(size, scripts)
    page.goto("/sign-in")
    press(page, "Sign in with your organisation’s account")
    expect(page.locator("h1")).to_have_text("You cannot use this service yet")
    expect(page.locator("main")).to_contain_text("desk@example.gov.uk")
    sound(page, "sign-in-refused")


def test_a_provider_that_is_away_is_said_and_can_be_tried_again(
    open_page: Callable[..., Page], size: str, scripts: bool, sound: Callable[..., None], provider: Provider
) -> None:
    provider.claims = {"nonce": "another"}
    page = open_page(size, scripts)
    page.goto("/sign-in")
    press(page, "Sign in with your organisation’s account")
    expect(page.locator(".govuk-error-summary")).to_contain_text("did not finish")
    sound(page, "sign-in-failed")
    provider.claims = {}
    press(page, "Sign in with your organisation’s account")
    page.wait_for_url(lambda address: "sign-in" not in address)
