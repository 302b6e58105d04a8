"""Figures of real charts of made data, as the page has them."""

from __future__ import annotations

from typing import Any

from tests.display.drawing import SHARE, frame, series
from tests.site import sample
from vagar_lib.display import theme
from vagar_lib.display.bars import ranked
from vagar_lib.display.chart import Chart
from vagar_lib.display.lines import lines, panels

NAMES = ["Ragunda", "Jämtlands län", "Riket"]


def figure(chart: Chart, name: str = "arbete-1", **changes: Any) -> dict[str, Any]:
    """A figure of a chart."""
    drawn = {"spec": chart.spec(theme.WIDE), "narrow": chart.spec(theme.NARROW)}
    return sample.figure(name, **drawn, unit="procent", decimals=1, key=chart.key, **changes)


def of_lines(names: list[str] = NAMES, **changes: Any) -> dict[str, Any]:
    """Lines from 1,5 in 2015, up by 0,25 a year, each a whole above the one before."""
    return figure(lines(series(names), SHARE), **changes)


def of_panels(names: list[str] = NAMES, **changes: Any) -> dict[str, Any]:
    """A panel for each name but the last, which is the reference in all of them."""
    return figure(panels(series(names[:-1]), SHARE, reference=series(names[-1:])), **changes)


def of_bars(names: list[str] = NAMES, **changes: Any) -> dict[str, Any]:
    """A bar for each name, the first the shortest."""
    rows = frame(name=names, role=["place", *["other"] * (len(names) - 1)], period="2024")
    return figure(ranked(rows.assign(value=[2.5 + step for step in range(len(names))]), SHARE), **changes)
