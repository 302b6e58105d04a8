"""How many of each? Counts side by side in bars, each part with its symbol and number written in it."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import LINES, Chart, Measured, colour_scale, fitted, layer, nothing, wrapped
from vagar_lib.display.table import pivoted


def tally(
    frame: pd.DataFrame, measure: Measured, groups: Mapping[str, tuple[str, str]], *, head: str, periods: str = ""
) -> Chart:
    """Stacked bars of counts, one bar a row.

    Parameters
    ----------
    frame : DataFrame
        ``name, group, value`` (a count)``, source``: every group of every name, in the order to draw.
    measure : Measured
    groups : mapping
        Symbol and colour of each group by its name, in the order of the bars' parts.
    head : str
        What the rows are called in the table.
    periods : str

    Returns
    -------
    Chart
    """
    kind = "Staplar med antal"
    if frame.empty or not frame["value"].any():
        return nothing(kind, measure)
    names = list(dict.fromkeys(frame["name"]))
    used = [group for group in groups if frame.loc[frame["group"] == group, "value"].any()]
    shown = frame.loc[frame["group"].isin(used) & (frame["value"] > 0), ["name", "group", "value"]].copy()
    shown["order"] = shown["group"].map({group: number for number, group in enumerate(used)})
    shown = shown.sort_values("order", kind="stable")
    shown["end"] = shown.groupby("name")["value"].cumsum()
    shown["start"] = shown["end"] - shown["value"]
    shown["middle"] = (shown["start"] + shown["end"]) / 2
    longest = int(shown["end"].max())

    def draw(width: int) -> alt.LayerChart:
        heads = {name: wrapped(name, 18 if width < 500 else 34) for name in names}
        rows = shown.assign(row=shown["name"].map(heads))
        axis = alt.Axis(title=None, ticks=False, domain=False, labelExpr=LINES)
        y = alt.Y(field="row", type="nominal", sort=list(heads.values()), axis=axis)
        scale = alt.Scale(domain=[0, longest], nice=False)
        counts = alt.Axis(format="d", title=None, values=_ticks(longest))
        x = alt.X(field="start", type="quantitative", scale=scale, axis=counts)
        heads_of = {group: f"{groups[group][0]} {group}" for group in used}
        colours = colour_scale(list(heads_of.values()), [groups[group][1] for group in used])
        legend = alt.Legend(symbolType="square", columns=1 if width < 500 else 3)
        bars = (
            alt.Chart(rows[["row", "start", "end"]].assign(group=rows["group"].map(heads_of)))
            .mark_bar(stroke="#ffffff", strokeWidth=1)
            .encode(
                y=y,
                x=x,
                x2=alt.X2(field="end"),
                color=alt.Color(
                    field="group", type="nominal", scale=colours, sort=list(heads_of.values()), legend=legend
                ),
            )
        )
        letters = 9 * max(len(part) for row in heads.values() for part in row.split("\n")) * 0.75 + 30
        room = longest * 26 / max(width - letters, 60)
        labels = [
            alt.Chart(_labelled(rows, group, groups[group][0], room))
            .mark_text(color=theme.on(groups[group][1]))
            .encode(
                y=y,
                x=alt.X(field="middle", type="quantitative", scale=scale),
                text=alt.Text(field="label", type="nominal"),
            )
            for group in used
        ]
        band = max(30, 15 * (1 + max(row.count("\n") for row in heads.values())) + 10)
        return fitted(layer(bars, *labels), width, band * len(names) + (70 if width > 500 else 50 + 22 * len(used)))

    said = " ".join(
        f"{name}: " + ", ".join(f"{row.group.lower()} {text.number(row.value)}" for row in rows.itertuples()) + "."
        for name, rows in shown.groupby("name", sort=False)
    )
    table = pivoted(frame[frame["group"].isin(used)], "name", "group", 0, head=head)
    return Chart(kind, measure, draw, frame, table, periods, said)


def _ticks(longest: int) -> list[int]:
    """Whole numbers to label on the axis, at most eight.

    Examples
    --------
    >>> _ticks(2), _ticks(28)
    ([0, 1, 2], [0, 5, 10, 15, 20, 25])
    """
    step = next(size * 10**power for power in range(9) for size in (1, 2, 5) if longest / (size * 10**power) <= 7)
    return list(range(0, longest + 1, step))


def _labelled(rows: pd.DataFrame, group: str, symbol: str, room: float) -> pd.DataFrame:
    """Labels of a group's parts: symbol and number, or the number alone where there is no room for both."""
    own = rows[rows["group"] == group]
    labels = [
        f"{symbol} {value}" if value >= room * 1.3 else f"{value}" if value >= room * 0.35 else ""
        for value in own["value"].astype(int)
    ]
    return own[["row", "middle"]].assign(label=labels)
