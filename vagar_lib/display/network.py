"""A network that can be read: nodes in a ring, only the strong arrows, harm and help drawn differently."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from vagar_lib.display import theme
from vagar_lib.display.chart import Chart, Measured, fitted, layer, nothing, readable
from vagar_lib.display.table import Table

HELP, HARM = "Stöder", "Motverkar"
STYLES = {HELP: (theme.PLACE, [1, 0]), HARM: (theme.COUNTY, [5, 3])}
"""Colour and dash of an arrow: help is a whole line, harm a dashed one."""
RING, LABEL, NODE = 1.0, 1.14, 0.055
"""Radii of the ring and of the names outside it; how far from the middle of a node an arrow ends."""
_SIDE = 0.022
"""How far to the right of the straight line an arrow is drawn, so that two ways between two nodes are seen."""


def network(
    frame: pd.DataFrame, measure: Measured, table: Table, names: Sequence[str], periods: str, key: str = ""
) -> Chart:
    """Arrows between nodes.

    Parameters
    ----------
    frame : DataFrame
        ``start, end`` (of ``names``)``, kind`` (`HELP` or `HARM`)``, source``: the arrows that are drawn.
    measure : Measured
    table : Table
        The values behind.
    names : sequence of str
        Nodes in the order of the ring.
    periods : str
    key : str
        Said beneath.

    Returns
    -------
    Chart
    """
    kind = "Nätverk"
    if frame.empty:
        return nothing(kind, measure)
    turn = np.pi / 2 - 2 * np.pi * np.arange(len(names)) / len(names)
    at = pd.DataFrame({"name": list(names), "x": np.cos(turn), "y": np.sin(turn)}).set_index("name")
    arrows = _arrows(frame, at)
    kinds = [kind for kind in STYLES if kind in set(frame["kind"])]
    colour = alt.Color(
        field="kind",
        type="nominal",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=[STYLES[kind][0] for kind in kinds]),
        legend=alt.Legend(),
    )

    def draw(width: int) -> alt.LayerChart:
        narrow = width < 500
        size = min(width, 520)
        reach = 1.62 if narrow else 1.35
        across = reach * (1 if narrow else width / size)
        x_scale, y_scale = alt.Scale(domain=[-across, across], nice=False), alt.Scale(domain=[-1.3, 1.3], nice=False)

        def x(field: str) -> alt.X:
            return alt.X(field=field, type="quantitative", scale=x_scale, axis=None)

        def y(field: str) -> alt.Y:
            return alt.Y(field=field, type="quantitative", scale=y_scale, axis=None)

        lines = (
            alt.Chart(arrows[["x", "y", "x2", "y2", "kind"]])
            .mark_rule(strokeWidth=2)
            .encode(
                x=x("x"),
                y=y("y"),
                x2=alt.X2(field="x2"),
                y2=alt.Y2(field="y2"),
                color=colour,
                strokeDash=alt.StrokeDash(
                    field="kind",
                    type="nominal",
                    sort=kinds,
                    scale=alt.Scale(domain=kinds, range=[STYLES[kind][1] for kind in kinds]),
                    legend=alt.Legend(),
                ),
            )
        )
        heads = (
            alt.Chart(arrows[["x2", "y2", "angle", "kind"]])
            .mark_point(shape="triangle-up", filled=True, size=70, opacity=1)
            .encode(
                x=x("x2"),
                y=y("y2"),
                angle=alt.Angle(field="angle", type="quantitative", scale=None),
                color=alt.Color(field="kind", type="nominal", sort=kinds, legend=None),
            )
        )
        nodes = alt.Chart(at.reset_index(drop=True)).mark_point(filled=True, size=140, color=theme.INK, opacity=1)
        layers = [lines, heads, nodes.encode(x=x("x"), y=y("y"))]
        labels = (at * LABEL).reset_index()
        for side, align in ((-1, "right"), (0, "center"), (1, "left")):
            mine = labels[np.sign(labels["x"].round(2)) == side]
            if len(mine):
                base = alt.Chart(mine).encode(x=x("x"), y=y("y"), text=alt.Text(field="name", type="nominal"))
                layers += readable(base, align=align, fontSize=12, fontWeight="bold")
        return fitted(layer(*layers), width, size - (20 if narrow else 60))

    said = " ".join(
        f"{kind}: " + "; ".join(f"{r.start} → {r.end}" for r in frame[frame["kind"] == kind].itertuples()) + "."
        for kind in kinds
    )
    return Chart(kind, measure, draw, frame, table, periods, said, key)


def _arrows(frame: pd.DataFrame, at: pd.DataFrame) -> pd.DataFrame:
    start, end = at.loc[frame["start"]].to_numpy(), at.loc[frame["end"]].to_numpy()
    way = end - start
    along = way / np.linalg.norm(way, axis=1, keepdims=True)
    aside = np.column_stack([along[:, 1], -along[:, 0]]) * _SIDE
    start, end = start + along * NODE + aside, end - along * (NODE + 0.03) + aside
    found = pd.DataFrame(np.hstack([start, end]).round(4), columns=["x", "y", "x2", "y2"])
    found["angle"] = np.degrees(np.arctan2(along[:, 0], along[:, 1])).round(1)
    return found.assign(kind=frame["kind"].to_numpy())
