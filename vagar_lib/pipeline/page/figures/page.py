"""How does a figure stand on another site? As a page in a frame, as a fragment to paste, and the code for both."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vagar_lib.pipeline.page import svg
from vagar_lib.pipeline.page.executed import seen
from vagar_lib.pipeline.page.figures import card
from vagar_lib.pipeline.page.style import environment

if TYPE_CHECKING:
    from vagar_lib.pipeline.page.figures.parts import Parts

FOLDER = "figurer"
"""Beside a page: the folder that holds one for each of its figures."""
PAGE, FRAGMENT, SCRIPT = "index.html", "fragment.html", "figur.js"
HERE = "[webbplatsens adress]/"
"""Stands in the code to embed where the address of the site is not known; a script fills it in."""
_WORDS_HEIGHT, _ROW_HEIGHT, _MOST_ROWS = 330, 36, 30


def is_own_page(name: str) -> bool:
    """Whether a page of a site, by its path, is that of a single figure.

    Examples
    --------
    >>> is_own_page("nulage/23-jamtlands-lan/figurer/folkmangd/index.html"), is_own_page("nulage/figurer/index.html")
    (True, False)
    """
    parts = name.split("/")
    return len(parts) == 5 and parts[2] == FOLDER


def embed_code(content: Mapping[str, Any], about: Mapping[str, Any], drawing: str = "") -> str:
    """Code that shows a figure on another page: a frame, and a script that gives it its height.

    Without the script the frame keeps the height that is written in it, and scrolls when that is too little.

    Parameters
    ----------
    content : mapping
        Figure or table as the page has it.
    about : mapping
        ``path`` of the page in the site, ``place`` and ``address`` of the site (or ``''``).
    drawing : str
        The wide one of a figure; a table has none.
    """
    site = about["site"] or HERE
    where = escape(f"{site}{about['path']}{FOLDER}/{content['id']}/{PAGE}")
    return (
        f'<iframe src="{where}" title="{escape(content["title"])} – {escape(about["place"])}" width="100%" '
        f'height="{height(content, drawing)}" loading="lazy" style="border:0"></iframe>\n'
        f'<script src="{escape(site)}assets/embed.js" async></script>'
    )


def height(content: Mapping[str, Any], drawing: str) -> int:
    """Pixels that a figure needs in a frame of common width, with its table folded; a guess on the high side."""
    if not drawing:
        return _WORDS_HEIGHT + _ROW_HEIGHT * min(len(content["table"]["rows"]), _MOST_ROWS)
    return round(card.size(drawing)[1]) + _WORDS_HEIGHT


def own_page(content: Mapping[str, Any], about: Mapping[str, Any], parts: Parts) -> str:
    """Page of a single figure, to be shown in a frame; it tells the page around it how high it is."""
    return environment().get_template("figure_page.html.j2").render(**about, content=content, parts=parts)


def fragment(content: Mapping[str, Any], about: Mapping[str, Any], parts: Parts) -> str:
    """A figure as HTML to paste into a page: no script, names of its own, and ASCII only so that nothing spoils it."""
    name = f"vagar-{about['key']}-{content['id']}"
    shown = {}
    for drawing, css in zip(parts.drawn, ("bred", "smal"), strict=False):
        placed = svg.inline(drawing, f"{name}-{css[0]}", "vagar-bild")
        width, height = card.size(drawing)
        fluid = placed.replace(f' width="{width:g}"', ' width="100%"', 1).replace(f' height="{height:g}"', "", 1)
        shown[css] = Markup(fluid.replace("<svg", f'<svg font-family="{card.FONTS}"', 1))
    rows = [[seen(cell) for cell in row] for row in content["table"]["rows"]]
    made = environment().get_template("figure_fragment.html.j2")
    text = made.render(**about, content=content, name=name, rows=rows, drawn=shown)
    return text.encode("ascii", "xmlcharrefreplace").decode()
