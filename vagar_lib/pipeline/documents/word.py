"""How does a report become a Word document? Cover lines, the summary, contents, and then all that the page says."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Word

from vagar_lib.pipeline.documents import pictures
from vagar_lib.pipeline.documents import word_parts as parts
from vagar_lib.pipeline.documents.report import Made
from vagar_lib.pipeline.documents.word_writer import Writer
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.render import WORKBOOK
from vagar_lib.pipeline.page.workbook import EXAMPLE


def write(made: Made) -> bytes:
    """A report as a Word document.

    Parameters
    ----------
    made : Made

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    ValueError
        When a chart can't be drawn.
    """
    document = Document()
    writer = Writer(document)
    _properties(document, made)
    _edges(document, made)
    report = made.content
    summary = report.sections[:1] if report.sections and report.sections[0].findings else []
    _cover(document, made)
    writer.blocks(report.lead.blocks)
    for section in summary:
        writer.section(section)
    rest = report.sections[len(summary) :]
    writer.contents([*summary, *rest])
    for section in rest:
        writer.section(section)
    writer.upright()
    where = f" på {made.address}" if made.address else ""
    writer.note(f"Siffrorna bakom figurerna finns i arbetsboken {WORKBOOK} vid rapportens webbsida{where}.")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _properties(document: Word, made: Made) -> None:
    about = document.core_properties
    about.title, about.author, about.language = f"{made.title}, {made.place}", profile().owner, "sv-SE"
    about.subject, about.comments = made.title, "; ".join(f"{term}: {said}" for term, said in made.facts.items())
    about.keywords = "Exempeldata" if made.example else ""
    if made.executed:
        about.created = about.modified = datetime.fromisoformat(made.executed)


def _edges(document: Word, made: Made) -> None:
    """What stands at the top and the bottom of each page."""
    header, footer = document.sections[0].header, document.sections[0].footer
    top = header.paragraphs[0]
    if made.example:
        top.style, top.text = parts.MARK, EXAMPLE
        top = header.add_paragraph()
    top.style, top.text = parts.SOURCE, f"{made.title} – {made.place}"
    bottom = footer.paragraphs[0]
    bottom.style = parts.SOURCE
    bottom.add_run(f"{profile().owner} · {profile().name} · Datautgåva {made.edition} · Sida\u00a0")
    parts.field(bottom, "PAGE", "1")
    bottom.add_run(" av\u00a0")
    parts.field(bottom, "NUMPAGES", "1")


def _cover(document: Word, made: Made) -> None:
    if logo := pictures.logo():
        parts.picture(document, logo, profile().owner, 160, 40)
    document.add_paragraph(made.title, style="Title")
    document.add_paragraph(made.place, style="Subtitle")
    told = "; ".join(f"{term}: {said}" for term, said in made.facts.items())
    document.add_paragraph(f"{profile().owner}. {told}", style=parts.SUBTITLE)
