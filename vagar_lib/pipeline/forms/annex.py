"""One section of a page as a Word document that people go on writing in: real headings, text and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from markupsafe import Markup

from vagar_lib.pipeline.page.outline import Display, Heading, Outline, PageError, Section

FILE = "bilaga.docx"
EXAMPLE = "Exempeldata: bilagan bygger på påhittade uppgifter som inte ska användas som fakta."
_BLOCK = re.compile(r"</(?:p|li|h\d|tr)>")


def section_of(content: Outline, heading: str) -> Section:
    """The section of a page with this heading.

    Raises
    ------
    PageError
        The page has none.
    """
    for section in content.sections:
        if section.heading and section.heading.plain == heading:
            return section
    found = ", ".join(section.heading.plain for section in content.sections if section.heading)
    raise PageError(f"annex: the page has no section {heading!r}, allowed: {found}")


def write_annex(path: Path, title: str, facts: Mapping[str, str], section: Section, example: bool) -> None:
    """Write a section as a Word document.

    Parameters
    ----------
    path : Path
        File to write.
    title : str
        Report and place.
    facts : mapping
        What stands beneath the title, such as data edition and day.
    section : Section
        Its heading becomes the first heading, those in it the second and so on. Figures become their tables.
    example : bool
        Whether it rests on made-up data, which it then says first.
    """
    document = Document()
    _styles(document)
    document.core_properties.title = f"{section.heading.plain}. {title}"
    document.core_properties.author = "Vägar"
    document.core_properties.language = "sv-SE"
    document.add_heading(section.heading.plain, level=1)
    document.add_paragraph(title)
    document.add_paragraph("; ".join(f"{term}: {said}" for term, said in facts.items() if said))
    if example:
        document.add_paragraph().add_run(EXAMPLE).bold = True
    for block in section.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.plain, level=block.level - 1)
        elif isinstance(block, Display):
            _display(document, block)
        else:
            for words in _paragraphs(block.html):
                document.add_paragraph(words)
    document.save(str(path))


def _styles(document: Word) -> None:
    """Swedish as the language, a face that is everywhere, and headings in the colours of the pages."""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Calibri")
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x0A, 0x4A, 0x7F)
    document.styles["Normal"].font.size = Pt(11)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")


def _display(document: Word, display: Display) -> None:
    content = display.content
    match display.kind:
        case "prose":
            for words in content["paragraphs"]:
                document.add_paragraph(_plain(words))
        case "missing":
            document.add_paragraph(f"{content['title']}. {content['text']}")
        case "facts":
            for term, said in content["items"]:
                document.add_paragraph(f"{term}: {said}")
        case "findings":
            for item in content["items"]:
                document.add_paragraph(_plain(item["text"]), style="List Bullet")
        case "figure" | "table":
            document.add_heading(content["title"], level=display.level - 1)
            document.add_paragraph(content["subtitle"])
            _table(document, content["table"])
            for note in [*content["notes"], content["source"]]:
                document.add_paragraph(note)


def _table(document: Word, table: Mapping[str, Any]) -> None:
    heads = [column["label"] for column in table["columns"]]
    grid = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(grid.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    # Word reads the first row out as the heads of the columns, and repeats it on each page.
    grid.rows[0]._tr.get_or_add_trPr().append(grid.rows[0]._tr.makeelement(qn("w:tblHeader")))
    for row in table["rows"]:
        for cell, said in zip(grid.add_row().cells, row, strict=True):
            cell.text = said.get("said") or said["text"] if isinstance(said, Mapping) else str(said)
    document.add_paragraph()


def _paragraphs(html: Markup) -> list[str]:
    """Text of each paragraph, list item and row of safe HTML."""
    return [words for part in _BLOCK.split(str(html)) if (words := _plain(Markup(part).striptags()))]


def _plain(words: str) -> str:
    return words.replace("\u00ad", "").strip()
