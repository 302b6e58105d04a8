"""How does a slide look? Wide slides in the colours of the profile, with a box for each kind of text."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from vagar_lib.display import theme
from vagar_lib.pipeline.documents import measure
from vagar_lib.pipeline.page.profile import profile

WIDTH, HEIGHT = 960.0, 540.0
"""Points of a slide, 16:9."""
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    def lines(self, size: float) -> int:
        """Lines of some size that there is room for."""
        return int(self.height // (size * measure.LINE))

    def fits(self, text: str, size: float) -> bool:
        """Whether a text has room."""
        return measure.lines(text, size, self.width) <= self.lines(size)


CONTENT = Box(40, 132, 880, 316)
"""Where a picture or a table stands under its title."""
TALL = Box(372, 28, 548, 464)
"""Where a picture that is almost as high as it is wide stands, beside its title."""
_TITLE = Box(40, 24, 880, 76)
_FOOTER, _NUMBER = Box(40, 508, 780, 16), Box(840, 508, 80, 16)
_SIZES = {
    "cover": (44, 40, 36, 32),
    "title": (28, 26, 24, 22, 20, 18),
    "subtitle": (14, 13, 12, 11),
    "source": (10, 9, 8, 7),
    "text": (16, 14),
}
TITLE, TEXT, FIGURE, TALL_FIGURE = "Titelsida", "Text", "Figur eller tabell", "Hög figur"
# For each layout: what python-pptx calls the one it is made of, and its boxes with what they are for, by index.
_LAYOUTS: dict[str, tuple[str, dict[int, tuple[str, Box]]]] = {
    TITLE: ("Title Slide", {0: ("cover", Box(60, 140, 840, 120)), 1: ("text", Box(60, 276, 840, 170))}),
    TEXT: ("Title and Content", {0: ("title", _TITLE), 1: ("text", Box(40, 112, 880, 384))}),
    FIGURE: (
        "Two Content",
        {0: ("title", _TITLE), 1: ("subtitle", Box(40, 104, 880, 18)), 2: ("source", Box(40, 454, 880, 46))},
    ),
    TALL_FIGURE: (
        "Content with Caption",
        {
            0: ("title", Box(40, 28, 312, 224)),
            1: ("subtitle", Box(40, 262, 312, 90)),
            2: ("source", Box(40, 362, 312, 132)),
        },
    ),
}


def new(title: str) -> Deck:
    """An empty presentation with the layouts of this module, in Swedish."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    deck._element.sldSz.attrib.pop("type", None)
    about = deck.core_properties
    about.title, about.author, about.language = title, profile().owner, "sv-SE"
    _theme(deck)
    _master(deck)
    kept = {}
    for name, (origin, boxes) in _LAYOUTS.items():
        layout = deck.slide_layouts.get_by_name(origin)
        layout.name = name
        kept[name] = layout
        for shape in list(layout.placeholders):
            number = shape.placeholder_format.idx
            if number in boxes:
                _box(shape, boxes[number][1], _SIZES[boxes[number][0]][0], "Rubrik" if number == 0 else "Text")
            elif number == 10:  # a date of its own on each slide says less than the edition of the data
                shape._element.getparent().remove(shape._element)
    for layout in list(deck.slide_layouts):
        if layout.name not in kept:
            deck.slide_layouts.remove(layout)
    return deck


