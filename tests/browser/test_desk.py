"""The desk in a browser: a new application from nothing to its case, the paste box, errors, tabs, keyboard, lost session."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.cli.loopback import Loopback

Sound = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def papers(town: Path) -> dict[str, dict[str, Any]]:
    """The town's two applications by kind."""
    found = [json.loads(file.read_bytes()) for file in sorted((town / "applications").glob("*.json"))]
    return {document["kind"]: document for document in found}


@pytest.fixture(scope="module")
def case(service: Loopback, papers: dict[str, dict[str, Any]]) -> str:
    """The id of a case that was assessed and whose draft is ready."""
    made = service.post("/v1/applications", {**papers["consolidation"], "reference": "An assessed case"})
    service.post(f"/v1/applications/{made['id']}/assessments", {})
    return str(made["id"])


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def date_in(page: Page, field: str, text: str) -> None:
    """Type a date like 4 5 2026."""
    for part, value in zip(("day", "month", "year"), text.split(), strict=True):
        page.locator(f'[id="{field}-{part}"]').fill(value)


def test_the_list_a_case_its_history_and_a_move(
    case: str, open_page: Callable[..., Page], size: str, scripts: bool, sound: Sound
) -> None:
    page = open_page(size, scripts)
    page.goto("/cases")
    expect(page.locator("h1")).to_have_text("Still to reply to")
    sound(page, "desk-cases")
    page.goto("/cases?show=sent")
    expect(page.locator("main")).to_contain_text("No case fits what you chose.")
    sound(page, "desk-cases-none")
    page.goto("/cases")
    page.get_by_text("Choose which cases to show").click()
    date_in(page, "due_by", "31 2 2026")
    page.get_by_role("button", name="Show these cases").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("there is no 31 February 2026")
    expect(page.locator("#due_by-day")).to_have_value("31")
    sound(page, "desk-cases-error")
    page.goto(f"/cases/{case}")
    expect(page.locator("h1")).to_have_text("Case An assessed case")
    sound(page, "desk-case")
    page.get_by_role("button", name="Record that the application was withdrawn").click()
    page.get_by_role("button", name="The application was withdrawn").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give the reason.")
    sound(page, "desk-move-error")
    page.goto(f"/cases/{case}/history")
    expect(page.locator("h2").first).to_have_text("Assessment made")
    sound(page, "desk-history")


