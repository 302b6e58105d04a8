"""How large is each? Bars from one zero: places from the highest to the lowest, and groups for each row."""

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
    readable,
    wrapped,
)
from vagar_lib.display.table import pivoted

ROW = 26
"""Height of a row in pixels."""
LETTER = 6.7
"""Width of a letter in pixels, about; it is the charts' text that is measured by it."""


def ranked(frame: pd.DataFrame, measure: Measured, *, head: str = "Område") -> Chart:
    """Horizontal bars, highest first, the place in its own colour, riket as a line through all.

    Parameters
    ----------
    frame : DataFrame
        ``name, role`` ('place', 'other', 'reference')``, value, period, source``, as
        `metrics.compare.side_by_side` gives it.
    measure : Measured
    head : str
        What the rows are called in the table.

    Returns
    -------
    Chart
    """
    kind = "Stapeldiagram"
    told, frame = frame, frame.dropna(subset="value")
    line, own = frame[frame["role"] == "reference"], frame[frame["role"] != "reference"]
    if own.empty:
        return nothing(kind, measure)
    shown = own[["name", "role", "value"]].assign(
        label=[text.number(value, measure.decimals) for value in own["value"]]
    )
    chosen = (shown["role"] == "place").any()

    def draw(width: int) -> alt.LayerChart:
        heads = [wrapped(name, 20 if width < 500 else 46) for name in shown["name"]]
        rows = shown.drop(columns="name").assign(head=heads)
        axis = alt.Axis(title=None, ticks=False, domain=False, labelExpr=LINES)
        y = alt.Y(field="head", type="nominal", sort=list(dict.fromkeys(heads)), axis=axis)
        values = pd.concat([shown["value"], line["value"]])
        low, high = min(0.0, values.min()), max(0.0, values.max())
        plot = width - LETTER * max(len(part) for head in heads for part in head.split("\n")) - 24
        room = LETTER * shown["label"].map(len).max() + 10
        edge = high + (high - low or 1) * room / max(plot - room, room)
        domain = [low, edge]
        x = alt.X(
            field="value",
            type="quantitative",
            scale=alt.Scale(domain=domain, nice=False),
            axis=alt.Axis(format=number_format(measure.decimals), title=None, tickCount=4),
        )
        bars = (
            alt.Chart(rows.drop(columns="label"))
            .mark_bar(height={"band": 0.72})
            .encode(
                y=y,
                x=x,
                color=alt.Color(
                    field="role",
                    type="nominal",
                    scale=colour_scale(["place", "other"], [theme.PLACE, theme.EARLIER if chosen else theme.PLACE]),
                    legend=None,
                ),
            )
        )
        written = alt.Chart(rows[["head", "label"]]).encode(
            y=y, x=alt.XDatum(edge), text=alt.Text(field="label", type="nominal")
        )
        layers = [bars, *readable(written, align="right")]
        if len(line):
            at = alt.Chart(line[["value"]]).encode(x=alt.X(field="value", type="quantitative"))
            layers.insert(1, at.mark_rule(color=theme.RIKET, strokeDash=[3, 3], strokeWidth=2))
        band = max(ROW, 15 * (1 + max(head.count("\n") for head in heads)) + 6)
        return fitted(layer(*layers), width, band * len(shown) + 30)

    said = ", ".join(f"{row.name} {row.label}" for row in shown.itertuples(index=False))
    notes = ""
    if len(line):
        notes = f" Streckad linje: {line['name'].iloc[0]} {text.number(line['value'].iloc[0], measure.decimals)}."
    table = pivoted(told, "name", "period", measure.decimals, head=head)
    return Chart(kind, measure, draw, frame, table, periods_of(own), f"Högst först: {said}.", notes.strip())


def grouped(frame: pd.DataFrame, measure: Measured, *, head: str = "Del", signed: bool = True) -> Chart:
    """Bars to both sides of zero, two or more groups (years, sexes) for each row.

    Parameters
    ----------
    frame : DataFrame
        ``name, group, value, period, source`` in the order to draw.
    measure : Measured
    head : str
        What the rows are called in the table.
    signed : bool
        Whether the values are changes, written with their sign.

    Returns
    -------
    Chart
    """
    kind = "Grupperat stapeldiagram"
    told, frame = frame, frame.dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    groups = list(dict.fromkeys(frame["group"]))
    colours = _group_colours(groups)
    shown = frame[["name", "group", "value"]].assign(
        label=[(text.signed if signed else text.number)(value, measure.decimals) for value in frame["value"]]
    )
    order = list(dict.fromkeys(shown["name"]))
    in_a_row = sum(LETTER * len(group) + 40 for group in groups) + LETTER * min(20, max(map(len, order)))

    def draw(width: int) -> alt.LayerChart:
        heads = [wrapped(name, 20 if width < 500 else 34) for name in shown["name"]]
        rows = shown.drop(columns="name").assign(head=heads)
        band = max(18 * len(groups), 15 * (1 + max(head.count("\n") for head in heads))) + 12
        sort = list(dict.fromkeys(rows["head"]))
        low, high = min(0.0, rows["value"].min()), max(0.0, rows["value"].max())
        room = (high - low or 1) * (0.12 if width > 500 else 0.22)
        x = alt.X(
            field="value",
            type="quantitative",
            scale=alt.Scale(domain=[low - (room if low < 0 else 0), high + (room if high > 0 else 0)], nice=False),
            axis=alt.Axis(format=number_format(measure.decimals), title=None, tickCount=4),
        )
        y = alt.Y(
            field="head",
            type="nominal",
            sort=sort,
            axis=alt.Axis(title=None, ticks=False, domain=False, labelExpr=LINES),
        )
        offset = alt.YOffset(field="group", type="nominal", sort=groups)
        base = alt.Chart(rows).encode(x=x, y=y, yOffset=offset)
        bars = base.mark_bar().encode(
            color=alt.Color(
                field="group",
                type="nominal",
                scale=colour_scale(groups, colours),
                sort=groups,
                legend=alt.Legend(symbolType="square", columns=0 if in_a_row < width else 1),
            )
        )
        labels = base.encode(text=alt.Text(field="label", type="nominal"))
        layers = [
            bars,
            labels.transform_filter("datum.value >= 0").mark_text(align="left", dx=4),
            labels.transform_filter("datum.value < 0").mark_text(align="right", dx=-4),
        ]
        if low < 0:
            zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=theme.INK)
            layers.append(zero.encode(x=alt.X(field="zero", type="quantitative")))
        return fitted(layer(*layers), width, band * len(order) + 60)

    said = " ".join(
        f"{name}: " + ", ".join(f"{r.group} {r.label}" for r in rows.itertuples(index=False)) + "."
        for name, rows in shown.groupby("name", sort=False)
    )
    table = pivoted(told, "name", "group", measure.decimals, head=head)
    return Chart(kind, measure, draw, frame, table, periods_of(frame), said)


def _group_colours(groups: list[str]) -> list[str]:
    sexes = {name: colour for name, colour, _ in theme.SEXES.values()}
    if set(groups) <= set(sexes):
        return [sexes[group] for group in groups]
    return [theme.EARLIER, theme.PLACE][-len(groups) :] if len(groups) <= 2 else theme.RAMP[: len(groups)]
