"""What is shown when somebody shares the address of a page? A figure of it, as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vagar_lib.pipeline.page.outline import Outline
from vagar_lib.pipeline.page.svg import FONT, VEGA_LITE

NAME = "bild.png"
"""The picture, beside the page."""
WIDTH = 1200
"""Pixels, what those who show shared pages ask for."""


def figure(content: Outline) -> Mapping[str, Any] | None:
    """The first figure of a report that is not made up."""
    figures = (shown.content for shown in content.displays if shown.kind == "figure")
    return next((one for one in figures if not one.get("example")), None)


def draw(spec: Mapping[str, Any]) -> bytes:
    """A chart as PNG on white.

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

    chart = {**spec, "background": "#ffffff", "padding": 12}
    chart["config"] = {**spec.get("config", {}), "font": FONT}
    scale = WIDTH / (spec.get("width", 720) + 24)
    return vl_convert.vegalite_to_png(chart, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])
