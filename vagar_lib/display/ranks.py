"""How firm is a rank? One row a region: its rank as a dot, and the ranks it could as well have had as lines."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import theme
from vagar_lib.display.chart import LINES, Chart, Measured, colour_scale, fitted, layer, nothing, wrapped
from vagar_lib.display.table import Table

ROW = 22
"""Height of a row in pixels."""


def ranks(frame: pd.DataFrame, measure: Measured, table: Table, periods: str) -> Chart:
    """Ranks with their ranges, the best to the left.

    Parameters
    ----------
    frame : DataFrame
        ``name, role`` ('place' or 'other'), ``rank, low, high, drawn_low, drawn_high, of, source``, in the order to
        draw, as `metrics.index` gives them. Regions without a rank are left to the table.
    measure : Measured
    table : Table
        The values behind.
    periods : str

    Returns
    -------
    Chart
    """
    kind = "Punktdiagram med rangspann"
    frame = frame.dropna(subset="rank")
    if frame.empty:
        return nothing(kind, measure)
    columns = ["rank", "low", "high", "drawn_low", "drawn_high", "role"]
    of, last = int(frame["of"].max()), float(frame[["rank", "high", "drawn_high"]].max().max())
    ticks = [1, *(step for step in _ticks(of) if step <= last * 1.05)]

    def draw(width: int) -> alt.LayerChart:
        heads = [wrapped(name, 20 if width < 500 else 40) for name in frame["name"]]
        rows = frame[columns].assign(row=heads)
        axis = alt.Axis(title=None, ticks=False, domain=False, grid=True, labelExpr=LINES)
        y = alt.Y(field="row", type="nominal", sort=heads, axis=axis)
        scale = alt.Scale(domain=[min(0.5, 1 - last / 60), last + last / 60], nice=False, zero=False)
        base = alt.Chart(rows)

        def x(field: str) -> alt.X:
            axis = alt.Axis(values=ticks, format="d", title=None, grid=True)
            return alt.X(field=field, type="quantitative", scale=scale, axis=axis)

        thin = base.mark_rule(color=theme.QUIET, strokeWidth=1.5).encode(x=x("low"), x2=alt.X2(field="high"), y=y)
        thick = base.mark_rule(color=theme.EARLIER, strokeWidth=8, opacity=1).encode(
            x=x("drawn_low"), x2=alt.X2(field="drawn_high"), y=y
        )
        dots = base.mark_point(filled=True, size=90, opacity=1).encode(
            x=x("rank"),
            y=y,
            color=alt.Color(
                field="role",
                type="nominal",
                scale=colour_scale(["place", "other"], [theme.COUNTY, theme.RIKET]),
                legend=None,
            ),
            shape=alt.Shape(
                field="role",
                type="nominal",
                scale=alt.Scale(domain=["place", "other"], range=["diamond", "circle"]),
                legend=None,
            ),
        )
        band = max(ROW, 15 * (1 + max(head.count("\n") for head in heads)) + 6)
        return fitted(layer(thick, thin, dots), width, band * len(rows) + 40)

    said = " ".join(
        f"{row.name}: plats {row.rank:.0f}, mellan {row.drawn_low:.0f} och {row.drawn_high:.0f} vid andra vikter, "
        f"mellan {row.low:.0f} och {row.high:.0f} utan en indikator."
        for row in frame.itertuples(index=False)
    )
    key = "Punkten är platsen, 1 är bäst. Det breda strecket är platserna i nio av tio dragningar av vikter, det smala "
    key += "de platser som fås när en indikator i taget utelämnas."
    if (frame["role"] == "place").any():
        key += " Romben är den plats som rapporten gäller."
    return Chart(kind, measure, draw, frame, table, periods, said, key)


def _ticks(of: int) -> range:
    step = next(step for step in (5, 10, 25, 50, 100) if of <= 8 * step or step == 100)
    return range(step, of + 1, step)