def test_a_relocation_from_nothing_to_its_case(
    papers: dict[str, dict[str, Any]],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Sound,
) -> None:
    document, ours = papers["relocation"], f"Typed on a {size}{'' if scripts else ' without scripts'}"
    page = open_page(size, scripts)
    page.goto("/cases")
    page.get_by_role("button", name="New application").click()
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose how you want to begin.")
    sound(page, "desk-new-error")
    page.get_by_label("Answer the questions").check()
    go_on(page)
    go_on(page)
    expect(page.locator(".govuk-error-summary a")).to_have_text("Choose the kind of application.")
    sound(page, "desk-kind-error")
    page.go_back()
    page.go_forward()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_label("Relocation").check()
    go_on(page)
    date_in(page, "notice-dated", "31 2 2026")
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give the reference on the notice.")
    expect(page.locator("#notice-dated-day")).to_have_value("31")
    sound(page, "desk-notice-error")
    page.get_by_label("Reference on the notice").fill("CAS-77")
    date_in(page, "notice-dated", "1 May 2026")
    go_on(page)
    expect(page.locator("h1")).to_have_text("To whom was the notice sent?")
    page.get_by_role("radio", name="Another board").check()
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("give the code of the board’s area")
    sound(page, "desk-sent-to-error")
    page.get_by_label("The notice does not say").check()
    go_on(page)
    expect(page.locator("h1")).to_have_text("When was notice given to your board?")
    go_on(page)
    page.get_by_label("Name of the applicant").fill(document["applicant"])
    page.get_by_label("What your board calls this application").fill(ours)
    go_on(page)
    for site in ("existing", "proposed"):
        if site == "existing":
            page.get_by_label("Postcode", exact=True).fill("nowhere")
            go_on(page)
            sound(page, "desk-place-error")
        page.get_by_label("Trading name").fill(document[site]["name"])
        page.get_by_label("Address", exact=True).fill(document[site]["address"])
        page.get_by_label("Postcode", exact=True).fill(document[site]["postcode"].replace(" ", "").lower())
        go_on(page)
        if point := document[site].get("point"):
            page.get_by_label("Easting").fill(str(point["easting"]))
            go_on(page)
            if site == "existing":
                sound(page, "desk-door-error")
            page.get_by_label("Northing").fill(str(point["northing"]))
            page.get_by_label("Where the point comes from").fill(point["source"])
        go_on(page)
        go_on(page)
        page.get_by_label("Monday").fill("9 to 5")
        go_on(page)
        if site == "existing":
            sound(page, "desk-hours-error")
        page.get_by_label("Monday").fill("09:00-17:30")
        go_on(page)
        go_on(page)
        page.get_by_label("New Medicine Service").check()
        if site == "existing":
            sound(page, "desk-services")
        go_on(page)
        expect(page.locator("h1")).to_contain_text("Visiting the premises")
        if site == "existing":
            sound(page, "desk-visiting")
        go_on(page)
        expect(page.locator("h1")).to_contain_text("against the pharmacy list")
        if site == "existing":
            sound(page, "desk-checks")
        go_on(page)
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_label("New Medicine Service")).to_be_checked()
    page.go_forward()
    page.go_forward()
    page.go_forward()
    page.get_by_label("Metres between the two sites").fill("20")
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.locator("h1")).to_have_text(f"Relocation, {ours}")
    sound(page, "desk-tasks")
    page.goto("/applications/new")
    page.get_by_role("link", name=f"Relocation, {ours}").click()
    page.get_by_role("link", name="What does the applicant undertake?").click()
    page.locator("#same_services").check()
    sound(page, "desk-undertakings")
    go_on(page)
    go_on(page)
    go_on(page)
    expect(page.locator("h1")).to_have_text("The same or adjacent premises")
    go_on(page)
    expect(page.locator("h1")).to_have_text("Check the answers before you open the case")
    page.get_by_role("link", name="Change distance claimed").click()
    expect(page.get_by_label("Metres between the two sites")).to_have_value("20")
    page.get_by_label("Metres between the two sites").fill("21")
    go_on(page)
    expect(page.locator("main")).to_contain_text("21")
    sound(page, "desk-check")
    page.get_by_role("button", name="Open the case").dblclick()
    expect(page.locator("h1")).to_have_text(f"Case {ours}")
    sound(page, "desk-case-new")
    page.go_back()
    page.goto("/cases?sort=-received")
    expect(page.get_by_role("link", name=ours, exact=True)).to_have_count(1)


def test_a_consolidation_from_the_text_of_its_notice(
    papers: dict[str, dict[str, Any]],
    open_page: Callable[..., Page],
    size: str,
    scripts: bool,
    sound: Sound,
) -> None:
    document = papers["consolidation"]
    closing, continuing = document["closing"], document["continuing"]
    ours = f"CAS-{size.upper()}-{int(scripts)}"
    page = open_page(size, scripts)
    page.goto("/applications/new")
    page.get_by_label("Paste the text of the notice").check()
    go_on(page)
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "There is no text yet. Copy it from the notice and put it in the box."
    )
    sound(page, "desk-paste-error")
    page.locator("#text").fill(
        f"Our ref: {ours}\n1 September 2026\n\nApplicant: {document['applicant']}\n"
        f"Consolidation onto the site at {continuing['address']}, {continuing['postcode']} of {continuing['name']} already at "
        f"that site and {closing['name']} currently at {closing['address']}, {closing['postcode']}.\n"
        "The two are 450m apart. Representations are due by 16 October 2026 or 17 October 2026. Committee on 9 December.\n"
    )
    go_on(page)
    expect(page.locator("h1")).to_have_text("What the text seems to say")
    expect(page.locator("main")).to_contain_text("9 December has no year")
    expect(page.locator("input:checked")).to_have_count(0)
    sound(page, "desk-suggestions")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_label("16 October 2026", exact=True).check()
    page.get_by_role("button", name="Use what is ticked and go on").click()
    expect(page.locator("h1")).to_contain_text(f"Consolidation, {ours}")
    page.get_by_role("link", name="Who applies?", exact=True).click()
    expect(page.get_by_label("Name of the applicant")).to_have_value(document["applicant"])
    page.get_by_label("What your board calls this application").fill(f"Pasted {ours}")
    page.get_by_role("button", name="Save and come back later").click()
    for site in ("continuing", "closing"):
        if point := document[site].get("point"):
            page.goto(f"{page.url.split('/questions')[0]}/questions/{site}-door")
            page.get_by_label("Easting").fill(str(point["easting"]))
            page.get_by_label("Northing").fill(str(point["northing"]))
            page.get_by_label("Where the point comes from").fill(point["source"])
            page.get_by_role("button", name="Save and come back later").click()
    page.get_by_role("button", name="Check the answers").click()
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator("h1")).to_have_text(f"Case Pasted {ours}")
    expect(page.locator("main")).to_contain_text("16 October 2026: 31 days left")
    here = page.url.partition("?")[0]
    page.get_by_role("button", name="Record that the application was withdrawn").click()
    page.locator("#reason").fill("Told by e-mail.")
    page.get_by_role("button", name="The application was withdrawn").click()
    expect(page.locator("h1")).to_have_text(f"Case Pasted {ours}")
    page.goto(f"{here}/officer/opinion")
    expect(page.locator("main form")).to_have_count(0)
    expect(page.locator(".govuk-inset-text")).to_contain_text(
        "Closed by demo on 15 September 2026 at 10:30am."
    )
    sound(page, "officer-closed")


