"""Amounts side by side: ranked bars, components, shares of a whole, women and men, age pyramid."""

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

UNKNOWN = "Uppgift saknas"
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


def shares(frame: pd.DataFrame, measure: Measured, *, head: str = "Grupp") -> Chart:
    """Parts of a whole as bars of equal length, the share written in each part that has room.

    At most four parts, and a fifth called 'Uppgift saknas', which is grey.

    Parameters
    ----------
    frame : DataFrame
        ``name, part, value, period, source``; values in per cent that add up to 100 for each name, in order.
    measure : Measured
    head : str
        What the rows are called in the table.

    Returns
    -------
    Chart
    """
    kind = "Staplar med delar av hundra procent"
    told, frame = frame, frame.dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    parts, names = list(dict.fromkeys(frame["part"])), list(dict.fromkeys(frame["name"]))
    known = [part for part in parts if part != UNKNOWN]
    ramp = iter(theme.RAMP[-len(known) :])
    colours = [theme.RULE if part == UNKNOWN else next(ramp) for part in parts]
    shown = frame[["name", "part", "value"]].copy()
    shown["end"] = shown.groupby("name", sort=False)["value"].cumsum()
    shown["start"] = shown["end"] - shown["value"]
    shown["middle"] = (shown["start"] + shown["end"]) / 2
    shown["label"] = [text.number(value, measure.decimals) for value in shown["value"]]

    def draw(width: int) -> alt.LayerChart:
        heads = {name: wrapped(name, 18 if width < 500 else 46) for name in names}
        rows = shown.assign(name=shown["name"].map(heads))
        labelled = alt.Axis(title=None, ticks=False, domain=False, labelExpr=LINES)
        y = alt.Y(field="name", type="nominal", sort=list(heads.values()), axis=labelled)
        axis = alt.Axis(format=number_format(measure.decimals), title=None, values=[0, 25, 50, 75, 100])
        x = alt.X(field="start", type="quantitative", scale=alt.Scale(domain=[0, 100]), axis=axis)
        legend = alt.Legend(symbolType="square", columns=1 if width < 500 else 2)
        bars = (
            alt.Chart(rows[["name", "part", "start", "end"]])
            .mark_bar(stroke="#ffffff", strokeWidth=1)
            .encode(
                y=y,
                x=x,
                x2=alt.X2(field="end"),
                color=alt.Color(
                    field="part",
                    type="nominal",
                    scale=colour_scale(parts, colours),
                    sort=parts,
                    legend=legend,
                ),
            )
        )
        wide_enough = rows[rows["value"] >= (5 if width > 500 else 9)]
        labels = [
            alt.Chart(wide_enough.loc[wide_enough["part"] == part, ["name", "middle", "label"]])
            .mark_text(color=theme.on(colour))
            .encode(
                y=y,
                x=alt.X(field="middle", type="quantitative"),
                text=alt.Text(field="label", type="nominal"),
            )
            for part, colour in zip(parts, colours, strict=True)
        ]
        band = max(32, 15 * (1 + max(head.count("\n") for head in heads.values())) + 8)
        return fitted(layer(bars, *labels), width, band * len(names) + (60 if width > 500 else 120))

    said = " ".join(
        f"{name}: " + ", ".join(f"{r.part} {r.label}" for r in rows.itertuples(index=False)) + "."
        for name, rows in shown.groupby("name", sort=False)
    )
    table = pivoted(told, "name", "part", measure.decimals, head=head)
    return Chart(kind, measure, draw, frame, table, periods_of(frame), said)


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


def _group_colours(groups: list[str]) -> list[str]:
    sexes = {name: colour for name, colour, _ in theme.SEXES.values()}
    if set(groups) <= set(sexes):
        return [sexes[group] for group in groups]
    return [theme.EARLIER, theme.PLACE][-len(groups) :] if len(groups) <= 2 else theme.RAMP[: len(groups)]
