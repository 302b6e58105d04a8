"""How does a figure look that travels alone? A picture that carries its title, what is measured, and its source."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from html import escape
from typing import Any

from vagar_lib.display.theme import INK, MUTED, WIDE

SVG = "figur.svg"
PAD = 24
FONTS = "Arial, Helvetica, sans-serif"
"""What a card is written in where it is shown."""
_EXAMPLE = "EXEMPELDATA: påhittade uppgifter"
# Size, height of a line, letters that a pixel of width has room for, colour and weight.
_TITLE = (20, 26, 0.53, INK, "bold")
_SUBTITLE = (14, 20, 0.5, MUTED, "normal")
_FOOT = (12, 17, 0.5, MUTED, "normal")


def size(drawing: str) -> tuple[float, float]:
    """Width and height of a drawing, in pixels.

    Examples
    --------
    >>> size('<svg width="720" height="320.5" viewBox="0 0 720 320.5"></svg>')
    (720.0, 320.5)
    """
    root = drawing[: drawing.index(">")]
    width, height = (float(re.search(rf' {side}="([\d.]+)"', root)[1]) for side in ("width", "height"))
    return width, height


def card(content: Mapping[str, Any], drawing: str, origin: str) -> str:
    """The drawing of a figure with its words around it, on white.

    Parameters
    ----------
    content : mapping
        Figure as the page has it.
    drawing : str
        Of `vagar_lib.pipeline.page.svg.draw`.
    origin : str
        Report and place that it is from.

    Returns
    -------
    str
        A whole SVG file, which tells the text alternative to who can't see it.
    """
    across, high = size(drawing)
    width = max(WIDE, across)
    words: list[str] = []
    top = float(PAD)
    above = [*([(_EXAMPLE, _SUBTITLE)] if content.get("example") else []), (content["title"], _TITLE)]
    for text, style in [*above, (content["subtitle"], _SUBTITLE)]:
        top = _write(words, text, style, top, width)
    drawn = drawing.replace("<svg", f'<svg x="{PAD}" y="{top + 12:g}"', 1)
    top += 12 + high + 14
    for text in filter(None, [content.get("key"), content["source"], origin]):
        top = _write(words, text, _FOOT, top, width)
    box = f"{width + 2 * PAD:g}", f"{top + PAD - 8:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{box[0]}" height="{box[1]}" viewBox="0 0 {box[0]} {box[1]}" '
        f'font-family="{FONTS}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(content["title"])}</title><desc id="d">{escape(content["alt"])}</desc>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(words)}{drawn}</svg>\n'
    )


def _write(words: list[str], text: str, style: tuple[int, int, float, str, str], top: float, width: float) -> float:
    """Add a text in lines that fit the width; tells where the next begins."""
    points, line, wide, colour, weight = style
    for part in textwrap.wrap(" ".join(text.split()), int(width / (points * wide))):
        top += line
        words.append(
            f'<text x="{PAD}" y="{top - line / 4:g}" font-size="{points}" font-weight="{weight}" fill="{colour}">'
            f"{escape(part)}</text>"
        )
    return top
