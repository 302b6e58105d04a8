"""What does a report say, without the code of a page? Safe HTML and cells as paragraphs, runs and rows of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import lxml.html

_INVISIBLE = re.compile("[\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]")
_STYLE = {"strong": "bold", "em": "italic"}


@dataclass(frozen=True)
class Run:
    """Letters of one look, with an address where they lead somewhere on the web."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text, or an item of a list."""

    runs: tuple[Run, ...]
    kind: Literal["text", "bullet", "number"] = "text"

    @property
    def text(self) -> str:
        """Its letters, whatever their look."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Grid:
    """Rows of cells; the first has the heads."""

    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


def plain(text: str) -> str:
    r"""Text without soft hyphens and without what no file of an office can hold.

    Examples
    --------
    >>> plain("arbets\u00admarknad\u0000 ")
    'arbetsmarknad'
    """
    return _INVISIBLE.sub("", text).strip()


def parts(html: str) -> Iterator[Paragraph | Grid]:
    """Paragraphs, items of lists and tables of the safe HTML of a text cell, in order.

    Examples
    --------
    >>> [(part.kind, part.text) for part in parts("<p>Så <em>många</em></p><ul><li>en</li></ul>")]
    [('text', 'Så många'), ('bullet', 'en')]
    """
    for node in lxml.html.fragment_fromstring(f"<div>{html}</div>").iterchildren(lxml.html.etree.Element):
        yield from _parts(node)


def _parts(node: lxml.html.HtmlElement) -> Iterator[Paragraph | Grid]:
    if node.tag in ("ul", "ol"):
        for item in node:
            own = Paragraph(_tidy(_runs(item, {}, {"ul", "ol"})), "bullet" if node.tag == "ul" else "number")
            if own.text:
                yield own
            for inner in item.iterchildren("ul", "ol"):
                yield from _parts(inner)
    elif (table := next(node.iter("table"), None)) is not None:
        rows = [tuple(plain(cell.text_content()) for cell in row) for row in table.iter("tr")]
        yield Grid(tuple(rows), tuple(cell.get("class") == "number" for cell in next(table.iter("tr"))))
    elif node.tag == "blockquote":
        for inner in node:
            yield from _parts(inner)
    else:
        own = Paragraph(_tidy(_runs(node, {}, set())))
        if own.text:
            yield own


def _runs(node: lxml.html.HtmlElement, look: dict[str, Any], without: set[str]) -> Iterator[Run]:
    yield Run(node.text or "", **look)
    for child in node:
        if child.tag not in without:
            own = {**look, **({_STYLE[child.tag]: True} if child.tag in _STYLE else {})}
            if child.tag == "a" and re.match(r"(https?://|mailto:)", child.get("href", "")):
                own["href"] = child.get("href")
            yield from _runs(child, own, without)
        yield Run(child.tail or "", **look)


def _tidy(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Runs that say something, with the ends of the paragraph trimmed."""
    found = [
        Run(re.sub(r"\s*\n\s*", " ", _INVISIBLE.sub("", run.text)), run.bold, run.italic, run.href) for run in runs
    ]
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    return tuple(run for run in found if run.text)


def grid(table: Mapping[str, Any]) -> Grid:
    """The table of a display; a cell with a symbol or a small line is said in words."""
    heads = tuple(plain(column["label"]) for column in table["columns"])
    rows = (tuple(map(said, row)) for row in table["rows"])
    return Grid((heads, *rows), tuple(column["numeric"] for column in table["columns"]))


def said(cell: str | Mapping[str, Any]) -> str:
    """What a cell says in words.

    Examples
    --------
    >>> said("4,0"), said({"text": "▲", "said": "Förbättring"}), said({"text": "2 %", "tone": "good"})
    ('4,0', '▲ Förbättring', '2 %')
    """
    if not isinstance(cell, Mapping):
        return plain(str(cell))
    words, mark = plain(cell.get("said", "")), plain(cell["text"])
    return words if mark in words else f"{mark} {words}".strip()
