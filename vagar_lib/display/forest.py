"""Above or below nothing, and how sure? Values with their intervals around zero, a row each."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import LINES, Chart, Measured, colour_scale, fitted, layer, nothing, number_format, wrapped
from vagar_lib.display.table import Table

STYLES = {
    "above": (theme.PLACE, "triangle-up"),
    "below": (theme.COUNTY, "triangle-down"),
    "level": (theme.NEUTRAL, "square"),
}
"""Colour and mark of each verdict."""


def forest(
    frame: pd.DataFrame, measure: Measured, words: Mapping[str, str], table: Table, periods: str, key: str = ""
) -> Chart:
    """A mark with its interval in each row.

    Parameters
    ----------
    frame : DataFrame
        ``name, value, low, high, verdict`` (a key of `STYLES`)``, source``, in the order to draw.
    measure : Measured
    words : mapping
        What each verdict is called.
    table : Table
        The values behind.
    periods : str
    key : str
        Said beneath.

    Returns
    -------
    Chart
    """
    kind = "Punktdiagram med intervall"
    frame = frame.dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    used = [verdict for verdict in STYLES if verdict in set(frame["verdict"])]
    names = [words[verdict] for verdict in used]
    signed = f"datum.value === 0 ? '0' : format(datum.value, '+{number_format(measure.decimals)}')"
    edge = float(frame[["value", "low", "high"]].abs().max().max()) * 1.08
    shown = frame[["value", "low", "high"]].round(3).assign(said=frame["verdict"].map(words))

    def draw(width: int) -> alt.LayerChart:
        heads = [wrapped(name, 18 if width < 500 else 40) for name in frame["name"]]
        rows = shown.assign(row=heads)
        axis = alt.Axis(title=None, ticks=False, domain=False, grid=True, labelExpr=LINES)
        y = alt.Y(field="row", type="nominal", sort=heads, axis=axis)

        def x(field: str) -> alt.X:
            axis = alt.Axis(title=None, labelExpr=signed, tickCount=3 if width < 500 else 5)
            scale = alt.Scale(domain=[-edge, edge], nice=False)
            return alt.X(field=field, type="quantitative", scale=scale, axis=axis)

        zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=theme.INK, strokeDash=[3, 3])
        bars = alt.Chart(rows[["row", "low", "high"]]).mark_rule(color=theme.QUIET, strokeWidth=3)
        legend = alt.Legend(columns=1 if width < 500 else 3)
        marks = (
            alt.Chart(rows[["row", "value", "said"]])
            .mark_point(filled=True, size=110, opacity=1)
            .encode(
                x=x("value"),
                y=y,
                color=alt.Color(
                    field="said",
                    type="nominal",
                    sort=names,
                    scale=colour_scale(names, [STYLES[verdict][0] for verdict in used]),
                    legend=legend,
                ),
                shape=alt.Shape(
                    field="said",
                    type="nominal",
                    sort=names,
                    scale=alt.Scale(domain=names, range=[STYLES[verdict][1] for verdict in used]),
                    legend=legend,
                ),
            )
        )
        lines = max(head.count("\n") for head in heads) + 1
        height = max(15 * lines + 10, 26) * len(rows) + (110 if width < 500 else 75)
        layers = [zero.encode(x=x("zero")), bars.encode(x=x("low"), x2=alt.X2(field="high"), y=y), marks]
        return fitted(layer(*layers), width, height)

    said = " ".join(
        f"{row.name}: {text.signed(row.value, measure.decimals)} ({text.lower_first(words[row.verdict])})."
        for row in frame.itertuples(index=False)
    )
    return Chart(kind, measure, draw, frame, table, periods, said, key)
