"""One section of a page as a Word document that people go on writing in: real headings, text and tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docx import Document

from vagar_lib.pipeline.documents.word_parts import MARK
from vagar_lib.pipeline.documents.word_writer import Writer
from vagar_lib.pipeline.page.executed import PageError
from vagar_lib.pipeline.page.outline import Outline, Section
from vagar_lib.pipeline.page.profile import profile

FILE = "bilaga.docx"
EXAMPLE = "Exempeldata: bilagan bygger på påhittade uppgifter som inte ska användas som fakta."


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
    writer = Writer(document, charts=False)
    document.core_properties.title = f"{section.heading.plain}. {title}"
    document.core_properties.author = profile().owner
    document.core_properties.language = "sv-SE"
    writer.blocks([section.heading])
    document.add_paragraph(title)
    document.add_paragraph("; ".join(f"{term}: {said}" for term, said in facts.items() if said))
    if example:
        document.add_paragraph(EXAMPLE, style=MARK)
    writer.blocks(section.blocks)
    document.save(str(path))