def test_what_is_missing_is_told_at_the_check(
    open_page: Callable[..., Page], size: str, scripts: bool, sound: Sound
) -> None:
    page = open_page(size, scripts)
    page.goto("/applications/new")
    page.get_by_label("Answer the questions").check()
    go_on(page)
    page.get_by_label("Consolidation", exact=True).check()
    go_on(page)
    page.goto(page.url.replace("questions/notice", "check"))
    page.get_by_role("button", name="Open the case").click()
    expect(page.locator(".govuk-error-summary li")).to_have_count(10)
    sound(page, "desk-check-error")
    page.locator(".govuk-error-summary a").first.click()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What does the notice say?")


def test_two_tabs_on_one_question(
    open_context: Callable[..., BrowserContext], size: str, scripts: bool, sound: Sound
) -> None:
    context = open_context(size, scripts)
    one, two = context.new_page(), context.new_page()
    one.goto("/applications/new")
    one.get_by_label("Answer the questions").check()
    go_on(one)
    one.get_by_label("Relocation").check()
    go_on(one)
    where = one.url.replace("notice", "applicant")
    for page in (one, two):
        page.goto(where)
    for page, name in ((one, "First"), (two, "Second")):
        page.get_by_label("Name of the applicant").fill(name)
        page.get_by_label("What your board calls this application").fill("Tabs")
        go_on(page)
    expect(two.locator("main")).to_contain_text("You changed this page somewhere else")
    expect(two.locator("main")).to_contain_text("Applicant: First")
    expect(two.get_by_label("Name of the applicant")).to_have_value("Second")
    sound(two, "desk-two-tabs")
    go_on(two)
    expect(two.locator("h1")).to_have_text("Name and address of the premises that are left")
    two.goto(where)
    expect(two.get_by_label("Name of the applicant")).to_have_value("Second")


def test_an_application_is_begun_by_keyboard_alone(
    open_page: Callable[..., Page], size: str, scripts: bool
) -> None:
    page = open_page(size, scripts)
    page.goto("/applications/new")

    def to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if (
                page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
                == name
            ):
                return
        raise AssertionError(f"{name} is not reached by keyboard")

    to("way")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Answer the questions")).to_be_checked()
    to("Continue")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What kind of application is it?")
    to("Continue")
    page.keyboard.press("Enter")
    # With scripts the summary has the focus; without, it is on the way to the question.
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    if scripts:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    to("Choose the kind of application.")
    page.keyboard.press("Enter")
    expect(page.locator("#kind")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What does the notice say?")
    to("notice-reference")
    page.keyboard.type("CAS-1")
    for part in ("1", "5", "2026"):
        page.keyboard.press("Tab")
        page.keyboard.type(part)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("To whom was the notice sent?")
