"""More or less than its share? Ratios to 1 with their intervals, on an axis where half and double are as far."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import LINES, Chart, Measured, colour_scale, fitted, layer, nothing, wrapped
from vagar_lib.display.table import Table

VERDICTS = {
    "over": ("Säkert större andel", "▲", theme.PLACE, "triangle-up"),
    "under": ("Säkert mindre andel", "▼", theme.COUNTY, "triangle-down"),
    "level": ("Ingen säker skillnad", "■", theme.NEUTRAL, "square"),
    "few": ("För få ärenden", "–", theme.NEUTRAL, "cross"),
}
"""How the verdict of `metrics.representation` is named, written, coloured and marked."""
AXIS = "datum.value < 1 ? '1/' + format(1 / datum.value, 'd') : format(datum.value, 'd')"
"""Axis label expression: '1/2' is half."""
FARTHEST = 16.0
"""Ratios and intervals beyond this, or its inverse, are drawn at the edge; the table has them."""


def ratios(frame: pd.DataFrame, measure: Measured, table: Table, periods: str) -> Chart:
    """One row a group: its ratio as a mark, its interval as a line, 1 as a line through all.

    Parameters
    ----------
    frame : DataFrame
        ``name, ratio, lower, upper, verdict`` (a key of `VERDICTS`)``, source``, in the order to draw; groups that are
        hidden, or that have no money and so no ratio on a log scale, are left to the table.
    measure : Measured
    table : Table
        The values behind.
    periods : str

    Returns
    -------
    Chart
    """
    kind = "Punktdiagram med intervall"
    frame = frame[frame["ratio"] > 0]
    if frame.empty:
        return nothing(kind, measure)
    used = [VERDICTS[key] for key in VERDICTS if key in set(frame["verdict"])]
    names = [name for name, *_ in used]
    clipped = frame[["ratio", "lower", "upper"]].clip(1 / FARTHEST, FARTHEST)
    shown = clipped.assign(name=frame["name"], verdict=[VERDICTS[key][0] for key in frame["verdict"]])
    spans = shown.dropna(subset=["lower", "upper"])
    farthest = np.abs(np.log2(clipped.to_numpy(float)))
    steps = max(1, int(np.ceil(np.nanmax(farthest) + 0.1)))
    ticks = [2.0**step for step in range(-steps, steps + 1)]

    def draw(width: int) -> alt.LayerChart:
        heads = {name: wrapped(name, 20 if width < 500 else 40) for name in shown["name"]}
        order = list(heads.values())
        lines = max(head.count("\n") for head in order) + 1
        y = alt.Y(
            field="row",
            type="nominal",
            sort=order,
            axis=alt.Axis(title=None, ticks=False, domain=False, grid=True, labelExpr=LINES),
        )
        scale = alt.Scale(type="log", base=2, domain=[ticks[0], ticks[-1]], nice=False)
        values = ticks if width > 500 or len(ticks) < 6 else ticks[steps % 2 :: 2]
        axis = alt.Axis(title=None, values=values, labelExpr=AXIS, grid=True)

        def x(field: str) -> alt.X:
            return alt.X(field=field, type="quantitative", scale=scale, axis=axis)

        one = alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(color=theme.INK, strokeDash=[3, 3]).encode(x=x("one"))
        bars = (
            alt.Chart(spans[["lower", "upper"]].assign(row=spans["name"].map(heads)))
            .mark_rule(color=theme.QUIET, strokeWidth=3)
            .encode(x=x("lower"), x2=alt.X2(field="upper"), y=y)
        )
        marks = (
            alt.Chart(shown[["ratio", "verdict"]].assign(row=shown["name"].map(heads)))
            .mark_point(filled=True, size=110, opacity=1)
            .encode(
                x=x("ratio"),
                y=y,
                color=alt.Color(
                    field="verdict",
                    type="nominal",
                    sort=names,
                    scale=colour_scale(names, [colour for _, _, colour, _ in used]),
                    legend=alt.Legend(columns=1 if width < 500 else 2),
                ),
                shape=alt.Shape(
                    field="verdict",
                    type="nominal",
                    sort=names,
                    scale=alt.Scale(domain=names, range=[shape for *_, shape in used]),
                ),
            )
        )
        height = max(15 * lines + 10, 26) * len(shown) + (110 if width < 500 else 75)
        return fitted(layer(one, bars, marks), width, height)

    said = " ".join(
        f"{row.name}: {text.number(row.ratio, 2)} ({text.lower_first(VERDICTS[row.verdict][0])})."
        for row in frame.itertuples(index=False)
    )
    key = "Vid 1 är andelen av pengarna lika stor som gruppens andel; 2 är dubbelt så stor, 1/2 hälften. Strecken är "
    key += "95-procentiga intervall."
    return Chart(kind, measure, draw, frame, table, periods, said, key)
