"""Series over time: lines for a few series, small panels for many regions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import band, text, theme
from vagar_lib.display.chart import (
    LINES,
    Chart,
    Measured,
    breaks_in,
    colour_scale,
    extent,
    fitted,
    layer,
    nothing,
    number_format,
    periods_of,
    readable,
    wrapped,
    years_on_axis,
)
from vagar_lib.display.table import pivoted

MOST_PANELS = 12
"""More regions than this become lines behind the one that is looked at."""
AHEAD_KEY = "Streckad fortsättning: framåtblick."


def lines(frame: pd.DataFrame, measure: Measured, *, height: int = 320, zero: bool = False) -> Chart:
    """Line chart of a place and what it is compared with.

    Parameters
    ----------
    frame : DataFrame
        ``series, role, period, year, value, source`` (and ``time`` where a period is shorter than a year), as
        `metrics.compare.beside` gives it. With ``low`` and ``high``, a band is drawn where they have values.
    measure : Measured
    height : int
        Pixels.
    zero : bool
        Whether the value axis starts at zero.

    Returns
    -------
    Chart
    """
    kind = "Linjediagram"
    told, frame = frame, frame.dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    frame = frame.assign(time=frame["time"] if "time" in frame else frame["year"])
    series = frame.drop_duplicates("series")
    roles = [theme.ROLES[role] for role in series["role"]]
    names = series["series"].tolist()
    places = measure.decimals + 1
    shown = frame[["series", "time", "value"]].assign(value=frame["value"].round(places))
    marked, banded = breaks_within(measure, frame), band.rows_of(frame)
    keys = ["Lodrät streckad linje: brott i serien."] * bool(marked) + [band.KEY] * bool(len(banded))

    def draw(width: int) -> alt.LayerChart:
        x = alt.X(
            field="time",
            type="quantitative",
            scale=alt.Scale(domain=[frame["time"].min(), frame["time"].max()], nice=False),
            axis=alt.Axis(values=years_on_axis(frame["year"], width), format="d", title=None, grid=False),
        )
        y = alt.Y(
            field="value",
            type="quantitative",
            scale=alt.Scale(zero=zero),
            axis=alt.Axis(
                format=number_format(measure.decimals),
                title=None,
                tickCount=6,
            ),
        )
        heads = {name: wrapped(name, 34 if width < 500 else 46) for name in names}
        legend = None
        if len(names) > 1:
            legend = alt.Legend(columns=1 if width < 500 else 2, symbolType="stroke", labelExpr=LINES)
        base = alt.Chart(shown.assign(series=shown["series"].map(heads))).encode(
            x=x,
            y=y,
            color=alt.Color(
                field="series",
                type="nominal",
                scale=colour_scale(list(heads.values()), [r["colour"] for r in roles]),
                legend=legend,
            ),
        )
        stroke = base.mark_line(strokeWidth=roles[0]["width"])
        if len(names) > 1:
            dash = alt.Scale(domain=list(heads.values()), range=[role["dash"] for role in roles])
            thick = alt.Scale(type="ordinal", domain=list(heads.values()), range=[role["width"] for role in roles])
            stroke = base.mark_line().encode(
                strokeDash=alt.StrokeDash(field="series", type="nominal", scale=dash, legend=legend),
                strokeWidth=alt.StrokeWidth(field="series", type="nominal", scale=thick, legend=None),
            )
        layers = [break_rules(marked, x), stroke] if marked else [stroke]
        for name, rows in banded.groupby("series", sort=False):
            spread = rows[["time", "low", "high"]].round({"low": places, "high": places})
            # In its own colour and not by the scale, or the legend would be as pale as the band.
            area = alt.Chart(spread).mark_area(color=roles[names.index(name)]["colour"], **band.MARK)
            layers.insert(0, area.encode(x=x, **band.between(y)))
        if shown.groupby("series").size().max() <= 30:
            layers.append(base.mark_point(filled=True, size=28, opacity=1))
        return fitted(layer(*layers), width, height)

    return Chart(
        kind,
        measure,
        draw,
        frame,
        pivoted(band.with_limits(told), "period", "series", measure.decimals, head="Period"),
        periods_of(frame),
        " ".join(filter(None, [extent(frame, measure), band.limits(banded, measure)])),
        " ".join(keys),
    )


def panels(frame: pd.DataFrame, measure: Measured, *, reference: pd.DataFrame | None = None) -> Chart:
    """One small panel a region (or sector), all on the same scale, with a reference drawn in each.

    One series alone is beside nothing and gives no chart. More than twelve are drawn as thin lines behind the one
    whose role is 'place'.

    Parameters
    ----------
    frame : DataFrame
        ``series, role, period, year, value, source``, in the order of the panels. Rows of role 'ahead' are drawn as a
        dashed continuation; with ``low`` and ``high``, a band is drawn where they have values.
    measure : Measured
    reference : DataFrame, optional
        One series of the same shape, drawn grey in every panel.

    Returns
    -------
    Chart
    """
    kind = "Små linjediagram sida vid sida"
    told, frame = frame, frame.dropna(subset="value")
    if frame.empty:
        return nothing(kind, measure)
    names = list(dict.fromkeys(frame["series"]))
    if len(names) < 2:
        return nothing(kind, measure)
    if len(names) > MOST_PANELS:
        return _crowd(frame, measure)
    other = frame.iloc[:0] if reference is None else reference.dropna(subset="value")
    line = other["series"].iloc[0] if len(other) else ""
    later, banded = frame["role"] == "ahead", band.rows_of(frame)
    columns = ["panel", "line", "year", "value", *(["low", "high"] if len(banded) else [])]
    long = pd.concat(
        [frame.assign(panel=frame["series"], line=later.map({True: "ahead", False: "own"}))]
        + [other.assign(panel=name, line="reference") for name in names if len(other)]
    ).reindex(columns=columns)
    long[columns[3:]] = long[columns[3:]].round(measure.decimals + 1)
    keys = [f"Streckad linje: {line}."] * bool(line) + [AHEAD_KEY] * bool(later.any()) + [band.KEY] * bool(len(banded))

    def draw(width: int) -> alt.FacetChart:
        across = 4 if width >= 600 else 2
        letters = 22 if width >= 600 else 20
        heads = {name: wrapped(name, letters) for name in names}
        deepest = max(head.count("\n") for head in heads.values())
        rows = long.assign(panel=long["panel"].map(heads))
        ends = rows[columns[3:]]
        digits = max(len(text.number(end, measure.decimals)) for end in (ends.min().min(), ends.max().max()))
        size = (width - 26 - 7 * digits - 22 * (across - 1)) // across
        first, last = int(frame["year"].min()), int(frame["year"].max())
        x = alt.X(
            field="year",
            type="quantitative",
            scale=alt.Scale(domain=[first, last], nice=False),
            axis=alt.Axis(values=[first, last], format="d", title=None, grid=False, labelFlush=True),
        )
        y = alt.Y(
            field="value",
            type="quantitative",
            scale=alt.Scale(zero=False),
            axis=alt.Axis(format=number_format(measure.decimals), title=None, tickCount=4),
        )
        # Layered by a filter, so that the data stands once in the specification.
        grey = (
            alt.Chart()
            .transform_filter("datum.line === 'reference'")
            .mark_line(color=theme.QUIET, strokeDash=[3, 2], strokeWidth=1.5)
            .encode(x=x, y=y)
        )
        own = (
            alt.Chart()
            .transform_filter("datum.line === 'own'")
            .mark_line(color=theme.PLACE, strokeWidth=2.5)
            .encode(x=x, y=y)
        )
        layers = [grey, own]
        if len(banded):
            area = alt.Chart().transform_filter("isValid(datum.low)").mark_area(color=theme.PLACE, **band.MARK)
            layers.insert(0, area.encode(x=x, **band.between(y)))
        if later.any():
            dashed = {"color": theme.PLACE, "strokeWidth": 2.5, "strokeDash": [5, 3]}
            ahead = alt.Chart().transform_filter("datum.line === 'ahead'").mark_line(**dashed).encode(x=x, y=y)
            layers.append(ahead)
        header = alt.Header(title=None, labelAnchor="start", labelExpr=LINES, labelPadding=4)
        return layer(*layers, data=rows, width=size, height=96).facet(
            facet=alt.Facet(field="panel", type="nominal", sort=list(heads.values()), header=header),
            columns=across,
            spacing={"row": 14 + 14 * deepest, "column": 22},
        )

    drawn = pd.concat([frame, other]) if len(other) else frame
    told = pd.concat([told, other]) if len(other) else told
    return Chart(
        kind,
        measure,
        draw,
        drawn,
        pivoted(
            band.with_limits(told).sort_values("year", kind="stable"),
            "period",
            "series",
            measure.decimals,
            head="Period",
        ),
        periods_of(frame),
        " ".join(filter(None, [extent(drawn, measure), band.limits(banded, measure)])),
        " ".join(keys),
    )


def _crowd(frame: pd.DataFrame, measure: Measured) -> Chart:
    """Many regions as thin lines, with the place itself in front."""
    kind = "Linjediagram med en linje för varje område"
    last = frame[frame["year"] == frame["year"].max()].sort_values("value")
    told = pd.concat([last.iloc[[0, -1]], last[last["role"] == "place"]]).drop_duplicates("series")
    named = told[["series", "year", "value"]]
    shown = frame[["series", "role", "year", "value"]].assign(value=frame["value"].round(measure.decimals + 1))

    def draw(width: int) -> alt.LayerChart:
        x = alt.X(
            field="year",
            type="quantitative",
            scale=alt.Scale(nice=False),
            axis=alt.Axis(values=years_on_axis(frame["year"], width), format="d", title=None, grid=False),
        )
        y = alt.Y(
            field="value",
            type="quantitative",
            scale=alt.Scale(zero=False),
            axis=alt.Axis(format=number_format(measure.decimals), title=None),
        )
        detail = alt.Detail(field="series", type="nominal")
        crowd = (
            alt.Chart(shown).mark_line(color=theme.QUIET, strokeWidth=1, opacity=0.6).encode(x=x, y=y, detail=detail)
        )
        own = (
            alt.Chart(shown)
            .transform_filter("datum.role === 'place'")
            .mark_line(color=theme.PLACE, strokeWidth=3)
            .encode(x=x, y=y, detail=detail)
        )
        ends = alt.Chart(named).encode(x=x, y=y, text=alt.Text(field="series", type="nominal"))
        return fitted(layer(crowd, own, *readable(ends, align="right", dy=-9)), width, 400)

    table = pivoted(frame.sort_values("year", kind="stable"), "period", "series", measure.decimals, head="Period")
    key = "Varje linje är ett område. Namnen står vid den högsta och den lägsta linjen och vid det område som visas."
    return Chart(kind, measure, draw, frame, table, periods_of(frame), extent(frame, measure), key)


def breaks_within(measure: Measured, frame: pd.DataFrame) -> list[int]:
    """Years of breaks that fall inside what is drawn."""
    return sorted({b.year for b in breaks_in(measure, frame)})


def break_rules(years: list[int], x: alt.X) -> alt.Chart:
    """A dashed rule before the first year after each break; the note beneath the figure says what it is."""
    at = x.copy()
    at.field = "break"
    rules = alt.Chart(pd.DataFrame({"break": [year - 0.5 for year in years]}))
    return rules.mark_rule(color=theme.MUTED, strokeDash=[4, 4]).encode(x=at)
