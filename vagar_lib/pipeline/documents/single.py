"""How does a page become one file? Its style, pictures and data in it, no scripts, nothing asked of any other."""

from __future__ import annotations

import base64
import mimetypes
from pathlib import Path

import lxml.html
from lxml.html import HtmlElement

from vagar_lib.pipeline.documents.report import Made

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
# What needs a script, or other files of the site, to do what it says.
_OUT = (
    "//script | //button | //form | //textarea | //noscript | //comment() | //meta[starts-with(@property, 'og:')] |"
    "//link[not(@rel='stylesheet')] | //details[@class='embed'] | //*[@hidden] | //a[@class='skip']"
)


def write(made: Made) -> bytes:
    """A report as one HTML file.

    Parameters
    ----------
    made : Made

    Returns
    -------
    bytes
        The file.
    """
    return serialised(page(made))


def serialised(root: HtmlElement) -> bytes:
    """A page as a file."""
    return lxml.html.tostring(root, doctype="<!DOCTYPE html>", encoding="utf-8")


def page(made: Made) -> HtmlElement:
    """The page of a report with all that it shows in it.

    Links to the rest of the site are whole when the profile has its address, and otherwise taken away.
    """
    folder = made.page.parent
    root = lxml.html.document_fromstring(made.page.read_text("utf-8"))
    for node in root.xpath(_OUT):
        node.drop_tree()
    for meta in root.xpath("//meta[@http-equiv='Content-Security-Policy']"):
        meta.set("content", POLICY)
    for sheet in root.xpath("//link[@rel='stylesheet']"):
        style = lxml.html.Element("style", **({"media": sheet.get("media")} if sheet.get("media") else {}))
        style.text = (folder / sheet.get("href")).read_text("utf-8")
        sheet.getparent().replace(sheet, style)
    for picture in root.xpath("//img"):
        picture.set("src", _inlined(folder / picture.get("src")))
    for link in root.xpath("//a[@href]"):
        _link(link, folder, made.address)
    for empty in root.xpath("//*[@data-cut] | //nav[not(.//a)] | //div[@class='tools'][not(.//a)]"):
        empty.drop_tree()
    return root


def _link(link: HtmlElement, folder: Path, address: str) -> None:
    """Figures go into the link itself; the rest leads to the site, or nowhere and is taken away."""
    href = link.get("href")
    if href.startswith("#") or "://" in href or href.startswith("mailto:"):
        return
    if href.endswith(".csv") and (folder / href).is_file():
        link.set("href", _inlined(folder / href))
    elif link.get("download") is not None and href.endswith(".svg"):
        link.drop_tree()  # the page has the drawing already
    elif address:
        link.attrib.pop("download", None)
        link.make_links_absolute(address, resolve_base_href=False)
    else:
        _cut(link)


def _cut(link: HtmlElement) -> None:
    """Take away a link that would lead nowhere, and mark what says nothing without it; else its words stay as text."""
    around = link.getparent()
    sentence = next(iter(link.xpath("ancestor::p[ancestor::footer]")), None)
    if sentence is not None:
        sentence.set("data-cut", "")
    elif around.tag in ("p", "li") and around.text_content().strip() == link.text_content().strip():
        around.set("data-cut", "")
    elif link.get("download") is not None or link.xpath("ancestor::nav"):
        link.drop_tree()
    else:
        link.drop_tag()


def _inlined(path: Path) -> str:
    kind = "text/csv" if path.suffix == ".csv" else mimetypes.guess_type(path.name)[0]
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
