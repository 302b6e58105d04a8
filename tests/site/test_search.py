"""Search finds what the pages say, as Swedish inflects and compounds it, from a folder and by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.site import browser as checks
from tests.site import sample
from vagar_lib import regions
from vagar_lib.pipeline.page import site

PAGE = """<!DOCTYPE html><html lang="sv"><body><main><h1>{title}</h1>
<section class="summary"><h2 id="sammanfattning">Sammanfattning</h2><ol class="findings">{findings}</ol></section>
<section><h2 id="arbete">Arbete och inkomst</h2>
<figure id="arbete-1"><figcaption><h3>Långtidsarbetslösheten har minskat i {place}</h3></figcaption></figure></section>
<section><h2 id="klimat">Klimat</h2><h3 id="utslapp">Utsläpp av växthusgaser</h3></section>
<section><h2 id="service">Mål för städer</h2></section></main></body></html>"""
FINDINGS = {
    "23": ["Medianinkomsten är oförändrad.", "Sjukhusens läkare blev fler."],
    "2303": ["Kommunens soliditet är låg.", sample.HOSTILE.replace("<", "&lt;")],
}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front page of a site of two reports for a county and a municipality."""
    out = tmp_path_factory.mktemp("searched") / "site"
    pages = []
    for title, report in (("Nulägesbeskrivning", "nulage"), ("Vem får tillväxtmedlen?", "medel")):
        for code, findings in FINDINGS.items():
            path = out / report / code / "index.html"
            path.parent.mkdir(parents=True)
            said = "".join(f"<li><p>{text}</p></li>" for text in findings if report == "nulage")
            path.write_text(PAGE.format(title=title, place=regions.name(code), findings=said), encoding="utf-8")
            pages.append({"title": title, "report": report, "region": code, "path": path, "findings": findings})
    return site.build(pages, out)


@pytest.fixture
def opened(browser, searched):
    """The front page, opened; a test that leaves complaints in the console fails."""
    with checks.visit(browser, searched) as visited:
        yield visited.page
        assert visited.complaints == []


def ask(page: Page, text: str) -> list[str]:
    """Texts of the hits, the best first."""
    page.fill("#sok", "")
    expect(page.locator("#sok-antal")).to_have_text("")
    page.fill("#sok", text)
    expect(page.locator("#sok-antal")).to_have_text(re.compile("träff"))
    return page.locator(".hits ol > li > p:first-child > a").all_inner_texts()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("växthusgaser", "Utsläpp av växthusgaser"),
        ("VÄXTHUSGASERNA", "Utsläpp av växthusgaser"),
        ("växthus", "Utsläpp av växthusgaser"),
        ("vaxthusgas", "Utsläpp av växthusgaser"),
        ("arbetslösa", "Långtidsarbetslösheten har minskat i Jämtlands län"),
        ("arbetslöshet", "Långtidsarbetslösheten har minskat i Jämtlands län"),
        ("medianinkomster", "Medianinkomsten är oförändrad."),
        ("kommuners soliditet", "Kommunens soliditet är låg."),
        ("stad", "Mål för städer"),
        ("tillväxtmedel", "Vem får tillväxtmedlen? för Jämtlands län"),
        ("sjukhusläkare", "Sjukhusens läkare blev fler."),
        ("nulägesbeskrivning ragunda", "Nulägesbeskrivning för Ragunda kommun"),
        ("soliditet i ragunda", "Kommunens soliditet är låg."),
    ],
)
def test_a_word_is_found_as_it_is_inflected_and_within_compounds(opened, asked, found):
    assert ask(opened, asked)[0] == found


def test_who_writes_a_letter_with_its_dots_means_it(opened):
    assert ask(opened, "mal")[0] == ask(opened, "mål")[0] == "Mål för städer"
    assert ask(opened, "mäl") == []


def test_the_number_of_hits_is_said(opened):
    said = opened.locator("#sok-antal[role=status]")
    ask(opened, "soliditet")
    assert said.inner_text() == "1 träff"
    ask(opened, "klimat")
    assert said.inner_text() == "2 träffar"
    ask(opened, "xyzzy")
    assert said.inner_text() == "Inga träffar. Pröva ett annat eller kortare ord."
    ask(opened, "soliditet klimat")
    assert said.inner_text() == "3 träffar på något av orden"


def test_a_hit_tells_report_place_and_section_and_leads_to_the_spot(opened, searched):
    ask(opened, "långtidsarbetslöshet ragunda")
    hit = opened.locator(".hits li").first
    assert hit.locator(".where").inner_text() == "Nulägesbeskrivning · Ragunda kommun · Arbete och inkomst"
    hit.locator("a").first.click()
    assert opened.url == f"{searched.parent.resolve().as_uri()}/nulage/2303/index.html#arbete-1"


def test_the_same_spot_of_other_places_is_offered_within_one_hit(opened):
    assert ask(opened, "växthusgaser") == ["Utsläpp av växthusgaser"] * 2
    opened.locator(".hits summary").first.click()
    assert opened.locator(".hits li li a").first.get_attribute("href") == "nulage/2303/index.html#utslapp"


def test_hostile_text_is_shown_as_it_is_written(opened):
    assert ask(opened, "alert") == [sample.HOSTILE]
    assert opened.locator(".hits img, .hits script").count() == 0


def test_the_keys_go_down_to_the_hits_and_escape_leads_back(opened):
    ask(opened, "klimat")
    focused = "document.activeElement.textContent || document.activeElement.id"
    for key, where in [
        ("Enter", "Klimat"), ("ArrowDown", "Klimat"), ("ArrowUp", "Klimat"), ("ArrowUp", "sok"),
        ("ArrowDown", "Klimat"), ("Escape", "sok"),
    ]:  # fmt: skip
        opened.keyboard.press(key)
        assert opened.evaluate(focused) == where
    opened.keyboard.press("Escape")
    assert opened.input_value("#sok") == "" and not opened.locator(".hits").is_visible()


def test_nothing_of_the_index_is_loaded_before_it_is_wanted(browser, searched):
    with checks.visit(browser, searched) as visited:
        assert not [url for url in visited.requests if "/assets/search/" in url]
        ask(visited.page, "klimat")
        loaded = [url.rpartition("/")[2] for url in visited.requests if "/assets/search/" in url]
        assert loaded == ["counties.js", "23.js"]


def test_a_page_of_a_county_searches_the_other_counties_only_when_asked_to(browser, tmp_path):
    out = tmp_path / "site"
    for code in ("23", "24"):
        path = out / "nulage" / code / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(PAGE.format(title="N", place=regions.name(code), findings=""), encoding="utf-8")
    site.build([{"title": "N", "region": code, "path": f"nulage/{code}/index.html"} for code in ("23", "24")], out)
    with checks.visit(browser, out / "lan/23-jamtlands-lan/index.html") as visited:
        assert ask(visited.page, "västerbottens") == []
        visited.page.get_by_role("button", name="Sök i alla län").click()
        visited.page.wait_for_selector(".hits li")
        assert visited.page.locator(".hits li a").first.inner_text() == "N för Västerbottens län"
        assert visited.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_among_the_hits(browser, searched, scheme):
    with checks.visit(browser, searched, checks.NARROW, color_scheme=scheme) as visited:
        ask(visited.page, "klimat")
        visited.page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert [rule["id"] for rule in Axe().run(visited.page).response["violations"]] == []
