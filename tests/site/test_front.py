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
    page = front(*({"region": code} for code in ["2321", "2380", "2361", "23", "2303", "00"]))
    assert page.xpath("//section/h2/text()") == ["Välj plats", "Välj ämne", "Riket", "Jämtlands län"]
    jamtland = page.xpath("//section[h2='Jämtlands län']")[0]
    places = jamtland.xpath(".//h3/text()")
    assert places == ["Härjedalens kommun", "Ragunda kommun", "Åre kommun", "Östersunds kommun"]
    assert jamtland.xpath(".//a/@href")[0] == "nulage/23/index.html"


def test_each_place_that_can_be_chosen_is_on_the_page(front):
    page = front(*({"region": code} for code in ["00", "23", "2303", "2321"]))
    chosen = page.xpath("//nav[@aria-labelledby='platser']//a")
    assert [link.text for link in chosen] == ["Riket", "Jämtlands län", "Ragunda kommun", "Åre kommun"]
    heads = [page.get_element_by_id(link.get("href")[1:]).text for link in chosen]
    assert heads == ["Riket", "Jämtlands län", "Ragunda kommun", "Åre kommun"]


def test_reports_are_listed_by_what_they_are_about_with_the_places_they_are_made_for(front):
    summary = "Sex megatrender."
    page = front(
        {"region": "23"},
        {"region": "2303"},
        {"region": "2303", "report": "megatrender", "title": "Megatrender", "summary": summary},
        {"region": "2361", "report": "annan", "title": "Utan sida", "path": None},
    )
    nulage, megatrender = page.xpath("//ul[contains(@class, 'subjects')]/li")
    assert nulage.xpath("string(h3)") == "Nulägesbeskrivning"
    assert nulage.xpath("ul//a/text()") == ["Jämtlands län", "Ragunda"]
    assert (megatrender.xpath("string(h3)"), megatrender.xpath("string(p)")) == ("Megatrender", summary)


def test_with_more_than_one_county_each_has_a_page_of_its_own(front, tmp_path):
    page = front(*({"region": code} for code in ["00", "22", "23", "2303"]))
    assert page.xpath("//section/h2/text()") == ["Välj län", "Välj ämne", "Riket"]
    addresses = ["lan/23-jamtlands-lan/index.html", "lan/22-vasternorrlands-lan/index.html"]
    assert page.xpath("//nav[@aria-labelledby='platser']//a/@href") == addresses
    jamtland = lxml.html.parse(tmp_path / addresses[0]).getroot()
    assert jamtland.xpath("//section/h2/text()") == ["Välj plats", "Välj ämne", "Jämtlands län"]
    assert jamtland.xpath("//section[3]//a/@href") == ["../../nulage/23/index.html", "../../nulage/2303/index.html"]
    assert page.xpath("string(//title)") == "Rapporter om hållbar utveckling – Vägar"
    assert jamtland.xpath("string(//title)") == "Jämtlands län – Rapporter om hållbar utveckling – Vägar"


def test_a_county_that_has_no_reports_left_has_no_page(front, tmp_path):
    front({"region": "22"}, {"region": "23"}, {"region": "24"})
    front({"region": "22"}, {"region": "23"})
    assert sorted(path.name for path in (tmp_path / "lan").iterdir()) == ["22-vasternorrlands-lan", "23-jamtlands-lan"]
    front({"region": "23"})
    assert not (tmp_path / "lan").exists()


def test_a_report_shows_its_first_finding_edition_and_day(front):
    about = {"findings": ["Först.", "Sedan."], "edition": "a1b2", "executed": "2026-11-03T10:00:00+00:00"}
    report = front({"region": "2303", **about}).xpath("//div[@class='report']")[0]
    assert report.xpath("string(p[1]/a)") == "Nulägesbeskrivning för Ragunda kommun"
    assert report.xpath("p[position()>1]/text()") == ["Först.", "Framtagen 3 november 2026, datautgåva a1b2"]


def test_a_failed_report_says_which_edition_is_the_last_good_one(front):
    page = front({"region": "2303", "failed": True, "executed": "2026-11-03T10:00:00+00:00"})
    assert page.xpath("string(//p[@class='failed'])").endswith("Senaste fungerande utgåva från 3 november 2026.")
    assert page.xpath("//div[@class='report']//a/@href") == ["nulage/2303/index.html"]


def test_a_report_that_never_succeeded_has_no_link(front):
    page = front({"region": "2303", "failed": True, "findings": ["Gammalt."]}, there=False)
    assert set(page.xpath("//main//a/@href")) == {"#ragunda"}
    assert "ingen fungerande utgåva" in page.xpath("string(//p[@class='failed'])")
    assert "Gammalt." not in page.text_content()


def test_hostile_text_is_shown_as_it_is_written(front):
    page = front({"region": "2303", "title": sample.HOSTILE, "findings": [sample.HOSTILE], "edition": sample.HOSTILE})
    assert page.xpath("//script[text()] | //img") == []
    assert page.text_content().count("<script>alert") >= 2


def test_the_front_page_has_one_h1_landmarks_and_the_line_of_the_site(front):
    page = front({"region": "23"})
    assert len(page.xpath("//h1")) == len(page.xpath("/html/body/main")) == 1
    assert page.get("lang") == "sv"
    assert " ".join(page.xpath("string(//header)").split()) == "Vägar Ett litet steg varje dag Sök Mörkt läge"


def test_the_page_on_the_sources_is_linked_when_it_is_there(front, tmp_path):
    assert front({"region": "23"}).xpath("//footer//a[contains(@href, 'status')]") == []
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "index.html").touch()
    (link,) = front({"region": "23"}).xpath("//footer//a[contains(@href, 'status')]")
    assert (link.text, link.get("href")) == ("Källornas status", "status/index.html")
