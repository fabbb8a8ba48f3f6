"""The map of a case: picture and table for everyone, the interactive map on top, all of it by keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_map_of_a_case(
    cases: dict[str, str],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    page = open_page(size, scripts)
    page.goto(f"/cases/{cases['consolidation']}/map")
    places = page.locator("table").locator("tbody tr")
    assert (
        places.count() == 5
    )  # the site that is left, and the four within a mile of it, the continuing one among them
    expect(page.locator("figure img")).to_have_attribute(
        "alt", re.compile(rf"of {places.count() - 2} other pharmacies within a mile of A")
    )
    if scripts:
        expect(page.locator("[data-map][data-ready]")).to_be_visible()
        expect(page.locator(".app-map-mark")).to_have_count(places.count())
        expect(page.locator("figure")).to_be_hidden()
    else:
        expect(page.locator("[data-map]")).to_be_hidden()
        expect(page.locator("figure img")).to_be_visible()
        assert page.locator("figure img").evaluate("image => image.complete && image.naturalWidth") > 0
    sound(page, "case-map")


def test_every_place_on_the_map_is_reached_by_keyboard(
    cases: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"/cases/{cases['relocation']}/map")
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    marks = page.locator(".app-map-mark")
    left = {marks.nth(at).get_attribute("aria-label") for at in range(marks.count())}
    assert all(left)
    for _ in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label')")
        if label in left:
            left.discard(label)
            page.keyboard.press("Enter")
            expect(page.locator(".leaflet-popup-content")).to_have_text(label)
            page.keyboard.press("Escape")
        if not left:
            break
    assert not left


def test_baselines_and_the_data_under_them(
    cases: dict[str, str],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    page = open_page(size, scripts)
    page.goto("/baselines")
    sound(page, "baselines")
    page.locator("#baselines").locator("xpath=..").get_by_role("rowheader").get_by_role("link").click()
    expect(page.locator("#standards")).to_be_visible()
    sound(page, "baseline")
    page.get_by_text("What would happen if each pharmacy alone closed").click()
    expect(page.locator("h1")).to_have_text("What would happen if each pharmacy alone closed")
    rows = page.locator("tbody tr")
    lost = [
        int(rows.nth(at).locator("td").nth(2).inner_text().replace(",", "")) for at in range(rows.count())
    ]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] > 0
    if scripts:
        expect(page.locator(".app-map-mark")).to_have_count(rows.count())
    sound(page, "removals")
    page.goto("/baselines")
    page.locator("#snapshots").locator("xpath=..").get_by_role("rowheader").get_by_role("link").click()
    expect(page.locator("#sources")).to_be_visible()
    sound(page, "snapshot")
