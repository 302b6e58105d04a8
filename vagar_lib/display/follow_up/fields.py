"""Catching up, pulling ahead, falling behind, losing pace: level and change against riket at once."""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import sentences, text, verdicts
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.quadrants import CORNERS, SHAPES, quadrants
from vagar_lib.display.table import written
from vagar_lib.indicators import Register
from vagar_lib.regions import Region

WORDS = {field: verdicts.FIELDS[field][0] for field in SHAPES}


def placed(weighed: pd.DataFrame) -> pd.DataFrame:
    """The indicators that have a place in the fields."""
    return weighed[weighed["field"].astype(str) != ""]


def chart(weighed: pd.DataFrame, place: Region, register: Register) -> Chart:
    """The indicators of a place in the four fields.

    Parameters
    ----------
    weighed : DataFrame
        As `metrics.leading.weigh` gives it, of the place.
    place : Region
    register : Register
    """
    rows = placed(weighed)
    rows = rows.assign(
        label=[register.get(id).label for id in rows["indicator"]],
        field=rows["field"].astype(str),
        change=rows["turn"],
        source=rows["source"].astype(str),
    )
    rows = rows.sort_values("field", key=lambda column: column.map(list(SHAPES).index), kind="stable")
    among = "kommunerna" if place.level == "kommun" else "länen"
    measure = Measure(
        "Läge och utveckling mot riket",
        f"spridningar mellan {among}",
        table="",
        absent="Fälten jämför med riket och visas för län och kommuner." if place.level == "riket" else "",
    )
    columns = [("Indikator", False), ("Fält", False), (place.name, True), ("Riket", True)]
    columns += [("Försprångets förändring per år", True), ("95-procentigt intervall", True)]
    cells, raw = [], []
    for row in rows.itertuples(index=False):
        indicator = register.get(row.indicator)
        finer = indicator.decimals + 2
        cells.append(
            [
                f"{row.label} ({indicator.unit})",
                verdicts.field(row),
                *(text.number(value, indicator.decimals) for value in (row.value, row.riket)),
                text.signed(row.lead_slope, finer),
                f"{text.number(row.lead_low, finer)} till {text.number(row.lead_high, finer)}",
            ]
        )
        raw.append([row.label, verdicts.field(row), row.value, row.riket, row.lead_slope, row.lead_low, row.lead_high])
    header = [*(label for label, _ in columns[:-1]), "Intervall, nedre", "Intervall, övre"]
    years = weighed["year"]
    periods = text.span(int(years.min()), int(years.max())) if len(rows) else ""
    return quadrants(rows, measure, WORDS, written(columns, cells, raw, header), periods)


def title(weighed: pd.DataFrame, place: Region) -> str:
    """How many indicators are in each field, as a title."""
    found = placed(weighed)["field"].astype(str).value_counts()
    words = {field: text.lower_first(WORDS[field]) for field in CORNERS if field in found}
    told = [f"{word} i {sentences.count(found[field])}" for field, word in words.items()]
    if not told:
        return f"{text.upper_first(place.label)} följer riket: ingen säker skillnad i utveckling"
    return f"{text.upper_first(place.label)} {text.listed(told)} av {sentences.count(int(found.sum()))} indikatorer"


def said(weighed: pd.DataFrame, register: Register) -> str | None:
    """Which indicators are in each field, one sentence a field; None without any."""
    rows, told = placed(weighed), []
    for field, (name, meaning) in verdicts.FIELDS.items():
        own = rows[rows["field"].astype(str) == field].sort_values("weight", ascending=False, kind="stable")
        if len(own) and field != "alongside":
            labels = text.listed(text.lower_first(register.get(id).label) for id in own["indicator"])
            told.append(f"{name} ({meaning}): {labels}.")
    aside = int((rows["field"].astype(str) == "alongside").sum())
    if aside:
        verb = "indikator" if aside == 1 else "indikatorer"
        told.append(f"För {sentences.count(aside)} {verb} finns ingen säker skillnad i utveckling mot riket.")
    return " ".join(told) or None
