"""``vagar check`` finds nothing on good pages, and names file, place and rule of whatever is broken in them."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from vagar_lib import cli
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check import names as check_names
from vagar_lib.pipeline.check import site as check

PAGE = "nulage/2303-ragunda/index.html"


@pytest.fixture
def site(sample_site: Path, tmp_path: Path) -> Path:
    """A site of one's own to break."""
    return Path(shutil.copytree(sample_site, tmp_path / "site"))


def change(site: Path, old: str, new: str, name: str = PAGE) -> None:
    """Replace a text of a page, which must be there."""
    text = (site / name).read_text("utf-8")
    assert old in text
    (site / name).write_text(text.replace(old, new, 1), "utf-8")


def add(site: Path, piece: str) -> None:
    """Put a piece of code last in the main part of the page."""
    change(site, "</main>", f"{piece}</main>")


def found(site: Path) -> set[tuple[str, str]]:
    return {(finding.file, finding.rule) for finding in check.check(site).findings}


def test_a_site_as_it_is_made_has_nothing_to_mend(site):
    report = check.check(site)
    assert report.findings == ()
    assert report.pages == len(check.pages(site)) > 4 and not report.browser


@pytest.mark.parametrize(
    ("piece", "rule"),
    [
        ("<p><b>fel</p>", "html"),
        ("<p id='huvud'></p>", "id"),
        ("<p><a href='../borta/index.html'>bort</a></p>", "link"),
        ("<p><a href='../../index.html#ingenstans'>bort</a></p>", "link"),
        ("<p><a href='../../../../hemligt.html'>bort</a></p>", "link"),
        ("<p><a href='/rot.html'>bort</a></p>", "link"),
        ("<img src='https://a.exempel/b.png' alt='b'>", "external"),
        ("<img src='//a.exempel/b.png' alt='b'>", "external"),
        ("<p style=\"background: url('https://a.exempel/b.png')\">x</p>", "external"),
        ("<svg aria-hidden='true'><image href='https://a.exempel/b.png'/></svg>", "external"),
        ("<iframe src='https://a.exempel/'></iframe>", "external"),
        ("<script>document.title = 'x'</script>", "script"),
        ("<script type='module'>let x = 1</script>", "script"),
        ("<p onclick='x()'>x</p>", "script"),
        ("<p><a href=' JavaScript:x()'>x</a></p>", "script"),
        ("<p>Värdet är nan %.</p>", "number"),
        ("<p>Ökade till None personer.</p>", "number"),
        ("<div class='text'><p>Värdet var 12,5.</p></div>", "unit"),
        ("<h1>En till</h1>", "heading"),
        ("<h6>Långt ned</h6>", "heading"),
        ("<h2></h2>", "heading"),
        ("<img src='bild.png'>", "alternative"),
        ("<div role='img'></div>", "alternative"),
        ("<svg></svg>", "alternative"),
        ("<table><caption>T</caption><tr><th>A</th></tr></table>", "table"),
        ("<table><caption>T</caption><tr><td>A</td></tr></table>", "table"),
        ("<table><tr><th scope='col'>A</th></tr></table>", "table"),
        ("<table><caption>T</caption><tr><th scope='row'>A</th><td>▼ Tydlig förbättring</td></tr></table>", "verdict"),
        (f"<p>{'x' * 1_500_000}</p>", "weight"),
    ],
)
def test_whatever_is_broken_is_found_by_its_rule(site, piece, rule):
    add(site, piece)
    assert (PAGE, rule) in found(site)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('lang="sv"', 'lang="en"', "language"),
        ("<title>", "<title></title><title>", "title"),
        ("Content-Security-Policy", "Policy", "script"),
        ("<main ", "<main></main><main ", "landmark"),
        ('<figure id="', f'<p>{"x" * 150_000}</p><figure id="', "weight"),
    ],
)
def test_what_a_page_must_have_is_missed(site, old, new, rule):
    change(site, old, new)
    assert (PAGE, rule) in found(site)


@pytest.mark.parametrize(
    "piece",
    [
        "<p><a href='https://www.scb.se/'>ut</a> <a href='mailto:a@b.se'>skriv</a> <a href='#huvud'>upp</a></p>",
        "<p>Nanna och infarter, Nancy och information.</p>",
        "<div class='text'><p>Kvoten var 1,25. Högst i Åre (12,5 %) och lägst i Berg (3,1).</p></div>",
        "<table><caption>T</caption><tr><th scope='row'>A</th><td>△ Förbättring</td></tr></table>",
        "<table><caption>T</caption><tr><th scope='row'>A</th><td>▲ Förbättring</td></tr></table>",
    ],
)
def test_what_is_right_is_left_alone(site, piece):
    add(site, piece)
    assert found(site) == set()


def test_a_finding_whose_sentence_is_of_another_verdict_than_its_word_is_told(site):
    finding = "<li><p>Hälsa: försämring i Åre 2011–2024.</p><p class='verdict'><span>△</span> Förbättring</p></li>"
    add(site, f"<ol class='findings'>{finding}</ol>")
    assert (PAGE, "verdict") in found(site)


