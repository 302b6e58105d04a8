"""What is a Word document made of? Styles, paragraphs, captions, tables, and what python-docx has no words for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written
from docx.text.run import Run as WrittenRun

from vagar_lib.display import theme
from vagar_lib.pipeline.documents import measure
from vagar_lib.pipeline.documents.content import Grid, Paragraph, plain
from vagar_lib.pipeline.documents.pictures import Picture
from vagar_lib.pipeline.page.profile import profile

SUBTITLE, SOURCE, MARK = "Mått", "Källa och not", "Exempeldata"
"""Styles of our own: beneath a title, beneath a figure, and what says that figures are made up."""
TABLE_SIZE, CELL_SIDES = 8.5, 8.0
"""Points: letters of a table, and the empty sides of a cell together."""
_TEXT_STYLES = {"text": "Normal", "bullet": "List Bullet", "number": "List Number"}
_HEADINGS = {"Title": 28, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11, "Heading 5": 11}
_EXAMPLE_GROUND, _EXAMPLE_INK = "FFF3CF", "5C4300"


def element(name: str, /, **attributes: str | int) -> BaseOxmlElement:
    """An element of WordprocessingML: ``element("w:shd", val="clear")``."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def styles(document: Word) -> None:
    """Swedish as the language, a face that is everywhere, headings in the colour of the profile, and our own styles."""
    accent = RGBColor.from_string(profile().colours.accent[1:].upper())
    muted = RGBColor.from_string(theme.MUTED[1:].upper())
    known = document.styles
    for name in ("Normal", "Subtitle", "Caption", "TOC Heading", *_HEADINGS):
        _face(known[name])
    known["Normal"].font.size = Pt(10.5)
    known["Normal"].paragraph_format.space_after = Pt(7)
    for name, size in _HEADINGS.items():
        known[name].font.size, known[name].font.color.rgb = Pt(size), accent
    known["Title"].paragraph_format.space_after = Pt(0)
    for border in known["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    known["Subtitle"].font.size, known["Subtitle"].font.italic = Pt(20), False
    known["Subtitle"].font.color.rgb = accent
    known["Caption"].font.size, known["Caption"].font.color.rgb = Pt(11), RGBColor.from_string(theme.INK[1:].upper())
    known["Caption"].paragraph_format.space_before, known["Caption"].paragraph_format.space_after = Pt(16), Pt(1)
    known["Caption"].paragraph_format.keep_with_next = True
    for name, size, after in ((SUBTITLE, 9.5, 4), (SOURCE, 8.5, 3)):
        own = known.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style, own.font.size, own.font.color.rgb = known["Normal"], Pt(size), muted
        own.paragraph_format.space_after = Pt(after)
    known[SUBTITLE].paragraph_format.keep_with_next = True
    mark = known.add_style(MARK, WD_STYLE_TYPE.PARAGRAPH)
    mark.base_style, mark.font.bold, mark.font.color.rgb = known["Normal"], True, RGBColor.from_string(_EXAMPLE_INK)
    mark.element.get_or_add_pPr().append(element("w:shd", val="clear", color="auto", fill=_EXAMPLE_GROUND))
    mark.paragraph_format.keep_with_next = True
    for language in known.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    for heads in (1, 2):
        entry = known.add_style(f"toc {heads}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style, entry.paragraph_format.left_indent = known["Normal"], Pt(14 * (heads - 1))
        entry.paragraph_format.space_after = Pt(3)
    _settings(document)


def _face(style) -> None:
    style.font.name = measure.FACE
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    for key in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), measure.FACE)


def _settings(document: Word) -> None:
    settings = document.settings.element
    for name, value in (("w:decimalSymbol", ","), ("w:listSeparator", ";"), ("w:themeFontLang", "sv-SE")):
        for found in settings.iter(qn(name)):
            found.set(qn("w:val"), value)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")  # else Word opens it as a file of an older Word


