"""The effect chain as a drawing of the portfolio, as a table of activities, and beside the indicators it is to move."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import overview, sentences, text, theme
from vagar_lib.display.chart import Chart, Measure, fitted, layer, nothing
from vagar_lib.display.table import Cell, Table, pivoted, written
from vagar_lib.indicators import Register
from vagar_lib.metrics.change import Trend, trend
from vagar_lib.metrics.effect_chain import STATES, by_step, reach
from vagar_lib.regions import Region
from vagar_lib.surveys import STEPS

WORDS = {
    "measured": ("●", "Mäts", theme.RAMP[3], "best"),
    "claimed": ("◐", "Påstås", theme.RAMP[1], "good"),
    "missing": ("○", "Saknas", "#fbe6d4", "bad"),
    "unknown": ("–", "Inget svar", "#f1f3f5", "even"),
}
"""Symbol, word, colour in the drawing and tone in a table of each state."""
KIND = "Effektkedja"
BOX, STACK, GAP = 40, 210, 26
"""Heights in pixels of a step's box and of the stack beneath, and the width of an arrow between boxes."""


def drawn(found: pd.DataFrame, source: str, period: str) -> Chart:
    """The steps as boxes with arrows between, and under (on a phone: beside) each how many activities are in a state.

    Parameters
    ----------
    found : DataFrame
        As `metrics.effect_chain.chains` gives it.
    source : str
    period : str
        The round.

    Returns
    -------
    Chart
    """
    measure = Measure("Insatser efter vad som är känt om varje led", "antal", "", absent="Inga insatser finns här.")
    if found.empty:
        return nothing(KIND, measure)
    counted = by_step(found)
    whole = len(found)
    shown = counted[counted["activities"] > 0].copy()
    shown["at"] = shown["step"].map({step: at for at, step in enumerate(STEPS)})
    shown["end"] = shown.groupby("step")["activities"].cumsum() / whole
    shown["start"] = shown["end"] - shown["activities"] / whole
    shown["middle"] = (shown["start"] + shown["end"]) / 2

    def draw(width: int) -> alt.LayerChart:
        return _across(shown, width) if width > 500 else _down(shown, width)

    named = counted.assign(name=counted["step"].map(STEPS), group=[WORDS[state][1] for state in counted["state"]])
    table = pivoted(named.assign(value=named["activities"].astype(float)), "name", "group", 0, head="Led")
    said = " ".join(
        f"{name}: " + ", ".join(f"{row.group.lower()} {row.activities}" for row in rows.itertuples()) + "."
        for name, rows in named.groupby("name", sort=False)
    )
    key = ", ".join(f"{symbol} {word.lower()}" for symbol, word, *_ in WORDS.values())
    return Chart(KIND, measure, draw, named.assign(source=source), table, period, said, f"Tecken: {key}.")


def _across(shown: pd.DataFrame, width: int) -> alt.LayerChart:
    step, total = width / len(STEPS), BOX + 8 + STACK
    rows = shown.assign(
        x=shown["at"] * step, x2=(shown["at"] + 1) * step - GAP,
        y=BOX + 8 + shown["start"] * STACK, y2=BOX + 8 + shown["end"] * STACK,
        cx=shown["at"] * step + (step - GAP) / 2, cy=BOX + 8 + shown["middle"] * STACK,
        label=[f"{WORDS[row.state][0]} {row.activities}" for row in shown.itertuples()],
        room=(shown["end"] - shown["start"]) * STACK >= 14,
    )  # fmt: skip
    boxes = pd.DataFrame(
        [
            {"x": at * step, "x2": (at + 1) * step - GAP, "y": 0, "y2": BOX, "cx": at * step + (step - GAP) / 2,
             "cy": BOX / 2, "name": name, "ax": (at + 1) * step - GAP / 2}
            for at, name in enumerate(STEPS.values())
        ]
    )  # fmt: skip
    return _layers(rows, boxes, width, total, "▶")


