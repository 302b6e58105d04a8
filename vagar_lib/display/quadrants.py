"""Level and change at once: is what lags catching up, and what leads losing pace?"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from vagar_lib.display import theme
from vagar_lib.display.chart import Chart, Measured, colour_scale, fitted, nothing, readable, wrapped
from vagar_lib.display.table import Table

FARTHEST = 4.0
"""Levels beyond this are drawn at the edge; the table has the value."""
SHAPES = {
    "catching_up": (theme.BETTER, "triangle-up"),
    "pulling_ahead": (theme.RAMP[3], "diamond"),
    "falling_behind": (theme.WORSE, "triangle-down"),
    "losing_pace": ("#8a3ffc", "square"),
    "alongside": (theme.QUIET, "circle"),
}
"""Colour and mark of each field."""
CORNERS = {
    "catching_up": (-1, 1),
    "pulling_ahead": (1, 1),
    "falling_behind": (-1, -1),
    "losing_pace": (1, -1),
}
"""Where each field lies: to the left the level is worse than riket's, upwards it becomes better compared with riket."""


def quadrants(
    frame: pd.DataFrame, measure: Measured, words: Mapping[str, str], table: Table, periods: str, *, named: int = 2
) -> Chart:
    """A mark for each indicator: level against riket, and how that changes a year.

    Parameters
    ----------
    frame : DataFrame
        ``label, level, change`` (both in units of the spread between regions, more is better), ``field`` (a key of
        `SHAPES`), ``source``.
    measure : Measured
    words : mapping
        What each field is called.
    table : Table
        The values behind.
    periods : str
    named : int
        How many marks of each field are named, the farthest from the middle first.

    Returns
    -------
    Chart
    """
    kind = "Spridningsdiagram i fyra fält"
    frame = frame.dropna(subset=["level", "change"])
    if frame.empty:
        return nothing(kind, measure)
    used = [field for field in SHAPES if field in set(frame["field"])]
    names = [words[field] for field in used]
    shown = frame[["label", "field"]].assign(
        level=frame["level"].clip(-FARTHEST, FARTHEST).round(3),
        change=frame["change"].round(4),
        name=frame["field"].map(words),
    )
    wide = max(1.0, float(shown["level"].abs().max()) * 1.08)
    high = max(0.02, float(shown["change"].abs().max()) * 1.15)
    size = (shown["level"] / wide).abs() + (shown["change"] / high).abs()
    told = shown[shown["field"] != "alongside"].assign(size=size).sort_values("size", ascending=False)
    told = told.groupby("field").head(named)

    def draw(width: int) -> alt.LayerChart:
        narrow = width < 500
        x = alt.X(
            field="level",
            type="quantitative",
            scale=alt.Scale(domain=[-wide, wide], nice=False),
            axis=alt.Axis(values=[0], labelExpr="'Riket'", title=None, grid=False),
        )
        y = alt.Y(
            field="change",
            type="quantitative",
            scale=alt.Scale(domain=[-high, high], nice=False),
            axis=alt.Axis(values=[0], labels=False, title=None, grid=False, ticks=False),
        )
        cross = [
            alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=theme.INK, strokeDash=[3, 3]).encode(**at)
            for at in (
                {"x": alt.X(field="zero", type="quantitative")},
                {"y": alt.Y(field="zero", type="quantitative")},
            )
        ]
        corners = pd.DataFrame(
            {"level": wide * 0.98 * side, "change": high * 0.97 * end, "label": words[field], "side": side}
            for field, (side, end) in CORNERS.items()
        )
        heads = [
            alt.Chart(corners[corners["side"] == side])
            .mark_text(align=align, fontWeight="bold", fontSize=13, color=theme.MUTED)
            .encode(x=x, y=y, text=alt.Text(field="label", type="nominal"))
            for side, align in ((-1, "left"), (1, "right"))
        ]
        legend = alt.Legend(columns=1 if narrow else 3)
        marks = (
            alt.Chart(shown[["level", "change", "name"]])
            .mark_point(filled=True, size=90, opacity=0.9)
            .encode(
                x=x,
                y=y,
                color=alt.Color(
                    field="name",
                    type="nominal",
                    sort=names,
                    scale=colour_scale(names, [SHAPES[field][0] for field in used]),
                    legend=legend,
                ),
                shape=alt.Shape(
                    field="name",
                    type="nominal",
                    sort=names,
                    scale=alt.Scale(domain=names, range=[SHAPES[field][1] for field in used]),
                    legend=legend,
                ),
            )
        )
        near = told if not narrow else told.groupby("field").head(1)
        labels = []
        for left in (True, False):
            side = near[(near["level"] < 0) == left]
            lines = [wrapped(label, 17 if narrow else 28) for label in side["label"]]
            rows = side[["level", "change"]].assign(text=lines)
            chart = alt.Chart(rows).encode(x=x, y=y, text=alt.Text(field="text", type="nominal"))
            labels += readable(chart, align="left" if left else "right", dx=9 if left else -9, lineBreak="\n", dy=-2)
        return fitted(alt.layer(*cross, *heads, marks, *labels), width, 440 if not narrow else 460)

    groups = {name: rows["label"].tolist() for name, rows in shown.groupby("name", sort=False)}
    said = " ".join(f"{name}: {', '.join(labels)}." for name, labels in groups.items())
    key = "Till höger om mittlinjen är läget bättre än i riket, till vänster sämre. Över mittlinjen förbättras läget "
    key += "mot riket, under den försämras det. Läget räknas i spridningar mellan områden; längre avstånd än "
    key += f"{FARTHEST:.0f} ritas vid kanten."
    return Chart(kind, measure, draw, frame, table, periods, said, key)
