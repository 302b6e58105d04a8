"""The real pages, built through the pipeline, pass what the sample passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import browser as checks
from vagar_lib.pipeline.page.render import MAX_WEIGHT

PAGES = [
    "index.html",
    "nulage/23-jamtlands-lan/index.html",
    "nulage/2303-ragunda/index.html",
    "megatrender/23-jamtlands-lan/index.html",
    "megatrender/2303-ragunda/index.html",
    "indikatorer/23-jamtlands-lan/index.html",
    "indikatorer/2303-ragunda/index.html",
    "tillvaxtmedel/23-jamtlands-lan/index.html",
    "tillvaxtmedel/2303-ragunda/index.html",
    "uppfoljning/23-jamtlands-lan/index.html",
    "uppfoljning/2303-ragunda/index.html",
    "malkonflikter/23-jamtlands-lan/index.html",
    "malkonflikter/2303-ragunda/index.html",
]


@pytest.fixture(scope="module", params=PAGES)
def page(site_of_project: Path, request: pytest.FixtureRequest) -> Path:
    """Each page of the built site."""
    return site_of_project / request.param


@pytest.mark.parametrize(("width", "scheme"), [(checks.WIDE, "light"), (checks.NARROW, "dark")])
def test_axe_finds_no_violation(browser, page, width, scheme):
    assert checks.violations(browser, page, width, color_scheme=scheme) == []


def test_the_page_does_not_scroll_sideways_on_a_phone(browser, page):
    assert checks.overflow(browser, page) == 0


def test_everything_is_there_without_javascript(browser, page):
    assert checks.unseen_without_javascript(browser, page) == []


def test_nothing_is_asked_of_another_host(browser, page):
    assert checks.outside(browser, page) == []


def test_the_browser_has_nothing_to_complain_about(browser, page):
    assert checks.complaints(browser, page) == []


def test_the_page_weighs_at_most_a_megabyte_and_a_half(page):
    assert page.stat().st_size <= MAX_WEIGHT
