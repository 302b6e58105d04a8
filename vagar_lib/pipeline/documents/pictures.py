"""How does a chart become a picture in a document? The page's own drawing as a small PNG on white."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline.page import svg
from vagar_lib.pipeline.page.figures.png import small
from vagar_lib.pipeline.page.profile import profile

SCALE = 2.0
"""Pixels of the picture for each of the drawing: 220 to the inch across a page."""


@dataclass(frozen=True)
class Picture:
    """A PNG with its size in pixels."""

    png: bytes
    width: int
    height: int

    def within(self, width: float, height: float) -> tuple[float, float]:
        """The largest size of the same shape that has room in a box.

        Examples
        --------
        >>> Picture(b"", 720, 360).within(500, 100)
        (200.0, 100.0)
        """
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


def picture(spec: Mapping[str, Any]) -> Picture:
    """Draw a chart; the drawing is taken from the cache of the pages when it is there.

    Parameters
    ----------
    spec : mapping
        Vega-Lite specification with its data inside.

    Raises
    ------
    ValueError
        When it can't be drawn.
    """
    return _png(svg.draw(dict(spec)))


@functools.lru_cache(maxsize=64)  # the charts of a report, which both a document and slides may show
def _png(drawing: str) -> Picture:
    import vl_convert
    from PIL import Image

    named = drawing.replace("<svg", f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{svg.FONT}"', 1)
    drawn = Image.open(BytesIO(vl_convert.svg_to_png(named, scale=SCALE, ppi=72))).convert("RGBA")
    sheet = Image.new("RGBA", drawn.size, "white")
    sheet.alpha_composite(drawn)
    return Picture(small(sheet, optimize=True), *drawn.size)


def logo() -> Picture | None:
    """The logo of the profile, if it has one."""
    import vl_convert
    from PIL import Image

    if not profile().logo:
        return None
    path = paths.parameters() / profile().logo
    png = vl_convert.svg_to_png(path.read_text("utf-8"), scale=4) if path.suffix == ".svg" else path.read_bytes()
    return Picture(png, *Image.open(BytesIO(png)).size)
