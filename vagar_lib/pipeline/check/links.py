"""Where does a page lead, and what does it ask for? Links that resolve, and nothing from other hosts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from vagar_lib.pipeline.check.pages import Page
from vagar_lib.pipeline.check.report import Finding

LOADING = ("src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest")
"""Attributes whose address a browser asks for; beside href of link, and of image and use in a drawing."""
_LOADING_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "modulepreload", "manifest"}
_IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_HARMLESS = ("data:", "#", "about:")


def findings(page: Page, anchors: Mapping[str, frozenset[str]], address: str = "") -> Iterator[Finding]:
    """Links that lead nowhere, and files that are asked of other hosts.

    Parameters
    ----------
    page : Page
    anchors : mapping
        Ids by name of every page of the site.
    address : str
        Where the site is published; a link that begins with it is one within the site.
    """
    for node in page.tree.iter("*"):
        for key, value in node.attrib.items():
            if key == "style":
                yield from (_asked(page, node, found) for found in addresses(value) if is_elsewhere(found))
            elif key in ("href", "src") or key in LOADING or key.endswith(":href"):
                yield from _address(page, node, key, value.strip(), anchors, address)
        if node.tag == "style":
            yield from (_asked(page, node, found) for found in addresses(node.text or "") if is_elsewhere(found))


def addresses(style: str) -> list[str]:
    """What a style sheet asks for.

    Examples
    --------
    >>> addresses("a { background: url('https://a.se/b.png') } @import 'c.css';")
    ['https://a.se/b.png', 'c.css']
    """
    return [one or other for one, other in _IN_STYLE.findall(style)]


def is_elsewhere(address: str) -> bool:
    """Whether an address is of another host.

    Examples
    --------
    >>> is_elsewhere("//a.se/b.js"), is_elsewhere("../b.js"), is_elsewhere("data:,")
    (True, False, False)
    """
    parts = urlsplit(address)
    return bool(parts.netloc) or (bool(parts.scheme) and not address.startswith(_HARMLESS))


def _address(page, node, key, value, anchors, address) -> Iterator[Finding]:
    relations = set((node.get("rel") or "").split())
    linked = node.tag == "link" and relations & _LOADING_LINKS
    loads = key in LOADING or linked or node.tag in ("image", "use", "base")
    if address and value.startswith(address):
        value, base = value.removeprefix(address), ""
    else:
        base = posixpath.dirname(page.name)
    if key == "srcset":
        value = value.split()[0] if value.split() else ""
    if is_elsewhere(value):
        if loads:
            yield _asked(page, node, value)
        return
    if value.startswith(("data:", "about:")):
        return
    parts = urlsplit(value)
    target = posixpath.normpath(posixpath.join(base, unquote(parts.path))) if parts.path else page.name
    if value.startswith("/") or target.startswith(".."):
        yield page.finding(node, "link", f"{value} leads out of the site")
        return
    file = page.site / target
    if file.is_dir():
        target, file = posixpath.normpath(posixpath.join(target, "index.html")), file / "index.html"
    if not file.is_file():
        yield page.finding(node, "link", f"{value} does not exist")
    elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
        yield page.finding(node, "link", f"{target} has nothing with the id {parts.fragment}")


def _asked(page: Page, node, address: str) -> Finding:
    return page.finding(node, "external", f"{node.tag} asks for {address}")
