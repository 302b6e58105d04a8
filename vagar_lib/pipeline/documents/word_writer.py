"""How does each thing on a page stand in a Word document? Block by block, upright or, for a wide table, lying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt

from vagar_lib.display import text
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.pipeline.documents import content, measure, pictures
from vagar_lib.pipeline.documents import word_parts as parts
from vagar_lib.pipeline.documents.content import Grid, Paragraph, Run, plain
from vagar_lib.pipeline.page.outline import Display, Heading, Section, Text

MARGIN = 22.0
"""Millimetres at each side of a page."""
TALLEST = 430.0
"""Points that a picture is high at most, so that its caption and notes have room on the same page."""
_SHORT, _LONG = 210.0, 297.0
_DEEPEST = 5


class Writer:
    """Writes what a page says at the end of a document.

    Parameters
    ----------
    document : Word
        Gets the styles of `word_parts.styles`, and pages of A4.
    charts : bool
        Whether a figure becomes a picture with its text alternative, or else the table behind it.
    """

    def __init__(self, document: Word, *, charts: bool = True):
        parts.styles(document)
        self._document, self._charts = document, charts
        self._lying = False
        self._numbers = {"Figur": 0, "Tabell": 0}
        self._bookmarks: dict[str, str] = {}
        _turn(document.sections[0], lying=False)

    def section(self, section: Section) -> None:
        """A section with its heading."""
        self.blocks([section.heading, *section.blocks] if section.heading else section.blocks)

    def blocks(self, blocks: Sequence[Heading | Text | Display]) -> None:
        """Headings, texts and displays, in order."""
        for number, block in enumerate(blocks):
            self._turn_for(blocks[number:])
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Text):
                self._text(block)
            else:
                self._display(block)

    def contents(self, sections: Sequence[Section]) -> None:
        """The headings of the two highest levels, as links in a field that Word can compute anew with page numbers."""
        headings = [
            heading for section in sections for heading in (section.heading, *section.headings) if heading is not None
        ]
        self._document.add_paragraph("Innehåll", style="TOC Heading")
        written = []
        for heading in headings:
            written.append(self._document.add_paragraph(style=f"toc {heading.level - 1}"))
            parts.link(written[-1], written[-1].add_run(plain(heading.plain)), self._bookmark(heading), within=True)
        if written:
            parts.spanning_field(written, r'TOC \o "1-2" \h \z \u')
            written[-1].paragraph_format.space_after = Pt(18)

    def upright(self) -> None:
        """Go on with an upright page, if the last one was lying."""
        self._turn(lying=False)

    def note(self, said: str) -> None:
        """A line in small letters."""
        self._document.add_paragraph(said, style=parts.SOURCE)

    def _turn_for(self, blocks: Sequence[Heading | Text | Display]) -> None:
        """Turn the page for what comes; a heading goes with the table that it stands over."""
        first = next((block for block in blocks if not isinstance(block, Heading)), None)
        table = isinstance(first, Display) and self._tabulated(first)
        self._turn(lying=table and _lies(content.grid(first.content["table"])))

    def _turn(self, *, lying: bool) -> None:
        if lying != self._lying:
            self._lying = lying
            _turn(self._document.add_section(WD_SECTION.NEW_PAGE), lying=lying)

    def _tabulated(self, display: Display) -> bool:
        return display.kind == "table" or (display.kind == "figure" and not self._charts)

    def _heading(self, heading: Heading) -> None:
        written = self._document.add_heading(plain(heading.plain), level=min(heading.level - 1, _DEEPEST))
        parts.bookmark(written, self._bookmark(heading))

    def _bookmark(self, heading: Heading) -> str:
        return self._bookmarks.setdefault(heading.id, f"_Toc{len(self._bookmarks) + 1:06d}")

    def _text(self, text: Text) -> None:
        counted = []
        for part in content.parts(text.html):
            if isinstance(part, Grid):
                parts.table(self._document, part, _room(lying=self._lying), "")
                continue
            written = parts.paragraph(self._document, part)
            counted = [*counted, written] if part.kind == "number" else self._count(counted)
        self._count(counted)

    def _count(self, items: list) -> list:
        if items:
            parts.numbered(self._document, items)
        return []

    def _display(self, display: Display) -> None:
        shown = display.content
        match display.kind:
            case "prose":
                for words in shown["paragraphs"]:
                    self._document.add_paragraph(plain(words))
            case "findings":
                self._count([self._finding(item) for item in shown["items"]])
            case "missing":
                parts.paragraph(
                    self._document, Paragraph((Run(f"{plain(shown['title'])}. ", bold=True), Run(plain(shown["text"]))))
                )
            case "facts":
                for term, said in shown["items"]:
                    parts.paragraph(self._document, Paragraph((Run(f"{plain(term)}: ", bold=True), Run(plain(said)))))
            case "figure" | "table":
                self._captioned(display)

    def _finding(self, item: Mapping[str, Any]) -> Any:
        judged = f"{item['symbol']} {item['word']}"
        if item["dimension"] in DIMENSIONS:
            judged = f"{judged} · {text.dimension(item['dimension'])}"
        written = parts.paragraph(self._document, Paragraph((Run(f"{plain(item['text'])}\n"),), "number"))
        written.add_run(plain(judged)).italic = True
        written._p.get_or_add_pPr().append(parts.element("w:contextualSpacing", val=0))
        return written

    def _captioned(self, display: Display) -> None:
        shown = display.content
        label = "Tabell" if self._tabulated(display) else "Figur"
        self._numbers[label] += 1
        if shown.get("example"):
            self._document.add_paragraph("Exempeldata: påhittade uppgifter", style=parts.MARK)
        parts.caption(self._document, label, self._numbers[label], plain(shown["title"]))
        self._document.add_paragraph(plain(shown["subtitle"]), style=parts.SUBTITLE)
        if label == "Tabell":
            parts.table(self._document, content.grid(shown["table"]), _room(lying=self._lying), plain(shown["title"]))
        else:
            written = parts.picture(
                self._document, pictures.picture(shown["spec"]), shown["alt"], _room(lying=False), TALLEST
            )
            written.paragraph_format.keep_with_next = True
            written.paragraph_format.space_after = Pt(3)
        for said in [*shown["notes"], shown["source"]]:
            self.note(plain(said))


def _lies(grid: Grid) -> bool:
    """Whether a table gains by a lying page."""
    return measure.gains(grid.rows, parts.TABLE_SIZE, parts.CELL_SIDES, _room(lying=False), _room(lying=True))


def _room(*, lying: bool) -> float:
    """Points between the margins."""
    return ((_LONG if lying else _SHORT) - 2 * MARGIN) * 72 / 25.4


def _turn(section: Any, *, lying: bool) -> None:
    wide, high = (_LONG, _SHORT) if lying else (_SHORT, _LONG)
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN))
    section.header_distance = section.footer_distance = Mm(10)
