"""How does a report become slides? Its findings first, then a slide for each figure, and tables that have room."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from vagar_lib.pipeline.documents import content, deck, measure, pictures, slide_tables
from vagar_lib.pipeline.documents.content import Grid, plain
from vagar_lib.pipeline.documents.report import Made
from vagar_lib.pipeline.page.outline import Display, Heading, Section, Text
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.workbook import EXAMPLE

_TALL = 0.58
"""Height to width from which a picture stands beside its title instead of beneath it."""
_SIZES, _BETWEEN = (20.0, 18.0, 16.0, 14.0), 8.0
"""Points: letters of a text, and what is between its paragraphs."""


def write(made: Made) -> bytes:
    """A report as a presentation.

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
    slides = Slides(made)
    slides.cover()
    for section in (made.content.lead, *made.content.sections):
        slides.section(section)
    slides.left_out()
    return slides.file()


class Slides:
    """Slides of a report, section by section.

    Parameters
    ----------
    made : Made
    """

    def __init__(self, made: Made):
        self._made = made
        self._deck = deck.new(f"{made.title}, {made.place}")
        if made.executed:
            about = self._deck.core_properties
            about.created = about.modified = datetime.fromisoformat(made.executed)
        mark = "Exempeldata · " if made.example else ""
        self._footer = f"{mark}{made.title} · {made.place} · Datautgåva {made.edition}"
        self._titles: set[str] = set()
        self._groups: list[tuple[str, int]] = []
        self._left_out: list[str] = []

    def file(self) -> bytes:
        """The presentation."""
        deck.sections(self._deck, [group for group in self._groups if group[1]])
        written = BytesIO()
        self._deck.save(written)
        return written.getvalue()

    def cover(self) -> None:
        """Title, place, and what it was made of."""
        made = self._made
        facts = "; ".join(f"{term}: {said}" for term, said in made.facts.items())
        told = "\n".join([profile().owner, facts, *([EXAMPLE] if made.example else [])])
        slide = self._add(deck.TITLE, f"{made.title} – {made.place}", {1: told})
        if logo := pictures.logo():
            wide, high = logo.within(160, 40)
            shape = slide.shapes.add_picture(BytesIO(logo.png), Pt(60), Pt(60), Pt(wide), Pt(high))
            shape._element.nvPicPr.cNvPr.set("descr", profile().owner)
        self._groups.append((made.title, 1))

    def section(self, section: Section) -> None:
        """Slides of a section: what can be shown on slides, and the rest as notes to the next of them."""
        heading = plain(section.heading.plain) if section.heading else self._made.title
        displays = [block for block in section.blocks if isinstance(block, Display)]
        drawn = any("table" in display.content for display in displays)
        said: list[str] = []
        for block in section.blocks:
            if isinstance(block, Display) and block.kind == "findings":
                told = [f"{item['text']}\n{item['symbol']} {item['word']}" for item in block.content["items"]]
                self._texts(f"{heading}: {self._made.place}", told)
            elif isinstance(block, Display) and block.kind == "figure":
                _note(self._figure(block), [*said, *block.content["notes"]])
                said = []
            elif isinstance(block, Display) and block.kind == "table":
                said = self._table(block, said)
            else:
                said += _said(block)
        if said and section.heading and not drawn and not section.findings:
            self._texts(heading, said)
        elif said and self._since():
            _note(self._last, said)
        self._groups.append((heading, self._since()))

    def left_out(self) -> None:
        """The tables that are too long for slides, and where they are."""
        if self._left_out:
            title, where = "Tabeller som är för långa för bilder", self._made.address or "rapportens webbsida"
            self._texts(title, [f"De här tabellerna finns i Wordversionen och på {where}.", *self._left_out])
            self._groups.append((title, self._since()))

    @property
    def _last(self) -> Slide:
        return self._deck.slides[len(self._deck.slides) - 1]

    def _since(self) -> int:
        """Slides since the last group of them."""
        return len(self._deck.slides) - sum(count for _, count in self._groups)

    def _add(self, layout: str, title: str, texts: Mapping[int, str]) -> Slide:
        """A slide with a title that no other slide has."""
        own, number = title, 1
        while own in self._titles:
            number += 1
            own = f"{title} ({number})"
        self._titles.add(own)
        return deck.add(self._deck, layout, {0: own, **texts}, self._footer)

    def _texts(self, title: str, texts: Sequence[str]) -> None:
        """Slides with nothing but text, as many as it takes."""
        size, pages = _pages([plain(text) for text in texts], deck.room(deck.TEXT, 1))
        for own, page in _numbered(title, pages):
            slide = self._add(deck.TEXT, own, {})
            deck.write(slide.placeholders[1].text_frame, page, size, after=_BETWEEN)

    def _table(self, display: Display, said: list[str]) -> list[str]:
        """A table on slides; gives what is left to say when it has no room."""
        title = plain(display.content["title"])
        parts = slide_tables.split(content.grid(display.content["table"]), deck.CONTENT)
        if not parts:
            self._left_out.append(title)
        for own, part in _numbered(title, parts):
            slide = self._add(deck.FIGURE, own, _about(display))
            slide_tables.put(slide, part, deck.CONTENT, title)
            _in_order(slide)
            _note(slide, [*said, *display.content["notes"]])
        return [] if parts else said

    def _figure(self, display: Display) -> Slide:
        drawn = pictures.picture(display.content["spec"])
        tall = drawn.height > _TALL * drawn.width
        box = deck.TALL if tall else deck.CONTENT
        slide = self._add(deck.TALL_FIGURE if tall else deck.FIGURE, plain(display.content["title"]), _about(display))
        wide, high = drawn.within(box.width, box.height)
        left = box.left + (box.width - wide) / 2
        shape = slide.shapes.add_picture(BytesIO(drawn.png), Pt(left), Pt(box.top), Pt(wide), Pt(high))
        shape._element.nvPicPr.cNvPr.set("descr", plain(display.content["alt"]))
        _in_order(slide)
        return slide


