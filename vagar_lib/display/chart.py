"""What every chart has: a drawing at any width, the data drawn, the table behind it, words for who can't see it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from vagar_lib.display import text, theme, vegalite
from vagar_lib.display.table import Table
from vagar_lib.sources import store


class Measured(Protocol):
    """What is measured: an `Indicator` of the register, or a `Measure` of a table with more dimensions."""

    label: str
    unit: str
    decimals: int
    breaks: Any


@dataclass(frozen=True)
class Measure:
    """What a table with more dimensions than an indicator measures.

    Attributes
    ----------
    label : str
        What is counted, as a heading has it.
    unit : str
        As in running text.
    table : str
        Name of the raw table.
    decimals : int
    note : str
        Said beneath every figure of the measure.
    breaks : tuple
        Breaks in the series, as an indicator has them.
    absent : str
        Why there is nothing to show, where it is not that the table lacks the place.
    """

    label: str
    unit: str
    table: str
    decimals: int = 0
    note: str = ""
    breaks: tuple = ()
    absent: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart before it becomes a figure.

    Attributes
    ----------
    kind : str
        What sort of chart it is, in Swedish.
    measure : Measured
    draw : callable
        Width in pixels to Altair chart.
    data : DataFrame
        What is drawn, no more; ``source`` names the raw tables.
    table : Table or None
        None when there is nothing to draw.
    periods : str
        The periods that are drawn, as written.
    description : str
        What can be read off the chart, for the text alternative.
    key : str
        What its marks stand for, where a legend does not say it; printed first beneath.
    """

    kind: str
    measure: Measured
    draw: Callable[[int], alt.TopLevelMixin]
    data: pd.DataFrame
    table: Table | None
    periods: str = ""
    description: str = ""
    key: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.table is None

    def spec(self, width: int) -> dict[str, Any]:
        """Vega-Lite specification at a width in pixels, in the project's theme.

        It is not validated here, which would cost a third of a report's time; the tests of every kind of chart do that.
        """
        with debug_mode(False):
            drawn = self.draw(width)
        return {**vegalite.specification(drawn), "config": theme.config()}


def nothing(kind: str, measure: Measured) -> Chart:
    """A chart with nothing to draw: the figure becomes a notice of what is missing."""
    return Chart(kind, measure, lambda width: alt.Chart(), pd.DataFrame({"source": []}), None)


MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september"]
MONTHS += ["oktober", "november", "december"]


def period(value: str) -> str:
    """A period as a reader sees it: a year, a span of years or a month.

    Examples
    --------
    >>> period("2024"), period("2021-2024"), period("2024-01")
    ('2024', '2021–2024', 'januari 2024')
    """
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return f"{MONTHS[int(value[5:]) - 1]} {value[:4]}"
    return value.replace("-", "–")


def periods_of(frame: pd.DataFrame) -> str:
    """Span of the periods of a frame, as written in a subtitle.

    Examples
    --------
    >>> periods_of(pd.DataFrame({"period": ["2022", "2018"]}))
    '2018–2022'
    >>> periods_of(pd.DataFrame({"period": ["2020-01", "2024-01"]}))
    'januari 2020 till januari 2024'
    """
    ordered = sorted(set(frame["period"]) - {""})
    if not ordered:
        return ""
    first, last = period(ordered[0]), period(ordered[-1])
    if first == last or not any("-" in value for value in ordered):
        return text.span(first, last)
    return f"{first} till {last}"


def breaks_in(measure: Measured, frame: pd.DataFrame) -> list[Any]:
    """Breaks of a measure that fall inside what is drawn and concern a region that is drawn.

    A measure of a table has those of the fetched tables that have taken its place, too.
    """
    if "year" not in frame or frame.empty:
        return []
    first, last, drawn = frame["year"].min(), frame["year"].max(), set(frame.get("region", ()))
    known = [*measure.breaks]
    if isinstance(measure, Measure):
        fetched = [b for table in store.successors(measure.table, frame.get("source", ())) for b in table.breaks]
        known += [b for b in fetched if b.year not in {one.year for one in known}]
    return [b for b in known if first < b.year <= last and (not b.regions or drawn & set(b.regions))]


class Layers(alt.LayerChart):
    """Layers that are drawn as they are: Altair copies each of them, with its data, every time that one is handled."""

    def __init__(self, **properties: Any):
        alt.TopLevelLayerSpec.__init__(self, **properties)

    def validate_property(self, name: str, value: Any, schema: Any = None) -> None:
        """Let be: the tests of every kind of chart validate all of it."""


def layer(*charts: alt.Chart, **properties: Any) -> Layers:
    """Charts on top of each other, the first at the bottom; they have no parameters and belong to nothing else."""
    return Layers(layer=list(charts), **properties)


def fitted(chart: alt.Chart | alt.LayerChart, width: int, height: int) -> alt.Chart | alt.LayerChart:
    """Give a single view its full size, axes and legend included."""
    return chart.properties(width=width, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding"))


def wrapped(label: str, characters: int) -> str:
    """Break a label into lines; Vega shows each on its own through `LINES`."""
    return "\n".join(textwrap.wrap(label, characters, break_long_words=False)) or label


def readable(labels: alt.Chart, **mark: Any) -> list[alt.Chart]:
    """Text that can be read on whatever lies under it: the letters, and before them a white edge."""
    edge = labels.mark_text(stroke="#ffffff", strokeWidth=3, strokeJoin="round", **mark)
    return [edge, labels.mark_text(**mark)]


LINES = "split(datum.value, '\\n')"
"""Axis label expression that shows the lines of `wrapped`."""


def number_format(decimals: int) -> str:
    """Number format of an axis, in the terms of D3: at most these decimals, no trailing zeros.

    Examples
    --------
    >>> number_format(1)
    ',.1~f'
    """
    return f",.{decimals}~f"


def extent(frame: pd.DataFrame, measure: Measured) -> str:
    """Lowest and highest value of each series, for a text alternative.

    Parameters
    ----------
    frame : DataFrame
        ``series, period, value``.
    measure : Measured

    Returns
    -------
    str
        One sentence a series.
    """
    def told(value: float, when: str) -> str:
        return f"{text.quantity(value, measure.unit, measure.decimals)} ({period(when)})"

    sentences = []
    for name, rows in frame.dropna(subset="value").groupby("series", sort=False):
        points = list(zip(rows["value"].tolist(), rows["period"].tolist(), strict=True))
        low, high = min(points, key=lambda point: point[0]), max(points, key=lambda point: point[0])
        sentences.append(f"{name}: lägst {told(*low)}, högst {told(*high)}, senast {told(*points[-1])}.")
    return " ".join(sentences)


def colour_scale(names: Sequence[str], colours: Sequence[str]) -> alt.Scale:
    """Scale that gives each name its colour."""
    return alt.Scale(domain=list(names), range=list(colours))


def years_on_axis(years: Iterable[int], width: int) -> list[int]:
    """Years to label on an axis: few enough to be read at the width; round years where not all have room.

    Examples
    --------
    >>> years_on_axis(range(1950, 2026), theme.WIDE)
    [1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020]
    >>> years_on_axis([2018, 2022], theme.NARROW)
    [2018, 2022]
    """
    ordered = sorted(set(map(int, years)))
    room = max(2, min(8, width // 75))
    if len(ordered) <= room:
        return ordered
    first, last = ordered[0], ordered[-1]
    for step in (1, 2, 5, 10, 20, 25, 50, 100):
        labelled = [year for year in range(first, last + 1) if year % step == 0]
        if 2 <= len(labelled) <= room:
            return labelled
    return [first, last]
