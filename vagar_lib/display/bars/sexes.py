"""How do women and men stand beside each other? Pairs of points, and the age pyramid."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import Chart, Measured, colour_scale, fitted, layer, nothing, number_format, periods_of
from vagar_lib.display.table import pivoted

ROW = 26
"""Height of a row in pixels."""


def pairs(frame: pd.DataFrame, measure: Measured, *, head: str = "Område") -> Chart:
    """Women and men as two points on a line for each row; the distance between them is the line.

    Parameters
    ----------
    frame : DataFrame
        ``name, sex ('K' or 'M'), value, period, source`` in the order to draw.
    measure : Measured
    head : str
        What the rows are called in the table.

    Returns
    -------
    Chart
    """
    kind = "Punktdiagram med kvinnor och män"
    frame = frame[frame["sex"].isin(["K", "M"])].dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    frame = frame.assign(group=frame["sex"].map({sex: name for sex, (name, _, _) in theme.SEXES.items()}))
    names = list(dict.fromkeys(frame["name"]))
    shown = frame[["name", "group", "value"]].assign(value=frame["value"].round(measure.decimals + 1))
    both = [(name, colour, shape) for name, colour, shape in theme.SEXES.values()]

    def draw(width: int) -> alt.LayerChart:
        y = alt.Y(
            field="name",
            type="nominal",
            sort=names,
            axis=alt.Axis(title=None, ticks=False, domain=False, grid=True),
        )
        x = alt.X(
            field="value",
            type="quantitative",
            scale=alt.Scale(zero=False, padding=14),
            axis=alt.Axis(
                format=number_format(measure.decimals),
                title=None,
                tickCount=5,
            ),
        )
        between = (
            alt.Chart(shown)
            .mark_line(color=theme.QUIET, strokeWidth=3)
            .encode(y=y, x=x, detail=alt.Detail(field="name", type="nominal"))
        )
        legend = alt.Legend()
        points = (
            alt.Chart(shown)
            .mark_point(filled=True, size=110, opacity=1)
            .encode(
                y=y,
                x=x,
                color=alt.Color(
                    field="group",
                    type="nominal",
                    scale=colour_scale([b[0] for b in both], [b[1] for b in both]),
                    legend=legend,
                ),
                shape=alt.Shape(
                    field="group",
                    type="nominal",
                    scale=alt.Scale(domain=[b[0] for b in both], range=[b[2] for b in both]),
                    legend=legend,
                ),
            )
        )
        return fitted(layer(between, points), width, ROW * len(names) + 60)

    said = " ".join(
        f"{name}: "
        + ", ".join(f"{r.group.lower()} {text.number(r.value, measure.decimals)}" for r in rows.itertuples(index=False))
        + "."
        for name, rows in shown.groupby("name", sort=False)
    )
    table = pivoted(frame, "name", "group", measure.decimals, head=head)
    return Chart(kind, measure, draw, frame, table, periods_of(frame), said)


def pyramid(frame: pd.DataFrame, measure: Measured) -> Chart:
    """Age pyramid: women left, men right, the last year as bars and the first as an outline.

    Parameters
    ----------
    frame : DataFrame
        ``age`` (class, youngest first), ``sex``, ``year``, ``period``, ``value``, ``source``; years between are left
        out.
    measure : Measured

    Returns
    -------
    Chart
    """
    kind = "Ålderspyramid"
    frame = frame[frame["sex"].isin(["K", "M"])].dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    ages = list(dict.fromkeys(frame["age"]))
    first, last = int(frame["year"].min()), int(frame["year"].max())
    frame = frame[frame["year"].isin([first, last])]
    top = frame["value"].max() * 1.05
    shown = frame[["age", "sex", "year", "value"]]

    def side(sex: str, width: int) -> alt.LayerChart:
        name, colour, _ = theme.SEXES[sex]
        rows = shown[shown["sex"] == sex]
        now, then = (rows.loc[rows["year"] == year, ["age", "value"]] for year in (last, first))
        axis = alt.Axis(title=None, ticks=False, domain=False, grid=False) if sex == "K" else None
        y = alt.Y(field="age", type="ordinal", sort=ages[::-1], axis=axis)
        x = alt.X(
            field="value",
            type="quantitative",
            scale=alt.Scale(domain=[0, top], reverse=sex == "K", nice=False),
            axis=alt.Axis(format=number_format(measure.decimals), title=None, tickCount=3),
        )
        layers = [alt.Chart(now).mark_bar(color=colour, opacity=0.75).encode(x=x, y=y)]
        if first != last:
            layers.append(alt.Chart(then).mark_tick(color=theme.INK, thickness=2, size=14).encode(x=x, y=y))
        title = alt.TitleParams(name, anchor="middle", fontSize=13, fontWeight="bold", color=theme.INK)
        return layer(*layers).properties(width=width, height=17 * len(ages), title=title)

    def draw(width: int) -> alt.HConcatChart:
        half = (width - 104) // 2
        return alt.hconcat(side("K", half), side("M", half), spacing=8)

    spoken = frame.assign(column=[f"{theme.SEXES[s][0]} {y}" for s, y in zip(frame["sex"], frame["year"], strict=True)])
    biggest = frame[frame["year"] == last].sort_values("value").groupby("sex").tail(1)
    said = " ".join(
        f"Största åldersgruppen {last} bland {theme.SEXES[r.sex][0].lower()}: {r.age} år, {text.number(r.value)}."
        for r in biggest.itertuples(index=False)
    )
    key = f"Staplarna visar {last}, strecken {first}." if first != last else ""
    table = pivoted(spoken, "age", "column", measure.decimals, head="Ålder")
    return Chart(kind, measure, draw, frame, table, periods_of(frame), said, key)
