"""How does a figure become a picture for those who can't use SVG? Its card as a small PNG, when it is asked for."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.page.figures.card import FONTS, SVG
from vagar_lib.pipeline.page.figures.page import FOLDER
from vagar_lib.pipeline.page.svg import FONT

if TYPE_CHECKING:
    from PIL import Image

PNG = "figur.png"
SCALE = 2
"""Pixels for each of the card."""
COLOURS = 128
"""With a palette the picture is a fifth as large."""


def png(card: str) -> bytes:
    """A card as PNG.

    Parameters
    ----------
    card : str
        Of `vagar_lib.pipeline.page.figures.card.card`.
    """
    import vl_convert
    from PIL import Image

    drawn = vl_convert.svg_to_png(card.replace(FONTS, FONT, 1), scale=SCALE, ppi=72)
    with Image.open(io.BytesIO(drawn)) as image:
        return small(image, dpi=(96 * SCALE, 96 * SCALE))


def small(image: Image.Image, **about: Any) -> bytes:
    """A drawing as PNG with few colours; ``about`` is what more the file says."""
    from PIL import Image

    made = io.BytesIO()
    few = image.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette([255 if value > 252 else value for value in few.getpalette()])  # white is white
    few.save(made, "PNG", **about)
    return made.getvalue()


def draw_all(site: Path, tell: Callable[[str], None]) -> int:
    """Draw every figure of a site that has no PNG yet, beside its SVG; a run keeps those that there are up to date.

    Parameters
    ----------
    site : Path
        Folder of a built site.
    tell : callable
        Is told what goes on, now and then.

    Returns
    -------
    int
        How many were drawn.

    Raises
    ------
    BadInput
        When there is no site there.
    """
    if not (site / "index.html").is_file():
        raise BadInput(f"{paths.relative(site)} is not a site: index.html is missing; run vagar run first")
    cards = sorted(site.glob(f"*/*/{FOLDER}/*/{SVG}"))
    missing = [card.parent for card in cards if not (card.parent / PNG).exists()]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, _ in enumerate(pool.map(draw, missing, chunksize=8), start=1):
            if number % 100 == 0:
                tell(f"{number} of {len(missing)} figures")
    return len(missing)


def draw(folder: Path) -> None:
    """Draw the card of a figure as PNG, whole or not at all."""
    new = folder / f".new-{PNG}"
    new.write_bytes(png((folder / SVG).read_text("utf-8")))
    new.replace(folder / PNG)


def keep(folder: Path, before: Path) -> None:
    """Let a figure that had a PNG before have one still: the same while its card is, else a new one."""
    old = before / PNG
    if not old.is_file():
        return
    if (before / SVG).read_bytes() == (folder / SVG).read_bytes():
        (folder / PNG).write_bytes(old.read_bytes())
    else:
        draw(folder)
