"""Assessments as a matrix: impact across, urgency upwards, with the spread between those who assessed."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text, theme
from vagar_lib.display.chart import Chart, Measure, fitted, layer, nothing
from vagar_lib.display.figure import Output, tabulated
from vagar_lib.display.table import Table, written
from vagar_lib.megatrends import Megatrends
from vagar_lib.metrics.assessment import FEWEST_ASSESSORS, SCALE, SOURCE, summarise
from vagar_lib.regions import Region
from vagar_lib.sources import store

ASPECTS = {"impact": "Påverkan", "urgency": "Brådska"}
MEASURE = Measure(
    "Bedömd påverkan och brådska",
    f"skala {SCALE[0]}–{SCALE[-1]}",
    "megatrend_scores",
    absent=f"Bedömningar saknas för området, eller är färre än {sentences.count(FEWEST_ASSESSORS)} för varje trend.",
)
STEP = 0.14
"""How far from each other two crosses of the matrix stand at least, in points of the scale."""
MOST_TIED = 2
"""More megatrends than this that share the highest median are counted, not named."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def counted(place: Region) -> list[str]:
    """Codes whose assessments are counted for a place: its own, and for a county those of its municipalities."""
    return [place.code, *(place.children if place.level == "län" else ())]


def matrix(scores: pd.DataFrame, trends: Megatrends) -> Chart:
    """A letter a megatrend at the medians of its scores, with bars from the lower to the upper quartile.

    Parameters
    ----------
    scores : DataFrame
        As `metrics.assessment.summarise` gives it; megatrends with too few assessors are not drawn.
    trends : Megatrends

    Returns
    -------
    Chart
    """
    kind = "Matris"
    names = {trend.id: trend.title for trend in trends.megatrends}
    enough = scores[~scores["few"].astype(bool)]
    if enough.empty:
        return nothing(kind, MEASURE)
    letters = dict(zip(names, LETTERS, strict=False))
    wide = enough.pivot(index="megatrend", columns="aspect", values=["median", "lower", "upper"])
    at = pd.DataFrame({"letter": [letters[id] for id in wide.index]}, index=wide.index)
    for axis, aspect in (("x", "impact"), ("y", "urgency")):
        for end, name in (("", "median"), ("_low", "lower"), ("_high", "upper")):
            at[f"{axis}{end}"] = wide[name, aspect]
    at = _apart(at.sort_values("letter"))

    def draw(width: int) -> alt.LayerChart:
        scale = alt.Scale(domain=[SCALE[0] - 0.4, SCALE[-1] + 0.5], nice=False)
        axis = {"values": list(SCALE), "format": "d", "grid": True}
        x = alt.X(field="x", type="quantitative", scale=scale, axis=alt.Axis(title="Påverkan →", **axis))
        y = alt.Y(field="y", type="quantitative", scale=scale, axis=alt.Axis(title="Brådska →", **axis))
        bars = alt.Chart(at)
        across = bars.mark_rule(color=theme.EARLIER, strokeWidth=3).encode(
            x=alt.X(field="x_low", type="quantitative", scale=scale), x2=alt.X2(field="x_high"), y=y
        )
        upwards = bars.mark_rule(color=theme.EARLIER, strokeWidth=3).encode(
            y=alt.Y(field="y_low", type="quantitative", scale=scale), y2=alt.Y2(field="y_high"), x=x
        )
        marks = bars.encode(x=x, y=y)
        points = marks.mark_point(filled=True, size=230, color=theme.PLACE, opacity=1)
        labels = marks.encode(text=alt.Text(field="letter", type="nominal"))
        named = labels.mark_text(color=theme.on(theme.PLACE), fontSize=11, fontWeight="bold")
        return fitted(layer(across, upwards, points, named), width, min(width, 420))

    key = "; ".join(f"{letters[id]} {names[id]}" for id in names if id in wide.index)
    key += ". Punkten står vid medianerna, strecken går från undre till övre kvartilen. Megatrenderna är förskjutna "
    key += "lite från varandra, så att alla syns; de exakta värdena står i tabellen."
    year = str(int(enough["year"].max()))
    drawn = enough.assign(period=year)
    return Chart(kind, MEASURE, draw, drawn, table(scores, trends), year, _described(enough, names), key)


def _apart(at: pd.DataFrame) -> pd.DataFrame:
    """Each cross moved a little along the diagonal, so that none hides another's bars."""
    moved = [STEP * (place - (len(at) - 1) / 2) for place in range(len(at))]
    numbers = at.drop(columns="letter")
    return at.assign(**numbers.add(moved, axis=0))


