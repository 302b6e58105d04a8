"""A matrix of help and harm: a square for each pair, with its number in it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import Chart, Measured, fitted, layer, nothing
from vagar_lib.display.table import Table

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLOURS = {-3: "#8a3d00", -2: "#d4884a", -1: "#f4d6bc", 0: "#f3f5f7", 1: "#dbe9f6", 2: "#86b8e0", 3: "#0b4a82"}
"""From harm to help; the number in the square says the same."""
UNKNOWN = "#ffffff"


def heatmap(
    frame: pd.DataFrame, measure: Measured, table: Table, names: Sequence[str], periods: str, key: str = ""
) -> Chart:
    """Rows influence columns; the columns are known by the letters of the rows.

    Parameters
    ----------
    frame : DataFrame
        ``row, column`` (of ``names``)``, value`` (−3 to 3, NaN where there is none)``, source``.
    measure : Measured
    table : Table
        The values behind.
    names : sequence of str
        Of rows and columns, in order; at most 26.
    periods : str
    key : str
        Said beneath, before what the letters stand for.

    Returns
    -------
    Chart
    """
    kind = "Matris"
    if frame["value"].notna().sum() == 0:
        return nothing(kind, measure)
    letters = dict(zip(names, LETTERS, strict=False))
    known = frame.dropna(subset="value")
    shown = pd.DataFrame({"row": known["row"], "column": known["column"].map(letters)})
    shown["colour"] = [COLOURS[_step(value)] for value in known["value"]]
    shown["ink"] = shown["colour"].map(theme.on)

    def draw(width: int) -> alt.LayerChart:
        narrow = width < 500
        heads = {name: f"{letter} {name}" for name, letter in letters.items()}
        decimals = 0 if narrow else 1
        rows = shown.assign(
            row=shown["row"].map(heads),
            label=[_written(value, decimals) for value in known["value"]],
        )
        axis = {"title": None, "ticks": False, "domain": False}
        x = alt.X(field="column", type="nominal", sort=list(letters.values()), axis=_top(axis))
        y = alt.Y(field="row", type="nominal", sort=list(heads.values()), axis=alt.Axis(**axis))
        base = alt.Chart(rows).encode(x=x, y=y)
        squares = base.mark_rect(stroke="#ffffff", strokeWidth=1.5).encode(
            color=alt.Color(field="colour", type="nominal", scale=None)
        )
        numbers = base.mark_text(fontSize=11 if narrow else 12).encode(
            text=alt.Text(field="label", type="nominal"), color=alt.Color(field="ink", type="nominal", scale=None)
        )
        return fitted(layer(squares, numbers), width, (26 if narrow else 34) * len(names) + 30)

    said = f"{key} {'; '.join(f'{letter} {name}' for name, letter in letters.items())}.".strip()
    ordered = known.sort_values("value")
    ends = [ordered.iloc[0], ordered.iloc[-1]]
    described = " ".join(f"{r['row']} på {text.lower_first(r['column'])}: {text.signed(r['value'], 1)}." for r in ends)
    return Chart(kind, measure, draw, frame, table, periods, f"Lägst och högst: {described}", said)


def _step(value: float) -> int:
    """Whole step of the scale, half away from zero as the numbers are written."""
    return max(-3, min(3, int(abs(value) + 0.5) * (-1 if value < 0 else 1)))


def _written(value: float, decimals: int) -> str:
    return text.signed(value, decimals)


def _top(axis: dict[str, object]) -> alt.Axis:
    return alt.Axis(orient="top", labelAngle=0, **axis)
