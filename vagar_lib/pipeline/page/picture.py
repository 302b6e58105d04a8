"""What is shown when somebody shares the address of a page? A figure of it, as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vagar_lib.pipeline.page import svg
from vagar_lib.pipeline.page.figures.card import size
from vagar_lib.pipeline.page.outline import Outline

NAME = "bild.png"
"""The picture, beside the page."""
WIDTH = 1200
"""Pixels, what those who show shared pages ask for."""
PAD = 12


def figure(content: Outline) -> Mapping[str, Any] | None:
    """The first figure of a report that is not made up."""
    figures = (shown.content for shown in content.displays if shown.kind == "figure")
    return next((one for one in figures if not one.get("example")), None)


def draw(spec: Mapping[str, Any]) -> bytes:
    """A chart as PNG on white: the drawing that the page has.

    Parameters
    ----------
    spec : mapping
        Vega-Lite specification with its data inside; nothing is fetched from any address.

    Raises
    ------
    ValueError
        When Vega-Lite cannot draw the specification.
    """
    import vl_convert

    drawing = svg.draw(dict(spec))
    across, high = (side + 2 * PAD for side in size(drawing))
    placed = drawing.replace("<svg", f'<svg x="{PAD}" y="{PAD}"', 1)
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{high:g}" font-family="{svg.FONT}">'
        f'<rect width="100%" height="100%" fill="#fff"/>{placed}</svg>'
    )
    return vl_convert.svg_to_png(sheet, scale=WIDTH / across, ppi=72)
