"""What does a page say? An executed notebook as sections of headings, text and displays, and no more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import mistune
from markupsafe import Markup
from mistune.core import BlockState

from vagar_lib.pipeline.page.executed import PageError, displays, joined, own_cells, stderr, where

RESERVED = ("huvud", "sok", "sok-traffar", "sok-antal")
"""Ids that the page itself uses."""


@dataclass
class Heading:
    """A heading of the text; ``text`` is safe HTML."""

    level: int
    id: str
    text: Markup

    @property
    def plain(self) -> str:
        """Text without links and emphasis."""
        return self.text.striptags()


@dataclass
class Text:
    """Paragraphs, lists and tables of a markdown cell, as safe HTML."""

    html: Markup


@dataclass
class Display:
    """One output in the project's own format; ``level`` is the level of its heading when it has one."""

    kind: str
    content: Mapping[str, Any]
    level: int
    cell: int


@dataclass
class Section:
    """What stands from one heading of level 2 to the next; the lead of a report has no heading."""

    heading: Heading | None = None
    blocks: list[Heading | Text | Display] = field(default_factory=list)

    @property
    def headings(self) -> list[Heading]:
        """Headings of level 3 in the section, for the table of contents."""
        return [block for block in self.blocks if isinstance(block, Heading) and block.level == 3]

    @property
    def findings(self) -> list[str]:
        """Texts of the findings in the section."""
        return [
            item["text"]
            for block in self.blocks
            if isinstance(block, Display) and block.kind == "findings"
            for item in block.content["items"]
        ]


@dataclass
class Outline:
    """A report's lead, its sections, and the warnings its cells wrote."""

    lead: Section
    sections: list[Section]
    warnings: list[str]

    @property
    def displays(self) -> list[Display]:
        """Everything the code cells show, in order."""
        blocks = (block for section in (self.lead, *self.sections) for block in section.blocks)
        return [block for block in blocks if isinstance(block, Display)]

    @property
    def findings(self) -> list[str]:
        """Texts of all findings, in order."""
        return [text for section in (self.lead, *self.sections) for text in section.findings]


_SCROLL = '<div class="scroll" tabindex="0" role="group" aria-label="Tabell">'


class _Prose(mistune.HTMLRenderer):
    """Markdown as HTML of our own: raw HTML is shown as text, and a wide table scrolls by itself."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.register("table", lambda _, text: f"{_SCROLL}<table>{text}</table></div>")
        self.register("table_head", lambda _, text: f"<thead><tr>{text}</tr></thead>")
        self.register("table_body", lambda _, text: f"<tbody>{text}</tbody>")
        self.register("table_row", lambda _, text: f"<tr>{text}</tr>")
        self.register("table_cell", self._cell)

    @staticmethod
    def _cell(_: Any, text: str, align: str | None = None, head: bool = False) -> str:
        css = ' class="number"' if align == "right" else ""
        return f'<th scope="col"{css}>{text}</th>' if head else f"<td{css}>{text}</td>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        raise PageError(f"the picture {url!r} in a text is not allowed; show it with figure()")


_markdown = mistune.create_markdown(renderer=None, plugins=["table"])
_prose = _Prose()


def slug(text: str) -> str:
    """Text as an id: lower case, å ä ö as a a o, hyphens for all but letters and figures.

    Examples
    --------
    >>> slug("Hälsa, tillit & trygghet"), slug("§")
    ('halsa-tillit-trygghet', 'avsnitt')
    """
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "avsnitt"


def outline(notebook: Mapping[str, Any]) -> Outline:
    """Read an executed notebook as the page will show it.

    Parameters
    ----------
    notebook : mapping
        Executed, of format 4. Code and what it prints are left out; what it writes to stderr is a warning.

    Returns
    -------
    Outline

    Raises
    ------
    PageError
        For a cell that failed, an output that is not the project's own, a figure without its parts, ids that
        are not unique, or a notebook that shows nothing.
    """
    cells = own_cells(notebook)
    shown = [[*displays(number, cell)] for number, cell in enumerate(cells)]
    taken = {*RESERVED, *_ids(content for cell in shown for content in cell)}
    sections, warnings, level = [Section()], [], 0
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            for block in _blocks(number, joined(cell["source"]), level, taken):
                level = block.level if isinstance(block, Heading) else level
                if isinstance(block, Heading) and block.level == 2:
                    sections.append(Section(block))
                elif not (isinstance(block, Heading) and block.level == 1):
                    sections[-1].blocks.append(block)
        elif cell["cell_type"] == "code":
            warnings += [f"{where(number, cell)}: {said}" for said in stderr(cell)]
            at = min(max(level, 1) + 1, 6)
            sections[-1].blocks += [Display(one["kind"], one, at, number + 1) for one in shown[number]]
    found = Outline(sections[0], sections[1:], warnings)
    if not found.displays:
        raise PageError("the notebook shows nothing: no cell has an output; was it executed?")
    return found


def _blocks(number: int, source: str, level: int, taken: set[str]) -> Iterator[Heading | Text]:
    """Text and headings of a cell, after one of the given level (0: none yet).

    Only a heading that opens the notebook is of level 1: the page's own h1 says it, with the place.
    """
    tokens, state = _markdown.parse(source)
    held: list[dict[str, Any]] = []
    try:
        for token in tokens:
            if token["type"] != "heading":
                held.append(token)
                continue
            yield from _text(held, state)
            held = []
            text = _prose.render_tokens(token["children"], state)
            level = min(max(token["attrs"]["level"], 2 if level else 1), max(level, 1) + 1)
            name = _unique(slug(Markup(text).striptags()), taken) if level > 1 else ""
            yield Heading(level, name, Markup(text))
        yield from _text(held, state)
    except PageError as error:
        raise PageError(f"cell {number + 1} (text): {error}") from None


def _text(tokens: list[dict[str, Any]], state: BlockState) -> Iterator[Text]:
    html = _prose.render_tokens(tokens, state).strip() if tokens else ""
    if html:
        yield Text(Markup(html))


def _unique(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def _ids(shown: Iterator[Mapping[str, Any]]) -> set[str]:
    """Ids of figures and of the parts the page gives them; each may occur once."""
    found: set[str] = set()
    for content in shown:
        name = content.get("id")
        if name in found:
            raise PageError(f"two figures have the id {name!r}; ids are unique in a report")
        if name:
            found.add(name)
    return found
