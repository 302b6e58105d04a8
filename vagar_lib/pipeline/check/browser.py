"""What does axe say? Every page in a real browser, wide and narrow, with all that is folded open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check.report import Finding

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
LOOKS = ((1280, "light"), (360, "dark"))
"""Widths in pixels, and what a reader of each has asked of the system: what axe looks at differs in colours only."""
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def findings(site: Path, names: Sequence[str]) -> list[Finding]:
    """What axe-core has against pages, what the browser complains of, and whether a page scrolls sideways.

    Parameters
    ----------
    site : Path
    names : sequence of str
        Pages, as paths in the site's folder.

    Raises
    ------
    BadInput
        When there is no browser, or no Playwright to drive it.
    """
    missing = [name for name in ("playwright", "axe_playwright_python") if find_spec(name) is None]
    if missing:
        raise BadInput(f"--browser needs {missing[0]}; install playwright and axe-playwright-python")
    found = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    if not found:
        raise BadInput(f"--browser needs one of {', '.join(EXECUTABLES)}; install Debian's package chromium, or Chrome")
    # In a thread of its own, as Playwright refuses where an event loop is running, such as in Jupyter.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: list(_seen(found, site, names))).result()


def _seen(executable: str, site: Path, names: Sequence[str]) -> Iterator[Finding]:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        for name in names:
            for width, scheme in LOOKS:
                size = {"width": width, "height": 900}
                context = browser.new_context(viewport=size, locale="sv-SE", color_scheme=scheme)
                page = context.new_page()
                said: list[str] = []
                page.on("console", lambda one, to=said: to.append(one.text) if one.type == "error" else None)
                page.on("pageerror", lambda one, to=said: to.append(str(one)))
                page.goto((site / name).resolve().as_uri(), wait_until="load")
                page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
                place = f"{width} px, {scheme}"
                yield from (Finding(name, place, "axe", f"the browser says: {text[:200]}") for text in said)
                beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if beyond > 0:
                    yield Finding(name, place, "axe", f"the page scrolls {beyond} px sideways (WCAG 1.4.10)")
                for rule in Axe().run(page).response["violations"]:
                    for node in rule["nodes"]:
                        where = f"{place}, {' '.join(map(str, node['target']))}"
                        yield Finding(name, where, "axe", f"{rule['id']} ({rule['impact']}): {rule['help']}")
                context.close()
        browser.close()