def _theme(deck: Deck) -> None:
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    colours = {"dk2": theme.INK, "lt2": profile().colours.tint, "accent1": profile().colours.accent}
    colours |= {"hlink": profile().colours.link, "folHlink": profile().colours.link, "accent2": theme.COUNTY}
    for name, colour in colours.items():
        root.find(f".//{qn('a:' + name)}/{qn('a:srgbClr')}").set("val", colour[1:].upper())
    for font in root.iterfind(f".//{qn('a:fontScheme')}//{qn('a:latin')}"):
        font.set("typeface", measure.FACE)
    part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(deck: Deck) -> None:
    """The title in the accent colour and to the left, a line of it on top, the footer at the bottom."""
    master = deck.slide_master
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    style.find(f"{qn('a:defRPr')}/{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "accent1")
    for shape in list(master.placeholders):
        kind = shape._element.ph.get("type")
        if kind == "dt":
            shape._element.getparent().remove(shape._element)
        elif kind in ("ftr", "sldNum"):
            _box(shape, _FOOTER if kind == "ftr" else _NUMBER, 10, "", left=kind == "ftr")
        else:
            _box(shape, _TITLE if kind == "title" else _LAYOUTS[TEXT][1][1][1], 28 if kind == "title" else 16, "Text")
    line = master.shapes._spTree
    bar = parse_xml(
        '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="90" name="Linje"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{Pt(WIDTH)}" cy="{Pt(8)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    line.insert(2, bar)
    for language in deck._element.iter(qn("a:defRPr")):
        if language.get("lang"):
            language.set("lang", "sv-SE")


def _box(shape, box: Box, size: float, prompt: str, *, left: bool = True) -> None:
    """Place a placeholder of a layout, with text of one size and no bullets."""
    shape.left, shape.top, shape.width, shape.height = map(Pt, (box.left, box.top, box.width, box.height))
    body = shape.text_frame._txBody
    about = body.bodyPr
    for side in ("lIns", "tIns", "rIns", "bIns"):
        about.set(side, "0")
    about.set("anchor", "t")
    for child in list(about):
        about.remove(child)
    styles = body.find(qn("a:lstStyle"))
    for child in list(styles):
        styles.remove(child)
    styles.append(
        parse_xml(
            '<a:lvl1pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" marL="0" indent="0" '
            f'algn="{"l" if left else "r"}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
            f'<a:defRPr sz="{int(size * 100)}" b="0" cap="none"/></a:lvl1pPr>'
        )
    )
    if prompt:
        shape.text_frame.text = prompt


def add(deck: Deck, layout: str, texts: Mapping[int, str], footer: str) -> Slide:
    """A slide with a text in each of its boxes, as large as there is room for.

    Parameters
    ----------
    deck : Deck
    layout : str
        One of those of this module.
    texts : mapping of int to str
        By the index of the box; one that is empty loses its box.
    footer : str
        At the bottom, beside the number of the slide.
    """
    made = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    for number, text in texts.items():
        shape = made.placeholders[number]
        if text:
            write(shape.text_frame, text.split("\n"), size(layout, number, text))
        else:
            shape._element.getparent().remove(shape._element)
    for shape in made.slide_layout.placeholders:
        if shape._element.ph.get("type") in ("ftr", "sldNum"):
            own = copy.deepcopy(shape._element)
            made.shapes._spTree.append(own)
            for run in own.iter(qn("a:rPr")):
                run.set("lang", "sv-SE")
            if own.ph.get("type") == "ftr":
                for text in list(own.txBody.iterfind(qn("a:p"))):
                    own.txBody.remove(text)
                own.txBody.append(parse_xml('<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'))
                write(TextFrame(own.txBody, made.shapes), [footer], 10)
    return made


def size(layout: str, number: int, text: str) -> float:
    """The largest size of letters at which a text has room in a box; the smallest when it never has."""
    kind, box = _LAYOUTS[layout][1][number]
    return next((size for size in _SIZES[kind] if box.fits(text, size)), _SIZES[kind][-1])


def room(layout: str, number: int) -> Box:
    """The box of a layout."""
    return _LAYOUTS[layout][1][number][1]


def write(frame: TextFrame, paragraphs: Sequence[str], size: float, *, after: float = 0) -> None:
    """Paragraphs in Swedish, in an empty frame; a line break within one stays.

    Parameters
    ----------
    frame : TextFrame
    paragraphs : sequence of str
    size, after : float
        Points of the letters, and between the paragraphs.
    """
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(after)
        for order, line in enumerate(text.split("\n")):
            if order:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text, run.font.size, run.font.language_id = line, Pt(size), MSO_LANGUAGE_ID.SWEDISH


def sections(deck: Deck, groups: Sequence[tuple[str, int]]) -> None:
    """Group the slides under the headings of the report, as the list of slides shows them.

    Parameters
    ----------
    deck : Deck
    groups : sequence of (str, int)
        Heading, and how many slides it has, in order.
    """
    ids = iter(slide.slide_id for slide in deck.slides)
    listed = etree.Element(f"{{{_P14}}}sectionLst", nsmap={"p14": _P14})
    for heading, count in groups:
        identity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{len(listed)} {heading}")).upper()
        own = etree.SubElement(listed, f"{{{_P14}}}section", name=heading, id=f"{{{identity}}}")
        within = etree.SubElement(own, f"{{{_P14}}}sldIdLst")
        for _ in range(count):
            etree.SubElement(within, f"{{{_P14}}}sldId", id=str(next(ids)))
    known = deck._element.find(qn("p:extLst"))
    if known is None:
        known = etree.SubElement(deck._element, qn("p:extLst"))
    etree.SubElement(known, qn("p:ext"), uri=_SECTIONS).append(listed)
