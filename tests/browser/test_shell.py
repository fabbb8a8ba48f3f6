"""What every page shares: the statements, the pages for errors, the brand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import check_page

OPEN_PAGES = {"/accessibility": "Accessibility", "/privacy": "Privacy and cookies"}


def test_the_statements_and_a_page_that_is_not_there(
    open_page: Callable[..., Page], size: str, scripts: bool, sound: Callable[..., None]
) -> None:
    page = open_page(size, scripts)
    for path, heading in OPEN_PAGES.items():
        page.goto(path)
        expect(page.locator("h1")).to_have_text(heading)
        sound(page, path.strip("/"))
    answer = page.goto("/no-such-page")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Page not found")
    sound(page, "not-found")


def test_the_skip_link_is_first_and_leads_to_the_content(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/accessibility")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_no_mark_of_gov_uk(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/accessibility")
    font = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "GDS" not in font
    html = page.content().lower()
    assert "crown" not in html
    assert "crest" not in html


def test_the_policy_stops_an_inline_script(open_page: Callable[..., Page], wrong: list[str]) -> None:
    page = open_page()
    page.goto("/accessibility")
    with pytest.raises(Exception, match="Content Security Policy"):
        page.add_script_tag(content="window.ran = true")
    assert page.evaluate("window.ran") is None
    wrong.clear()


FAULTS = {
    "color-contrast": '<p style="color: #bbbbbb; background: #ffffff">Too pale to read</p>',
    "label": "<input>",
    "scrolls sideways": '<div style="width: 2000px">Too wide</div>',
}


def test_a_page_that_is_not_sound_is_found_out(
    open_page: Callable[..., Page], scripts: bool, wrong: list[str]
) -> None:
    page = open_page("phone", scripts, bypass_csp=True)
    for told, fault in FAULTS.items():
        page.goto("/accessibility")
        check_page(page)
        page.locator("main").evaluate("(main, fault) => main.insertAdjacentHTML('beforeend', fault)", fault)
        with pytest.raises(AssertionError, match=told):
            check_page(page)
    wrong.clear()
