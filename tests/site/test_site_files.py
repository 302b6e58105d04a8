"""Beside the reports a site has a feed, a map for search engines, a page for lost readers, and its profile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import lxml.html
import pytest
import yaml
from lxml import etree

from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.page import render, site

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ADDRESS = "https://exempel.se/rapporter/"


def change(**fields: object) -> None:
    path = paths.parameters() / "profile.yml"
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**known, **fields}, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def built(small: Path):
    """Build a site of two reports and one without a page, after these changes of the profile."""

    def build(**fields: object) -> Path:
        change(**fields)
        out = small / "outputs" / "site"
        for name in ("nulage/23", "nulage/2303"):
            (out / name).mkdir(parents=True)
            (out / name / "index.html").touch()
        about = {"title": "Nulägesbeskrivning", "findings": ["Först & främst."]}
        site.build(
            [
                {"region": "23", "path": "nulage/23/index.html", "executed": "2026-11-01T08:00:00+00:00", **about},
                {"region": "2303", "path": "nulage/2303/index.html", "executed": "2026-11-03T08:00:00", **about},
                {"region": "2361", "failed": True, **about},
            ],
            out,
        )
        return out

    return build


def test_the_feed_has_every_report_that_has_a_page_the_last_made_first(built):
    feed = etree.parse(built() / "feed.xml")
    assert feed.xpath("/a:feed/a:entry/a:title/text()", namespaces=ATOM) == [
        "Nulägesbeskrivning för Ragunda kommun",
        "Nulägesbeskrivning för Jämtlands län",
    ]
    assert feed.xpath("string(//a:entry[1]/a:summary)", namespaces=ATOM) == "Först & främst."
    times = [datetime.fromisoformat(time) for time in feed.xpath("//a:updated/text()", namespaces=ATOM)]
    assert all(time.tzinfo for time in times) and times[0] == times[1] > times[2]
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == 3 and all(name.startswith("urn:uuid:") for name in ids)


def test_an_entry_keeps_its_identity_when_the_site_moves(built):
    before = etree.parse(built() / "feed.xml").xpath("//a:id/text()", namespaces=ATOM)
    change(address=ADDRESS)
    out = paths.outputs() / "site"
    pages = [
        {"region": code, "title": "N", "path": f"nulage/{code}/index.html", "executed": "2026-11-01"}
        for code in ("23", "2303")
    ]
    site.build(pages, out)
    assert set(etree.parse(out / "feed.xml").xpath("//a:id/text()", namespaces=ATOM)) == set(before)


def test_with_an_address_everything_that_others_read_is_absolute(built):
    out = built(address=ADDRESS)
    found = etree.parse(out / "sitemap.xml").xpath("//s:loc/text()", namespaces=MAP)
    assert found == [
        f"{ADDRESS}{name}"
        for name in ("index.html", "tillganglighet.html", "nulage/23/index.html", "nulage/2303/index.html")
    ]
    links = etree.parse(out / "feed.xml").xpath("//a:link/@href", namespaces=ATOM)
    assert all(link.startswith(ADDRESS) for link in links)
    lost = lxml.html.parse(out / "404.html").getroot()
    assert lost.xpath("//link/@href | //main//a/@href")[0].startswith(ADDRESS)


def test_without_an_address_there_is_no_map_for_search_engines(built):
    out = built()
    assert not (out / "sitemap.xml").exists()
    assert lxml.html.parse(out / "404.html").getroot().xpath("//main//a/@href") == ["index.html"]


def test_name_line_owner_logo_and_colours_are_those_of_the_profile(built):
    (paths.parameters() / "marke.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    colours = {"accent": "#5b2a86", "link": "#4a2270", "tint": "#f6f0fb", "focus": "#b35309"}
    out = built(name="Leden", line="I takt", owner="Regionen & Co", logo="marke.svg", colours=colours)
    page = lxml.html.parse(out / "index.html").getroot()
    assert page.xpath("//header//img/@alt") == ["Regionen & Co"]
    assert (out / page.xpath("//header//img/@src")[0]).exists()
    assert page.xpath("string(//header//*[@class='brand'])") == "Leden"
    assert "I takt" in page.xpath("string(//footer)") and "Regionen & Co svarar" in page.xpath("string(//footer)")
    assert page.xpath("//title/text()") == ["Rapporter om hållbar utveckling – Leden"]
    assert "--accent: #5b2a86;" in (out / "assets" / "style.css").read_text("utf-8")
    assert "#5b2a86" in (out / page.xpath("//link[@rel='icon']/@href")[0]).read_text("utf-8")


def test_a_report_has_a_picture_of_a_real_figure_for_those_who_share_it(small):
    change(address=ADDRESS)
    shown = [sample.show(sample.figure("pahittat", example=True)), sample.show(sample.figure("verkligt"))]
    notebook = sample.save(sample.notebook(*shown), small / "notebooks")
    folder = small / "outputs/site/nulage/2303-ragunda"
    page = lxml.html.parse(render.render(notebook, sample.job(), folder, {}).path).getroot()
    meta = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
    assert meta["og:image"] == f"{ADDRESS}nulage/2303-ragunda/bild.png"
    assert meta["og:url"] == f"{ADDRESS}nulage/2303-ragunda/"
    assert meta["og:title"] == "Nulägesbeskrivning – Ragunda kommun – Vägar"
    assert meta["og:image:alt"] == sample.figure()["alt"]
    picture = (folder / "bild.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and int.from_bytes(picture[16:20]) == 1200


def test_without_an_address_no_picture_is_drawn(small):
    notebook = sample.save(sample.notebook(sample.show(sample.figure())), small / "notebooks")
    folder = small / "outputs/site/nulage/2303-ragunda"
    page = render.render(notebook, sample.job(), folder, {}).path.read_text("utf-8")
    assert "og:image" not in page and not (folder / "bild.png").exists()
