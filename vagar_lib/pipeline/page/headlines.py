"""What can be found on a page? Its sections, headings, findings and figures, read from the page itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import html

from vagar_lib.pipeline.files import write_text

HEADINGS = "h2", "h3", "h4", "h5", "h6"


@dataclass(frozen=True)
class Item:
    """One thing to find: ``kind`` finding, figure or heading, its section by number, its id, and its text."""

    kind: str
    section: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Headlines:
    """A page: its sections as (id, heading), and what stands in them."""

    sections: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]


def read(path: Path) -> Headlines:
    """Headlines of a page on disk; a file without sections has none.

    Parameters
    ----------
    path : Path
    """
    content = path.read_bytes()
    if not content.strip():
        return Headlines((), ())
    main = html.document_fromstring(content, html.HTMLParser(encoding="utf-8")).find(".//main")
    sections: list[tuple[str, str]] = []
    items: list[Item] = []
    for section in main.iter("section") if main is not None else ():
        heading = section.find("h2")
        if heading is None or not heading.get("id"):
            continue
        sections.append((heading.get("id"), _text(heading)))
        items += _items(section, len(sections) - 1, heading.get("id"))
    return Headlines(tuple(sections), tuple(items))


def read_all(names: Iterable[str], out: Path) -> dict[str, Headlines]:
    """Headlines of pages of a site by name; only those that have changed since the last time are read.

    What was read is kept in ``cache/headlines.json`` beside the folder of the site.

    Parameters
    ----------
    names : iterable of str
        Pages in the folder of the site.
    out : Path
        Folder of the site.
    """
    kept = out.parent / "cache" / "headlines.json"
    try:
        known = json.loads(kept.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        known = {}
    found, now = {}, {}
    for name in names:
        stat = (out / name).stat()
        stamp = [stat.st_mtime_ns, stat.st_size]
        before = known.get(name, {})
        if before.get("stamp") == stamp:
            found[name] = Headlines(
                tuple((anchor, text) for anchor, text in before["sections"]),
                tuple(Item(**item) for item in before["items"]),
            )
        else:
            found[name] = read(out / name)
        now[name] = {"stamp": stamp, **asdict(found[name])}
    if now != known:
        write_text(kept, json.dumps(now, ensure_ascii=False, separators=(",", ":")))
    return found


def _items(section: html.HtmlElement, number: int, anchor: str) -> Iterator[Item]:
    for node in section.iter("ol", "figure", *HEADINGS[1:]):
        if node.tag == "ol" and node.get("class") == "findings":
            yield from (Item("finding", number, anchor, _text(text)) for text in node.xpath("li/p[1]"))
        elif node.tag == "figure" and node.get("id"):
            title = next(node.find("figcaption").iter(*HEADINGS), None) if node.find("figcaption") is not None else None
            if title is not None:
                yield Item("figure", number, node.get("id"), _text(title))
        elif node.tag in HEADINGS and node.get("id") and node.getparent() is section:
            yield Item("heading", number, node.get("id"), _text(node))


def _text(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().replace("\u00ad", "").split())
