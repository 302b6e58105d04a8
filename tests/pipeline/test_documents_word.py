"""A Word document has the page's words, headings, pictures with alternatives and tables with heads, in Swedish."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from tests.pipeline.paperwork import as_pdf, needs_office, report
from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.documents import word
from vagar_lib.pipeline.page.workbook import EXAMPLE

FIGURES = ["Befolkningen har minskat sedan 1950", sample.HOSTILE, "Arbetslösheten i Ragunda är högre än i riket"]
FIGURES += ["Två diagram i en cell", "Fyra förvaltningskommuner"]
TABLES = ["Alla indikatorer", "Indikatorer med tecken och små linjer"]


@pytest.fixture(scope="module")
def document(paperwork) -> Word:
    return Document(BytesIO(paperwork["docx"]))


def words(document: Word, style: str = "") -> list[str]:
    return [p.text for p in document.paragraphs if style in ("", p.style.name)]


def test_title_and_place_come_first_then_what_it_was_made_of_and_then_the_summary(document):
    said = words(document)
    assert said[:2] == ["Nulägesbeskrivning", "Ragunda kommun"]
    assert said[2] == "Region Jämtland Härjedalen. Framtagen: 3 november 2026; Datautgåva: a1b2c3; Version: Vägar 0.1.0"
    assert said.index("Sammanfattning") < said.index("Innehåll") < said.index("Befolkning", said.index("Innehåll") + 9)


def test_headings_are_real_and_never_skip_a_level_on_the_way_down(document):
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert words(document, "Heading 1")[:3] == ["Sammanfattning", "Befolkning", "Arbete & inkomst"]
    assert words(document, "Heading 2")[0] == "Åldrar och kön"


def test_the_contents_are_a_field_that_is_filled_and_each_line_leads_to_a_heading(document):
    code = [node.text for node in document.element.iter(qn("w:instrText"))]
    assert code[0] == r' TOC \o "1-2" \h \z \u '
    lines = [p for p in document.paragraphs if p.style.name.startswith("toc")]
    headings = [*words(document, "Heading 1"), *words(document, "Heading 2")]
    assert sorted(line.text for line in lines) == sorted(headings)
    marks = {node.get(qn("w:name")) for node in document.element.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for line in lines for link in line._p.iter(qn("w:hyperlink"))} <= marks


def test_every_field_that_begins_ends(document):
    kinds = [node.get(qn("w:fldCharType")) for node in document.element.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 5


def test_every_figure_is_a_picture_with_the_page_s_text_alternative_and_a_caption_that_is_its_finding(document):
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(pictures) == 5
    assert pictures[0] == sample.figure()["alt"]
    captions = words(document, "Caption")
    assert [c for c in captions if c.startswith("Figur")] == [f"Figur\u00a0{n}. {t}" for n, t in enumerate(FIGURES, 1)]
    assert [c for c in captions if c.startswith("Tabell")] == [f"Tabell\u00a0{n}. {t}" for n, t in enumerate(TABLES, 1)]


def test_a_picture_is_drawn_for_print_and_has_room_on_the_page(document):
    for shape in document.inline_shapes:
        assert shape.width.mm <= 166
        wide = int.from_bytes(_png(document, shape)[16:20], "big")
        assert wide / shape.width.inches > 200


def _png(document: Word, shape) -> bytes:
    return document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob


def test_every_table_has_a_row_of_heads_that_is_repeated_and_says_what_it_shows(document):
    own = [table for table in document.tables if table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))]
    assert len(own) == 2
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert not table.rows[1]._tr.xpath("./w:trPr/w:tblHeader")
    assert [cell.text for cell in own[0].rows[0].cells] == ["Plats", *(str(2024 - n) for n in range(11))]


def test_a_symbol_in_a_cell_stands_with_its_word(document):
    assert document.tables[-1].rows[1].cells[4].text == "▲ Förbättring"


def test_source_notes_and_definitions_stand_beneath_a_figure(document):
    assert "Källa: Arbetsförmedlingen." in words(document, "Källa och not")
    assert "Från 2025 räknas åldern 18–66 år." in words(document, "Källa och not")


def test_findings_are_a_numbered_list_with_their_verdicts(document):
    first = words(document, "List Number")[0]
    assert first == f"{sample.FINDINGS[0][0]}\n▼ Minskat · Social dimension"


def test_the_emphasis_the_lists_and_the_links_of_a_text_are_kept(document):
    lead = next(p for p in document.paragraphs if p.text == "Ingressen står kvar.")
    assert [run.text for run in lead.runs if run.italic] == ["står"]
    assert words(document, "List Bullet") == ["en punkt", "en till"]
    addresses = [rel.target_ref for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    assert addresses == ["https://www.scb.se/"]


def test_hostile_text_is_text(document):
    assert sample.HOSTILE in words(document)
    assert "javascript" not in "".join(rel.target_ref for rel in document.part.rels.values() if rel.is_external)


def test_it_is_in_swedish_and_knows_its_title_and_its_owner(document):
    about = document.core_properties
    assert (about.title, about.language) == ("Nulägesbeskrivning, Ragunda kommun", "sv-SE")
    assert (about.author, about.keywords) == ("Region Jämtland Härjedalen", "Exempeldata")
    assert set(document.styles.element.xpath("//w:lang/@w:val")) == {"sv-SE"}


def test_every_page_says_that_the_report_has_made_up_data_and_which_page_it_is(document):
    for section in document.sections:
        assert section.header.paragraphs[0].text == EXAMPLE
        assert "Sida\u00a01 av\u00a01" in section.footer.paragraphs[0].text
        codes = [node.text for node in section.footer._element.iter(qn("w:instrText"))]
        assert codes == [" PAGE ", " NUMPAGES "]


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    return tmp_path


def test_a_report_of_real_data_bears_no_mark(outputs):
    made = report(outputs, sample.notebook(sample.show(sample.figure())))
    document = Document(BytesIO(word.write(made)))
    assert "Exempeldata" not in "".join(words(document)) + document.sections[0].header.paragraphs[0].text


def test_a_table_that_gains_by_it_lies_down_with_its_heading_and_the_rest_stands(outputs):
    wide = sample.table(8, 60)
    wide["rows"] = [["En rad med många ord " * 6, *("mätpunkter" for _ in row[1:])] for row in wide["rows"]]
    cells = sample.new_markdown_cell("## En lång tabell"), sample.show(sample.figure("lang", kind="table", table=wide))
    after = sample.new_markdown_cell("## Därefter\n\nText.")
    document = Document(BytesIO(word.write(report(outputs, sample.notebook(*cells, after)))))
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    assert document.sections[1].page_width > document.sections[1].page_height
    body = [child for child in document.element.body if child.tag != qn("w:sectPr")]
    turns = [number for number, child in enumerate(body) if next(child.iter(qn("w:sectPr")), None) is not None]
    between = "".join("".join(child.itertext()) for child in body[turns[0] + 1 : turns[1] + 1])
    assert between.startswith("En lång tabell") and "Därefter" not in between


@needs_office("writer")
def test_libreoffice_opens_it_and_shows_all_its_words(paperwork, tmp_path):
    pdf = pypdf.PdfReader(as_pdf(paperwork["docx"], "docx", tmp_path))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))
    for said in ("Nulägesbeskrivning", "Figur 1. Befolkningen har minskat sedan 1950", "Källa: Arbetsförmedlingen."):
        assert said in text
    for page in pdf.pages:
        assert "Exempeldata: påhittade uppgifter" in page.extract_text()
