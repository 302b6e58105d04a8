"""Slides tell one thing each: a finding as the title, its figure with an alternative, its source; text has room."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pypdf
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from tests.pipeline.paperwork import as_pdf, needs_office, report
from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.documents import deck, measure, slide_tables, slides
from vagar_lib.pipeline.documents.content import Grid


@pytest.fixture(scope="module")
def shown(paperwork) -> Deck:
    return Presentation(BytesIO(paperwork["pptx"]))


def titles(shown: Deck) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in shown.slides]


def with_title(shown: Deck, title: str) -> Slide:
    return next(slide for slide in shown.slides if slide.shapes.title.text_frame.text == title)


def test_slides_are_wide(shown):
    assert shown.slide_width / shown.slide_height == pytest.approx(16 / 9)


def test_the_report_and_place_come_first_and_then_the_findings(shown):
    assert titles(shown)[:2] == ["Nulägesbeskrivning – Ragunda kommun", "Sammanfattning: Ragunda kommun"]
    said = shown.slides[1].placeholders[1].text_frame.paragraphs
    assert [p.text for p in said] == [f"{text}\v{symbol} {word}" for text, _, symbol, word in sample.FINDINGS]


def test_no_two_slides_have_the_same_title_and_none_lacks_one(shown):
    assert all(titles(shown))
    assert [title for title, times in Counter(titles(shown)).items() if times > 1] == []


def test_a_figure_is_a_slide_with_its_finding_as_title_what_is_measured_and_its_source(shown):
    slide = with_title(shown, "Arbetslösheten i Ragunda är högre än i riket")
    texts = {shape.placeholder_format.idx: shape.text_frame.text for shape in slide.placeholders}
    assert texts[1] == sample.figure()["subtitle"]
    assert texts[2] == "Källa: Arbetsförmedlingen."


def test_every_picture_and_every_table_has_an_alternative(shown):
    drawn = [shape for slide in shown.slides for shape in slide.shapes if shape._element.tag in _DRAWN]
    assert len(drawn) == 7, "five charts, and a table on two slides"
    for shape in drawn:
        assert shape._element.xpath(".//p:cNvPr/@descr")[0].strip()


_DRAWN = (qn("p:pic"), qn("p:graphicFrame"))


def test_a_figure_is_read_after_its_title_and_before_its_source(shown):
    slide = with_title(shown, "Arbetslösheten i Ragunda är högre än i riket")
    order = ["figure" if shape._element.tag in _DRAWN else shape.placeholder_format.idx for shape in slide.shapes]
    assert order == [0, 1, "figure", 2, 11, 12]


def test_a_table_has_a_row_of_heads(shown):
    tables = [shape.table for slide in shown.slides for shape in slide.shapes if shape.has_table]
    assert all(table.first_row for table in tables)
    assert [cell.text for cell in tables[0].rows[0].cells] == ["Plats", *(str(2024 - n) for n in range(11))]


def test_the_notes_hold_definitions_and_what_is_said_before_a_figure(shown):
    first = with_title(shown, "Befolkningen har minskat sedan 1950").notes_slide.notes_text_frame.text
    assert "Folkmängden är 5 123 personer, 62 färre än året före." in first
    assert "Från 2025 räknas åldern 18–66 år." in first


def test_what_is_made_up_is_marked_on_its_slide_and_in_every_footer(shown):
    made_up = with_title(shown, sample.HOSTILE)
    assert made_up.placeholders[1].text_frame.text.startswith("Exempeldata: påhittade uppgifter. ")
    for slide in shown.slides:
        footer = next(shape for shape in slide.placeholders if shape._element.ph.get("type") == "ftr")
        assert footer.text_frame.text == "Exempeldata · Nulägesbeskrivning · Ragunda kommun · Datautgåva a1b2c3"


def test_all_text_is_in_swedish(shown):
    runs = [node for slide in shown.slides for node in slide._element.iter(qn("a:rPr"))]
    assert {node.get("lang") for node in runs} == {"sv-SE"}
    assert shown.core_properties.language == "sv-SE"


def test_slides_are_grouped_under_the_headings_of_the_report(shown):
    names = [node.get("name") for node in shown.part._element.iter() if str(node.tag).endswith("}section")]
    assert names[:3] == ["Nulägesbeskrivning", "Sammanfattning", "Befolkning"]
    within = [node for node in shown.part._element.iter() if str(node.tag).endswith("2010/main}sldId")]
    assert len(within) == len(shown.slides)


def test_every_text_has_room_in_its_box(shown):
    for slide in shown.slides:
        for shape in slide.placeholders:
            frame = shape.text_frame
            if shape._element.ph.get("type") == "sldNum" or not frame.text:
                continue
            high = sum(
                measure.lines(p.text.replace("\v", "\n"), p.runs[0].font.size.pt, shape.width.pt)
                * p.runs[0].font.size.pt * measure.LINE + (p.space_after.pt if p.space_after else 0)
                for p in frame.paragraphs
            )  # fmt: skip
            assert high <= shape.height.pt + 0.01, f"{slide.shapes.title.text_frame.text}: {frame.text[:60]}"


def test_nothing_stands_outside_the_slide_and_no_figure_over_a_text(shown):
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= shown.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= shown.slide_height
        figures = [shape for shape in slide.shapes if shape._element.tag in _DRAWN]
        for figure in figures:
            for text in slide.placeholders:
                apart = (
                    figure.left >= text.left + text.width or text.left >= figure.left + figure.width
                    or figure.top >= text.top + text.height or text.top >= figure.top + figure.height
                )  # fmt: skip
                assert apart, slide.shapes.title.text_frame.text


def test_a_long_title_gets_smaller_letters_until_it_has_room():
    short, long = "Fler bor i Åre", "Räntan på den samlade långsiktiga skulden är högre " * 4
    assert deck.size(deck.FIGURE, 0, short) == 28
    assert deck.size(deck.FIGURE, 0, long) < 28
    assert deck.room(deck.FIGURE, 0).fits(long, deck.size(deck.FIGURE, 0, long))


def grid(rows: int, text: str = "ord") -> Grid:
    return Grid((("Plats", "Värde"), *((f"{n} {text}", str(n)) for n in range(rows))), (False, True))


def test_a_table_is_split_evenly_over_slides_with_its_heads_on_each():
    # A row is 11 · 1.2 + 4 = 17.2 points, so that 316 points have room for the heads and 17 rows; 20 are 10 and 10.
    parts = slide_tables.split(grid(20), deck.CONTENT)
    assert [len(part.grid.rows) - 1 for part in parts] == [10, 10]
    assert [part.grid.rows[0] for part in parts] == [("Plats", "Värde")] * 2
    assert [row for part in parts for row in part.grid.rows[1:]] == list(grid(20).rows[1:])
    assert parts[0].widths == parts[1].widths


def test_a_table_that_has_room_on_one_slide_gets_letters_as_large_as_that_allows():
    # Letters of 16 points make rows of 23.2, and 13 of them have room; those of 12 make 18.4, and 17 have room.
    assert [part.size for part in slide_tables.split(grid(12), deck.CONTENT)] == [16]
    assert [part.size for part in slide_tables.split(grid(16), deck.CONTENT)] == [12]
    assert [part.size for part in slide_tables.split(grid(20), deck.CONTENT)] == [11, 11]


def test_a_table_that_takes_more_than_three_slides_or_has_too_wide_words_is_left_out():
    assert len(slide_tables.split(grid(51), deck.CONTENT)) == 3
    assert slide_tables.split(grid(52), deck.CONTENT) == []
    assert slide_tables.split(grid(3, "m" * 200), deck.CONTENT) == []


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    return tmp_path


def test_a_table_that_is_left_out_is_told_of_on_the_last_slide(outputs):
    long = sample.figure("lang", kind="table", title="Alla 90 rader", table=sample.table(3, 90))
    shown = Presentation(BytesIO(slides.write(report(outputs, sample.notebook(sample.show(long))))))
    last = shown.slides[len(shown.slides) - 1]
    assert last.shapes.title.text_frame.text == "Tabeller som är för långa för bilder"
    assert last.placeholders[1].text_frame.text.endswith("Alla 90 rader")


def test_figures_that_are_called_the_same_get_titles_that_differ(outputs):
    cells = sample.show(sample.figure("en"), sample.figure("tva"))
    shown = Presentation(BytesIO(slides.write(report(outputs, sample.notebook(cells)))))
    finding = sample.figure()["title"]
    assert titles(shown)[1:] == [finding, f"{finding} (2)"]


def test_the_findings_of_a_long_summary_are_spread_over_slides(outputs):
    items = [{"text": f"Fynd {n}. " + "Värdet har ökat. " * 25, "dimension": "", "symbol": "▲", "word": "Ökat"}
             for n in range(8)]  # fmt: skip
    cells = sample.new_markdown_cell("## Sammanfattning"), sample.show({"kind": "findings", "items": items})
    shown = Presentation(BytesIO(slides.write(report(outputs, sample.notebook(*cells)))))
    pages = len(shown.slides) - 1
    assert pages > 1
    assert titles(shown)[1:] == [f"Sammanfattning: Ragunda kommun ({n} av {pages})" for n in range(1, pages + 1)]
    said = [p.text for slide in list(shown.slides)[1:] for p in slide.placeholders[1].text_frame.paragraphs]
    assert [text[:6] for text in said] == [f"Fynd {n}" for n in range(8)]


@needs_office("impress")
def test_libreoffice_opens_them_one_page_a_slide(paperwork, shown, tmp_path):
    pdf = pypdf.PdfReader(as_pdf(paperwork["pptx"], "pptx", tmp_path))
    assert len(pdf.pages) == len(shown.slides)
