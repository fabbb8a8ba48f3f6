"""The assessment on a page: summary first, each limb with evidence that can be opened, map, tables, chart, sensitivity."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect


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
    expect(summary).to_contain_text("450 m on foot (6 minutes), 425 m in a straight line")
    sound(page, "assessment")
    limb = page.locator("#limbs ~ details").first
    limb.locator("summary").click()
    expect(limb.locator("a").first).to_be_visible()
    limb.locator("a").first.click()
    expect(page.locator("h1")).to_contain_text("Evidence of assessment 1")
    assert page.evaluate("location.hash")[1:] == page.locator(":target").get_attribute("id")
    sound(page, "evidence")


def test_another_assessment_is_run_once_however_often_the_form_is_sent(
    cases: dict[str, str],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    page = open_page(size, scripts)
    here = f"/cases/{cases['relocation']}/assessment"
    page.goto(here)
    page.locator("#as_at-day").fill("31")
    page.locator("#as_at-month").fill("2")
    page.locator("#as_at-year").fill("2026")
    page.get_by_role("button", name="Run the assessment").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("there is no 31 February 2026")
    expect(page.locator("#as_at-day")).to_have_value("31")
    sound(page, "assessment-error")
    page.locator("#as_at-day").fill("14")
    page.locator("#as_at-month").fill("9")
    page.get_by_role("button", name="Run the assessment").dblclick()
    expect(page.locator("h1")).to_contain_text("Assessment of")
    expect(page.locator("main")).to_contain_text("of the law as at 14 September 2026")
    service_notes = page.request.get(f"/v1/applications/{cases['relocation']}/assessments").json()
    on_that_day = [note for note in service_notes if note["as_at"] == "2026-09-14"]
    runs = 1 + [*SEEN].count(here)
    SEEN.append(here)
    assert len(on_that_day) == runs


SEEN: list[str] = []
"""Where an assessment was run before in this module: each parameter runs one more."""


def test_the_officers_part_and_the_papers(
    cases: dict[str, str],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    page, here = open_page(size, scripts), f"/cases/{cases['consolidation']}"
    page.goto(f"{here}/officer")
    sound(page, "officer")
    page.get_by_role("link", name="Change The board’s opinion").click()
    page.get_by_role("radio", name="Would not create such a gap").check()
    page.locator('[id="opinion.given_by"]').fill("")
    page.locator('[id="opinion.given_on-day"]').fill("x")
    page.locator('[id="opinion.given_on-month"]').fill("9")
    page.locator('[id="opinion.given_on-year"]').fill("2026")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary a")).to_have_count(2)
    expect(page.get_by_role("radio", name="Would not create such a gap")).to_be_checked()
    expect(page.locator('[id="opinion.given_on-day"]')).to_have_value("x")
    sound(page, "officer-section-error")
    page.locator('[id="opinion.given_by"]').fill("The Pharmacy Applications Sub-Committee <b>")
    page.locator('[id="opinion.given_on-day"]').fill("14")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("The Pharmacy Applications Sub-Committee <b>")
    expect(page.locator("main")).to_contain_text("14 September 2026")

    page.goto(f"{here}/papers/nonsense")
    expect(page.locator("h1")).to_have_text("There is no such paper")
    sound(page, "paper-not-there")
    page.goto(f"{here}/papers")
    sound(page, "papers")
    page.get_by_role("link", name="Representation", exact=True).click()
    expect(page.locator("main")).to_contain_text("would not")
    sound(page, "paper")
    page.goto(f"{here}/papers")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose the Word file")
    sound(page, "paper-check-error")
    file = page.request.get(f"/v1/applications/{cases['consolidation']}/papers/representation.docx").body()
    page.locator("#file").set_input_files(
        {"name": "letter.docx", "mimeType": "application/octet-stream", "buffer": file}
    )
    page.get_by_role("button", name="Check").click()
    expect(page.locator("h1")).to_contain_text("letter.docx")
    sound(page, "paper-checked")


def test_two_tabs_lose_nothing_of_each_other(
    cases: dict[str, str],
    open_context: Callable[..., BrowserContext],
    size: str,
    scripts: bool,
    sound: Callable[..., None],
) -> None:
    context = open_context(size, scripts)
    one, other = context.new_page(), context.new_page()
    here = f"/cases/{cases['relocation']}/officer/matters"
    for tab in (one, other):
        tab.goto(here)
    one.locator("#local_knowledge").fill("The bus stops at the door.")
    one.get_by_role("button", name="Save").click()
    expect(one.locator("main")).to_contain_text("The bus stops at the door.")
    other.locator("#local_knowledge").fill("The hill is steep.")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".govuk-inset-text")).to_contain_text("The bus stops at the door.")
    expect(other.locator("#local_knowledge")).to_have_value("The hill is steep.")
    sound(other, "officer-two-tabs")
    other.get_by_role("button", name="Save").click()
    expect(other.locator("main")).to_contain_text("The hill is steep.")
