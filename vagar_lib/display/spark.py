"""A series in a table's cell: a line so small that only its course can be seen, and in words what it shows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from vagar_lib.display import text
from vagar_lib.display.chart import Measured
from vagar_lib.display.table import Cell, Spark

WIDTH, HEIGHT, EDGE = 96, 24, 3
"""Size of the drawing in its own units, and the room left around the line."""


def spark(years: Iterable[int], values: Iterable[float], measure: Measured, breaks: Iterable[int] = ()) -> Cell | str:
    """A series as a cell.

    Parameters
    ----------
    years : iterable of int
        In order.
    values : iterable of float
        In the measure's unit, NaN when missing.
    measure : Measured
        Gives decimals.
    breaks : iterable of int
        First years of new segments: the line is broken before them.

    Returns
    -------
    Cell or str
        Nothing when there are fewer than two values.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> found = spark([2020, 2021, 2022], [5.0, 7.0, 6.0], SimpleNamespace(decimals=0))
    >>> found.said, found.spark.lines
    ('2020–2022: från 5 till 6, lägst 5 (2020), högst 7 (2021)', ('3,21 48,3 93,12',))
    """
    at, series = np.asarray(list(years), int), np.asarray(list(values), float)
    known = ~np.isnan(series)
    at, series = at[known], series[known]
    if len(series) < 2:
        return ""
    low, high = series.min(), series.max()
    x = EDGE + (at - at[0]) / (at[-1] - at[0]) * (WIDTH - 2 * EDGE)
    share = (series - low) / (high - low) if high > low else np.full(len(series), 0.5)
    points = np.column_stack([x, HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)]).round().astype(int)
    starts = [int(np.searchsorted(at, year)) for year in sorted(breaks) if at[0] < year <= at[-1]]
    lines = tuple(" ".join(f"{x},{y}" for x, y in part) for part in np.split(points, starts) if len(part) > 1)
    told = (0, -1, series.argmin(), series.argmax())
    first, last, least, most = (text.number(series[place], measure.decimals) for place in told)
    said = (
        f"{text.span(at[0], at[-1])}: från {first} till {last}, "
        f"lägst {least} ({at[series.argmin()]}), högst {most} ({at[series.argmax()]})"
    )
    return Cell("", said, spark=Spark(lines, (int(points[-1][0]), int(points[-1][1]))))
