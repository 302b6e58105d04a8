"""The annex is a Word document with real headings, the text and tables of its section; an office program opens it."""

from __future__ import annotations

import shutil
import subprocess

import lxml.html
import pytest
from docx import Document
from markupsafe import Markup
from nbformat.v4 import new_markdown_cell

from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.forms.annex import EXAMPLE, section_of, write_annex
from vagar_lib.pipeline.page import render
from vagar_lib.pipeline.page.executed import PageError
from vagar_lib.pipeline.page.outline import Display, Heading, Outline, Section, Text

TABLE = {
    "id": "t", "title": "Fem insatser är försenade", "subtitle": "Insatser, 2026", "notes": ["En not."],
    "source": "Källa: Regionen.", "example": True,
    "table": {
        "columns": [{"label": "Insats", "numeric": False}, {"label": "Läge", "numeric": False}],
        "rows": [["I1 <b>", {"text": "✗ Försenad", "tone": "bad"}]],
    },
}  # fmt: skip


@pytest.fixture
def section() -> Section:
    return Section(
        Heading(2, "bilaga", Markup("Bilaga")),
        [
            Text(Markup("<p>Ett utkast &amp; mer.</p><ul><li>Punkt</li></ul>")),
            Heading(3, "resultat", Markup("Beslutens bidrag")),
            Display("prose", {"paragraphs": ["Insatserna\u00ad är <många>."]}, 4, 1),
            Display("table", TABLE, 4, 2),
            Display("missing", {"title": "Pengar: visas inte", "text": "Underlag saknas."}, 4, 3),
        ],
    )


@pytest.fixture
def written(tmp_path, section):
    path = tmp_path / "bilaga.docx"
    write_annex(path, "Uppföljning, Jämtlands län", {"Datautgåva": "abc", "Version": ""}, section, True)
    return path


def styled(path, style):
    return [paragraph.text for paragraph in Document(str(path)).paragraphs if paragraph.style.name == style]


def test_its_headings_are_real_headings_in_the_order_of_the_page(written):
    assert styled(written, "Heading 1") == ["Bilaga"]
    assert styled(written, "Heading 2") == ["Beslutens bidrag"]
    assert styled(written, "Caption") == ["Tabell\u00a01. Fem insatser är försenade"]


def test_it_has_every_text_as_text(written):
    words = [paragraph.text for paragraph in Document(str(written)).paragraphs]
    for said in ("Ett utkast & mer.", "Punkt", "Insatserna är <många>.", "En not.", "Källa: Regionen."):
        assert said in words
    assert "Pengar: visas inte. Underlag saknas." in words
    assert "Datautgåva: abc" in words


def test_made_up_data_is_said_before_anything_else(written, tmp_path, section):
    words = [paragraph.text for paragraph in Document(str(written)).paragraphs]
    assert words.index(EXAMPLE) < words.index("Ett utkast & mer.")
    write_annex(tmp_path / "akta.docx", "Uppföljning", {}, section, False)
    assert EXAMPLE not in [paragraph.text for paragraph in Document(str(tmp_path / "akta.docx")).paragraphs]


def test_a_table_is_a_table_with_a_row_of_heads(written):
    (table,) = Document(str(written)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Insats", "Läge"], ["I1 <b>", "✗ Försenad"]]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_it_is_in_swedish_and_has_a_title(written):
    document = Document(str(written))
    assert document.core_properties.title == "Bilaga. Uppföljning, Jämtlands län"
    assert set(document.styles.element.xpath("//w:lang/@w:val")) == {"sv-SE"}


def test_a_section_that_is_not_there_is_told_with_those_that_are(section):
    content = Outline(Section(), [section], [])
    assert section_of(content, "Bilaga") is section
    with pytest.raises(PageError, match="annex: the page has no section 'Bilagan', allowed: Bilaga"):
        section_of(content, "Bilagan")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(written, tmp_path):
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    assert (tmp_path / "bilaga.pdf").stat().st_size > 1000


def test_the_page_links_to_the_annex_from_its_section_and_only_there(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    said = sample.show({"kind": "prose", "paragraphs": ["Insatserna ger mer."]})
    cells = [new_markdown_cell("## Annat\n\nText."), new_markdown_cell("## Bilaga\n\n### Resultat"), said]
    notebook = sample.save(sample.notebook(*cells), tmp_path / "notebooks")
    folder, told = tmp_path / "site/nulage/2303-ragunda", {"executed": "2026-11-03T08:00:00Z"}
    page = render.render(notebook, sample.job(annex="Bilaga"), folder, told)
    links = lxml.html.parse(str(page.path)).getroot().xpath("//a[@href='bilaga.docx']")
    assert [link.getparent().getprevious().text_content() for link in links] == ["Bilaga"]
    assert styled(page.path.with_name("bilaga.docx"), "Heading 2") == ["Resultat"]
    assert "Insatserna ger mer." in [p.text for p in Document(str(page.path.with_name("bilaga.docx"))).paragraphs]
    without = render.render(notebook, sample.job(), folder, told)
    assert "bilaga.docx" not in without.path.read_text("utf-8")
    assert not without.path.with_name("bilaga.docx").exists()
