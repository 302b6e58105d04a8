"""Reading is made easy: contents that follow, links to copy, light or dark, and ways on to other pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import browser as checks

STILL = "document.documentElement.style.scrollBehavior = 'auto'"


@pytest.fixture(scope="module")
def report(sample_site: Path) -> Path:
    """The page of the sample notebook for Ragunda."""
    return sample_site / "nulage/2303-ragunda/index.html"


class TestContents:
    @pytest.mark.parametrize("heading", ["arbete-inkomst", "aldrar-och-kon", "sammanfattning"])
    def test_the_section_in_view_is_marked(self, browser, report, heading):
        with checks.visit(browser, report) as visited:
            visited.page.evaluate(f"{STILL}; document.getElementById('{heading}').scrollIntoView()")
            marked = visited.page.wait_for_selector(f"nav.contents a[href='#{heading}'][aria-current]")
            assert marked and visited.page.locator("nav.contents [aria-current]").count() == 1

    def test_on_a_phone_they_are_folded_until_they_are_asked_for(self, browser, report):
        with checks.visit(browser, report, checks.NARROW) as visited:
            first = visited.page.locator("nav.contents li a").first
            assert not first.is_visible()
            visited.page.locator("nav.contents summary").click()
            assert first.is_visible()
            first.click()
            assert not first.is_visible()

    @pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
    def test_without_scripts_they_are_open(self, browser, report, width):
        with checks.visit(browser, report, width, javascript=False) as visited:
            assert visited.page.locator("nav.contents li a").first.is_visible()


class TestLinksToFigures:
    def test_each_figure_has_a_link_to_itself(self, browser, report):
        with checks.visit(browser, report, javascript=False) as visited:
            figures = visited.page.evaluate("[...document.querySelectorAll('figure')].map(one => '#' + one.id)")
            anchors = visited.page.evaluate("[...document.querySelectorAll('a.anchor')].map(one => one.hash)")
            assert anchors == figures
            assert visited.page.get_by_role("button", name="Kopiera länk").count() == 0

    def test_the_link_can_be_copied_and_it_is_said_that_it_was(self, browser, report):
        with checks.visit(browser, report) as visited:
            visited.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            figure = visited.page.locator("figure#arbete-1")
            figure.get_by_role("button", name="Kopiera länk").click()
            figure.get_by_role("button", name="Kopierad").wait_for()
            assert visited.page.locator("main > [role=status]").inner_text() == "Länken är kopierad."
            assert visited.page.evaluate("navigator.clipboard.readText()") == f"{report.resolve().as_uri()}#arbete-1"


class TestWaysOn:
    def test_the_place_is_kept_when_the_report_is_changed_and_the_report_when_the_place_is(self, browser, report):
        with checks.visit(browser, report, javascript=False) as visited:
            visited.page.get_by_text("Plats: Ragunda kommun").click()
            visited.page.get_by_role("link", name="Härjedalens kommun").click()
            assert visited.page.locator("h1").inner_text().split("\n") == ["Nulägesbeskrivning", "Härjedalens kommun"]

    def test_where_the_reader_is_is_marked(self, browser, report):
        with checks.visit(browser, report) as visited:
            marked = visited.page.locator("nav.choose [aria-current=page]")
            assert [text.strip() for text in marked.all_text_contents()] == ["Nulägesbeskrivning", "Ragunda kommun"]

    def test_one_menu_is_open_at_a_time_and_escape_closes_it(self, browser, report):
        with checks.visit(browser, report) as visited:
            first, second = visited.page.locator("nav.choose details").all()
            opened = "one => one.open"
            first.locator("summary").click()
            second.locator("summary").click()
            assert (first.evaluate(opened), second.evaluate(opened)) == (False, True)
            visited.page.keyboard.press("Tab")
            visited.page.keyboard.press("Escape")
            assert not second.evaluate(opened)
            assert second.evaluate("one => one.querySelector('summary') === document.activeElement")


class TestLightAndDark:
    GROUND = "getComputedStyle(document.body).backgroundColor"
    DARK, LIGHT = "rgb(20, 24, 29)", "rgb(255, 255, 255)"

    @pytest.mark.parametrize("javascript", [True, False])
    def test_it_is_as_the_reader_has_asked_of_the_system(self, browser, sample_page, javascript):
        for scheme, ground in (("dark", self.DARK), ("light", self.LIGHT)):
            with checks.visit(browser, sample_page, javascript=javascript, color_scheme=scheme) as visited:
                assert visited.page.evaluate(self.GROUND) == ground

    def test_the_choice_of_the_reader_is_remembered_on_the_next_page(self, browser, sample_site, report):
        with checks.visit(browser, report) as visited:
            button = visited.page.get_by_role("button", name="Mörkt läge")
            assert button.get_attribute("aria-pressed") == "false"
            button.click()
            assert (visited.page.evaluate(self.GROUND), button.get_attribute("aria-pressed")) == (self.DARK, "true")
            visited.page.goto((sample_site / "index.html").resolve().as_uri())
            assert visited.page.evaluate(self.GROUND) == self.DARK
            button.click()
            assert visited.page.evaluate(self.GROUND) == self.LIGHT
            assert visited.page.evaluate("localStorage.length") == 0

    def test_charts_keep_a_white_sheet(self, browser, report):
        with checks.visit(browser, report, color_scheme="dark") as visited:
            sheet = visited.page.evaluate("getComputedStyle(document.querySelector('.chart')).backgroundColor")
            assert sheet == self.LIGHT

    def test_paper_is_white(self, browser, report):
        with checks.visit(browser, report, color_scheme="dark") as visited:
            visited.page.emulate_media(media="print")
            assert visited.page.evaluate(self.GROUND) == self.LIGHT

    def test_without_scripts_there_is_neither_a_button_nor_a_field(self, browser, sample_page):
        with checks.visit(browser, sample_page, javascript=False) as visited:
            assert not visited.page.locator("button.theme").is_visible()
            assert not visited.page.locator("#sok").is_visible()