def test_a_sentence_that_the_table_of_all_indicators_contradicts_is_told(site):
    row = "<tr><th scope='row'>Hälsa</th><td>△ Förbättring</td></tr>"
    table = f"<figure id='alla-indikatorer-x'><table><caption>T</caption>{row}</table></figure>"
    add(site, f"{table.replace('<tr>', '<tbody><tr>').replace('</tr>', '</tr></tbody>')}")
    assert (PAGE, "verdict") not in found(site)
    add(site, "<p>Hälsa: försämring i Ragunda kommun 2011–2024.</p>")
    assert (PAGE, "verdict") in found(site)


def test_a_style_sheet_that_asks_another_host_is_told(site):
    with (site / "assets/style.css").open("a", encoding="utf-8") as style:
        style.write("@import 'https://a.exempel/typsnitt.css';")
    assert ("assets/style.css", "external") in found(site)


def test_a_feed_that_is_not_whole_is_told(site):
    (site / "feed.xml").write_text("<feed><entry></feed>", "utf-8")
    assert ("feed.xml", "html") in found(site)


def test_what_a_page_loads_is_a_part_of_its_weight(site):
    (site / "assets/stor.js").write_text("/" * 1_500_000, "utf-8")
    add(site, "<script src='../../assets/stor.js'></script>")
    assert (PAGE, "weight") in found(site)


def test_data_that_is_written_into_a_page_is_no_script(site):
    add(site, '<script type="application/ld+json">{}</script>')
    assert (PAGE, "script") not in found(site)


def test_two_pages_with_one_title_are_told(site):
    shutil.copytree(site / "nulage/2303-ragunda", site / "nulage/kopia")
    assert ("nulage/kopia/index.html", "title") in found(site)


def test_a_made_up_figure_without_its_mark_is_told(site):
    text = (site / PAGE).read_text("utf-8")
    assert text.count('class="example"') >= 2, "the sample has a figure of made-up data"
    (site / PAGE).write_text(text.replace('class="example"', ""), "utf-8")
    marks = [finding for finding in check.check(site).findings if finding.rule == "example"]
    assert len(marks) >= 2 and any("#" in finding.place for finding in marks)


def test_a_name_or_number_of_a_sole_trader_is_found_in_any_file_and_is_in_no_message(site):
    names = check_names.sole_traders()
    called, number = next(n for n in names if " " in n), next(n for n in names if n.isdecimal())
    add(site, f"<p>Stöd till {called.upper().replace(' ', '&#160;')}.</p>")
    (site / "nulage/2303-ragunda/lista.csv").write_text(f"a;b\n1;{number}\n", "utf-8")
    book = Workbook()
    book.active["A1"] = called
    book.save(site / "nulage/2303-ragunda/tabeller.xlsx")
    pd.DataFrame({"mottagare": [called.title()]}).to_parquet(site / "nulage/2303-ragunda/lista.parquet")
    with zipfile.ZipFile(site / "nulage/2303-ragunda/kvar.zip", "w") as packed:
        packed.writestr("a/b.ipynb", json.dumps({"cells": [called]}, ensure_ascii=False))
    report = check.check(site)
    told = {finding.file for finding in report.findings if finding.rule == "name"}
    within = ("lista.csv", "tabeller.xlsx", "lista.parquet", "kvar.zip")
    assert told == {PAGE, *(f"nulage/2303-ragunda/{name}" for name in within)}
    said = report.as_json().casefold()
    assert called not in said and number not in said


def test_the_command_tells_file_place_rule_and_what_to_do_and_ends_with_1(site, capsys):
    add(site, "\n<p>Värdet är &lt;NA&gt; %.</p>")
    with pytest.raises(SystemExit) as left:
        cli.main(["check", str(site)])
    said = capsys.readouterr().out
    assert left.value.code == 1
    assert "number: mend what computed it" in said
    assert f"  {PAGE}, line " in said and "'<NA>' in 'Värdet är <NA> %.'" in said
    assert f"{len(check.pages(site))} pages, 1 finding" in said


def test_the_command_tells_the_same_as_json(site, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["check", str(site), "--json"])
    assert left.value.code == 0
    assert json.loads(capsys.readouterr().out)["pages"] == len(check.pages(site))


def test_a_folder_that_is_no_site_is_wrong_input(tmp_path):
    with pytest.raises(BadInput, match=r"index\.html is missing"):
        check.check(tmp_path)


def test_axe_in_a_browser_finds_what_no_reading_of_code_can(site):
    with (site / "assets/style.css").open("a", encoding="utf-8") as style:
        style.write(".blek { color: #aaa } .bred { width: 2000px }")
    add(site, "<p class='blek'>Blekt.</p><p class='bred'>Brett</p>")
    report = check.check(site, browser=True)
    said = [finding.text for finding in report.findings if finding.file == PAGE]
    assert report.browser
    assert any(text.startswith("color-contrast") for text in said)
    assert any("sideways" in text for text in said)
    assert {finding.file for finding in report.findings} == {PAGE}
