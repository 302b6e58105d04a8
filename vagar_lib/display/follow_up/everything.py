"""All indicators in one table, with everything the verdicts rest on beside it as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import held, text, verdicts
from vagar_lib.display.chart import Measure, period
from vagar_lib.display.figure import Output, absent, tabulated
from vagar_lib.display.follow_up.groups import TONE_OF, of_place, tallied_title
from vagar_lib.display.spark import spark
from vagar_lib.display.table import Cell, written
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.panel import Panel, panels
from vagar_lib.regions import Region

INGREDIENTS = {
    "sex": "Kön",
    "verdict": "Omdöme (kod)",
    "period": "Period",
    "year": "År",
    "value": "Värde",
    "status": "Status",
    "stale": "Inaktuell",
    "ended": "Avslutad",
    "start": "Trend från år",
    "points": "Mätpunkter",
    "break_year": "Brott",
    "window": "Fönster, år",
    "slope": "Förändring per år",
    "low": "Intervall, nedre",
    "high": "Intervall, övre",
    "tau": "Kendalls tau",
    "pace_by": "Takt mätt som",
    "pace": "Takt",
    "required": "Takt som krävs",
    "ratio": "Takt delad med den som krävs",
    "target_kind": "Mål eller referens",
    "target_value": "Målets värde",
    "target_year": "Målets år",
    "balance_point": "Bästa värde",
    "distance": "Avstånd till bästa värde",
    "riket": "Riket",
    "gap": "Skillnad mot riket",
    "judged": "Läge mot riket",
    "lead_slope": "Försprångets förändring per år",
    "lead_low": "Försprånget, nedre",
    "lead_high": "Försprånget, övre",
    "field": "Fält (kod)",
    "similar": "Liknande, median",
    "best": "Bäst",
    "best_region": "Bäst, område",
    "worst": "Sämst",
    "worst_region": "Sämst, område",
    "rank": "Plats",
    "ranked": "Områden med plats",
    "source": "Källa",
}
"""What each column of the verdicts is called in the CSV file."""
SEXES = {"T": "Båda", "K": "Kvinnor", "M": "Män"}
PACES = {"growth": "procent per år", "difference": "enheter per år", "": ""}


def indicators(judged: pd.DataFrame, observations: pd.DataFrame, place: Region, register: Register) -> Output:
    """Every indicator with a value for the place: verdict, value, change, series, riket, rank and field.

    Parameters
    ----------
    judged : DataFrame
        As `metrics.verdict.judge` gives it.
    observations : DataFrame
        All indicators, for the series.
    place : Region
    register : Register

    Returns
    -------
    Output
        A table; its CSV file has all ingredients of the verdicts, for women and men too.
    """
    rows = of_place(judged, place)
    if rows.empty:
        return absent(Measure("Alla indikatorer", "", table=""), place)
    series = panels(observations[observations["region"] == place.code])
    alone = place.level == "riket"
    columns = [("Indikator", False), ("Utveckling", False), ("År", True), ("Värde", True), ("Per år", True)]
    columns += [("Serie", False)] + ([] if alone else [("Riket", True), ("Plats", True), ("Mot riket", False)])
    cells = []
    for row in rows.itertuples(index=False):
        indicator = register.get(row.indicator)
        cells.append(
            [
                f"{indicator.label} ({indicator.unit})",
                verdict(row),
                period(row.period),
                text.number(row.value, indicator.decimals),
                yearly(row, indicator),
                _spark(series.get(row.indicator), place, indicator),
                *([] if alone else _compared(row, indicator)),
            ]
        )
    table = written(columns, cells, *ingredients(judged[judged["region"] == place.code], register))
    return tabulated(
        table,
        finding=tallied_title(rows, place),
        subtitle=f"Alla indikatorer med värde för {place.label}",
        sources=rows["source"],
        notes=_notes(place),
        facts=held.judged(judged[judged["region"] == place.code], place),
    )


def verdict(row: Any) -> Cell:
    """A verdict as a cell: symbol, word and the background of its group."""
    return Cell(verdicts.mark(row), tone=TONE_OF.get(row.verdict, ""))


def yearly(row: Any, indicator: Indicator) -> str:
    """The change a year, where it is certain; nothing where it is not."""
    if not (row.low > 0 or row.high < 0):
        return ""
    decimals = indicator.decimals + (1 if abs(row.slope) < 10 ** (1 - indicator.decimals) else 0)
    return text.signed(row.slope, decimals)


def ingredients(rows: pd.DataFrame, register: Register) -> tuple[list[list[Any]], list[str]]:
    """Everything that verdicts rest on, as rows of data and their heads."""
    kept = [name for name in INGREDIENTS if name in rows]
    replaced: Mapping[str, Mapping[str, str]] = {
        "sex": SEXES,
        "pace_by": PACES,
        "best_region": _names(rows["best_region"]),
        "worst_region": _names(rows["worst_region"]),
    }
    raw = []
    for row in rows.itertuples(index=False):
        indicator = register.get(row.indicator)
        values = (replaced.get(name, {}).get(value, value) for name in kept for value in [getattr(row, name)])
        raw.append([row.indicator, indicator.label, indicator.unit, verdicts.word(row), *values])
    return raw, ["Id", "Indikator", "Enhet", "Omdöme", *(INGREDIENTS[name] for name in kept)]


def _names(codes: pd.Series) -> dict[str, str]:
    return {code: regions.name(code) for code in codes.dropna().unique() if code}


def _spark(values: Panel | None, place: Region, indicator: Indicator) -> Cell | str:
    if values is None:
        return ""
    breaks = [b.year for b in indicator.breaks if not b.regions or place.code in b.regions]
    return spark(values.years, values.of(place.code), indicator, breaks)


def _compared(row: Any, indicator: Indicator) -> list[str]:
    rank = "" if text.missing(row.rank) else f"{text.number(row.rank)} av {text.number(row.ranked)}"
    riket = "" if text.missing(row.riket) else text.number(row.riket, indicator.decimals)
    return [riket, rank, verdicts.field(row)]


def _notes(place: Region) -> list[str]:
    notes = [
        "Per år är lutningen enligt Theil och Sen över de senaste jämförbara åren och skrivs ut när förändringen är "
        "säker. För indikatorer där ett visst värde är bäst är den förändringen av avståndet dit.",
        "Serien visar alla värden som finns, med luckor vid brott; skalan är indikatorns egen. CSV-filen har allt som "
        "omdömena bygger på, även för kvinnor och män var för sig.",
    ]
    if place.level != "riket":
        among = "länen" if place.level == "län" else "kommunerna"
        notes.append(
            f"Plats räknas bland {among} från den bästa. Enkätvärden, antal och det som varken är bra eller dåligt får "
            "ingen."
        )
    return notes