def paragraph(document: Word, said: Paragraph) -> Written:
    """A paragraph or an item of a list, with its emphasis and its links."""
    written = document.add_paragraph(style=_TEXT_STYLES[said.kind])
    for run in said.runs:
        own = written.add_run(run.text)
        own.bold, own.italic = run.bold or None, run.italic or None
        if run.href:
            link(written, own, document.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return written


def link(written: Written, run: WrittenRun, to: str, *, within: bool = False) -> None:
    """Make a run a link, to a relationship of the document or to a bookmark within it."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("w:anchor" if within else "r:id"), to)
    made.set(qn("w:history"), "1")
    written._p.replace(run._r, made)
    made.append(run._r)
    run.font.color.rgb, run.underline = RGBColor.from_string(profile().colours.link[1:].upper()), not within or None


def numbered(document: Word, items: Iterable[Written]) -> None:
    """Have a list count from one by itself, whatever lists there were before it."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    own = numbering.add_num(abstract)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in items:
        item._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = own.numId
        item._p.pPr.numPr.get_or_add_ilvl().val = 0


def field(written: Written, code: str, said: str) -> None:
    """A field that Word computes, and what it says until then."""
    for part in _opening(code):
        written.add_run()._r.append(part)
    written.add_run(said)
    written.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def _opening(code: str) -> list[BaseOxmlElement]:
    """What stands before the result of a field."""
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    return [element("w:fldChar", fldCharType="begin"), text, element("w:fldChar", fldCharType="separate")]


def spanning_field(written: Sequence[Written], code: str) -> None:
    """A field whose result is some paragraphs, the first of which has a style."""
    for part in reversed(_opening(code)):
        run = OxmlElement("w:r")
        run.append(part)
        written[0]._p.pPr.addnext(run)
    written[-1].add_run()._r.append(element("w:fldChar", fldCharType="end"))


def bookmark(written: Written, name: str) -> None:
    """A place in the text that contents and links lead to; its name ends in a number of six figures."""
    written._p.pPr.addnext(element("w:bookmarkStart", id=int(name[-6:]), name=name))
    written._p.append(element("w:bookmarkEnd", id=int(name[-6:])))


def caption(document: Word, label: str, number: int, title: str) -> Written:
    """What a figure or a table is called: 'Figur 3. Befolkningen har minskat', counted by Word."""
    written = document.add_paragraph(f"{label}\u00a0", style="Caption")
    field(written, f"SEQ {label} \\* ARABIC", str(number))
    written.add_run(f". {title}")
    return written


def table(document: Word, grid: Grid, room: float, label: str) -> None:
    """A table with a row of heads that is repeated on each page, and columns as wide as their words ask for.

    Parameters
    ----------
    document : Word
    grid : Grid
    room : float
        Points there are for it on the page.
    label : str
        What it shows, for those who hear it.
    """
    widths = measure.columns(grid.rows, TABLE_SIZE, room, CELL_SIDES) or [room / len(grid.numeric)] * len(grid.numeric)
    made = document.add_table(rows=len(grid.rows), cols=len(widths))
    made.autofit = False
    _frame(made._tbl.tblPr, label)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Pt(width)
    cells = made._cells  # asked for once: each asking goes through the whole table
    texts = itertools.chain.from_iterable(grid.rows)
    for number, (cell, said) in enumerate(zip(cells, texts, strict=True)):
        row, column = divmod(number, len(widths))
        _cell(cell, said, Pt(widths[column]), row == 0, grid.numeric[column])
    for number, row in enumerate(made.rows):
        about = row._tr.get_or_add_trPr()
        about.append(element("w:cantSplit"))
        if number == 0:
            about.append(element("w:tblHeader"))
    document.add_paragraph(style=SOURCE).paragraph_format.space_after = Pt(0)


def _frame(about: BaseOxmlElement, label: str) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz=4, space=0, color=theme.RULE[1:].upper()))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=int(CELL_SIDES / 2 * 20), type="dxa"))
    layout, look = about.find(qn("w:tblLayout")), about.find(qn("w:tblLook"))
    layout.addprevious(borders)
    layout.addnext(margins)
    if look is not None:  # the first row and the first column are heads
        for key, value in {"firstRow": 1, "firstColumn": 1, "noHBand": 1, "noVBand": 1, "val": "06A0"}.items():
            look.set(qn(f"w:{key}"), str(value))
    about.append(element("w:tblDescription", val=label))


def _cell(cell: _Cell, said: str, width: Pt, head: bool, numeric: bool) -> None:
    cell.width = width
    written = cell.paragraphs[0]
    about = written._p.get_or_add_pPr()
    if head:
        about.append(element("w:keepNext"))
    about.append(element("w:spacing", before=30, after=30))
    if numeric:
        about.append(element("w:jc", val="right"))
    run = written.add_run(said)
    run.font.size, run.bold = Pt(TABLE_SIZE), head or None
    if head:
        cell._tc.get_or_add_tcPr().append(
            element("w:shd", val="clear", color="auto", fill=profile().colours.tint[1:].upper())
        )


def picture(document: Word, drawn: Picture, said: str, width: float, height: float) -> Written:
    """A picture as large as there is room for in some points, with its text alternative."""
    wide, high = drawn.within(width, height)
    written = document.add_paragraph()
    shape = written.add_run().add_picture(BytesIO(drawn.png), Pt(wide), Pt(high))
    shape._inline.docPr.set("descr", plain(said))
    return written
