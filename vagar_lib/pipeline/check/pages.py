"""Is a page well made? Its code, its headings, its tables, its text alternatives and its weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from tinyhtml5.parser import HTMLParser

from vagar_lib.pipeline.check.report import Finding
from vagar_lib.pipeline.page.render import MAX_WEIGHT
from vagar_lib.words import counted

MAX_BEFORE_FIGURE = 150_000
"""Bytes of a page before its first figure."""
_MOST_ERRORS = 20
_RUN = ("", "module", "text/javascript", "application/javascript")
"""Types of what a browser runs; of other types a script is data."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Page:
    """A page of a site; ``name`` is its path in the site's folder."""

    site: Path
    name: str

    @cached_property
    def path(self) -> Path:
        """The file."""
        return self.site / self.name

    @cached_property
    def text(self) -> str:
        """Its code."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> html.HtmlElement:
        """Its elements."""
        return html.document_fromstring(self.text)

    def finding(self, node: html.HtmlElement, rule: str, text: str) -> Finding:
        """A finding at an element: told by its line, and by the id that it or one around it has."""
        within = next((one.get("id") for one in (node, *node.iterancestors()) if one.get("id")), "")
        return Finding(self.name, f"line {node.sourceline}" + (f", #{within}" if within else ""), rule, text)


def findings(page: Page) -> Iterator[Finding]:
    """Everything about how a page is made that should be mended.

    Parameters
    ----------
    page : Page
    """
    yield from _code(page)
    yield from _head(page)
    yield from _headings(page)
    yield from _parts(page)
    yield from _scripts(page)
    yield from _weight(page)


def _code(page: Page) -> Iterator[Finding]:
    parser = HTMLParser()
    parser.parse(page.text)
    for (line, column), code, about in parser.errors[:_MOST_ERRORS]:
        said = code if isinstance(code, str) else str(code)
        named = (about or {}).get("name")
        yield Finding(page.name, f"line {line}, column {column}", "html", f"{said}: {named}" if named else said)
    more = len(parser.errors) - _MOST_ERRORS
    if more > 0:
        yield Finding(page.name, "", "html", counted(more, "more error"))
    seen = Counter(page.tree.xpath("//@id"))
    for name in (name for name, times in seen.items() if times > 1):
        yield Finding(page.name, f"#{name}", "id", f"the id is on {seen[name]} elements")


def _head(page: Page) -> Iterator[Finding]:
    root = page.tree
    if root.get("lang") != "sv":
        yield page.finding(root, "language", f"lang is {root.get('lang')!r}, allowed: 'sv'")
    if not (root.findtext(".//head/title") or "").strip():
        yield page.finding(root, "title", "the page has no title")
    mains = root.xpath("//main")
    if len(mains) != 1:
        yield page.finding(root, "landmark", f"{len(mains)} main, allowed: 1")


def _headings(page: Page) -> Iterator[Finding]:
    headings = [*page.tree.iter(*_HEADINGS)]
    first = [heading for heading in headings if heading.tag == "h1"]
    if len(first) != 1:
        yield page.finding(page.tree, "heading", f"{len(first)} h1, allowed: 1")
    # The contents may stand before the h1 of a page.
    inside = [heading for heading in headings if not heading.xpath("ancestor::nav")]
    level = 0
    for heading in inside:
        own = int(heading.tag[1])
        if own > level + 1:
            yield page.finding(heading, "heading", f"{heading.tag} after {f'h{level}' if level else 'nothing'}")
        if not heading.text_content().strip():
            yield page.finding(heading, "heading", f"{heading.tag} is empty")
        level = own


def _parts(page: Page) -> Iterator[Finding]:
    for picture in page.tree.xpath("//img[not(@alt)] | //*[@role='img'][not(normalize-space(@aria-label))]"):
        if not picture.get("aria-labelledby"):
            yield page.finding(picture, "alternative", f"{picture.tag} has no text alternative")
    # A map to choose a place on is a group of links, named as any group.
    named = "ancestor-or-self::*[@role='img' or @aria-hidden='true'] or self::svg[@role='group'][@aria-label]"
    for drawing in page.tree.xpath(f"//svg[not({named})]"):
        yield page.finding(drawing, "alternative", "svg is neither hidden nor has it a text alternative")
    for table in page.tree.xpath("//table"):
        if not table.xpath("caption[normalize-space()] | self::*[@aria-label or @aria-labelledby]"):
            around = table.xpath("parent::*[@aria-label or @aria-labelledby]")
            if not around:
                yield page.finding(table, "table", "the table has no caption")
        heads = table.xpath(".//th")
        if not heads:
            yield page.finding(table, "table", "the table has no heads")
        if [head for head in heads if head.get("scope") not in ("col", "row", "colgroup", "rowgroup")]:
            yield page.finding(table, "table", "heads lack scope")


def _scripts(page: Page) -> Iterator[Finding]:
    """A page has no code of its own but in files of the site, and says so to the browser."""
    policy = " ".join(page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content"))
    if not policy:
        yield page.finding(page.tree, "script", "the page has no content security policy")
    for script in page.tree.xpath("//script[not(@src)]"):
        if script.get("type", "") in _RUN and "'sha256-" not in policy:
            yield page.finding(script, "script", "a script is written into the page")
    for node in page.tree.iter("*"):
        for name, value in node.attrib.items():
            if name.startswith("on"):
                yield page.finding(node, "script", f"{node.tag} has the attribute {name}")
            elif name in ("href", "src", "action", "formaction") and value.strip().lower().startswith("javascript:"):
                yield page.finding(node, "script", f"{node.tag} leads to javascript:")


def _weight(page: Page) -> Iterator[Finding]:
    asked = "//link[@rel='stylesheet']/@href | //script/@src | //img/@src | //input/@src"
    names = {urlsplit(address).path for address in page.tree.xpath(asked) if not address.startswith("data:")}
    files = [page.path.parent / unquote(name) for name in names]
    size = page.path.stat().st_size + sum(file.stat().st_size for file in files if file.is_file())
    if size > MAX_WEIGHT:
        said = f"{size / 1e6:.2f} MB with all that it loads, allowed: {MAX_WEIGHT / 1e6:.2f} MB"
        yield Finding(page.name, "", "weight", said)
    figure = re.search(r"<figure\b", page.text)
    before = len(page.text[: figure.start()].encode()) if figure else 0
    if before > MAX_BEFORE_FIGURE:
        yield Finding(
            page.name, "", "weight",
            f"{before / 1e3:.0f} kB before the first figure, allowed: {MAX_BEFORE_FIGURE / 1e3:.0f} kB",
        )  # fmt: skip
