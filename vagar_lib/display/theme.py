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
}
"""How a series is drawn by the part it plays: never by colour alone."""

SEXES = {"K": ("Kvinnor", WOMEN, "circle"), "M": ("Män", MEN, "diamond")}


def on(colour: str) -> str:
    """Ink that can be read on a colour: dark on light, white on dark."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return INK if (red * 299 + green * 587 + blue * 114) / 1000 > 140 else "#ffffff"


def config() -> dict[str, Any]:
    """Vega-Lite configuration shared by all charts."""
    return {
        "font": FONT,
        "background": None,
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
