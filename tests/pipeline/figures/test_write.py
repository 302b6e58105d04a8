"""Each figure of a page lies in a folder of its own with all that others need to show it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import lxml.html
import pytest
from lxml import etree
from nbformat.v4 import new_markdown_cell
from tinyhtml5.parser import HTMLParser

from tests.pipeline.figures import charts
from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.page import render
from vagar_lib.pipeline.page.figures import page as standing
from vagar_lib.pipeline.page.figures import png
from vagar_lib.pipeline.page.profile import profile

FIGURE = {"data.csv", "data.csv-metadata.json", "figur.js", "figur.svg", "fragment.html", "index.html"}
TABLE = {"data.csv", "data.csv-metadata.json", "fragment.html", "index.html"}
CONTEXT = {"edition": "a1b2c3", "executed": "2026-11-03T08:00:00+00:00"}
ADDRESS = "https://exempel.se/vagar/"
MOST = 60_000
"""Bytes of each page and fragment of a figure of common size."""


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Drawings are kept in a folder of the test's own."""
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    return tmp_path


def made(folder: Path, *contents: dict, code: str = "2303") -> Path:
    """Folder of the page of these figures."""
    notebook = sample.notebook(new_markdown_cell("## Arbete"), sample.show(*contents))
    path = sample.save(notebook, folder / "notebooks", f"{code}.ipynb")
    return render.render(path, sample.job(code), folder / f"site/nulage/{code}", CONTEXT).path.parent


