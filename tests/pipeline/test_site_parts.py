"""What a site is put together of: headlines of its pages, menus between them, a map, an index, colours for the dark."""

from __future__ import annotations

import json
import os
import re

import hypothesis
import pytest
from hypothesis import strategies as st

from vagar_lib import paths, regions
from vagar_lib.pipeline.page import chooser, headlines, neighbours, search
from vagar_lib.pipeline.page import dark as shade
from vagar_lib.pipeline.page.headlines import Headlines, Item
from vagar_lib.pipeline.page.listed import listed
from vagar_lib.pipeline.page.profile import Colours, contrast, profile
from vagar_lib.pipeline.page.style import TEMPLATES

PAGE = """<html><header></header><!--neighbours--><!--/neighbours--><main><h1>T</h1>
<section class="summary"><h2 id="s">Samman\u00adfattning</h2>
<ol class="findings"><li><p>Först.</p><p>▲ Bättre</p></li></ol></section>
<section><h2 id="arbete">Arbete</h2><p>Text</p><h3 id="lon">Lön &amp; pension</h3>
<figure id="f-1"><figcaption><p class="mark">Exempeldata</p><h4 id="f-1-rubrik">Lönen
 ökar</h4></figcaption></figure></section></main></html>"""


@pytest.fixture
def site_of(tmp_path):
    """A folder with these pages, by report and code; gives the folder and what is listed."""

    def make(*pages: tuple[str, str]):
        out = tmp_path / "site"
        described = []
        for report, code in pages:
            path = out / report / code / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGE, encoding="utf-8")
            described.append({"report": report, "title": report.title(), "region": code, "path": path})
        return out, listed(described, out)

    return make


class TestHeadlines:
    def test_findings_figures_and_headings_are_read_with_their_section(self, site_of):
        out, (page,) = site_of(("nulage", "23"))
        assert headlines.read(out / page.href) == Headlines(
            (("s", "Sammanfattning"), ("arbete", "Arbete")),
            (
                Item("finding", 0, "s", "Först."),
                Item("heading", 1, "lon", "Lön & pension"),
                Item("figure", 1, "f-1", "Lönen ökar"),
            ),
        )

    def test_a_page_is_read_again_only_when_it_has_changed(self, site_of):
        out, (page,) = site_of(("nulage", "23"))
        first = headlines.read_all([page.href], out)
        path, before = out / page.href, (out / page.href).stat()
        path.write_text(PAGE.replace("Först.", "Senare."), encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert headlines.read_all([page.href], out) == first
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
        assert headlines.read_all([page.href], out)[page.href].items[0].text == "Senare."


class TestNeighbours:
    def test_a_page_leads_to_its_place_in_other_reports_and_to_other_places_in_its_own(self, site_of):
        out, every = site_of(("a", "23"), ("a", "2303"), ("b", "2303"), ("a", "24"), ("a", "2480"), ("a", "00"))
        neighbours.write(every, out)
        found = re.findall(r'href="([^"]+)"', (out / "a/2303/index.html").read_text("utf-8"))
        reports, places = ["a/2303", "b/2303"], ["a/00", "a/23", "a/2303", "a/24"]
        assert found == [*(f"../../{name}/index.html" for name in reports + places), "../../index.html#platser"]

    def test_a_page_whose_menus_are_right_is_left_alone_and_one_with_others_is_mended(self, site_of):
        out, every = site_of(("a", "23"), ("a", "2303"))
        neighbours.write(every, out)
        page = out / "a/23/index.html"
        before = page.stat().st_mtime_ns, page.read_text("utf-8")
        neighbours.write(every, out)
        assert (page.stat().st_mtime_ns, page.read_text("utf-8")) == before
        neighbours.write(every[:1], out)
        assert "2303" not in page.read_text("utf-8")
        assert page.read_text("utf-8").count("<nav") == 1


class TestIndex:
    def test_each_county_has_a_file_and_what_is_gone_is_removed(self, site_of):
        out, every = site_of(("a", "00"), ("a", "23"), ("a", "2303"), ("a", "24"))
        search.write(every, headlines.read_all([one.href for one in every], out), out)
        folder = out / search.FOLDER
        assert sorted(path.name for path in folder.iterdir()) == ["00.js", "23.js", "24.js", "counties.js"]
        search.write(every[:3], headlines.read_all([one.href for one in every], out), out)
        assert sorted(path.name for path in folder.iterdir()) == ["00.js", "23.js", "counties.js"]

    def test_it_holds_what_the_pages_say_and_their_sections_once(self, site_of):
        out, every = site_of(("a", "23"), ("a", "2303"))
        search.write(every, headlines.read_all([one.href for one in every], out), out)
        text = (out / search.FOLDER / "23.js").read_text("utf-8")
        data = json.loads(text.removeprefix("vagarSearch.add(").removesuffix(");\n"))
        assert data["outlines"] == [[["s", "Sammanfattning"], ["arbete", "Arbete"]]]
        assert data["spots"] == [[0, 0, ""], [2, 1, "lon"], [1, 1, "f-1"]]
        assert data["texts"] == ["Först.", "Lön & pension", "Lönen ökar"]
        assert data["reports"] == [["A", ""]]
        assert data["pages"] == [
            ["a/23/index.html", 0, "Jämtlands län", 0, [0, 0, 1, 1, 2, 2]],
            ["a/2303/index.html", 0, "Ragunda kommun", 0, [0, 0, 1, 1, 2, 2]],
        ]


class TestMap:
    @pytest.mark.parametrize("code", ["00", "23", "14"])
    def test_it_has_every_place_and_is_light(self, built, code):
        children = regions.region(code).children
        drawn = chooser.outlines(children)
        assert tuple(shape.region for shape in drawn.shapes) == children
        assert sum(len(shape.path) for shape in drawn.shapes) < 60_000
        assert max(drawn.width / chooser.WIDTH, drawn.height / chooser.HEIGHT) == pytest.approx(chooser.STEPS, abs=0.1)

    def test_it_is_the_same_from_the_cache(self, built, tmp_path, monkeypatch):
        monkeypatch.setattr(paths, "outputs", lambda: tmp_path)
        first = chooser.outlines(regions.region("23").children)
        assert [*(tmp_path / "cache" / "maps").iterdir()]
        assert chooser.outlines(regions.region("23").children) == first

    def test_without_geometry_there_is_none(self, small):
        assert chooser.outlines(["23"]) is None


class TestDark:
    COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)

    def test_the_ground_is_that_of_the_style_sheet(self):
        assert f"--ground: {shade.GROUND};" in (TEMPLATES / "dark.css").read_text("utf-8")

    def test_text_can_be_read_on_every_ground_it_stands_on(self):
        named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (TEMPLATES / "dark.css").read_text("utf-8")))
        named |= shade.dark(profile().colours)
        pairs = [("ink", ground) for ground in ("ground", "tint", "best", "good", "even", "bad", "worst")]
        pairs += [(text, ground) for text in ("muted", "accent", "link") for ground in ("ground", "tint")]
        pairs += [("example-ink", "example-ground"), ("example-ink", "ground"), ("ground", "link")]
        assert [pair for pair in pairs if contrast(*(named[name] for name in pair)) < 4.5] == []

    @hypothesis.given(COLOURS, COLOURS, COLOURS)
    def test_any_colours_of_a_profile_can_be_read_in_the_dark(self, accent, link, focus):
        made = shade.dark(Colours.model_construct(accent=accent, link=link, focus=focus, tint="#ffffff"))
        for name in ("accent", "link", "focus"):
            assert min(contrast(made[name], ground) for ground in (shade.GROUND, made["tint"])) >= shade.LEAST
