"""Women and men: the verdict and the value of each, side by side."""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import text, verdicts
from vagar_lib.display.chart import Measure, period
from vagar_lib.display.figure import Output, absent, tabulated
from vagar_lib.display.follow_up.everything import verdict
from vagar_lib.display.table import written
from vagar_lib.indicators import Register
from vagar_lib.metrics.precision import shown_difference
from vagar_lib.regions import Region


def side_by_side(judged: pd.DataFrame, place: Region, register: Register) -> Output:
    """Indicators with values for women and men of the same year, as a table.

    Parameters
    ----------
    judged : DataFrame
        As `metrics.verdict.judge` gives it.
    place : Region
    register : Register

    Returns
    -------
    Output
        A notice where there is none.
    """
    pairs = _pairs(judged, place)
    measure = Measure("Kvinnor och män", "", table="", absent=f"Inga indikatorer har värden per kön för {place.label}.")
    if not pairs:
        return absent(measure, place)
    columns = [("Indikator", False), ("År", True), ("Kvinnor", True), ("Män", True), ("Skillnad", True)]
    columns += [("Utveckling, kvinnor", False), ("Utveckling, män", False)]
    cells, raw, wider = [], [], 0
    for women, men in pairs:
        indicator = register.get(women.indicator)
        head = f"{indicator.label} ({indicator.unit})"
        values = [text.number(row.value, indicator.decimals) for row in (women, men)]
        difference = shown_difference(women.value, men.value, indicator.decimals)
        wider += difference > 0
        shown = text.signed(difference, indicator.decimals)
        cells.append([head, period(women.period), *values, shown, verdict(women), verdict(men)])
        words = [verdicts.word(row) for row in (women, men)]
        raw.append([head, women.period, women.value, men.value, difference, *words])
    return tabulated(
        written(columns, cells, raw),
        finding=f"{text.upper_first(place.label)}: högre värde för kvinnor i {wider} av "
        f"{text.counted(len(pairs), 'indikator', 'indikatorer')}",
        subtitle=f"Kvinnor och män var för sig. {place.name}, senaste år för varje indikator",
        sources=[row.source for pair in pairs for row in pair],
        notes=["Skillnaden är kvinnors värde minus mäns."],
    )


def lacking(judged: pd.DataFrame, place: Region, register: Register) -> str | None:
    """How many indicators have women and men at the source but not in the data edition; None when all have."""
    own = judged[judged["region"] == place.code]
    both = {women.indicator for women, _ in _pairs(judged, place)}
    waiting = [id for id in own["indicator"].unique() if register.get(id).sex and id not in both]
    if not waiting:
        return None
    return (
        f"Ytterligare {text.counted(len(waiting), 'indikator', 'indikatorer')} har kvinnor och män var för sig hos "
        "källan "
        "men inte i rapportens datautgåva. Vilka står under Täckning: där anges bara båda könen."
    )


def _pairs(judged: pd.DataFrame, place: Region) -> list[tuple]:
    """Rows of women and men of the same indicator and period."""
    own = judged[(judged["region"] == place.code) & judged["sex"].isin(["K", "M"])]
    found: dict[str, dict[str, object]] = {}
    for row in own.itertuples(index=False):
        found.setdefault(row.indicator, {})[row.sex] = row
    complete = (sexes for sexes in found.values() if set(sexes) == {"K", "M"})
    return [(sexes["K"], sexes["M"]) for sexes in complete if sexes["K"].period == sexes["M"].period]
