"""Re-checks on pages: from a baseline to what changed, with the count that goes on by itself where scripts run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.made_up.waiting import until


@pytest.fixture(scope="module")
def stricter(town: Path) -> str:
    """The id of a second needs assessment of the town, with ten minutes in place of twenty."""
    file = next((town / "baselines").glob("*.json"))
    document = json.loads(file.read_bytes())
    # Published before the other, so that the cases are not assessed on it by themselves.
    document |= {"id": "stricter", "title": "A stricter assessment (made up)", "published": "2022-10-01"}
    for standard in document["standards"]:
        standard["minutes"] = 10
    (town / "baselines" / "stricter.json").write_text(json.dumps(document), encoding="utf-8")
    return "stricter"


def test_cases_are_checked_again_and_what_moved_is_shown(
    stricter: str,
    cases: dict[str, str],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    page = open_page(size, scripts)
    page.goto("/rechecks")
    page.get_by_role("button", name="Check cases again").click()
    page.get_by_role("button", name="Check them again").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("what the cases are to be checked on")
    sound(page, "recheck-new-error")
    page.goto(f"/baselines/{stricter}")
    expect(page.locator("main")).to_contain_text("2 assessed cases: 2 were assessed on something else")
    page.get_by_role("link", name="Check them again on this baseline").click()
    expect(page.locator("#baseline")).to_have_value(stricter)
    sound(page, "recheck-new")
    page.get_by_role("button", name="Check them again").dblclick()
    expect(page.locator("h1")).to_contain_text("Re-check of")

    def done() -> bool:
        if not scripts:
            page.reload()
        return "Done" in page.locator("dl").first.inner_text()

    until(done, "the end of the re-check")
    expect(page.locator("#progress")).to_have_text("2 of 2 cases")
    expect(page.locator("main")).to_contain_text("the needs assessment: its standard or its findings")
    expect(page.locator(".govuk-summary-card")).to_have_count(
        int(page.locator("main li").first.inner_text().split()[0])
    )
    sound(page, "recheck")
    page.goto("/rechecks")
    expect(page.locator("tbody tr")).to_have_count(1)  # the same cases on the same basis are one run
    sound(page, "rechecks")
