"""Pages in a real browser: Debian's chromium, on the made-up town, with its clock standing still.

Every test gets pages that are watched: what chromium reports against the pages' own policy, an error in a script, or a
request to anywhere else fails the test.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.cli.loopback import Loopback, bound_socket, running
from app.main import create_app
from app.settings import Settings
from geodata.demo.papers import TODAY
from tests.made_up.waiting import PATIENCE_SECONDS

NOW = datetime.combine(TODAY, time(9, 30), UTC)
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

SIZES = {"phone": {"width": 320, "height": 640}, "desktop": {"width": 1280, "height": 900}}
"""320 pixels is also what is left of 1,280 at a zoom of 400% (WCAG 1.4.10)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests cannot run: say so, and never leave them out in CI."""
    if CHROMIUM or os.environ.get("CI"):
        return
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="no chromium on the path (Debian: apt install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's chromium in place of a browser that playwright would download."""
    assert CHROMIUM, "CI must install chromium"
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", *quiet]}


@pytest.fixture(scope="module")
def town(demo_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the made-up town, with a database of its own."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copytree(demo_town, folder / "data")
    return folder / "data"


@pytest.fixture(scope="module")
def settings(town: Path) -> Settings:
    """The settings of the service that the pages are read from; a module that wants others has its own."""
    return Settings(demo=True, data=town, requests_a_minute=0)


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Loopback]:
    """The running service; ``service.address`` is where."""
    listening, _ = bound_socket(0)
    with running(create_app(settings, clock=lambda: NOW), listening) as server:
        yield server


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


@pytest.fixture(params=[("desktop", True), ("phone", False)], ids=["desktop-scripts", "phone-no-scripts"])
def way(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """How a journey is gone: on a desktop with scripts, on a phone without. ``sound`` sees each page on both screens."""
    size, scripts = request.param
    return size, scripts


@pytest.fixture
def size(way: tuple[str, bool]) -> str:
    """Each screen."""
    return way[0]


@pytest.fixture
def scripts(way: tuple[str, bool]) -> bool:
    """With JavaScript and without."""
    return way[1]


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """What the browser complained of; a test that provokes a complaint clears it."""
    complaints: list[str] = []
    yield complaints
    assert not complaints, complaints


@pytest.fixture
def open_context(
    browser: Browser, service: Loopback, wrong: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser's context (cookies of its own) of a size, with scripts or without; all are watched."""
    opened: list[BrowserContext] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                wrong.append(f"{page.url}: {message.text}")
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((service.address, "data:", "blob:", "about:"))
                else wrong.append(f"{page.url} asked for {request.url}")
            ),
        )

    def make(size: str = "desktop", scripts: bool = True, **more: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=service.address,
            viewport=SIZES[size],
            java_script_enabled=scripts,
            locale="en-GB",
            **more,
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        context.set_default_navigation_timeout(PATIENCE_SECONDS * 1000)
        context.on("page", watch)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens a page of a size, with scripts or without."""

    def make(size: str = "desktop", scripts: bool = True, **more: Any) -> Page:
        return open_context(size, scripts, **more).new_page()

    return make


@pytest.fixture
def sound(size: str, scripts: bool) -> Callable[[Page, str], None]:
    """Checks a page as it stands on each screen (WCAG by axe, one heading, title, no sideways scrolling), with a picture."""

    def check(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        # The screen of the journey comes last: it goes on there.
        for screen in (*(other for other in SIZES if other != size), size):
            page.set_viewport_size(SIZES[screen])  # type: ignore[arg-type]
            check_page(page)
            suffix = f"{screen}{'' if scripts else '-no-scripts'}"
            page.screenshot(path=PICTURES / f"{name}-{suffix}.png", full_page=True)

    return check


def check_page(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 AA or its best practices; title, headings and width are as they should be."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1, page.url
    errors = page.locator(".govuk-error-summary").count()
    assert page.title().startswith("Error: ") == bool(errors), page.title()
    assert page.title().endswith(" – Pharmacy application assessment"), page.title()
    for link in page.locator(".govuk-error-summary a").all():
        target = (link.get_attribute("href") or "")[1:]
        assert page.locator(f'[id="{target}"]').count() == 1, (
            f"the error links to #{target}, which is not there"
        )
    wide, screen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= screen, f"{page.url} scrolls sideways: {wide} on {screen}"
    found = _axe_on(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


AXE = Axe().axe_script
RUN_AXE = """axe.run({resultTypes: ["violations"], preload: false})
    .then(({violations}) => ({violations, passes: [], incomplete: [], inapplicable: []}))"""
NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
_reading: dict[tuple[Browser, str, int], Page] = {}
"""A window for axe alone, by the service and the width that it stands for."""


def _axe_on(page: Page) -> AxeResults:
    """What axe finds on a page as it stands.

    Axe cannot run where a page's scripts are off, and takes three times as long in a page that never ran it. So the
    document as it stands, after its scripts and without them, is drawn again in a window where axe stays loaded.
    """
    browser, size = page.context.browser, page.viewport_size
    assert browser is not None
    assert size is not None
    site = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}"
    window = _reading.get((browser, site, size["width"]))
    if window is None:
        # The policy would take off what a script has styled: it is held on the page itself, by what chromium says of it.
        window = browser.new_context(viewport=size, bypass_csp=True, locale="en-GB").new_page()
        window.goto(f"{site}/accessibility")
        window.evaluate(AXE)
        _reading[browser, site, size["width"]] = window
    still = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    # Maps are not drawn a second time: axe looks at what stands for a picture and not into it.
    window.set_content(re.sub(r'(<img\b[^>]*?\ssrc=")[^"]*', rf"\1{NO_PICTURE}", still))
    return AxeResults(window.evaluate(RUN_AXE))