def table(scores: pd.DataFrame, trends: Megatrends) -> Table:
    """Median, quartiles, lowest and highest, number of assessors and agreement of each megatrend."""
    columns = [("Megatrend", False), ("Bedömare", True)]
    for label in ASPECTS.values():
        columns += [(f"{label}, median", True), (f"{label}, kvartiler", True), (f"{label}, lägst–högst", True)]
        columns += [(f"{label}, samstämmighet", True)]
    rows, raw = [], []
    for trend in trends.megatrends:
        mine = scores[scores["megatrend"] == trend.id].set_index("aspect")
        if mine.empty:
            continue
        assessors = int(mine["assessors"].iloc[0])
        cells, values = [trend.title, str(assessors)], [trend.title, assessors]
        for aspect in ASPECTS:
            one = mine.loc[aspect]
            ends = text.span(int(one["low"]), int(one["high"]))
            quartiles = text.span(text.number(one["lower"], 1), text.number(one["upper"], 1))
            told = [text.number(one["median"], 1), quartiles, ends, text.number(one["agreement"], 2)]
            cells += [".. (för få bedömare)", *[text.MISSING] * 3] if one["few"] else told
            values += [one["median"], f"{one['lower']}–{one['upper']}", ends, one["agreement"]]
        rows.append(cells)
        raw.append(values)
    return written(columns, rows, raw)


def title(scores: pd.DataFrame, trends: Megatrends) -> str:
    """Which megatrend has the highest median impact, and which the highest urgency."""
    enough = scores[~scores["few"].astype(bool)]
    if enough.empty:
        return MEASURE.label
    return (
        f"Störst påverkan: {_highest(enough, 'impact', trends)}; mest brådskande: {_highest(enough, 'urgency', trends)}"
    )


def said(scores: pd.DataFrame, trends: Megatrends, area: str) -> str | None:
    """How many assessed, where they agree least and where most; None when there are no scores."""
    if scores.empty:
        return None
    most = int(scores["assessors"].max())
    few, enough = scores[scores["few"].astype(bool)], scores[~scores["few"].astype(bool)]
    head = "Exempeldata, påhittade: underlaget" if store.provenance(SOURCE).example else "Underlaget"
    people = f"{sentences.count(most)} {'person' if most == 1 else 'personer'}"
    sentence = f"{head} för {area} är bedömningar från {people}."
    if enough.empty:
        return f"{sentence} Det är för få för att visas som ett resultat."
    if len(few):
        names = _titles(trends, few["megatrend"].unique())
        sentence += f" För {text.listed(map(text.lower_first, names))} är de för få för att visas."
    mean = enough.groupby("megatrend", sort=False)["agreement"].mean()
    high, low = mean.idxmax(), mean.idxmin()
    if len(mean) > 1 and round(mean[high], 2) != round(mean[low], 2):
        agreed, split = _titles(trends, [high, low])
        sentence += (
            f" Bedömarna är mest ense om {text.lower_first(agreed)} (samstämmighet {text.number(mean[high], 2)}) och "
            f"minst om {text.lower_first(split)} ({text.number(mean[low], 2)}), där ett är full enighet."
        )
    return sentence


def by_municipality(scores: pd.DataFrame, place: Region, trends: Megatrends) -> Output | None:
    """Median impact and urgency in each of the regions beside each other; None when none of them has scores."""
    rows, raw = [], []
    for code in place.family:
        mine = summarise(scores, [code], trends.ids)
        if mine.empty:
            continue
        name, assessors = regions.name(code), int(mine["assessors"].max())
        cells, values = [f"{name} ({assessors})"], [name, assessors]
        for trend in trends.megatrends:
            one = mine[mine["megatrend"] == trend.id].set_index("aspect")
            few = one.empty or bool(one["few"].any())
            medians = [one.loc[aspect, "median"] if len(one) else None for aspect in ASPECTS]
            cells.append(text.MISSING if few else " / ".join(_short(value) for value in medians))
            values.append(None if one.empty else " / ".join(str(value) for value in medians))
        rows.append(cells)
        raw.append(values)
    if not rows:
        return None
    titles = [trend.title for trend in trends.megatrends]
    columns = (("Område (bedömare)", False), *((title, True) for title in titles))
    return tabulated(
        Table(columns, rows, ["Område", "Bedömare", *titles], raw),
        finding=f"Bedömningar finns för {sentences.count(len(rows))} av {sentences.count(len(place.family))} områden",
        subtitle=f"Median för påverkan / brådska, skala {SCALE[0]}–{SCALE[-1]}, {sentences.kin(place)}",
        sources=[SOURCE],
        notes=[
            f"Två punkter: färre än {sentences.count(FEWEST_ASSESSORS)} bedömare, för få för ett resultat.",
            *store.provenance(SOURCE).notes,
        ],
    )


def _short(median: float) -> str:
    """A median, which is whole or half."""
    return text.number(median, 0 if float(median).is_integer() else 1)


def _highest(scores: pd.DataFrame, aspect: str, trends: Megatrends) -> str:
    of = scores[scores["aspect"] == aspect]
    top = _titles(trends, of.loc[of["median"] == of["median"].max(), "megatrend"])
    if len(top) > MOST_TIED:
        return f"{sentences.count(len(top))} megatrender delar högsta medianen"
    return text.listed(map(text.lower_first, top), "samt")


def _titles(trends: Megatrends, ids: Sequence[str]) -> list[str]:
    return [trends.get(id).title for id in ids]


def _described(enough: pd.DataFrame, names: dict[str, str]) -> str:
    wide = enough.pivot(index="megatrend", columns="aspect", values="median")
    return " ".join(
        f"{names[id]}: påverkan {text.number(row['impact'], 1)}, brådska {text.number(row['urgency'], 1)}."
        for id, row in wide.reindex([id for id in names if id in wide.index]).iterrows()
    )
