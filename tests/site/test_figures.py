"""Figures in a real browser: shown on another site at their right height, and answering without asking anyone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.figures import charts
from tests.site import browser as checks
from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.page import render

OWN = "figurer/arbete-1/index.html"
TOLD = "() => document.querySelector('.tip').textContent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a page with lines and bars of three places."""
    root = tmp_path_factory.mktemp("figures")
    shown = sample.show(charts.of_lines(), charts.of_bars(name="arbete-2", title="Störst i riket"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "outputs", lambda: root / "outputs")
        path = sample.save(sample.notebook(sample.new_markdown_cell("## Arbete"), shown), root / "notebooks")
        return render.render(path, sample.job(), root / "site/nulage/2303-ragunda", {"edition": "a1"}).path.parent


def buttons(page, name: str = "arbete-1"):
    """The button of a figure beneath its chart."""
    return page.locator(f"#{name} .chart + .tools > button")


def made_live(page, name: str = "arbete-1"):
    """Press the button with the keyboard and give the chart that answers."""
    buttons(page, name).focus()
    page.keyboard.press("Enter")
    chart = page.locator(f"#{name} .chart.live")
    chart.wait_for()
    page.locator(f"#{name} select").wait_for()
    return chart


def opacities(chart, kind: str) -> list[float]:
    """How strongly each mark of a kind is drawn."""
    marks = chart.locator(f".mark-{kind}.role-mark path").all()
    return [float(mark.get_attribute("opacity") or 1) for mark in marks]


class TestLive:
    def test_a_chart_answers_from_disk_without_a_complaint_or_a_request_elsewhere(self, browser, folder):
        with checks.visit(browser, folder / "index.html") as visited:
            assert not [url for url in visited.requests if url.endswith(("vega.js", "figur.js"))], (
                "loaded when asked for"
            )
            chart = made_live(visited.page)
            assert chart.locator("svg.marks").is_visible()
            assert visited.page.locator("#arbete-1 .chart > svg:visible").count() == 0
        assert [url.rpartition("/")[2] for url in visited.requests if url.endswith(("vega.js", "figur.js"))] == [
            "figur.js", "vega.js",
        ]  # fmt: skip
        assert not [url for url in visited.requests if not url.startswith(("file:", "data:"))]
        assert visited.complaints == []

    def test_focus_stays_on_the_button_and_the_picture_can_be_had_back(self, browser, folder):
        with checks.visit(browser, folder / "index.html") as visited:
            made_live(visited.page)
            assert visited.page.evaluate("document.activeElement.firstChild.textContent") == "Visa som stillbild"
            visited.page.keyboard.press("Enter")
            assert visited.page.locator("#arbete-1 .chart.live").count() == 0
            assert visited.page.locator("#arbete-1 .chart > svg:visible").count() == 1
            assert visited.page.evaluate("document.activeElement.firstChild.textContent") == "Gör interaktiv"

    def test_a_bar_tells_its_number_in_swedish(self, browser, folder):
        """The bars are 2,5, 3,5 and 4,5 per cent."""
        with checks.visit(browser, folder / "index.html") as visited:
            chart = made_live(visited.page, "arbete-2")
            chart.locator(".mark-rect.role-mark path").first.hover()
            assert visited.page.evaluate(TOLD) == "Ragunda\n2,5\u00a0procent"

    def test_each_point_of_a_line_tells_its_own_year(self, browser, folder):
        """Ragunda is 1,5 in 2015, and 0,25 more each year: 1,75 is written 1,8."""
        with checks.visit(browser, folder / "index.html") as visited:
            chart = made_live(visited.page)
            chart.locator(".mark-symbol.role-mark").last.locator("path").nth(1).hover()
            assert visited.page.evaluate(TOLD) == "Ragunda\n2016: 1,8\u00a0procent"

    def test_what_is_chosen_stands_out_and_all_come_back(self, browser, folder):
        with checks.visit(browser, folder / "index.html") as visited:
            chart = made_live(visited.page, "arbete-2")
            chosen = visited.page.locator("#arbete-2 select")
            assert chosen.locator("option").all_text_contents() == ["alla", *charts.NAMES]
            chosen.select_option(label="Ragunda")
            visited.page.wait_for_timeout(300)
            assert opacities(chart, "rect") == [1, 0.15, 0.15]
            chosen.select_option(label="alla")
            visited.page.wait_for_timeout(300)
            assert opacities(chart, "rect") == [1, 1, 1]

    @pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
    def test_a_chart_that_answers_has_no_violation_and_does_not_scroll_sideways(self, browser, folder, width):
        with checks.visit(browser, folder / "index.html", width) as visited:
            made_live(visited.page)
            found = checks.Axe().run(visited.page).response["violations"]
            beyond = visited.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        assert ([rule["id"] for rule in found], beyond) == ([], 0)

    def test_a_figure_whose_script_is_lost_says_so_and_stays_as_it_was(self, browser, folder):
        script = folder / "figurer/arbete-1/figur.js"
        held = script.read_bytes()
        script.unlink()
        try:
            with checks.visit(browser, folder / "index.html") as visited:
                buttons(visited.page).click()
                visited.page.get_by_text("Kunde inte göras interaktiv").wait_for()
                assert visited.page.locator("#arbete-1 .chart > svg:visible").count() == 1
        finally:
            script.write_bytes(held)


class TestDownloads:
    def test_a_png_is_drawn_when_it_is_asked_for(self, browser, folder, tmp_path):
        with checks.visit(browser, folder / "index.html") as visited:
            with visited.page.expect_download() as loaded:
                visited.page.locator("#arbete-1 button", has_text="Bild (PNG)").click()
            assert loaded.value.suggested_filename == "arbete-1.png"
            loaded.value.save_as(tmp_path / "a.png")
        data = (tmp_path / "a.png").read_bytes()
        assert data.startswith(b"\x89PNG") and int.from_bytes(data[16:20]) == 2 * 768
        assert visited.complaints == []

    def test_all_but_that_is_there_without_javascript(self, browser, folder):
        with checks.visit(browser, folder / "index.html", javascript=False) as visited:
            tools = visited.page.locator("#arbete-1 .tools")
            assert tools.locator("button").count() == 0
            assert [link.is_visible() for link in tools.locator("p > a").all()[:2]] == [True, True]
            tools.locator("summary").click()
            assert tools.locator("textarea").is_visible()


class TestEmbedded:
    """A page of another site with the code that the page gives."""

    @pytest.fixture
    def host(self, folder: Path, tmp_path: Path) -> Path:
        site = folder.parents[1].as_uri()
        frame = f'<iframe src="{site}/nulage/2303-ragunda/{OWN}" title="Figur" width="100%" height="200"></iframe>'
        page = f'<!DOCTYPE html><html lang="sv"><title>Värd</title><main><h1>Värd</h1>{frame}</main>'
        (tmp_path / "host.html").write_text(
            f'{page}<script src="{site}/assets/embed.js" async></script></html>', "utf-8"
        )
        return tmp_path / "host.html"

    @pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
    def test_the_frame_gets_the_height_of_the_figure_and_follows_it(self, browser, host, width):
        with checks.visit(browser, host, width) as visited:
            inside = visited.page.frame_locator("iframe")
            assert self.settled(visited.page)
            folded = visited.page.locator("iframe").bounding_box()["height"]
            inside.locator("details", has_text="Visa siffrorna").locator("summary").click()
            visited.page.wait_for_timeout(500)
            assert self.settled(visited.page)
            assert visited.page.locator("iframe").bounding_box()["height"] > folded + 100
        assert visited.complaints == []

    def settled(self, page) -> bool:
        """Whether the frame is as high as the page in it, and no higher than what one line takes."""
        for _ in range(40):
            frame = page.frames[1]
            own = frame.evaluate("document.body.getBoundingClientRect().height")
            given = page.evaluate("document.querySelector('iframe').clientHeight")
            if 0 <= given - own < 20 and given > 300:
                return not frame.evaluate("document.documentElement.scrollHeight > innerHeight")
            page.wait_for_timeout(100)
        return False

    def test_a_message_that_is_none_of_ours_changes_nothing(self, browser, host):
        with checks.visit(browser, host) as visited:
            assert self.settled(visited.page)
            before = visited.page.locator("iframe").bounding_box()["height"]
            for said in ("{vagar: 'figur', height: -5}", "{vagar: 'figur', height: 1e9}", "'figur'", "{height: 900}"):
                visited.page.frames[1].evaluate(f"parent.postMessage({said}, '*')")
            visited.page.evaluate("postMessage({vagar: 'figur', height: 900}, '*')")
            visited.page.wait_for_timeout(300)
            assert visited.page.locator("iframe").bounding_box()["height"] == before

    @pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
    def test_the_page_of_a_figure_passes_what_every_page_passes(self, browser, folder, width):
        assert checks.violations(browser, folder / OWN, width) == []
        assert checks.overflow(browser, folder / OWN, width) == 0
        assert checks.outside(browser, folder / OWN) == []
        assert checks.complaints(browser, folder / OWN) == []

    @pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
    def test_a_fragment_shows_one_drawing_that_fits(self, browser, folder, tmp_path, width):
        text = (folder / "figurer/arbete-1/fragment.html").read_text("utf-8")
        head = '<meta charset="iso-8859-1"><meta name="viewport" content="width=device-width">'
        (tmp_path / "cms.html").write_text(f'<!DOCTYPE html><html lang="sv"><head>{head}<title>x</title></head>{text}')
        with checks.visit(browser, tmp_path / "cms.html", width) as visited:
            seen = [drawing for drawing in visited.page.locator("svg").all() if drawing.is_visible()]
            assert len(seen) == 1
            assert visited.page.evaluate("document.documentElement.scrollWidth") <= width
            assert visited.page.get_by_text("är högre än i riket").first.is_visible(), "å, ä and ö in any encoding"
