"""Colours, type and locale of every chart: named once."""

from __future__ import annotations

from typing import Any

INK = "#1b1f24"
MUTED = "#57606a"
RULE = "#d0d7de"
QUIET = "#8c959f"

PLACE = "#0b5c9e"
RIKET = "#1b1f24"
COUNTY = "#b35309"
SIMILAR = "#6e7781"
WOMEN = "#7b3294"
MEN = "#1b7f4d"
EARLIER = "#9cc3e6"
BETTER = "#0b5c9e"
WORSE = "#b35309"
NEUTRAL = "#6e7781"

RAMP = ["#dbe9f6", "#9cc3e6", "#4a90c8", "#0b4a82"]
"""Ordered parts of a whole, light to dark; labels stand on them in `on`."""

WIDE, NARROW = 720, 340
"""Widths in pixels that every chart is drawn at."""

FONT = "'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif"

ROLES: dict[str, dict[str, Any]] = {
    "place": {"colour": PLACE, "dash": [1, 0], "width": 3.0},
    "county": {"colour": COUNTY, "dash": [8, 3], "width": 2.0},
    "riket": {"colour": RIKET, "dash": [2, 2], "width": 2.0},
    "similar": {"colour": SIMILAR, "dash": [10, 3, 2, 3], "width": 2.0},
    "ahead": {"colour": PLACE, "dash": [6, 4], "width": 3.0},
    "high": {"colour": COUNTY, "dash": [5, 2], "width": 2.0},
    "zero": {"colour": SIMILAR, "dash": [2, 3], "width": 2.5},
}
"""How a series is drawn by the part it plays: never by colour alone."""

SEXES = {"K": ("Kvinnor", WOMEN, "circle"), "M": ("Män", MEN, "diamond")}


def on(colour: str) -> str:
    """Ink that can best be read on a colour: dark or white, whichever has the higher contrast (WCAG 2.2)."""
    light = luminance(colour)
    return INK if (light + 0.05) / (luminance(INK) + 0.05) >= 1.05 / (light + 0.05) else "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance of a colour such as '#0b5c9e', as WCAG 2.2 defines it: 0 is black, 1 is white."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def config() -> dict[str, Any]:
    """Vega-Lite configuration shared by all charts."""
    return {
        "font": FONT,
        "background": "transparent",
        "aria": False,
        "view": {"stroke": None},
        "locale": {
            "number": {
                "decimal": ",",
                "thousands": "\u00a0",
                "grouping": [3],
                "currency": ["", "\u00a0kr"],
                "minus": "\u2212",
            }
        },
        "axis": {
            "labelColor": INK,
            "titleColor": MUTED,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": RULE,
            "gridDash": [1, 2],
            "domainColor": QUIET,
            "tickColor": QUIET,
            "labelLimit": 0,
        },
        "axisX": {"labelFlush": False},
        "legend": {
            "orient": "top",
            "title": None,
            "labelFontSize": 12,
            "labelColor": INK,
            "labelLimit": 0,
            "symbolStrokeWidth": 3,
            "symbolSize": 160,
            "offset": 6,
        },
        "header": {"labelFontSize": 12, "labelColor": INK, "labelFontWeight": "bold", "title": None},
        "text": {"fontSize": 12, "color": INK},
    }
