"""A page with each kind of display and hostile text works for everyone, in a real browser."""

from __future__ import annotations

import pytest

from tests.site import browser as checks

WIDTHS = [checks.WIDE, checks.NARROW]


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation(browser, sample_page, width):
    assert checks.violations(browser, sample_page, width) == []


@pytest.mark.parametrize("width", [*WIDTHS, 700])
def test_the_page_never_scrolls_sideways(browser, sample_page, width):
    assert checks.overflow(browser, sample_page, width) == 0


def test_everything_is_there_without_javascript(browser, sample_page):
    assert checks.unseen_without_javascript(browser, sample_page) == []


def test_nothing_is_asked_of_another_host(browser, sample_page):
    assert checks.outside(browser, sample_page) == []


def test_the_browser_has_nothing_to_complain_about(browser, sample_page):
    assert checks.complaints(browser, sample_page) == []


@pytest.fixture(scope="module")
def report(sample_site):
    return sample_site / "nulage/2303-ragunda/index.html"


@pytest.mark.parametrize(("width", "shown"), [(1280, "wide"), (640, "wide"), (639, "narrow"), (360, "narrow")])
def test_each_chart_is_shown_at_the_width_it_was_drawn_for(browser, report, width, shown):
    with checks.visit(browser, report, width) as visited:
        charts = visited.page.locator(".chart").all()
        assert charts
        for chart in charts:
            assert [svg.get_attribute("class") for svg in chart.locator("svg").all() if svg.is_visible()] == [shown]


def test_the_contents_stay_in_sight_on_a_wide_screen(browser, report):
    with checks.visit(browser, report) as visited:
        visited.page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; window.scrollTo(0, 2500)")
        top = visited.page.locator("nav.contents").bounding_box()["y"]
        assert 0 <= top < 100


def test_the_first_key_press_offers_to_skip_to_the_content(browser, report):
    with checks.visit(browser, report) as visited:
        visited.page.keyboard.press("Tab")
        link = visited.page.locator(":focus")
        assert link.inner_text() == "Hoppa till innehållet"
        assert link.bounding_box()["x"] >= 0
        visited.page.keyboard.press("Enter")
        assert visited.page.evaluate("document.activeElement.id") == "huvud"


def test_the_page_has_a_style_also_from_disk(browser, report):
    with checks.visit(browser, report) as visited:
        family = visited.page.evaluate("getComputedStyle(document.querySelector('.chart text')).fontFamily")
        assert "Source Sans 3" in family


def test_on_paper_there_is_neither_navigation_nor_anything_folded(browser, report):
    with checks.visit(browser, report) as visited:
        visited.page.emulate_media(media="print")
        for part in ("nav.contents", "header nav", "details", "a.skip"):
            assert not visited.page.locator(part).first.is_visible()
        assert visited.page.locator(".chart .wide").first.is_visible()


def test_the_checks_notice_a_bad_page(browser, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text(
        """<!DOCTYPE html><title>x</title><main><p class="late" hidden>Text</p>
        <div style="width: 900px">Bred</div><img src="https://vagar.invalid/a.png">
        <script>document.querySelector('.late').hidden = false; console.error('oj')</script></main>""",
        encoding="utf-8",
    )
    assert {line.split(" ")[0] for line in checks.violations(browser, bad)} >= {"html-has-lang", "image-alt"}
    assert checks.overflow(browser, bad) >= 540
    assert checks.outside(browser, bad) == ["https://vagar.invalid/a.png"]
    assert "oj" in checks.complaints(browser, bad)
    assert checks.unseen_without_javascript(browser, bad) == ['<p class="late" hidden="">Text</p>']