def _about(display: Display) -> dict[int, str]:
    """What stands over and under a figure."""
    mark = "Exempeldata: påhittade uppgifter. " if display.content["example"] else ""
    return {1: mark + plain(display.content["subtitle"]), 2: plain(display.content["source"])}


def _said(block: Heading | Text | Display) -> list[str]:
    """What a block says that is not shown, as paragraphs."""
    if isinstance(block, Heading):
        return []
    if isinstance(block, Text):
        parts = content.parts(block.html)
        return [
            "\n".join(", ".join(row) for row in part.rows) if isinstance(part, Grid) else plain(part.text)
            for part in parts
        ]
    if block.kind == "prose":
        return [plain(words) for words in block.content["paragraphs"]]
    if block.kind == "facts":
        return [plain(f"{term}: {said}") for term, said in block.content["items"]]
    return [plain(f"{block.content['title']}. {block.content['text']}")]


def _numbered(title: str, pages: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Each of some pages with a title that tells which of them it is, when they are several."""
    for number, page in enumerate(pages, start=1):
        yield (f"{title} ({number} av {len(pages)})" if len(pages) > 1 else title), page


def _pages(texts: Sequence[str], box: deck.Box) -> tuple[float, list[list[str]]]:
    """Letters as large as let all paragraphs be on one slide; with the smallest, as many slides as it takes, evenly."""
    for size in _SIZES:
        highs = [measure.lines(text, size, box.width) * size * measure.LINE + _BETWEEN for text in texts]
        if sum(highs) <= box.height:
            return size, [list(texts)]
    each = sum(highs) / math.ceil(sum(highs) / box.height)
    pages, used = [[]], 0.0
    for text, high in zip(texts, highs, strict=True):
        if pages[-1] and (used + high > box.height or used >= each):
            pages.append([])
            used = 0.0
        pages[-1].append(text)
        used += high
    return size, pages


def _note(slide: Slide, said: Sequence[str]) -> None:
    """Add to what the speaker reads."""
    frame = slide.notes_slide.notes_text_frame
    kept = [frame.text] if frame.text else []
    frame.clear()
    deck.write(frame, [*kept, *map(plain, said)], 12)


def _in_order(slide: Slide) -> None:
    """Have the figure read after its title and what is measured, and before its source."""
    tree = slide.shapes._spTree
    shown = next(child for child in reversed(tree) if child.tag in (qn("p:pic"), qn("p:graphicFrame")))
    source = next(shape._element for shape in slide.placeholders if shape.placeholder_format.idx == 2)
    source.addprevious(shown)
