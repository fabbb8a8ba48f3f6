"""What holds on every page of the desk: all of it by keyboard, in order, and none of it cut off at twice the size."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

HERE = "{case}"
PAGES = (
    "/cases",
    "/applications/new",
    f"/cases/{HERE}",
    f"/cases/{HERE}/assessment",
    f"/cases/{HERE}/evidence",
    f"/cases/{HERE}/map",
    f"/cases/{HERE}/officer",
    f"/cases/{HERE}/officer/opinion",
    f"/cases/{HERE}/officer/report",
    f"/cases/{HERE}/papers",
    f"/cases/{HERE}/papers/consultation-summary",
    f"/cases/{HERE}/consultation",
    f"/cases/{HERE}/history",
    f"/cases/{HERE}/moves/drafted",
    "/baselines",
    "/law",
    "/rechecks",
    "/rechecks/new",
    "/sign-out",
)
ZOOMED = {"width": 640, "height": 450}
"""What is left of 1,280 by 900 at a zoom of 200% (WCAG 1.4.4)."""

REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((one) => one.type !== 'hidden' && !one.disabled && one.tabIndex >= 0 && one.checkVisibility())
    .map((one, at) => { one.dataset.at = at; return one.type === 'radio' ? `radio ${one.name}` : String(at) })"""
WATCH = """() => { window.reached = []
    document.addEventListener('focusin', ({target: one}) => {
        if (one.dataset.at !== undefined) { window.reached.push(one.type === 'radio' ? `radio ${one.name}` : one.dataset.at) } }) }"""


@pytest.mark.parametrize("path", PAGES)
def test_everything_on_a_page_is_reached_by_keyboard_and_seen_at_200_per_cent(
    path: str, cases: dict[str, str], open_context: Callable[..., BrowserContext]
) -> None:
    page: Page = open_context("desktop", True).new_page()
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    answer = page.goto(path.format(case=cases["consolidation"]))
    assert answer is not None
    assert answer.status == 200, path
    if path.endswith(("/map", "/assessment")):
        page.locator("[data-map][data-ready]").wait_for()
    wide, screen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= screen, f"{path} scrolls sideways: {wide} on {screen}"
    # Of radio buttons of one name Tab reaches one; the arrow keys do the rest.
    wanted = list(dict.fromkeys(page.evaluate(REACHABLE)))
    assert wanted
    page.evaluate(WATCH)
    for _ in range(len(wanted) + 20):
        page.keyboard.press("Tab")
    reached = page.evaluate("window.reached")
    assert set(wanted) == set(reached), f"{path}: not reached {set(wanted) - set(reached)}"
