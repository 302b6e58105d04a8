"""How does a page become one that is kept? Marked, without scripts, and with what it shows addressed by content."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from vagar_lib.pipeline.past.archive import FILES, FOLDER, SHORT

ASSETS = "assets/"
"""Folder of the site with what its pages load."""
_LINK = re.compile(r'(?<=[\s"])(href|src|poster)="([^"]*)"')
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_GONE = (
    re.compile(r"<!--neighbours-->.*?<!--/neighbours-->\s*", re.DOTALL),
    re.compile(r"<script\b[^>]*>.*?</script>\s*", re.DOTALL),
    re.compile(r'<details class="embed">.*?</details>\s*', re.DOTALL),
    re.compile(r'<link rel="canonical"[^>]*>\s*'),
    re.compile(r'<meta name="robots"[^>]*>\s*'),
)
"""What a kept page does without: menus of what there is now, scripts (all works without them), code that embeds figures
as they are now, and what is said to search engines of the page as it was."""
_TITLE, _HEAD, _MAIN = re.compile(r"</title>"), re.compile(r"</head>"), re.compile(r"<main\b[^>]*>")


@dataclass
class Page:
    """A page on its way to be kept.

    Attributes
    ----------
    name : str
        Its path in the site: 'nulage/23-jamtlands-lan/index.html'.
    html : str
        With what it loads and offers for download addressed by content; links to other pages are as they were.
    files : dict
        Address by content, from the folder of editions, to the file.
    """

    name: str
    html: str
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Checksum of the page with all it shows."""
        return hashlib.sha256(self.html.encode()).hexdigest()


def prepared(site: Path, name: str, html: str, lies: str, held: Callable[[Path], Path]) -> Page:
    """A page of a site without what a kept page does without, and with its files addressed by content.

    Parameters
    ----------
    site : Path
    name : str
        Path of the page in it.
    html : str
        The page as it is.
    lies : str
        Path in the site where it will lie.
    held : callable
        What is to be kept of a file that the page leads to; itself, or a smaller one.
    """
    for part in _GONE:
        html = part.sub("", html)
    page, known = Page(name, ""), dict[str, str]()
    own = (f"{posixpath.dirname(name)}/", ASSETS)

    def address(target: str, fragment: str) -> str | None:
        if target.endswith(".html") or not target.startswith(own) or not (site / target).is_file():
            return None
        if target not in known:
            file = held(site / target)
            checksum = hashlib.sha256(file.read_bytes()).hexdigest()
            known[target] = f"{FILES}/{checksum[:SHORT]}/{file.name}"
            page.files[known[target]] = file
        return relative(f"{FOLDER}/{known[target]}", lies) + fragment

    page.html = _linked(html, name, address)
    return page


def finished(page: Page, at: Mapping[str, str], edition: str, marked: str, words: str, canonical: str) -> str:
    """A prepared page as it is kept.

    Parameters
    ----------
    page : Page
    at : mapping
        Pages of the edition ('nulage/23-jamtlands-lan') to the edition that has them.
    edition : str
        Name of the edition.
    marked : str
        HTML that says what the page is.
    words : str
        Put after the title.
    canonical : str
        Address of the page as it is now.
    """
    folder = f"{FOLDER}/{edition}"

    def address(target: str, fragment: str) -> str | None:
        own = posixpath.dirname(target)
        if target == "index.html":
            there = f"{folder}/index.html"
        elif target == f"{own}/index.html" and own in at:
            there = f"{FOLDER}/{at[own]}/{target}"
        else:
            there = target
        return relative(there, f"{folder}/{page.name}") + fragment

    html = _linked(page.html, page.name, address, kept=f"{'../' * (page.name.count('/') + 1)}{FILES}/")
    html = _TITLE.sub(lambda _: f"{words}</title>", html, count=1)
    html = hidden(html, f'<link rel="canonical" href="{canonical}">\n')
    return _MAIN.sub(lambda found: f"{found[0]}\n{marked}", html, count=1)


def hidden(html: str, more: str = "") -> str:
    """A page that search engines are asked to leave out; with more in its head."""
    said = f'<meta name="robots" content="noindex">\n{more}</head>'
    return _HEAD.sub(lambda _: said, html, count=1)


def _linked(html: str, name: str, address: Callable[[str, str], str | None], kept: str = "\0") -> str:
    """Let links within the site lead elsewhere; those that begin as ``kept`` does, and those out of it, stay."""

    def one(found: re.Match[str]) -> str:
        key, value = found.groups()
        parts = urlsplit(value)
        if parts.scheme or parts.netloc or not parts.path or value.startswith((kept, "/")):
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if parts.path.endswith("/"):
            target = posixpath.normpath(f"{target}/index.html")
        there = None if target.startswith("..") else address(target, f"#{parts.fragment}" if parts.fragment else "")
        return found[0] if there is None else f'{key}="{there}"'

    return _TAG.sub(lambda tag: _LINK.sub(one, tag[0]), html)


def relative(target: str, page: str) -> str:
    """Address of a file of the site as a page of it has it.

    Examples
    --------
    >>> relative("nulage/23-jamtlands-lan/index.html", "utgavor/2026-11-23/index.html")
    '../../nulage/23-jamtlands-lan/index.html'
    """
    return quote(posixpath.relpath(target, posixpath.dirname(page)))
