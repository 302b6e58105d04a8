"""A page that was published can be cited for good: it is where it was, as it was, and says what it is."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from tests.pipeline.past.made import build, fact, run
from tests.site.test_site_files import change
from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check import site as check
from vagar_lib.pipeline.past import archive, held
from vagar_lib.pipeline.past.keep import keep

OCTOBER, NOVEMBER = "2026-10-01T08:00:00+00:00", "2026-11-01T08:00:00+00:00"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def tree(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(path)).getroot()


def checksums(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture
def october(small: Path) -> Path:
    """The site of October, kept."""
    out = run(OCTOBER, fact(["2023", 6.0]))
    assert keep(out, "2026-10")
    return build(OCTOBER)


def test_a_kept_page_is_at_an_address_of_its_own_and_looks_as_it_did(october):
    kept = october / "utgavor/2026-10/nulage/2303-ragunda/index.html"
    page = tree(kept)
    assert page.xpath("string(//main//h1)").split() == ["Nulägesbeskrivning", "Ragunda", "kommun"]
    assert len(page.xpath("//main//figure")) == 1
    style = (kept.parent / page.xpath("//link[@rel='stylesheet']/@href")[0]).resolve()
    assert style.is_file() and style.parent.parent.name == "filer"
    now = october / "nulage/2303-ragunda/index.html"
    tables = [(at, tree(at).xpath("//main//figure//a[contains(@href, '.csv')]/@href")[0]) for at in (kept, now)]
    before, after = ((at.parent / link).resolve() for at, link in tables)
    assert before.read_bytes() == after.read_bytes() and before.parent.parent.name == "filer"


def test_it_says_what_it_is_and_leads_to_the_latest(october):
    kept = october / "utgavor/2026-10/nulage/2303-ragunda/index.html"
    page = tree(kept)
    mark = page.xpath("//main/*[1]")[0]
    assert "Sparad utgåva 2026-10" in mark.text_content()
    assert page.xpath("//title/text()")[0].endswith(", utgåva 2026-10")
    there = [(kept.parent / link).resolve() for link in mark.xpath(".//a/@href")]
    assert there == [october / "nulage/2303-ragunda/index.html", october / "utgavor/nulage/2303-ragunda/index.html"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert (kept.parent / page.xpath("//link[@rel='canonical']/@href")[0]).resolve() == there[0]


def test_it_needs_no_script_and_every_link_of_it_leads_somewhere(october):
    pages = [*(october / "utgavor/2026-10").rglob("*.html")]
    assert len(pages) == 3
    for path in pages:
        page = tree(path)
        assert not page.xpath("//script")
        for link in page.xpath("//@href | //@src"):
            name, _, anchor = link.partition("#")
            if "://" not in link:
                assert (path.parent / name).resolve().is_file() if name else page.xpath("//*[@id=$id]", id=anchor), link


def test_a_link_to_another_page_leads_to_it_in_the_same_edition(small):
    out = run(OCTOBER, fact(["2023", 6.0]))
    page = out / "nulage/2303-ragunda/index.html"
    link = '<a class="x" href="../23-jamtlands-lan/index.html#arbete-1">x</a>'
    page.write_text(page.read_text("utf-8").replace("<main", f"{link}<main"), "utf-8")
    keep(out, "2026-10")
    kept = archive.folder() / "2026-10/nulage/2303-ragunda/index.html"
    assert tree(kept).xpath("//a[@class='x']/@href") == ["../23-jamtlands-lan/index.html#arbete-1"]


def test_the_notebook_is_packed_and_can_be_unpacked(october):
    kept = october / "utgavor/2026-10/nulage/2303-ragunda/index.html"
    link = tree(kept).xpath("//a[contains(@href, '.ipynb')]/@href")[0]
    with zipfile.ZipFile((kept.parent / link).resolve()) as packed:
        assert packed.read("2303-ragunda.ipynb") == (october / "nulage/2303-ragunda/2303-ragunda.ipynb").read_bytes()


def test_keeping_again_keeps_nothing_and_changes_nothing(october):
    before = checksums(archive.folder())
    assert keep(october) is None and keep(october, "2026-11") is None
    assert checksums(archive.folder()) == before


def test_only_a_page_that_has_changed_is_stored_again(october):
    before = checksums(archive.folder())
    run(NOVEMBER, fact(["2023", 6.0], ["2024", 7.0]), codes=("2303",))
    assert held.read(october / "nulage/23-jamtlands-lan" / held.NAME)["executed"] == OCTOBER
    edition = keep(october, "2026-11")
    assert {name: page["at"] for name, page in edition.pages.items()} == {
        "nulage/23-jamtlands-lan": "2026-10",
        "nulage/2303-ragunda": "2026-11",
    }
    assert not (archive.folder() / "2026-11/nulage/23-jamtlands-lan").exists()
    listed = tree(archive.folder() / "2026-11/index.html").xpath("//main//li/a/@href")
    assert listed == ["../2026-10/nulage/23-jamtlands-lan/index.html", "nulage/2303-ragunda/index.html"]
    after = checksums(archive.folder())
    assert {name: after[name] for name in before} == before


def test_every_edition_of_a_page_is_listed_the_latest_first(october):
    run(NOVEMBER, fact(["2024", 7.0]))
    keep(october, "2026-11")
    build(NOVEMBER)
    listed = tree(october / "utgavor/nulage/2303-ragunda/index.html")
    assert [text.strip() for text in listed.xpath("//main//li/a/text()")] == ["Utgåva 2026-11", "Utgåva 2026-10"]
    assert len(tree(october / "utgavor/index.html").xpath("//main//li")) == 2
    assert tree(october / "nulage/2303-ragunda/index.html").xpath("//*[@class='news']") is not None
    way = tree(october / "nulage/2303-ragunda/index.html").xpath("//a[starts-with(., 'Tidigare utgåvor')]/@href")
    assert way == ["../../utgavor/nulage/2303-ragunda/index.html"]


def test_a_name_is_the_day_and_a_number_when_the_day_is_taken(small):
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # the day after in Sweden
    out = run(OCTOBER, fact(["2023", 6.0]))
    assert keep(out, now=late).name == "2026-11-23"
    out = run(NOVEMBER, fact(["2024", 6.0]))
    assert keep(out, now=late).name == "2026-11-23-2"


@pytest.mark.parametrize("name", ["november", "../2026", "2026-11/x"])
def test_a_name_that_can_be_no_address_is_refused(small, name):
    out = run(OCTOBER, fact(["2023", 6.0]))
    with pytest.raises(BadInput, match="allowed: a day, month or year"):
        keep(out, name)
    assert not archive.editions()


def test_a_name_that_is_taken_is_refused(october):
    run(NOVEMBER, fact(["2024", 6.0]))
    with pytest.raises(BadInput, match="'2026-10' is kept already"):
        keep(october, "2026-10")


def test_a_site_without_pages_can_not_be_kept(small):
    with pytest.raises(BadInput, match="no pages of reports"):
        keep(paths.outputs() / "site")


def test_what_is_kept_survives_that_outputs_are_removed(october):
    before = checksums(archive.folder())
    shutil.rmtree(paths.outputs())
    out = run(NOVEMBER, fact(["2024", 6.0]))
    assert checksums(archive.folder()) == before
    assert (out / "utgavor/2026-10/nulage/2303-ragunda/index.html").is_file()


def test_a_page_that_is_no_longer_made_leads_to_what_is_kept_of_it(october):
    shutil.rmtree(paths.outputs())
    out = run(NOVEMBER, fact(["2024", 6.0]), codes=("23",))
    gone = tree(out / "nulage/2303-ragunda/index.html")
    assert "finns inte på webbplatsen just nu" in gone.xpath("string(//main)")
    link = gone.xpath("//main//a/@href")[0]
    assert (out / "nulage/2303-ragunda" / link).resolve() == out / "utgavor/nulage/2303-ragunda/index.html"
    run(NOVEMBER, fact(["2024", 6.0]))
    assert tree(out / "nulage/2303-ragunda/index.html").xpath("//figure")


def test_the_check_tells_of_what_has_been_changed_or_is_missing(october):
    assert [one for one in check.check(october).findings if one.rule == "edition"] == []
    kept = october / "utgavor/2026-10/nulage/2303-ragunda"
    (kept / "uppgifter.json").unlink()
    (kept / "index.html").chmod(0o644)
    (kept / "index.html").write_text("något annat", "utf-8")
    found = [(one.file, one.text) for one in check.check(october).findings if one.rule == "edition"]
    assert sorted(found) == [
        ("utgavor/2026-10/nulage/2303-ragunda/index.html", "has been changed since it was kept"),
        ("utgavor/2026-10/nulage/2303-ragunda/uppgifter.json", "is missing"),
    ]


def test_the_list_of_an_edition_is_confirmed_by_the_next(october):
    run(NOVEMBER, fact(["2024", 6.0]))
    keep(october, "2026-11")
    assert [*archive.broken(archive.folder())] == []
    manifest = archive.folder() / "2026-10/utgava.json"
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text("utf-8").replace("Nulägesbeskrivning", "Något annat"), "utf-8")
    assert [*archive.broken(archive.folder())] == [("2026-10/utgava.json", "has been changed since it was kept")]


def test_kept_pages_are_neither_in_the_sitemap_nor_in_the_feed(october):
    change(address="https://exempel.se/")
    run(NOVEMBER, fact(["2023", 6.0], ["2024", 7.0]))
    assert "utgavor/2026-10" not in (october / "sitemap.xml").read_text("utf-8")
    feed = etree.parse(october / "feed.xml")
    assert not [link for link in feed.xpath("//a:link/@href", namespaces=ATOM) if "utgavor" in link]


def test_a_page_tells_what_is_new_since_the_kept_one_and_so_do_the_site_and_the_feed(october):
    run(NOVEMBER, fact(["2023", 6.0], ["2024", 7.0]))
    said = "Öppet arbetslösa 18–65 år har fått ett värde för 2024: 7,0\u00a0%; 2023 var det 6,0\u00a0%."
    news = tree(october / "nulage/2303-ragunda/index.html").xpath("//div[@class='news']")[0]
    assert said in [one.strip() for one in news.xpath(".//li/text()")]
    link = october / "nulage/2303-ragunda" / news.xpath(".//p/a/@href")[0]
    assert link.resolve() == october / "utgavor/2026-10/nulage/2303-ragunda/index.html"
    assert said in (october / "nytt.html").read_text("utf-8")
    feed = etree.parse(october / "feed.xml").xpath("//a:entry/a:summary/text()", namespaces=ATOM)
    assert len(feed) == 2 and all("En uppgift har fått nya värden." in text for text in feed)


def test_a_page_says_the_same_after_it_was_kept_as_before(october):
    run(NOVEMBER, fact(["2023", 6.0], ["2024", 7.0]))
    page = october / "nulage/2303-ragunda/index.html"
    before = page.read_text("utf-8")
    keep(october, "2026-11")
    build(NOVEMBER)
    assert tree(page).xpath("string(//div[@class='news'])") == lxml.html.fromstring(before).xpath(
        "string(//div[@class='news'])"
    )


def test_nothing_new_is_said_so(october):
    run(NOVEMBER, fact(["2023", 6.0]))
    news = tree(october / "nulage/2303-ragunda/index.html").xpath("string(//div[@class='news'])")
    assert "Inga uppgifter, omdömen eller figurer har ändrats." in news
    assert "Utan ändringar" in (october / "nytt.html").read_text("utf-8")


def test_without_an_earlier_edition_nothing_is_compared(small):
    out = run(OCTOBER, fact(["2023", 6.0]))
    assert not tree(out / "nulage/2303-ragunda/index.html").xpath("//div[@class='news']")
    assert "ingen tidigare utgåva att jämföra" in (out / "nytt.html").read_text("utf-8")


def test_what_is_new_is_escaped(october):
    run(NOVEMBER, fact(["2023", 6.0], label="<script>alert(1)</script>", id="x"))
    page = (october / "nulage/2303-ragunda/index.html").read_text("utf-8")
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
