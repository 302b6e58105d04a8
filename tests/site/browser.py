"""Checks of a built page in headless Chromium, for any page by its path."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
WIDE, NARROW = 1280, 360


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system.

    Raises
    ------
    AssertionError
        When there is none; says how to install it.
    """
    found = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    assert found, (
        f"the browser tests need one of {', '.join(EXECUTABLES)}; install it with "
        "'sudo apt-get install chromium' (Debian), or leave these tests out with --ignore=tests/site"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page, with what it asked for and what it complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def visit(
    browser: Browser, page_at: Path | str, width: int = WIDE, *, javascript: bool = True, **look: str
) -> Iterator[Visit]:
    """Open a page from disk, or by its address, at a width; ``look`` is what the reader prefers (``color_scheme``…)."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="sv-SE", java_script_enabled=javascript, **look
    )
    page = context.new_page()
    visited = Visit(page)
    page.on("request", lambda request: visited.requests.append(request.url))
    page.on("requestfailed", lambda request: visited.complaints.append(f"failed: {request.url}"))
    page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: visited.complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.goto(page_at if isinstance(page_at, str) else page_at.resolve().as_uri(), wait_until="load")
    yield visited
    context.close()


def violations(browser: Browser, path: Path, width: int = WIDE, **look: str) -> list[str]:
    """What axe finds, with every fold-out table open; one line each, none when all is well."""
    with visit(browser, path, width, **look) as visited:
        visited.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        found = Axe().run(visited.page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(browser: Browser, path: Path, width: int = NARROW) -> int:
    """Pixels that the page is wider than the window, with every fold-out table open."""
    with visit(browser, path, width) as visited:
        visited.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        return visited.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def outside(browser: Browser, path: Path) -> list[str]:
    """Requests for anything that is not a file on disk, or part of the page itself."""
    with visit(browser, path) as visited:
        return [url for url in visited.requests if not url.startswith(("file:", "data:"))]


def complaints(browser: Browser, path: Path) -> list[str]:
    """Errors and warnings of the console, and files that could not be loaded."""
    with visit(browser, path) as visited:
        return visited.complaints


def unseen_without_javascript(browser: Browser, path: Path) -> list[str]:
    """Texts, tables and charts that can't be seen when JavaScript is off and the fold-outs are opened by click."""
    with visit(browser, path, javascript=False) as visited:
        folded = visited.page.locator("figure details:has(table)")
        if folded.count():
            folded.first.locator("summary").click()
            assert folded.first.locator("table").is_visible(), "a fold-out does not open by itself"
        return visited.page.evaluate(_UNSEEN)


_UNSEEN = """() => {
    document.querySelectorAll('details').forEach(part => part.open = true);
    const seen = part => part.checkVisibility() && part.getClientRects().length > 0;
    const parts = [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, dt, dd, table, td, figure, .chart)')];
    const hidden = parts.filter(part => !seen(part));
    const charts = [...document.querySelectorAll('.chart')];
    const blank = charts.filter(chart => [...chart.querySelectorAll('svg')].filter(seen).length !== 1);
    return [...hidden, ...blank].map(part => part.outerHTML.slice(0, 120));
}"""


def screenshot(browser: Browser, path: Path, target: Path, width: int = WIDE) -> Path:
    """Picture of the whole page."""
    with visit(browser, path, width) as visited:
        visited.page.screenshot(path=target, full_page=True)
    return target
