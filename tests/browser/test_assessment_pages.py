"""The assessment on a page: summary first, each limb with evidence that can be opened, map, tables, chart, sensitivity."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cli.loopback import Loopback


@pytest.fixture(scope="module")
def cases(service: Loopback, town: Path) -> dict[str, str]:
    """The town's two applications, assessed: their ids by kind."""
    found = {}
    for file in sorted((town / "applications").glob("*.json")):
        document = json.loads(file.read_bytes())
        made = service.post("/v1/applications", document)
        service.post(f"/v1/applications/{made['id']}/assessments", {})
        found[document["kind"]] = made["id"]
    return found


def test_an_assessment_and_its_evidence(
    cases: dict[str, str],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    page = open_page(size, scripts)
    page.goto(f"/cases/{cases['consolidation']}/assessment")
    summary = page.locator("dl").first
    expect(summary).to_contain_text("The board must make a statement.")
    expect(summary).to_contain_text("450 m on foot (5.6 minutes), 425 m in a straight line")
    sound(page, "assessment")
    limb = page.locator("#limbs ~ details").first
    limb.locator("summary").click()
    expect(limb.locator("a").first).to_be_visible()
    limb.locator("a").first.click()
    expect(page.locator("h1")).to_contain_text("Evidence of assessment 1")
    assert page.evaluate("location.hash")[1:] == page.locator(":target").get_attribute("id")
    sound(page, "evidence")