def _down(shown: pd.DataFrame, width: int) -> alt.LayerChart:
    left, band = 104, 54
    plot = width - left - 8
    rows = shown.assign(
        x=left + 8 + shown["start"] * plot, x2=left + 8 + shown["end"] * plot, y=shown["at"] * band,
        y2=shown["at"] * band + band - 20, cx=left + 8 + shown["middle"] * plot,
        cy=shown["at"] * band + (band - 20) / 2,
        label=[
            f"{WORDS[row.state][0]} {row.activities}" if (row.end - row.start) * plot >= 32 else f"{row.activities}"
            for row in shown.itertuples()
        ],
        room=(shown["end"] - shown["start"]) * plot >= 16,
    )  # fmt: skip
    boxes = pd.DataFrame(
        [
            {"x": 0, "x2": left, "y": at * band, "y2": at * band + band - 20, "cx": left / 2,
             "cy": at * band + (band - 20) / 2, "name": name, "ax": left / 2}
            for at, name in enumerate(STEPS.values())
        ]
    )  # fmt: skip
    return _layers(rows, boxes, width, band * len(STEPS) - 16, "▼")


def _layers(rows: pd.DataFrame, boxes: pd.DataFrame, width: int, height: int, arrow: str) -> alt.LayerChart:
    def at(field: str, axis: type, size: int) -> alt.X | alt.Y:
        scale = alt.Scale(domain=[0, size] if axis is alt.X else [size, 0], nice=False, zero=False)
        return axis(field=field, type="quantitative", scale=scale, axis=None)

    def place(x: str, y: str) -> dict[str, alt.X | alt.Y]:
        return {"x": at(x, alt.X, width), "y": at(y, alt.Y, height)}

    span = {**place("x", "y"), "x2": alt.X2(field="x2"), "y2": alt.Y2(field="y2")}
    layers = [alt.Chart(boxes[["x", "x2", "y", "y2"]]).mark_rect(color=theme.PLACE, cornerRadius=3).encode(**span)]
    names = alt.Chart(boxes[["cx", "cy", "name"]])
    layers.append(
        names.mark_text(color="#ffffff", fontWeight="bold", fontSize=13).encode(
            **place("cx", "cy"), text=alt.Text(field="name", type="nominal")
        )
    )
    down = arrow == "▼"
    between = boxes.iloc[:-1].assign(ay=boxes["y2"].iloc[:-1] + 11 if down else boxes["cy"].iloc[:-1])
    layers.append(
        alt.Chart(between[["ax", "ay"]])
        .mark_text(text=arrow, color=theme.MUTED, fontSize=14)
        .encode(**place("ax", "ay"))
    )
    for state in STATES:
        own, colour = rows[rows["state"] == state], WORDS[state][2]
        if own.empty:
            continue
        layers.append(
            alt.Chart(own[["x", "x2", "y", "y2"]])
            .mark_rect(color=colour, stroke=theme.QUIET, strokeWidth=0.7)
            .encode(**span)
        )
        written_in = own.loc[own["room"], ["cx", "cy", "label"]]
        layers.append(
            alt.Chart(written_in).mark_text(color=theme.on(colour)).encode(
                **place("cx", "cy"), text=alt.Text(field="label", type="nominal")
            )
        )  # fmt: skip
    return fitted(layer(*layers), width, height)


def title(found: pd.DataFrame) -> str:
    """Where the portfolio's chain is measured, and where it ends."""
    counted = by_step(found).set_index(["step", "state"])["activities"]
    answered = len(found) - int(counted["resurser", "unknown"])
    if not answered:
        return "Ingen insats har svarat om sin effektkedja"
    first, last = (int(counted[step, "measured"]) for step in ("aktiviteter", "effekter"))
    return (
        f"Aktiviteterna mäts i {sentences.count_or_none(first)} av {sentences.count(answered)} insatser, effekterna i "
        f"{sentences.count_or_none(last)}"
    )


def reach_title(found: pd.DataFrame) -> str:
    """How many activities measure every step, as a title."""
    whole = int((reach(found) == len(STEPS)).sum())
    if found.empty:
        return "Inga insatser finns här"
    head = text.upper_first(sentences.count_or_none(whole))
    return f"{head} av {sentences.count(len(found))} insatser mäter hela kedjan"


