"""Every Swedish word of a page is looked up; what is right is known from where it is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from vagar_lib import paths
from vagar_lib.pipeline.check import report as check_report
from vagar_lib.pipeline.check import site as check
from vagar_lib.pipeline.check import spelling
from vagar_lib.pipeline.check.pages import Page

PAGE = "nulage/2303-ragunda/index.html"


@pytest.fixture
def site(sample_site: Path, tmp_path: Path) -> Path:
    """A site of one's own to break."""
    assert shutil.which("hunspell"), "the tests of spelling need Debian's hunspell and hunspell-sv; make browser"
    return Path(shutil.copytree(sample_site, tmp_path / "site"))


def told(site: Path, piece: str) -> list[str]:
    """What is told of the spelling when a piece of code is all that a page has."""
    (site / PAGE).write_text(f"<!DOCTYPE html><html lang='sv'><body>{piece}</body></html>", "utf-8")
    return [one.text for one in spelling.findings([spelling.words(Page(site, PAGE))])]


@pytest.mark.parametrize(
    ("piece", "word"),
    [
        ("<p>Befolkningen har öckat.</p>", "öckat"),
        ("<p>Antalet <strong>arbetslöösa</strong> minskade.</p>", "arbetslöösa"),
        ("<p>Kommunernas själlvförsörjning är låg.</p>", "själlvförsörjning"),
        ("<img src='data:,' alt='Kartta över länet'>", "Kartta"),
        ("<div aria-label='Linjjer'></div>", "Linjjer"),
        ("<p>Jord- och skoggsbruk.</p>", "skoggsbruk"),
        (f"<p>{'x' * 1_000_000} Felstavnning.</p>", "Felstavnning"),
        ("<p>Av 65-årringar arbetar fler.</p>", "-årringar"),
    ],
)
def test_a_word_that_is_not_right_is_told_wherever_a_reader_meets_it(site, piece, word):
    assert [text for text in told(site, piece) if text.startswith(f"'{word}'")]


def test_the_finding_tells_page_place_word_and_what_may_be_meant(site):
    page = site / PAGE
    page.write_text(page.read_text("utf-8").replace("</main>", "<p id='prov'>Felstavnning.</p></main>", 1), "utf-8")
    found = [one for one in check.check(site).findings if "Felstav" in one.text]
    assert [(one.file, one.rule) for one in found] == [(PAGE, "spelling")]
    assert found[0].place.startswith("line ") and found[0].place.endswith(", #prov")
    assert found[0].text.startswith("'Felstavnning', perhaps Felstavning")


@pytest.mark.parametrize(
    "piece",
    [
        "<p>Östersunds, Jämtlands läns och Bräckes invånare; Skåne läns.</p>",
        "<p>Arbetsförmedlingens och Tillväxtverkets uppgifter.</p>",
        "<p>Bruttoregionprodukterna, samebyarnas flyttleder och Theils index.</p>",
        "<p>Hälso- och sjukvård, in- och utflyttning.</p>",
        "<p>Häl\u00adso\u00advård och arbets\u00admark\u00adnad.</p>",
        "<p lang='en'>The quick brown fox jumps.</p>",
        "<p>Rapporten <span lang='en'>Regional growth</span>.</p>",
        "<p><code>prettyprint_xyz qwerty</code></p>",
        "<p>Se https://exempel.se/qwerty, webb@qwerty.se, data_qwerty.csv och 5f3dqwe.</p>",
        "<p>SCB, RKA, OECD och NUTS-kod.</p>",
        "<script>var qwerty = 1;</script>",
    ],
)
def test_what_is_right_or_no_swedish_is_left_alone(site, piece):
    assert told(site, piece) == []


def test_a_word_of_the_own_list_is_known_with_its_endings(site, monkeypatch, tmp_path):
    piece = "<p>Alla flurparna och Grynfors backe.</p>"
    assert len(told(site, piece)) == 2
    shutil.copytree(paths.parameters(), tmp_path / "egna")
    with (tmp_path / "egna" / "words.txt").open("a", encoding="utf-8") as words:
        words.write("# mer\n\nflurpe/gubbe\nGrynfor\n")
    monkeypatch.setattr(paths, "parameters", lambda: tmp_path / "egna")
    assert told(site, piece) == []


def test_without_hunspell_the_check_says_what_to_install_and_finds_nothing(site, monkeypatch, tmp_path):
    page = site / PAGE
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>Felstavnning.</p></main>", 1), "utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    report = check.check(site)
    assert "spelling" not in report.by_rule()
    assert spelling.NOT_CHECKED in [*report.lines()]
    assert json.loads(report.as_json())["notes"] == ["spelling: not checked, install hunspell hunspell-sv"]


def test_spelling_says_nothing_in_the_accessibility_statement():
    assert check_report.RULES["spelling"].said == ""


def test_a_word_that_is_known_from_elsewhere_stands_in_the_own_list_only_for_its_endings():
    lines = spelling.own_list()
    assert lines == [*dict.fromkeys(lines)]
    assert {line for line in lines if "/" not in line} & spelling.known() == set()
