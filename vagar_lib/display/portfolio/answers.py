"""Do assessors agree, who has answered, and has it changed? Answers as charts, tables and words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib.display import sentences, text
from vagar_lib.display.bars import grouped
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.table import Table, written
from vagar_lib.metrics.krippendorff import FEWEST_UNITS, Alpha
from vagar_lib.regions import Region

SUFFICIENT, GOOD = 0.667, 0.8
"""Krippendorff (2004), *Content Analysis*: from the lower one conclusions can be tentative, from the higher firm."""
VERDICTS = {"up": ("▲", "Säkert högre"), "down": ("▼", "Säkert lägre"), "flat": ("■", "Ingen säker förändring"),
            "few": ("–", "För få insatser")}  # fmt: skip


def agreed(found: Mapping[str, Alpha], asked: Mapping[str, str]) -> Table:
    """Krippendorff's alpha of each question with its interval, and what it is enough for."""
    columns = [("Fråga", False), ("Insatser", True), ("Bedömningar", True), ("Alfa", True), ("Intervall", True),
               ("Samstämmighet", False)]  # fmt: skip
    cells, raw = [], []
    for id, one in found.items():
        shown = [text.number(one.value, 2), text.span(text.number(one.lower, 2), text.number(one.upper, 2))]
        hidden = one.few or text.missing(one.value)
        cells.append([asked[id], text.number(one.units), text.number(one.values),
                      *([text.MISSING, text.MISSING] if hidden else shown), enough(one)])  # fmt: skip
        raw.append([asked[id], one.units, one.values, None if hidden else one.value,
                    None if hidden else f"{one.lower:.3f} to {one.upper:.3f}", enough(one)])  # fmt: skip
    return written(columns, cells, raw)


def enough(one: Alpha) -> str:
    """What an alpha is enough for, judged by its interval and not by the value alone."""
    if one.few:
        return "För få bedömare"
    if text.missing(one.value):
        return "Alla svarade lika"
    if one.lower >= GOOD:
        return "Hög"
    if one.lower >= SUFFICIENT:
        return "Tillräcklig"
    return "För låg" if one.upper < SUFFICIENT else "Osäker"


def agreed_title(found: Mapping[str, Alpha]) -> str:
    """How many questions have an agreement that is enough to lean on."""
    judged = [one for one in found.values() if not one.few]
    if not judged:
        return f"För få insatser (under {sentences.count(FEWEST_UNITS)}) är bedömda av minst två"
    fine = sum(enough(one) in ("Hög", "Tillräcklig", "Alla svarade lika") for one in judged)
    low = sum(enough(one) == "För låg" for one in judged)
    every = sentences.count(len(judged))
    if not fine and not low:
        return f"Bedömarnas samstämmighet är osäker för alla {every} frågor"
    return (
        f"Bedömarnas samstämmighet är säkert tillräcklig för {sentences.count_or_none(fine)} av {every} frågor och "
        f"säkert för låg för {sentences.count_or_none(low)}"
    )


def agreement_notes() -> list[str]:
    """How the agreement is judged."""
    return [
        f"Hög: hela intervallet ligger på minst {text.number(GOOD, 1)}. Tillräcklig: på minst "
        f"{text.number(SUFFICIENT, 2)}, så att försiktiga slutsatser kan dras. För låg: hela intervallet ligger under. "
        "Osäker: intervallet ligger på båda sidor.",
        f"Alfa visas inte när färre än {sentences.count(FEWEST_UNITS)} insatser har bedömts av minst två.",
    ]


def change_chart(found: pd.DataFrame, asked: Mapping[str, str], earlier: str, later: str, source: str) -> Chart:
    """Mean degree before and after, of the activities that answered both times."""
    shown = found[found["verdict"] != "few"]
    rows = [
        {"name": asked[row.question], "group": name, "value": value, "period": name, "source": source}
        for row in shown.itertuples(index=False)
        for name, value in ((earlier, row.before), (later, row.after))
    ]
    return grouped(
        pd.DataFrame(rows, columns=["name", "group", "value", "period", "source"]),
        Measure("Grad i medel bland insatser som svarat båda gångerna", "skala 0–3", "", decimals=1,
                absent="För få insatser har svarat båda gångerna."),
        head="Fråga", signed=False,
    )  # fmt: skip


def changed_table(found: pd.DataFrame, asked: Mapping[str, str]) -> Table:
    """The change of each question with its interval, and in how many activities it went up and down."""
    columns = [("Fråga", False), ("Insatser", True), ("Förändring", True), ("Intervall", True), ("Upp", True),
               ("Ned", True), ("Omdöme", False)]  # fmt: skip
    cells, raw = [], []
    for row in found.itertuples(index=False):
        few = row.verdict == "few"
        span = f"{text.signed(row.lower, 2)} till {text.signed(row.upper, 2)}"
        shown = [text.MISSING] * 2 if few else [text.signed(row.change, 2), span]
        counts = [text.MISSING] * 2 if few else map(text.number, (row.up, row.down))
        verdict = " ".join(VERDICTS[row.verdict])
        cells.append([asked[row.question], text.number(row.activities), *shown, *counts, verdict])
        numbers = [None] * 4 if few else [row.change, f"{row.lower:.3f} to {row.upper:.3f}", row.up, row.down]
        raw.append([asked[row.question], row.activities, *numbers, VERDICTS[row.verdict][1]])
    return written(columns, cells, raw)


def changed_title(found: pd.DataFrame, asked: Mapping[str, str], earlier: str) -> str:
    """Which questions have moved for certain."""
    judged = found[found["verdict"] != "few"]
    if not found["activities"].any():
        return "Det finns ingen tidigare omgång att jämföra med"
    if judged.empty:
        return "För få insatser har svarat båda gångerna"
    up, down = (
        [text.lower_first(asked[id]) for id in judged.loc[judged["verdict"] == way, "question"]]
        for way in ("up", "down")
    )
    said = [f"säkert högre: {text.listed(up)}"] if up else []
    said += [f"säkert lägre: {text.listed(down)}"] if down else []
    if not said:
        return f"Ingen fråga har säkert ändrats sedan {earlier}"
    return text.upper_first(f"{'; '.join(said)}, jämfört med {earlier}")


def respondents(answers: pd.DataFrame, activities: pd.DataFrame, round: str, place: Region) -> str | None:
    """How many activities have answered in a round, and how many assessments they gave; nothing without activities."""
    if activities.empty:
        return None
    own = answers[(answers["round"] == round) & answers["activity"].isin(activities["id"])]
    people = own[["activity", "assessor"]].drop_duplicates()
    answered = people["activity"].nunique()
    return (
        f"I omgång {round} har {sentences.count_or_none(answered)} av {sentences.count(len(activities))} svarat i "
        f"{place.label}, med {sentences.count_or_none(len(people), 'inga')} bedömningar."
    )