def at(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Let the site be published at an address."""
    known = profile().model_copy(update={"address": address})
    monkeypatch.setattr(render, "profile", lambda: known)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def parsed(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


class TestFolder:
    def test_a_figure_has_all_its_files_and_a_table_those_that_need_no_drawing(self, scratch):
        table = sample.figure("helhet-1", kind="table", title="Alla", table=sample.rich_table())
        folder = made(scratch, charts.of_lines(), table) / "figurer"
        assert (names(folder / "arbete-1"), names(folder / "helhet-1")) == (FIGURE, TABLE)

    def test_what_a_page_no_longer_shows_is_gone_and_its_folder_too(self, scratch):
        made(scratch, charts.of_lines(name="gammal"))
        assert names(made(scratch, charts.of_lines(name="ny")) / "figurer") == {"ny"}

    def test_a_png_that_someone_has_asked_for_follows_the_figure(self, scratch):
        own = made(scratch, charts.of_lines()) / "figurer/arbete-1"
        png.draw(own)
        before = (own / png.PNG).read_bytes()
        made(scratch, charts.of_lines())
        assert (own / png.PNG).read_bytes() == before
        made(scratch, charts.of_lines(title="En helt annan rubrik"))
        assert (own / png.PNG).read_bytes() != before

    def test_the_same_figure_is_written_as_the_same_bytes(self, scratch):
        def every() -> dict[str, bytes]:
            return {
                path.name: path.read_bytes()
                for path in (made(scratch, charts.of_lines()) / "figurer/arbete-1").iterdir()
            }

        assert every() == every()

    def test_pages_and_fragments_are_small(self, scratch):
        own = made(scratch, charts.of_lines()) / "figurer/arbete-1"
        assert all((own / name).stat().st_size < MOST for name in FIGURE)


class TestPage:
    def test_links_and_code_of_each_figure_are_on_the_page(self, scratch):
        page = parsed((made(scratch, charts.of_lines()) / "index.html").read_text("utf-8"))
        tools = page.xpath("//figure[@id='arbete-1']/div[@class='tools']")[0]
        assert tools.xpath(".//a/@href") == [
            f"figurer/arbete-1/{name}" for name in ("figur.svg", "data.csv", "index.html", "fragment.html")
        ]
        assert tools.xpath(".//a/@download") == ["arbete-1.svg", "arbete-1.csv", "arbete-1.html"]
        assert all("Arbetslösheten i Ragunda" in text for text in tools.xpath(".//a/span/text()"))
        assert "[webbplatsens adress]" in tools.text_content(), "the address of the site is not known"

    def test_the_code_is_a_frame_with_a_title_and_a_height_of_its_own_and_the_script(self, scratch, monkeypatch):
        at(monkeypatch, ADDRESS)
        page = parsed((made(scratch, charts.of_lines()) / "index.html").read_text("utf-8"))
        code = lxml.html.fragments_fromstring(page.xpath("string(//textarea)"))
        frame, script = code
        assert frame.get("src") == f"{ADDRESS}nulage/2303/figurer/arbete-1/index.html"
        assert frame.get("title") == "Arbetslösheten i Ragunda är högre än i riket – Ragunda kommun"
        assert 500 < int(frame.get("height")) < 900
        assert script.get("src") == f"{ADDRESS}assets/embed.js"
        assert "[webbplatsens adress]" not in page.text_content()

    def test_the_script_of_a_figure_holds_its_picture_and_its_live_chart(self, scratch):
        text = (made(scratch, charts.of_lines()) / "figurer/arbete-1/figur.js").read_text("utf-8")
        held = json.loads(re.fullmatch(r'\(window\.vagarFigurer = .* \{\}\)\["arbete-1"\] = (.*);\n', text)[1])
        assert etree.fromstring(held["picture"]).get("role") == "img"
        assert held["live"]["choices"][0]["values"] == charts.NAMES

    def test_only_a_chart_that_answers_offers_it(self, scratch):
        still = sample.figure("still", spec=sample.bars(720), narrow=sample.bars(340))
        page = parsed((made(scratch, charts.of_lines(), still) / "index.html").read_text("utf-8"))
        assert page.xpath("//*[@data-live]/@data-figure") == ["arbete-1"]


class TestOwnPage:
    def test_it_is_a_whole_page_in_swedish_that_leads_back_and_is_not_for_search_engines(self, scratch, monkeypatch):
        at(monkeypatch, ADDRESS)
        text = (made(scratch, charts.of_lines()) / "figurer/arbete-1/index.html").read_text("utf-8")
        parser = HTMLParser()
        parser.parse(text)
        assert parser.errors == []
        page = parsed(text)
        assert page.get("lang") == "sv"
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
        assert page.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}nulage/2303/#arbete-1"]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//a[@target='_top']/@href") == [f"{ADDRESS}nulage/2303/#arbete-1"]
        assert page.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'; script-src 'self'")
        assert not page.xpath("//@style | //script[not(@src)]")

    def test_without_an_address_it_leads_to_the_page_beside_it(self, scratch):
        page = parsed((made(scratch, charts.of_lines()) / "figurer/arbete-1/index.html").read_text("utf-8"))
        assert page.xpath("//a[@target='_top']/@href") == ["../../index.html#arbete-1"]
        assert not page.xpath("//link[@rel='canonical']")

    def test_its_path_is_known_from_those_of_other_pages(self):
        assert standing.is_own_page("nulage/2303-ragunda/figurer/arbete-1/index.html")
        assert not standing.is_own_page("nulage/2303-ragunda/index.html")


class TestFragment:
    def text(self, folder: Path, content: dict | None = None, **about: str) -> str:
        content = content or charts.of_lines()
        return (made(folder, content, **about) / f"figurer/{content['id']}/fragment.html").read_text("utf-8")

    def test_it_is_valid_inside_a_page_and_holds_title_finding_source_and_table(self, scratch):
        text = self.text(scratch)
        parser = HTMLParser()
        parser.parse(f"<!DOCTYPE html><html lang='sv'><head><title>x</title></head><body>{text}</body></html>")
        assert parser.errors == []
        told = parsed(text).text_content()
        for part in (
            "Arbetslösheten i Ragunda är högre än i riket",
            "Källa: Arbetsförmedlingen.",
            "Öppet arbetslösa, procent",
        ):
            assert part in told
        assert parsed(text).xpath("//table//th[@scope='row']")

    def test_it_runs_nothing_and_asks_for_nothing(self, scratch):
        page = parsed(self.text(scratch))
        assert not page.xpath("//script | //link | //img | //iframe | //@src | //@style")
        assert not [key for node in page.iter("*") for key in node.attrib if key.startswith("on")]

    def test_it_is_the_same_in_any_encoding(self, scratch):
        assert self.text(scratch).isascii()

    def test_two_on_one_page_have_no_ids_and_no_names_of_classes_in_common_with_it(self, scratch):
        own = [self.text(scratch, code=code) for code in ("2303", "2361")]
        own.append(self.text(scratch, charts.of_lines(name="arbete-2")))
        ids = [name for text in own for name in parsed(text).xpath("//@id")]
        assert len(set(ids)) == len(ids) > 3
        assert all(name.startswith("vagar-") for name in ids)
        referred = [name for text in own for name in re.findall(r"url\(#([^)]+)\)", text)]
        assert set(referred) <= set(ids)
        classes = {name for text in own for value in parsed(text).xpath("//@class") for name in value.split()}
        assert all(name.startswith("vagar-") for name in classes)

    def test_one_drawing_is_seen_also_where_styles_are_refused(self, scratch):
        page = parsed(self.text(scratch))
        shown = [part for part in page.xpath("//div[@role='img']") if part.get("hidden") is None]
        assert len(shown) == 1
        assert shown[0].find("svg").get("width") == "100%"

    def test_a_table_with_symbols_tells_them_in_words(self, scratch):
        table = sample.figure("helhet-1", kind="table", title="Alla", table=sample.rich_table())
        assert "Förbättring" in parsed(self.text(scratch, table)).text_content()


HOSTILE = {key: sample.HOSTILE for key in ("title", "subtitle", "alt", "source", "unit")} | {"notes": [sample.HOSTILE]}


@pytest.mark.parametrize("name", ["index.html", "fragment.html", "figur.svg"])
def test_hostile_words_stay_words_in_every_file(scratch, name):
    content = charts.of_lines([sample.HOSTILE, "</script><script>alert(1)</script>"]) | HOSTILE
    text = (made(scratch, content) / "figurer/arbete-1" / name).read_text("utf-8")
    page = parsed(text) if name.endswith("html") else etree.fromstring(text.encode())
    tags = {etree.QName(node).localname for node in page.iter("*")}
    assert "img" not in tags
    own = ["../../../../assets/frame.js", "../../../../assets/figure.js"] if name == "index.html" else []
    assert [script.get("src") for script in page.xpath("//*[local-name()='script']")] == own
    assert not page.xpath("//@onerror | //@onload")
    assert not [link for link in page.xpath("//@href") if link.strip().startswith("javascript:")]


def test_hostile_words_can_not_leave_the_code_to_embed(scratch):
    page = parsed((made(scratch, charts.of_lines() | HOSTILE) / "index.html").read_text("utf-8"))
    code = page.xpath("string(//textarea)")
    pasted = lxml.html.fragments_fromstring(code)
    assert [part.tag for part in pasted] == ["iframe", "script"]
    assert pasted[0].get("title").startswith(sample.HOSTILE)
    assert html.escape(sample.HOSTILE) in code
