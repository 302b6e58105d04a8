"""How do the colours of the profile look on a dark ground? The same hues, lightened until they can be read."""

from __future__ import annotations

from vagar_lib.pipeline.page.profile import Colours, contrast

GROUND = "#14181d"
"""What pages are written on in dark mode, as ``templates/dark.css`` has it."""
LEAST = 6.0
"""Contrast that links and headings get: above what is asked for (4.5), since light text on dark looks thinner."""
_STEP = 0.05


def dark(colours: Colours) -> dict[str, str]:
    """The colours of the profile for a dark ground.

    Parameters
    ----------
    colours : Colours

    Returns
    -------
    dict of str to str
        ``accent, link, tint, focus``; the first two and the last have a contrast of at least `LEAST` on the ground
        and on the tint.

    Examples
    --------
    >>> dark(Colours(accent="#0a4a7f", link="#0b5c9e", tint="#f0f6fb", focus="#b35309"))["tint"]
    '#122231'
    """
    tint = _mixed(GROUND, colours.accent, 0.2)
    light = {name: _lightened(getattr(colours, name), tint) for name in ("accent", "link", "focus")}
    return {**light, "tint": tint}


def _lightened(colour: str, tint: str) -> str:
    part = 0.0
    while min(contrast(found := _mixed(colour, "#ffffff", part), ground) for ground in (GROUND, tint)) < LEAST:
        part += _STEP
    return found


def _mixed(one: str, other: str, part: float) -> str:
    """A colour that is ``part`` of the other, and the one for the rest."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first + (second - first) * part):02x}" for first, second in pairs)
