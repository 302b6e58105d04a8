"""How is each whole divided? Bars of equal length, in parts."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import (
    LINES,
    Chart,
    Measured,
    colour_scale,
    fitted,
    layer,
    nothing,
    number_format,
    periods_of,
    wrapped,
)
from vagar_lib.display.table import pivoted

UNKNOWN = "Uppgift saknas"
"""The part of a whole that nothing is known of."""


def shares(frame: pd.DataFrame, measure: Measured, *, head: str = "Grupp") -> Chart:
    """Parts of a whole as bars of equal length, the share written in each part that has room.

    At most four parts, and a fifth called 'Uppgift saknas', which is grey.

    Parameters
    ----------
    frame : DataFrame
        ``name, part, value, period, source``; values in per cent that add up to 100 for each name, in order.
    measure : Measured
    head : str
        What the rows are called in the table.

    Returns
    -------
    Chart
    """
    kind = "Staplar med delar av hundra procent"
    told, frame = frame, frame.dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    parts, names = list(dict.fromkeys(frame["part"])), list(dict.fromkeys(frame["name"]))
    known = [part for part in parts if part != UNKNOWN]
    ramp = iter(theme.RAMP[-len(known) :])
    colours = [theme.RULE if part == UNKNOWN else next(ramp) for part in parts]
    shown = frame[["name", "part", "value"]].copy()
    shown["end"] = shown.groupby("name", sort=False)["value"].cumsum()
    shown["start"] = shown["end"] - shown["value"]
    shown["middle"] = (shown["start"] + shown["end"]) / 2
    shown["label"] = [text.number(value, measure.decimals) for value in shown["value"]]

    def draw(width: int) -> alt.LayerChart:
        heads = {name: wrapped(name, 18 if width < 500 else 46) for name in names}
        rows = shown.assign(name=shown["name"].map(heads))
        labelled = alt.Axis(title=None, ticks=False, domain=False, labelExpr=LINES)
        y = alt.Y(field="name", type="nominal", sort=list(heads.values()), axis=labelled)
        axis = alt.Axis(format=number_format(measure.decimals), title=None, values=[0, 25, 50, 75, 100])
        x = alt.X(field="start", type="quantitative", scale=alt.Scale(domain=[0, 100]), axis=axis)
        legend = alt.Legend(symbolType="square", columns=1 if width < 500 else 2)
        bars = (
            alt.Chart(rows[["name", "part", "start", "end"]])
            .mark_bar(stroke="#ffffff", strokeWidth=1)
            .encode(
                y=y,
                x=x,
                x2=alt.X2(field="end"),
                color=alt.Color(
                    field="part",
                    type="nominal",
                    scale=colour_scale(parts, colours),
                    sort=parts,
                    legend=legend,
                ),
            )
        )
        wide_enough = rows[rows["value"] >= (5 if width > 500 else 9)]
        labels = [
            alt.Chart(wide_enough.loc[wide_enough["part"] == part, ["name", "middle", "label"]])
            .mark_text(color=theme.on(colour))
            .encode(
                y=y,
                x=alt.X(field="middle", type="quantitative"),
                text=alt.Text(field="label", type="nominal"),
            )
            for part, colour in zip(parts, colours, strict=True)
        ]
        band = max(32, 15 * (1 + max(head.count("\n") for head in heads.values())) + 8)
        return fitted(layer(bars, *labels), width, band * len(names) + (60 if width > 500 else 120))

    said = " ".join(
        f"{name}: " + ", ".join(f"{r.part} {r.label}" for r in rows.itertuples(index=False)) + "."
        for name, rows in shown.groupby("name", sort=False)
    )
    table = pivoted(told, "name", "part", measure.decimals, head=head)
    return Chart(kind, measure, draw, frame, table, periods_of(frame), said)
