"""Level and change at once: is what lags catching up, and what leads losing pace?"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from vagar_lib.display import theme
from vagar_lib.display.chart import Chart, Measured, colour_scale, fitted, layer, nothing, readable, wrapped
from vagar_lib.display.table import Table

HEIGHT = 440
LETTER = 6.2
"""Height of the drawing and width of a letter in pixels, about."""
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
    across, up = _domain(shown["level"], 1.0), _domain(shown["change"], 0.02)
    size = (shown["level"] / (across[1] - across[0])).abs() + (shown["change"] / (up[1] - up[0])).abs()
    told = shown.assign(size=size).sort_values("size", ascending=False)

    def draw(width: int) -> alt.LayerChart:
        narrow = width < 500
        x = alt.X(
            field="level",
            type="quantitative",
            scale=alt.Scale(domain=across, nice=False),
            axis=alt.Axis(values=[0], labelExpr="'Riket'", title=None, grid=False),
        )
        y = alt.Y(
            field="change",
            type="quantitative",
            scale=alt.Scale(domain=up, nice=False),
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
            {
                "level": across[side > 0] * 0.98,
                "change": up[end > 0] * 0.95,
                "label": words[field],
                "side": side,
            }
            for field, (side, end) in CORNERS.items()
        )
        heads = [
            alt.Chart(corners[corners["side"] == side].drop(columns="side"))
            .mark_text(align=align, fontWeight="bold", fontSize=13, color=theme.MUTED)
            .encode(x=x, y=y, text=alt.Text(field="label", type="nominal"))
            for side, align in ((-1, "left"), (1, "right"))
        ]
        legend = alt.Legend(columns=1 if narrow else 3)
        marks = (
            alt.Chart(shown[["level", "change", "name"]])
            .mark_point(filled=True, size=70, opacity=0.85)
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
        labels = []
        near = _apart(told, across, up, width, HEIGHT, 16 if narrow else 26, named)
        for left, rows in near.groupby("left"):
            chart = alt.Chart(rows[["level", "change", "text"]])
            chart = chart.encode(x=x, y=y, text=alt.Text(field="text", type="nominal"))
            labels += readable(chart, align="left" if left else "right", dx=9 if left else -9, lineBreak="\n")
        return fitted(layer(*cross, *heads, marks, *labels), width, HEIGHT)

    groups = {name: rows["label"].tolist() for name, rows in shown.groupby("name", sort=False)}
    said = " ".join(f"{name}: {', '.join(labels)}." for name, labels in groups.items())
    key = "Till höger om mittlinjen är läget bättre än i riket, till vänster sämre. Över mittlinjen förbättras läget "
    key += "mot riket, under den försämras det. Läget räknas i spridningar mellan områden; längre avstånd än "
    key += f"{FARTHEST:.0f} ritas vid kanten."
    return Chart(kind, measure, draw, frame, table, periods, said, key)


def _domain(values: pd.Series, least: float) -> list[float]:
    """From the lowest to the highest value with room around, and zero well inside."""
    reach = max(least, float(values.abs().max()))
    return [min(1.15 * float(values.min()), -0.35 * reach), max(1.15 * float(values.max()), 0.35 * reach)]


def _apart(
    shown: pd.DataFrame, across: list[float], up: list[float], width: int, height: int, letters: int, named: int
) -> pd.DataFrame:
    """The names that have room: at most so many of each field, none over another, a mark or a corner's word."""
    at = (shown["level"] - across[0]) / (across[1] - across[0]) * width
    down = (up[1] - shown["change"]) / (up[1] - up[0]) * height
    marks = [(x - 4, y - 4, x + 4, y + 4) for x, y in zip(at, down, strict=True)]
    ends = [(0, width * 0.3), (width * 0.7, width)]
    taken = [(left, top, right, top + 40) for left, right in ends for top in (0, height - 40)]
    rows, used = [], dict.fromkeys(shown["field"], 0)
    for place, row in enumerate(shown.itertuples(index=False)):
        if row.field == "alongside" or used[row.field] == named:
            continue
        lines = wrapped(row.label, letters)
        long, deep = LETTER * max(map(len, lines.split("\n"))) + 12, 14 * (lines.count("\n") + 1)
        x, y = marks[place][2], marks[place][1]
        left = x + long < width if row.level < 0 else x - long < 0
        box = (x, y, x + long, y + deep) if left else (x - 8 - long, y, x - 8, y + deep)
        others = [*taken, *marks[:place], *marks[place + 1 :]]
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in others):
            taken.append(box)
            used[row.field] += 1
            rows.append({"level": row.level, "change": row.change, "text": lines, "left": left})
    return pd.DataFrame(rows, columns=["level", "change", "text", "left"])
