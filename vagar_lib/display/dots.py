"""Many indicators at once: how far each lies from a reference, in units of its spread."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import theme
from vagar_lib.display.chart import LINES, Chart, Measured, colour_scale, fitted, layer, nothing, wrapped
from vagar_lib.display.table import Table

JUDGED = {
    "better": ("Bättre än riket", theme.BETTER, "triangle-up"),
    "worse": ("Sämre än riket", theme.WORSE, "triangle-down"),
    "level": ("I nivå med riket", theme.NEUTRAL, "square"),
    "context": ("Varken bättre eller sämre", theme.NEUTRAL, "circle"),
    "unknown": ("Bedöms inte", theme.NEUTRAL, "cross"),
}
"""How a judged difference is named, coloured and marked."""

AT_ZERO = "datum.value === 0 ? 'Riket' : format(datum.value, '+')"
"""Axis label expression: riket stands at zero."""

FARTHEST = 4.0
"""Distances beyond this are drawn at the edge; the table has the value."""


def profile(frame: pd.DataFrame, measure: Measured, table: Table, periods: str) -> Chart:
    """One row an indicator, a mark at its distance from riket; right of the line is higher.

    Parameters
    ----------
    frame : DataFrame
        ``label, distance`` (units of the spread between regions), ``judged`` (a key of `JUDGED`), ``source``.
    measure : Measured
    table : Table
        The values behind.
    periods : str

    Returns
    -------
    Chart
    """
    kind = "Punktdiagram"
    frame = frame.dropna(subset="distance")
    if frame.empty:
        return nothing(kind, measure)
    shown = frame[["label", "distance", "judged"]].assign(
        distance=frame["distance"].clip(-FARTHEST, FARTHEST).round(2),
        verdict=[JUDGED[key][0] for key in frame["judged"]],
    )
    used = [JUDGED[key] for key in JUDGED if key in set(frame["judged"])]
    names = [name for name, _, _ in used]
    ticks = [-4, -2, 0, 2, 4] if shown["distance"].abs().max() > 2.5 else [-2, -1, 0, 1, 2]
    edge = max(2.0, float(shown["distance"].abs().max()) * 1.1)

    def draw(width: int) -> alt.LayerChart:
        heads = [wrapped(label, 20 if width < 500 else 42) for label in shown["label"]]
        rows = shown[["distance", "verdict"]].assign(row=heads)
        order = rows["row"].tolist()
        lines = rows["row"].str.count("\n") + 1
        y = alt.Y(
            field="row",
            type="nominal",
            sort=order,
            axis=alt.Axis(
                title=None,
                ticks=False,
                domain=False,
                grid=True,
                labelExpr=LINES,
            ),
        )
        x = alt.X(
            field="distance",
            type="quantitative",
            scale=alt.Scale(domain=[-edge, edge], nice=False),
            axis=alt.Axis(title=None, values=ticks, labelExpr=AT_ZERO, grid=True),
        )
        legend = alt.Legend(columns=1 if width < 500 else 2)
        centre = (
            alt.Chart(pd.DataFrame({"zero": [0]}))
            .mark_rule(color=theme.INK, strokeDash=[3, 3])
            .encode(x=alt.X(field="zero", type="quantitative"))
        )
        marks = (
            alt.Chart(rows)
            .mark_point(filled=True, size=120, opacity=1)
            .encode(
                x=x,
                y=y,
                color=alt.Color(
                    field="verdict",
                    type="nominal",
                    sort=names,
                    scale=colour_scale(names, [c for _, c, _ in used]),
                    legend=legend,
                ),
                shape=alt.Shape(
                    field="verdict",
                    type="nominal",
                    sort=names,
                    scale=alt.Scale(domain=names, range=[s for _, _, s in used]),
                    legend=legend,
                ),
            )
        )
        height = int(max(lines.max() * 15 + 8, 24) * len(rows)) + (110 if width < 500 else 70)
        return fitted(layer(centre, marks), width, height)

    groups = {name: rows["label"].tolist() for name, rows in shown.groupby("verdict", sort=False)}
    said = " ".join(f"{name}: {', '.join(labels)}." for name, labels in groups.items())
    key = "Till höger om linjen är värdet högre än i riket, till vänster lägre. Avståndet är skillnaden delad med "
    key += f"spridningen; längre avstånd än {FARTHEST:.0f} ritas vid kanten."
    return Chart(kind, measure, draw, frame, table, periods, said, key)
