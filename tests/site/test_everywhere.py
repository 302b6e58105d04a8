"""A page is the same wherever it is read: any width, light or dark, with scripts or without, from disk or the web."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.site import browser as checks

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(sample_site: Path) -> Iterator[str]:
    """Address of the sample site on a web server of this machine."""
    handler = functools.partial(_Quiet, directory=sample_site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("name", ["index.html", "nulage/2303-ragunda/index.html"])
@pytest.mark.parametrize("origin", ["disk", "web"])
def test_nothing_complains_asks_elsewhere_or_scrolls_sideways(browser, sample_site, served, origin, name, javascript):
    base, address = (served, served + name) if origin == "web" else (sample_site.resolve().as_uri(), sample_site / name)
    for width, scheme in product(WIDTHS, SCHEMES):
        with checks.visit(browser, address, width, javascript=javascript, color_scheme=scheme) as visited:
            if javascript:
                visited.page.focus("#sok")
                visited.page.fill("#sok", "befolkning")
                visited.page.wait_for_selector(".hits li")
            page = visited.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            elsewhere = [url for url in visited.requests if not url.startswith((base, "data:"))]
            assert (visited.complaints, elsewhere, page[0] - page[1]) == ([], [], 0), (width, scheme)


@pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
def test_axe_finds_no_violation_in_the_dark(browser, sample_page, width):
    assert checks.violations(browser, sample_page, width, color_scheme="dark") == []


@pytest.mark.parametrize("look", [{"contrast": "more"}, {"forced_colors": "active"}], ids=["contrast", "forced"])
def test_axe_finds_no_violation_for_who_asks_for_contrast(browser, sample_page, look):
    assert checks.violations(browser, sample_page, **look) == []


@pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, sample_page, width):
    with checks.visit(browser, sample_page, width) as visited:
        wanted = visited.page.evaluate(_FOCUSABLE)
        reached = []
        for _ in range(wanted + 1):
            visited.page.keyboard.press("Tab")
            reached.append(visited.page.evaluate(_FOCUSED))
    marked = [shown for number, shown in reached if number is not None]
    assert {number for number, _ in reached} >= set(range(wanted)) and wanted > 10
    assert all(marked)


_FOCUSABLE = """() => {
    const all = [...document.querySelectorAll('a[href], button, input, summary, textarea, select, [tabindex="0"]')];
    const seen = all.filter(one => one.checkVisibility() && !one.disabled);
    seen.forEach((one, number) => { one.dataset.number = number; });
    return seen.length;
}"""
_FOCUSED = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one.querySelector(':scope > path') || one);
    const shown = style.outlineStyle !== 'none' || one.closest('svg') !== null;
    return [one.dataset.number === undefined ? null : Number(one.dataset.number), shown];
}"""


def test_no_script_or_style_stands_in_a_page(browser, sample_page):
    with checks.visit(browser, sample_page) as visited:
        blocked = visited.page.evaluate(
            """() => new Promise(done => {
                document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
                const script = document.createElement('script');
                script.textContent = 'document.title = "taken"';
                document.head.append(script);
                setTimeout(() => done(''), 500);
            })"""
        )
        assert blocked.startswith("script-src")
        assert visited.page.title() != "taken"
        assert visited.page.evaluate("document.querySelectorAll('[style], style, script:not([src])').length") == 1


def test_with_motion_reduced_the_page_does_not_glide(browser, sample_page):
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        with checks.visit(browser, sample_page, reduced_motion=motion) as visited:
            assert visited.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