def in_words(found: pd.DataFrame) -> str | None:
    """How far the chain is measured without a gap, in the typical activity and in those that come all the way."""
    answered = found[(found[list(STEPS)] != "unknown").any(axis=1)]
    if answered.empty:
        return None
    steps = reach(answered)
    typical, whole, none = int(steps.median()), int((steps == len(STEPS)).sum()), int((steps == 0).sum())
    first = f"de {sentences.count(typical)} första leden" if typical > 1 else "det första ledet"
    head = f"I den typiska insatsen mäts {first if typical else 'inget led'} utan lucka."
    return (
        f"{head} {text.upper_first(sentences.count_or_none(whole))} mäter hela kedjan, och "
        f"{sentences.count_or_none(none)} mäter inte ens det första ledet."
    )


def each(found: pd.DataFrame, activities: pd.DataFrame, register: Register) -> Table:
    """Every activity with the state of each step, and the indicators that it is to move."""
    names = activities.set_index("id")
    columns = [("Insats", False), *((name, False) for name in STEPS.values()), ("Indikatorer", False)]
    cells, raw = [], []
    for row in found.to_dict("records"):
        labels = [register.get(id).label for id in names.at[row["activity"], "indicators"]]
        states = [WORDS[row[step]] for step in STEPS]
        head = f"{row['activity']} {names.at[row['activity'], 'name']}"
        cells.append(
            [head, *(Cell(f"{symbol} {word}", tone=tone) for symbol, word, _, tone in states), "; ".join(labels) or "–"]
        )
        raw.append([head, *(word for _, word, *_ in states), "; ".join(labels)])
    return written(columns, cells, raw)


def goals(found: pd.DataFrame, observations: pd.DataFrame, place: Region, register: Register, window: int) -> Table:
    """The indicators that activities are to move: how many follow up their effects, and what the indicator says.

    Parameters
    ----------
    found : DataFrame
        As `metrics.effect_chain.targets` gives it.
    observations : DataFrame
        Of these indicators.
    place : Region
    register : Register
    window : int
        Years that a trend looks back.
    """
    columns = [("Indikator", False), ("Insatser", True), ("Effekten mäts", True), ("Effekten påstås", True),
               ("Senast", True), ("Utveckling", False)]  # fmt: skip
    cells, raw = [], []
    for row in found.itertuples(index=False):
        indicator = register.get(row.indicator)
        own = observations[observations["indicator"] == row.indicator]
        moved = trend(own, place.code, indicator, window=window)
        counts = [row.activities, row.measured, row.claimed]
        last = own[(own["region"] == place.code) & own["value"].notna()].sort_values("year").tail(1)
        seen = (
            f"{sentences.amount(last['value'].iloc[0], indicator)} ({last['year'].iloc[0]})"
            if len(last)
            else text.MISSING
        )
        cells.append([indicator.label, *map(text.number, counts), seen, " ".join(_word(moved)).strip()])
        raw.append([indicator.label, *counts, last["value"].iloc[0] if len(last) else None, _word(moved)[1]])
    return written(columns, cells, raw)


def _word(moved: Trend) -> tuple[str, str]:
    return overview.MOVES.get(moved.verdict) or ("", overview.UNMOVED[moved.verdict] or "Uppgift saknas")


def goals_title(found: pd.DataFrame) -> str:
    """How many of the indicators are named by activities that measure their effects."""
    if found.empty:
        return "Insatserna pekar inte ut någon indikator"
    followed = int((found["measured"] > 0).sum())
    noun = "indikator" if len(found) == 1 else "indikatorer"
    return (
        f"Insatserna vill påverka {sentences.count(len(found))} {noun}; för "
        f"{sentences.count_or_none(followed)} av dem mäter någon insats sin effekt"
    )


def moved_in_words(table: Table) -> str | None:
    """How many of the indicators in a table of `goals` have moved for certain."""
    words = [str(row[-1]) for row in table.raw]
    if not words:
        return None
    known = {"Ökning": "ökat", "Minskning": "minskat", "Ingen säker förändring": "inte säkert ändrats"}
    said = [f"{sentences.count_or_none(words.count(word))} säkert {form}" for word, form in known.items()]
    said[-1] = said[-1].replace("säkert inte", "inte")
    rest = len(words) - sum(words.count(word) for word in known)
    return (
        f"Av de {sentences.count(len(words))} indikatorer som insatserna vill påverka har {text.listed(said)}; för "
        f"{sentences.count_or_none(rest)} är uppgifterna för få eller saknas. Det är ingen effekt av insatserna."
    )
