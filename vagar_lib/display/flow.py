"""A guide as a diagram: a row a question, a box a way, and the way that was taken marked."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd

from vagar_lib.display import theme
from vagar_lib.display.chart import Chart, Measured, fitted, layer
from vagar_lib.display.table import Table

TAKEN, SUGGESTED, OPEN = "taken", "suggested", "open"
ROW = 74
"""Height of a row in pixels."""
_BOX = 0.22
"""Half the height of a box, of that of a row."""
_SPINE, _GAP = 0.62, 0.04
"""Where the way goes down, to the right of the questions; how far from a box it turns."""


def flow(frame: pd.DataFrame, measure: Measured, table: Table, key: str = "") -> Chart:
    """Boxes in rows, from the first question to the last.

    Parameters
    ----------
    frame : DataFrame
        ``step`` (number from 0)``, question, label, place`` (number in its row from 0)``, of`` (boxes in the row)``,
        state`` (`TAKEN`, `SUGGESTED` or `OPEN`)``, source``.
    measure : Measured
    table : Table
        The same in words.
    key : str
        Said beneath.

    Returns
    -------
    Chart
    """
    steps = int(frame["step"].max()) + 1
    middle = (frame["place"] + 0.5) / frame["of"]
    boxes = pd.DataFrame({"x": middle, "y": frame["step"] + 0.18, "state": frame["state"]})
    half = 0.47 / frame["of"]
    boxes = boxes.assign(left=middle - half, right=middle + half, top=boxes["y"] - _BOX, bottom=boxes["y"] + _BOX)
    boxes["label"] = [
        f"✓ {label}" if state == TAKEN else label for label, state in zip(frame["label"], frame["state"], strict=True)
    ]
    boxes = boxes.round(4)
    lines = _lines(boxes.assign(step=frame["step"]))
    questions = frame.drop_duplicates("step")[["step", "question"]].assign(y=lambda rows: rows["step"] - 0.23)
    questions["question"] = [
        f"{step + 1}. {question}" for step, question in zip(questions["step"], questions["question"], strict=True)
    ]

    def draw(width: int) -> alt.LayerChart:
        x_scale, y_scale = alt.Scale(domain=[0, 1], nice=False), alt.Scale(domain=[steps - 0.5, -0.35], nice=False)

        def x(field: str) -> alt.X:
            return alt.X(field=field, type="quantitative", scale=x_scale, axis=None)

        def y(field: str) -> alt.Y:
            return alt.Y(field=field, type="quantitative", scale=y_scale, axis=None)

        layers: list[alt.Chart] = []
        if len(lines):
            way = alt.Chart(lines).mark_rule(color=theme.PLACE, strokeWidth=3, strokeCap="square")
            layers.append(way.encode(x=x("x"), y=y("y"), x2=alt.X2(field="x2"), y2=alt.Y2(field="y2")))
        looks = {
            OPEN: {"fill": "#ffffff", "stroke": theme.QUIET, "strokeWidth": 1},
            SUGGESTED: {"fill": "#ffffff", "stroke": theme.PLACE, "strokeWidth": 2, "strokeDash": [5, 3]},
            TAKEN: {"fill": theme.PLACE, "stroke": theme.PLACE, "strokeWidth": 2},
        }
        for state, look in looks.items():
            mine = boxes[boxes["state"] == state]
            if mine.empty:
                continue
            frames = alt.Chart(mine[["left", "right", "top", "bottom"]]).mark_rect(cornerRadius=6, **look)
            layers.append(frames.encode(x=x("left"), x2=alt.X2(field="right"), y=y("top"), y2=alt.Y2(field="bottom")))
            ink, weight = ("#ffffff", "bold") if state == TAKEN else (theme.INK, "normal")
            texts = alt.Chart(mine[["x", "y", "label"]]).mark_text(
                color=ink, fontWeight=weight, fontSize=11 if width < 500 else 13
            )
            layers.append(texts.encode(x=x("x"), y=y("y"), text=alt.Text(field="label", type="nominal")))
        asked = alt.Chart(questions[["y", "question"]]).mark_text(
            align="left", fontWeight="bold", fontSize=13, color=theme.INK, stroke=None
        )
        edge = alt.Chart(questions[["y", "question"]]).mark_text(
            align="left", fontWeight="bold", fontSize=13, stroke="#ffffff", strokeWidth=4, strokeJoin="round"
        )
        for texts in (edge, asked):
            layers.append(texts.encode(x=alt.XDatum(0.01), y=y("y"), text=alt.Text(field="question", type="nominal")))
        return fitted(layer(*layers), width, ROW * steps)

    chosen = frame[frame["state"] == TAKEN]
    said = " ".join(
        f"{rows['question'].iloc[0]} {', '.join(rows['label'])}." for _, rows in chosen.groupby("step", sort=True)
    )
    return Chart("Flödesschema", measure, draw, frame, table, "", said or "Ingen väg är vald ännu.", key)


def _lines(boxes: pd.DataFrame) -> pd.DataFrame:
    """From each box that was taken to those of the next row that has one: along the row, down, and along the next."""
    taken = boxes[boxes["state"] == TAKEN]
    rows = [rows for _, rows in taken.groupby("step", sort=True)]
    found: list[tuple[float, float, float, float]] = []
    for one, other in pairwise(rows):
        leave, arrive = one["bottom"].iloc[0] + _GAP, other["top"].iloc[0] - _GAP
        for ends, edge, turn in ((one, "bottom", leave), (other, "top", arrive)):
            found += [(box.x, getattr(box, edge), box.x, turn) for box in ends.itertuples()]
            found.append((min(ends["x"].min(), _SPINE), turn, max(ends["x"].max(), _SPINE), turn))
        found.append((_SPINE, leave, _SPINE, arrive))
    return pd.DataFrame(found, columns=["x", "y", "x2", "y2"]).round(4)
