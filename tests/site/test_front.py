"""The front page leads to every report, place by place, and says how each of them stands."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from tests.site import sample
from vagar_lib.pipeline.page import site


@pytest.fixture
def front(tmp_path: Path):
    """A front page of these reports, each with a page on disk unless it says otherwise."""

    def build(*pages: dict, there: bool = True) -> lxml.html.HtmlElement:
        described = []
        for page in pages:
            path = tmp_path / "nulage" / page["region"] / "index.html"
            if there:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            described.append({"title": "Nulägesbeskrivning", "path": path, **page})
        return lxml.html.parse(str(site.build(described, tmp_path))).getroot()

    return build


def test_a_county_comes_before_its_municipalities_and_these_in_swedish_order(front):
    page = front(*({"region": code} for code in ["2321", "2380", "2361", "23", "2303", "00", "2260", "22"]))
    assert page.xpath("//section/h2/text()") == ["Riket", "Jämtlands län", "Västernorrlands län"]
    jamtland = page.xpath("//section[2]")[0]
    places = jamtland.xpath(".//h3/text()")
    assert places == ["Härjedalens kommun", "Ragunda kommun", "Åre kommun", "Östersunds kommun"]
    assert jamtland.xpath(".//a/@href")[0] == "nulage/23/index.html"


def test_a_report_shows_its_first_finding_edition_and_day(front):
    about = {"findings": ["Först.", "Sedan."], "edition": "a1b2", "executed": "2026-11-03T10:00:00+00:00"}
    report = front({"region": "2303", **about}).xpath("//div[@class='report']")[0]
    assert report.xpath("string(p[1]/a)") == "Nulägesbeskrivning för Ragunda kommun"
    assert report.xpath("p[position()>1]/text()") == ["Först.", "Framtagen 3 november 2026, datautgåva a1b2"]


def test_a_failed_report_says_which_edition_is_the_last_good_one(front):
    page = front({"region": "2303", "failed": True, "executed": "2026-11-03T10:00:00+00:00"})
    assert page.xpath("string(//p[@class='failed'])").endswith("Senaste fungerande utgåva från 3 november 2026.")
    assert page.xpath("//main//a/@href") == ["nulage/2303/index.html"]


def test_a_report_that_never_succeeded_has_no_link(front):
    page = front({"region": "2303", "failed": True, "findings": ["Gammalt."]}, there=False)
    assert page.xpath("//main//a") == []
    assert "ingen fungerande utgåva" in page.xpath("string(//p[@class='failed'])")
    assert "Gammalt." not in page.text_content()


def test_hostile_text_is_shown_as_it_is_written(front):
    page = front({"region": "2303", "title": sample.HOSTILE, "findings": [sample.HOSTILE], "edition": sample.HOSTILE})
    assert page.xpath("//script | //img") == []
    assert page.text_content().count("<script>alert") >= 2


def test_the_front_page_has_one_h1_landmarks_and_the_line_of_the_site(front):
    page = front({"region": "23"})
    assert len(page.xpath("//h1")) == len(page.xpath("/html/body/main")) == 1
    assert page.get("lang") == "sv"
    assert page.xpath("string(//header)").split() == ["Vägar", "Ett", "litet", "steg", "varje", "dag"]


def test_the_page_on_the_sources_is_linked_when_it_is_there(front, tmp_path):
    assert front({"region": "23"}).xpath("//footer//a[contains(@href, 'status')]") == []
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "index.html").touch()
    (link,) = front({"region": "23"}).xpath("//footer//a[contains(@href, 'status')]")
    assert (link.text, link.get("href")) == ("Källornas status", "status/index.html")
